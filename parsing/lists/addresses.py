"""What an address alone says of the page behind it: a post, a list, a function of the site, a file, another site.

Grammar only; nothing is fetched. Words are those of common systems and of sites in English and Spanish. It is evidence
that `parsing.lists.blocks` weighs with the rest; by itself only `is_no_post` shuts an address out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from parsing.urls import registrable
from parsing.words import word_set

#: after one of these in a path comes a post
_POST_SECTIONS = word_set(
    """
    news blog blogs post posts press press-room press-releases press-release pressroom releases newsroom article
    articles story stories update updates bulletin bulletins announcements announcement now noticias noticia
    comunicados boletines statement statements latest-news recent-news local-news headlines now news-and-updates
    news-updates media-center event events calendar-events evento eventos training trainings workshop workshops
    detail details entry read archives video videos newsletter newsletters hotline actualidad desde-el-blog
    """
)
#: before one of these as a last segment stands no post
_LISTS = word_set(
    """
    news blog blogs posts press articles stories updates bulletins announcements events calendar videos noticias
    eventos newsroom press-room press-releases archive archives home index default all search results feed rss
    atom index.html index.htm index.php index.asp index.aspx index.cfm default.asp default.aspx home.html
    calendario
    """
)
_TAXONOMIES = word_set(
    """
    category categories tag tags author authors topic topics label term byline categoria categorias etiqueta
    etiquetas
    """
)
_ARCHIVES = frozenset({"archive", "archives", "archivo", "archivos", "date", "by-date"})
_FUNCTIONS = word_set(
    """
    login log-in logout signin sign-in sign-up signup register subscribe unsubscribe donate join join-us join-now
    contact contact-us about about-us privacy privacy-policy terms terms-of-use sitemap site-map cart checkout
    account my-account user users profile help faq faqs jobs careers store shop resources member-resources
    benefits member-benefits members members-only membership staff officers leadership executive-board board
    committees our-union who-we-are contacto afiliate gallery photos map locations directory find-a-local locals
    links forms documents accessibility feedback volunteer wp-login.php wp-admin share print email cookies legal
    discounts savings scholarships downloads download give become-a-member member-login contracts contract bylaws
    constitution history mission sobre-nosotros
    """
)
#: before the name or the number of somebody
_ACCOUNTS = frozenset({"user", "users", "usuario", "usuarios", "profile", "profiles", "perfil"})
_PEOPLE = frozenset({"member", "members", "people", "person", "miembros"})
_WEAK_SECTIONS = word_set(
    """
    about about-us who-we-are resources resource benefits member-benefits contact staff officers leadership forms
    documents committees departments locals contracts jobs careers members-only department directory people team
    issues priorities services help support organize toolkit toolkits
    """
)
_SOCIAL = word_set(
    """
    facebook.com twitter.com x.com instagram.com linkedin.com pinterest.com reddit.com tiktok.com flickr.com
    threads.net bsky.app whatsapp.com t.me tumblr.com addtoany.com sharethis.com addthis.com plus.google.com
    digg.com snapchat.com mastodon.social threads.com nextdoor.com wa.me
    """
)
_VIDEO_HOSTS = frozenset({"youtube.com", "youtu.be", "vimeo.com", "dailymotion.com", "youtube-nocookie.com"})
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|rtf|odt|zip|jpe?g|png|gif|webp|svg|mp3|mp4|m4a|mov|avi|ics|csv|txt|epub)$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ID_PARAMETERS = word_set(
    """
    p id articleid article_id article newsid news_id postid post_id homeid story storyid story_id nid itemid entry
    eventid event_id pressid aid sid guid uid recordid ref_id contentid page_id
    """
)
_LIST_PARAMETERS = word_set(
    """
    cat category tag author m s q search paged categoryid tag_id year month
    """
)
_NODE = re.compile(r"/(?:node|content)/(\d{1,10})(?:/view)?/?$")
_EXTENSION = re.compile(r"\.(?:html?|php|aspx?|cfm|jsp|shtml)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AddressSigns:
    """role: post, unknown, file, list, function, social, home, self. points: -3 (surely none) to 4 (surely a post)."""

    role: str
    points: int
    #: event, training, video, press_release where the address says so
    kind: str | None
    #: the platform's number of the post, where the address is made of it
    external_id: str | None
    #: whether it leads to another registered domain than the page's
    foreign: bool
    #: host and directory, to see which addresses are of one make
    directory: str
    slug_words: int

    @property
    def is_no_post(self) -> bool:
        """Whether the address is of a list, a function, a social site, the home page or the page itself."""
        return self.role in {"list", "function", "social", "home", "self"}


@lru_cache(maxsize=8192)
def address_signs(url: str, page_url: str) -> AddressSigns:
    """Read an address that stands on a page. Both absolute, http or https."""
    parts, page = urlsplit(url), urlsplit(page_url)
    segments = [unquote(one).lower() for one in parts.path.split("/") if one]
    query = {name.lower(): value for name, value in parse_qsl(parts.query, keep_blank_values=True)[:40]}
    foreign = _domain(parts.netloc) != _domain(page.netloc)
    number = _NODE.search(parts.path)
    external_id = number[1] if number else _digits(query.get("p")) if not segments else None
    directory = f"{_host(parts.netloc)}/{'/'.join(segments[:-1])}"
    words = slug_words(segments)
    role, points = _role(parts.netloc, parts.path, segments, query, external_id, words)
    if (not foreign and same_page(url, page_url)) or _is_above(url, page_url):
        role, points = "self", -3
    return AddressSigns(role, points, _kind(parts.netloc, segments, role), external_id, foreign, directory, words)


def same_page(one: str, other: str) -> bool:
    """Whether two addresses differ in nothing but scheme, www., fragment and final slash."""
    return _bare(one) == _bare(other)


def slug_words(segments: list[str]) -> int:
    """Number of words in the last segment that has letters: posts carry their titles there."""
    for segment in reversed(segments):
        name = _EXTENSION.sub("", segment)
        if re.search(r"[^\W\d_]{2}", name):
            return len([word for word in re.split(r"[-_+.,~\s]+", name) if word])
    return 0


def _role(
    netloc: str, path: str, segments: list[str], query: dict[str, str], external_id: str | None, words: int
) -> tuple[str, int]:
    domain = _domain(netloc)
    if domain in _VIDEO_HOSTS:
        return ("post", 1) if _is_video(segments, query) else ("social", -3)
    if domain in _SOCIAL or _host(netloc) in _SOCIAL:
        return ("post", 0) if {"videos", "events", "watch"} & set(segments) else ("social", -3)
    if not segments and not (query.keys() & _ID_PARAMETERS) and not query.keys() & {"zone", "action"}:
        return ("list", -3) if query else ("home", -3)
    if segments and _FILE.search(segments[-1]):
        return "file", -1
    if _is_list(segments, query):
        return "list", -3
    last = _EXTENSION.sub("", segments[-1]) if segments else ""
    if _is_account(segments, words):
        return "function", -3
    if last in _FUNCTIONS or last in {"wp-login", "wp-admin"}:
        return "function", -3
    points = _section_points(segments) + _slug_points(words)
    if external_id or _has_id(query):
        points += 2
    if _is_dated(segments):
        points += 3
    return ("post" if points >= 2 else "unknown"), max(-3, min(points, 4))


def _is_account(segments: list[str], words: int) -> bool:
    """Somebody's page, where by-lines lead: /users/12, /user/ann-roe, /members/12."""
    before = segments[-2] if len(segments) > 1 else ""
    return (before in _ACCOUNTS and words <= 2) or (before in _ACCOUNTS | _PEOPLE and segments[-1].isdigit())


