"""The words dates are written with, English and Spanish, and the zones that have a name."""

from __future__ import annotations

_MONTHS = """
    january jan enero ene
    february feb febrero
    march mar marzo
    april apr abril abr
    may mayo
    june jun junio
    july jul julio
    august aug agosto ago
    september sept sep setiembre septiembre set
    october oct octubre
    november nov noviembre
    december dec diciembre dic
"""
_WEEKDAYS = """
    monday mon lunes lun
    tuesday tues tue martes
    wednesday weds wed miércoles miercoles mié mie
    thursday thurs thur thu jueves jue
    friday fri viernes vie
    saturday sat sábado sabado sáb sab
    sunday sun domingo dom
"""


def _numbered(table: str, first: int) -> dict[str, int]:
    lines = [line.split() for line in table.strip().splitlines()]
    return {word: number for number, line in enumerate(lines, first) for word in line}


#: lower-case word -> 1 to 12
MONTHS = _numbered(_MONTHS, 1)
#: lower-case word -> 0 (Monday) to 6, as datetime.date.weekday() counts. "mar" is left to the month.
WEEKDAYS = _numbered(_WEEKDAYS, 0)

#: hours from UTC. AST is Puerto Rico's, not Arabia's: the writers are American unions.
OFFSETS = {
    "z": 0,
    "ut": 0,
    "utc": 0,
    "gmt": 0,
    "ast": -4,
    "adt": -3,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "akst": -9,
    "akdt": -8,
    "hst": -10,
    "hast": -10,
}
#: names that mean a place's clock, summer time included
PLACES = {
    "et": "America/New_York",
    "eastern": "America/New_York",
    "ct": "America/Chicago",
    "central": "America/Chicago",
    "mt": "America/Denver",
    "mountain": "America/Denver",
    "pt": "America/Los_Angeles",
    "pacific": "America/Los_Angeles",
}

#: words around a date that belong to it and not to a sentence
LABELS = """
    posted published publication publish added date dated updated update last modified edited created written submitted
    release released issued originally first immediate for when on at the by
    el en del fecha agregado agregada publicado publicada publicación actualizado actualizada escrito
"""
