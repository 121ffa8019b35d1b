"""Days in titles, and which of them are days of an occasion: of a meeting, a rally, a deadline.

"Bargaining Update: June 6" was written on that day or the next. "Meeting Notice: March 17" was written before it, and
"Remembering September 11" long after it, so such a day is kept and flagged. What the words say is looked for in the
part of the title that the day stands in, or, where it stands there alone, in the part before it, then behind it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from items import Moment
from parsing.dates.finding import find_dates
from parsing.dates.grammar import DATE

#: what titles of writings say that are filed under the day which they are about, long before or after it or not
_ACCOUNTS = """
    minutes recap report reports results notes summary highlights transcript acta actas informe resumen resultados
    resena cronica
"""
#: serials and writings of the day itself; they count for their own part of a title: "Update: Rally on June 6"
_WRITINGS = """
    update updates bulletin newsletter news digest briefing brief roundup alert statement release communique letter
    message memo blog column editorial op-ed flash weekly daily headlines journal circular dispatch boletin
    actualizacion actualizaciones novedades noticias comunicado declaracion carta mensaje semanal diario editorial
"""
#: what is still to come wherever it stands
_CALLS = """
    deadline deadlines due agenda expires expiring rsvp postponed rescheduled canceled cancelled reminder upcoming
    invitation invite convocatoria vence vencen plazo recordatorio invitacion aplazada aplazado cancelada cancelado
"""
_GATHERINGS = """
    meeting meetings rally rallies rallying picnic barbecue bbq cookout election elections conference convention
    training trainings workshop workshops webinar picket pickets vigil hearing hearings parade festival dinner lunch
    luncheon breakfast brunch banquet gala party seminar class classes event events ceremony celebration fundraiser
    raffle drive march marches strike walkout vote voting ballot ballots ratification nominations assembly forum
    tournament outing retreat caucus orientation lobby schedule anniversary remembering remember memorial
    reunion reuniones asamblea asambleas junta mitin manifestacion marcha protesta taller talleres capacitacion
    conferencia convencion fiesta cena almuerzo desayuno celebracion piquete huelga votacion eleccion elecciones
    audiencia vigilia desfile foro evento eventos aniversario recordando conmemoracion orientacion ratificacion
"""
#: of more than one word, or only with others beside them
_PHRASES = re.compile(
    r"\b(?:town halls?|open house|save the date|join us|lobby day|day of action|apply by|days? of service|labor day"
    r"|phone ?banks?|sign[- ]up|registration (?:opens?|closes?|ends?)|fecha limite|orden del dia|dia de accion"
    r"|reserve la fecha|unase|acompanenos|zoom call|tele-?town ?hall|food drive|job fair|health fair|golf)\b"
)
#: right before a day: it says when something is, if the part says anything else
_WHEN = re.compile(
    r"\b(?:on|by|until|till|before|after|since|from|begin(?:s|ning)?|start(?:s|ing)?|ends?|ending|closes?|effective"
    r"|el(?: dia)?|hasta(?: el)?|antes del?|a partir del?|desde(?: el)?|para el|empieza|comienza|termina)"
    r"(?: (?:this|the|el))?(?: [a-z]{2,9}day,?| (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo),?)?\W*$"
)
_PARTS = re.compile(r"\s*[:;|,•·()\[\]]\s*|\s+[-–—]+\s+|[–—]")
_FILLING = frozenset(
    """on the of for at by in a an and this our el la los las del de en para al y
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    lunes martes miercoles jueves viernes sabado domingo am pm a.m p.m""".split()
)
_ACCOUNT_WORDS, _WRITING_WORDS = frozenset(_ACCOUNTS.split()), frozenset(_WRITINGS.split())
_CALL_WORDS, _GATHERING_WORDS = frozenset(_CALLS.split()), frozenset(_GATHERINGS.split())
_WORD = re.compile(r"[a-z][a-z.'’\-]*")
#: stands for the day while the title is cut into parts; no title holds it, for control characters are stripped
_DAY = "\x00"
_MAX_TITLE = 500


def title_date(title: str | None, zone: ZoneInfo, day_first: bool = False) -> Moment | None:
    """The day with its year in a title, as a candidate with the origin "title"; None if it bears none.

    Flagged "occasion" where the title's words say that it is not the day of publication.
    """
    found = find_dates(title[:_MAX_TITLE], zone, "title", day_first=day_first)[:1] if title else []
    if not found:
        return None
    return replace(found[0], flag="occasion") if names_occasion(title or "") else found[0]


def names_occasion(title: str) -> bool:
    """Whether the day in a title is that of a meeting, a rally, a deadline or the like, and not that of its writing."""
    plain = _plain(DATE.sub(f" {_DAY} ", title[:_MAX_TITLE].replace(_DAY, " ")))
    if _DAY not in plain:
        return False
    words = set(_words(plain))
    if words & _CALL_WORDS:
        return True
    if words & _ACCOUNT_WORDS:
        return False
    parts = [part for part in _PARTS.split(plain) if part and part.strip()]
    at = next(number for number, part in enumerate(parts) if _DAY in part)
    for part in (parts[at], *reversed(parts[:at]), *parts[at + 1 :]):
        if said := set(_words(part)) - _FILLING:
            return _is_of_occasion(part, said)
    return False


def _is_of_occasion(part: str, said: set[str]) -> bool:
    if said & _WRITING_WORDS:
        return False
    before = part.partition(_DAY)[0] if _DAY in part else ""
    return bool(said & _GATHERING_WORDS or _PHRASES.search(part) or _WHEN.search(before))


def _words(text: str) -> Iterator[str]:
    return (found[0].rstrip(".'’-") for found in _WORD.finditer(text))


def _plain(text: str) -> str:
    """In lower case and without accents, so that "reunión" is found however it is typed."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in folded if not unicodedata.combining(character))
