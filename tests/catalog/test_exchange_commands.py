"""Import and export by command."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Course, Draft, Revision
from tests.catalog.exchanging import csv_of, state
from tests.factories import create_course

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("format", ["csv", "xlsx", "json"])
def test_export_applied_again_changes_nothing(format: str, tmp_path: Path) -> None:
    create_course(requires={"wool": 1})
    path = tmp_path / f"courses.{format}"
    call_command("export_courses", str(path), "--format", format)
    before = state()
    call_command("import_courses", str(path), "--apply", "--publish", verbosity=0)
    assert state() == before


def test_export_writes_to_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    create_course(slug="weaving")
    call_command("export_courses", "--format", "json")
    assert b'"slug": "weaving"' in capfdbinary.readouterr().out


def test_dry_run_says_what_would_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    create_course(slug="weaving", year=2020)
    path = tmp_path / "courses.csv"
    path.write_bytes(csv_of("slug,year", "weaving,2021"))
    call_command("import_courses", str(path))
    assert "Row 2, weaving: changed\n  year: 2020 → 2021" in capsys.readouterr().out
    assert (Course.objects.get().year, Draft.objects.count(), Revision.objects.count()) == (2020, 0, 0)


def test_apply_drafts_and_publish_publishes(tmp_path: Path) -> None:
    create_course(slug="weaving", year=2020)
    path = tmp_path / "table"
    path.write_bytes(csv_of("slug,year", "weaving,2021"))
    call_command("import_courses", str(path), "--format", "csv", "--apply", verbosity=0)
    assert (Course.objects.get().year, Draft.objects.get().document["year"]) == (2020, 2021)
    call_command("import_courses", str(path), "--format", "csv", "--apply", "--publish", verbosity=0)
    assert Course.objects.get().year == 2021


@pytest.mark.parametrize("name", ["courses.txt", "missing.csv"])
def test_file_that_is_none_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "courses.txt").write_text("slug\nx\n")
    with pytest.raises(CommandError) as caught:
        call_command("import_courses", str(tmp_path / name))
    assert caught.value.returncode == 2
