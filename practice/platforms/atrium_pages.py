"""The pages of the shared Open Atrium: home, lists, nodes, calendars and what looks like a post and is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

from practice import newsroom
from practice.platforms import atrium_nodes
from practice.platforms.atrium_nodes import COUNCIL_HOST, SPACES, Space, of_space
from practice.platforms.national import blog_post
from practice.shapes import CENTRAL, Post, now
from practice.site import body_html, render
from practice.wire import Request, Response, html, xml

PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class Scene:
    """What a page needs: whose space, which request, which posts of the whole installation, which day."""

    space: Space
    request: Request
    posts: tuple[Post, ...]
    day: int

    @property
    def prefix(self) -> str:
        """What stands before a path of this space on the host that was asked."""
        own = self.space.host and self.request.host.removeprefix("www.") == self.space.host.removeprefix("www.")
        return "" if own else f"/{self.space.slug}"

    @property
    def news(self) -> list[Post]:
        return [post for post in of_space(self.posts, self.space) if post.event is None]

    def page(self, template: str, **values: Any) -> Response:
        text = render(f"open_atrium/{template}", scene=self, space=self.space, prefix=self.prefix, **values)
        return html(text, X_Generator="Drupal 7 (http://drupal.org)", Content_Language="en")


def home(scene: Scene) -> Response:
    """Blocks: featured news, coming events, the national union's headlines, a sign-up form, savings, a foreign blog."""
    coming = [post for post in _events(scene) if post.event and post.event.starts_at > now(scene.day)][:3]
    featured = scene.news[:4]
    return scene.page(
        "home.html", featured=featured, coming=coming, national=national(scene.day), title=scene.space.title
    )


def national(day: int) -> list[tuple[str, str, str]]:
    """Address, title and teaser of the national union's five newest stories."""
    stories = [draft for draft in newsroom.national_stories() if draft.since <= day][-5:]
    return [(blog_post(draft).url, draft.piece.title, draft.piece.teaser) for draft in reversed(stories)]


def news_list(scene: Scene) -> Response:
    """The featured pane on every page number, then ten rows of the one view with a pager; behind the last page none."""
    listed = _listed(scene)
    number = scene.request.number("page", 0)
    rows = listed[number * PER_PAGE : (number + 1) * PER_PAGE]
    last = (len(listed) - 1) // PER_PAGE
    featured = scene.news[3:9:3]
    return scene.page(
        "list.html",
        rows=rows,
        featured=featured,
        number=number,
        last=last,
        pager=_pager(scene),
        title="News",
        row_link=lambda post, at: _row_link(scene, post, at),
        national=national(scene.day),
    )


def _listed(scene: Scene) -> list[Post]:
    """The address wins over the pane: another group's number lists that group, All lists every section."""
    group = scene.request.get("og_group_ref_target_id", str(scene.space.group))
    space = next((one for one in SPACES if str(one.group) == group), None)
    if group == "All":
        return list(scene.posts)
    section = scene.request.get("oa_section_ref_target_id")
    if space is None or section not in {"", "All", str(space.section)}:
        return []
    listed = [post for post in of_space(scene.posts, space) if section == "All" or post.event is None]
    if space.source == SPACES[2].source and section != "All":
        # one node of the council stands in the transit local's list too, under its own space's address
        listed += [post for post in scene.posts if post.key == "practice-council-190/own-9"]
        listed.sort(key=lambda post: post.at, reverse=True)
    return listed


def _pager(scene: Scene) -> str:
    """The long form in which the platform writes its pager's addresses; the page number follows it."""
    group, section = scene.space.group, scene.space.section
    # one local's pager drags a mangled copy of the parameter along; the plain one counts
    twice = "&amp;page=0" if scene.space == SPACES[2] else ""
    return (
        f"{scene.prefix}/{scene.space.lists[0]}?&og_group_ref_target_id={group}&og_group_ref_target_id_mine="
        f"&og_subspaces_view_all=0&og_subspaces_view_parent=0&oa_section_ref_target_id={section}{twice}&page="
    )


def _row_link(scene: Scene, post: Post, at: int) -> str:
    """Where a row leads: mostly the alias, at times the bare node or the alias with a campaign's parameters."""
    if post.source != scene.space.source:
        return post.url
    path = f"{scene.prefix}/{post.notes['section']}/{post.notes['slug']}"
    return [path, path, f"/node/{post.number}/view", path, f"{path}?ref=list&source=direct_link&can_id="][at % 5]


def node(scene: Scene, post: Post) -> Response:
    """A post or an event, whatever its address."""
    space = atrium_nodes.space_of(post.source)
    scene = replace(scene, space=space)
    values = {"post": post, "title": post.title, "canonical": f"{space.home}{_path_in_space(scene, post)}"}
    if post.event:
        return scene.page(
            "event.html",
            **values,
            event=post.event,
            start=_local(post.event.starts_at),
            end=_local(post.event.ends_at) if post.event.ends_at else None,
            body=body_html(post),
        )
    return scene.page("node.html", **values, body=body_html(post, heading="h4"), national=national(scene.day))


