"""What the words of a line say of its part in a list: read-more link, by-line, heading of a block, date, chrome.

English and Spanish. All expressions run in linear time and are asked of short texts only.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ARROWS = " \t«»‹›→←↓▶►▸➔➜>><<|·•…*-–—:.[]()!+"
_WORD = re.compile(r"[^\W_]+(?:['’.&@-][^\W_]+)*")

_MORE = re.compile(
    r"(?:please )?(?:click (?:here|for|to)\b.{0,40}|(?:read|find out|learn|see|view|show|get|know"
    r"|tell me) (?:\w+ )?more\b.{0,12}"
    r"|(?:continue|keep) reading\b.{0,400}|read more\b.{0,400}|read (?:on|now|it|this|here|article|post|story)"
    r"|(?:read|view|see|get) (?:the |this |our )?(?:full |whole |entire |complete |rest of the |rest of this )?"
    r"(?:article|post|story|statement|release|press release|report|details|update|event|item|news|entry|text|info"
    r"|information)"
    r"(?: here| online| now)?|full (?:story|article|post|text|details)|(?:more )?(?:details|info|information)"
    r"|more|here|link|read|"
    r"open|view|go|ver|leer|m[áa]s(?: informaci[óo]n| detalles| info)?|(?:leer|lea|ver|vea|conozca|conoce|saber"
    r"|sepa|lee) m[áa]s\b.{0,400}"
    r"|(?:seguir|continuar|contin[úu]e|sigue|siga) leyendo\b.{0,400}|leer (?:el |la )?(?:art[íi]culo|nota|noticia"
    r"|historia|completo|completa)"
    r"(?: complet[oa])?|watch(?: the)?(?: video| now)?|haga clic\b.{0,30}|permalink|event details|details here"
    r"|the rest|full post"
    r"|learn more about .{0,300}|more about .{0,300}|m[áa]s sobre .{0,300})",
    re.IGNORECASE,
)
_REST_OF_MORE = re.compile(
    r"(?:please )?(?:click )?(?:to|for|and)? ?(?:the )?(?:read|see|view|learn|find out|leer|ver)? ?(?:the )?"
    r"(?:more|full \w+|details|more (?:details|information|info)|rest|whole \w+|complete \w+|m[áa]s)",
    re.IGNORECASE,
)
_CALLS = re.compile(
    r"(?:register|rsvp|sign up|sign the .{0,30}|sign in|log ?in|join|donate|download|subscribe|add to .{0,20}"
    r"|take action|act now|"
    r"get (?:started|involved)|contact|call|email|share|tweet|print|buy|order|apply|enroll|volunteer|pledge|vote"
    r"|give|"
    r"reg[íi]strese|inscr[íi]base|[úu]nase|descargar|compartir|imprimir|correo|facebook|twitter|instagram|youtube"
    r"|rss|home|inicio|"
    r"(?:get )?directions|map|google map|tell a friend|send (?:a |an )?(?:letter|message|email)|claim .{0,20}"
    r"|explore .{0,30})"
    r"(?: (?:now|here|today|us|me|online|this|our|the|for|updates|friend|event|calendar|ahora|aqu[íi]|union)){0,4}",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"(?:view|see|show|browse|read|visit|check out|go to)?\s?(?:all|more|the full|full|complete|older|newer|past"
    r"|previous|other|our|the)\s"
    r"(?:of )?(?:our |the |local |latest |recent |upcoming |national |past |council )*"
    r"(?:news|events?|posts?|stories|updates?|articles?|(?:press )?releases?|headlines|entries|blogs?|calendar"
    r"|archives?|trainings?|"
    r"announcements?|items|videos)(?: (?:archives?|page|items|stories|posts|here|calendar|blog))?"
    r"|(?:view|see|show|browse) (?:all|calendar)|all|(?:ver|vea) tod[oa]s?\b.{0,30}|m[áa]s (?:noticias|eventos"
    r"|art[íi]culos|historias)"
    r"|tod[oa]s (?:las|los) \w{4,12}|news archives?|(?:full|view) calendar|see all|load more(?: .{0,12})?"
    r"|show more|cargar m[áa]s",
    re.IGNORECASE,
)
_META = re.compile(
    r"(?:by|por|posted|published|publicado|written|author|autor|filed|tags?|tagged|categor(?:y|ies)"
    r"|categor[íi]as?|etiquetas?|topics?|"
    r"in|source|fuente|photos?|image|credit|share|comments?|leave a (?:comment|reply)|no comments|updated"
    r"|last updated|"
    r"\d+ (?:comments?|min(?:ute)?s? read|likes?|shares?|views?|comentarios?)|\d+ min|sticky|deja un comentario|"
    r"this entry was posted|edit|reading time|permalink|uncategorized|where|location|when|time|cost|venue|lugar"
    r"|cu[áa]ndo|d[óo]nde|hits|details|print|rating)"
    r"(?=\W|$)",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"(?:no|\d+|leave a|add a|post a|write a|be the first to|sin|deja un|deje un)? ?(?:comments?|comentarios?"
    r"|repl(?:y|ies)|responses?)"
    r"(?: off| \(\d+\)| on .{0,20})?",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:^|[|•·/–—-]\s*|\s)(?:posted by|written by|submitted by|published by|publicado por|escrito por|by"
    r"|por)[:\s]\s*"
    r"(?P<name>(?:(?:[^\W\d_]|['’.&-])+\s?|\d+\s?){1,7}?)"
    r"(?=\s*(?:$|[|•·,;/]|\s[–—-]\s|\bon\b|\bel\b|\bin\b|\(|\bposted\b|\d{1,2}[/:]))",
    re.IGNORECASE,
)
_NEWS_WORDS = re.compile(
    r"\b(?:news|noticias?|updates?|latest|recent|featured|headlines?|blogs?|press|stories|announcements?"
    r"|what['’]?s (?:new|happening)|"
    r"bulletins?|statements?|actualidad|novedades|comunicados?|recientes|destacad[oa]s?|[úu]ltim[oa]s|articles?"
    r"|posts?|releases?|"
    r"spotlight|hotlines?|newsletters?|reports?|happenings|anuncios|in the media|around the (?:state|union"
    r"|council))\b",
    re.IGNORECASE,
)
_EVENT_WORDS = re.compile(
    r"\b(?:events?|calendar|trainings?|upcoming|workshops?|meetings?|webinars?|classes|eventos?|calendario"
    r"|pr[óo]xim[oa]s?|"
    r"capacitaci(?:[óo]n|ones)|talleres|agenda|what['’]s on|save the dates?|conferences?)\b",
    re.IGNORECASE,
)
_TRAINING_WORDS = re.compile(
    r"\b(?:trainings?|workshops?|webinars?|classes|courses?|seminars?|capacitaci(?:[óo]n|ones)|taller(?:es)?)\b",
    re.IGNORECASE,
)
#: words that mark a block as no list of posts wherever they stand in its heading
_CHROME_WORDS = re.compile(
    r"\b(?:navigation|quick ?links?|recent comments|tag cloud|follow us|connect with|sign ?up|subscribe|savings?"
    r"|discounts?"
    r"|blogroll|log ?in|site ?map|find us|get involved|who we are|our (?:union|mission|team|locals)|privacy|copyright"
    r"|members only|member (?:tools|resources|center|services|benefits)|s[íi]ganos|beneficios|ahorros|take action"
    r"|in this section|on this page|table of contents|why (?:join|afscme|union)|advertisement)\b",
    re.IGNORECASE,
)
#: words that do so only at the end of a short heading, or at its beginning; titles have them too
_CHROME_EDGES = re.compile(
    r"(?:(?:contact|about|search|share|join|donate|how to|ways to|meta|tweets?|sponsors?|menu)\b.{0,25}"
    r"|(?:[\w&’']{1,14}\s+){0,2}(?:menu|links?|membership|benefits?|pages|footer|resources?|social|departments?|enlaces"
    r"|recursos|contacto|nosotros|afiliados|downloads?|forms|scholarships?|sponsors?|partners?|tweets|media|documents))",
    re.IGNORECASE,
)

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre"
    r"|diciembre|"
    r"ene|abr|ago|dic)"
)
_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thurs?|thu|fri|sat(?:ur)?|sun)(?:day)?"
    r"|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo)"
)
_CLOCK = r"(?:\d{1,2}(?::\d\d){1,2}\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)"
DATE = re.compile(
    rf"(?<![\w/.-])(?:{_WEEKDAY}\.?,?\s+)?"
    rf"(?:(?P<named>{_MONTH}(?:\.?,?\s+|-)\d{{1,2}}(?:st|nd|rd"
    rf"|th)?(?!\d)(?!\s?[-–]\s?\d{{1,2}}(?!\d))(?:(?:\s*,?\s+(?:de(?:l)?\s+)?|-)(?P<y1>\d{{4}}))?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\.?[\s-]+(?:of\s+"
    rf"|de\s+)?{_MONTH}\.?(?![a-z])(?:[\s,-]+(?:de(?:l)?\s+)?(?P<y2>\d{{4}}))?)"
    rf"|(?P<numbers>\d{{1,2}}[/.-]\d{{1,2}}[/.-](?P<y3>\d{{4}}|\d\d)(?![\d/])"
    rf"|(?P<y4>\d{{4}})[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:T[\d:.+Z-]+)?)"
    rf"|(?P<relative>yesterday|today|ayer|hoy|(?:an?|\d{{1,3}})\s+(?:minute|hour|day|week|month|year)s?\s+ago|"
    rf"hace\s+(?:una?|\d{{1,3}})\s+(?:minuto|hora|d[íi]a|semana|mes|a[ñn]o)e?s?))"
    rf"(?![\w])(?:\s*,?\s*[-–@|]?\s*(?:at|a las?)?\s*{_CLOCK})?",
    re.IGNORECASE,
)
_MONTH_ONLY = re.compile(
    rf"{_MONTH}\.?,?\s+(?:de\s+)?\d{{4}}(?:\s*\(\d+\))?|\d{{4}}(?:\s*\(\d+\))?|\d{{1,2}}[/-]\d{{4}}", re.IGNORECASE
)
_DATE_NOISE = re.compile(
    rf"\b(?:posted|published|publicado|publication|date|fecha|on|at|el|del?|las?|updated|last|modified|created"
    rf"|submitted|release|"
    rf"{_WEEKDAY}|est|edt|cst|cdt|mst|mdt|pst|pdt|to|until|through|from|time|a\.?m|p\.?m|noon|all day"
    rf"|todo el d[íi]a|when|cu[áa]ndo)\b|{_CLOCK}|[^\w]+",
    re.IGNORECASE,
)
_SPAN = re.compile(rf"{_CLOCK}\s*(?:-|–|—|to|until|a)\s*{_CLOCK}|\ball day\b|todo el d[íi]a", re.IGNORECASE)
_LEAF = re.compile(rf"{_MONTH}\.?|\d{{1,2}}(?:[-/.]\d{{1,2}})?|{_WEEKDAY}\.?", re.IGNORECASE)


_MAY_BE_DATED = re.compile(r"\d|(?i:\b(?:yesterday|today|ayer|hoy|an? \w+ ago|hace una?))")


def word_set(text: str) -> frozenset[str]:
    """The words of a text of several lines, for tables of words in the source."""
    return frozenset(text.split())


def words_of(text: str) -> int:
    """Number of words; arrows and signs are none."""
    return len(_WORD.findall(text))


def bare(text: str) -> str:
    """Text without arrows, dots and brackets around it."""
    return text.strip(_ARROWS)


def is_more(text: str) -> bool:
    """Whether a link's text only says that there is more to read: "Read more »", "[More...]", "Leer más"."""
    core = bare(text)
    return not core or (len(core) < 420 and bool(_MORE.fullmatch(core)))


