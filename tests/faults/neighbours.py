"""The servers around the site: a mail server that stalls, and a Redis that comes and goes."""

import socket
import socketserver
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.postgres import free_port

START_SECONDS = 20


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
def redis_server(port: int) -> Iterator[None]:
    """A real one, killed at the end. Raises FileNotFoundError where it is not installed."""
    where = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(["redis-server", *where], stdout=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        yield
    finally:
        server.kill()
        server.wait()


def wait_for_port(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise RuntimeError(f"nothing listens on port {port}")
