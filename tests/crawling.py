"""A walk through the site along its own links, with a few addresses of each shape instead of all."""

from collections import Counter, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import Resolver404, resolve

# Pages of these views are all walked, of the others a few, and likewise for each set of query parameters.
WALKED_WHOLE = {("catalog:course_detail",), ("catalog:guide_detail",)}
OF_EACH_SHAPE = 2
LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "source": "src"}


@dataclass
class Page(HTMLParser):
    """What a page says of itself and where it leads."""

    address: str
    status: int
    metas: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    title: str = ""
    canonical: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.is_in_title = False

    def __hash__(self) -> int:
        return hash(self.address)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.is_in_title = tag == "title" and not self.title
        if "id" in held:
            self.ids.append(held["id"])
        if tag == "meta":
            self.metas[held.get("name") or held.get("property") or ""] = held.get("content", "")
        if held.get("rel") == "canonical":
            self.canonical = held["href"]
        elif address := held.get(LINKS.get(tag, ""), ""):
            self.links.append(urljoin(self.address, address))

    def handle_data(self, data: str) -> None:
        if self.is_in_title:
            self.title += data
            self.is_in_title = False

    @property
    def is_listed(self) -> bool:
        """For search engines under this address."""
        is_own = self.canonical == f"{settings.SITE_URL}{self.address}"
        return self.status == 200 and is_own and "noindex" not in self.metas.get("robots", "")


@dataclass
class Walk:
    """`pages` by address without fragment; `fragments` are the addresses that name a place in a page."""

    pages: dict[str, Page] = field(default_factory=dict)
    fragments: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)


def shape_of(address: str) -> tuple[str, ...]:
    """The view and the names of the query's parameters; nothing where no view is."""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return ()
    return (name, *sorted({key for key, _ in parse_qsl(parts.query, keep_blank_values=True)}))


def walk(client: Client, starts: list[str]) -> Walk:
    found, seen, shapes = Walk(), set(starts), Counter[tuple[str, ...]]()
    waiting = deque((start, "the start") for start in starts)
    while waiting:
        address, origin = waiting.popleft()
        shape = shape_of(address)
        shapes[shape] += 1
        if shape and shape not in WALKED_WHOLE and shapes[shape] > OF_EACH_SHAPE:
            continue
        for link in visit(client, address, origin, found):
            bare, _, fragment = link.partition("#")
            if fragment:
                found.fragments.add(link)
            if bare not in seen:
                seen.add(bare)
                waiting.append((bare, address))
    return found


def visit(client: Client, address: str, origin: str, found: Walk) -> list[str]:
    """The site's own addresses that this one leads to; what does not answer is noted as broken."""
    if address.startswith("/static/"):
        if not finders.find(address.removeprefix("/static/")):
            found.broken.append(f"{address} from {origin}")
        return []
    answer = client.get(address)
    if answer.status_code in (301, 302):
        return own([urljoin(address, answer["Location"])])
    if answer.status_code != 200:
        found.broken.append(f"{answer.status_code} {address} from {origin}")
        return []
    if not answer["Content-Type"].startswith("text/html"):
        return []
    page = found.pages[address] = Page(address, answer.status_code)
    page.feed(answer.content.decode())
    listed = [] if "noindex" in page.metas.get("robots", "") else [page.canonical]
    return own([*page.links, page.metas.get("og:image", ""), *listed])


def own(links: list[str]) -> list[str]:
    return [path for link in links if (path := link.removeprefix(settings.SITE_URL)).startswith("/")]
