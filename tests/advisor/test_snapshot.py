"""What the planner knows of the catalogue is the same whichever database holds it."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from advisor.snapshot import Catalogue

STORE = """
import django; django.setup()
import pathlib, pickle, sys
from django.core.management import call_command
from advisor.snapshot import read_catalogue
call_command("migrate", verbosity=0)
call_command("load_catalog", verbosity=0)
pathlib.Path(sys.argv[1]).write_bytes(pickle.dumps(read_catalogue()))
"""


@pytest.mark.django_db
def test_both_databases_read_the_same_catalogue(shipped: Catalogue, tmp_path: Path) -> None:
    """So tests of `shipped` and of nothing else stored need one database alone."""
    if connection.vendor == "sqlite":
        pytest.skip("the run on PostgreSQL compares the two")
    file = tmp_path / "catalogue.pickle"
    environment = {**os.environ, "DATABASE_URL": "sqlite:///:memory:"}
    subprocess.run([sys.executable, "-c", STORE, str(file)], env=environment, check=True)
    other = pickle.loads(file.read_bytes())
    assert other == shipped
    for kind in ("courses", "skills", "goals"):
        assert list(getattr(other, kind)) == list(getattr(shipped, kind))
