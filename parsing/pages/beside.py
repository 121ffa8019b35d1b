"""Whether something on a page stands in the post or in a box beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from lxml import etree

from parsing.pages.article import text_length

#: a box with more of the post's words than this holds the post, whatever it is called
_MOST = 0.4


class Beside:
    """Tells what stands in boxes beside the post. Made for one scope and one question; remembers what it found.

    scope: the element that holds the post. says: whether an element calls itself something beside the post. never:
    elements that are not beside it, whatever they say.
    """

    def __init__(
        self,
        scope: etree._Element,
        says: Callable[[etree._Element], bool],
        never: Iterable[etree._Element | None] = (),
    ) -> None:
        self.scope, self.says = scope, says
        self._found = dict.fromkeys((one for one in never if one is not None), False)

    def __call__(self, one: etree._Element) -> bool:
        """Whether an element, or a box around it within the scope, is beside the post."""
        chain, beside = [], False
        for element in (one, *one.iterancestors()):
            if element is self.scope:
                break
            if element in self._found:
                beside = self._found[element]
                break
            chain.append(element)
        for element in reversed(chain):
            beside = beside or (self.says(element) and text_length(element) < _MOST * self._whole)
            self._found[element] = beside
        return beside

    @cached_property
    def _whole(self) -> int:
        return max(text_length(self.scope), 1)
