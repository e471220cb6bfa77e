"""What becomes of an address when it is asked: one answer, whatever the other side does."""

import re
import ssl
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPMessage
from urllib.parse import urldefrag, urljoin

from catalog.links.addresses import NotAsked, is_public, read_address, resolve
from catalog.links.connecting import Reply, Resolver, Rule, checked_addresses, connect, request
from catalog.models.links import LONGEST_ADDRESS, LinkCheck

MOST_REDIRECTS = 5
# For one address with all its redirects; a page that needs longer is of no use to a reader either.
SECONDS_IN_ALL = 30.0
PERMANENT, TEMPORARY = {301, 308}, {302, 303, 307}
# For hosts that ask to be left alone without saying, or sensibly saying, how long.
USUAL_REST, LONGEST_REST = 3600, 7 * 24 * 3600

Outcome = LinkCheck.Outcome


@dataclass(frozen=True, slots=True)
class Answer:
    """`final` is where the address leads for good, when that is elsewhere; `rest` is how many seconds the host wants
    to be left alone, zero for a host that does not mind."""

    outcome: LinkCheck.Outcome
    status: int | None = None
    final: str = ""
    words: str = ""
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks addresses. `is_allowed` says of each IP address whether it may be connected to, before that is done."""

    agent: str
    resolve: Resolver = resolve
    is_allowed: Rule = is_public
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    seconds: float = SECONDS_IN_ALL

    def ask(self, address: str) -> Answer:
        try:
            return self.follow(address, time.monotonic() + self.seconds)
        except NotAsked as error:
            return Answer(Outcome.FORBIDDEN, words=str(error))
        except ssl.SSLError as error:
            return Answer(Outcome.UNREACHABLE, words=f"Its certificate or encryption fails: {said(error)}")
        except TimeoutError:
            return Answer(Outcome.UNREACHABLE, words="It takes too long to answer.")
        except (OSError, HTTPException, ValueError) as error:
            return Answer(Outcome.UNREACHABLE, words=f"It can't be reached: {said(error)}")

    def follow(self, address: str, deadline: float) -> Answer:
        here, for_good, seen = address, address, set[str]()
        for _ in range(MOST_REDIRECTS + 1):
            page = urldefrag(here).url
            if page in seen:
                return Answer(Outcome.UNREACHABLE, words="It leads back to itself.")
            seen.add(page)
            reply = self.hop(here, deadline)
            if reply.status not in PERMANENT | TEMPORARY:
                return judge(reply, "" if for_good == address else for_good)
            elsewhere = next_address(here, reply.headers)
            if elsewhere is None:
                return Answer(Outcome.UNREACHABLE, reply.status, words="It leads elsewhere without saying where.")
            if for_good == here and reply.status in PERMANENT:
                for_good = elsewhere
            here = elsewhere
        return Answer(Outcome.UNREACHABLE, words=f"It leads on more than {MOST_REDIRECTS} times.")

    def hop(self, address: str, deadline: float) -> Reply:
        """Many servers answer only whole requests truthfully, so a refused short one is followed by a whole one."""
        reply = self.send("HEAD", address, deadline)
        return reply if reply.status < 400 or rest_wanted(reply) else self.send("GET", address, deadline)

    def send(self, method: str, address: str, deadline: float) -> Reply:
        target = read_address(address)
        where = checked_addresses(target, self.resolve, self.is_allowed)
        stream = connect(target, where, tls=self.tls, deadline=deadline)
        headers = {"User-Agent": self.agent, "Accept": "*/*", "Connection": "close"}
        return request(method, target, stream, headers)


def judge(reply: Reply, for_good: str) -> Answer:
    """By the status of the last page; `for_good` is where permanent redirects led, if they did."""
    status = reply.status
    if rest := rest_wanted(reply):
        return Answer(Outcome.REFUSED, status, words="Its host asks to be left alone for now.", rest=rest)
    if 200 <= status < 300:
        return Answer(Outcome.MOVED if for_good else Outcome.OK, status, for_good)
    if status in (404, 410):
        return Answer(Outcome.GONE, status)
    if status < 200 or 500 <= status < 600:
        return Answer(Outcome.UNREACHABLE, status, words="The other side is out of order.")
    return Answer(Outcome.REFUSED, status)


def next_address(here: str, headers: HTTPMessage) -> str | None:
    """Where a redirect leads, with the fragment that was asked for; None when it does not say. Raises ValueError."""
    location = headers.get("Location", "").strip()
    if not location:
        return None
    # headers are read as Latin-1 whatever they are
    text = re.sub(r"[\x00-\x20\x7f]", "%20", location.encode("latin-1").decode("utf-8", "replace"))
    there, fragment = urldefrag(urljoin(here, text))
    fragment = fragment or urldefrag(here).fragment
    address = f"{there}#{fragment}" if fragment else there
    if len(address) > LONGEST_ADDRESS:
        raise ValueError("it leads to an address that is too long")
    return address


def rest_wanted(reply: Reply) -> int:
    """Seconds for which the host wants no more requests; 0 when it did not say so."""
    wish = reply.headers.get("Retry-After", "").strip()
    if reply.status != 429 and not (reply.status == 503 and wish):
        return 0
    try:
        seconds = int(wish) if wish.isdecimal() else seconds_until(parsedate_to_datetime(wish))
    except (ValueError, OverflowError):
        return USUAL_REST
    return min(max(seconds, 1), LONGEST_REST)


def seconds_until(moment: datetime) -> int:
    return int(((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds())


def said(error: Exception) -> str:
    reason = getattr(error, "verify_message", "") or getattr(error, "strerror", "") or str(error)
    return f"{reason or type(error).__name__}."[:150]
