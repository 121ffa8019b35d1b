"""Pure: whether words that came are worse than those that are known, so that they are held and not taken.

A hold is cheap and a wrong text is not: what is held is looked at again, and taken when it stays.
"""

from __future__ import annotations

import re
from datetime import timedelta

from parsing.notices import is_menu, is_notice
from parsing.text import word_count

#: A body that shrinks below this share of the known one is held: error pages, log-in forms and broken layouts do that.
SHRUNK = 1 / 3
#: Shorter bodies may shrink as they like; a share of few words says nothing.
SHORTEST_HELD = 30
#: Under another title, a text that has less than this share of its longer words in common is another post's.
IN_COMMON = 0.15
#: Words that posts of one union share anyway are short; so many longer ones must be there to say anything.
ENOUGH_LONGER = 12
#: Held words that came so often, over so long, are what the post says now.
LASTING_READINGS, LASTING_FOR = 3, timedelta(days=14)

#: Why words were held, and not taken.
HELD: dict[str, str] = {
    "shrunk": "The text shrank to less than a third.",
    "notice": "What came is what a server, a form or a script says, and no post.",
    "menu": "What came is a column of links without a sentence.",
    "other": "Title and text are those of something else.",
    "elsewhere": "The text is that of other posts of the source: a template, an error page, or a mix-up.",
}

_LONGER = re.compile(r"[^\W\d_]{6,}")


def worse(
    title: str | None, body: str, given_title: str | None, given_body: str, *, is_page: bool, elsewhere: bool = False
) -> str | None:
    """Why the given words are worse than the known ones, a word of HELD; None where they are not.

    elsewhere: the given body is that of another post of the source. Only a post's own page shows other posts' words;
    an API or a feed names its posts.
    """
    if is_notice(given_body) and not is_notice(body) and not _keeps(body, given_body):
        return "notice"
    if elsewhere:
        return "elsewhere"
    if is_shrunk(body, given_body):
        return "shrunk"
    if is_menu(given_body) and not is_menu(body):
        return "menu"
    if is_page and _is_other(title, body, given_title, given_body):
        return "other"
    return None


def is_shrunk(known: str, given: str) -> bool:
    """Whether a body shrank to a fraction of what it was."""
    known_count = word_count(known)
    return known_count >= SHORTEST_HELD and word_count(given) < known_count * SHRUNK


def _is_other(title: str | None, body: str, given_title: str | None, given_body: str) -> bool:
    """Whether neither the title nor the text has to do with the known ones."""
    if not title or not given_title or _longer(title) & _longer(given_title) or title == given_title:
        return False
    one, other = _longer(body), _longer(given_body)
    if min(len(one), len(other)) < ENOUGH_LONGER:
        return False
    return len(one & other) / min(len(one), len(other)) < IN_COMMON


def _keeps(body: str, given_body: str) -> bool:
    """Whether most of the known words are still there: then a post was edited that speaks of a log-in, say."""
    one = set(body.lower().split())
    return len(one & set(given_body.lower().split())) * 2 >= len(one)


def _longer(text: str) -> set[str]:
    return {word.lower() for word in _LONGER.findall(text)}
