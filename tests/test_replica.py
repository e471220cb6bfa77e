"""A replica that lags: everybody reads old rows from it, but never those who have just written."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Runs in a process of its own, since Django's connections are made up when it starts.
SCRIPT = """
import json, shutil, sys
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from advisor.models import Path
from tests import factories

local = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
settings.CACHES = {name: {**local, "LOCATION": name} for name in ("default", "pages")}
call_command("migrate", verbosity=0)
course = factories.create_course(slug="knots", title="Old title")
user = factories.create_user()
connection.close()
primary, replica = (settings.DATABASES[name]["NAME"] for name in ("default", "replica"))
connection.connect()
connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
shutil.copy(primary, replica)
type(course).objects.filter(pk=course.pk).update(title="New title")

client = Client()
client.force_login(user)

def title():
    page = client.get("/courses/knots/").content.decode()
    return "new" if "New title" in page else "old" if "Old title" in page else "none"

said = {"log_in": title()}
answer = client.post("/courses/knots/report/", {"field": "price", "message": "It rose."})
said["report"] = answer.status_code
said["cookie"] = {**client.cookies["just_wrote"]} if "just_wrote" in client.cookies else None
said["after_writing"] = title()
del client.cookies["just_wrote"]
said["a_moment_later"] = title()
said["stranger"] = "new" if b"New title" in Client().get("/courses/knots/").content else "old"
said["replica_rows"] = connections["replica"].cursor().execute("SELECT count(*) FROM catalog_factreport").fetchone()[0]
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("replica")
    urls = {
        "DATABASE_URL": f"sqlite:///{folder / 'primary.sqlite3'}",
        "DATABASE_REPLICA_URL": f"sqlite:///{folder / 'replica.sqlite3'}",
    }
    environment = {**os.environ, **urls, "DJANGO_SETTINGS_MODULE": "config.settings", "ALLOWED_HOSTS": "testserver"}
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    answers: dict[str, object] = json.loads(result.stdout.splitlines()[-1])
    return answers


def test_reading_goes_to_the_replica(said: dict[str, object]) -> None:
    assert said["stranger"] == said["log_in"] == said["a_moment_later"] == "old"


def test_whoever_has_just_written_reads_from_the_primary(said: dict[str, object]) -> None:
    assert said["report"] in {200, 302}
    assert said["after_writing"] == "new"


def test_writing_goes_to_the_primary_alone(said: dict[str, object]) -> None:
    assert said["replica_rows"] == 0


def test_cookie_lasts_a_moment_and_is_no_script_s(said: dict[str, object]) -> None:
    cookie = said["cookie"]
    assert isinstance(cookie, dict)
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (10, True, "Lax")
