"""Pages that lead to posts, or that hold posts without a page of their own."""

from __future__ import annotations

from parsing.lists.entries import anchor_of
from parsing.lists.pointers import list_home
from parsing.lists.reading import ListEntry, ListPage, looks_like_post, read_list

__all__ = ["ListEntry", "ListPage", "anchor_of", "list_home", "looks_like_post", "read_list"]
