"""Make the project's own environment: `python3 bootstrap.py [--dev | --ui]`. Needs Python 3.11+ and nothing else.

Builds `.venv` and installs the locked packages, each checked by its hash and none resolved anew, so that every
machine runs the same versions. Running it again is cheap: a stamp holds the hash of what was installed last.
`--ui` makes `.venv-ui` for the tests in a real browser, and sees to it that there is one: the plugin that drives a
browser keeps an event loop of its own, which the other tests would trip over.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main(arguments: list[str]) -> int:
    """Build or refresh the environment; returns an exit code, 0 when it is ready."""
    problem = what_is_missing()
    if problem:
        print(f"install: {problem}", file=sys.stderr)
        return 2
    if "--ui" in arguments:
        return install(ROOT / ".venv-ui", ROOT / "requirements-ui.lock") or see_to_a_browser(ROOT / ".venv-ui")
    return install(ROOT / ".venv", ROOT / ("requirements-dev.lock" if "--dev" in arguments else "requirements.lock"))


def install(venv: Path, lock: Path) -> int:
    """Bring an environment to what a lock file says; an exit code."""
    python = python_of(venv)
    stamp = venv / f"{lock.name}.sha256"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return 0
    if not python.exists():
        print(f"install: making {venv.name} with Python {sys.version.split()[0]}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    print(f"install: packages of {lock.name} (about 20 seconds)", flush=True)
    # --no-deps: the lock is complete, and older pips fail to resolve some of its extras.
    command = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", str(lock)]
    if subprocess.run(command, env=quiet_pip()).returncode:
        print("install: pip could not install the packages; is the network (PyPI) reachable?", file=sys.stderr)
        return 2
    stamp.write_text(wanted)
    return 0


def python_of(venv: Path) -> Path:
    """The interpreter of an environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def see_to_a_browser(venv: Path) -> int:
    """A Chromium for the tests: one on the PATH, else Debian's, else one that Playwright downloads; an exit code."""
    if any(map(shutil.which, BROWSERS)) or is_kept_by_playwright(venv):
        return 0
    print("install: a Chromium (about two minutes)", flush=True)
    as_root = [] if getattr(os, "geteuid", lambda: 1)() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and (not as_root or shutil.which("sudo")):
        apt = [*as_root, "apt-get", "-q", "-y"]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*apt, "update"], env=quiet, stdout=subprocess.DEVNULL)
        subprocess.run([*apt, "install", "--no-install-recommends", "chromium"], env=quiet, stdout=subprocess.DEVNULL)
    # Ubuntu's package of that name is a stub for a store that containers and servers often lack.
    if any(map(shutil.which, BROWSERS)):
        return 0
    subprocess.run([str(python_of(venv)), "-m", "playwright", "install", "chromium"])
    if is_kept_by_playwright(venv):
        return 0
    print("install: there is no Chromium, and none could be installed; install one, then again.", file=sys.stderr)
    return 2


def is_kept_by_playwright(venv: Path) -> bool:
    """Whether Playwright has a browser of its own, downloaded by it earlier."""
    ask = "from playwright.sync_api import sync_playwright as start; p = start().start()"
    ask += "; print(p.chromium.executable_path); p.stop()"
    told = subprocess.run([str(python_of(venv)), "-c", ask], capture_output=True, text=True)
    return told.returncode == 0 and Path(told.stdout.strip()).is_file()


def what_is_missing() -> str | None:
    """Say in one sentence what keeps an environment from being made here, or None."""
    if sys.version_info < (3, 11):  # noqa: UP036  this file runs before anything checked the version
        return f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}."
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return "this Python cannot make environments; on Debian and Ubuntu: apt-get install python3-venv."
    return None


def quiet_pip() -> dict[str, str]:
    """The caller's environment, with pip's notes on newer versions of itself turned off."""
    return {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
