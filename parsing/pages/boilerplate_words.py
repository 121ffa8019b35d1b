"""The wording of what stands around posts: one pattern a line, English and Spanish, matched against whole lines."""

from __future__ import annotations

import re

_NETWORKS = (
    "facebook|twitter|x|linkedin|pinterest|whatsapp|reddit|bluesky|threads|instagram|youtube|rss|telegram|mastodon"
    "|tumblr"
)
_DOINGS = "share|tweet|pin|e-?mail|print|like|copy link|post|compartir|imprimir|correo|this|on|page"
_SEND = (
    "(?:(?:print|e-?mail|share|tweet)(?: (?:this|to) (?:a )?(?:page|article|story|friend))?"
    "|print(?:er)?[ -]?friendly(?: version)?)"
)
_BACK, _ON, _PAGE = (
    "prev(?:ious)?|anterior|older|newer",
    "next|siguiente|newer|older",
    " (?:post|article|story|page|entry)",
)

#: never part of a post, wherever the line stands
_NEVER = rf"""
    social share icons?(?:[\s,|/·•:-]+(?:{_NETWORKS}|{_DOINGS}))*
    share (?:this|on|via|it|article|post|story|page)\b.{{0,60}}
    (?:click|tap) to (?:share|email|print|tweet)\b.{{0,80}}
    (?:{_NETWORKS}|{_DOINGS})(?:[\s,|/·•:-]+(?:{_NETWORKS}|{_DOINGS}))*
    like this
    loading\.{{0,3}}
    skip to (?:main )?content
    saltar al contenido(?: principal)?
    advertis(?:e|ement)s?
    print(?:er)?[ -]?friendly(?: version)?
    versi[óo]n para imprimir
    top of page
    bottom of page
    back to top
    volver arriba
    (?:\d[\d,.]{{0,8}}k?|no)\s?(?:comments?|likes?|shares?|tweets?|views?)(?: yet)?
    {_SEND}(?:[\s,|/·•:-]+{_SEND})*(?:[\s|/·•-]+(?:back|return) to .{{1,40}})?
    (?:site )?search
    member login
    forgot (?:your )?password\??.{{0,60}}
    username:?(?: password:?)?.{{0,80}}
    not registered yet\?.{{0,60}}
    (?:view|read|open) (?:this|it|the)\b.{{0,30}} in (?:your|a) .{{0,12}}browser\.?
    ver (?:este|el|en)\b.{{0,30}} (?:el|su|tu) navegador\.?
    (?:having )?(?:trouble|problems) (?:viewing|reading) this (?:e-?mail|message)\b.{{0,100}}
    hits:? ?\d+
    details
    (?:{_BACK})(?:{_PAGE})?(?:[\s|/·•<>«»←→–—-]+(?:{_ON})(?:{_PAGE})?)?
    (?:{_ON})(?:{_PAGE})?
    [\W_]{{0,3}}(?:back|return|volver) (?:to|a|al) .{{1,40}}
    (?:view )?all (?:events|news|posts|stories|articles|updates)
    sign up with your e-?mail address.{{0,80}}
    (?:proudly )?powered by .{{1,60}}
    (?:\d+|no hay) comentarios?
    leave a (?:comment|reply)
    deja un comentario
    comments? (?:are )?(?:closed|off)\.?
    (?:sign up|subscribe)\b.{{0,60}}\b(?:newsletter|e-?mail (?:updates|alerts))\b.{{0,60}}
    (?:reg[íi]strese|suscr[íi]base)\b.{{0,60}}\bbolet[íi]n\b.{{0,60}}
    your e-?mail address will not be published\.?.{{0,80}}
    \d+ min(?:ute)?s?(?: de)? (?:read|lectura)
    reading time:?.{{0,30}}
    views?: ?\d+
    \d+ views?
    (?:post )?navigation
    the post .{{1,300}} (?:appeared first on|first appeared on) .{{1,200}}
    la entrada .{{1,300}} (?:se public[óo] primero en|apareci[óo] primero en) .{{1,200}}
    permalink
    edit(?: this(?: entry| post)?)?
    (?:this )?(?:page|site) (?:was )?last (?:updated|modified).{{0,80}}
    .{{0,80}}\b(?:page|(?:web ?)?site) (?:was )?last (?:updated|modified)(?: on| at|:)? [\d/.-]{{6,10}}\.?
    (?:copyright|©|\(c\)|all rights reserved|derechos reservados)\b.{{0,120}}
    ©.{{0,120}}
    we use cookies.{{0,300}}
    liquid error.{{0,200}}
    listen to (?:this )?article
    your browser does not support .{{0,80}}
"""

