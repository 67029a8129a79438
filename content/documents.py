"""YAML with line numbers, validated against pydantic models.

Dates stay strings as written ("2026-02"), because many sources give only a month or a year.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from content.findings import ContentError, Finding, shown

Key = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """A YAML mapping read from a file. `lines`: the line of every value, by its path of keys, such
    as ("sources", 0, "url")."""

    file: Path
    values: dict[str, Any]
    lines: dict[Key, int] = field(default_factory=dict)

    def line(self, key: Key) -> int:
        """The line of the value, or of the nearest value around it that is in the file; else 1."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)

    def finding(self, key: Key, reason: str) -> Finding:
        """A fault of the value at this path."""
        return Finding(shown(self.file), self.line(key), reason)

    def model(self, model: type[Model]) -> Model:
        """The document as a `model`. Raises ContentError with the line of every invalid value."""
        try:
            return model.model_validate(self.values)
        except ValidationError as refused:
            raise ContentError(self._findings(refused)) from refused

    def _findings(self, refused: ValidationError) -> Iterator[Finding]:
        for error in refused.errors(include_url=False):
            name = ".".join(str(part) for part in error["loc"])
            reason = error["msg"].removeprefix("Value error, ")
            yield self.finding(error["loc"], f"{name}: {reason}" if name else reason)


def read(text: str, file: Path, *, first_line: int = 1) -> Document:
    """Parse the YAML mapping in `text`, which starts at `first_line` of `file`.

    Raises ContentError if it is not YAML, is not a mapping, or has a key twice.
    """
    offset = first_line
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as broken:
        mark = broken.problem_mark
        line = mark.line + offset if mark else offset
        raise ContentError([Finding(shown(file), line, f"not YAML: {broken.problem}")]) from broken
    if not isinstance(root, yaml.MappingNode):
        raise ContentError([Finding(shown(file), offset, "a mapping of names to values is needed")])
    lines: dict[Key, int] = {}
    twice: list[Finding] = []

    def value(node: yaml.Node, key: Key) -> Any:
        lines.setdefault(key, node.start_mark.line + offset)
        if isinstance(node, yaml.MappingNode):
            return dict(pairs(node, key))
        if isinstance(node, yaml.SequenceNode):
            return [value(item, (*key, number)) for number, item in enumerate(node.value)]
        return _scalar(node)

    def pairs(node: yaml.MappingNode, key: Key) -> Iterable[tuple[str, Any]]:
        seen: set[str] = set()
        for name_node, value_node in node.value:
            name = str(name_node.value)
            line = name_node.start_mark.line + offset
            if name in seen:
                twice.append(Finding(shown(file), line, f"“{name}” is given twice"))
            seen.add(name)
            lines[(*key, name)] = line
            yield name, value(value_node, (*key, name))

    values = value(root, ())
    if twice:
        raise ContentError(twice)
    return Document(file, values, lines)


def _scalar(node: yaml.Node) -> Any:
    """A scalar's value. Stricter than YAML, which would read our keywords NO and ON as booleans and
    02 as a number: only true, false, null and plain integers are not strings."""
    kind, word = node.tag.rpartition(":")[2], str(node.value)
    if kind == "null":
        return None
    if kind == "bool" and word.lower() in {"true", "false"}:
        return word.lower() == "true"
    if kind == "int" and re.fullmatch(r"-?(0|[1-9]\d*)", word):
        return int(word)
    return word
