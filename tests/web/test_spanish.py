"""Every label of every template stands in the Spanish catalogue, and no words stand in a template beside `t`."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from archive.health.kinds import KINDS
from web import facets, parts, stories, verdicts, words
from web.captured import WHY_NOT
from web.changes import STATUSES as CHANGED
from web.health import grade
from web.labels import spanish
from web.plugins import item as item_pages

TEMPLATES = sorted((Path(__file__).resolve().parents[2] / "web" / "templates").glob("*.html"))
#: names that are the same in both languages
NAMES = {
    "Atom",
    "Atom, JSON Feed, CSV",
    "Atom, iCalendar",
    "CSV",
    "JSON",
    "NDJSON",
    "Datasette",
    "SHA-256",
    "SQL",
    "ics",
    "page=",
    "until=",
}
_TOKEN = re.compile(
    r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<!--.*?-->"
    r'|<(?:[^<>"{]|"(?:[^"{]|\{\{.*?\}\}|\{%.*?%\}|\{)*"|\{\{.*?\}\}|\{%.*?%\})*>)',
    re.DOTALL,
)
_TEXT = r'"((?:[^"\\]|\\.)*)"'
_LABELS = (re.compile(r"\bt\(\s*" + _TEXT), re.compile(r"\bt\(\s*" + _TEXT + r"\s+if .*? else " + _TEXT + r"\s*\)"))
_PLURALS = re.compile(r"""plural\(["']([\w ]+)["'](?:,\s*["']([\w ]+)["'])?\)""")
_ATTRIBUTES = re.compile(r'\b(?:aria-label|title|placeholder|data-label)="([^"{}]*[A-Za-z]{2}[^"{}]*)"')


def labels_in(template: str) -> set[str]:
    """What a template says by `t`, and by `plural` in both numbers."""
    found: set[str] = set()
    for pattern in _LABELS:
        for match in pattern.finditer(template):
            found |= {text.replace('\\"', '"') for text in match.groups()}
    for match in _PLURALS.finditer(template):
        found |= {match[1], match[2] or f"{match[1]}s"}
    return found


def bare_words_in(template: str) -> list[str]:
    """Words that readers see and that no `t` stands around: texts between tags, and labels in attributes."""
    found: list[str] = []
    depth = 0
    for token in _TOKEN.split(template):
        if token.startswith("<"):
            name = re.match(r"<(/?)(\w+)", token)
            if name and name[2] in ("pre", "code", "kbd", "script", "style", "textarea"):
                depth += -1 if name[1] else 1
            if not (name and name[2] == "meta"):
                found += [text for text in _ATTRIBUTES.findall(token) if html.unescape(text) not in NAMES]
        elif not depth and not token.startswith(("{{", "{%", "{#")):
            text = " ".join(html.unescape(token).split()).strip(' ·:;,.()←→–?!’"')
            found += [text] if re.search(r"[^\W\d_]{2}", text) and text not in NAMES else []
    return found


def test_bare_words_and_labels_are_seen() -> None:
    template = (
        '<p title="Old">{{ t("New") }} words <code>select</code> {{ n|plural("post") }} {{ t("a" if x else "b") }}</p>'
    )
    assert bare_words_in(template) == ["Old", "words"]
    assert labels_in(template) == {"New", "post", "posts", "a", "b"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_label_of_a_template_has_its_spanish(path: Path) -> None:
    template = path.read_text(encoding="utf-8")
    assert labels_in(template) - spanish().keys() == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_words_of_a_template_bypass_the_catalogue(path: Path) -> None:
    # The blocks `body_class` and `width` are names for the style sheet.
    template = re.sub(r"\{% block (body_class|width) %\}.*?\{% endblock %\}", "", path.read_text(encoding="utf-8"))
    assert bare_words_in(template) == []


def test_the_words_behind_values_have_their_spanish_too() -> None:
    said = {
        *words.ORIGINS.values(), *parts.READ_FROM.values(), *stories.ROLES.values(), *stories.LEVELS.values(),
        *(text for text, _ in stories.PERIODS.values()), *facets.LABELS.values(), *CHANGED.values(), "edited",
        *item_pages.ROLES.values(), *item_pages.STATUSES.values(), *item_pages.REVISED.values(),
        *WHY_NOT.values(), *(name.replace("_", " ") for name in KINDS), *(grade(weight) for weight in range(101)),
        *(text for one in verdicts.VERDICTS.values() for text in (one.label, one.meaning)),
    }  # fmt: skip
    assert said - spanish().keys() == set()