def _is_list(segments: list[str], query: dict[str, str]) -> bool:
    if not segments:
        return bool(query.keys() & _LIST_PARAMETERS)
    if all(re.fullmatch(r"\d{1,2}|(?:19|20)\d\d|page|archives?", one) for one in segments):
        return not (segments[0].startswith("archive") and len(segments) == 2 and not _YEAR.fullmatch(segments[1]))
    last = segments[-1]
    if "filter" in segments[:-1] or "taxonomy" in segments[:-1]:
        return True
    if (
        len(segments) >= 2
        and segments[-2] in _ARCHIVES
        and re.fullmatch(r"(?:\d{1,2}-)?(?:19|20)\d\d(?:-\d{1,2})?", last)
    ):
        return True
    names = {last, _EXTENSION.sub("", last)}
    if names & (_LISTS | _TAXONOMIES) and not (_has_id(query) or query.keys() & {"zone", "action"}):
        return True
    if query.get("action") in {"cat", "catfeed"}:
        return True
    for at, segment in enumerate(segments[:-1]):
        if segment in _TAXONOMIES and at >= len(segments) - 2 - 2 * ("page" in segments):
            return True
    return len(segments) >= 2 and segments[-2] == "page" and last.isdigit()


def _section_points(segments: list[str]) -> int:
    for segment in reversed(segments[:-1]):
        if segment in _POST_SECTIONS:
            return 2
        if segment in _WEAK_SECTIONS:
            return -2
    return 0


