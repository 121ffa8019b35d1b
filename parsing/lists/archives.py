"""Archives of a list: links and menus that lead to its posts of one year or month.

A link is one if words and address say the same year or month and nothing follows it in the address. So the archive's
grammar is not guessed: no address is made up, but for the choices of a form that asks by GET.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from lxml import etree

from parsing.dates.words import MONTHS
from parsing.urls import absolute
from parsing.words import word_set

#: links and choices of a page that are looked at, and archives that are given
MAX_LINKS, MAX_ARCHIVES = 6_000, 600
#: no union had a site before
FIRST_YEAR = 1990

_WORDS_OF_ARCHIVES = word_set(
    """
    archive archives archivo archivos date by-date year month monthly yearly news blog blogs posts press
    press-releases news-archive noticias articles updates stories newsroom
    """
)
#: calendars have months without end, before and after
CALENDARS = word_set(
    """
    calendar calendars calendario events event eventos evento month-view day week ical schedule meetings training
    trainings calendar-events
    """
)
#: what else stands in the name of a year's page and in the words that lead there: `news2025.html`, "News of 2025"
_WORDS_OF_YEARS = _WORDS_OF_ARCHIVES | word_set(
    """
    all and blogs de del earlier for from headlines home in index items las los main new of old older past previous
    previous-years stories the what's whats whatsnew what’s anteriores
    """
)
_BARE_MONTH = re.compile(r"0?[1-9]|1[0-2]")
_COUNT = re.compile(r"\s*[(\[]\s*\d{1,6}(?: \w{1,10})?\s*[)\]]$")
_NAME = "|".join(sorted(MONTHS, key=len, reverse=True))
_SAID = re.compile(
    rf"(?:(?P<name>{_NAME})\.?(?:[ ,/-]|\sde(?:l)?\s){{0,3}}(?P<year>(?:19|20)\d\d)?"
    r"|(?P<number>0?[1-9]|1[0-2])[/.-](?P<year2>(?:19|20)\d\d)"
    r"|(?P<year3>(?:19|20)\d\d)(?:[/.-](?P<number2>0?[1-9]|1[0-2]))?)",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(
    rf"(?:(?P<year>(?:19|20)\d\d)(?:[/_.-]?(?P<month>0[1-9]|1[0-2]|[1-9]|{_NAME}))?"
    rf"|(?P<month2>0?[1-9]|1[0-2]|{_NAME})[/_.-]?(?P<year2>(?:19|20)\d\d))",
    re.IGNORECASE,
)
_ENDING = re.compile(r"(?:/index)?(?:\.(?:html?|php|aspx?))?/?$", re.IGNORECASE)
_HAS_YEAR = re.compile(r"(?:19|20)\d\d[^/]*$")
_NAMES_OF_YEARS = sorted((word for word in _WORDS_OF_YEARS if word.isalpha()), key=len, reverse=True)
_TEXT_WORD = re.compile(r"[^\W_]+(?:['’]s)?")
_PLAIN_NAME = re.compile(r"[a-z]{1,30}(?:[-_][a-z]{1,30}){0,2}", re.IGNORECASE)
#: a choice that is an address: a file beside this one, or parameters of one
_RELATIVE = re.compile(
    r"[\w.%-]{1,80}\.(?:html?|php|aspx?|cfm|jsp)(?:\?\S*)?|[\w.%-]{0,80}\?[\w$.%-]+=\S*", re.IGNORECASE
)
_MONTH_NAMES = word_set("month monthnum mon mo mm m mes")


@dataclass(frozen=True, slots=True)
class Archive:
    """The posts of one year, or of one month of it. shape: the address without year and month."""

    url: str
    year: int
    month: int | None
    shape: str

    @property
    def last_day(self) -> date:
        """No post in it is younger."""
        if self.month is None or self.month == 12:
            return date(self.year, 12, 31)
        return date.fromordinal(date(self.year, self.month + 1, 1).toordinal() - 1)


def archives_of(root: etree._Element, url: str, today: date, inside: int | None = None) -> tuple[Archive, ...]:
    """The archives that a page offers, the newest first; months of a year that is offered whole are left out.

    root: from parsing.documents.tree. url: the page's address. today: years to come are no archives. inside: the page
    is itself the archive of this year; only its months are given, which the page may name without the year.
    """
    found: dict[str, Archive] = {}
    for text, address in _choices(root, url, inside):
        one = _archive(text, address, inside) or _beside(text, address, url)
        if one is not None and one.year <= today.year and address != url:
            found.setdefault(one.url, one)
    if inside is not None:
        months = {one.month: one for one in reversed(found.values()) if one.year == inside and one.month}
        return tuple(months[month] for month in sorted(months, reverse=True))
    shapes = Counter(one.shape for one in found.values())
    kept = [one for one in found.values() if shapes[one.shape] > 1 or _is_near(one, url)]
    whole = {one.year for one in kept if one.month is None}
    kept = [one for one in kept if one.month is None or one.year not in whole]
    kept.sort(key=lambda one: (one.year, one.month or 0), reverse=True)
    return tuple(kept[:MAX_ARCHIVES])


def _choices(root: etree._Element, url: str, inside: int | None = None) -> Iterator[tuple[str, str]]:
    """(words, address) of links and of the choices of menus. Counts that stand in the link are left out."""
    host = urlsplit(url).netloc.lower().removeprefix("www.")
    for count, element in enumerate(root.iter("a", "option")):
        if count > MAX_LINKS:
            return
        text = _COUNT.sub("", " ".join("".join(map(str, element.itertext())).split())[:60]).strip()
        if not text:
            continue
        address = _leads_to(element, url)
        if address and urlsplit(address).netloc.lower().removeprefix("www.") == host:
            yield text, address.partition("#")[0]


def _leads_to(element: etree._Element, url: str) -> str | None:
    value = (element.get("href") if element.tag == "a" else element.get("value")) or ""
    if element.tag == "a" or "/" in value or _RELATIVE.fullmatch(value):
        return absolute(url, value) if value else None
    select = next(element.iterancestors("select"), None)
    form = next(element.iterancestors("form"), None)
    name = select.get("name") if select is not None else None
    if form is None or not name or not value or (form.get("method") or "get").lower() != "get":
        return None
    target = absolute(url, form.get("action") or url.partition("?")[0])
    return f"{target.partition('?')[0]}?{urlencode({name: value})}" if target else None


def _archive(text: str, address: str, inside: int | None = None) -> Archive | None:
    """The archive behind a link, if its words and its address say the same. inside: the year that needs no word."""
    said = _SAID.fullmatch(f"{text}/{inside}" if inside and _BARE_MONTH.fullmatch(text) else text)
    if said is None:
        return None
    parts = urlsplit(address)
    if any(segment in CALENDARS for segment in parts.path.lower().split("/")):
        return None
    there = _in_query(parts.query) or _in_path(unquote(parts.path))
    if there is None:
        return None
    year, month, shape = there
    named, meant = _meant(said)
    if (named and named != year) or meant != month or year < FIRST_YEAR:
        return None
    return Archive(address, year, month, shape)


def _beside(text: str, address: str, url: str) -> Archive | None:
    """The page of a year or month that stands beside the list, its name made of the date and of plain words.

    `news2024.html`, `2024news.htm`, `archive-2024.html`, and `bulletin2024.html` beside `bulletin.html`; the words of
    the link are of that sort too: "2024", "News of 2024", "2024 archive", or "Older news".
    """
    parts = urlsplit(address)
    if parts.query or not _HAS_YEAR.search(parts.path.rstrip("/")):
        return None
    folder, _, name = _ENDING.sub("", unquote(parts.path)).lower().rpartition("/")
    home, _, own = _ENDING.sub("", unquote(urlsplit(url).path)).lower().rpartition("/")
    if folder not in {home, f"{home}/{own}"} and folder.rpartition("/")[2] not in _WORDS_OF_ARCHIVES:
        return None
    own = own if _PLAIN_NAME.fullmatch(own) and own not in CALENDARS else ""
    found = _date_among(name, own)
    rest = [word for word in _TEXT_WORD.findall(text.lower()) if word not in _WORDS_OF_YEARS and word != own]
    said = _SAID.fullmatch(" ".join(rest))
    if found is None or (rest and said is None):
        return None
    year, month = _numbers(found)
    named, meant = _meant(said) if said else (None, None)
    if year < FIRST_YEAR or (named and named != year) or (meant != month and (rest or month)):
        return None
    is_sure = named is not None or found[0] != name  # of words alone a bare number is no year of news
    return Archive(address, year, month, urlsplit(url).path) if is_sure else None


def _meant(said: re.Match[str]) -> tuple[int | None, int | None]:
    """(year, month) that words say."""
    year, number = said["year"] or said["year2"] or said["year3"], said["number"] or said["number2"]
    month = MONTHS[said["name"].lower()] if said["name"] else int(number) if number else None
    return (int(year) if year else None), month


def _date_among(name: str, own: str) -> re.Match[str] | None:
    """The date in a page's name beside plain words. own: the list's own name."""
    words, core = [own, *_NAMES_OF_YEARS] if own else _NAMES_OF_YEARS, name
    for _ in range(4):
        if found := _IN_ADDRESS.fullmatch(core):
            return found
        start = next((word for word in words if core.startswith(word)), "")
        end = "" if start else next((word for word in words if core.endswith(word)), "")
        if not start and not end:
            return None
        core = core[len(start) : len(core) - len(end)].strip("-_.")
    return None


def month_in(url: str) -> tuple[int, int] | None:
    """(year, month) that an address has among its parameters or at the end of its path."""
    parts = urlsplit(url)
    found = _in_query(parts.query) or _in_path(parts.path)
    return (found[0], found[1]) if found and found[1] else None


def _in_path(path: str) -> tuple[int, int | None, str] | None:
    """(year, month, the path before them), where the path ends in them."""
    path = _ENDING.sub("", path)
    for start in (path.rfind("/", 0, path.rfind("/")), path.rfind("/")):
        found = _IN_ADDRESS.fullmatch(path, start + 1) if start >= 0 else None
        if found:
            return *_numbers(found), path[: start + 1]
    return None


def _in_query(query: str) -> tuple[int, int | None, str] | None:
    """The same of parameters: year and month apart or in one."""
    year = month = None
    rest = []
    for name, value in parse_qsl(query)[:40]:
        key, found = name.lower(), _IN_ADDRESS.fullmatch(value)
        if found and year is None:
            year, together = _numbers(found)
            month = month or together
        elif re.split(r"[_-]", key)[-1] in _MONTH_NAMES and (value.isdigit() or value.lower() in MONTHS):
            month = MONTHS.get(value.lower()) or int(value)
        else:
            rest.append(f"{key}={value}")
            continue
        rest.append(key)
    if year is None or (month is not None and not 1 <= month <= 12):
        return None
    return year, month, "?" + "&".join(sorted(rest))


def _numbers(found: re.Match[str]) -> tuple[int, int | None]:
    month = found["month"] or found["month2"]
    number = None if not month else int(month) if month.isdigit() else MONTHS[month.lower()]
    return int(found["year"] or found["year2"]), number


def _is_near(one: Archive, url: str) -> bool:
    """Whether a single archive lies under its list, or in a place that is named for archives."""
    if one.shape.startswith("?"):
        return urlsplit(one.url).path.rstrip("/") == urlsplit(url).path.rstrip("/")
    words = [word for word in one.shape.lower().split("/") if word]
    return one.shape.rstrip("/") == urlsplit(url).path.rstrip("/") or bool(words and words[-1] in _WORDS_OF_ARCHIVES)
