"""What all doors share: examples in --help, paths beside scrapy.cfg, errors as one sentence and an exit code."""

from __future__ import annotations

import argparse
import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings
from scrapy.utils.conf import closest_scrapy_cfg

from errors import NewsError


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
            run(command, args, opts)
        except NewsError as error:
            print(f"{sys.argv[0].rpartition('/')[2]} {command.verb}: {error}", file=sys.stderr)
            command.exitcode = error.exit_code

    return guarded