def _path_in_space(scene: Scene, post: Post) -> str:
    """rel=canonical names the address itself when it is read under a short form; it never merges aliases."""
    if "/content/" in scene.request.path:
        return f"/content/{post.number}"
    return f"/{post.notes['section']}/{post.notes['slug']}"


def calendar(scene: Scene) -> Response:
    """Every event of the space and of its locals, each repetition, past and to come."""
    entries = []
    for post in _events(scene, with_locals=True):
        event = post.event
        assert event is not None
        for start in event.occurrences:
            end = start + (event.ends_at - event.starts_at if event.ends_at else timedelta())
            entries.append((post, f"{_local(start):%Y-%m-%d %H:%M}", f"{_local(end):%Y-%m-%d %H:%M}"))
    return scene.page("calendar.html", entries=entries, title="Calendar", export=_export(scene))


def _export(scene: Scene) -> str:
    group = scene.space.group
    query = f"og_group_ref_target_id={group}&oa_section_ref_target_id={group + 7}&flagged=0"
    return f"{scene.prefix}/calendar/%20/export.ics?{query}"


def ical(scene: Scene) -> Response:
    """The newest 20 entries of the calendar; empty without the parameters, as on the platform."""
    asked = scene.request.get("og_group_ref_target_id") == str(scene.space.group)
    events = _events(scene, with_locals=True)[:20] if asked else []
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "METHOD:PUBLISH",
        "X-WR-CALNAME;VALUE=TEXT:Calendar",
        "PRODID:-//Drupal iCal API//EN",
    ]
    for post in events:
        lines += _vevent(post, scene)
    return xml("\r\n".join([*lines, "END:VCALENDAR", ""]), "text/calendar; charset=utf-8")


def _vevent(post: Post, scene: Scene) -> list[str]:
    event = post.event
    assert event is not None
    entered = f"{post.at:%Y%m%dT%H%M%SZ}"
    start, zone = _local(event.starts_at), str(CENTRAL)
    lines = [
        "BEGIN:VEVENT",
        f"UID:calendar.{post.number}.field_oa_date.0@{SPACES[0].host}",
        f"SUMMARY:{post.title.replace(',', chr(92) + ',')}",
        f"DTSTAMP:{now(scene.day):%Y%m%dT%H%M%SZ}",
        f"CREATED:{entered}",
        f"LAST-MODIFIED:{entered}",
    ]
    if event.all_day:
        lines += [f"DTSTART;VALUE=DATE:{start:%Y%m%d}", f"DTEND;VALUE=DATE:{start + timedelta(days=1):%Y%m%d}"]
    else:
        lines += [f"DTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}"]
        if event.ends_at:
            lines += [f"DTEND;TZID={zone}:{_local(event.ends_at):%Y%m%dT%H%M%S}"]
    if len(event.occurrences) > 1:
        lines.append(f"RRULE:FREQ=DAILY;INTERVAL=28;COUNT={len(event.occurrences)}")
    place = f"{event.venue}, {event.street_address}".replace(",", "\\,")
    return [*lines, f"LOCATION:{place}", f"URL;VALUE=URI:{post.url}", "END:VEVENT"]


def activity(scene: Scene) -> Response:
    """The river: who changed what, with times and relative days."""
    return scene.page("activity.html", posts=scene.posts[:8], title="Tier 1 Sites")


def contents(scene: Scene) -> Response:
    """Titles and dates of change of every public node of the installation."""
    return scene.page("contents.html", posts=scene.posts[:20], title="Content")


def spaces(scene: Scene) -> Response:
    return scene.page("spaces.html", spaces=SPACES, title="Spaces", council=COUNCIL_HOST)


def promoted(scene: Scene) -> Response:
    """What is promoted to the front page: spaces, no posts."""
    stamp = format_datetime(now(1) - timedelta(days=900))
    return xml(render("open_atrium/rss.xml", spaces=SPACES, stamp=stamp))


def form(scene: Scene) -> Response:
    return scene.page("form.html", title="Join Us")


def file_stub(scene: Scene) -> Response:
    return scene.page("stub.html", title="contract_2023.pdf")


def denied(scene: Scene) -> Response:
    text = render("open_atrium/denied.html", scene=scene, space=scene.space, prefix=scene.prefix, title="Access Denied")
    return html(text, 403)


def missing(request: Request) -> Response:
    scene = Scene(SPACES[0], request, (), 1)
    text = render("open_atrium/missing.html", scene=scene, space=SPACES[0], prefix="", title="Page not found")
    return html(text, 404)


def _events(scene: Scene, *, with_locals: bool = False) -> Sequence[Post]:
    """Events of the space, newest entered first."""
    wanted = [scene.space] + [space for space in SPACES if with_locals and space.parent == scene.space.slug]
    return [post for post in scene.posts if post.event and post.source in {space.source for space in wanted}]


def _local(at: datetime) -> datetime:
    return at.astimezone(CENTRAL)
