"""A browser that keeps what secure cookies say also over http, and knows an answer from none."""

import secrets
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode

# Longer than the slowest honest answer: SQLite waits 20 seconds for a lock.
PATIENCE = 60
LOG_IN = "/accounts/login/"


class NoAnswer(Exception):
    """The request may or may not have been carried out."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str
    retry_after: str
    text: str
    seconds: float

    @property
    def is_acknowledged(self) -> bool:
        return self.status == 302 and not self.location.startswith(LOG_IN)


@dataclass
class Browser:
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: HTTPConnection | None = None

    def __post_init__(self) -> None:
        self.cookies = {"csrftoken": secrets.token_hex(16), **self.cookies}

    def get(self, path: str) -> Answer:
        return self.ask("GET", path, None)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies["csrftoken"]})
        return self.ask("POST", path, body)

    def ask(self, method: str, path: str, body: str | None) -> Answer:
        """Raises NoAnswer when the connection ends before the whole answer has come."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.monotonic()
        if self.connection is None:
            self.connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            text = response.read().decode()
        except (OSError, HTTPException) as error:
            self.leave()
            raise NoAnswer from error
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.coded_value for name, morsel in SimpleCookie(line).items()}
        if response.headers.get("Connection") == "close":
            self.leave()
        location, retry_after = (response.headers.get(name, "") for name in ("Location", "Retry-After"))
        return Answer(response.status, location, retry_after, text, time.monotonic() - began)

    def leave(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None
