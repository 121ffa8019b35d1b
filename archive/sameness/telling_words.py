"""Which words tell a post: days, numbers and names, by which fillings of a form and issues of a series differ.

English and Spanish. The lists name what forms and greetings are made of; no text is known by them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from archive.sameness.shingles import Words, words_of

_MONTHS = (
    "january jan enero|february feb febrero|march mar marzo|april apr abril|may mayo|june jun junio|july jul julio|"
    "august aug agosto|september sept sep septiembre|october oct octubre|november nov noviembre|december dec diciembre"
)
#: folded name of a month -> its number as a text
MONTHS = {name: str(at) for at, names in enumerate(_MONTHS.split("|"), 1) for name in names.split()}
_WEEKDAYS = (
    "monday mon lunes|tuesday tue tues martes|wednesday wed miercoles|thursday thu thur thurs jueves|"
    "friday fri viernes|saturday sat sabado|sunday sun domingo"
)
WEEKDAYS = {name: f"day {at}" for at, names in enumerate(_WEEKDAYS.split("|")) for name in names.split()}
_SEASONS = "spring primavera|summer verano|fall autumn otono|winter invierno"
SEASONS = {name: f"season {at}" for at, names in enumerate(_SEASONS.split("|")) for name in names.split()}
#: months, weekdays and seasons that are common words too: only a capital letter makes them a day
_DOUBTFUL = frozenset("may mar march mon sun sat wed fri fall spring jan dec martes".split())
_COUNTS = (
    "one first uno primer primera primero|two second dos segunda segundo|three third tres tercera tercer|"
    "four fourth cuatro|"
    "five fifth cinco|six sixth seis|seven seventh siete|eight eighth ocho|nine ninth nueve|ten tenth diez|"
    "eleven eleventh|twelve twelfth doce"
)
COUNTS = {name: str(at) for at, names in enumerate(_COUNTS.split("|"), 1) for name in names.split()}
_ROMAN = {sign: str(at) for at, sign in enumerate("II III IV V VI VII VIII IX X XI XII".split(), 2)}
BODIES = frozenset("local locals council chapter district dc lodge".split())
_YEAR = re.compile(r"(?:19|20)\d\d")
#: what a number after it counts: bodies, issues, rounds. Such a number names, it does not measure.
NUMBERED = frozenset(
    "local locals council chapter district dc lodge unit week semana vol volume volumen issue no number"
    " numero num part parte"
    " session sesion day dia round ronda room suite article lesson class module year episode step ballot proposition"
    " prop measure hb sb ab bill resolution region ward precinct".split()
)
_MEASURES = frozenset(
    "percent percentage points members workers employees miembros trabajadores people years year cents dollars"
    " million billion millones thousand hours votes to".split()
)
#: The union and its own: in place of each other they make a text local, and no other one.
OWN = frozenset(
    "afscme union unions council local locals national our we us the sindicato concilio consejo nuestro nuestra state"
    " and of aflcio international".split()
)
_PLAIN = frozenset(
    "a an and are as at be been but by can could did do does for from had has have he her his how i if in"
    " into is it its"
    " just more most my no not of on or our out over she so some such than that the their them then there"
    " these they this"
    " those to too under up us was we were what when where which while who will with would you your about"
    " after all also"
    " any because before between both during each every other through until very may must should shall"
    " al como con cual de del desde donde e el ella ellos en entre era es esta este esto estan fue ha han"
    " hasta la las le les"
    " lo los mas mi muy ni nos nuestra nuestras nuestro nuestros o para pero por porque que se ser si sin"
    " sobre son su sus"
    " tambien todo todos toda todas tu un una unas uno unos y ya".split()
)
#: What greetings, notices and headings of series are made of; a text of these alone may be anybody's.
_COMMON = frozenset(
    "afscme union unions member members membership local locals council chapter staff officers board executive brother"
    " brothers sister sisters everyone all dear family families friend friends loved ones"
    " happy merry holiday holidays season seasons greeting greetings wish wishes wishing warm warmest joyous"
    " joyful safe"
    " enjoy healthy peace peaceful prosperous celebrate celebration celebrating labor labour memorial"
    " veterans thanksgiving"
    " christmas easter juneteenth independence eve new year years fourth weekend day days thank thanks honor remember"
    " closed close open reopen office offices hours observance normal business"
    " meeting meetings general monthly regular quarterly annual weekly special agenda minutes hall attend attended"
    " attendance held hold come join please welcome encouraged remind reminder notice notices schedule scheduled time"
    " date place location room zoom link register registration rsvp call info information details contact email phone"
    " visit website page click here read more full story learn see below attached flyer download"
    " scholarship scholarships apply application applications applicant applicants deadline eligible award awards"
    " program available due submit submitted form forms students student dependents"
    " bargaining update updates negotiation negotiations contract team table session news newsletter bulletin report"
    " week month today tomorrow tonight pm am noon election elections nomination nominations vote ballot"
    " important urgent"
    " press release statement announcement announces announced training steward stewards orientation"
    " feliz felices fiestas navidad ano dia deseamos deseos familia familias amigos miembro miembros reunion"
    " reuniones mensual"
    " mensuales oficina oficinas cerrada cerradas asistir favor aviso beca becas solicitud solicitudes fecha limite"
    " negociacion negociaciones actualizacion contrato noticias boletin semana mes sindicato hermanos"
    " hermanas trabajo".split()
)
#: what half of all union news speaks of; that two texts share these says little
_NEWS = frozenset(
    "worker workers employee employees city county state states town public service services pay paid wage"
    " wages raise raises hour hours year years percent vote voted votes strike public said says told people"
    " work working works first last next when made make president director support help money law bill job jobs"
    " right rights fight win wins won deal agreement hundred thousand million back home good long never ever"
    " since asked asks told tell tells want wants wanted need needs look looks looked find found keep keeps kept give"
    " gave given call called part place same last line hand hands word words thing things like left less least"
    " another many much well take takes come came went gone going still until again night since every"
    " trabajador trabajadores trabajadora trabajadoras ciudad condado estado salario anos personas gente huelga"
    " voto votos dijo".split()
)
_STEM = 5
#: what the titles of posts are called that hold other posts
_ROUND_UP = re.compile(
    r"\b(?:in brief|round ?ups?|digests?|newsletters?|e ?news|headlines|briefs|news briefs|briefly|recaps?|wrap ?ups?"
    r"|news clips"
    r"|this week|week in|weekly|month in|monthly|this month|top stories|stories of|year in review|"
    r"in the news|and more|in other news|in case you"
    r" missed|icymi|what we re|what were reading|links|catch up|highlights|news and notes|bulletin|resumen|boletin"
    r"|noticias de|esta semana|lo mas)\b"
)


def is_year(word: str) -> bool:
    return _YEAR.fullmatch(word) is not None


def class_of(words: Words, at: int) -> str | None:
    """What the word there tells: "year", "day", "named" (a number that names), "number", "name"; None for prose."""
    word, printed = words.normal[at], words.printed[at]
    if word[0].isdigit():
        return _class_of_number(words, at)
    if word in MONTHS or word in WEEKDAYS:
        return "day" if word not in _DOUBTFUL or printed[0].isupper() else None
    if word in COUNTS:
        return "number"
    if printed[0].isupper() and at not in words.starts and word not in _PLAIN:
        return "name"
    return None


def _class_of_number(words: Words, at: int) -> str:
    word = words.normal[at]
    if is_year(word):
        return "named" if at and words.normal[at - 1] in NUMBERED else "year"
    around = words.normal[max(0, at - 2) : at + 3]
    if ":" in word or any(near in ("am", "pm") for near in around) or _is_of_a_month(words, at):
        return "day"
    return "named" if at and words.normal[at - 1] in NUMBERED else "number"


def _is_of_a_month(words: Words, at: int) -> bool:
    """Whether a number is the day of a month beside it; more than 31, a sum or what is measured is none."""
    day = re.match(r"\d+", words.normal[at])
    if day is None or int(day[0][:3]) > 31 or words.printed[at].startswith("$"):
        return False
    near = [place for place in range(max(0, at - 2), min(len(words), at + 3)) if _is_month(words, place)]
    if any(abs(place - at) == 1 for place in near):
        return True
    return bool(near) and not (at + 1 < len(words) and words.normal[at + 1] in ("percent", "percentage"))


def _is_month(words: Words, at: int) -> bool:
    word = words.normal[at]
    return word in MONTHS and (word not in _DOUBTFUL or words.printed[at][0].isupper())


@lru_cache(maxsize=1024)
def telling(words: tuple[str, ...]) -> int:
    """How many different words a text has that do not stand in everybody's greetings and notices."""
    return len({word for word in words if word not in _PLAIN and word not in _COMMON})


