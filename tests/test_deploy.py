"""What is shipped for running the site names only what exists."""

import configparser
import os
import re
import shlex
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
EXAMPLE = (ROOT / ".env.example").read_text()
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())


def read_unit(path: Path) -> configparser.RawConfigParser:
    unit = configparser.RawConfigParser(strict=True)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(path.read_text())
    return unit


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_start_what_exists(path: Path) -> None:
    unit = read_unit(path)
    if path.suffix == ".timer":
        assert path.with_suffix(".service").is_file()
        assert unit["Timer"]["OnCalendar"]
        return
    program, *arguments = shlex.split(unit["Service"]["ExecStart"])
    assert Path(program).name in {"python", "gunicorn"}
    if arguments[0] == "manage.py":
        assert arguments[1] in get_commands()
        assert path.with_suffix(".timer").is_file()


def test_timers_of_containers_and_of_systemd_run_the_same_commands() -> None:
    script = (ROOT / "deploy" / "timers.sh").read_text()
    in_containers = set(re.findall(r"manage\.py (\w+)", script))
    services = [read_unit(path) for path in UNITS if path.suffix == ".service"]
    with_systemd = {
        match[1] for unit in services if (match := re.search(r"manage\.py (\w+)", unit["Service"]["ExecStart"]))
    }
    assert in_containers == with_systemd


def test_compose_sets_only_known_variables() -> None:
    known = set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE))
    assert set(COMPOSE["x-site"]["environment"]) <= known


def test_compose_starts_after_what_it_needs() -> None:
    services = COMPOSE["services"]
    needed = {name for service in services.values() for name in service.get("depends_on", ())}
    assert needed <= set(services)
    assert services["app"]["deploy"]["replicas"] == 2
    mounted = [volume.split(":")[0] for service in services.values() for volume in service.get("volumes", ())]
    assert all((ROOT / path).is_file() for path in mounted if path.startswith("./"))


def test_image_copies_what_exists_and_nothing_is_left_out() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    copied = set(re.findall(r"^COPY (\S+) \S+$", dockerfile, re.MULTILINE))
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert copied == let_in
    assert all((ROOT / path).exists() for path in copied)


def test_every_variable_that_the_site_reads_is_in_the_example() -> None:
    code = "".join((ROOT / "config" / name).read_text() for name in ("settings.py", "server.py"))
    read = set(re.findall(r'read_(?:text|flag|number|list|choice)\(\s*"([A-Z_]+)"', code))
    assert read == set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE))


def test_timers_script_is_sound_shell() -> None:
    assert os.spawnlp(os.P_WAIT, "sh", "sh", "-n", str(ROOT / "deploy" / "timers.sh")) == 0
