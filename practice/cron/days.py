"""The calls of the days, and the points at which some of them are killed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta

from practice.cron.killing import Aim, after_message, at_age, at_lock, in_crawl, looking_back, with_message
from practice.cron.playing import Turn
from practice.shapes import now

#: kind of day -> hours after its noon at which cron calls, and how many of the calls may be killed, from the first on
FULL = {1: (range(0, 16, 2), 7), 2: (range(0, 32, 2), 14), 3: (range(0, 22, 2), 9)}
SMALL = {1: (range(0, 2, 2), 0), 2: (range(0, 12, 2), 5)}
#: the back catalogue of one source, walked once all is read: it must flood nobody
PAST = ("practice-council-231", "--backfill")
#: hours after noon of a day at which its digests are due and what is left over goes out
LATER, LAST = (112,), (160, 161)


def turns(small: bool) -> dict[int, list[Turn]]:
    """The calls of each day, oldest first."""
    made: dict[int, list[Turn]] = {}
    for day, (hours, kills) in (SMALL if small else FULL).items():
        made[day] = [Turn(day, now(day) + timedelta(hours=hour), n < kills) for n, hour in enumerate(hours)]
    made[1].append(Turn(1, made[1][-1].at + timedelta(hours=1), words=PAST))
    return made


def later(small: bool) -> dict[int, list[Turn]]:
    """The calls between a day and the next, and after the last one."""
    days = SMALL if small else FULL
    hours = {day: (() if small else LATER) if day < max(days) else LAST for day in days}
    return {day: [Turn(day, now(day) + timedelta(hours=hour)) for hour in hours[day]] for day in days}


def aims(small: bool, seed: int) -> dict[int, list[Aim]]:
    """The points to kill at on each day, in order: twenty, or four in the small exam."""
    dice = random.Random(seed)
    if small:
        return {1: [], 2: [in_crawl(40), with_message(2), after_message(2), with_message(1)]}
    first = [at_lock(0), _anywhere(dice), in_crawl(dice.randint(5, 60)), _anywhere(dice), looking_back(0)]
    second = [
        in_crawl(dice.randint(5, 40)), _anywhere(dice), looking_back(dice.random()), with_message(dice.randint(1, 5)),
        with_message(1), after_message(dice.randint(2, 5)), at_age(0.5 + dice.random()), with_message(2),
        after_message(1), with_message(dice.randint(1, 4)),
    ]  # fmt: skip
    third = [_anywhere(dice), looking_back(0), with_message(1), with_message(1), after_message(1)]
    return {1: first, 2: second, 3: third}


def _anywhere(dice: random.Random) -> Aim:
    return at_age(0.3 + 4 * dice.random())


def count(planned: Mapping[int, Sequence[Aim]]) -> int:
    """How many kills are planned."""
    return sum(map(len, planned.values()))
