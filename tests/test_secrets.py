"""No secret is in the repository; the patterns know what they look for."""

import re
import secrets
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PATTERNS = {
    "private key": r"-----BEGIN (?:[A-Z ]+ )?PRIVATE KEY-----",
    "cloud key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "token of a service": r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|xox[abpr]-[A-Za-z0-9-]{10,}|sk_live_[A-Za-z0-9]{16,})",
    "JSON web token": r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",
    "address with a password": r"\b(?:postgres(?:ql)?|redis|smtp|https?)://[^\s:/@{}$\"']+:(?!password@|me@)[^\s:/@{}$\"']{6,}@",
    "named secret": r"(?i)\b(?:secret_key|metrics_token|email_password|api_key|sentry_dsn)\b[\"']?\s*[=:]\s*[\"']?"
    r"[A-Za-z0-9+/_-]{24,}",
}
# The name of the test database's user, and texts that say what they are.
HARMLESS = re.compile(r"development-only|a-token-that-is-long|secrets\.token_urlsafe|read_text")


def found(text: str) -> list[str]:
    return [
        f"{name}: {match[0][:20]}"
        for name, pattern in PATTERNS.items()
        for match in re.finditer(pattern, text)
        if not HARMLESS.search(match[0])
    ]


def files() -> list[Path]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]  # what is or may be committed
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.split("\0")
    listed = [ROOT / name for name in names if name]
    return listed or [path for path in ROOT.glob("[!.]*/**/*") if path.is_file()]


def test_no_file_holds_a_secret() -> None:
    trouble = {}
    for path in files():
        if not path.is_file() or path.name in {"test_secrets.py", "requirements.txt", "requirements-dev.txt"}:
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        if hits := found(text):
            trouble[str(path.relative_to(ROOT))] = hits
    assert trouble == {}


def test_files_with_settings_of_this_machine_stay_out() -> None:
    names = {path.name for path in files()}
    assert not names & {".env", "db.sqlite3", "id_rsa"}
    assert not [name for name in names if name.endswith((".pem", ".key", ".sqlite3", ".backup"))]


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN " + "RSA PRIVATE KEY-----",
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "ghp_" + "a1" * 18,
        f"SECRET_KEY={secrets.token_hex(32)}",
        f'"METRICS_TOKEN": "{secrets.token_hex(32)}"',
        "postgres://first:" + "hunter22@db.example.org/first",
    ],
    # The random ones would have another name in each worker process.
    ids=["private key", "cloud key", "host token", "secret key", "metrics token", "database password"],
)
def test_scan_sees_a_planted_secret(text: str) -> None:
    assert found(text)
