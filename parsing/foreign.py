"""Whether a page is still its source's: another owner under the old name, and spam on a site that was broken into.

Two signs that do not hang together are needed for either. A union's page names unions, or its own name, in hardly any
case not; a redesign keeps that, and a new owner does not. Vocabulary of spam alone condemns nothing: unions write of
casinos, medicine and loans, but in their own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from parsing.foreign_words import PUBLIC, SPAM, UNION, WARES
from parsing.languages import language_of
from parsing.text import plain

#: characters of a document that are looked at, and hits that are counted
_LOOKED_AT, _MOST_HITS = 300_000, 500
#: different words of spam that are a sign, and that are one beside whatever else
SOME_SPAM, MUCH_SPAM = 2, 4
#: known posts without which their absence says nothing, and words without which that of the union's says nothing
ENOUGH_POSTS, ENOUGH_WORDS, ENOUGH_OF_A_PAGE = 5, 60, 20
#: letters of an address's path by which a post is recognised
_LONG_PATH = 5
#: letters of a post's title by which it is recognised in a document
_LONG_TITLE = 12
#: words of a source's name that others have too
_COMMON = frozenset(
    "the of and for in at a an local council district chapter no number retirees retiree union unions employees workers"
    " state county city public association american federation new north south east west united".split()
)
_NAME = re.compile(r"[^\W\d_]{3,}")
#: Numbers of locals; round ones are those of offers, too.
_NUMBER = re.compile(r"(?<!\d)\d{2,5}[1-9](?!\d)|(?<!\d)\d{2,4}[1-9]0(?!\d)")
_SPACE = re.compile(r"\s+")
#: links without a host and a leading slash, as sites made by hand have them
_RELATIVE = re.compile(
    r"""\bhref\s{0,9}=\s{0,9}["']?\s{0,9}(?:\.{1,2}/){0,9}([^"'\s>#:/][^"'\s>#:]{0,500})""", re.IGNORECASE
)
#: where a relative link may begin within a path
_STEP = re.compile(r"/|(?=\?)")


@dataclass(frozen=True, slots=True)
class Own:
    """What a source's documents bear: its name, its language, and what it is known to have published."""

    name: str
    language: str | None = None
    #: (path of the address, title) of posts that its channel showed
    posts: tuple[tuple[str, str | None], ...] = ()


def spam_in(text: str) -> frozenset[str]:
    """The different words of spam in a text, folded."""
    hits = islice(SPAM.finditer(text[:_LOOKED_AT]), _MOST_HITS)
    return frozenset(_SPACE.sub(" ", hit[0].casefold()) for hit in hits)


def is_own(text: str, name: str) -> bool:
    """Whether a text bears the name of its source, or two different words of unions. Addresses do not count."""
    text = text[:_LOOKED_AT]
    if any(_stands_in(text, word) for word in (*_telling(name), *_NUMBER.findall(name)[:3])):
        return True
    return _has_two(UNION, text)


def _has_two(table: re.Pattern[str], text: str) -> bool:
    """Whether two different words of a table stand in a text; the plural is the same word."""
    found: set[str] = set()
    for hit in islice(table.finditer(text), _MOST_HITS):
        found.add(_SPACE.sub(" ", hit[0].casefold()).rstrip("s"))
        if len(found) > 1:
            return True
    return False


def is_spam(title: str | None, text: str | None, name: str) -> tuple[str, ...]:
    """The words of spam by which a post is none of its source's; empty for an honest post.

    Both signs: several different words of sellers, one of them in the title or many in all; and neither the source's
    name nor a word of unions, nor two of public life.
    """
    words = f"{title or ''}\n{text or ''}"
    if UNION.search(words[:_LOOKED_AT]):  # asked first: nearly every honest post says it in its first lines
        return ()
    found = spam_in(words)
    if len(found) < SOME_SPAM or (len(found) < MUCH_SPAM and not spam_in(title or "")):
        return ()
    if is_own(words, name) or _has_two(PUBLIC, words[:_LOOKED_AT]):
        return ()
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Foreign:
    """Why a document may be somebody else's, in a sentence. telling: it bears a sign of that, and not only lacks its
    own; much: it is full of such signs."""

    why: str
    telling: bool
    much: bool


