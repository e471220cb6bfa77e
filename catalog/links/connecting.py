"""One request to a machine whose address was checked, within a number of bytes and a time."""

import io
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from typing import Any

from catalog.links.addresses import NotAsked, Target

CONNECT_SECONDS = 10.0
# Status line and headers are all that is read; no page needs more than this for them.
MOST_BYTES = 64 * 1024

Resolver = Callable[[str, int], Sequence[tuple[str, int]]]
Rule = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: HTTPMessage


class BoundedStream(io.RawIOBase):
    """A connected socket in the shape that http.client uses; it gives up at the deadline and after MOST_BYTES.

    `deadline` is a reading of `time.monotonic`.
    """

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self.connected, self.deadline, self.left = connected, deadline, MOST_BYTES

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self.left:
            raise OSError("the answer is too long")
        self.connected.settimeout(seconds_left(self.deadline))
        count = self.connected.recv_into(memoryview(buffer)[: self.left])
        self.left -= count
        return count

    def sendall(self, data: Any) -> None:
        self.connected.settimeout(seconds_left(self.deadline))
        self.connected.sendall(data)

    def close(self) -> None:
        """The socket alone: http.client still flushes the answer after it closed what it came by."""
        self.connected.close()


def seconds_left(deadline: float) -> float:
    """Raises TimeoutError when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    return left


def checked_addresses(target: Target, resolve: Resolver, is_allowed: Rule) -> Sequence[tuple[str, int]]:
    """Where to connect. A name that also leads to a machine which must not be asked is not asked at all.

    Raises NotAsked, and OSError for a name that nothing has.
    """
    found = resolve(target.host, target.port)
    if not found:
        raise OSError("the name leads nowhere")
    if not all(is_allowed(address) for address, _ in found):
        raise NotAsked("It leads to an address inside a network.")
    return found


def connect(
    target: Target, addresses: Sequence[tuple[str, int]], *, tls: ssl.SSLContext, deadline: float
) -> BoundedStream:
    """To exactly these addresses; for https the certificate must be good for the target's name. Raises OSError."""
    connected = reach(addresses, deadline)
    try:
        if target.scheme == "https":
            connected.settimeout(seconds_left(deadline))
            connected = tls.wrap_socket(connected, server_hostname=target.host)
    except BaseException:
        connected.close()
        raise
    return BoundedStream(connected, deadline)


def reach(addresses: Sequence[tuple[str, int]], deadline: float) -> socket.socket:
    """The first that answers: on a machine without IPv6 some never do."""
    *others, last = addresses
    for address in others:
        with suppress(OSError):
            return socket.create_connection(address, timeout=min(CONNECT_SECONDS, seconds_left(deadline)))
    return socket.create_connection(last, timeout=min(CONNECT_SECONDS, seconds_left(deadline)))


def request(method: str, target: Target, stream: BoundedStream, headers: dict[str, str]) -> Reply:
    """What the other side says; the page itself is not read. Raises OSError, HTTPException or ValueError."""
    connection = HTTPConnection(target.host)
    # http.client opens nothing itself when it is given what is connected already
    connection.sock = stream
    try:
        connection.request(method, target.path, headers={"Host": target.host_header, **headers})
        response = connection.getresponse()
        return Reply(response.status, response.headers)
    finally:
        connection.close()
        stream.close()
