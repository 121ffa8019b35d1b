"""The vocabulary of findings: what each kind means, how much it weighs, and what to do about it. Pure.

docs/health.md tells the same to operators, and a test holds both together.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """weight: 0 to 100, the worst first; next_step: with {name} of the source or channel, {address} and {host}."""

    weight: int
    about: str
    next_step: str


#: The worst first, which is also the order of docs/health.md.
KINDS: dict[str, Kind] = {
    "disk": Kind(
        95,
        "The disk of the archive is full soon, or nearly full now.",
        "Make room on the disk of the archive, or move the archive and set ARCHIVE_PATH; `scrapy doctor` shows what is"
        " free.",
    ),
    "no_run": Kind(
        92,
        "No run came to a good end for longer than is usual, so nothing else here is fresh.",
        "See why cron or the timer does not run it: its mail or `journalctl`, then `scrapy collect` by hand.",
    ),
    "hijacked": Kind(
        90,
        "Somebody else's site stands under the source's name; nothing is taken from there.",
        "Look at {address}. Where the source has a new site, write it into its row of sources.csv and channels.csv; if"
        " this is its own site after all, give it a channel with a new name; else end the channel with an until.",
    ),
    "parked": Kind(
        88,
        "A parking or sales page stands where the site was.",
        "Look at {address}. Where the source has a new site, write it into its rows; else end the channel with an"
        " until.",
    ),
    "runs_killed": Kind(
        85,
        "Runs ended without a word, again and again: killed, or the machine went down.",
        "See what ends them (memory, a time limit of cron or systemd): `journalctl -k`; then `scrapy doctor`.",
    ),
    "moved": Kind(
        82,
        "The site leads to another domain; the source is held until a person has looked.",
        "Open {address}. If it is the source's new site, write its host into the row's homepage or hosts and its"
        " address into the channel; if not, end the channel with an until.",
    ),
    "lock_long": Kind(
        80,
        "One run has held the lock for very long, so that no other can begin.",
        "See whether process {name} still works; if it hangs, end it with `kill`, and run `scrapy collect`.",
    ),
    "clock": Kind(
        78,
        "The clock of this machine jumped, or is behind what the archive has seen already.",
        "Set the clock (`timedatectl`), then run `scrapy collect`; dates of first sight from meanwhile may be wrong.",
    ),
    "redesign": Kind(
        76,
        "The channel answers and shows far fewer posts than are usual, or none: the site may have been redesigned.",
        "Look at {address}; then `scrapy propose {homepage}` says how the site is read now.",
    ),
    "carrier": Kind(
        75,
        "Messages of watches cannot be delivered.",
        "`scrapy watch test {name}` says what the carrier answers; see its address and its password.",
    ),
    "our_fault": Kind(
        74,
        "The reader itself failed on what the site sent: an error of this program.",
        "`scrapy crawl {name} -L DEBUG` shows it; report it, with the address.",
    ),
    "challenge": Kind(
        72,
        "A challenge for browsers comes instead of the document; it is not worked around.",
        "Ask the source's webmaster to let the user agent through (CONTACT stands in it), or look for another way with"
        " `scrapy propose {homepage}`.",
    ),
    "blocked": Kind(
        70,
        "The server refuses us (401, 403 or the like).",
        "Open {address} in a browser. If it opens there, ask the webmaster to let the user agent through.",
    ),
    "certificate": Kind(
        68,
        "The certificate or the encryption of the site is not sound, so that nothing is read.",
        "Open {address} in a browser. Where it is refused, too, tell the source's webmaster.",
    ),
    "robots_closed": Kind(
        66,
        "robots.txt closes the site to us, or cannot be read, which closes it as well.",
        "Read https://{host}/robots.txt. Where it means us, end the channel with an until; where it fails for 30 days,"
        " a person decides.",
    ),
    "silent": Kind(
        64,
        "Nothing came for longer than the source was ever quiet.",
        "Look at {homepage}. If posts stand there that are not here, `scrapy propose {homepage}`.",
    ),
    "unreachable": Kind(
        62,
        "The address does not answer, or with errors, and that has lasted.",
        "Open {address} in a browser. If the site is elsewhere now, change its rows; if it is gone, end the channel"
        " with an until.",
    ),
    "unreadable": Kind(
        60,
        "What answers is not the kind of document that the channel's row says, or cannot be read.",
        "Look at {address}; then `scrapy propose {homepage}` says how the site is read now.",
    ),
    "strange": Kind(
        58,
        "The channel shows nothing by which its source would be known.",
        "Look at {address}: is it still the source's own?",
    ),
    "backup_old": Kind(
        56,
        "There were backups, and the newest is too old.",
        "`scrapy backup`, and see why cron or the timer does not.",
    ),
    "thin": Kind(
        55,
        "Far fewer posts came than are usual, or than the site itself says it has.",
        "Look at {homepage}. If posts stand there that are not here, `scrapy propose {homepage}`; else wait a week.",
    ),
    "pages_fail": Kind(
        52,
        "Of the posts that lists show, far more pages than before cannot be read.",
        "`scrapy explain` one of the addresses below, and open it in a browser.",
    ),
    "field_thin": Kind(
        50,
        "Titles, texts or days that posts of the source had are missing from its newest posts.",
        "Look at one of the posts below and at its page: has the page been redesigned?",
    ),
    "wrong_text": Kind(
        48,
        "Many posts of the source carry the same text, or a list of other posts, so something else is kept as theirs.",
        "Look at the posts below. If the text is wrong, report the address: the page is read wrongly.",
    ),
    "boilerplate": Kind(
        46,
        "Most of the text of the source's posts is the same on all of them: menus or notices are kept as text.",
        "Look at the posts below. If the text is wrong, report the address: the page is read wrongly.",
    ),
    "captures": Kind(
        45,
        "The bytes of posts are not kept as the settings want it: their budget or their disk is full.",
        "Raise CAPTURES_MAX_GB, or set CAPTURES_KEEP_DAYS, and see that CAPTURES_DIR can be written.",
    ),
    "dead_address": Kind(
        40,
        "An address of the source is dead, while its posts are still read in another way.",
        "`scrapy propose {homepage}` finds the address that is right now; write it into channels.csv.",
    ),
    "more_to_do": Kind(
        35,
        "For days every run reached its limit before its work was done, so that some sources wait.",
        "Give runs more time (--minutes), or begin them more often.",
    ),
    "never_read": Kind(
        30,
        "The source is asked, and was never read well.",
        "`scrapy propose {homepage}` finds how the site is read; if there is no such site, take the channel out.",
    ),
    "past_not_walked": Kind(
        0,
        "The site says that it has more posts than are kept, and its past was not walked to the end yet.",
        "`scrapy collect {name} --backfill` walks it, and goes on where it ended before.",
    ),
    "paused": Kind(
        0,
        "The source is paused by a person; it is not asked, and nothing is wrong with that.",
        "`scrapy resume {name}` goes on with it.",
    ),
}
#: what is shown and is no trouble
FOR_INFORMATION = frozenset({"past_not_walked", "paused"})
#: word -> meaning, for the data dictionary
FINDINGS = {name: kind.about for name, kind in KINDS.items()}
