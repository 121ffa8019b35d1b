"""A post's own page: its title, its words, its dates, or why it is no post."""

from __future__ import annotations

from parsing.pages.reading import Page, read_page

__all__ = ["Page", "read_page"]
