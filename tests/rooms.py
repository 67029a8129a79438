"""How the tree is divided, counted from its imports: `python -m tests.rooms`.

A room is a folder of a package. An arrow is an import from one room, or module beside the rooms,
into another; it runs up where the layers in pyproject.toml forbid it. A circle is a set of modules,
or of rooms, each of which needs the others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import grimp

from tests import ROOT

PACKAGES = ("content", "checkin", "sms", "webapp")
Arrows = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Count:
    """Of one package. `widest`: most modules side by side in one folder."""

    package: str
    modules: int
    rooms: int
    widest: int
    module_circles: int
    room_circles: int


def arrows() -> Arrows:
    """What each module of ours imports of ours."""
    graph = grimp.build_graph(*PACKAGES)
    return {
        module: frozenset(graph.find_modules_directly_imported_by(module))
        for module in graph.modules
    }


def between_rooms(arrows: Arrows, package: str) -> Arrows:
    """The same between the rooms of a package; `package.module` for one beside them."""
    found: dict[str, set[str]] = {}
    for module, imported in arrows.items():
        for other in imported:
            if _inside(module, package) and _inside(other, package):
                here, there = _room(module), _room(other)
                found.setdefault(here, set())
                if here != there:
                    found[here].add(there)
    return {room: frozenset(others) for room, others in found.items()}


def circles(arrows: Arrows) -> list[frozenset[str]]:
    """Every set of nodes that can each be reached from the others (Tarjan, by repeated closure)."""
    reach: dict[str, set[str]] = {}

    def reached(start: str) -> set[str]:
        if start not in reach:
            seen: set[str] = set()
            todo = list(arrows.get(start, ()))
            while todo:
                node = todo.pop()
                if node not in seen:
                    seen.add(node)
                    todo += arrows.get(node, ())
            reach[start] = seen
        return reach[start]

    in_circle = [node for node in arrows if node in reached(node)]
    return list({frozenset(o for o in reached(n) if n in reached(o)) for n in in_circle})


def counts() -> list[Count]:
    """Of every package."""
    known = arrows()
    found = []
    for package in PACKAGES:
        folder = ROOT / package
        files = [f for f in folder.rglob("*.py") if "migrations" not in f.parts]
        modules = [f for f in files if f.name != "__init__.py"]
        beside = [
            sum(each.parent == room for each in modules) for room in {f.parent for f in files}
        ]
        inner = {m: to for m, to in known.items() if _inside(m, package)}
        found.append(
            Count(
                package,
                modules=len(modules),
                rooms=len({f.parent for f in files}) - 1,
                widest=max(beside),
                module_circles=len(circles(inner)),
                room_circles=len(circles(between_rooms(known, package))),
            )
        )
    return found


def table(found: Iterable[Count]) -> str:
    lines = ["package   modules  rooms  widest  circles of modules  circles of rooms"]
    lines += [
        f"{c.package:<8} {c.modules:>8} {c.rooms:>6} {c.widest:>7} {c.module_circles:>19}"
        f" {c.room_circles:>17}"
        for c in found
    ]
    return "\n".join(lines)


def _inside(module: str, package: str) -> bool:
    return module.startswith(f"{package}.")


def _room(module: str) -> str:
    return ".".join(module.split(".")[:2])


if __name__ == "__main__":
    print(table(counts()))  # noqa: T201 - this is the command's answer
