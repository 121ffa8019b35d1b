"""Languages: the codes that documents give, and the language that a text's own words are in.

Small words and scripts decide, as a reader decides at a glance: "the", "of" and "and" stand in any English text, and
hardly in another. No model is loaded, since each worker would hold it; the languages are those that unions write in.
A text in two languages has the one that most of its words are in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

#: characters of a text that are looked at
_LOOKED_AT = 20_000
#: a text with fewer words is believed to be in the language that its page says
_ENOUGH_WORDS = 12
#: small words among a text's words, at least, and how many there must be
_SHARE, _FEWEST = 0.08, 3
#: how many times the small words of what is said must be outnumbered
_CLEARLY = 1.4
#: share of words that only Vietnamese spells so; letters of one script among all letters
_VIETNAMESE, _SCRIPT = 0.15, 0.5
#: words that this many letters stand for where no blanks part them
_LETTERS_OF_A_WORD = 2
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CODE = re.compile(r"\s*([a-zA-Z]{2,3})(?:[-_][a-zA-Z0-9-]+)?\s*$")
#: codes of one language; what templates say instead of the codes of ISO 639-1
_SAME = {"fil": "tl", "hat": "ht", "iw": "he", "eng": "en", "spa": "es", "zho": "zh", "kor": "ko", "rus": "ru"}

_SMALL_WORDS = {
    "en": """the of and to in is for that with on by from at this are was will have has not be as or it we our you
        your they their who what which when all can more but if an been had about after than his her its would
        there were""",
    "es": """el la los las de del que y en un una por para con se su sus es al lo más como pero este esta nuestro
        nuestra nuestros ha han son fue no o sobre todos también ser está sin entre muy desde hasta cuando donde
        quien nos ya""",
    "fr": """le la les de des du et en un une pour dans que qui est sur au aux par avec ce cette nous vous ne pas
        plus son sa ses leur leurs ont été être sont mais ou où se il elle notre nos d'un d'une qu'il c'est l'on""",
    "pt": """o a os as de do da dos das que e em um uma para com não por no na nos nas se seu sua seus é são foi mais
        como ao aos à às pelo pela também ou mas nosso nossa nossos você eles este esta está ser têm até quando""",
    "tl": """ang ng mga sa na ay at para kung hindi ito po kami tayo namin natin kanilang aming ating nila sila siya
        may mula dahil pero lahat ni si kay isang bilang din rin lamang upang nang ko mo""",
    "ht": """nan ak yo pou ki se li pa ou nou sa yon gen tout ap te la kap fè moun sou men kote lè depi tou plis avèk
        san yo'n konsa epi oswa jan chak travayè dwa bay""",
    "it": """il lo la i gli le di del della dei delle che e in un una per con non si è sono al alla nel nella da dal
        più come anche ma o suo sua loro questo questa nostro nostra hanno ha essere""",
    "de": """der die das und in den von zu mit ist für auf nicht ein eine im dem des sich auch als wir sie es an
        werden aus bei nach wird sind wie oder aber hat haben unser unsere einer einen zum zur""",
    "pl": """i w na z do nie się że jest o to po jak dla za od przez są oraz ich co przy ale lub jego która który
        które będzie nas""",
    "so": """iyo ee oo ka ku in waa uu ay la soo u kale waxa aan si ah loo leh mid waxaa ugu inay sida ama lagu""",
    "vi": """và của là các cho không có được trong với này những một để người đã từ về khi chúng tôi""",
}
_OF_WORD: dict[str, tuple[str, ...]] = {}
for _code, _words in _SMALL_WORDS.items():
    for _word in dict.fromkeys(_words.split()):
        _OF_WORD[_word] = (*_OF_WORD.get(_word, ()), _code)
_ONLY_VIETNAMESE = re.compile("[ơưđăạ-ỹ]")

#: scripts by the first and last of their letters; kana before Han, since Japanese has both
_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(f"[{letters}]"))
    for name, letters in (
        ("kana", "\u3041-\u30ff"),
        ("han", "\u3400-\u9fff"),
        ("hangul", "\uac00-\ud7a3\u1100-\u11ff"),
        ("cyrillic", "\u0400-\u052f"),
        ("arabic", "\u0620-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"),
        ("he", "\u05d0-\u05ea"),
        ("el", "\u0370-\u03ff\u1f00-\u1fff"),
        ("hy", "\u0531-\u0587"),
        ("hi", "\u0900-\u0963\u0966-\u097f"),
        ("bn", "\u0980-\u09ff"),
        ("pa", "\u0a00-\u0a7f"),
        ("gu", "\u0a80-\u0aff"),
        ("ta", "\u0b80-\u0bff"),
        ("th", "\u0e00-\u0e7f"),
        ("lo", "\u0e80-\u0eff"),
        ("my", "\u1000-\u109f"),
        ("am", "\u1200-\u137f"),
        ("km", "\u1780-\u17ff"),
    )
)


