"""Pictures for shared addresses."""

import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from advisor.models import ShareLink
from advisor.sharing import make_link, revoke_link
from catalog.facts import Hours
from catalog.models import Course
from catalog.pictures import INK, LINES, PAPER, SOFT, Poster, Track, cut, draw_poster, drawable, font, wrap
from catalog.posters import course_poster
from tests.advisor.path_rows import make_catalogue, make_path
from tests.factories import create_bundle, create_course, create_guide, create_user

TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"
LONG = "An introduction to everything that was ever learnt by a machine " * 5


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("title", ["Short", LONG, "W" * 400, "深層学習", "тест", "مرحبا", "🚉", "", "é–ß\x00\n"])
@pytest.mark.parametrize("lines", [0, 1, 2])
def test_picture_is_drawn_whatever_the_title(title: str, lines: int) -> None:
    tracks = tuple(Track((title,) * 9, colour=8 + number) for number in range(lines))
    image = opened(draw_poster(Poster(title, title, tracks, (title, "10–20 hours"))))
    assert (image.format, image.size) == ("PNG", (1200, 630))


def test_picture_shows_its_lines_in_their_colours() -> None:
    poster = Poster("Two", "Which first?", (Track(("a",), 1), Track(("b",), 2)))
    colours = {colour for _, colour in opened(draw_poster(poster)).convert("RGB").getcolors(2**20) or []}
    for line in LINES[:2]:
        wanted = tuple(bytes.fromhex(line[1:]))
        assert any(max(abs(a - b) for a, b in zip(wanted, colour, strict=True)) < 8 for colour in colours)


def test_colours_are_those_of_the_style_sheet() -> None:
    light = TOKENS.read_text().partition("@media")[0]
    tokens = dict(re.findall(r"--([\w-]+): (#\w{6});", light))
    assert tuple(tokens[f"line-{number}"] for number in range(1, 9)) == LINES
    assert [tokens["paper"], tokens["ink"], tokens["ink-soft"]] == [PAPER, INK, SOFT]


def test_text_is_brought_into_letters_that_can_be_drawn() -> None:
    assert drawable("Générer – 28–45\u00a0hours") == "Generer - 28-45 hours"
    assert drawable("深層学習 with Python") == "with Python"
    assert drawable("学習") == ""


def test_long_text_is_wrapped_and_cut() -> None:
    lines = wrap(LONG, font(64), 1000, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("...")
    assert all(font(64).getlength(line) <= 1000 for line in lines)
    assert LONG.startswith(" ".join(lines)[:-3])
    assert cut("W" * 99, font(64), 300).endswith("W...")


def test_version_follows_what_the_picture_says() -> None:
    assert Poster("One", "").version == Poster("One", "").version
    assert Poster("One", "").version != Poster("Other", "").version


@pytest.mark.django_db
def test_picture_of_a_course_marks_estimates() -> None:
    course = create_course(title="One", level="beginner", unsure=["price"])
    poster = course_poster(course, hours=Hours(Decimal(1), Decimal(2), True, is_sum=False), teaches=(), stations=())
    assert poster.facts == ("1–2 hours (estimated)", "Free (estimated)", "beginner")
    assert "1–2 hours (estimated)" in poster.alternative


def picture_address(client: Client, page: str) -> str:
    found = re.search(
        r'<meta property="og:image" content="http://localhost:8000([^"]+)">', client.get(page).content.decode()
    )
    assert found
    return found[1]


@pytest.fixture
def pages(db: None) -> dict[str, str]:
    make_catalogue()
    create_bundle(slug="other", parts=[create_course(slug="lone")])
    create_guide(slug="why", body="## One\n\ntext\n\n## Two")
    link = make_link(path=make_path(create_user()), with_progress=True)
    return {
        "home": "/",
        "course": "/courses/first/",
        "bundle": "/courses/pair/",
        "guide": "/guides/why/",
        "comparison": "/compare/other-vs-pair/",
        "shared": link.get_absolute_url(),
    }


@pytest.mark.parametrize("kind", ["home", "course", "bundle", "guide", "comparison", "shared"])
def test_page_names_a_picture_that_is_there(client: Client, pages: dict[str, str], kind: str) -> None:
    address = picture_address(client, pages[kind])
    answer = client.get(address)
    assert answer["Content-Type"] == "image/png"
    assert opened(answer.content).size == (1200, 630)
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    stale = client.get(re.sub(r"[0-9a-f]{16}\.png", "0" * 16 + ".png", address))
    assert stale.status_code == 302
    assert stale["Location"].endswith(address)


def test_picture_is_kept_for_long_and_moves_when_the_course_changes(client: Client, pages: dict[str, str]) -> None:
    before = picture_address(client, pages["course"])
    assert "immutable" in client.get(before)["Cache-Control"]
    Course.objects.filter(slug="first").update(title="Renamed")
    assert picture_address(client, pages["course"]) != before
    assert "Cache-Control" not in client.get(before)


def test_picture_of_a_shared_path_goes_with_its_link(client: Client, pages: dict[str, str]) -> None:
    address = picture_address(client, pages["shared"])
    answer = client.get(address)
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "private" in answer["Cache-Control"]
    assert "immutable" not in answer["Cache-Control"]
    token = pages["shared"].split("/")[-2]
    link = ShareLink.objects.get(token=token)
    revoke_link(path=link.path, link=link.pk)
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_drafts_and_strange_names_have_no_picture(client: Client) -> None:
    create_course(slug="draft", status="draft")
    create_guide(slug="draft", is_published=False)
    for address in ("courses/draft", "guides/draft", "courses/none", "compare/a-vs-b", "shared/none"):
        assert client.get(f"/{address}/picture/0.png").status_code == 404
