"""The ready-made files of deploy/: they name what there is, agree with one another, and pass the tools that read them."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from registry.watching import OURS

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
HOME = "/srv/news-archive"
LOGROTATE, ANALYZE = "/usr/sbin/logrotate", shutil.which("systemd-analyze")


def unit(path: Path) -> ConfigParser:
    """A unit file; of a name that stands twice the last value counts."""
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(path.read_text(encoding="utf-8"))
    return parser


def compose() -> Any:
    return yaml.safe_load((DEPLOY / "docker" / "compose.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(DEPLOY).as_posix())
def test_every_verb_and_setting_that_a_file_names_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    verbs = {file.stem for file in (ROOT / "commands").glob("*.py")}
    assert set(re.findall(r"bin/scrapy (\w+)", text)) | set(re.findall(r"[;&] scrapy (\w+)", text)) <= verbs
    told = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    carriers = tuple(name.removeprefix("NEWS_") for name in OURS)
    assert all(f"| `{name}` |" in told or name.startswith(carriers) for name in re.findall(r"NEWS_([A-Z_]+)", text))
    assert text.endswith("\n") and "\t" not in text


def test_a_shell_reads_every_line_of_the_settings_as_it_is_written() -> None:
    lines = (DEPLOY / "news-archive.env").read_text(encoding="utf-8").splitlines()
    pairs = [line.lstrip("#").partition("=") for line in lines if re.match(r"#?NEWS_\w+=", line)]
    assert any("&" in value for _, _, value in pairs)
    script = "set -a\n" + "\n".join(f"{name}={value}" for name, _, value in pairs) + "\nexec env"
    told = subprocess.run(["/bin/sh", "-c", script], env={}, capture_output=True, text=True, check=True)
    assert told.stderr == ""
    assert {f"{name}={value.strip(chr(39))}" for name, _, value in pairs} <= set(told.stdout.splitlines())


def test_every_file_is_told_of() -> None:
    told = (DEPLOY / "README.md").read_text(encoding="utf-8") + (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    for path in FILES:
        assert path.name in (told + "README.md") or path.parent.name in ("systemd", "docker"), path


@pytest.mark.parametrize("path", [one for one in UNITS if one.suffix == ".service"], ids=lambda path: path.name)
def test_a_service_sets_its_directory_and_may_do_little(path: Path) -> None:
    service = unit(path)["Service"]
    assert service["WorkingDirectory"] == HOME and service["ExecStart"].startswith("/")
    assert service["User"] != "root" and service["ReadWritePaths"].split()[0] == f"{HOME}/data"
    assert (service["ProtectSystem"], service["NoNewPrivileges"]) == ("strict", "yes")
    if service["ExecStart"].startswith(f"{HOME}/.venv/bin/scrapy "):
        assert service["CapabilityBoundingSet"] == "" and service["ProtectHome"] == "yes"


def test_every_timer_has_its_service_and_catches_up_after_downtime() -> None:
    for path in UNITS:
        if path.suffix == ".timer":
            assert path.with_suffix(".service").exists() and unit(path)["Timer"]["Persistent"] == "true"


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")
def test_systemd_finds_no_fault_in_the_units(tmp_path: Path) -> None:
    for path in UNITS:  # verified as they are, but for the place, which must exist
        text = re.sub(r"(?m)^(Exec\w+=)\S+", r"\1/bin/true", path.read_text(encoding="utf-8"))
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    verified = subprocess.run(
        [str(ANALYZE), "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert verified.returncode == 0 and "news-archive" not in verified.stderr, verified.stderr


@pytest.mark.skipif(not Path(LOGROTATE).exists(), reason="logrotate is not installed")
def test_logrotate_turns_the_run_log_over_and_the_next_run_goes_on_in_a_new_one(tmp_path: Path) -> None:
    logs = tmp_path / "data" / "log"
    logs.mkdir(parents=True)
    (logs / "runs.jsonl").write_text("x" * 21_000_000)
    rules = tmp_path / "logrotate"
    rules.write_text((DEPLOY / "logrotate").read_text(encoding="utf-8").replace(HOME, str(tmp_path)))
    rules.chmod(0o644)
    done = subprocess.run(
        [LOGROTATE, "--state", str(logs / ".rotated"), str(rules)],
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert (logs / "runs.jsonl").stat().st_size == 0 and len(list(logs.glob("runs.jsonl-*"))) == 1


def test_the_lines_of_cron_have_five_times_one_command_and_no_percent_sign() -> None:
    lines = [line for line in (DEPLOY / "crontab").read_text().splitlines() if line[:1] in "*0123456789"]
    assert len(lines) == 4
    for line in lines:
        *times, command = line.split(None, 5)
        assert all(re.fullmatch(r"\*|\*/\d+|\d+", one) for one in times) and "%" not in line
        assert command.startswith(f"cd {HOME} && ")
        subprocess.run(["/bin/sh", "-n", "-c", command], check=True)


# ---- Docker ----------------------------------------------------------------------------------------------------------
def test_the_image_is_built_from_what_a_bare_clone_has() -> None:
    tracked = set(subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split())
    text = (DEPLOY / "docker" / "Dockerfile").read_text(encoding="utf-8")
    copied = [line.split()[1:-1] for line in text.splitlines() if re.match(r"COPY (?!--from)", line)]
    for name in (name for names in copied for name in names if name != "."):
        assert name in tracked or not tracked, f"{name} is not in git"
    assert text.count("FROM python:") == 2 and "USER 10001" in text and 'ENTRYPOINT ["scrapy"]' in text
    assert not re.search(r"\b(ADD|latest|sudo|curl|wget)\b", text)


def test_nothing_private_goes_into_the_image() -> None:
    left_out = (DEPLOY / "docker" / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    ignored = {line for line in (ROOT / ".gitignore").read_text().splitlines() if line.startswith("data/")}
    assert {line.rstrip("/") for line in ignored} <= set(left_out)
    assert {".git", ".venv", "**/*.env"} <= set(left_out)


def test_the_services_of_compose_share_the_archive_and_are_reached_from_this_machine_alone() -> None:
    told = compose()
    assert set(told["services"]) == {"site", "runs", "backups"}
    for service in told["services"].values():
        assert service["read_only"] and service["cap_drop"] == ["ALL"] and service["init"]
        # whatever the file says reaches the program: carriers of watches have names that nobody here knows
        assert service["env_file"] == [{"path": ".env", "required": False}]
        assert service["volumes"] == ["data:/srv/news-archive/data"] and list(told["volumes"]) == ["data"]
        assert (DEPLOY / "docker" / service["build"]["context"] / service["build"]["dockerfile"]).exists()
    assert told["services"]["site"]["ports"] == ["127.0.0.1:8001:8001"]


@pytest.mark.parametrize("name", ["runs", "backups"])
def test_a_container_that_is_stopped_ends_its_run_in_order(name: str, tmp_path: Path) -> None:
    """The loop of compose.yaml under a real shell, with programs in the place of scrapy and sleep that say what they hear."""
    told = tmp_path / "told"
    for program, seconds in (("scrapy", 30 if name == "runs" else 0), ("sleep", 0 if name == "runs" else 30)):
        (tmp_path / program).write_text(
            f"#!/bin/sh\ntrap 'echo {program} ended >> {told}; exit 0' TERM\necho {program} $1 >> {told}\n"
            f"/bin/sleep {seconds} & wait $!\n"
        )
        (tmp_path / program).chmod(0o755)
    script = compose()["services"][name]["command"][0].replace("$$", "$")
    child = subprocess.Popen(
        ["/bin/sh", "-c", script], env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, start_new_session=True
    )
    try:
        while not told.exists() or not told.read_text():
            assert child.poll() is None
            time.sleep(0.02)
        child.send_signal(signal.SIGTERM)
        assert child.wait(timeout=20) == 0
        assert told.read_text().splitlines()[-1] == ("scrapy ended" if name == "runs" else "sleep ended")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
