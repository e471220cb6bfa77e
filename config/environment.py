"""Typed readers of environment variables; a bad value stops the start with one plain sentence."""

import os
from collections.abc import Sequence
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}


def read_env_file(path: Path) -> None:
    """Set variables from the NAME=value lines of a file, if it exists; what the environment already has wins."""
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        name, sign, value = (part.strip() for part in line.partition("="))
        if not name or name.startswith("#"):
            continue
        if not sign or not name.isidentifier():
            raise ImproperlyConfigured(f"line {number} of {path.name} must read NAME=value")
        os.environ.setdefault(name, value)


def read_text(name: str, default: str | None = None) -> str:
    """The variable's text; without a default it must be set."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} must be set")
    return default


def read_choice(name: str, choices: Sequence[str], default: str) -> str:
    value = read_text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of {', '.join(choices)}")
    return value


def read_flag(name: str, *, default: bool) -> bool:
    value = read_text(name, "yes" if default else "no").lower()
    if value in TRUE_WORDS:
        return True
    if value in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; it must be yes or no")


def read_number(name: str, default: int, *, least: int = 0) -> int:
    value = read_text(name, str(default))
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number of at least {least}")
    return int(value)


def read_list(name: str, default: str = "") -> list[str]:
    """Words separated by commas."""
    return [word.strip() for word in read_text(name, default).split(",") if word.strip()]
