"""Small stand-ins for the servers around the site: a mail server that stalls, and a Redis that comes and goes."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from tests.postgres import free_port


class Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False


@contextmanager
def listening(handler: type[socketserver.BaseRequestHandler], port: int) -> Iterator[Listener]:
    with Listener(("127.0.0.1", port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


@contextmanager
def mail_server(*, stalls: int) -> Iterator[tuple[int, list[str]]]:
    """Its port, and the messages it took. The first `stalls` connections get no word until the caller is done."""
    messages: list[str] = []
    over, left = threading.Event(), [stalls]

    class Mail(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            if left[0] > 0:
                left[0] -= 1
                over.wait()
                return
            self.wfile.write(b"220 mail\r\n")
            while line := self.rfile.readline().strip().upper():
                self.answer(line)
                if line == b"QUIT":
                    return

        def answer(self, line: bytes) -> None:
            if line == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                text = b"".join(iter(self.rfile.readline, b".\r\n"))
                messages.append(text.decode())
            self.wfile.write(b"221 bye\r\n" if line == b"QUIT" else b"250 well\r\n")

    port = free_port()
    with listening(Mail, port):
        try:
            yield port, messages
        finally:
            over.set()


@contextmanager
def small_redis(port: int) -> Iterator[None]:
    """As much of Redis as the cache asks for; its connections end with it."""
    held: dict[bytes, bytes] = {}
    open_ones: list[Any] = []

    class Redis(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            open_ones.append(self.connection)
            with suppress(OSError, ValueError):
                while count := self.rfile.readline():
                    words = [self.word() for _ in range(int(count[1:]))]
                    self.wfile.write(reply(words, held))

        def word(self) -> bytes:
            size = int(self.rfile.readline()[1:])
            return self.rfile.read(size + 2)[:size]

    with listening(Redis, port):
        try:
            yield
        finally:
            for connection in open_ones:
                with suppress(OSError):
                    connection.shutdown(2)


def reply(words: list[bytes], held: dict[bytes, bytes]) -> bytes:
    match words[0].upper():
        case b"HELLO":
            return b"%1\r\n$5\r\nproto\r\n:3\r\n"
        case b"SET":
            held[words[1]] = words[2]
            return b"+OK\r\n"
        case b"GET":
            value = held.get(words[1])
            return b"$-1\r\n" if value is None else b"$%d\r\n%s\r\n" % (len(value), value)
        case b"EXISTS" | b"DEL":
            return b":%d\r\n" % (held.pop(words[1], None) is not None)
        case _:
            return b"+OK\r\n"
