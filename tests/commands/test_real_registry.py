"""The real registry, every host of it sent to practice servers: each row is read by its family."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import registry
from parsing.urls import canonical
from practice import server
from practice.everywhere import everywhere

ROOT = Path(__file__).resolve().parent.parent.parent

Call = Callable[..., subprocess.CompletedProcess[str]]
Ask = Callable[..., list[tuple[Any, ...]]]


def test_every_row_of_the_real_registry_is_read_by_its_family(scrapy: Call, ask: Ask) -> None:
    rows = registry.load(ROOT / "data/registry")
    world = everywhere(rows)
    with server.running(handler=world) as web:
        ended = scrapy("collect", "--json", REGISTRY_DIR="data/registry", PRACTICE_WEB=web.base_url)
    told = json.loads(ended.stdout)
    assert ended.returncode == 0 and not told["failed"], told["failed"]
    assert told["channels"] == len(rows.select()) >= 150
    kept = {(url, title) for url, title in ask("select url, title from items")}
    missing = {
        (channel.id, post.url)
        for channel in rows.select()
        for post in world.truth_of(channel)
        if (canonical(post.url, rows.sites, keep_anchor="#" in post.url), post.piece.title) not in kept
    }
    assert not missing, sorted(missing)[:20]
    families = {family for (family,) in ask("select distinct family from channels")}
    read = dict(ask("select c.family, count(*) from visits v join channels c on c.id = v.channel_id"
                    " where v.outcome = 'ok' group by 1"))  # fmt: skip
    assert read.keys() == families