#: tells about the post: cut at the head and the tail of a text
_ABOUT = r"""
    (?:filed under|archivado en|written by|last (?:updated|modified)|publicado (?:en|por|el))[:\s].{0,160}
    posted (?:in|under|on|by)[:\s].{0,160}
    filed in:?\s[^.!?]{1,100}
    (?:tagged(?: with| as)?|tags?|categor(?:y|ies)|categor[íi]as?|etiquetas?)\s?:.{0,160}
    (?:topics?|issues?|sections?|source|updated|published)\s?:.{0,160}
    (?:updated|published) on .{0,60}
    (?:for )?immediate release(?:[:\s–—-].{0,80})?
    para (?:su )?publicaci[óo]n inmediata.{0,60}
    (?:press|news|media) release
    media advisory
    comunicado de prensa
    (?:home|inicio) (?:»|>|/|›|→|\|) .{1,200}
    photos?(?: by| credit| courtesy(?: of)?)?: ?.{1,80}
    (?:photos?|images?) (?:by|courtesy of|via|credit) .{1,80}
    (?:foto|image|imagen|credit|caption): ?.{1,80}
    getty images?.{0,40}
"""

#: headings after which a page goes on with other posts
_OTHERS = r"""
    related (?:posts?|articles?|stor(?:y|ies)|news|content|items?|topics?|links?|reading)
    related
    see also
    recent (?:posts?|news|stories|articles|updates|comments)
    (?:featured|top|breaking|local|union|other) (?:posts?|news|stories|articles|updates)
    (?:news|stories|articles|posts) (?:you may have missed|for you)
    (?:most|also) (?:read|popular|recent|viewed)
    in the news
    latest
    keep reading
    read more
    more
    (?:[úu]ltimas|m[áa]s|otras) (?:noticias|entradas|publicaciones|historias)
    (?:noticias|entradas|art[íi]culos) (?:recientes|destacad[oa]s)
    relacionad[oa]s?|destacad[oa]s?|lo (?:[úu]ltimo|m[áa]s (?:le[íi]do|reciente))
    (?:more|latest) (?:from|news|posts?|stories|articles|updates|in)\b.{0,60}
    you (?:may|might) (?:also )?(?:like|enjoy|be interested).{0,40}
    (?:also|up) next
    also (?:read|of interest).{0,40}
    read (?:next|also).{0,20}
    (?:next|previous) (?:post|article|story).{0,120}
    about the author
    noticias relacionadas
    art[íi]culos relacionados
    (?:entradas|publicaciones) (?:relacionadas|recientes)
    tambi[ée]n (?:te|le) puede interesar
    quiz[áa]s? (?:te|le) interese
    leave a (?:reply|comment)
    (?:comments|comentarios)(?: \(\d+\))?
    join the conversation
    share this(?: (?:post|story|article))?
    (?:other|similar|popular) (?:posts?|stories|articles|news)
    trending(?: now)?
    stay connected
    (?:follow|connect with) us
    archives
    categories
    see all
"""

#: with such a line the foot of a mailing or of a page begins; nothing of a post follows it
_FOOT = r"""
    our mailing address is:?.{0,120}
    you (?:are|were|have) (?:receiv\w+|sent|getting) this (?:e-?mail|message|newsletter|notice|bulletin)\b.{0,240}
    this (?:e-?mail|message|newsletter) was sent (?:to|by)\b.{0,200}
    (?:want|wish) to (?:change how you receive|stop receiving)\b.{0,80}
    (?:click here to )?(?:unsubscribe|opt out)\b.{0,120}
    (?:update|manage|change) (?:your )?(?:e-?mail )?(?:preferences|subscription)\b.{0,120}
    (?:to|if you (?:wish|want|would like) to) unsubscribe\b.{0,160}
    (?:cancelar|darse de baja|para cancelar) (?:la |su )?suscripci[óo]n.{0,120}
    (?:licensed under|post (?:author|link)|copyright notice)\s?:?.{0,160}
"""

#: headings over what visitors wrote
_COMMENTS = r"""
    (?:\d+|no|one|two|three) (?:comments?|responses?|replies|comentarios?|respuestas?)(?: (?:on|to|en|a)\b.{0,200})?
    (?:comments?|comentarios|responses)(?: \(\d+\))?
    leave a (?:reply|comment).{0,40}
    (?:deja|escribe) (?:un comentario|una respuesta).{0,40}
    what others (?:say|said).{0,20}
"""

#: headings of boxes beside a post
_SIDE = r"""
    about(?: (?:us|the (?:union|local|council|author)|afscme|our union|(?:local|council|district council|dc) \d+))?
    (?:contact|find|reach|visit)(?: (?:us|the office|our office))?
    (?:our |office |business )?(?:office|hours|hours and location|address)
    (?:follow|connect with|join)(?: us| the union| our union)?(?: on .{1,30})?
    (?:stay|keep|get) (?:in touch|connected|informed|updated|involved|updates).{0,20}
    (?:sign up|subscribe|newsletter|e-?mail updates?)\b.{0,40}
    (?:quick|useful|related|important|member) links
    (?:member|union) (?:resources|benefits|tools|login|area|center|services)
    (?:upcoming|latest|recent) (?:events?|news|posts?|stories|updates|tweets|videos)
    (?:calendar|search|archives?|categories|tags|menu|navigation|weather.{0,30}|advertisement|sponsors?)
    (?:acerca de(?: nosotros)?|cont[áa]ctenos|contacto|s[íi]ganos|pr[óo]ximos eventos|enlaces)
"""

