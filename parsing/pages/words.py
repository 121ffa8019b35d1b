"""The wording of pages that are no posts: missing, closed, found by a search; and the addresses of pages of record."""

from __future__ import annotations

import re

_NOT_FOUND = r"""
    (?:error\W{0,3})?404\b.{0,40}
    (?:the )?(?:page|post|content|article|site)(?: you.{0,40})? (?:was|is|could|can) ?(?:not|n[’']t) (?:be )?found.{0,9}
    (?:page|post|content|article|site) not found.{0,30}
    not found
    page not available
    nothing (?:was )?found.{0,30}
    (?:sorry|oops|uh oh|whoops)[,!.… ].{0,80}(?:not|n[’']t|no longer).{0,60}
    (?:that |this )?page does(?: not|n[’']t) exist.{0,40}
    (?:that |this )?page (?:is no longer (?:available|here)|has (?:been )?(?:moved|removed)).{0,40}
    p[áa]gina no encontrada.{0,30}
    no se (?:encontr[óo]|ha encontrado).{0,60}
"""
_DENIED = r"""
    access denied
    acceso denegado
    (?:403 )?forbidden
    (?:you are )?not authori[sz]ed.{0,60}
    unauthori[sz]ed
    permission denied
    members only
    restricted (?:content|area|access).{0,40}
    (?:please )?log ?in(?: required| to (?:continue|view|access).{0,40})?
    sign in
    (?:user|member) login
    login required
    iniciar sesi[óo]n
"""
#: in the words of a short page
_MISSING = r"""
    (?:could|can) ?(?:not|n[’']t) find (?:that|the|this|what|your) (?:page|post|article|content)?
    (?:page|post|content|article|address) (?:that )?you(?:[’']re| are| were| have)? (?:requested|looking for)
    (?:it|this page|that page|the page) may have been (?:moved|removed|deleted)
    does(?: not|n[’']t) exist (?:any ?more|here|on this site)
    no se (?:pudo|ha podido) encontrar
"""
_SEARCH = r"""
    search results?\b.{0,80}
    you searched\b.{0,80}
    results for\b.{0,80}
    resultados de (?:la )?b[úu]squeda\b.{0,80}
"""
_RECORD_NAMES = """
    about about-us about-our-union who-we-are our-story our-history contact contact-us contacts contactenos contacto
    privacy privacy-policy terms terms-of-use terms-of-service terms-and-conditions accessibility sitemap site-map
    cookie-policy disclaimer login log-in signin sign-in register logout my-account account cart checkout donate join
    join-us join-now join-our-union become-a-member membership-card staff staff-directory leadership officers
    executive-board e-board constitution bylaws constitution-and-bylaws faq faqs links forms member-benefits benefits
    search home nosotros acerca-de quienes-somos politica-de-privacidad unete directory board board-of-directors
    officers-and-staff our-team our-staff our-officers stewards your-stewards find-your-steward committees resources
    member-resources documents contracts local-officers information-center site-index careers jobs volunteer
    become-a-steward membership union-card sign-a-card
"""
_STANDING = r"""
    about (?:us|our (?:union|local|council|chapter)|(?:afscme )?(?:local|council|chapter|dc) ?\d{1,4}|the union)
    contact (?:us|information|info|your (?:union|steward|officers)|(?:afscme )?(?:local|council|chapter) ?\d{1,4})
    (?:meet )?(?:our|your|the) (?:officers|staff|team|leaders|leadership|stewards|executive board)
    (?:executive board|officers|staff)(?: (?:members|directory|and staff))?
    (?:constitution|by-?laws)(?: (?:and|&) (?:constitution|by-?laws))?
    (?:privacy policy|terms (?:of|and) \w{3,12}|cookie policy|accessibility statement|frequently asked questions|faqs?)
    join (?:us|now|our union|the union|(?:afscme )?(?:local|council) ?\d{1,4})
    (?:membership|dues) (?:card|form|application|information)
    welcome(?: to (?:our (?:web)?site|(?:afscme )?(?:local|council) ?\d{1,4}))?
    (?:sobre nosotros|qui[ée]nes somos|cont[áa]ctenos|acerca de(?: nosotros)?)
"""


def _either(table: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line.strip()})" for line in table.strip().splitlines()), re.IGNORECASE)


#: whole titles
NOT_FOUND, DENIED, SEARCH = _either(_NOT_FOUND), _either(_DENIED), _either(_SEARCH)
MISSING = _either(_MISSING)
STANDING = _either(_STANDING)
#: titles of files that a system shows as pages
FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|pdf|docx?|xlsx?|pptx?|mp[34])", re.IGNORECASE)
#: beginnings of titles
DRAFT = re.compile(r"(?:draft|unpublished|borrador|no publicado|preview)\s?[:–—-]\s", re.IGNORECASE)
#: what WordPress and feeds print in place of a protected post
PROTECTED_TEXT = re.compile(
    r"\b(?:this (?:content|post|page) is (?:password )?protected|no excerpt because this is a protected post"
    r"|entrada (?:est[áa] )?protegida|contenido est[áa] protegido)",
    re.IGNORECASE,
)
PROTECTED = re.compile(r"(?:protected|protegido|privado|private):\s", re.IGNORECASE)
#: last parts of a path that name pages of record and never posts
RECORDS = frozenset(_RECORD_NAMES.split())
#: paths of lists
LIST_PATH = re.compile(
    r"/(?:category|categories|categoria|tag|tags|etiqueta|author|authors|autor|topic|topics|taxonomy/term|archives?|page)"
    r"/[^/]+(?:/page/\d+|/\d+)?/?$|/page/\d+/?$|/(?:19|20)\d\d(?:/\d{1,2}){0,2}/?$",
    re.IGNORECASE,
)
_LIST_WORDS = """
    news blog stories posts press press-releases releases updates archive archives articles noticias historias blogs
    newsroom announcements events calendar latest-news all-news news-archive newsletters publications media statements
"""
#: last parts of a path that name lists
LIST_NAMES = frozenset(_LIST_WORDS.split())
_LIST_CLASS_NAMES = "archive category tag date blog tax post-type-archive author search search-results"
#: classes that WordPress gives to the body element of its lists
LIST_CLASSES = frozenset(tuple(_LIST_CLASS_NAMES.split()))
GONE_CLASSES = frozenset({"error404", "page-not-found", "error-404"})
#: and to that of a single post
SINGLE_CLASSES = frozenset({"single", "single-post", "page-node-type-article"})
