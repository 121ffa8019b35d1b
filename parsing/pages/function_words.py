"""Names and wordings of pages that do something: their addresses, their fields, what streams of changes say."""

from __future__ import annotations

import re

FEED_PATH = re.compile(r"/(?:rss|rss2|feed|feeds|atom|rdf)(?:/\d{1,5})?/?$|\.(?:rss|atom|rdf)$")
FEED_QUERY = re.compile(r"(?:^|&)(?:feed=\w+|_?format=(?:feed|rss|atom)|type=(?:rss|atom)|output=rss)(?:&|$)")
COMMENTS_PATH = re.compile(r"/comment-page-\d+/?$|/comments?/(?:reply/)?\d[\d/]*$|[^/]/comments/?$")
COMMENTS_QUERY = re.compile(r"(?:^|&)(?:replytocom|cpage)=\d")
#: times of day, as rows of a stream begin: "3:39pm", "15:39", "2 hours ago"
CLOCK = re.compile(
    r"\b(?:[01]?\d|2[0-3]):[0-5]\d\s?(?:[ap]\.?m\b)?|\b\d{1,2} (?:min(?:ute)?|hour|hr|day)s? ago\b"
    r"|\bhace \d{1,2} (?:min|hora)",
    re.IGNORECASE,
)
#: what somebody did to a page
CHANGED = re.compile(
    r"\b(?:updated|edited|created|added|uploaded|commented|replied|deleted|renamed|moved|revised|published|joined|liked"
    r"|marked|attached|restored|subscribed|actualiz[óo]|edit[óo]|cre[óo]|coment[óo]|agreg[óo]|subi[óo])\b",
    re.IGNORECASE,
)
MONTH_TITLE = re.compile(
    r"(?:(?:calendar|events?)\s*[:–—|-]?\s*(?:for\s+)?)?"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|enero|febrero|marzo|abril"
    r"|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\s+(?:de\s+)?(?:19|20)\d\d(?:\s+(?:calendar|events))?",
    re.IGNORECASE,
)
#: the words of a short page that is a door
MEMBERS = re.compile(
    r"\b(?:(?:for|to|reserved for|available (?:only )?to|limited to|restricted to)"
    r" (?:(?:our|union|logged[ -]in|registered|current|dues[ -]paying) ){0,3}"
    r"members(?:[.!]|$| only\b)|members[ -]only\b|members only[.!]?$"
    r"|(?:you )?(?:must|need to|have to|please) (?:be )?(?:log(?:ged)?[ -]?in|sign(?:ed)?[ -]?in)\b"
    r"|log ?in to (?:view|see|read|access|continue)"
    r"|(?:s[óo]lo|solamente|exclusiv[oa]) para (?:los )?(?:miembros|afiliados)"
    r"|debe iniciar sesi[óo]n)",
    re.IGNORECASE,
)
#: the words of a page that answers a form
SENT = re.compile(
    r"\byour (?:message|form|request|submission|e-?mail|information|application|comments?|registration|response|card)"
    r" (?:has been|have been|was|were|is being) (?:successfully )?(?:sent|received|submitted|recorded)\b"
    r"|\bthank(?:s| you) for (?:contacting|writing|signing up|subscribing|registering"
    r"|your (?:submission|message|interest))"
    r"|\bsu (?:mensaje|solicitud|formulario|registro) (?:ha sido|fue) (?:enviad|recibid)[oa]\b"
    r"|\bgracias por (?:contactar|escribir|suscribir|registrar|inscribir)",
    re.IGNORECASE,
)
#: fields of searches, comments and newsletters, which stand on any page
SEARCH_FIELDS = re.compile(
    r"\b(?:s|q|query|search|keys?|keyword|buscar|comment|comments|comentario|reply|newsletter|subscribe|honeypot|captcha)\b"
    r"|search|comment|newsletter|subscri|captcha",
    re.IGNORECASE,
)


def _names(table: str) -> frozenset[str]:
    return frozenset(table.split())


CALENDAR_NAMES = _names(
    """
    calendar calendars events event-calendar events-calendar calendar-of-events union-calendar master-calendar
    upcoming-events all-events event-list month week agenda calendario eventos calendario-de-eventos
    """
)
FORM_NAMES = _names(
    """
    join join-us join-now join-our-union join-the-union become-a-member sign-up signup sign-up-form register
    registration membership-card membership-form membership-application authorization-card card contact contact-us
    contact-form feedback survey petition-form grievance-form request-form information-request change-of-address
    update-your-information update-your-info update-information contact-update order-form rsvp volunteer volunteer-form
    application apply report-a-problem ask-a-question get-in-touch unete afiliate contacto formulario inscripcion
    """
)
MAP_NAMES = _names("map maps location locations find-us directions how-to-find-us where-we-are office-locations mapa")
GALLERY_NAMES = _names(
    """
    gallery galleries photo-gallery photo-galleries photos photo-album photo-albums pictures picture-gallery images
    slideshow media-gallery image-gallery galeria galeria-de-fotos fotos album albums
    """
)
MEMBERS_NAMES = _names(
    """
    login log-in member-login members-login signin sign-in member-area members-area members-only members member-portal
    member-directory members-directory directory steward-area stewards-only officers-only my-account account wp-login
    miembros area-de-miembros iniciar-sesion
    """
)
