"""Keeping the account of steps: what each document of a walk showed, and what of it is kept by now."""

from __future__ import annotations

from typing import Any

from scrapy import Request

from items import Item, Missed, Rejected
from spiders.base import Brought, PutOff, is_told
from spiders.visit import Visit
from spiders.walking import is_lasting
from spiders.walks import Step


def step_of(source: Any) -> Step | None:
    """The step to which an answer or a failure belongs; None where there is none."""
    request = source if isinstance(source, Request) else getattr(source, "request", None)
    return request.meta.get("step") if request is not None else None


def showed(step: Step, brought: Brought) -> None:
    """A document of the step, or a page that it led to, brought something."""
    if isinstance(brought, PutOff):
        step.held = True
    elif isinstance(brought, Request):
        if "step" in brought.meta:
            return  # the next document of a way answers for itself
        brought.meta["step"] = step
        if not is_told(brought.meta["facts"].get("entry")):
            brought.meta["holds"] = True
            step.open += 1
    else:
        step.open += 1
        if isinstance(brought, Item) and brought.way is None:
            brought.way = step.walk.way


def was_kept(visit: Visit, item: Item | Rejected | Missed, step: Step | None) -> bool:
    """An item passed the pipelines; whether the cursor moved."""
    if isinstance(item, Rejected | Missed):
        visit.drop(item.url)
    else:
        visit.keep(item.way, item.url)
    if step is None:
        return False
    step.open -= 1
    return visit.past.settle(step.walk)


def was_read(visit: Visit, request: Request, error: Exception | None, last: Brought | None) -> bool:
    """The answer to a request was read to its end, or the request failed; whether the cursor moved.

    last: what it brought last, if anything.
    """
    step = step_of(request)
    if step is None:
        return False
    if request.meta["then"].__name__ == "take_page":
        if request.meta.pop("holds", False):
            step.open -= 1
            step.held = step.held or last is None
    elif error is None or (is_lasting(error) and step.number > 1):
        step.read = True
        if step.walk.steps[-1] is step:
            step.walk.ended = True
    elif is_lasting(error):
        step.walk.given_up = True
    return visit.past.settle(step.walk)
