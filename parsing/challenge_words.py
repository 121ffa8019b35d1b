"""The wording and the marks of pages that stand where a document is due: one a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CHALLENGE_TITLES = r"""
    just a (?:moment|second)
    un momento
    one moment,? please
    attention required!?(?: \| cloudflare)?
    please wait.{0,30}
    access denied \| .{1,60} used cloudflare.{0,60}
    checking your browser.{0,60}
    pardon our interruption
    (?:security|human|bot|browser) (?:check|verification|checkpoint).{0,40}
    are you (?:a )?(?:robot|human).{0,20}
    robot or human.{0,10}
    verif(?:y|ying) (?:that )?you(?:['’]re| are) (?:a )?human.{0,30}
    making sure you.?re not a bot.{0,5}
    ddos-guard
    vercel security checkpoint
    radware.{0,30}captcha.{0,30}
    (?:sucuri )?website firewall.{0,40}
    request (?:unsuccessful|blocked|rejected).{0,40}
    the request could not be satisfied.{0,30}
    captcha.{0,30}
"""
#: parts of the scripts of challenges that ordinary pages of the same services do not hold
_STRONG_MARKS = r"""
    cf_chl_opt
    _cf_chl_
    cf-browser-verification
    /_Incapsula_Resource
    px-captcha
    captcha-delivery\.com
    sgcaptcha
    sucuri_cloudproxy
    anubis_challenge
    /\.within\.website/
    AwsWafIntegration
    awswaf\.com
    ddos-guard/js-challenge
    rdwr_
    perfdrive\.com
    kpsdk
    bot-challenge
    wordfence_verifiedHuman
"""
_WEAK_MARKS = r"""
    challenge-platform
    g-recaptcha
    hcaptcha\.com
    h-captcha
    turnstile
    datadome
    perimeterx
    imperva
"""
_PARKED_MARKS = r"""
    sedoparking
    parkingcrew
    bodis\.com
    hugedomains\.com
    afternic\.com
    dan\.com/(?:buy|assets)
    parklogic
    namebright
    domainmarket\.com
    window\.park\b
    parked-content
    d38psrni17bvxu
    ["']/lander\b
    cashparking
    uniregistry
"""
_PARKED_WORDS = r"""
    (?:site|domain)(?: name)?(?: \S{3,80})? (?:is|may be|could be) (?:for sale|available for purchase|parked)
    \S{3,80}\.\w{2,12} is (?:for sale|parked)
    buy this domain
    (?:domain|website) (?:has )?expired
    parked free,? courtesy of
    inquire about this domain
    make an offer on this domain
    (?:this )?account (?:has been )?suspended
    future home of something quite cool
    web hosting by \S{3,40} default page
    welcome to nginx
    apache2 \w{1,20} default page
    default web site page
"""
_MAINTENANCE = r"""
    briefly unavailable for scheduled maintenance
    (?:under|down for|undergoing)(?: \w{1,12})? maintenance
    maintenance mode
    en mantenimiento
    (?:be back|coming back) (?:shortly|soon|online)
"""


#: letters of a part that marks share; shorter ones stand on every page
_COMMON_PART = 6


def _table(lines: str) -> str:
    return "(?:" + "|".join(line.strip() for line in lines.strip().splitlines()) + ")"


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks in the bytes of a page. Every answer is searched, so each mark is first looked for by its plain part, and
    marks with a part in common by that: (part, marks that hold it).
    """

    needles: tuple[tuple[bytes, tuple[bytes, ...]], ...]
    pattern: re.Pattern[bytes]

    @classmethod
    def of(cls, lines: str) -> Marks:
        """One regular expression a line."""
        needles = [_plain_part(line.strip()).lower().encode() for line in lines.strip().splitlines()]
        return cls(tuple(_by_common_part(needles)), re.compile(_table(lines).encode(), re.IGNORECASE))

    def stand_in(self, body: bytes, lower: bytes) -> bool:
        """Whether a page holds one of the marks. lower: the page in small letters."""
        for part, needles in self.needles:
            if part in lower and any(needle in lower for needle in needles):
                return bool(self.pattern.search(body))
        return False


def _by_common_part(needles: list[bytes]) -> Iterator[tuple[bytes, tuple[bytes, ...]]]:
    """The needles in groups with the part that they share, the largest groups first; one alone is its own part."""
    left = list(needles)
    while left:
        parts = {
            one[at : at + _COMMON_PART] for one in left for at in range(max(1, len(one) - _COMMON_PART + 1))
        }  # fmt: skip
        part = max(sorted(parts), key=lambda part: sum(part in one for one in left))
        group = tuple(one for one in left if part in one)
        yield (part, group) if len(group) > 1 else (group[0], group)
        left = [one for one in left if one not in group]


def _plain_part(line: str) -> str:
    """The longest part of a regular expression that is no syntax."""
    return max(re.split(r"[\\\[\](){}?*+|^$]", line.replace(r"\.", "\0")), key=len).replace("\0", ".")


#: a whole title
CHALLENGE_TITLE = re.compile(_table(_CHALLENGE_TITLES) + "[.… ]*", re.IGNORECASE)
#: in the bytes of a page
STRONG_MARKS = Marks.of(_STRONG_MARKS)
WEAK_MARKS = Marks.of(_WEAK_MARKS)
PARKED_MARKS = Marks.of(_PARKED_MARKS)
#: in the words of a page
PARKED_WORDS = re.compile(_table(_PARKED_WORDS), re.IGNORECASE)
MAINTENANCE = re.compile(_table(_MAINTENANCE), re.IGNORECASE)
