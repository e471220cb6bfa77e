"""The shipped catalogue as plain values, read once for all tests that hold advice against it."""

from typing import Any

import pytest
from django.db import transaction

from advisor.planning import Advisor
from advisor.snapshot import Catalogue, read_catalogue
from tests.shipped import copy_shipped


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Only for tests that say so does pytest-django make a database; without one, `shipped` would read the site's."""
    for item in items:
        if "shipped" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)
            item.add_marker(pytest.mark.read_once)


@pytest.fixture(scope="session")
def shipped(shipped_tables: list[str], django_db_blocker: Any) -> Catalogue:
    """Nothing stays in the database."""
    with django_db_blocker.unblock(), transaction.atomic():
        copy_shipped(shipped_tables)
        catalogue = read_catalogue()
        transaction.set_rollback(True)
    return catalogue


@pytest.fixture(scope="session")
def shipped_advisor(shipped: Catalogue) -> Advisor:
    return Advisor(shipped)
