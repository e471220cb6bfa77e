"""A session that can't be saved: because it was ended meanwhile, or because the database is away."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client

from config.sessions import SessionStore
from tests.factories import create_goal

pytestmark = pytest.mark.django_db


def fail(*_: object, **__: object) -> None:
    raise OperationalError("server closed the connection unexpectedly")


def test_database_that_is_away_is_no_bad_request(monkeypatch: pytest.MonkeyPatch) -> None:
    create_goal(slug="weave", targets={"weaving": 2})
    client = Client(raise_request_exception=False)
    assert client.post("/start/goal/", {"answer": "weave"}).status_code == 302
    monkeypatch.setattr(Session, "save", fail)
    assert client.post("/start/goal/", {"answer": "weave"}).status_code == 503


def test_session_that_was_ended_meanwhile_stays_ended() -> None:
    session = SessionStore()
    session.save()
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        session.save()
