"""What all doors share: examples in --help, paths beside scrapy.cfg, checked settings, errors as one sentence."""

from __future__ import annotations

import argparse
import difflib
import functools
import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings, default_settings
from scrapy.utils.conf import closest_scrapy_cfg

from errors import InputError, NewsError
from registry.watching import OURS

#: our numbers and the range that makes sense for each
RANGES: dict[str, tuple[float, float]] = {
    "CRAWL_DELAY_MAX": (0, 86_400),
    "PAGE_DELAY": (0, 86_400),
    "INSTALLATION_LIMIT": (1, 100),
    "INSTALLATION_DELAY": (0, 86_400),
    "READ_WORKERS": (0, 64),
    "PAGES_PER_VISIT": (1, 1_000_000),
    "CAPTURES_MAX_GB": (0, 1_000_000),
    "CAPTURES_KEEP_DAYS": (0, 36_500),
}


def root() -> Path:
    """The directory of scrapy.cfg: all paths in the settings are relative to it."""
    return Path(closest_scrapy_cfg()).parent


def path_in(settings: BaseSettings, name: str) -> Path:
    """A path setting as an absolute path."""
    return root() / str(settings[name])


def with_examples(parser: argparse.ArgumentParser, *lines: str) -> None:
    """Show ready-made calls at the end of --help."""
    parser.epilog = "examples:\n" + "\n".join(f"  {line}" for line in lines)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter


def door(run: Callable[..., Any]) -> Callable[..., Any]:
    """Turn a NewsError of a command's `run` into one sentence on stderr and its exit code."""

    @functools.wraps(run)
    def guarded(command: Any, args: list[str], opts: argparse.Namespace) -> None:
        try:
            check_settings(command.settings)
            captures_beside_archive(command.settings)
            refuse_options_among(args)
            run(command, args, opts)
        except NewsError as error:
            print(f"scrapy {command.verb}: {error}", file=sys.stderr)
            command.exitcode = error.exit_code

    return guarded


def refuse_options_among(words: list[str]) -> None:
    """Scrapy hands over options that no command knows as if they were words. Raises InputError for one."""
    for word in words:
        if word.startswith("-"):
            raise InputError(f"There is no option {word}; --help shows those that there are.")


def check_settings(settings: BaseSettings) -> None:
    """Raise InputError for a mistyped name or an impossible value: a typo must not collect into another file."""
    ours = {name for name in vars(importlib.import_module("settings")) if name.isupper()}
    known = ours | {name for name in vars(default_settings) if name.isupper()}
    for name in os.environ:
        if name.startswith("NEWS_") and name.removeprefix("NEWS_") not in known and not name.startswith(OURS):
            raise InputError(f"{name} is no setting{_nearest(name.removeprefix('NEWS_'), known, 'NEWS_')}")
    for name in settings:
        if settings.getpriority(name) == SETTINGS_PRIORITIES["cmdline"] and name not in known:
            raise InputError(f"{name} is no setting{_nearest(name, known)}")
    for name, (least, most) in RANGES.items():
        try:
            number = float(settings[name])
        except (TypeError, ValueError):
            raise InputError(f"{name} must be a number, and {settings[name]!r} is none.") from None
        if not least <= number <= most:
            raise InputError(f"{name} must be from {least:,} to {most:,}, and is {settings[name]}.")
    try:
        settings.getbool("ALLOW_PRIVATE_HOSTS")
    except ValueError:
        raise InputError(f"ALLOW_PRIVATE_HOSTS is True or False, not {settings['ALLOW_PRIVATE_HOSTS']!r}.") from None
    _check_ping(str(settings["PING_ADDRESS"] or "").strip())


def _check_ping(address: str) -> None:
    """Raise InputError for a dead-man address that no run could ask. It is a secret, so no part of it is printed."""
    if not address:
        return
    try:
        parts = urlsplit(address)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # brackets that hold no address
        sound = False
    if not sound:
        raise InputError(
            "PING_ADDRESS must begin with https:// or http:// and name a host, and does not. What stands there is a"
            " secret and is not printed; docs/settings.md tells of it."
        )


def captures_beside_archive(settings: BaseSettings) -> None:
    """Captures lie beside their archive unless their folder is named: `-s ARCHIVE_PATH=` moves both."""
    if (settings.getpriority("ARCHIVE_PATH") or 0) > (settings.getpriority("CAPTURES_DIR") or 0):
        folder = str(Path(str(settings["ARCHIVE_PATH"])).parent / "captures")
        settings.set("CAPTURES_DIR", folder, priority="cmdline")


def _nearest(name: str, known: set[str], prefix: str = "") -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"; did you mean {prefix}{near[0]}?" if near else "; docs/settings.md lists them."


def above_zero(text: str) -> float:
    """An argument that is a number above 0. Raises ArgumentTypeError."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < 1_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
    return number


def whole_above_zero(text: str) -> int:
    """An argument that is a whole number above 0. Raises ArgumentTypeError."""
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number above 0")
    return int(text)