def is_rest_of_more(text: str) -> bool:
    """Whether a text is what is left of "Click here to read more." without its link."""
    return len(text) < 80 and bool(_REST_OF_MORE.fullmatch(bare(text)))


def is_all(text: str) -> bool:
    """Whether a link's text leads to the whole list: "View all", "More news", "Más noticias"."""
    core = bare(text)
    return len(core) < 60 and bool(_ALL.fullmatch(core))


def is_call(text: str) -> bool:
    """Whether a link's text calls to an action that is no reading: "Register", "Sign up", "Share"."""
    core = bare(text)
    return len(core) < 60 and bool(_CALLS.fullmatch(core))


def is_meta(text: str) -> bool:
    """Whether a short line tells about the post instead of being its words: by-line, tags, comments, place."""
    core = bare(text)
    return len(core) < 160 and bool(_META.match(core)) and not core.endswith((".", "?", "!")) and words_of(core) <= 14


def is_comments(text: str) -> bool:
    """Whether a line counts comments or invites to write one."""
    return len(text) < 50 and bool(_COMMENTS.fullmatch(bare(text)))


def byline(text: str) -> str | None:
    """The name behind "By" in a line of meta data, as printed."""
    if len(text) > 240:
        return None
    found = _BYLINE.search(text)
    name = found["name"].strip(" -–—|•·,.") if found else ""
    return name if 1 < len(name) <= 80 and not DATE.fullmatch(name) and name[:1].isalnum() else None


