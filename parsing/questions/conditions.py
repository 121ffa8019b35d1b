"""The filters of a question as conditions of SQL over the archive's items. Pure: values in, text and parameters out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from parsing.questions.reading import Filter
from parsing.questions.values import span


def conditions(
    filters: Iterable[Filter], prefix: str = "f", *, may_lead: bool = True, one_by_one: bool = False
) -> tuple[list[str], dict[str, str]]:
    """One condition for each filter, all of which must hold, and their parameters.

    The items are `item_rows i`. What a reader wrote is only ever in a parameter. prefix: begins the parameters' names.
    may_lead: whether SQLite may begin with the items on a topic; not where it comes to the items from their texts:
    it would then go through that topic for each text. one_by_one: few items are asked about, each by itself, as
    watches do: what the condition costs must not grow with the archive.
    """
    made: list[str] = []
    params: dict[str, str] = {}
    for one in filters:
        alternatives = []
        for value in one.values:
            name = f"{prefix}{len(params)}"
            sql, values = (_ONE_BY_ONE if one_by_one else _MAKERS).get(one.name, _MAKERS[one.name])(name, value)
            alternatives.append(f"({sql if may_lead else sql.replace('i.id in (', '+i.id in (')})")
            params |= values
        both = " or ".join(alternatives)
        made.append(f"not coalesce({both}, 0)" if one.excluded else f"({both})")
    return made, params


_Made = tuple[str, dict[str, str]]


def _equal(column: str, usual: str = "") -> Callable[[str, str], _Made]:
    """A column has a value. usual: what most items have, which is left out of the column's index (archive's tables):
    SQLite uses such an index only where the question leaves it out in so many words."""

    def make(name: str, value: str) -> _Made:
        rare = f" and {column} != '{usual}'" if usual and value != usual else ""
        return f"{column} = :{name}{rare}", {name: value}

    return make


def _source(name: str, value: str) -> _Made:
    """By its short name, or by a part of its full name; a number in it is whole, so "council 2" is not Council 28."""
    pattern = re.sub(r"[*?\[\]]", "?", value.lower())
    before = "[^0-9]" if pattern[:1].isdigit() else ""
    behind = "[^0-9]" if pattern[-1:].isdigit() else ""
    sql = f"""i.source_id in (select id from sources where id = :{name}
        union all select id from sources where not exists (select 1 from sources where id = :{name})
        and ' ' || lower(name) || ' ' glob :{name}_like)"""
    return sql, {name: value.lower(), f"{name}_like": f"*{before}{pattern}{behind}*"}


def _dates(first: bool, last: bool) -> Callable[[str, str], _Made]:
    """On, before (not on the first day or later) or after (from the first day on) a day, month or year."""

    def make(name: str, value: str) -> _Made:
        begin, beyond = span(value)
        low = begin if first else "0000-01-01"
        high = beyond if first and last else begin if last else "9999-12-31"
        # The months are spelled as the index item_rows_month spells them.
        sql = f"""i.published_on is not null and substr(i.published_on, 1, 7) between :{name}_from and :{name}_to
            and i.published_on >= :{name} and i.published_on < :{name}_beyond"""
        return sql, {name: low, f"{name}_beyond": high, f"{name}_from": low[:7], f"{name}_to": high[:7]}

    return make


_HAS = {
    "event": "exists (select 1 from events e where e.item_id = i.id)",
    "file": "exists (select 1 from link_rows l where l.item_id = i.id and l.is_file = 1 and l.gone_at is null)",
    "picture": "exists (select 1 from picture_rows p where p.item_id = i.id and p.gone_at is null)",
}


def _has(_: str, value: str) -> _Made:
    return _HAS[value], {}


def _topic(name: str, value: str) -> _Made:
    plain = re.sub(r"[\s-]+", "_", value.lower())
    sql = f"i.id in (select item_id from item_topics where topic in (:{name}, :{name}_plain))"
    return sql, {name: value, f"{name}_plain": plain}


def _topic_of_one(name: str, value: str) -> _Made:
    sql, values = _topic(name, value)
    return sql.replace("i.id in (select item_id from item_topics where", "exists (select 1 from item_topics x where"
                       " x.item_id = i.id and"), values  # fmt: skip


def _place(name: str, value: str) -> _Made:
    sql = f"exists (select 1 from item_places p where p.item_id = i.id and p.place = :{name} collate nocase)"
    return sql, {name: value}


def _author(name: str, value: str) -> _Made:
    return f"instr(lower(i.author), :{name}) > 0", {name: value.lower()}


_MAKERS: dict[str, Callable[[str, str], _Made]] = {
    "source": _source,
    "level": lambda name, value: (
        f"i.source_id in (select id from sources where level = :{name})",
        {name: value},
    ),
    "state": lambda name, value: (
        f"i.source_id in (select source_id from source_states where state = :{name})",
        {name: value},
    ),
    "kind": _equal("i.kind", "news"),
    "language": _equal("i.language", "en"),
    "status": _equal("i.status", "here"),
    "role": _equal("i.role"),
    "topic": _topic,
    "place": _place,
    "author": _author,
    "has": _has,
    "year": _dates(first=True, last=True),
    "on": _dates(first=True, last=True),
    "after": _dates(first=True, last=False),
    "before": _dates(first=False, last=True),
}
#: the same for few items; elsewhere the lists of what passes are short ones of sources
_ONE_BY_ONE: dict[str, Callable[[str, str], _Made]] = {"topic": _topic_of_one}
