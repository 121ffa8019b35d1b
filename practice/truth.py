"""The one truth of the practice web: every site renders its pages from it, and `check` compares an archive with it."""

from __future__ import annotations

from practice.shapes import Change, EventTruth, NonPost, Post, Truth
from practice.world import world

__all__ = ["Change", "EventTruth", "NonPost", "Post", "Truth", "truth"]


def truth(day: int = 1) -> Truth:
    """All that is public on a day. Posts of earlier days stay in it, as in an archive, with their newest words."""
    return world().truth(day)
