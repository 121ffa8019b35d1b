"""Pages that lead to posts, or that hold posts without a page of their own."""

from __future__ import annotations

from parsing.lists.reading import ListEntry, ListPage, looks_like_post, read_list

__all__ = ["ListEntry", "ListPage", "looks_like_post", "read_list"]