def goes_on(opening: Collection[str], rest: Collection[str]) -> int:
    """How many of the things that an opening speaks of the rest comes back to, as a round-up does not."""
    return len(_things(opening) & _things(rest))


def _things(words: Collection[str]) -> set[str]:
    kept = {word for word in words if len(word) > 3 and word[0].isalpha()}
    return {word[:_STEM] for word in kept - _PLAIN - _COMMON - _NEWS}


def things_in(words: Collection[str]) -> int:
    """How many different things a title speaks of that are not in half of all titles."""
    return len(_things(words))


@lru_cache(maxsize=1024)
def is_round_up(title: str | None) -> bool:
    """Whether a title says that other posts are gathered under it."""
    return title is not None and _ROUND_UP.search(" ".join(words_of(title).normal)) is not None


@dataclass(frozen=True, slots=True)
class Marks:
    """What tells the issues of a series apart in a title.

    numbers: those that name and do not measure, months and years among them, each as often as it stands there:
    "June 6, 2024" and "6/6/24" have the same. days: weekdays and seasons.
    """

    numbers: Counter[str]
    days: frozenset[str]

    def contradicts(self, other: Marks) -> bool:
        """Whether both name something, and not the same; what only one of them names is no contradiction."""
        numbers, days = (self.numbers, other.numbers), (self.days, other.days)
        return not (numbers[0] <= numbers[1] or numbers[1] <= numbers[0]) or not (
            days[0] <= days[1] or days[1] <= days[0]
        )


