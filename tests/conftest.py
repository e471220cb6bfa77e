"""What holds for every test: which database, no network, a clean cache."""

import atexit
import ipaddress
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import django
import hypothesis
import pytest
from django.core.cache import caches
from django.db import connections
from django.test import override_settings

from tests.examples import LONG
from tests.postgres import running_postgres
from tests.shipped import copy_shipped, keep_shipped

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def choose_database() -> None:
    """With TEST_DB=postgres, start one server for this run and all its worker processes."""
    name = os.environ.get("TEST_DB", "sqlite")
    if name not in {"sqlite", "postgres"}:
        raise pytest.UsageError(f"TEST_DB is {name!r}; it must be sqlite or postgres")
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    os.environ.pop("DATABASE_URL", None)
    if name == "postgres":
        stack = ExitStack()
        atexit.register(stack.close)
        os.environ["DATABASE_URL"] = stack.enter_context(running_postgres())


hypothesis.settings.register_profile(LONG, max_examples=1000, deadline=None)
if os.environ.get("HYPOTHESIS_PROFILE") == LONG:
    hypothesis.settings.load_profile(LONG)
# Before the settings are read, which name the database; so pyproject.toml leaves naming the settings to this line.
choose_database()
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
# Playwright runs an event loop in the test's thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The second run, on PostgreSQL, leaves out what says the same whichever the database is.

    A test whose only use of the database is in another process has to carry the mark `django_db`.
    """
    if os.environ.get("TEST_DB") != "postgres":
        return
    left_out = [item for item in items if not depends_on_the_database(item)]
    items[:] = [item for item in items if depends_on_the_database(item)]
    config.hook.pytest_deselected(items=left_out)


def depends_on_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("one_database"):
        return False
    if DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    return item.get_closest_marker("django_db") is not None and item.get_closest_marker("read_once") is None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite tests run on a file as the site does; in memory, threads would share one connection."""
    connection = connections["default"]
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        # Nothing in a test run has to survive a power cut, so waiting for the disk would only cost time.
        options = connection.settings_dict["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


@pytest.fixture(scope="session")
def shipped_tables(django_db_setup: None, django_db_blocker: Any) -> list[str]:
    """What `copy_shipped` copies; loading takes a hundred times as long."""
    with django_db_blocker.unblock():
        return keep_shipped()


@pytest.fixture
def shipped_catalogue(shipped_tables: list[str], db: None) -> None:
    copy_shipped(shipped_tables)


def is_on_this_machine(family: int, address: Any) -> bool:
    if family == socket.AF_UNIX:
        return True
    host = str(address[0])
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Any connection that would leave this machine raises RuntimeError."""
    real = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex")}

    def guarded(name: str) -> Any:
        def attempt(self: socket.socket, address: Any) -> Any:
            if not is_on_this_machine(self.family, address):
                raise RuntimeError(f"a test tried to reach {address}; tests run without the network")
            return real[name](self, address)

        return attempt

    with pytest.MonkeyPatch.context() as patch:
        for name in real:
            patch.setattr(socket.socket, name, guarded(name))
        yield


@pytest.fixture(autouse=True, scope="session")
def quick_settings() -> Iterator[None]:
    """A cache that needs no database, password hashes that take no time, and pages without end."""
    with override_settings(
        CACHES={
            name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
            for name in ("default", "pages")
        },
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        # One test may ask for more pages than a person does.
        PLANS_PER_MINUTE=1_000_000,
        QUESTIONS_PER_MINUTE=1_000_000,
    ):
        yield


@pytest.fixture(autouse=True)
def clean_cache(quick_settings: None) -> Iterator[None]:
    """Rate limits live in the cache and would leak from test to test."""
    clear_caches()
    yield
    clear_caches()


def clear_caches() -> None:
    for each in caches.all(initialized_only=True):
        each.clear()
