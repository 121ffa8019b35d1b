"""One story in its writings, for tests of what counts as the same writing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from archive.sameness import Writing

STORY = """The ferry to Plum Island stopped running on a Sunday in March, and for eleven weeks nobody but its crew seemed to mind.

The crew minded because it was they who had to tell the islanders. "I said it forty times a day," deckhand Ruben Salt remembers. "No boat. No, not tomorrow. No, I do not know who decided."

It turned out that nobody had decided. A form for new life vests had gone from one office to another and come back unsigned. The union's steward, Greta Holm, followed it on foot. She found it in the drawer of a man who had retired in January.

Since Wednesday the ferry runs again, with 120 new vests. The county has promised that a second person will from now on know where the forms are. Salt has framed his copy and hung it in the wheelhouse."""

SHORT = "Deckhands of the Plum Island ferry are back at work after eleven weeks, with new vests and an apology from the county's harbor office."


def writing(body: str | None = STORY, **changes: object) -> Writing:
    plain = Writing(
        source_id="afscme",
        level="national",
        url="https://national.example/ferry",
        title="Why the ferry to Plum Island did not run",
        teaser=None,
        body=body,
        language="en",
        kind="news",
        day=date(2024, 5, 15),
        links=frozenset(),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def elsewhere(body: str | None = STORY, **changes: object) -> Writing:
    there = {"source_id": "council-5", "level": "council", "url": "https://five.example/news/ferry", **changes}
    return writing(body, **there)


OPENING = " ".join(STORY.split()[:24])
LOCAL = "Those of us who take the ferry across the bay know the feeling. Here is a story from the other coast, with thanks to our friends there."
