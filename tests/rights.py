"""Directories that cannot be written, also for tests that run as root, whom no permission stops."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_DROP_FROM_BOUNDING_SET, _DAC_OVERRIDE, _DAC_READ_SEARCH = 24, 1, 2  # linux/prctl.h, linux/capability.h


def obey_permissions() -> None:
    """For `preexec_fn`: what is executed next keeps its user, but permissions hold for it though it be root."""
    if os.geteuid() == 0:
        for right in (_DAC_OVERRIDE, _DAC_READ_SEARCH):
            if ctypes.CDLL(None).prctl(_DROP_FROM_BOUNDING_SET, right, 0, 0, 0):
                raise OSError("the right to pass over permissions cannot be dropped")


@contextmanager
def read_only(directory: Path) -> Iterator[None]:
    """Neither the directory nor the files in it can be written meanwhile."""
    files = list(directory.iterdir())
    for file in files:
        file.chmod(0o444)
    directory.chmod(0o555)
    try:
        yield
    finally:
        directory.chmod(0o755)
        for file in files:
            file.chmod(0o644)
