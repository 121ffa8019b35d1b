"""The processes that read pages end with the engine, however it ends, and leave Ctrl-C to it."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SCRAPY = ROOT / "no-such-file"