@lru_cache(maxsize=1024)
def marks_of(title: str | None) -> Marks:
    """The marks of a title; numbers that measure something, such as 1,200 or 8 percent, are none."""
    words = words_of(title)
    numbers: Counter[str] = Counter()
    days: set[str] = set()
    for at, (word, printed) in enumerate(zip(words.normal, words.printed, strict=True)):
        named = printed[0].isupper() or word not in _DOUBTFUL
        if word in MONTHS and named:
            numbers[MONTHS[word]] += 1
        elif named and (day := WEEKDAYS.get(word) or SEASONS.get(word)):
            days.add(day)
        else:
            numbers.update(_naming_numbers(words, at))
    return Marks(numbers, frozenset(days))


def _naming_numbers(words: Words, at: int) -> list[str]:
    word, printed = words.normal[at], words.printed[at]
    before = words.normal[at - 1] if at else ""
    after = words.normal[at + 1] if at + 1 < len(words) else ""
    if word in COUNTS:
        return [COUNTS[word]] if before in NUMBERED or after in NUMBERED else []
    if at and printed in _ROMAN:
        return [_ROMAN[printed]]
    if not word[0].isdigit():
        return []
    if is_year(word):
        return [word if before in BODIES else word[2:].lstrip("0")]
    if word.count(".") > 1:
        return [part.lstrip("0") for part in word.split(".")]
    small = word.isdigit() and len(word) <= 2 and not printed.startswith("$") and after not in _MEASURES
    return [word.lstrip("0")] if small or before in NUMBERED else []


def content_of(words: Collection[str]) -> frozenset[str]:
    """The words of a title that are neither little words nor numbers, days or months."""
    return frozenset(
        word
        for word in words
        if word not in _PLAIN and not word[0].isdigit() and word not in MONTHS and word not in WEEKDAYS
    )
