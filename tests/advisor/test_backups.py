"""A backup, a disaster, a restore: everything is as it was."""

import json
import os
import stat
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from advisor.accounts import export_account
from advisor.models import Completion, User
from catalog.models import Course
from tests import factories
from tests.postgres import find_programs, unprivileged_account

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump of the very server that the tests run on; an older one refuses to read it."""
    if connection.vendor == "postgresql":
        folder = find_programs(tmp_path, unprivileged_account(tmp_path))
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def everything() -> str:
    """What people and programs can take away, but for the moment of taking it."""
    users = [{**export_account(user), "exported_at": None} for user in User.objects.order_by("pk")]
    courses = list(Course.objects.order_by("slug").values())
    return json.dumps([users, courses], default=str, sort_keys=True)


def populate() -> User:
    user = factories.create_user(email="keeper@example.org")
    Completion.objects.create(
        user=user,
        course=factories.create_course(title="Knöten für Anfänger"),
        state="done",
        finished_on=date(2026, 5, 4),
    )
    return user


@pytest.mark.usefixtures("programs")
def test_everything_is_back_after_a_disaster(tmp_path: Path) -> None:
    user = populate()
    before = everything()
    call_command("backup", tmp_path / "all.backup")
    Completion.objects.all().delete()
    user.delete()
    Course.objects.update(title="Spoilt")
    assert everything() != before
    call_command("restore", tmp_path / "all.backup")
    assert everything() == before
    # The catalogue's triggers are back as well: an edit still changes the version.
    assert factories.create_course().pk


@pytest.mark.usefixtures("programs")
def test_backup_is_for_its_owners_eyes(tmp_path: Path) -> None:
    call_command("backup", tmp_path / "all.backup")
    assert stat.S_IMODE((tmp_path / "all.backup").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["all.backup"]


def test_backup_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old")
    with pytest.raises(CommandError, match="exists"):
        call_command("backup", tmp_path / "old")
    assert (tmp_path / "old").read_text() == "old"


def test_backup_names_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no folder"):
        call_command("backup", tmp_path / "nowhere" / "all.backup")


@pytest.mark.usefixtures("programs")
def test_restore_asks_before_it_replaces_accounts(tmp_path: Path) -> None:
    call_command("backup", tmp_path / "empty.backup")
    populate()
    before = everything()
    with pytest.raises(CommandError, match=r"accounts \(1\)"):
        call_command("restore", tmp_path / "empty.backup")
    assert everything() == before
    call_command("restore", tmp_path / "empty.backup", replace=True)
    assert not User.objects.exists()


@pytest.mark.usefixtures("programs")
@pytest.mark.parametrize(
    "content", [b"", b"hello", b"SQLite format 3\x00 and then nonsense" * 99, b"PGDMP and nonsense" * 99]
)
def test_restore_refuses_other_files_and_changes_nothing(tmp_path: Path, content: bytes) -> None:
    factories.create_course()
    before = everything()
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(CommandError, match="file"):
        call_command("restore", tmp_path / "file")
    assert everything() == before


def test_restore_names_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no file"):
        call_command("restore", tmp_path / "nowhere")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL's programs")
def test_backup_says_when_programs_are_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CommandError, match="pg_dump is missing"):
        call_command("backup", tmp_path / "all.backup")