#: the end of a teaser that leads to the page
_READ_MORE = r"""
    read (?:more|the (?:rest|full|whole)\b.{0,40}|full .{1,20})
    continued? reading.{0,300}
    (?:view|learn) more
    keep reading
    leer m[áa]s
    (?:seguir|continuar) leyendo.{0,300}
    click here to read.{0,40}
"""

_FIRST_ON = r"""
    the post .{1,300}? (?:appeared first on|first appeared on) .{1,200}
    la entrada .{1,300}? (?:se public[óo] primero en|apareci[óo] primero en) .{1,200}
"""

#: what mail protection leaves of an address, inside a line
_PROTECTED = r"""
    \[email[\s\u00a0]protected\]
    this e-?mail address is being protected from spambots\.?(?:\s{0,3}you need javascript enabled to view it\.?)?
    est[ae] direcci[óo]n de correo .{1,20} est[áa] .{0,20}protegid[ao] contra .{0,20}spam\w{0,5}\.?
    (?:usted )?(?:necesita|tiene que) (?:tener )?(?:activar|habilita[rd]o?)? ?(?:el )?javascript[^.\n]{0,40}\.
"""

_DESK = "(?:media |press |news |prensa )?(?:contact(?:s|o|os)?|inquiries)"
#: whom readers are asked to contact, which is the story
_NOT_ASKED = (
    r"(?! (?:your|the|our|us|al?|tu|su|rep|state|congress|senators?|governor|lawmakers?|legislators?|mayor|members?)\b)"
)

#: the first line of a press release's contact block
_CONTACT = rf"""
    {_DESK}(?: (?:person|info|information))?\s?:\s?.{{0,160}}
    {_DESK}{_NOT_ASKED}(?: (?:person|info|information))?\s?.{{0,160}}
    (?:any |for )?questions?\??,?:? (?:please )?(?:write|call|contact|e-?mail|reach|text|see)\b.{{0,120}}
    ¿(?:preguntas|dudas)\?.{{0,120}}
    for (?:more|further|additional) information,?(?: please)? contact\s?:?\s?.{{0,160}}
    (?:media|press) (?:contacts?|inquiries|relations)\b.{{0,160}}
    para m[áa]s informaci[óo]n,?(?: contacte)?.{{0,120}}
"""


def _either(table: str) -> str:
    return "(?:" + "|".join(line.strip() for line in table.strip().splitlines()) + ")"


_ELLIPSIS = r"(?:\[\s?)?(?:…|\.\.\.)(?:\s?\])?"
#: "(3 min remaining to read)"
_MINUTES = r"(?:\(\d{1,3} min[^()\n]{0,40}\)\s{0,3})?"
_END = rf"\s{{0,3}}(?:…|\.\.\.)?\s?\]?\s{{0,3}}[»›→>]{{0,3}}\s{{0,3}}{_MINUTES}$"

NEVER = re.compile(_either(_NEVER), re.IGNORECASE)
ABOUT = re.compile(_either(_ABOUT), re.IGNORECASE)
FOOT = re.compile(_either(_FOOT), re.IGNORECASE)
COMMENTS = re.compile(_either(_COMMENTS), re.IGNORECASE)
SIDE = re.compile(_either(_SIDE), re.IGNORECASE)
OTHERS = re.compile(_either(_OTHERS), re.IGNORECASE)
CONTACT = re.compile(_either(_CONTACT), re.IGNORECASE)
PROTECTED = re.compile(_either(_PROTECTED), re.IGNORECASE)
#: "read more" and its like; "more" alone only behind an ellipsis or in brackets, for it ends sentences too
READ_MORE = re.compile(
    rf"\s{{0,3}}(?:(?:{_ELLIPSIS}\s{{0,3}})?\[?{_either(_READ_MORE)}|(?:{_ELLIPSIS}|\[|\()\s?more(?:…|\.\.\.)?\)?){_END}",
    re.IGNORECASE,
)
FIRST_ON = re.compile(rf"\s{{0,3}}{_either(_FIRST_ON)}$", re.IGNORECASE | re.DOTALL)
CUT = re.compile(rf"\s{{0,3}}(?:{_ELLIPSIS}|\[&hellip;\])\s{{0,3}}$")
#: says that a press release is over: what follows is its sender's
RELEASE_ENDS = re.compile(
    r"(?:#\s?){2,6}|[-–—\s]{0,3}30[-–—\s]{1,3}|[-–—\s]{1,3}30|\(end\)|[-–—]\s?end\s?[-–—]", re.IGNORECASE
)
#: marks that end press releases
END_MARK = re.compile(r"(?:[#*~_=•-]\s?){3,}|-\s?30\s?-|[–—]{2,}|\(end\)", re.IGNORECASE)
