"""The words that the tables use, each with its meaning: the other half of the data dictionary."""

from __future__ import annotations

from archive.health.kinds import FINDINGS
from archive.missing.statuses import MISS_REASONS
from archive.sameness.judgements import WHY
from archive.tables.captures import CAPTURE_KINDS, NOT_KEPT
from archive.worse import HELD
from items import REASONS, WAYS

OUTCOMES = {
    "ok": "The channel answered and was read.",
    "unchanged": "The server, or the bytes it sent, said that nothing changed.",
    "empty": "The channel answered, and there was no post in it.",
    "soft": "A trouble that may mend itself, such as a time-out.",
    "hard": "A trouble that needs a person, such as an address that is gone.",
}
CRAWL_OUTCOMES = {
    "running": "The run is still at work, or was killed and no later run has noticed yet.",
    "finished": "Every channel that was due was visited.",
    "bounded": "The run reached its limit of minutes or requests; the next one goes on.",
    "interrupted": "The run was stopped by hand or by a signal; the next one goes on.",
    "offline": "There was no network, or it went away; nothing was counted against any source.",
    "our_fault": "Most sources failed at once, so the fault is ours; nothing was counted against any source.",
    "failed": "The run had to stop, for instance on a full disk; its sentence says why.",
    "killed": "The run ended without a word; a later run noticed that. What it had kept is kept.",
}
STATUSES = {
    "here": "The post is where it was, as far as we know.",
    "gone": "The site says that the address is gone, on at least three visits over at least seven days.",
    "moved": "The post answers at another address of its source now, which is its url; it can be read there.",
    "withdrawn": "The post could be read once and is refused to the public now.",
    "hijacked": "Something foreign stands at the address now; the words kept are those of before.",
}
STATUS_REASONS = {
    **MISS_REASONS,
    "redirect": "The address redirects for good to the one where the post was read.",
    "relinked": "The address is gone, and the source shows the post at another one since.",
    "read": "The post could be read again.",
}
HOLDS = {
    "moved": "The site leads to another domain.",
    "hijacked": "Somebody else's site stands under the source's name.",
}
VERDICTS = {
    "well": "As many posts came as are usual.",
    "quiet": "Fewer posts came than usual, within what is normal for this source.",
    "thin": "Far fewer posts came than are usual, or than the site itself says it has; or a channel shows less than"
    " it did.",
    "silent": "Nothing came for longer than this source was ever quiet, or none of its channels can be read.",
    "blocked": "The source refuses us, shows a challenge instead of its pages, or is held until a person has looked.",
    "never": "The source was never read well.",
}
KINDS = {
    "news": "A report or an article.",
    "press_release": "A release written for the press.",
    "statement": "Somebody's statement, printed as such.",
    "bargaining_update": "A report on negotiations, often one of a dated series.",
    "action": "A call to do something: a rally, a petition, a call to lawmakers.",
    "event": "Something that takes place at a time; `events` holds when and where.",
    "training": "A class or a workshop; `events` holds when and where if it is said.",
    "newsletter": "An issue of a newsletter or magazine.",
    "clipping": "A pointer to a report in other media; the report itself is not kept.",
    "video": "A video or a recording with little or no text.",
    "endorsement": "Whom the union supports in an election.",
    "scholarship": "Money for students: a call, or who won it.",
    "obituary": "A member or a friend of the union who died.",
    "page_of_record": "What is kept for reference: minutes, resolutions, by-laws, agreements.",
}
PRECISIONS = {
    "minute": "Exact to the minute or better.",
    "day": "Only the day is known.",
    "month": "Only the month is known; the instant is its start.",
    "year": "Only the year is known; the instant is its start.",
    "bounded": "No date is known; published_earliest and published_latest say what can be said.",
}
DATE_FLAGS = {
    "absurd": "Nobody published then: years out of all reason, and the days that computers count from.",
    "build": "Most entries of one document, or most posts of one channel, share it: when they were built or imported.",
    "future": "It lay more than a day ahead when it was first seen. Taken only from a system that alone gives a date.",
    "modified": "When the site says that it changed the post, which was published by then.",
    "occasion": "The day in the title is that of a meeting, a rally, a deadline or the like, which the post is about.",
    "visit": "The day of the visit, as some sites print it on top of every page.",
    "year": "The year is not printed, and neither a weekday nor the dates beside it tell it.",
}
PUBLISHED_FROM = {
    "feed": "The feed's entry.",
    "api": "The platform's API.",
    "json_ld": "The structured data of the page (JSON-LD).",
    "meta": "A meta tag of the page.",
    "time": "A time element of the page.",
    "text": "A line of the page, such as the one with the author.",
    "list": "The list that shows the post.",
    "address": "The post's address.",
    "sitemap": "The sitemap.",
    "neighbours": "Posts with numbers before and after it whose dates are known.",
    "story": "The original of the story that the post carries.",
    "title": "The title; a candidate only, which becomes `text` where it is chosen.",
}
FIELDS_FROM = {
    "feed": "The feed's entry.",
    "api": "The platform's API.",
    "list": "The list that shows the post.",
    "sitemap": "The sitemap.",
    "calendar": "The calendar that shows the event.",
    "json_ld": "The structured data of the page (JSON-LD), or the data that an empty page carries for its scripts.",
    "microdata": "The marks of the page's own text for machines (microdata).",
    "rdfa": "The same in another vocabulary (RDFa).",
    "meta": "A meta tag of the page, such as Open Graph's.",
    "title": "The title element of the page.",
    "structure": "The page itself, by its headings, links and blocks.",
    "text": 'A line of the page, such as "By Ann Roe" or "Tags: wages".',
    "general": "The general reader, where the page's structure left doubts.",
}
LEVELS = {
    "national": "AFSCME itself.",
    "council": "A council, which joins locals, often those of one state or district.",
    "affiliate": "A body that joined whole and keeps its own name.",
    "local": "A local, the basic body that members belong to.",
    "retirees": "A chapter or subchapter of retirees.",
}
ROLES = {
    "original": "The first printing of the story.",
    "same": "The same title and words as the original.",
    "retitled": "The same words under another title.",
    "adapted": "The same writing with words added or changed.",
    "excerpt": "Only a part of the original, often with a link to it.",
}
MENTIONED = {
    "body": "A council, a local, an affiliate, or the union itself by its full name.",
    "office": "A president or secretary-treasurer of the union or of one of its bodies, by office and name.",
}
ENRICHMENTS = {
    "topics": "What a text is about, by the phrases of data/rules/topics.csv.",
    "mentions": "Bodies of the registry by name and number, and offices; short names stand in data/rules/bodies.csv.",
    "places": "States and places of data/gazetteer/.",
}
REVISED = {
    "first": "The first reading of its text.",
    "edited": "Its words were changed.",
    "cut": "Worse words came again and again, so that they were taken in the end.",
    "part": "A part of the next wording, which tells of the same edit in full; the view revisions leaves it out.",
    "taken_back": "The same text came on several posts at once and was held; the view revisions leaves it out.",
}
ITEM_OUTCOMES = {
    "new": "An item that was not known.",
    "revised": "A known item whose words changed; it has a new revision.",
    "enriched": "A known item of which something more is known now, its first body for instance.",
    "same": "A known item, seen again as it was.",
    "merged": "Two known items turned out to be one; the older id stays.",
}
REJECTED = {
    "address": "The address is none that a post can have.",
    "empty": "There was neither a title nor a teaser nor a body.",
    "forbidden": "The page is refused to the public (401 or 403).",
    "gone": "The page is not there (404 or 410).",
    "password": "The page asks for a password.",
    "draft": "The page is marked as a draft.",
    "robots": "robots.txt does not allow the page.",
    "unreadable": "The page could not be read.",
    "list": "The page is a list of posts.",
    "tag": "The page lists what bears a tag.",
    "author": "The page is about an author, or lists an author's posts.",
    "search": "The page is the result of a search, or the form for one.",
    "calendar": "The page is a calendar, and no single event.",
    "activity": "The page is a stream of who changed what when.",
    "comments": "The page shows comments, and the post stands elsewhere.",
    "feed": "The address is that of a feed, and what answers is a page of the site.",
    "attachment": "The page only shows a picture or a file that belongs to a post.",
    "file": "The address is that of a file that no list shows as a post.",
    "form": "The page or the file is a form to fill in, or a document of record such as a constitution.",
    "gallery": "The page shows pictures and hardly a word.",
    "map": "The page shows a map and hardly a word.",
    "member": "The page is for members, who have to log in.",
    "shell": "The page is an empty shell, which scripts would fill.",
    "mirror": "The address is that of a copy of the site on another host.",
    "front": "The page is the front page of the site.",
    "spam": "The post sells what spammers sell and names no union: the site was broken into; a person should look.",
    "page": "The page is one of record, such as contacts, and no post.",
}
MODES = {
    "at once": "Each story is told as soon as it is found, in a message of its own.",
    "daily": "Stories are told once a day, in one message.",
    "weekly": "Stories are told once a week, in one message.",
    "edits": "Behind one of the others: edits of posts are told, too.",
    "removals": "Behind one of the others: posts that went missing or moved are told, too.",
}
MATCHED = {
    "new": "A story of which the watch had told nothing, and that is news.",
    "edited": "A post whose words were changed: one that was told, or one that matches now.",
    "removed": "A post that went missing, was withdrawn or moved: one that was told, or one that matches.",
}
DELIVERED = {
    **{name: f"A message on one match. {meaning}" for name, meaning in MATCHED.items()},
    "digest": "A message on all that was found in a day or a week.",
    "test": "A message that only shows that the carrier works.",
}
DELIVERY_STATES = {
    "pending": "Recorded, and not yet handed to the carrier.",
    "sending": "Handed to the carrier, which has not answered yet; or the run was killed there.",
    "doubt": "An attempt ended without an answer, or before it was recorded; sent again under the same id.",
    "failed": "The carrier refused it, or could not be reached; it is tried again later.",
    "sent": "The carrier took it.",
    "dropped": "It is not sent: nothing is left to tell, nobody is to be told, or it is too old; its sentence says.",
}

