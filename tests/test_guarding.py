"""What every answer says to browsers, how large a request may be, and where it may lead."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from advisor.importing import LARGEST_FILE
from catalog.exchange.tables import LARGEST_FILE as LARGEST_TABLE
from catalog.models import Course
from catalog.models.outgoing import AffiliateLink
from tests.factories import create_course, create_user

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "a long enough one"
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
}
EVIL = (
    "https://evil.example/",
    "//evil.example",
    "//",
    "///evil.example",
    r"/\evil.example",
    r"\\evil.example",
    "http:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "/\t/evil.example",
    "/\n/evil.example",
    "\x00//evil.example",
    "\x01https://evil.example",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "//testserver\\@evil.example",
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/", "/courses/", "/accounts/login/", "/healthz", "/no-such-page/", "/api/v1/goals/"]
)
def test_every_answer_carries_the_headers(client: Client, address: str) -> None:
    response = client.get(address)
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    policy = response.headers["Permissions-Policy"]
    assert "camera=()" in policy
    assert "publickey-credentials-get=(self)" in policy
    assert not re.search(r"\*", policy)
    assert "Server" not in response


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/dashboard/", "/account/", "/answers/", "/accounts/email/", "/accounts/2fa/", "/plan/", "/start/goal/"]
)
def test_personal_pages_are_kept_nowhere(client: Client, address: str) -> None:
    client.force_login(create_user())
    assert "no-store" in client.get(address, follow=True).headers["Cache-Control"]


@pytest.mark.django_db
def test_pictures_may_be_shown_elsewhere(client: Client) -> None:
    response = client.get(reverse("catalog:site_picture", args=["old"]), follow=True)
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/account/import/", 5_500_000),
        ("/admin/", 33_000_000),
        ("/start/goal/", 2_500_000),
        ("/no-such-page/", 2_500_000),
    ],
)
def test_body_is_refused_by_its_length_before_it_is_read(path: str, most: int) -> None:
    client = Client()
    client.force_login(create_user())
    said = {"CONTENT_LENGTH": str(most + 1)}
    refused = client.generic("POST", path, b"", "multipart/form-data; boundary=x", **said)  # type: ignore[arg-type]
    assert refused.status_code == 413
    assert "Nothing was changed" in refused.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("length", ["-1", "nonsense", "\u0662", "", "9" * 30])
def test_length_that_is_none_is_no_error(client: Client, length: str) -> None:
    answer = client.generic("POST", "/start/problem/", b"", "text/plain", CONTENT_LENGTH=length)
    assert answer.status_code in (400, 405, 413)


def test_bounds_leave_room_for_what_forms_allow(settings: LazySettings) -> None:
    assert LARGEST_FILE < settings.LARGEST_ACCOUNT_FILE < 2 * LARGEST_FILE
    assert LARGEST_TABLE < settings.LARGEST_CATALOGUE_FILE < 2 * LARGEST_TABLE


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.html", b"<script>alert(1)</script>", "text/html"),
        ("a.json", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("../../etc/passwd", b"[]", "application/json"),
        ("a.json", b"", "application/json"),
        ("a.json", b"[" * 100_000, "application/json"),
        ("a.zip", b"PK\x03\x04" + b"\x00" * 100, "application/zip"),
    ],
)
def test_upload_of_another_kind_is_refused_on_the_page(client: Client, name: str, content: bytes, kind: str) -> None:
    client.force_login(create_user())
    answer = client.post("/account/import/", {"file": SimpleUploadedFile(name, content, kind)})
    assert answer.status_code == 200
    assert "was imported" in answer.content.decode() or "is empty" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", [{f"f{number}": "x" for number in range(1_001)}, {"answer": "x" * 2_400_000, "more": "y" * 200_000}]
)
def test_too_many_fields_and_too_long_ones_are_refused(client: Client, body: dict[str, str]) -> None:
    assert client.post("/start/goal/", body).status_code in (400, 413)


@pytest.mark.django_db
def test_second_file_is_refused(client: Client) -> None:
    client.force_login(create_user())
    files = {name: SimpleUploadedFile("a.json", b"{}") for name in ("file", "other")}
    assert client.post("/account/import/", files).status_code == 400


def is_here(location: str) -> bool:
    """As browsers read it: backslashes are slashes, control characters and spaces at the front are nothing."""
    read = re.sub(r"[\t\r\n]", "", location.lstrip("".join(map(chr, range(33))))).replace("\\", "/")
    parts = urlsplit(read)
    return not read.startswith("//") and parts.netloc in ("", "testserver") and parts.scheme in ("", "http", "https")


def examples(test: Any) -> Any:
    for address in EVIL:
        test = example(address)(test)
    return test


pieces = st.sampled_from(
    ["/", "\\", "//", "evil.example", "http:", "https:", "javascript:", "@", "testserver", "\t", "\x00"]
)
addresses = st.lists(pieces | st.text(max_size=3), max_size=6).map("".join)
by_property = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.mark.django_db
@by_property
@examples
@given(addresses)
def test_logging_in_leads_nowhere_else(settings: LazySettings, address: str) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    user = create_user(password=PASSWORD)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    client = Client()
    data = {"login": user.email, "password": PASSWORD, "next": address}
    answer = client.post("/accounts/login/", data)
    assert answer.status_code in (200, 302, 400)
    assert is_here(answer.headers.get("Location", "/"))
    answer = client.get("/accounts/login/", {"next": address})
    assert is_here(answer.headers.get("Location", "/"))


@pytest.mark.django_db
@by_property
@examples
@given(addresses)
def test_other_addresses_to_go_to_lead_nowhere_else(address: str) -> None:
    client = Client()
    client.force_login(create_user())
    for path, name in (("/accounts/logout/", "next"), ("/start/goal/", "then"), ("/plan/save/", "next")):
        answer = client.post(path, {name: address, "answer": "x", "action": "skip"})
        assert is_here(answer.headers.get("Location", "/")), path


@pytest.mark.parametrize("address", [each for each in EVIL if each != "http:evil.example"])
def test_check_of_addresses_sees_evil_ones(address: str) -> None:
    assert not is_here(address) or address.startswith("https:///")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example/", "//evil.example"])
def test_catalogue_takes_only_web_addresses(address: str) -> None:
    course = create_course()
    course.url = address
    link = AffiliateLink(course=create_course(), url=address, network="Partner")
    for row in (course, link):
        with pytest.raises(Exception, match="URL"):
            row.full_clean()


@pytest.mark.django_db
def test_shipped_courses_lead_to_their_own_addresses(client: Client, shipped_catalogue: None) -> None:
    courses = list(Course.objects.published().exclude(url="")[:20])
    assert [client.get(f"/courses/{course.slug}/go/?next=//evil.example")["Location"] for course in courses] == [
        course.url for course in courses
    ]
