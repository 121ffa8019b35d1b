"""Pages whose HTML is an empty shell and whose content stands beside it as JSON, for scripts to show.

    scripts ─> literals (decoded) ─> walk ─> records ─┬─> posts: what a list would show
                                                      └─> article: what the page is about

Only JSON literals are read; nothing is executed. Frameworks differ in where the JSON stands and how it is packed
(`scripts`, `packed`), content systems in how they name things (`records`) and write rich text (`richtext`). No site and
no theme is known here by name. Everything is bounded in size, depth and time.
"""

from __future__ import annotations

from parsing.state.article import article_of
from parsing.state.posts import Posts, posts_of
from parsing.state.records import Record
from parsing.state.scripts import may_hold_state, state_of
from parsing.state.shells import is_shell

__all__ = ["Posts", "Record", "article_of", "is_shell", "may_hold_state", "posts_of", "state_of"]
