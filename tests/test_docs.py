"""What the pages promise is there, and what is there is written down."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import settings

ROOT = Path(__file__).resolve().parent.parent
OWN_SETTINGS = [
    "ARCHIVE_PATH",
    "REGISTRY_DIR",
    "KIND_RULES",
    "STORY_RULINGS",
    "TOPIC_RULES",
    "BODY_NAMES",
    "GAZETTEER_DIR",
    "METRICS_FILE",
    "CAPTURES_DIR",
    "CAPTURES",
    "CAPTURES_MAX_GB",
    "CAPTURES_KEEP_DAYS",
    "LOOK_AGAIN_PER_VISIT",
    "RUN_LOG",
    "PING_ADDRESS",
    "BACKUP_DIR",
    "CONTACT",
    "SITE_ADDRESS",
    "WATCH_ZONE",
    "ALLOW_PRIVATE_HOSTS",
    "CRAWL_DELAY_MAX",
    "PAGE_DELAY",
    "INSTALLATION_LIMIT",
    "INSTALLATION_DELAY",
    "READ_WORKERS",
    "PRACTICE_WEB",
    "CRAWL_NOW",
    "BROWSER_PATH",
    "PAGES_PER_VISIT",
]
VERBS = sorted(
    path.stem for path in (ROOT / "commands").glob("*.py") if "class Command(" in path.read_text(encoding="utf-8")
)


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", OWN_SETTINGS)
def test_every_setting_of_ours_is_told_of(name: str) -> None:
    assert hasattr(settings, name)
    assert f"| `{name}` |" in page("docs/settings.md")


def test_no_setting_is_told_of_that_is_not_there() -> None:
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", page("docs/settings.md"), re.MULTILINE))
    assert told == set(OWN_SETTINGS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_in_the_readme_or_its_help_and_shows_examples(verb: str) -> None:
    shown = subprocess.run(
        [Path(sys.executable).parent / "scrapy", verb, "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert f"scrapy {verb}" in page("README.md") + page("docs/house.md") + page("CHANGELOG.md") + page(
        "docs/operating.md"
    )
    assert "examples:" in shown.stdout and f"scrapy {verb}" in shown.stdout


def test_links_between_pages_lead_somewhere() -> None:
    for source in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", source.read_text(encoding="utf-8")):
            assert (source.parent / target).exists(), f"{source.name} links to {target}"


def test_make_targets_of_the_readme_exist() -> None:
    makefile = page("Makefile")
    for target in set(re.findall(r"(?:`|^)make ([a-z-]+)", page("README.md") + page("CONTRIBUTING.md"), re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_lock_files_name_no_host_and_no_index() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-ui.lock"):
        for line in page(name).splitlines():
            assert "://" not in line and not line.startswith(("--index-url", "--extra-index-url", "--find-links")), line
        assert page(name).count("--hash=sha256:") > 100


def test_every_locked_package_of_the_runtime_is_locked_alike_for_development() -> None:
    pinned = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.MULTILINE)
    development = dict(pinned.findall(page("requirements-dev.lock")))
    assert {name: development.get(name) for name, _ in pinned.findall(page("requirements.lock"))} == dict(
        pinned.findall(page("requirements.lock"))
    )