def _slug_points(words: int) -> int:
    return 2 if words >= 4 else 1 if words == 3 else 0


def _has_id(query: dict[str, str]) -> bool:
    return any(
        re.fullmatch(r"\d{1,12}|[0-9a-fA-F-]{30,40}", value) for name, value in query.items() if name in _ID_PARAMETERS
    )


def _is_dated(segments: list[str]) -> bool:
    """A year, and a month or more behind it, before the slug."""
    for at, segment in enumerate(segments[:-1]):
        if _YEAR.fullmatch(segment) and at + 1 < len(segments) - 1:
            return bool(re.fullmatch(r"\d{1,2}|[a-z]{3,10}", segments[at + 1]))
        if _YEAR.fullmatch(segment) and at + 1 == len(segments) - 1 and not segments[-1].isdigit():
            return True
    return False


def _is_video(segments: list[str], query: dict[str, str]) -> bool:
    """One video and not somebody's channel: /watch?v=, /embed/X, a short address with nothing but the video's id."""
    if not segments or segments[0].startswith("@") or segments[0] in {"user", "channel", "c", "playlist"}:
        return False
    return "v" in query or segments[0] in {"embed", "shorts", "live"} or len(segments) == 1


def _kind(netloc: str, segments: list[str], role: str) -> str | None:
    if _domain(netloc) in _VIDEO_HOSTS or (role != "list" and "videos" in segments[:-1]):
        return "video"
    before = set(segments[:-1])
    if before & {"training", "trainings", "workshop", "workshops", "webinars", "capacitaciones"}:
        return "training"
    if before & {"event", "events", "calendar-events", "calendar", "evento", "eventos", "calendario"}:
        return "event"
    if before & {"press-releases", "press-release", "releases", "comunicados"}:
        return "press_release"
    return None


def _is_above(url: str, page_url: str) -> bool:
    """Whether the address is a directory of the page's own path: a breadcrumb, or the list's first page."""
    upper, page = _bare(url), _bare(page_url)
    return "?" not in upper and page.startswith(upper) and page[len(upper) : len(upper) + 1] in {"/", "?"}


@lru_cache(maxsize=8192)
def _bare(url: str) -> str:
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{_host(parts.netloc)}{unquote(parts.path).rstrip('/').lower()}{query}"


def _host(netloc: str) -> str:
    return netloc.lower().removeprefix("www.")


def _domain(netloc: str) -> str:
    return registrable(netloc)


def _digits(value: str | None) -> str | None:
    return value if value and re.fullmatch(r"\d{1,12}", value) else None
