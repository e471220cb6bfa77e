import json
import runpy
import secrets
import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import global_settings
from django.core import signing
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.signing import BadSignature
from django.db import connection, transaction
from django.test import override_settings

from catalog.models import Provider
from tests.factories import create_provider

SETTINGS = Path(__file__).resolve().parent.parent / "config" / "settings.py"
PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "first.example.org",
    "EMAIL_HOST": "mail.example.org",
}
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite's own options")


def read_settings(patch: pytest.MonkeyPatch, **variables: str) -> dict[str, Any]:
    """What config/settings.py says under these variables alone."""
    for name in (*PRODUCTION, "DEBUG", "DATABASE_URL", "DATABASE_REPLICA_URL", "REDIS_URL", "SECRET_KEY_OLD"):
        patch.delenv(name, raising=False)
    for name, value in variables.items():
        patch.setenv(name, value)
    return runpy.run_path(str(SETTINGS))


def test_settings_need_nothing_in_development(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read_settings(monkeypatch)
    assert settings["DATABASES"]["default"]["ENGINE"] == "django.db.backends.sqlite3"
    assert settings["DEBUG"] is False


def test_settings_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read_settings(monkeypatch, **PRODUCTION)
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_SSL_REDIRECT"]
    assert "Manifest" in settings["STORAGES"]["staticfiles"]["BACKEND"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENVIRONMENT", "prod"),
        ("DEBUG", "maybe"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
        ("EMAIL_PORT", "smtp"),
        ("EMAIL_PORT", "0"),
        ("EMAIL_TLS", "2"),
        ("DATABASE_URL", "mysql://localhost/first"),
    ],
)
def test_settings_refuse_a_bad_value_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        read_settings(monkeypatch, **{name: value})


def test_settings_refuse_a_bad_pool_size(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_POOL_SIZE"):
        read_settings(monkeypatch, DATABASE_URL="postgres://localhost/first", DATABASE_POOL_SIZE="many")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", " , "),
        ("EMAIL_HOST", ""),
        ("DEBUG", "yes"),
        ("HSTS_SECONDS", "-1"),
        ("METRICS_TOKEN", "guess-me"),
        ("SECRET_KEY_OLD", "short"),
        ("DATABASE_URL", "postgres://first@db.example.org/first"),
        ("DATABASE_URL", "postgres://me:me@db.example.org/first"),
        ("DATABASE_REPLICA_URL", "postgres://first:first@db.example.org/first"),
    ],
)
def test_production_refuses_weak_settings_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        read_settings(monkeypatch, **{**PRODUCTION, name: value})


def test_old_key_still_opens_what_it_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    old = secrets.token_urlsafe(64)
    settings = read_settings(monkeypatch, **PRODUCTION, SECRET_KEY_OLD=old)
    with override_settings(SECRET_KEY=old, SECRET_KEY_FALLBACKS=[]):
        signed = signing.dumps("a session")
    with override_settings(SECRET_KEY=settings["SECRET_KEY"], SECRET_KEY_FALLBACKS=settings["SECRET_KEY_FALLBACKS"]):
        assert signing.loads(signed) == "a session"
    with override_settings(SECRET_KEY=settings["SECRET_KEY"], SECRET_KEY_FALLBACKS=[]), pytest.raises(BadSignature):
        signing.loads(signed)


@pytest.mark.parametrize(("redirects", "prefix"), [("yes", "__Host-"), ("no", "")])
def test_cookies_are_bound_to_the_host_where_all_is_https(
    monkeypatch: pytest.MonkeyPatch, redirects: str, prefix: str
) -> None:
    settings = {**vars(global_settings), **read_settings(monkeypatch, **PRODUCTION, SSL_REDIRECT=redirects)}
    assert (settings["SESSION_COOKIE_NAME"], settings["CSRF_COOKIE_NAME"]) == (
        f"{prefix}sessionid",
        f"{prefix}csrftoken",
    )
    for kind in ("SESSION", "CSRF"):
        flags = [settings[f"{kind}_COOKIE_{flag}"] for flag in ("SECURE", "HTTPONLY", "SAMESITE", "PATH", "DOMAIN")]
        assert flags == [True, True, "Lax", "/", None]


def test_settings_use_redis_when_named(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read_settings(monkeypatch, REDIS_URL="redis://localhost/1")
    assert settings["CACHES"]["default"]["LOCATION"] == "redis://localhost/1"


def test_postgres_is_pooled_and_never_kept_by_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    database = read_settings(monkeypatch, DATABASE_URL="postgres://me@localhost/first")["DATABASES"]["default"]
    assert database["OPTIONS"]["pool"]["max_size"] == 8
    assert database["CONN_MAX_AGE"] == 0


@on_sqlite
@pytest.mark.django_db
def test_sqlite_options_are_in_force() -> None:
    with connection.cursor() as cursor:
        values = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "busy_timeout", "foreign_keys")
        }
    assert values == {"journal_mode": "wal", "busy_timeout": 20_000, "foreign_keys": 1}
    assert connection.transaction_mode == "IMMEDIATE"


@pytest.mark.django_db(transaction=True)
def test_concurrent_writers_wait_for_each_other() -> None:
    failures: list[Exception] = []

    def write() -> None:
        try:
            for _ in range(20):
                with transaction.atomic():
                    Provider.objects.count()
                    create_provider()
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Provider.objects.count() == 80


@pytest.mark.django_db
def test_database_cache_keeps_values() -> None:
    with override_settings(
        CACHES={"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
    ):
        call_command("createcachetable")
        caches["default"].set("attempts", 3)
        assert caches["default"].get("attempts") == 3


def test_static_files_can_be_hashed(tmp_path: Path) -> None:
    # Production's storage compresses as well, which takes long and can't fail on a missing file.
    storage = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES={"staticfiles": storage}):
        call_command("collectstatic", interactive=False, verbosity=0)
    manifest = json.loads((tmp_path / "staticfiles.json").read_text())
    assert (tmp_path / manifest["paths"]["django_htmx/htmx-2.min.js"]).is_file()
