"""The shipped catalogue as questions are answered from it, read once."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from advisor.ask.editorial import read_editorial
from advisor.ask.library import Library
from advisor.ask.replies import Reply, ask
from advisor.ask.shelf import read_shelf
from advisor.planning import Advisor
from advisor.snapshot import read_catalogue
from tests.shipped import copy_shipped

TODAY = date(2026, 11, 21)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Only for tests that say so does pytest-django make a database."""
    for item in items:
        if {"library", "answer_to"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.django_db)
            item.add_marker(pytest.mark.read_once)


@pytest.fixture(scope="session")
def library(shipped_tables: list[str], django_db_blocker: Any) -> Library:
    """Nothing stays in the database."""
    with django_db_blocker.unblock(), transaction.atomic():
        copy_shipped(shipped_tables)
        catalogue = read_catalogue()
        library = Library(Advisor(catalogue), read_shelf(catalogue), read_editorial())
        transaction.set_rollback(True)
    return library


@pytest.fixture(scope="session")
def answer_to(library: Library) -> Any:
    def answer_to(text: str, **data: Any) -> Reply:
        return ask(text, library, data=data or None, today=TODAY)

    return answer_to
