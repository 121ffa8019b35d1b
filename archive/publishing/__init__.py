"""The public build: a database that anybody may be served, made of what allowed.py lists and of nothing else."""

from __future__ import annotations

from archive.publishing.building import begin, seal
from archive.publishing.checking import check_build
from archive.publishing.describing import tables_of_build
from archive.publishing.opening import APPLICATION_ID, is_public_build

__all__ = ["APPLICATION_ID", "begin", "check_build", "is_public_build", "seal", "tables_of_build"]
