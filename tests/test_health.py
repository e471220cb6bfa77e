from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from redis.exceptions import ConnectionError as RedisGone

from config import health
from tests.factories import create_course


@pytest.mark.django_db
def test_healthz_with_database(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.content == b"ok\n"


def test_healthz_without_database(client: Client) -> None:
    with patch.object(connection, "cursor", side_effect=OperationalError("gone")):
        response = client.get("/healthz")
    assert response.status_code == 503
    assert b"gone" not in response.content


def test_healthz_refuses_post(client: Client) -> None:
    assert client.post("/healthz").status_code == 405


@pytest.fixture
def unseen_migrations() -> Iterator[None]:
    health.check_migrations.cache_clear()
    yield
    health.check_migrations.cache_clear()


@pytest.mark.django_db
@pytest.mark.usefixtures("unseen_migrations")
def test_readyz_with_everything(client: Client) -> None:
    create_course()
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_without_courses(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"catalogue empty\n")


@pytest.mark.django_db
@pytest.mark.usefixtures("unseen_migrations")
def test_readyz_before_and_after_migrations(client: Client) -> None:
    create_course()
    with patch("config.health.MigrationExecutor.migration_plan", return_value=["one"]):
        assert client.get("/readyz").content == b"migrations missing\n"
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_readyz_without_cache(client: Client) -> None:
    create_course()
    with patch.object(cache, "set", side_effect=RedisGone("gone")):
        response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"cache unavailable\n")


@pytest.mark.django_db
def test_readyz_without_database(client: Client) -> None:
    with patch.object(connection, "cursor", side_effect=OperationalError("gone")):
        response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"database unavailable\n")
