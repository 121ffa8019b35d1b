"""Events in the manner of the calendar plug-in that most WordPress sites of unions use: API, list and event pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from practice.shapes import CENTRAL, Post, now
from practice.site import Page, body_html, render
from practice.wire import Request, Response, as_json, html


def events_of(posts: Sequence[Post]) -> list[Post]:
    """The events among the posts, earliest first."""
    return sorted((post for post in posts if post.event), key=_start)


def pages(posts: Sequence[Post], home: str, day: int) -> Mapping[str, Page]:
    """The list of coming events and a page for each event."""
    events = events_of(posts)
    coming = [post for post in events if _start(post) > now(day)]

    def listing(request: Request) -> Response:
        """A calendar without end: whatever month is asked for has a link to the month after it."""
        month = request.get("tribe-bar-date", f"{now(day):%Y-%m}")[:7]
        try:
            first = date.fromisoformat(f"{month}-01")
        except ValueError:
            first = now(day).date().replace(day=1)
        following = (first + timedelta(days=32)).replace(day=1)
        return html(render("wordpress/events.html", events=coming, home=home, local=_local, following=following))

    found: dict[str, Page] = {"/events": listing}
    for post in events:
        text = render(
            "wordpress/event.html",
            post=post,
            event=post.event,
            body=body_html(post),
            home=home,
            local=_local,
            data=_json_ld(post),
        )
        found[post.url.removeprefix(home).rstrip("/")] = html(text)
    return found


def api(request: Request, posts: Sequence[Post], home: str, day: int) -> Response:
    """/wp-json/tribe/events/v1/events: coming events unless start_date says otherwise, 10 a page."""
    asked = request.get("start_date")
    since = now(day).isoformat() if not asked else asked.replace(" ", "T")
    events = [post for post in events_of(posts) if _start(post).isoformat() >= since]
    size, page = max(1, min(request.number("per_page", 10), 50)), request.number("page", 1)
    pages_count = -(-len(events) // size)
    if page > max(1, pages_count):
        return as_json(
            {
                "code": "event-archive-page-not-found",
                "message": "The requested page was not found.",
                "data": {"status": 404},
            },
            404,
        )
    base = f"{home}/wp-json/tribe/events/v1/events/"
    body: dict[str, Any] = {
        "events": [_object(post) for post in events[(page - 1) * size : page * size]],
        "rest_url": base,
        "total": len(events),
        "total_pages": pages_count,
    }
    if page < pages_count:
        body["next_rest_url"] = f"{base}?page={page + 1}&per_page={size}&start_date={asked}"
    return as_json(body, headers={"X-TEC-Total": str(len(events)), "X-TEC-TotalPages": str(pages_count)})


def _object(post: Post) -> dict[str, Any]:
    event = post.event
    assert event is not None and event.ends_at is not None
    form = "%Y-%m-%d %H:%M:%S"
    return {
        "id": post.number,
        "global_id": f"www.council231.example?id={post.number}",
        "status": "publish",
        "date": f"{post.local:{form}}",
        "date_utc": f"{post.at:{form}}",
        "modified_utc": f"{post.at:{form}}",
        "url": post.url,
        "rest_url": f"https://www.council231.example/wp-json/tribe/events/v1/events/{post.number}",
        "title": post.title,
        "description": str(body_html(post)),
        "excerpt": "",
        "slug": post.notes["slug"],
        "all_day": False,
        "start_date": f"{_local(event.starts_at):{form}}",
        "end_date": f"{_local(event.ends_at):{form}}",
        "timezone": event.zone,
        "utc_start_date": f"{event.starts_at:{form}}",
        "utc_end_date": f"{event.ends_at:{form}}",
        "cost": "",
        "website": "",
        "venue": {
            "id": 6900,
            "venue": event.venue,
            "address": (event.street_address or "").split(",")[0],
            "city": "Redfern",
        },
        "organizer": [],
    }


def _json_ld(post: Post) -> list[dict[str, Any]]:
    event = post.event
    assert event is not None and event.ends_at is not None
    place = {
        "@type": "Place",
        "name": event.venue,
        "address": {"@type": "PostalAddress", "streetAddress": event.street_address},
    }
    return [
        {
            "@context": "http://schema.org",
            "@type": "Event",
            "name": post.title,
            "description": post.piece.teaser,
            "url": post.url,
            "startDate": _local(event.starts_at).isoformat(),
            "endDate": _local(event.ends_at).isoformat(),
            "location": place,
        }
    ]


def _start(post: Post) -> datetime:
    assert post.event is not None
    return post.event.starts_at


def _local(at: datetime) -> datetime:
    return at.astimezone(CENTRAL)
