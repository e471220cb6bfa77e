"""The shipped catalogue as questions are answered from it, read once."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from advisor.ask.editorial import read_editorial
from advisor.ask.library import Library
from advisor.ask.replies import Reply, ask
from advisor.ask.shelf import read_shelf
from advisor.planning import Advisor
from advisor.snapshot import read_catalogue

TODAY = date(2026, 11, 21)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Only for tests that say so does pytest-django make a database."""
    for item in items:
        if {"library", "answer_to"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def library(django_db_setup: None, django_db_blocker: Any) -> Library:
    """Nothing stays in the database."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_catalog", verbosity=0)
        catalogue = read_catalogue()
        library = Library(Advisor(catalogue), read_shelf(catalogue), read_editorial())
        transaction.set_rollback(True)
    return library


@pytest.fixture(scope="module")
def shipped_catalogue(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """In the database for all tests of a module, each of which undoes its own writes."""
    whole = transaction.atomic()
    with django_db_blocker.unblock():
        whole.__enter__()
        call_command("load_catalog", verbosity=0)
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture(scope="session")
def answer_to(library: Library) -> Any:
    def answer_to(text: str, **data: Any) -> Reply:
        return ask(text, library, data=data or None, today=TODAY)

    return answer_to
