import io
import socket
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from advisor.management.commands import serve
from catalog.models import Course
from config.environment import read_env_file


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that would have been served; no server starts and the test's connection stays open."""
    addresses: list[str] = []
    monkeypatch.setattr(serve.LocalServer, "run", lambda server: addresses.append(server.options["bind"]))
    monkeypatch.setattr(serve, "leave_database", lambda: None)
    return addresses


@pytest.mark.django_db
def test_serve_loads_the_catalogue_first(served: list[str]) -> None:
    output = io.StringIO()
    call_command("serve", port=0, stdout=output)
    assert served == ["127.0.0.1:0"]
    assert Course.objects.count() == 143
    assert "added" in output.getvalue()


def test_serve_names_a_port_in_use(served: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"port {port}.*make run PORT="):
            call_command("serve", port=port)
    assert served == []


def test_serve_refuses_production(served: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.IN_PRODUCTION", True)
    with pytest.raises(CommandError, match="production"):
        call_command("serve")
    assert served == []


def test_env_file_fills_in_what_is_unset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("# comment\n\nFIRST = from file = here\nSECOND=from file\n")
    environment = {"SECOND": "already set"}
    monkeypatch.setattr("os.environ", environment)
    read_env_file(file)
    assert environment == {"FIRST": "from file = here", "SECOND": "already set"}


def test_env_file_may_be_missing(tmp_path: Path) -> None:
    read_env_file(tmp_path / ".env")


def test_env_file_names_a_bad_line(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# comment\nexport FIRST\n")
    with pytest.raises(ImproperlyConfigured, match="line 2 of"):
        read_env_file(file)
