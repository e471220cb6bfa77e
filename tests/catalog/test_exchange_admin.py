"""Import and export in the admin: seen first, then applied once, by those who may."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from advisor.models import User
from catalog.exchange import jobs
from catalog.models import CatalogueImport, Course, Draft, Revision
from tests.catalog.exchanging import all_documents, csv_of, json_of, new_document, state
from tests.factories import create_course, create_user

pytestmark = pytest.mark.django_db
UPLOAD, EXPORT = "admin:catalog_course_import", "admin:catalog_course_export"


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor() -> Client:
    return client_of(create_user(is_staff=True, is_superuser=True))


@pytest.fixture
def curator() -> Client:
    """May add and change courses, but not publish."""
    return client_of(staff_with("add_course", "change_course", "view_course"))


def staff_with(*codes: str) -> User:
    user = create_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    return user


def upload(client: Client, content: bytes, name: str = "courses.csv", **more: Any) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse(UPLOAD), {"file": file, "shape": "own", **more}, follow=True)


def begun(client: Client, content: bytes, name: str = "courses.csv", **more: Any) -> CatalogueImport:
    assert upload(client, content, name, **more).redirect_chain
    return CatalogueImport.objects.latest("made_at")


def press(client: Client, job: CatalogueImport, **data: Any) -> Any:
    return client.post(reverse("admin:catalog_course_import_review", args=[job.pk]), data, follow=True)


def checked(client: Client, job: CatalogueImport) -> CatalogueImport:
    press(client, job)
    job.refresh_from_db()
    return job


def applied(client: Client, job: CatalogueImport) -> Any:
    return press(client, checked(client, job), apply="x", digest=job.digest)


def file_of_new(slug: str = "new-one", **fields: Any) -> bytes:
    course = create_course()
    return json_of(new_document(slug, course.provider.slug, course.platform.slug, **fields))


def test_dry_run_shows_every_row_and_changes_nothing(editor: Client) -> None:
    create_course(slug="weaving", title="Weaving", year=2020)
    create_course(slug="knitting", title="Knitting")
    before = state()
    job = begun(editor, csv_of("slug,title,year", "weaving,Weaving,2021", "knitting,Knitting,"))
    html = press(editor, job).content.decode()
    assert "Year: 2020 → 2021" in html
    assert "1 changed" in html
    assert "1 the same" in html
    assert state() == before


def test_change_of_a_published_course_becomes_a_draft(curator: Client) -> None:
    create_course(slug="weaving", year=2020)
    applied(curator, begun(curator, csv_of("slug,year", "weaving,2021")))
    draft = Draft.objects.get()
    assert (draft.key, draft.state, draft.document["year"]) == ("weaving", "waiting", 2021)
    assert Course.objects.get().year == 2020


def test_new_course_arrives_unpublished_with_its_version_and_history(curator: Client) -> None:
    content = file_of_new(status="published", teaches={})
    applied(curator, begun(curator, content, "courses.json"))
    course, version = Course.objects.get(slug="new-one"), Revision.objects.get(key="new-one")
    assert course.status == Course.Status.DRAFT
    assert "course new-one" in course.search_text
    assert (version.source, str(version.made_by)) == ("import", str(User.objects.get(is_staff=True)))
    assert LogEntry.objects.get(object_id=course.pk).is_addition()


def test_publishing_at_once_writes_what_the_file_says(editor: Client) -> None:
    course = create_course(slug="weaving", year=2020)
    applied(editor, begun(editor, csv_of("slug,year,topics", "weaving,2021,a; b"), publishes="on"))
    course.refresh_from_db()
    assert (course.year, course.topics, course.status) == (2021, ["a", "b"], "published")
    assert [version.source for version in Revision.objects.order_by("number")] == ["found", "import"]


def test_unpublished_course_is_changed_in_place_and_stays_unpublished(curator: Client) -> None:
    create_course(slug="weaving", year=2020, status=Course.Status.DRAFT)
    applied(curator, begun(curator, csv_of("slug,year,status", "weaving,2021,published")))
    course = Course.objects.get()
    assert (course.year, course.status, Draft.objects.count()) == (2021, "draft", 0)


def test_those_who_may_not_publish_are_not_asked_and_not_obeyed(curator: Client) -> None:
    create_course(slug="weaving", year=2020)
    assert b"Publish at once" not in curator.get(reverse(UPLOAD)).content
    job = begun(curator, csv_of("slug,year", "weaving,2021"), publishes="on")
    assert not job.publishes


def test_right_to_publish_that_was_lost_meanwhile_is_missed(curator: Client) -> None:
    create_course(slug="weaving", year=2020)
    job = checked(curator, begun(curator, csv_of("slug,year", "weaving,2021")))
    CatalogueImport.objects.update(publishes=True)
    assert press(curator, job, apply="x", digest=job.digest).status_code == 403
    assert Course.objects.get().year == 2020


def test_new_courses_may_name_each_other_in_any_order(curator: Client) -> None:
    old = create_course(teaches={"wool": 1})
    both = [
        new_document(
            "bundle",
            old.provider.slug,
            old.platform.slug,
            parts=[{"course": "later", "standalone": True}, {"course": old.slug, "standalone": False}],
            requires={"wool": 1},
            requires_why={"wool": "It itches."},
            claims=[{"field": "maths", "value": "none", "source": "x", "as_of": "", "chosen": True}],
            superseded_by="later",
        ),
        new_document("later", old.provider.slug, old.platform.slug),
    ]
    applied(curator, begun(curator, json_of(*both), "courses.json"))
    found = {document["slug"]: document for document in all_documents()}
    assert {name: found["bundle"][name] for name in both[0] if name != "price"} == {
        name: value for name, value in both[0].items() if name != "price"
    }


def test_other_file_than_the_one_that_was_seen_is_not_applied(editor: Client) -> None:
    create_course(slug="weaving", year=2020)
    job = checked(editor, begun(editor, csv_of("slug,year", "weaving,2021"), publishes="on"))
    assert b"Nothing was changed" in press(editor, job, apply="x", digest="0" * 64).content
    assert Course.objects.get().year == 2020


@pytest.mark.parametrize("field", ["year", "claims"])
def test_catalogue_that_changed_meanwhile_is_looked_at_again(editor: Client, field: str) -> None:
    course = create_course(slug="weaving", year=2020)
    job = checked(editor, begun(editor, csv_of("slug,title", "weaving,Webs"), publishes="on"))
    if field == "year":
        Course.objects.update(year=2019)
    else:
        course.claims.create(field="maths", value="light", source="Somebody")
    assert b"The catalogue changed" in press(editor, job, apply="x", digest=job.digest).content
    job.refresh_from_db()
    assert (job.state, job.checked, Course.objects.get().title) == ("checking", 0, course.title)
    applied(editor, job)
    assert Course.objects.get().title == "Webs"


def test_file_is_applied_once_and_not_kept(editor: Client) -> None:
    create_course(slug="weaving", year=2020)
    job = begun(editor, csv_of("slug,year", "weaving,2021"))
    applied(editor, job)
    assert b"Nothing was changed" in press(editor, job, apply="x", digest=job.digest).content
    job.refresh_from_db()
    assert (bytes(job.content), Draft.objects.count()) == (b"", 1)


def test_half_valid_file_can_not_be_applied(editor: Client) -> None:
    create_course(slug="weaving", year=2020)
    job = begun(editor, csv_of("slug,year", "weaving,2021", "weaving,soon"), publishes="on")
    html = press(editor, job).content.decode()
    assert "some rows are wrong" in html
    assert "<strong>year</strong>: must be a whole number" in html
    assert 'name="apply"' not in html
    applied(editor, job)
    assert Course.objects.get().year == 2020


def test_loop_is_shown_at_its_row(editor: Client) -> None:
    create_course(slug="weaving")
    html = press(editor, begun(editor, csv_of("slug,parts", "weaving,weaving"))).content.decode()
    assert "<strong>parts</strong>: “" in html
    assert "1 wrong" in html


def test_large_file_is_checked_in_pieces(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    create_course(slug="weaving")
    rows = [f"course-{number},x" for number in range(250)]
    job = begun(editor, csv_of("slug,title", *rows))
    monkeypatch.setattr(jobs, "check_on", lambda job, check=jobs.check_on: check(job, seconds=0))
    html = press(editor, job).content.decode()
    assert "50 of 250 rows checked" in html
    assert '<progress value="50" max="250"' in html
    job.refresh_from_db()
    assert (job.checked, job.rows.count()) == (50, 50)
    for _ in range(4):
        press(editor, job)
    job.refresh_from_db()
    assert (job.checked, job.rows.count(), job.state) == (250, 250, "wrong")


def test_piece_that_two_pages_check_at_once_is_kept_once(editor: Client) -> None:
    create_course(slug="weaving", year=2020)
    job = begun(editor, csv_of("slug,year", "weaving,2021"))
    same = CatalogueImport.objects.get()
    jobs.check_on(job)
    jobs.check_on(same)
    assert (job.rows.count(), same.state) == (1, "ready")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("courses.csv", b"slug,colour\nx,red\n", "Row 1, column colour: there is no such column"),
        ("courses.exe", b"slug\nx\n", "ends in none of"),
        ("courses.xlsx", b"slug\nx\n", "is not an XLSX spreadsheet"),
        ("courses.csv", b"", "The submitted file is empty"),
    ],
)
def test_bad_upload_is_refused_on_the_form(editor: Client, name: str, content: bytes, message: str) -> None:
    response = upload(editor, content, name)
    assert message in response.content.decode()
    assert not CatalogueImport.objects.exists()


def test_open_edx_file_needs_a_platform_and_is_never_published(editor: Client) -> None:
    platform = create_course().platform
    content = json.dumps({"count": 0, "results": []}).encode()
    assert b"Choose the platform" in upload(editor, content, "x.json", shape="open-edx").content
    asked = {"shape": "open-edx", "platform": platform.pk, "publishes": "on"}
    assert b"lack their skills" in upload(editor, content, "x.json", **asked).content


def test_old_imports_go_when_a_new_one_comes(editor: Client) -> None:
    create_course(slug="weaving")
    old = begun(editor, csv_of("slug", "weaving"))
    CatalogueImport.objects.update(made_at=old.made_at - timedelta(days=8))
    for _ in range(7):
        begun(editor, csv_of("slug", "weaving"))
    assert CatalogueImport.objects.count() == jobs.MOST_EACH
    assert not CatalogueImport.objects.filter(pk=old.pk).exists()


def test_import_is_discarded_on_demand(editor: Client) -> None:
    create_course(slug="weaving")
    press(editor, begun(editor, csv_of("slug", "weaving")), discard="x")
    assert not CatalogueImport.objects.exists()


def test_import_of_somebody_else_is_not_found(editor: Client, curator: Client) -> None:
    create_course(slug="weaving")
    job = begun(editor, csv_of("slug", "weaving"))
    assert curator.get(reverse("admin:catalog_course_import_review", args=[job.pk])).status_code == 404
    assert press(curator, job, discard="x").status_code == 404


@pytest.mark.parametrize("codes", [("view_course",), ("view_course", "add_course"), ("view_course", "change_course")])
def test_import_needs_adding_and_changing(codes: tuple[str, ...]) -> None:
    client = client_of(staff_with(*codes))
    assert client.get(reverse(UPLOAD)).status_code == 403
    assert reverse(UPLOAD) not in client.get(reverse("admin:catalog_course_changelist")).content.decode()
    assert client.get(reverse(EXPORT), {"format": "csv"}).status_code == 200


def test_export_needs_viewing() -> None:
    client = client_of(staff_with("view_skill"))
    assert client.get(reverse(EXPORT), {"format": "csv"}).status_code == 403


def test_list_leads_to_both_and_keeps_its_filters(editor: Client) -> None:
    create_course()
    html = editor.get(reverse("admin:catalog_course_changelist"), {"q": "wool", "kind__exact": "book"}).content.decode()
    assert f'href="{reverse(UPLOAD)}"' in html
    assert f'href="{reverse(EXPORT)}?' in html
    assert "q=wool" in html.split(reverse(EXPORT))[1].split('"')[0]


@pytest.mark.parametrize("format", ["csv", "json", "xlsx"])
def test_export_honours_filters_and_search(editor: Client, format: str) -> None:
    create_course(title="Wool one", kind="book")
    create_course(title="Wool two")
    create_course(title="Silk", kind="book")
    response: Any = editor.get(reverse(EXPORT), {"q": "wool", "kind__exact": "book", "format": format})
    content = b"".join(response.streaming_content)
    assert 'filename="courses-' in response["Content-Disposition"]
    if format != "xlsx":
        assert (content.count(b"Wool one"), b"Wool two" in content, b"Silk" in content)[1:] == (False, False)
        assert b"Wool one" in content


def test_export_page_counts_what_it_would_write(editor: Client) -> None:
    create_course(kind="book")
    create_course()
    html = editor.get(reverse(EXPORT), {"kind__exact": "book"}).content.decode()
    assert "1 course, as filtered" in html
    assert "kind__exact=book&amp;format=xlsx" in html


def test_filter_that_there_is_not_leads_to_the_whole_export(editor: Client) -> None:
    assert editor.get(reverse(EXPORT), {"nonsense": "1", "format": "csv"}).status_code == 302


@pytest.mark.parametrize("page", ["catalog_course_import", "catalog_course_export"])
def test_pages_fit_the_content_policy(editor: Client, page: str) -> None:
    html = editor.get(reverse(f"admin:{page}")).content.decode()
    assert "style=" not in html
    assert " onclick=" not in html
