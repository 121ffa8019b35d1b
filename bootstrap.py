"""Make the project's own environment: `python3 bootstrap.py [--dev]`. Needs Python 3.11+ and nothing else.

Builds `.venv` and installs the locked packages, each checked by its hash and none resolved anew, so that every
machine runs the same versions. Running it again is cheap: a stamp holds the hash of what was installed last.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def main(arguments: list[str]) -> int:
    """Build or refresh the environment; returns an exit code, 0 when it is ready."""
    lock = ROOT / ("requirements-dev.lock" if "--dev" in arguments else "requirements.lock")
    problem = what_is_missing()
    if problem:
        print(f"install: {problem}", file=sys.stderr)
        return 2
    stamp = VENV / f"{lock.name}.sha256"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return 0
    if not PYTHON.exists():
        print(f"install: making {VENV.name} with Python {sys.version.split()[0]}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    print(f"install: packages of {lock.name} (about 20 seconds)", flush=True)
    # --no-deps: the lock is complete, and older pips fail to resolve some of its extras.
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", str(lock)]
    if subprocess.run(command, env=quiet_pip()).returncode:
        print("install: pip could not install the packages; is the network (PyPI) reachable?", file=sys.stderr)
        return 2
    stamp.write_text(wanted)
    return 0


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
