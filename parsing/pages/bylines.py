"""Who wrote a post, as people write it. Account names of a system are no authors; "AFSCME Staff" is one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parsing.dates.grammar import DATE
from parsing.text import one_line, plain

_VERBS = "posted|published|written|submitted|created|reported|publicado|escrito|redactado"
_LABELS = "(?:post |article )?author|autora?|words|text|texto|writer"
_LEAD = re.compile(
    rf"^(?:(?:(?:{_VERBS}|story|text|words)\s+)?(?:by|por|author|autora?)\b[:\s]+|(?:{_LABELS})\s?:\s*)", re.IGNORECASE
)
#: "By" or a label at the beginning of a line, or behind a date or a bar
_INSIDE = re.compile(
    r"(?:^|[|•·–—/-]\s{0,3}|(?<=\d\d\d\d)\s{1,3})"
    rf"(?:(?:(?:{_VERBS}|story|text|words)(?:\son)?\s(?:[|\s]{{0,8}}\s)?)?(?:by|por)(?:\s?:|\s)|(?:{_LABELS})\s?:)\s{{0,9}}",
    re.IGNORECASE,
)
#: pictures and films have makers too
_CREDIT = re.compile(
    r"\W{0,3}(?:photo|foto|image|imagen|picture|video|v[íi]deo|illustration|graphic|cr[ée]dito?s?\b|courtesy|top|above)",
    re.IGNORECASE,
)
_CREDIT_BEHIND = re.compile(
    r"[,;]?\s(?:(?:and|with|y|con)\s)?(?:photo\w*|fotos?|pictures|videos?|illustrations?)\s?(?:by|por|:).*$",
    re.IGNORECASE,
)
_FILED_IN = re.compile(r"\s(?:in|en|under)\s(?:[A-ZÁÉÍÓÚÑ]|the\b).*$")
_HOUR = re.compile(
    r",?\s?(?:\bat\b\s)?\b\d{1,2}(?::\d\d){1,2}\s?(?:[ap]\.?m\.?)?(?:\s(?:[A-Z]{3,4}|[+-]\d{4})\b)?(?:\s(?=20\d\d\b))?",
    re.IGNORECASE,
)
#: the byline of an office: "AFSCME Staff", "Council 31 Communications Staff"
_STAFF = re.compile(r"(?:[A-Z0-9][\w.’'&-]{0,30}\s){1,5}(?:Staff|Communications|Personal)")
_TAIL = re.compile(r"\s*(?:[|•·/]|\s[–—-]\s|,?\s\bon\b\s|\bposted\b|\bpublished\b|\bel\s\d).*$", re.IGNORECASE)
#: and what else signs without "By"
_OFFICE = re.compile(
    r"(?:(?:the|[A-Z0-9][\w.’'&-]{0,30}|and|of|for|&)\s){0,6}(?:Department|Office|Team|Desk|Committee|Affairs|Bureau|Division)"
    r"|(?:[A-Z][\w.-]{1,20}\s){0,3}(?:Local|Council|Chapter|District|Lodge|Subchapter|Unit)\s\d{1,5}"
)
#: words of a person's name, those between them, and those that are never one: rubrics, places, what takes place
_NAME_WORD = re.compile(r"[A-ZÁÉÍÓÚÑÜÖÄÇ](?:\.|[^\W\d_]{0,3}['’]?[^\W\d_]{1,20}(?:-[^\W\d_]{2,20})?\.?)")
_PARTICLES = frozenset("of the and for at y e de la las los del da di du van von der den al bin ibn & with con".split())
#: what an office is called at the end of its name, in small letters too: "Union staff"
_OFFICE_WORDS = frozenset({"staff", "team", "desk", "editors"})
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday now then next lunes martes jueves viernes today".split()
)
_NO_NAME_WORDS = """
    news release releases press update updates blog post posts bulletin newsletter story stories feature features report
    reports article articles archive archives event events calendar meeting meetings notice notices alert alerts action
    campaign campaigns bargaining contract contracts negotiations organizing politics political legislative legislation
    election elections victory victories member members membership worker workers union unions labor spotlight job jobs
    public works health safety education training scholarship statement statements opinion editorial letter letters
    video videos photo photos podcast media coverage retiree retirees retirees strike strikes rally rallies picnic
    convention conference local council chapter district state county city town national international general
    executive board committee special latest breaking upcoming featured all home page issue volume spring summer fall
    winter noticias comunicado boletín actualización evento eventos new north south east west san los las fort saint st
    alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois
    indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana
    nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont washington wisconsin wyoming
    deadline due vote voting hearing session next starts ends last updated page read min minutes tags category filed
