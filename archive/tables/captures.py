"""Tables of what was received: for each reading of a post the proof, and where its bytes lie."""

from __future__ import annotations

from archive.tables.shapes import Column as C
from archive.tables.shapes import Index, Table

CAPTURES = Table(
    "captures",
    "What posts were read from: one row for each document that made an item new or changed it. Where the bytes are"
    " kept, they lie in a WARC file; where they are not, because says why, and time and hash stay.",
    (
        C("id", "INTEGER PRIMARY KEY", "Number of the capture."),
        C("item_id", "INTEGER NOT NULL REFERENCES item_rows(id)", "The item that was read from it."),
        C("channel_id", "TEXT NOT NULL REFERENCES channels(id)", "The channel whose visit fetched it."),
        C("url", "TEXT NOT NULL", "The address that answered."),
        C("fetched_at", "TEXT NOT NULL", "When it was fetched, by the clock of the run."),
        C("status", "INTEGER NOT NULL", "Status of HTTP."),
        C("media_type", "TEXT", "The media type that the server named."),
        C("sha256", "TEXT NOT NULL", "SHA-256 of the body as it was received, packed where the server packed it."),
        C("document_sha256", "TEXT NOT NULL", "SHA-256 of the body unpacked: that of items.fetched_sha256."),
        C("size", "INTEGER NOT NULL", "Bytes of the body as it was received."),
        C("kind", "TEXT NOT NULL", "What is kept of it, in a word."),
        C("because", "TEXT", "Why its bytes are not to be had, in a word; NULL where they are."),
        C("file", "TEXT", "The WARC file, under CAPTURES_DIR."),
        C("offset", "INTEGER", "Where its records begin in the file, in bytes."),
        C("length", "INTEGER", "How long they are: the answer, the request, and how it was read."),
        C("refers_to", "INTEGER REFERENCES captures(id)", "The capture that holds the same bytes, for a revisit."),
        C("taker", "TEXT", "Internal: how the document was read; the method of the channel's family."),
        C("read_by", "TEXT", "Mark of the readers that read it last; `scrapy reread` reads those of other readers."),
    ),
    indexes=(
        Index("captures_item", "(item_id, fetched_at)", "What was this item read from?"),
        Index("captures_file", "(file, offset) WHERE file IS NOT NULL", "What lies in this file?"),
        Index("captures_refers_to", "(refers_to) WHERE refers_to IS NOT NULL", "Who needs these bytes?"),
        Index("captures_withheld", "(channel_id) WHERE because = 'withheld'", "Was a post of the channel withheld?"),
    ),
)

CAPTURE_FILES = Table(
    "capture_files",
    "The WARC files that hold captures. Bytes behind `size` are what a run left that was killed; nothing points there.",
    (
        C("file", "TEXT PRIMARY KEY", "Name of the file, under CAPTURES_DIR."),
        C("began_at", "TEXT NOT NULL", "When it was begun."),
        C("size", "INTEGER NOT NULL", "Bytes of it that are known to be whole."),
        C("left_at", "TEXT", "When its records had moved to other files, so that it is to be removed; else NULL."),
    ),
    by_key=True,
)

CAPTURE_STOPS = Table(
    "capture_stops",
    "Why bytes are not kept at present, though they should be; without a row they are.",
    (
        C("reason", "TEXT PRIMARY KEY", "full or disk."),
        C("since", "TEXT NOT NULL", "Since when."),
        C("last_at", "TEXT NOT NULL", "When that was last seen."),
        C("sentence", "TEXT NOT NULL", "What is in the way and what to do."),
    ),
    by_key=True,
)

REREADINGS = Table(
    "rereadings",
    "Words that better readers found in bytes kept: no edit of the post, but of how we had read it. The former words"
    " stay in texts.",
    (
        C("id", "INTEGER PRIMARY KEY", "Number of the correction."),
        C("item_id", "INTEGER NOT NULL REFERENCES item_rows(id)", "The item."),
        C("capture_id", "INTEGER NOT NULL REFERENCES captures(id)", "The bytes that were read anew."),
        C("revision_id", "INTEGER REFERENCES revision_rows(id)", "The revision whose words were corrected."),
        C("at", "TEXT NOT NULL", "When they were."),
        C("text_before", "INTEGER REFERENCES texts(id)", "The words as they had been read."),
        C("text_after", "INTEGER REFERENCES texts(id)", "The words as they are read now."),
        C("read_by", "TEXT", "Mark of the readers."),
    ),
    indexes=(Index("rereadings_item", "(item_id, at)", "How was this item read anew?"),),
)

CAPTURED = (CAPTURES, CAPTURE_FILES, CAPTURE_STOPS, REREADINGS)

#: What is kept of a document; the words of captures.kind.
CAPTURE_KINDS = {
    "response": "The answer as it was received.",
    "revisit": "Only that the same bytes came again; refers_to names the capture that holds them.",
    "resource": "The page as a browser showed it; the answer itself was an empty shell.",
    "none": "Nothing but address, time, status and hash.",
}
#: Why bytes are not to be had; the words of captures.because.
NOT_KEPT = {
    "off": "Captures were switched off (CAPTURES).",
    "noarchive": "The page asks that no copy of it be kept.",
    "full": "The files held as much as they may (CAPTURES_MAX_GB).",
    "disk": "The file could not be written.",
    "pruned": "They were let go by CAPTURES_MAX_GB or CAPTURES_KEEP_DAYS.",
    "withheld": "The post, or one beside it in the same document, was withheld by the operator.",
}
