"""What posts were read from: hashes and times as rows, bytes as WARC files that any web-archive tool opens."""

from archive.captures.budget import Pruned, prune
from archive.captures.finding_again import FoundAgain, find_again, lost_captures
from archive.captures.forgetting import Forgotten, bring_back, forget
from archive.captures.keeping import Captures
from archive.captures.reading import (
    Capture,
    Document,
    capture,
    captures_of,
    item_records,
    raw_records,
    read_capture,
)
from archive.captures.rules import CaptureRules
from archive.captures.standing import CapturesState, state

__all__ = [
    "Capture",
    "CaptureRules",
    "Captures",
    "CapturesState",
    "Document",
    "Forgotten",
    "FoundAgain",
    "Pruned",
    "bring_back",
    "capture",
    "captures_of",
    "find_again",
    "forget",
    "item_records",
    "lost_captures",
    "prune",
    "raw_records",
    "read_capture",
    "state",
]
