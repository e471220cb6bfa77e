"""The page and fragment that say what a draft would do to learners."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from advisor.impact import previewing
from advisor.impact.expectations import ExpectationError, check_expectations
from advisor.impact.previewing import Impact
from advisor.impact.tally import Tally
from advisor.impact.wording import shown_count, summary
from advisor.models import Path, Persona, Weights
from advisor.snapshot import Catalogue
from catalog.desk.drafts import discard, save_draft
from catalog.desk.subjects import SUBJECTS
from catalog.models import Course, Draft
from tests.advisor.path_rows import make_catalogue, make_path
from tests.factories import create_course, create_user

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def curator(client: Client) -> Client:
    previewing.forget()
    client.force_login(create_user(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def draft(db: None) -> Draft:
    make_catalogue()
    create_course(slug="other-nets", title="Other nets", teaches={"nets": 1}, hours=(90, 90))
    make_path(create_user())
    Persona.objects.create(slug="ann", name="Ann", answers={"goal": "deep"}, expectations={"includes": ["first"]})
    document = SUBJECTS["course"].read("nets-course")
    assert document is not None
    return save_draft(SUBJECTS["course"], "nets-course", {**document, "status": "retired"}, by=None)


def address(draft: Draft) -> str:
    return reverse("admin:advisor_draft_impact", args=[draft.pk])


def report(client: Client, first: str) -> str:
    """The page at the end of all pieces; a busy machine needs more than one."""
    response = client.get(first)
    while url := response.context.get("next_url"):
        response = client.get(url)
    return response.content.decode()


def test_report_names_personas_courses_and_broken_expectations(curator: Client, draft: Draft) -> None:
    html = report(curator, address(draft))
    assert "1 of 1 persona and fewer than 5 of fewer than 5 paths would change." in html
    assert "Broken: “First steps” is missing." in html
    assert "In: Other nets" in html
    assert "“Nets”: It is not offered." in html
    assert "style=" not in html


def test_few_people_are_not_counted() -> None:
    assert [shown_count(count) for count in (0, 1, 4, 5, 1200)] == ["0", *["fewer than 5"] * 2, "5", "1,200"]
    told = summary(Impact(total=1000, tally=Tally(seen=1000, other_plans=41)))
    assert told == "0 of 0 personas and 41 of 1,000 paths would change."


def test_report_names_nobody(curator: Client, draft: Draft) -> None:
    html = report(curator, address(draft))
    assert "would change" in html
    assert Path.objects.get().user.email not in html


def test_pieces_show_progress_and_lead_on_without_script(
    curator: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(previewing.go_on.__kwdefaults__, "seconds", 0.0)
    first = curator.get(address(draft), headers=HTMX)
    next_url = first.context["next_url"]
    html = first.content.decode()
    assert "<progress" in html
    assert f'hx-get="{next_url}"' in html
    assert f'<a href="{next_url}">Go on</a>' in html
    monkeypatch.undo()
    assert "would change" in report(curator, next_url)


@pytest.mark.parametrize("meanwhile", ["draft", "catalogue"])
def test_change_meanwhile_is_said(
    curator: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    stamp = previewing.Stamp.of(draft, today=timezone.localdate())
    if meanwhile == "draft":
        draft.document = {**draft.document, "title": "Another title"}
        draft.save()
    else:
        Course.objects.filter(slug="first").update(summary="Other words.")
    html = curator.get(f"{address(draft)}?of={stamp.key}", headers=HTMX).content.decode()
    assert "has changed meanwhile" in html
    assert address(draft) in html
    assert "would change" not in html


def test_settled_draft_has_nothing_to_preview(curator: Client, draft: Draft) -> None:
    discard(draft)
    assert "nothing left to preview" in curator.get(address(draft)).content.decode()


def test_draft_that_can_not_be_written_says_so(curator: Client, draft: Draft) -> None:
    Draft.objects.update(document={**draft.document, "provider": "nobody"})
    assert "can&#x27;t be published as it is" in curator.get(address(draft)).content.decode()


def test_only_who_may_change_the_subject_sees_it(client: Client, draft: Draft) -> None:
    assert client.get(address(draft)).status_code == 302
    client.force_login(create_user(is_staff=True))
    assert client.get(address(draft)).status_code == 403
    client.force_login(create_user())
    assert client.get(address(draft), follow=True).status_code == 403


def test_unknown_draft_is_not_found(curator: Client) -> None:
    assert curator.get(reverse("admin:advisor_draft_impact", args=[999_999])).status_code == 404


def persona_data(**fields: Any) -> dict[str, Any]:
    given = {"name": "Bo", "slug": "bo", "answers": '{"goal": "deep"}', "expectations": "{}", "position": 0}
    return {**given, "note": "", **fields}


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("answers", '{"goal": "nowhere"}', "there is no goal"),
        ("answers", '{"goal": ', "valid JSON"),
        ("expectations", '{"include": []}', "There is no expectation “include”"),
        ("expectations", '{"includes": ["gone"]}', "names the course “gone”"),
        ("expectations", '{"taught": [["nets", 4]]}', "a level is 1 to 3"),
        ("expectations", "[]", ""),
    ],
)
def test_persona_that_makes_no_sense_is_refused_in_words(
    curator: Client, draft: Draft, field: str, value: str, message: str
) -> None:
    response = curator.post(reverse("admin:advisor_persona_add"), persona_data(**{field: value}))
    if message:
        assert message in str(response.context["adminform"].form.errors[field])
    assert Persona.objects.filter(slug="bo").exists() is not bool(message)


def test_list_of_personas_tells_whose_advice_falls_short(curator: Client, draft: Draft) -> None:
    Persona.objects.create(slug="bo", name="Bo", answers={"goal": "deep"}, expectations={"empty": True})
    html = curator.get(reverse("admin:advisor_persona_changelist")).content.decode()
    assert html.count('alt="True"') - html.count('alt="False"') == 2
    row = Persona.objects.get(slug="bo")
    page = curator.get(reverse("admin:advisor_persona_change", args=[row.pk])).content.decode()
    assert "There should be no steps." in page


@pytest.mark.parametrize("data", [{"before": [["a"]]}, {"free": 1}, {"max_steps": -1}, {"unmet": "x"}, "text"])
def test_expectations_of_the_wrong_form_are_refused(data: Any) -> None:
    with pytest.raises(ExpectationError):
        check_expectations(data, Catalogue(courses={}, skills={}, goals={}))


def test_weights_are_changed_by_way_of_a_draft(curator: Client) -> None:
    weights = Weights.objects.create()
    page = reverse("admin:advisor_weights_change", args=[weights.pk])
    opened = curator.get(page)
    form = opened.context["adminform"].form
    data = {**{name: form.initial[name] for name in form.fields}, "wish_points": 0}
    response = curator.post(page, {**data, "desk_opened": opened.context["desk"].opened}, follow=True)
    assert response.status_code == 200
    assert Weights.objects.get().wish_points == 600
    assert Draft.objects.get(kind="weights").document["wish_points"] == 0


def test_weights_out_of_bounds_are_refused(curator: Client) -> None:
    Weights.objects.create()
    document = SUBJECTS["weights"].read("1")
    assert document is not None
    draft = save_draft(SUBJECTS["weights"], "1", {**document, "help_points": 10**9}, by=None)
    impact = previewing.go_on(previewing.Stamp.of(draft, today=date(2026, 11, 21)))
    assert "help points" in impact.refusal