def is_quotation(text: str) -> bool:
    """Whether a paragraph is somebody's words and nothing else: it begins and ends with quotation marks."""
    return len(text) > 20 and text[0] in '“"«‘' and text.rstrip(" .").endswith(("”", '"', "»", "’"))


def is_attribution(text: str) -> bool:
    """Whether a short line may name who said the words before it: "Ann Roe, clerk in Marlow", "- Ann Roe"."""
    return (
        words_of(text) <= 14
        and not text.endswith((".", "!", "?", ":"))
        and (text[:1] in "-–—" or "," in text or text.istitle())
    )


_BESIDE_NEWS = re.compile(r"\b(?:related|comments|archives?|categor|tags?\b|you (?:may|might))", re.IGNORECASE)
#: "News archive" is the news; "Archives" alone is a box of months
_NEWS_ARCHIVE = re.compile(
    r"\W*(?:the )?(?:news|press(?: releases?)?|articles?|stories|blog|updates?) archives?\W*"
    r"|\W*archived? (?:of )?(?:news|press releases?|articles?|stories|updates)\W*|\W*archives? (?:for|of) .{2,60}",
    re.IGNORECASE,
)


def block_kind(heading: str | None) -> str | None:
    """What a block's heading announces: `news`, `training`, `event`, `chrome`, or None where it says nothing."""
    if not heading or words_of(heading) > 9:
        return None
    if _BESIDE_NEWS.search(heading) and not _NEWS_ARCHIVE.fullmatch(heading):
        return "chrome"
    if _TRAINING_WORDS.search(heading):
        return "training"
    if _EVENT_WORDS.search(heading):
        return "event"
    is_chrome = _CHROME_WORDS.search(heading) or _CHROME_EDGES.fullmatch(heading.strip(" :"))
    if is_chrome and not re.search(r"\b(?:news|noticias|blog)\b", heading, re.IGNORECASE):
        return "chrome"
    return "news" if _NEWS_WORDS.search(heading) else None