BY_HAND = {"ruling": "A ruling of data/rules/stories.csv says so."}

#: (heading, where the words stand, the words), in the order of the data dictionary
VOCABULARIES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("Levels of a source", "`sources.level`", LEVELS),
    ("Kinds of an item", "`items.kind`; NULL where nothing says it", KINDS),
    ("Precisions of a date", "`items.published_precision`", PRECISIONS),
    ("What speaks against a date", "`date_candidates.flag`, `item_rows.published_flag`", DATE_FLAGS),
    ("Where a date was read", "`items.published_from`, `date_candidates.origin`", PUBLISHED_FROM),
    ("Where a field was read", "`field_origins.origin`", FIELDS_FROM),
    ("Statuses of an item", "`items.status`", STATUSES),
    ("Reasons for a status", "`status_changes.reason`, `misses.reason`", STATUS_REASONS),
    ("Why a source is held", "`holds.reason`", HOLDS),
    ("Kinds of a capture", "`captures.kind`", CAPTURE_KINDS),
    ("Why bytes are not to be had", "`captures.because`; NULL where they are", NOT_KEPT),
    ("Roles in a story", "`items.role`", ROLES),
    ("Why items count as one writing", "`story_pairs.because`; the later words keep items apart", {**WHY, **BY_HAND}),
    ("Kinds of a mention", "`mentions.kind`", MENTIONED),
    ("Enrichments", "`enrichments.name`, and the column `enrichment` of what they found", ENRICHMENTS),
    ("Why there is a revision", "`revision_rows.because`", REVISED),
    ("Why words were held", "`held.reason`", HELD),
    ("What becomes of an item that is brought", "`crawls.items_…`, `visits.items_…`", ITEM_OUTCOMES),
    ("Ways by which a channel shows its posts", "`appearance_ways.way`, `visits.ways`", WAYS),
    ("Outcomes of a visit", "`visits.outcome`", OUTCOMES),
    ("Reasons for the outcome of a visit", "`visits.reason`", REASONS),
    ("Outcomes of a crawl", "`crawls.outcome`", CRAWL_OUTCOMES),
    ("Reasons for a rejection", "`rejected.reason`; readers of pages may add their own", REJECTED),
    ("Verdicts on a source", "`expectations.verdict`", VERDICTS),
    ("Kinds of a finding", "`findings.kind`; docs/health.md says what to do", FINDINGS),
    ("Modes of a watch", "`watches.mode`", MODES),
    ("What a watch found", "`matches.what`", MATCHED),
    ("What a message tells", "`deliveries.what`", DELIVERED),
    ("States of a delivery", "`deliveries.state`", DELIVERY_STATES),
)