"""
_NO_NAMES = frozenset(_NO_NAME_WORDS.split())
_BETWEEN = re.compile(r"\s{0,3}[|•·–—]\s{0,3}|\s[/-]\s|,\s(?=\||$)")
#: what else such a line may say
_ASIDE = re.compile(
    r"(?:(?:posted|published|date|on|at|updated)\b[\s:]{0,3}){1,3}|\d+\s?min(?:utes?)?(?:\sread)?", re.IGNORECASE
)
#: a month that runs into the word before it, as of two elements that touch
_GLUED = re.compile(r"(?<=[a-zé.])(?=(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s\d)")
#: logins that systems give away as names
_ACCOUNTS = re.compile(
    r"(?:(?:web|site|wp|blog|super|system)[\s_-]*)?(?:admin\w*|user|master|editor|manager|publisher|author|root|guest|anonymous"
    r"|an[óo]nimo|team|support|test|staff|default|owner|wordpress|drupal|wix|squarespace|unknown|none|null|undefined|nan)\d*",
    re.IGNORECASE,
)
#: "Jroe42", "User_17", "4711", "Council31.us": one word with a number behind small letters, or a host's name
_LOGIN = re.compile(r"\S*[a-z_]\d+|\d+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}")
#: "Local 17 Webmaster"; behind a comma it is a person's office
_ACCOUNT_OF = re.compile(r"[^,]\s(?:site |web )?(?:admin|administrator|webmaster)$", re.IGNORECASE)
_NOT_A_NAME = re.compile(r"@|https?:|www\.|[<>{}=]|\.(?:com|org|net)\b", re.IGNORECASE)
_MAIL_WITH_NAME = re.compile(r"^\S+@\S+\s*\(([^()]{2,80})\)$")
_MAX_NAME = 120


def person(text: str | None) -> str | None:
    """The author in a text that is a name, with "By" before it or a date behind it; None for accounts and addresses."""
    name = one_line(plain(text[:400])) if text else None
    if not name:
        return None
    if found := _MAIL_WITH_NAME.match(name):
        name = found[1]
    name = _LEAD.sub("", name)
    if found := DATE.search(name):
        name = name[: found.start()] if found.start() else ""
    name = _TAIL.sub("", name).strip(" ,;:|•·–—-/")
    if not 2 <= len(name) <= _MAX_NAME or _NOT_A_NAME.search(name) or _ACCOUNTS.fullmatch(name):
        return None
    if _LOGIN.fullmatch(name) or _ACCOUNT_OF.search(name):
        return None
    # a login has neither a capital nor a space
    return name if any(character.isupper() for character in name) or " " in name else None


def people(names: Iterable[str | None]) -> str | None:
    """Several authors on one line, each once."""
    found = [person(name) for name in names]
    return ", ".join(dict.fromkeys(name for name in found if name)) or None


def byline(line: str | None) -> str | None:
    """The author in a short line beside a title: "By Ann Roe", "June 4, 2024 by Ann Roe", "Council 31 Staff"."""
    if not line or len(line) > 200 or _CREDIT.match(line):
        return None
    rest = _without_days(line)
    found = _INSIDE.search(rest)
    name = person(_FILED_IN.sub("", _CREDIT_BEHIND.sub("", rest[found.end() :]))) if found else None
    if name is not None and not _reads_as_name(name):
        name = None  # "By popular demand", "By the numbers"
    if name is None and _STAFF.fullmatch(line.strip()):
        name = person(line)
    return name if name and len(name.split()) <= 10 and not name.endswith((".", "!", "?")) else None


def signature(line: str | None, common: frozenset[str] | set[str] = frozenset()) -> str | None:
    """The author in a line of a name and a day and nothing else, without "By": "Ann Roe | June 4, 2024".

    common: words that the post's text writes in small letters; of a rubric, all its words are such.
    """
    if not line or len(line) > 120 or _CREDIT.match(line) or not DATE.search(line):
        return None
    parts = [part.strip(" ,;:()") for part in _BETWEEN.split(_without_days(line))]
    names = [part for part in parts if _signs(part, common)]
    others = [part for part in parts if part and part not in names and not _ASIDE.fullmatch(part)]
    return person(names[0]) if len(names) == 1 and len(others) <= 1 and len(" ".join(others).split()) <= 3 else None


def _signs(part: str, common: frozenset[str] | set[str]) -> bool:
    """Whether a part of a line is the name of a person, of an office or of a local."""
    if _STAFF.fullmatch(part) or _OFFICE.fullmatch(part):
        return True
    words = part.split()
    names = [word for word in words if word not in _PARTICLES]
    if not 2 <= len(names) <= 4 or not all(map(_NAME_WORD.fullmatch, names)):
        return False
    plain_words = [re.sub(r"\W", "", word).casefold() for word in names]
    return not any(word in _NO_NAMES for word in plain_words) and not all(word in common for word in plain_words)


def _without_days(line: str) -> str:
    """A line with a bar for each of its days, and without its hours."""
    return _HOUR.sub(" ", DATE.sub(" | ", _GLUED.sub(" ", line))).strip()


def _reads_as_name(name: str) -> bool:
    """Whether what stands before the first comma begins with a capital and has no small words but those of names."""
    words = re.split(r",\s", name)[0].split()
    return (
        words[0][:1].isalnum()
        and all(
            not word[:1].islower() or word in _PARTICLES
            for word in (words[:-1] if words[-1] in _OFFICE_WORDS else words)
        )
        and (any(word[:1].isupper() for word in words) and words[0].casefold() not in _DAYS)
    )
