"""Which addresses may be asked: web pages on the public internet, nothing that could lie inside a network of ours."""

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

PORTS = {"http": 80, "https": 443}
# RFC 1035, without the dot at the end.
LONGEST_NAME = 253
# What a request line may carry as it is; everything else is written with percent signs.
PLAIN = "%/:=&?~#+!$,;'@()*[]|"
# The registries of special-purpose addresses: https://www.iana.org/assignments/iana-ipv4-special-registry/ and
# https://www.iana.org/assignments/iana-ipv6-special-registry/; those that Python calls global are named for the sake of
# versions that know fewer of them. Multicast and the old class E are not in the registries.
SPECIAL = [
    ipaddress.ip_network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
        *("192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
    )
]
# All that is given out for the public; everything that wraps an IPv4 address in other ways lies outside or is above.
IPV6_PUBLIC = ipaddress.IPv6Network("2000::/3")


class NotAsked(ValueError):
    """This address must not be asked; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """One page to ask: `host` in ASCII, `path` with its query, both fit for a request."""

    scheme: str
    host: str
    path: str

    @property
    def port(self) -> int:
        return PORTS[self.scheme]

    @property
    def host_header(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host


def is_public(address: str) -> bool:
    """Whether an IP address, as a resolver gives it, belongs to a machine that everybody can reach."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and (ip.scope_id or ip not in IPV6_PUBLIC):
        return False
    return ip.is_global and not any(ip in network for network in SPECIAL if network.version == ip.version)


def read_address(address: str) -> Target:
    """Raises NotAsked."""
    if re.search(r"[\x00-\x20\x7f]", address):
        raise NotAsked("It has spaces or control characters.")
    try:
        parts = urlsplit(address)
        port, host = parts.port, (parts.hostname or "")
        host = host if ":" in host else host.encode("idna").decode()
    except ValueError as error:
        raise NotAsked("It can't be read as an address.") from error
    if parts.scheme not in PORTS or not 0 < len(host) <= LONGEST_NAME:
        raise NotAsked("It is not a web address.")
    if parts.username is not None or parts.password is not None:
        raise NotAsked("It carries a name or a password.")
    if port not in (None, PORTS[parts.scheme]):
        raise NotAsked("It names a port of its own.")
    path = quote(parts.path, safe=PLAIN) or "/"
    return Target(parts.scheme, host, f"{path}?{quote(parts.query, safe=PLAIN)}" if parts.query else path)


def host_of(address: str) -> str:
    """By which requests are spaced out; empty for what is never asked."""
    try:
        return read_address(address).host
    except NotAsked:
        return ""


def resolve(host: str, port: int) -> list[tuple[str, int]]:
    """The socket addresses behind a name. Raises OSError when there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(str(address[0]), int(address[1])) for *_, address in found]
