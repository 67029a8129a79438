"""What every app and every engine compiles for itself, compiled once a session instead.

Templates, routes and SQL statements are the same in all tests, and each test has an app and a
database of its own: compiling them anew took half of the time of `make check`.
"""

from functools import cache
from types import CodeType
from typing import Any

import sqlalchemy as sa
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule


class _Templates(BytecodeCache):
    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code


def share() -> None:
    """From now on in this process."""
    Flask.jinja_options = {"bytecode_cache": _Templates()}
    _share_statements()
    _share_routes()


def _share_statements() -> None:
    # A statement is kept by the dialect it was compiled for. All our SQLite engines speak the same.
    statements: LRUCache[Any, Any] = LRUCache(2000)
    connect = sa.create_engine

    @cache
    def dialect() -> SQLiteDialect_pysqlite:
        engine = connect("sqlite://")
        engine.connect().close()  # a dialect learns what this SQLite can do when it first connects
        assert isinstance(engine.dialect, SQLiteDialect_pysqlite)
        return engine.dialect

    def create_engine(url: sa.URL | str, **options: Any) -> sa.Engine:
        engine = connect(url, **options)
        if type(engine.dialect) is SQLiteDialect_pysqlite:
            engine.dialect = dialect()
            engine._compiled_cache = statements
        return engine

    sa.create_engine = create_engine


def _share_routes() -> None:
    # What a rule compiles takes the rule as an argument, so any other of that form may use it.
    building = Rule._compile_builder
    built: dict[tuple[object, ...], Any] = {}

    def compile_builder(self: Rule, append_unknown: bool = True) -> Any:
        form = (tuple(self._trace), repr(self.defaults), append_unknown)
        if form not in built:
            built[form] = building(self, append_unknown)
        return built[form]

    Rule._compile_builder = compile_builder  # type: ignore[method-assign]
