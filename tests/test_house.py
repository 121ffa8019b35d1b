"""The house has floors, and imports point down: the imports against the table of docs/house.md."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: room -> rooms of ours that it may read. The same table stands in docs/house.md, with the reasons.
MAY_READ = {
    "errors": set(),
    "wishes": set(),
    "received": set(),
    "items": {"received", "wishes"},
    "known": {"items"},
    "parsing": {"errors", "items"},
    "registry": {"errors", "parsing"},
    "fetching": {"errors", "items", "received", "wishes", "known", "registry", "parsing"},
    "spiders": {"errors", "items", "received", "wishes", "known", "registry", "parsing", "fetching"},
    "archive": {"errors", "items", "received", "wishes", "known", "registry", "parsing"},
    "pipelines": {"errors", "items", "parsing", "archive", "registry"},
    "watch": {"errors", "registry", "archive", "parsing"},
    "practice": {"errors", "items", "registry", "parsing"},
    "commands": {
        "errors",
        "items",
        "known",
        "registry",
        "parsing",
        "fetching",
        "spiders",
        "archive",
        "pipelines",
        "watch",
        "practice",
        "web",
    },
    "web": {"parsing"},
    "settings": set(),
    "benchmarks": {
        "errors",
        "items",
        "known",
        "registry",
        "parsing",
        "fetching",
        "spiders",
        "archive",
        "pipelines",
        "practice",
        "commands",
    },
    "bootstrap": set(),
}
#: the floors inside parsing, lowest first: each reads those below and none beside it
FLOORS_OF_PARSING = (
    {
        "atrium_signs",
        "challenge_words",
        "counters",
        "dates",
        "documents",
        "foreign_words",
        "languages",
        "masks",
        "notices",
        "phrases",
        "questions",
        "rendering",
        "urls",
        "words",
    },
    {"challenges", "finding", "kinds", "text"},
    {"events", "foreign", "sitemaps", "state"},
    {"lists"},
    {"atrium"},
    {"pages"},
    {"feeds", "wordpress"},
    {"discovery"},
)
#: of parsing, the archive reads only what identity, comparison and the choice of a date need
ARCHIVE_READS_OF_PARSING = {"parsing.dates", "parsing.notices", "parsing.urls", "parsing.text"}
#: the site and the watches read of it only the language of searches, so that both mean the same by a question
QUESTIONS = "parsing.questions"
#: command-line entries, which load the registry to try a pure function by hand
ENTRIES = {("parsing/urls/__main__.py", "registry")}


def floor_of(name: str) -> int | None:
    """The floor of a room of parsing; None for other names."""
    return next((number for number, rooms in enumerate(FLOORS_OF_PARSING) if name in rooms), None)


def modules() -> list[Path]:
    """All of our own source files, tests and generated sites aside."""
    found = []
    for room in MAY_READ:
        single, folder = ROOT / f"{room}.py", ROOT / room
        found += [single] if single.exists() else sorted(folder.rglob("*.py"))
    return [path for path in found if "practice/sites" not in path.as_posix()]


def imports_of(path: Path) -> set[str]:
    """Dotted names that a file imports, at whatever depth they stand."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_down(path: Path) -> None:
    here = path.relative_to(ROOT).as_posix()
    room = here.split("/")[0].removesuffix(".py")
    for name in imports_of(path):
        other = name.split(".")[0]
        if other in MAY_READ and other != room and (here, other) not in ENTRIES:
            assert other in MAY_READ[room], f"{here} imports {name}; {room} may read {sorted(MAY_READ[room])}"


@pytest.mark.parametrize("path", sorted((ROOT / "parsing").rglob("*.py")), ids=lambda path: path.as_posix())
def test_inside_parsing_too_imports_point_down(path: Path) -> None:
    here = path.relative_to(ROOT / "parsing").parts[0].removesuffix(".py")
    own = floor_of(here)
    assert own is not None or here == "__init__", f"parsing/{here} stands on no floor yet"
    for name in imports_of(path):
        room, _, rest = name.partition(".")
        other = rest.split(".")[0]
        floor = floor_of(other) if room == "parsing" else None
        if floor is not None and own is not None and other != here:
            assert floor < own, f"{path.name} of parsing/{here} imports {name}, which is not below it"


def test_the_archive_knows_no_scrapy_and_little_of_parsing() -> None:
    for path in sorted((ROOT / "archive").rglob("*.py")):
        names = imports_of(path)
        assert not {name.split(".")[0] for name in names} & {"scrapy", "feedparser", "twisted"}, path
        of_parsing = {name for name in names if name.startswith("parsing.")}
        assert all(any(name.startswith(allowed) for allowed in ARCHIVE_READS_OF_PARSING) for name in of_parsing), path


@pytest.mark.parametrize("room", ["web", "watch"])
def test_of_parsing_the_site_and_the_watches_know_the_question_room_alone(room: str) -> None:
    for path in sorted((ROOT / room).rglob("*.py")):
        of_parsing = {name for name in imports_of(path) if name.split(".")[0] == "parsing"}
        assert all(name.startswith(QUESTIONS) for name in of_parsing), path


def test_parsing_touches_neither_network_nor_disk_nor_clock() -> None:
    forbidden = {"socket", "requests", "urllib.request", "http.client", "scrapy", "twisted", "sqlite3", "time"}
    for path in sorted((ROOT / "parsing").rglob("*.py")):
        names = imports_of(path)
        assert not {name for name in names if name in forbidden or name.split(".")[0] in {"scrapy", "twisted"}}, path
        calls = {ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)}
        assert not {call for call in calls if call.endswith((".now", ".today", ".utcnow"))}, path


def test_every_room_is_told_of_in_the_house_page() -> None:
    page = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    for room in MAY_READ:
        assert f"`{room}" in page, f"docs/house.md does not mention {room}"


def test_files_stay_small() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): count
        for path in modules()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 350
    }
    assert not long, f"look for the second room in {long}"
