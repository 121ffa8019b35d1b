"""`python -m practice` serves the practice web; `python -m practice check ARCHIVE` compares an archive with its truth.

With `--registry DIR` it serves, instead of its own sites, a small site of the right make for every row of a registry;
with `--sites 100 --registry DIR` a hundred sites that reprint one union, whose rows it writes to DIR.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from errors import NewsError
from practice import server
from practice.shapes import DAYS, now


def main(arguments: list[str]) -> int:
    """Exit code 0: well; 1: the archive misses a bar; 2: used wrongly or the port is in use."""
    if arguments[:1] == ["check"]:
        from practice import check

        return check.main(arguments[1:])
    if arguments[:1] == ["cron"]:
        from practice.cron import running

        return running.main(arguments[1:])
    return _serve(arguments)


def _serve(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m practice", description="Serve the practice web on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=8010, help="port on 127.0.0.1 (default 8010; 0 takes a free one)")
    parser.add_argument("--day", type=int, choices=DAYS, default=1, help="which day of the practice web to show")
    parser.add_argument(
        "--registry", metavar="DIR", type=Path, help="serve a small site for every row of this registry instead"
    )
    parser.add_argument(
        "--sites",
        metavar="N",
        type=int,
        help="serve N sites that reprint one union; their rows are written to --registry",
    )
    given = parser.parse_args(arguments)
    if given.sites and not given.registry:
        parser.error("--sites needs --registry DIR, where the rows of the sites are written")
    try:
        handler = _handler(given.registry, given.sites) if given.registry else None
        with server.running(given.day, given.port, handler) as running:
            print(f"The practice web, day {given.day}, is on {running.base_url} (Ctrl-C ends it).", flush=True)
            print(f"Its clock: CRAWL_NOW={now(given.day).isoformat()}", flush=True)
            while True:
                time.sleep(3600)
    except NewsError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except OSError as error:
        print(f"Port {given.port} on 127.0.0.1 cannot be used: {error.strerror}.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0


def _handler(directory: Path, sites: int | None) -> server.Handler:
    """Sites for the rows of a registry, or so many with new rows. Raises RegistryError where a row is wrong."""
    import registry

    if sites:
        from practice.many import Many

        return Many(sites, directory)
    from practice.everywhere import everywhere

    return everywhere(registry.load(directory))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
