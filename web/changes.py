"""What was edited, went missing, moved or came back in a week, and which events were, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from datasette.database import Database

from web.differences import Paragraph, paragraphs
from web.labels import t
from web.reading import IS_FOREIGN
from web.words import as_day, span

#: changes on one page, and how many pages of a week there are at most; the tables of Datasette have all of them
PAGE, MOST_PAGES = 60, 50
IN_FEED = 50
#: What a status is called where it is told as news.
STATUSES = {"here": "back", "gone": "gone", "moved": "moved", "withdrawn": "withdrawn", "hijacked": "hijacked"}

_ITEM = f"""i.id as item_id, i.source_id, s.name as source, s.homepage, i.language, t.title,
    iif(i.status = 'hijacked' or {IS_FOREIGN}, '', i.url) as url"""
_JOINED = """join item_rows i on i.id = x.item_id and i.shown = 1 join sources s on s.id = i.source_id
    left join texts t on t.id = i.text_id"""
# The conditions of the view revisions; by the table, so that the index of edits is walked and no other one.
_EDITS = f"""select 'edit' as what, x.id, x.seen_at as at, {_ITEM}, x.difference, null as before, null as status,
    x.because as reason, null as evidence from revision_rows x {_JOINED}
    where x.difference is not null and coalesce(x.because, '') not in ('part', 'taken_back')
    and x.seen_at >= :since and x.seen_at < :until"""
_STATUSES = f"""select 'status' as what, x.id, x.at, {_ITEM}, null as difference, x.before, x.status, x.reason,
    x.evidence from status_changes x {_JOINED} where x.at >= :since and x.at < :until"""
# An event as it was told until then, beside what is told now.
_EVENTS = f"""select 'event' as what, x.item_id as id, x.changed_at as at, {_ITEM}, null as difference, null as before,
    null as status, null as reason, null as evidence, coalesce(x.timezone, e.timezone, s.timezone) as zone,
    x.starts_at, x.ends_at, x.all_day, x.venue, x.street_address, x.status as event_status,
    e.starts_at as now_starts_at, e.ends_at as now_ends_at, e.all_day as now_all_day, e.venue as now_venue,
    e.street_address as now_street_address, e.status as now_status
    from event_changes x {_JOINED} join events e on e.item_id = x.item_id
    where x.changed_at >= :since and x.changed_at < :until"""
_ORDER = "order by 3 desc, 2 desc limit :most"


@dataclass(frozen=True, slots=True)
class Change:
    """what: "edit", "status" or "event"; row: the post and what changed; difference: an edit's, in paragraphs."""

    what: str
    row: Any
    difference: list[Paragraph]

    @property
    def key(self) -> str:
        """What tells it from all others, for good."""
        number = f"{self.what}-{self.row['id']}"
        return f"{number}-{''.join(filter(str.isalnum, self.row['at']))}" if self.what == "event" else number

    @property
    def word(self) -> str:
        """What happened, in a word."""
        if self.what == "status":
            return STATUSES.get(self.row["status"], self.row["status"])
        return "edited" if self.what == "edit" else "event changed"

    @property
    def told(self) -> tuple[str, str]:
        """Of an event: when and where it was to be, and when and where it is now."""
        row = self.row
        times = {name: row[f"now_{name}"] for name in ("starts_at", "ends_at", "all_day")}
        return (
            _told(span(row, row["zone"]), row["venue"], row["street_address"], row["event_status"]),
            _told(span(times, row["zone"]), row["now_venue"], row["now_street_address"], row["now_status"]),
        )


@dataclass(frozen=True, slots=True)
class Week:
    """first: its Monday. before, after: the nearest weeks with a change, None where there is none."""

    first: date
    changes: list[Change]
    page: int
    has_more: bool
    before: date | None
    after: date | None


async def week_of_changes(db: Database, first: date, source_id: str | None, page: int) -> Week:
    """The changes of the week that begins on a Monday, by UTC days."""
    page = min(max(page, 1), MOST_PAGES)
    since, until = f"{first.isoformat()}T00:00:00Z", f"{(first + timedelta(days=7)).isoformat()}T00:00:00Z"
    found = await _changes(db, since, until, source_id, page * PAGE + 1)
    here = found[(page - 1) * PAGE : page * PAGE]
    more = len(found) > page * PAGE and page < MOST_PAGES
    return Week(first, here, page, more, await _beside(db, "<", since), await _beside(db, ">=", until))


async def latest_changes(db: Database, source_id: str | None = None, count: int = IN_FEED) -> list[Change]:
    """The newest changes of all."""
    return await _changes(db, "0000", "9999", source_id, count)


async def newest_day(db: Database) -> date | None:
    """The UTC day of the newest change; None where nothing ever changed."""
    return await _beside(db, "<", "9999")


async def _changes(db: Database, since: str, until: str, source_id: str | None, most: int) -> list[Change]:
    # The unary plus keeps the index by time: a source's posts would be looked through one by one.
    which = " and +i.source_id = :source" if source_id else ""
    values = {"since": since, "until": until, "source": source_id, "most": most}
    rows: list[Any] = []
    for sql in (_EDITS, _STATUSES, _EVENTS):
        rows += (await db.execute(f"{sql}{which} {_ORDER}", values)).rows
    rows.sort(key=lambda row: (row["at"], row["what"], row["id"]), reverse=True)
    return [Change(row["what"], row, paragraphs(row["difference"])) for row in rows[:most]]


async def _beside(db: Database, sign: str, at: str) -> date | None:
    """The day of the last change before an instant, or of the first one after it."""
    pick = "max" if sign == "<" else "min"
    sql = f"""select {pick}(at) from (
        select {pick}(seen_at) as at from revision_rows where difference is not null and seen_at {sign} :at
        union all select {pick}(at) from status_changes where at {sign} :at
        union all select {pick}(changed_at) from event_changes where changed_at {sign} :at)"""
    return as_day((await db.execute(sql, {"at": at})).first()[0])


def _told(when: str, venue: str | None, street_address: str | None, status: str | None) -> str:
    said = status if status not in (None, "confirmed") else None
    return ", ".join(filter(None, (when or t("no time"), venue, street_address, t(said) if said else None)))


def by_day(changes: Sequence[Change]) -> list[tuple[date | None, list[Change]]]:
    """Changes with the UTC day of each above them, in their order."""
    days: dict[date | None, list[Change]] = {}
    for change in changes:
        days.setdefault(as_day(change.row["at"]), []).append(change)
    return list(days.items())