def language_code(value: str | None) -> str | None:
    """The two-letter code of a language tag: "en-US" and "EN_us" are "en"; None for what is none."""
    found = _CODE.match(value[:100]) if value else None
    code = found[1].lower() if found else None
    return _SAME.get(code, code) if code else None


def language_of(text: str | None, said: str | None = None) -> str | None:
    """The language of a text: the one that its words are in where they tell it clearly, else the one that is said.

    text: plain text; of two languages in it the one with more words. said: the tag that page, feed or API give. A text
    of fewer than twelve words is in the language that is said, unless its script is another. None where nothing tells.
    """
    told = language_code(said)
    if not text:
        return told
    text = text[:_LOOKED_AT].casefold()
    by_script = _by_script(text)
    if by_script is not None:
        return by_script
    words = [word.replace("’", "'") for word in _WORD.findall(text)]
    if len(words) < _ENOUGH_WORDS:
        return told
    counts = _small_words(words)
    best = max(counts, key=lambda code: (counts[code], code == told), default=None)
    if best is None or counts[best] < max(_FEWEST, _SHARE * len(words)):
        return told
    if told is not None and told in counts and counts[best] < _CLEARLY * counts[told]:
        return told
    return best


#: names of languages as links write them, and words that may stand around them
_NAMES = {
    "en": "english inglés ingles anglais angle",
    "es": "spanish español espanol castellano",
    "zh": "chinese chino 中文 繁體中文 简体中文",
    "fr": "french francés français francais",
    "pt": "portuguese portugués português",
    "ht": "kreyòl kreyol haitian creole",
    "vi": "vietnamese vietnamita tiếng việt",
    "tl": "tagalog filipino",
    "ko": "korean coreano 한국어",
    "ru": "russian ruso русский",
    "pl": "polish polaco polski",
    "ar": "arabic árabe العربية",
    "so": "somali somalí soomaali",
}
_LANGUAGE_NAMED = {name: code for code, names in _NAMES.items() for name in names.split()}
_AROUND_NAMES = frozenset(
    """read this in version view click here for the leer lea leerlo lee en versión version ver haga clic aquí para esta
    este see available also disponible también post article story page statement translation traducción release full
    text of texto lire cette page a an la el please nota noticia artículo comunicado declaración lan pou""".split()
)
_MOST_NAMED = 9


def language_named(text: str | None) -> str | None:
    """The language of a link that leads to the same in it: "Leer en español" is "es"; None for other words.

    Only a few words that say nothing else: "Spanish-speaking members rally" names a language and leads elsewhere.
    """
    words = _WORD.findall(text.casefold()) if text and len(text) <= 100 else []
    named = {_LANGUAGE_NAMED[word] for word in words if word in _LANGUAGE_NAMED}
    others = [word for word in words if word not in _LANGUAGE_NAMED and word not in _AROUND_NAMES]
    return named.pop() if len(named) == 1 and not others and len(words) <= _MOST_NAMED else None


def _small_words(words: list[str]) -> Counter[str]:
    """How many of the words each language has as small words; words of several languages count for all of them."""
    counts: Counter[str] = Counter()
    spelt = 0
    for word, times in Counter(words).items():
        for code in _OF_WORD.get(word, ()):
            counts[code] += times
        if not word.isascii() and _ONLY_VIETNAMESE.search(word):
            spelt += times
    if spelt >= _VIETNAMESE * len(words):
        counts["vi"] += spelt
    return counts


def _by_script(text: str) -> str | None:
    """The language that a script tells; None for Latin letters, and where most of the words are in these."""
    if text.isascii():
        return None
    letters = {name: len(found) for name, pattern in _SCRIPTS if (found := pattern.findall(text))}
    if not letters:
        return None
    latin = sum(len(word) for word in _WORD.findall(text)) - sum(letters.values())
    for dense in ("han", "kana", "hangul"):  # a letter there is as much as half a word here
        letters[dense] = letters.get(dense, 0) * _LETTERS_OF_A_WORD
    if sum(letters.values()) < _SCRIPT * (sum(letters.values()) + max(latin, 0)):
        return None
    if letters["kana"] > 0.05 * letters["han"] and letters["kana"] + letters["han"] > max(letters.values()) / 2:
        return "ja"
    name = max(letters, key=lambda one: letters[one])
    told = _IN_SCRIPT.get(name)
    return told(text) if told else name


def _cyrillic(text: str) -> str:
    return "uk" if len(re.findall("[іїєґ]", text)) > len(re.findall("[ыэъё]", text)) else "ru"


def _arabic(text: str) -> str:
    if re.search("[ٹڈڑے]", text):
        return "ur"
    return "fa" if len(re.findall("[پچگژی]", text)) > len(re.findall("[ةىي]", text)) else "ar"


_IN_SCRIPT: dict[str, Callable[[str], str]] = {
    "kana": lambda _: "ja",
    "han": lambda _: "zh",
    "hangul": lambda _: "ko",
    "cyrillic": _cyrillic,
    "arabic": _arabic,
}