def foreign_document(source: str, own: Own, *, for_sale: bool = False) -> Foreign | None:
    """Why a channel's document may be somebody else's; None where it is likely the source's.

    No verdict: a redesign, or a feed whose posts all rolled off, may look so too. Posts' own addresses tell.

    source: the document as text, whatever its make. Calendar files and sitemaps say too little to be judged. for_sale:
    it is a page by which a domain is sold, which is a sign.
    """
    if is_own(source, own.name) or source.lstrip()[:15].upper().startswith("BEGIN:VCALENDAR"):
        return None
    if "<urlset" in source[:2000] or "<sitemapindex" in source[:2000] or _shows_any(source, own.posts):
        return None
    text = plain(source[:_LOOKED_AT]) or ""
    if is_own(text, own.name):
        return None
    signs = [*(["the domain is offered for sale"] if for_sale else []), *_signs(text, own)]
    count, lost, much = len(text.split()), len(own.posts) >= ENOUGH_POSTS, len(spam_in(text)) >= MUCH_SPAM
    beside = list(signs)
    if lost and (count >= ENOUGH_WORDS or (signs and count >= ENOUGH_OF_A_PAGE) or for_sale):
        beside.insert(0, f"none of the {len(own.posts)} posts that were known stands in it")
    elif not much:
        return None
    why = "; ".join(["neither the source's name nor a word of unions stands in it", *beside])
    return Foreign(why, bool(signs), much or for_sale)


def foreign_page(source: str, own: Own, *, frozen: bool = False) -> str | None:
    """The same of the page at a known post's address, which no longer carries the post.

    frozen: the source's own document was found to be somebody else's just now, which is a sign too.
    """
    if is_own(source, own.name):
        return None
    text = plain(source[:_LOOKED_AT]) or ""
    if is_own(text, own.name):
        return None
    signs = _signs(text, own)
    if not signs and not frozen:
        return None
    return "; ".join(["neither the source's name nor a word of unions stands in the page", *signs])


def shows_elsewhere(source: str, posts: Iterable[tuple[str, str | None]]) -> bool:
    """Whether a document shows known posts by their titles, and none of them at its address: all have new ones."""
    source = source[: 4 * _LOOKED_AT].replace("\\/", "/")
    known = [(path, title) for path, title in posts if len(path.strip("/")) >= _LONG_PATH]
    if len(known) < ENOUGH_POSTS or any(path in source for path, _ in known):
        return False
    relative = {link[1] for link in _RELATIVE.finditer(source)}
    if any(path[sign.end() :] in relative for path, _ in known for sign in _STEP.finditer(path)):
        return False
    folded = _letters(source)
    return sum(bool(title and len(title) >= _LONG_TITLE and _letters(title) in folded) for _, title in known) >= (
        ENOUGH_POSTS
    )


def _signs(text: str, own: Own) -> list[str]:
    signs = []
    spam = spam_in(text)
    wares = frozenset(hit[0].casefold() for hit in islice(WARES.finditer(text[:_LOOKED_AT]), _MOST_HITS))
    if len(spam) >= SOME_SPAM or len(spam | wares) >= MUCH_SPAM:
        signs.append(f"it sells: {', '.join([*sorted(spam), *sorted(wares - spam)][:3])}")
    language = language_of(text)
    if own.language and language and language != own.language and not {language, own.language} <= {"en", "es"}:
        signs.append(f"its language is {language}, and that of the source is {own.language}")
    return signs


def _shows_any(source: str, posts: Iterable[tuple[str, str | None]]) -> bool:
    """Whether a document links or names a post that is known."""
    folded: str | None = None
    source = source.replace("\\/", "/")  # as JSON writes addresses
    for path, title in posts:
        if len(path.strip("/")) >= _LONG_PATH and path in source:
            return True
        if title and len(title) >= _LONG_TITLE:
            folded = folded if folded is not None else _letters(source[: 4 * _LOOKED_AT])
            if _letters(title) in folded:
                return True
    return False


def _telling(name: str) -> list[str]:
    return [word for word in _NAME.findall(name) if word.casefold() not in _COMMON][:10]


def _stands_in(text: str, word: str) -> bool:
    return bool(re.search(rf"(?<![\w./@-]){re.escape(word)}(?![\w@-]|\.\w)", text, re.IGNORECASE))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
