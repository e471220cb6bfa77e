"""Robots, sitemap and which pages are kept out of search engines."""

from datetime import UTC, date, datetime
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client, override_settings

from advisor.models import Path
from advisor.sharing import make_link
from catalog.models import Course, Guide
from tests.advisor.path_rows import make_catalogue, make_path
from tests.factories import create_bundle, create_course, create_guide, create_user

pytestmark = pytest.mark.django_db
NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def entries(client: Client) -> dict[str, str]:
    """The last change of each address in the sitemap."""
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    assert root.tag == f"{{{NAMESPACE['s']}}}urlset"
    return {
        each.findtext("s:loc", "", NAMESPACE): each.findtext("s:lastmod", "", NAMESPACE)
        for each in root.findall("s:url", NAMESPACE)
    }


def test_sitemap_names_public_pages_and_nothing_else(client: Client) -> None:
    one, other = (create_bundle(slug=f"{name}-bundle", parts=[create_course(slug=name)]) for name in ("one", "other"))
    create_course(slug="draft", status="draft")
    create_course(slug="replaced", status="retired", superseded_by=one)
    create_course(slug="gone", status="retired")
    create_guide(slug="why")
    create_guide(slug="unready", is_published=False)
    courses = [f"/courses/{slug}/" for slug in ("one", "other", "one-bundle", "other-bundle", "gone")]
    lists = ["/", "/courses/", "/guides/", "/faq/", "/ask/", "/compare/", "/guides/why/"]
    pair = f"/compare/{one.slug}-vs-{other.slug}/"
    assert sorted(entries(client)) == sorted(f"{settings.SITE_URL}{path}" for path in (*courses, *lists, pair))


def test_sitemap_dates_a_course_by_its_last_edit_or_check(client: Client) -> None:
    create_course(slug="checked", reviewed_on=date(2026, 5, 6))
    create_course(slug="edited", reviewed_on=date(2026, 1, 1))
    Course.objects.filter(slug="checked").update(updated_at=datetime(2026, 2, 3, tzinfo=UTC))
    Course.objects.filter(slug="edited").update(updated_at=datetime(2026, 3, 4, tzinfo=UTC))
    found = entries(client)
    dates = [found[f"{settings.SITE_URL}/courses/{slug}/"] for slug in ("checked", "edited")]
    assert dates == ["2026-05-06", "2026-03-04"]
    assert found[f"{settings.SITE_URL}/courses/"] == "2026-05-06"


def test_sitemap_of_an_empty_site_is_whole(client: Client) -> None:
    assert len(entries(client)) == 6


@override_settings(SITE_URL="https://which.example/first")
def test_sitemap_names_the_sites_own_address_whatever_host_asked(client: Client) -> None:
    assert "https://which.example/first/courses/" in entries(client)


def test_robots_forbid_private_pages_and_allow_the_sitemaps(client: Client) -> None:
    create_course(slug="one")
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").content.decode().splitlines())
    assert rules.site_maps() == [f"{settings.SITE_URL}/sitemap.xml"]
    for path in ("/admin/", "/calendar/token.ics", "/digest/stop/token/"):
        assert not rules.can_fetch("*", path), path
    for address in (*entries(client), "/shared/token/", "/feed.xml", "/pictures/1.png"):
        assert rules.can_fetch("*", address), address


@pytest.mark.parametrize(
    "address", ["/account/", "/dashboard/", "/paths/7/", "/compare/paths/", "/plan/", "/start/review/"]
)
def test_page_of_one_person_shows_a_crawler_nothing(client: Client, address: str) -> None:
    make_catalogue()
    assert client.get(address).status_code == 302


def test_shared_path_is_not_listed_but_has_a_picture(client: Client) -> None:
    make_catalogue()
    path: Path = make_path(create_user())
    answer = client.get(make_link(path=path, with_progress=False).get_absolute_url())
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert 'content="noindex, nofollow"' in answer.content.decode()
    assert "/picture/" in answer.content.decode()


@pytest.mark.parametrize("query", ["?q=one", "?sort=hours&page=1", "?level=beginner&utm_source=x", "?area=nowhere"])
def test_filtered_library_names_the_whole_one(client: Client, query: str) -> None:
    create_course(slug="one", title="One")
    html = client.get(f"/courses/{query}").content.decode()
    assert f'<link rel="canonical" href="{settings.SITE_URL}/courses/">' in html


def test_comparison_has_one_address_whichever_is_named_first(client: Client) -> None:
    for slug in ("a", "b", "c"):
        create_course(slug=slug, teaches={"trees": 1})
    for order in ("abc", "cba"):
        html = client.get("/compare/", {"course": list(order)}).content.decode()
        own = f"{settings.SITE_URL}/compare/?course=a&amp;course=b&amp;course=c"
        assert f'<link rel="canonical" href="{own}">' in html


@pytest.mark.parametrize("address", ["/sitemap.xml", "/robots.txt", "/feed.xml"])
def test_what_has_not_changed_is_not_sent_again(client: Client, address: str) -> None:
    create_course(slug="one")
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    create_guide()
    Course.objects.update(title="Renamed")
    Guide.objects.update(slug="renamed")
    later = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert later.status_code == (304 if address == "/robots.txt" else 200)
