"""The labelled pairs of tests/quality/pairs: posts, printings made of them by code, and near misses by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from archive.sameness import Writing
from benchmarks.quality_reading import ROOT

FOLDER = ROOT / "tests" / "quality" / "pairs"
#: written after the judgement had been made, in the same form; see README.md there
HELD_OUT = FOLDER / "held_out"
_CURLY = str.maketrans({"'": "’", "-": "‐", " ": "\u00a0"})
_POST = re.compile(r"^@ ", re.MULTILINE)
_GROUP = re.compile(r"^% ", re.MULTILINE)
_FILLING = re.compile(r"^= .*\n?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two posts with what an archivist says of them. family: what kind of printing or of near miss it is."""

    one: Writing
    other: Writing
    same: bool
    family: str
    note: str


@dataclass(frozen=True, slots=True)
class Labels:
    """All pairs, and the story of every post by its address."""

    pairs: tuple[Pair, ...]
    story_of: dict[Writing, str]


def labels(folder: Path = FOLDER) -> Labels:
    """The pairs of the folder. Raises OSError, and ValueError or KeyError for rows that cannot be read."""
    posts = dict(post for file in sorted(folder.glob("stories_*.txt")) for post in _posts(file.read_text("utf-8")))
    stories = {writing: name for name, writing in posts.items()}
    pairs: list[Pair] = []
    for number, line in enumerate((folder / "same.jsonl").read_text("utf-8").splitlines()):
        row = json.loads(line)
        made = printing(posts[row["of"]], row["how"], f"{row['of']}-{number}")
        stories[made] = row["of"]
        pairs.append(Pair(posts[row["of"]], made, True, row["family"], row["note"]))
    for pair in (*_forms((folder / "forms.txt").read_text("utf-8")), *_apart(folder / "apart.txt", posts)):
        pairs.append(pair)
        for writing in (pair.one, pair.other):
            stories.setdefault(writing, writing.url)
    return Labels(tuple(pairs), stories)


def printing(post: Writing, how: list[list[str | int]], slug: str) -> Writing:
    """Another printing of a post, made by steps such as ["local", "A paragraph before"] or ["day", 3]."""
    made = replace(post, url=f"https://{post.source_id}.example/news/{slug}")
    for name, *given in how:
        made = _step(made, post, str(name), [str(value) for value in given], slug)
    return made


def _step(made: Writing, post: Writing, name: str, given: list[str], slug: str) -> Writing:
    body, title = made.body or "", made.title or ""
    match name:
        case "source":
            return replace(made, source_id=given[0], level=_level(given[0]), url=f"https://{given[0]}.example/{slug}")
        case "slug":
            return replace(made, url=f"https://{made.source_id}.example/{given[0]}/{slug}")
        case "day":
            return replace(made, day=made.day + timedelta(int(given[0])) if made.day else None)
        case "title":
            return replace(made, title=given[0])
        case "notitle":
            return replace(made, title=None)
        case "local":
            return replace(made, body=f"{given[0]}\n\n{body}")
        case "close":
            return replace(made, body=f"{body}\n\n{given[0]}")
        case "paragraphs":
            return replace(made, body="\n\n".join(body.split("\n\n")[: int(given[0])]))
        case "first":
            return replace(made, body=" ".join(body.split()[: int(given[0])]) + " …")
        case "more":
            return replace(made, body=f"{body} Read the full story")
        case "list":
            return replace(made, body=None, teaser=" ".join((post.body or "").split()[: int(given[0])]) + "...")
        case "summary":
            return replace(made, body=None, teaser=given[0])
        case "bare":
            return replace(made, body=None, teaser=None)
        case "turn":
            first, second, third, *rest = body.split("\n\n")
            return replace(made, body="\n\n".join([first, third, second, *rest]))
        case "replaced":
            parts = body.split("\n\n")
            parts[int(given[0])] = given[1]
            return replace(made, body="\n\n".join(parts))
        case "link":
            return replace(made, links=made.links | {post.url})
        case "swap":
            if given[0] not in f"{title}\n{body}":
                raise ValueError(f"{slug}: there is no {given[0]!r}")
            return replace(made, title=title.replace(given[0], given[1]), body=body.replace(given[0], given[1]))
        case "shout":
            return replace(made, title=title.upper())
        case "curly":
            return replace(made, title=_curly(title), body=_curly(body).replace("&", "&amp;"))
    raise ValueError(f"{slug}: there is no step {name!r}")


def _curly(text: str) -> str:
    text = re.sub(r'"(?=\w)', "“", text).replace('"', "&rdquo;").replace(" – ", "—")
    return re.sub(r"(?<=\w)-(?=\w)|'|(?<=a) ", lambda sign: sign[0].translate(_CURLY), text)


def _posts(text: str) -> Iterator[tuple[str, Writing]]:
    for block in _POST.split(text)[1:]:
        head, _, rest = block.partition("\n")
        name, *facts = head.split()
        yield name, _post(name, facts, rest)


def _post(name: str, facts: list[str], text: str) -> Writing:
    """facts: source, day, kind, language. text: title, blank line, body; lines "-> name" are links to other posts."""
    source, day, kind, language = facts
    title, _, body = text.strip().partition("\n\n")
    url = f"https://{source}.example/{name}"
    return Writing(source, _level(source), url, title, None, body, language, kind, date.fromisoformat(day), frozenset())


def _level(source: str) -> str:
    return "national" if source == "afscme" else source.split("-")[0]


def _forms(text: str) -> Iterator[Pair]:
    """Every two fillings of a form; each is a story of its own."""
    for block in _GROUP.split(text)[1:]:
        head, _, rest = block.partition("\n")
        family, _, note = head.partition(" ")
        form = _FILLING.sub("", rest)
        made = []
        for number, line in enumerate(_FILLING.findall(rest)):
            facts, _, blanks = line[2:].partition("|")
            values = dict(blank.strip().split("=", 1) for blank in blanks.split(";") if blank.strip())
            name = f"{family}-{note.replace(' ', '-')}-{number}"
            made.append(_post(name, facts.split(), form.format(**values)))
        for one, other in combinations(made, 2):
            yield Pair(one, other, False, family, note)


def _apart(file: Path, posts: dict[str, Writing]) -> Iterator[Pair]:
    """Posts by hand, each against the posts that it resembles and is not."""
    for number, block in enumerate(_GROUP.split(file.read_text("utf-8"))[1:]):
        head, _, rest = block.partition("\n")
        family, _, note = head.partition(" ")
        facts, _, text = rest.removeprefix("@ ").partition("\n")
        text, _, against = text.partition("\n@@ ")
        links = frozenset(posts[name].url for name in re.findall(r"^-> (\S+)$", text, re.MULTILINE))
        text = re.sub(r"^-> .*$", "", text, flags=re.MULTILINE)
        made = replace(_post(f"{family}-{number}", facts.split(), text), links=links)
        for name in against.split():
            yield Pair(posts[name], made, False, family, note)
