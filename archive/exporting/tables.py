"""The tables of an export: what a researcher needs, under the names of the data dictionary.

Nothing here holds the words of a body unless texts were asked for: then items and revisions have them.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive import schema
from archive.publishing.shapes import EXTRACT

#: the letter behind a column's name in what follows; without one it is a text
_TYPES = {"i": "integer", "n": "number", "t": "datetime", "d": "date", "": "string"}


@dataclass(frozen=True, slots=True)
class Field:
    """type: string, integer, number, datetime (ISO 8601 in UTC, with Z) or date (YYYY-MM-DD), as in Table Schema."""

    name: str
    type: str
    about: str


@dataclass(frozen=True, slots=True)
class Resource:
    """One table. sql: gives its rows in a fixed order; key: its primary key, () for none; ties: column -> (table, its
    column) for what leads to other tables of the export."""

    name: str
    about: str
    fields: tuple[Field, ...]
    sql: str
    key: tuple[str, ...]
    ties: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Plan:
    """columns: "name:letter", parted by blanks; origin: the view or table (as x); chosen: which column says the item
    that a row belongs to ("" for tables that are exported whole); key: also the order of the rows."""

    name: str
    columns: str
    chosen: str = "item_id"
    key: str = ""
    origin: str = ""
    texts: str = ""
    about: str = ""
    where: str = "1"
    is_seen: bool = True  # whether the origin holds rows of posts that are shown, and no others


_CHANGES = """(SELECT r.seen_at AS at, r.item_id, 'edited' AS what, NULL AS before, r.because AS reason,
    NULL AS evidence, NULL AS url, r.id AS revision_id
    FROM revision_rows AS r JOIN item_rows AS i ON i.id = r.item_id AND i.shown = 1
    WHERE r.difference IS NOT NULL AND coalesce(r.because, '') NOT IN ('part', 'taken_back')
    UNION ALL SELECT c.at, c.item_id, c.status, c.before, c.reason, c.evidence, c.url, NULL
    FROM status_changes AS c JOIN item_rows AS i ON i.id = c.item_id AND i.shown = 1)"""

_PLANS = (
    _Plan(
        "items",
        "id:i source_id url title teaser extract author kind language published_at:t published_precision published_from"
        " published_earliest:t published_latest:t published_on:d updated_at:t first_seen_at:t last_seen_at:t status"
        " status_at:t story_id:i role likeness:n word_count:i fetched_url fetched_at:t fetched_sha256",
        "id", "id", texts="body",
    ),
    _Plan(
        "stories", "id:i original_item_id:i item_count:i source_count:i first_published_at:t", "story", "id",
        where="x.merged_into IS NULL AND EXISTS"
        " (SELECT 1 FROM item_rows AS i WHERE i.story_id = x.id AND i.story_id IS NOT NULL AND i.shown = 1)",
    ),
    _Plan(
        "printings",
        "item_id:i story_id:i source_id published_on:d days_after:i role likeness:n words_added:i words_left_out:i"
        " because is_original:i",
        key="item_id",
    ),
    _Plan(
        "revisions",
        "id:i item_id:i seen_at:t title hash word_count:i because fetched_url fetched_at:t fetched_sha256",
        key="id", texts="body difference",
    ),
    _Plan(
        "changes", "at:t item_id:i what before reason evidence url revision_id:i", origin=_CHANGES,
        about="Edits, removals and returns of posts, in the order in which they were seen.",
    ),
    _Plan("addresses", "url item_id:i first_seen_at:t", key="url", is_seen=False),
    _Plan("item_topics", "item_id:i topic enrichment version:i", key="item_id topic enrichment", is_seen=False),
    _Plan("mentions", "item_id:i name kind source_id enrichment version:i", key="item_id name enrichment",
          is_seen=False),
    _Plan("item_places", "item_id:i place state enrichment version:i", key="item_id place state enrichment",
          is_seen=False),
    _Plan("item_tags", "item_id:i tag first_seen_at:t gone_at:t", key="item_id tag"),
    _Plan(
        "events",
        "item_id:i starts_at:t ends_at:t all_day:i timezone rrule status venue street_address registration_url",
        key="item_id", is_seen=False,
    ),
    _Plan("occurrences", "item_id:i starts_at:t ends_at:t", key="item_id starts_at", is_seen=False),
    _Plan("translations", "item_id:i other_item_id:i because", key="item_id other_item_id", is_seen=False,
          where="EXISTS (SELECT 1 FROM item_rows AS o WHERE o.id = x.other_item_id AND o.shown = 1)"),
    _Plan("topics", "topic label label_es about", "", "topic"),
    _Plan(
        "sources",
        "id name level number states homepage hosts language timezone parent_id installation note first_seen_at:t"
        " closed_at:t",
        "", "id",
    ),
    _Plan("channels", "id source_id family address since until note first_seen_at:t closed_at:t", "", "id"),
    _Plan(
        "expectations", "source_id week:d expected:n collected:i reported_by_site:i verdict sentence", "",
        "source_id week",
    ),
)  # fmt: skip

#: what leads where, wherever both tables stand
_TIES = {"item_id": ("items", "id"), "other_item_id": ("items", "id"), "source_id": ("sources", "id"),
         "story_id": ("stories", "id"), "topic": ("topics", "topic"), "parent_id": ("sources", "id"),
         "revision_id": ("revisions", "id"), "original_item_id": ("items", "id")}  # fmt: skip

_ABOUT = {
    "at": "When it was seen.",
    "what": "edited, or the status that the post has since: gone, moved, withdrawn, hijacked; here: it came back.",
    "before": "The status that it had.",
    "reason": "Why, in a word.",
    "evidence": "Why, in a sentence: which answers, how many, over how many days.",
    "url": "The address that answered last.",
    "revision_id": "The revision that an edit made.",
}


def resources(*, has_texts: bool, with_texts: bool, is_chosen: bool) -> tuple[Resource, ...]:
    """The tables in the order in which they are written.

    has_texts: the archive is no public build. with_texts: bodies are wanted. is_chosen: only the items of temp.chosen.
    """
    return tuple(_resource(plan, has_texts, with_texts, is_chosen) for plan in _PLANS)


def _resource(plan: _Plan, has_texts: bool, with_texts: bool, is_chosen: bool) -> Resource:
    columns = [*plan.columns.split(), *(plan.texts.split() if with_texts else ())]
    fields = tuple(_field(plan, *column.partition(":")[::2]) for column in columns)
    values = ", ".join(_value(plan, field.name, has_texts, with_texts) for field in fields)
    among = [plan.where, *_among(plan, is_chosen)]
    order = ", ".join(f"x.{name}" for name in plan.key.split()) or "x.at, x.item_id, x.what, x.revision_id"
    sql = f"SELECT {values} FROM {plan.origin or plan.name} AS x WHERE {' AND '.join(among)} ORDER BY {order}"
    about = plan.about or _sentences()[plan.name, ""]
    own = plan.key.split()
    ties = tuple(
        (field.name, *_TIES[field.name])
        for field in fields
        if field.name in _TIES and not (own == [field.name] and plan.name == _TIES[field.name][0])
    )
    return Resource(plan.name, about, fields, sql, tuple(own), ties)


def _field(plan: _Plan, name: str, letter: str) -> Field:
    if name == "extract":
        return Field(name, "string", EXTRACT.about)
    about = _ABOUT[name] if plan.name == "changes" and name in _ABOUT else _sentences()[plan.name, name]
    return Field(name, _TYPES[letter], about)


def _sentences() -> dict[tuple[str, str], str]:
    known = {(name, column): about for name, column, about in schema.dictionary_rows()}
    return {**known, ("changes", "item_id"): "The item."}


def _value(plan: _Plan, name: str, has_texts: bool, with_texts: bool) -> str:
    """A column as SQL: of a body the beginning only, and of a teaser too, unless texts are wanted."""
    if name == "extract" and has_texts:
        return "beginning(x.body) AS extract"
    if name == "teaser" and not with_texts:
        return "beginning(x.teaser) AS teaser"
    if name == "original_item_id":
        shown = "SELECT o.id FROM item_rows AS o WHERE o.id = x.original_item_id AND o.shown = 1"
        return f"({shown}) AS original_item_id"
    return f"x.{name}"


def _among(plan: _Plan, is_chosen: bool) -> list[str]:
    if not plan.chosen:
        return []
    if plan.chosen == "story":
        of_chosen = "SELECT c.story_id FROM item_rows AS c WHERE c.id IN (SELECT id FROM temp.chosen)"
        return [f"x.id IN ({of_chosen})"] if is_chosen else []
    if is_chosen:
        return [f"x.{plan.chosen} IN (SELECT id FROM temp.chosen)"]
    if plan.is_seen:
        return []
    return ["EXISTS (SELECT 1 FROM item_rows AS i WHERE i.id = x.item_id AND i.shown = 1)"]