def is_training(text: str | None) -> bool:
    """Whether a title or heading speaks of a training."""
    return bool(text and _TRAINING_WORDS.search(text))


def dates_in(text: str) -> tuple[re.Match[str], ...]:
    """Where days stand in a text (its first 400 characters)."""
    return _dates_in(text[:400])


@lru_cache(maxsize=2048)  # a line is asked for its days by several readers
def _dates_in(text: str) -> tuple[re.Match[str], ...]:
    return tuple(DATE.finditer(text)) if _MAY_BE_DATED.search(text) else ()


def has_year(found: re.Match[str]) -> bool:
    """Whether the day is said with its year, or relative to now."""
    return any(found[name] for name in ("y1", "y2", "y3", "y4", "relative"))


def is_date(text: str) -> bool:
    """Whether a line is a date and nothing else but words around dates: "Posted on Wed., May 22, 2024 at 10:22 AM"."""
    if len(text) > 120 or (
        not any(character.isdigit() for character in text) and not re.search("(?i)today|yest|ayer|hoy|ago", text)
    ):
        return False
    rest, count = DATE.subn(" ", text)
    return count > 0 and not _DATE_NOISE.sub("", rest)


def is_date_line(text: str) -> bool:
    """Whether a line is a date, perhaps with a by-line, a rubric or a count of comments: "June 4, 2024 "
    "| By Ann Roe"."""
    if len(text) > 200:
        return False
    if is_date(text):
        return True
    rest, count = DATE.subn(" | ", text)
    if not count:
        return False
    found = _BYLINE.search(rest)
    if found:
        rest = rest[: found.start()] + " | " + rest[found.end() :]
    left = [part for part in re.split(r"[|•·/,;()]+|\s[-–—]\s", rest) if _DATE_NOISE.sub("", part)]
    separated = len(left) < 3 and bool(found or re.search(r"[|•·/]|\s[-–—]\s", DATE.sub("", text)))
    return all(is_meta(part) or _LABEL.fullmatch(part) or (separated and words_of(part) <= 3) for part in left)


#: what some sites print before the day of a note
_LABEL = re.compile(
    r"\s*(?:news )?(?:update|news|bulletin|notice|memo|alert|note|entry|nota|aviso|noticia|actualizaci[óo]n)[\s:#–—-]*",
    re.IGNORECASE,
)


def is_month(text: str) -> bool:
    """Whether a text is a month or a year and nothing else, as in lists of archives: "May 2024 (12)"."""
    return bool(_MONTH_ONLY.fullmatch(text.strip()))


def is_time_span(text: str) -> bool:
    """Whether a short text holds hours from and to, as events do."""
    return len(text) < 200 and bool(_SPAN.search(text))


def is_leaf(text: str) -> bool:
    """Whether a text is a part of a calendar leaf: a month, a weekday or the number of a day."""
    return len(text) < 12 and bool(_LEAF.fullmatch(text.strip()))


def leading_date(text: str) -> re.Match[str] | None:
    """A date at the very beginning that is set off from what follows: "04/07/17: title", "May 18, 2017 - text"."""
    found = DATE.match(text.lstrip("([ "))
    if not found or found["relative"]:
        return None
    rest = text.lstrip("([ ")[found.end() :].lstrip(") ]")
    if rest[:1] in "-–—:|•·.," and rest[1:].strip():
        return found
    return found if rest.lstrip("“\"‘'«¿¡")[:1].isupper() and has_year(found) else None


def says_more_than_a_day(core: str) -> bool:
    """Whether a heading says more than a day and what goes with days: "May 4, 2024 - Thank you!"."""
    lead = leading_date(core)
    rest = core[lead.end() :].strip(" -–—:|•·.,)]") if lead else ""
    return bool(rest) and not is_date_line(rest) and not is_meta(rest)
