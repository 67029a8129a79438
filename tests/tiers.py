"""Sorts every test by what it needs, and holds `--check` to those that need only this Python.

A test is sorted by the fixtures it asks for, directly or through others, so that nobody has to
remember a mark. Only where all of a folder, or of a file, starts programs is that place named here.
"""

import ipaddress
import sys

import hypothesis
import pytest

_FIXTURES = {
    "chromium": "browser",
    "lighthouse": "browser",
    "postgres": "postgres",
    "twilio_process": "node",
    "segments": "node",
    "push_service": "node",
    "phone_ranking": "node",
    "provider_process": "processes",
    "processes": "processes",
    "thorough": "time",
}
# Fixtures that run on both databases ask for PostgreSQL by the parameter, which no closure shows.
_DATABASES = ("database", "fresh_url")
_PLACES = {
    # What is visited, killed, cut off or attacked there runs as processes of its own.
    "tests/e2e": "processes",
    "tests/faults": "processes",
    # A repository of its own, built and installed as a stranger would.
    "tests/test_wheel.py": "processes",
    # The tools of other people that read our files for them: systemd, caddy, docker.
    "tests/deploy": "processes",
}
_SENTENCE = (
    "A test in `make check` may not {0}: it would be slow, or fail where that is not installed. "
    "Let it ask for the fixture that does so, or for `processes`; docs/testing.md says more."
)


class NotInCheck(BaseException):
    """Not an Exception, so that no handler of the code under test swallows it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--check",
        action="store_true",
        help="only tests that need nothing but this Python, and little time; fewer examples",
    )
    parser.addoption(
        "--beyond-check", action="store_true", help="only the tests that --check leaves out"
    )


def pytest_configure(config: pytest.Config) -> None:
    # No deadlines: one slow example on a busy machine says nothing about the code.
    hypothesis.settings.register_profile("all", deadline=None)
    hypothesis.settings.load_profile("all")
    hypothesis.settings.register_profile("check", max_examples=25, derandomize=True, deadline=None)
    if config.option.check:
        hypothesis.settings.load_profile("check")


# First, since the workers' own loop is the only one that is asked after it.
@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> None:
    # With workers, it is they who run tests; the one who hands them out starts the workers.
    runs_tests = hasattr(session.config, "workerinput") or not getattr(
        session.config.option, "tx", None
    )
    if session.config.option.check and runs_tests:
        sys.addaudithook(refuse)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        for what in sorted(needs(item)):
            item.add_marker(pytest.mark.needs(what))
    if config.option.check:
        _keep(config, items, [item for item in items if not _left_out(item)])
        for item in items:
            _shorten(item)
    elif config.option.beyond_check:
        _keep(config, items, [item for item in items if _left_out(item)])


def needs(item: pytest.Item) -> set[str]:
    """What this test needs besides this Python."""
    found = {_FIXTURES[name] for name in getattr(item, "fixturenames", ()) if name in _FIXTURES}
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    if any(str(parameters.get(name, "")).startswith("postgres") for name in _DATABASES):
        found.add("postgres")
    where = item.path.relative_to(item.config.rootpath)
    return found | {what for folder, what in _PLACES.items() if where.is_relative_to(folder)}


def refuse(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: raises where a program is started, or one on another machine is called. A
    server on loopback may be the test's own; any other would have to be started first."""
    if event in ("subprocess.Popen", "os.posix_spawn", "os.fork", "os.system", "os.exec"):
        raise NotInCheck(_SENTENCE.format(f"start a process ({event} {arguments[:1]})"))
    if event == "socket.connect" and not _loopback(arguments[1]):
        raise NotInCheck(_SENTENCE.format(f"call another machine ({arguments[1]})"))


def _loopback(address: object) -> bool:
    # A path is a socket in the file system, which belongs to another program.
    if not isinstance(address, tuple):
        return False
    host = str(address[0])
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _left_out(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("needs", "alone"))


def _keep(config: pytest.Config, items: list[pytest.Item], kept: list[pytest.Item]) -> None:
    staying = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in staying])
    items[:] = kept


def _shorten(item: pytest.Item) -> None:
    # A test's own `@settings` outweighs the profile, so its number is lowered there.
    function = getattr(item, "obj", None)
    for holder, name in (
        (function, "_hypothesis_internal_use_settings"),
        (getattr(item, "cls", None), "settings"),
    ):
        own = getattr(holder, name, None)
        if isinstance(own, hypothesis.settings) and own.max_examples > 25:
            setattr(holder, name, hypothesis.settings(own, max_examples=25, derandomize=True))
