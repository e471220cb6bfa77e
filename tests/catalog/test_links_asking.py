"""Asking a server on this machine: whatever it does ends in one answer, and nothing else is ever connected to."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from catalog.links.addresses import is_public
from catalog.links.asking import LONGEST_REST, USUAL_REST, Asker
from catalog.models.links import LONGEST_ADDRESS
from tests.certificates import issue_certificate

HERE = "127.0.0.1"
# Reading all the authorities of the system takes a tenth of a second.
TLS = ssl.create_default_context()
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def status(code: int, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {code} Some words", "Content-Length: 0", *headers, "", ""]).encode("latin-1")


def redirect(code: int, location: str) -> bytes:
    return status(code, f"Location: {location}")


class Server:
    """Answers by path with bytes, or by a function of the connection; keeps the requests as they came."""

    def __init__(self, answers: dict[str, Any], tls: ssl.SSLContext | None = None) -> None:
        self.answers, self.tls, self.requests = answers, tls, list[str]()
        self.listening = socket.create_server((HERE, 0))
        self.port = self.listening.getsockname()[1]
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            with connection, contextlib.suppress(OSError):
                self.serve(connection)

    def serve(self, connection: socket.socket) -> None:
        if self.tls:
            connection = self.tls.wrap_socket(connection, server_side=True)
        with connection:
            text = connection.recv(8000).decode("latin-1")
            if not text:
                return
            self.requests.append(text)
            method, path = text.split(" ")[:2]
            answer = self.answers.get(f"{method} {path}", self.answers.get(path, status(404)))
            if callable(answer):
                answer(connection)
            else:
                connection.sendall(answer)

    def close(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.thread.join(5)

    @property
    def asked(self) -> list[str]:
        return [" ".join(text.split(" ")[:2]) for text in self.requests]


Serve = Callable[..., Server]


@pytest.fixture
def serve() -> Iterator[Serve]:
    servers: list[Server] = []

    def start(answers: dict[str, Any], tls: ssl.SSLContext | None = None) -> Server:
        servers.append(Server(answers, tls))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def asker(server: Server, inside: dict[str, str] | None = None, **options: Any) -> Asker:
    """Every name leads to the server, except those `inside`; this machine stands for the public."""

    def resolve(host: str, port: int) -> list[tuple[str, int]]:
        return [((inside or {}).get(host, HERE), server.port)]

    return Asker(**{"agent": "test", "resolve": resolve, "is_allowed": lambda ip: ip == HERE, "tls": TLS, **options})


def test_page_that_answers_is_asked_once_and_shortly(serve: Serve) -> None:
    server = serve({"/page?q=1": OK})
    answer = asker(server, agent="Somebody (+https://example.org)").ask("http://school.example/page?q=1#part")
    assert (answer.outcome, answer.status, answer.final) == ("ok", 200, "")
    (request,) = server.requests
    assert request.startswith("HEAD /page?q=1 HTTP/1.1\r\n")
    assert "Host: school.example\r\n" in request
    assert "User-Agent: Somebody (+https://example.org)\r\n" in request


@pytest.mark.parametrize(
    ("short", "whole", "outcome"),
    [
        *((405, 200, "ok"), (404, 200, "ok"), (404, 404, "gone"), (410, 410, "gone"), (403, 403, "refused")),
        *((501, 200, "ok"), (500, 500, "unreachable"), (503, 503, "unreachable"), (999, 999, "refused")),
        *((304, 0, "refused"), (101, 0, "unreachable")),
    ],
)
def test_status_decides_and_a_refused_short_request_is_made_whole(
    serve: Serve, short: int, whole: int, outcome: str
) -> None:
    server = serve({"HEAD /": status(short), "GET /": status(whole)})
    answer = asker(server).ask("http://school.example/")
    assert answer.outcome == outcome
    assert server.asked == (["HEAD /", "GET /"] if short >= 400 else ["HEAD /"])


@pytest.mark.parametrize(
    ("first", "second", "outcome", "final"),
    [
        (301, 200, "moved", "http://school.example/new"),
        (308, 200, "moved", "http://school.example/new"),
        (302, 200, "ok", ""),
        (303, 200, "ok", ""),
        (307, 200, "ok", ""),
        (301, 404, "gone", ""),
        (301, 403, "refused", ""),
    ],
)
def test_redirect(serve: Serve, first: int, second: int, outcome: str, final: str) -> None:
    server = serve({"/old": redirect(first, "/new"), "/new": status(second)})
    answer = asker(server).ask("http://school.example/old")
    assert (answer.outcome, answer.final) == (outcome, final)


def test_suggestion_goes_as_far_as_the_redirects_are_for_good(serve: Serve) -> None:
    server = serve({"/a": redirect(301, "http://b.example/b#x"), "/b": redirect(302, "/log-in"), "/log-in": OK})
    answer = asker(server).ask("http://a.example/a#mine")
    assert (answer.outcome, answer.final) == ("moved", "http://b.example/b#x")


def test_fragment_is_kept_on_the_way(serve: Serve) -> None:
    server = serve({"/a": redirect(301, "/b"), "/b": OK})
    assert asker(server).ask("http://a.example/a#mine").final == "http://a.example/b#mine"


@pytest.mark.parametrize("where", ["10.0.0.7", "169.254.169.254", "::1", "::ffff:127.0.0.1"])
def test_redirect_to_an_address_inside_is_not_followed(serve: Serve, where: str) -> None:
    server = serve({"/": redirect(302, "http://inside.example/secret"), "/secret": OK})
    answer = asker(server, {"inside.example": where}).ask("http://school.example/")
    assert (answer.outcome, answer.words) == ("forbidden-address", "It leads to an address inside a network.")
    assert server.asked == ["HEAD /"]


@pytest.mark.parametrize("location", ["file:///etc/passwd", "http://me:word@school.example/", "//school.example:22/"])
def test_redirect_to_what_is_never_asked(serve: Serve, location: str) -> None:
    assert asker(serve({"/": redirect(301, location)})).ask("http://school.example/").outcome == "forbidden-address"


def test_usual_rule_refuses_this_machine(serve: Serve) -> None:
    server = serve({"/": OK})
    assert asker(server, is_allowed=is_public).ask("http://school.example/").outcome == "forbidden-address"
    assert Asker(agent="test", tls=TLS).ask(f"http://{HERE}/").outcome == "forbidden-address"
    assert Asker(agent="test", tls=TLS).ask("http://2130706433/").outcome == "forbidden-address"
    assert server.requests == []


def test_name_with_one_address_inside_is_not_asked(serve: Serve) -> None:
    server = serve({"/": OK})
    both = [(HERE, server.port), ("10.0.0.1", server.port)]
    assert asker(server, resolve=lambda host, port: both).ask("http://a.example/").outcome == "forbidden-address"
    assert server.requests == []


def test_name_is_resolved_once_for_each_request(serve: Serve) -> None:
    """A resolver that answers differently the second time finds nobody who asks it."""
    server = serve({"/": OK})
    answers = iter([(HERE, server.port), ("10.0.0.1", 80)])
    assert asker(server, resolve=lambda host, port: [next(answers)]).ask("http://a.example/").outcome == "ok"
    assert next(answers) == ("10.0.0.1", 80)


def test_name_that_is_rebound_between_requests_is_checked_again(serve: Serve) -> None:
    server = serve({"HEAD /": status(405), "GET /": OK})
    answers = iter([(HERE, server.port), ("10.0.0.1", 80)])
    answer = asker(server, resolve=lambda host, port: [next(answers)]).ask("http://a.example/")
    assert answer.outcome == "forbidden-address"
    assert server.asked == ["HEAD /"]


def test_proxies_of_the_environment_are_not_used(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    server, proxy = serve({"/": OK}), serve({})
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://{HERE}:{proxy.port}")
    assert asker(server).ask("http://school.example/").outcome == "ok"
    assert proxy.requests == []


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"/": redirect(302, "/")}, "It leads back to itself."),
        ({"/": redirect(301, "/a"), "/a": redirect(302, "http://school.example/#part")}, "It leads back to itself."),
        ({"/": status(302)}, "It leads elsewhere without saying where."),
        ({"/": redirect(302, "http://[::1/")}, "It can't be reached: "),
        ({"/": redirect(302, "/" + "a" * LONGEST_ADDRESS)}, "It can't be reached: it leads to an address that is too"),
        ({"/": b"\x00\xff nonsense\r\n\r\n"}, "It can't be reached: "),
        ({"/": b""}, "It can't be reached: "),
        ({"/": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000}, "It can't be reached: "),
        ({"/": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500}, "It can't be reached: "),
        ({"/": b"HTTP/1.1 200 OK\r\n" + (b"X: " + b"y" * 9000 + b"\r\n") * 50}, "It can't be reached: the answer is"),
        ({"/": b"HTTP/1.1 100 Go on\r\n\r\n" * 10_000}, "It can't be reached: the answer is too long."),
    ],
)
def test_server_that_makes_no_sense(serve: Serve, answers: dict[str, bytes], words: str) -> None:
    answer = asker(serve(answers)).ask("http://school.example/")
    assert answer.outcome == "unreachable"
    assert answer.words.startswith(words)


def test_redirects_are_bounded(serve: Serve) -> None:
    server = serve({f"/{number}": redirect(301, f"/{number + 1}") for number in range(9)})
    answer = asker(server).ask("http://school.example/0")
    assert (answer.outcome, answer.words) == ("unreachable", "It leads on more than 5 times.")
    assert len(server.requests) == 6


@pytest.mark.parametrize("location", ["/a b", "/caf\xc3\xa9", "/\x7f", "?q=<script>", "new"])
def test_untidy_redirect_is_followed(serve: Serve, location: str) -> None:
    paths = dict.fromkeys(("/a%20b", "/caf%C3%A9", "/%20", "/?q=%3Cscript%3E", "/new"), OK)
    assert asker(serve({"/": redirect(302, location), **paths})).ask("http://school.example/").outcome == "ok"


def test_endless_page_is_not_read(serve: Serve) -> None:
    def pour(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 10_000)

    server = serve({"HEAD /": status(405), "GET /": pour})
    assert asker(server).ask("http://school.example/").outcome == "ok"


@pytest.mark.parametrize("drip", [b"", b"HTTP/1.1 200 OK\r\nX: "])
def test_slow_server_is_given_up(serve: Serve, drip: bytes) -> None:
    gone = threading.Event()

    def dawdle(connection: socket.socket) -> None:
        connection.sendall(drip)
        while not gone.wait(0.05):
            if drip:
                connection.sendall(b"x")

    answer = asker(serve({"/": dawdle}), seconds=0.3).ask("http://school.example/")
    gone.set()
    assert (answer.outcome, answer.words) == ("unreachable", "It takes too long to answer.")


def test_nobody_there(serve: Serve) -> None:
    def fail(host: str, port: int) -> list[tuple[str, int]]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    server = serve({})
    assert asker(server, resolve=lambda host, port: []).ask("http://a.example/").outcome == "unreachable"
    assert asker(server, resolve=fail).ask("http://a.example/").words.endswith("Name or service not known.")
    answer = asker(server, resolve=lambda host, port: [(HERE, free_port())]).ask("http://a.example/")
    assert "refused" in answer.words


def free_port() -> int:
    with socket.create_server((HERE, 0)) as listening:
        return int(listening.getsockname()[1])


def test_next_address_of_a_name_is_tried_when_the_first_is_dead(serve: Serve) -> None:
    server = serve({"/": OK})
    both = [(HERE, free_port()), (HERE, server.port)]
    assert asker(server, resolve=lambda host, port: both).ask("http://a.example/").outcome == "ok"


@pytest.mark.parametrize(
    ("code", "wish", "rest"),
    [
        (429, "120", 120),
        (429, "", USUAL_REST),
        (429, "soon", USUAL_REST),
        (429, "0", 1),
        (429, "9" * 30, LONGEST_REST),
        (429, "Wed, 01 Jan 2020 00:00:00 GMT", 1),
        (503, "60", 60),
    ],
)
def test_busy_host_is_left_alone(serve: Serve, code: int, wish: str, rest: int) -> None:
    server = serve({"/": status(code, f"Retry-After: {wish}")})
    answer = asker(server).ask("http://school.example/")
    assert (answer.outcome, answer.rest) == ("refused", rest)
    assert server.asked == ["HEAD /"]


def test_rest_until_a_date(serve: Serve) -> None:
    until = (datetime.now(UTC) + timedelta(days=2)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    rest = asker(serve({"/": status(429, f"Retry-After: {until}")})).ask("http://a.example/").rest
    assert 172_000 < rest <= 172_800


def test_certificate_must_be_trusted_and_for_the_name(serve: Serve, tmp_path: Path) -> None:
    certificate = issue_certificate(tmp_path, "school.example")
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(certificate)
    server = serve({"/": OK}, server_side)
    trusting = ssl.create_default_context(cafile=str(certificate))
    assert asker(server, tls=trusting).ask("https://school.example/").outcome == "ok"
    assert "Host: school.example\r\n" in server.requests[0]
    for address, tls in (("https://other.example/", trusting), ("https://school.example/", TLS)):
        answer = asker(server, tls=tls).ask(address)
        assert answer.outcome == "unreachable"
        assert answer.words.startswith("Its certificate or encryption fails: ")
    assert len(server.requests) == 1


def test_server_without_tls_behind_a_secure_address(serve: Serve) -> None:
    assert asker(serve({"/": OK})).ask("https://school.example/").words.startswith("Its certificate or encryption")
