"""The keys of request.meta that this room reads and writes, in one place."""

from __future__ import annotations

#: Given by spiders: the channel that asks, whose source's hosts a redirect may lead to.
CHANNEL = "channel_id"
#: Given by spiders: True asks only for what changed since the validators that are known.
CONDITIONAL = "conditional"
#: Given by spiders: True reads in full whatever is known.
FORCE = "force"
#: Given by spiders, if at all: how many redirects in a row are followed, instead of REDIRECT_MAX_TIMES.
REDIRECT_LIMIT = "redirect_limit"

#: Written: the addresses that redirected here, in order, and those of them that did so for good (301, 308).
REDIRECT_URLS = "redirect_urls"
MOVED = "moved_permanently"
#: Written: what was known of the address when it was asked conditionally, or in full to see whether it lies.
KNOWN = "known_validators"
#: Written: the condition headers that were added, so that a redirect can take them off again.
CONDITIONS = "condition_headers"
#: Written: how often the request was sent again after a wait that the server asked for, and after a lost connection.
WAITS = "waits"
RETRIED = "retried_plainly"

#: Written: the answer as it was received, before it was unpacked (received.Received).
RECEIVED = "received"

#: Marks what is fetched for a page that a browser shows; it is answered, and never shown itself.
BESIDE = "beside_a_page"
#: Marks a request for robots.txt, and counts the bytes of its answer; guard and pace treat it like any other.
ROBOTS = "robots_txt"
