"""What a path leaves uncovered: which themes, which courses, and the page that tells."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from advisor.afterwards import THEMES, levels_after, next_steps
from advisor.catalogues import current_advisor
from advisor.models import Path
from advisor.planning import Advisor
from advisor.snapshot import read_catalogue
from catalog.models import Skill
from tests.advisor.path_rows import make_catalogue, make_path
from tests.factories import create_course, create_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def path() -> Path:
    """A path to neural networks in a catalogue that covers interviews and, after a course on Git, team code."""
    make_catalogue()
    create_course(slug="networks", title="Networks", teaches={"neural-networks": 2})
    create_course(slug="mock", title="Mock interviews", teaches={"ml-interviews": 2}, requires={"neural-networks": 2})
    create_course(slug="git", title="Git", teaches={"git": 1}, hours=(3, 4))
    create_course(
        slug="reviews", title="Reviews", teaches={"software-engineering": 2}, requires={"git": 1}, hours=(5, 6)
    )
    return make_path(create_user())


def themes(path: Path, *, teaches: dict[str, int]) -> dict[str, Any]:
    plan = {**path.plan, "steps": [{**path.plan["steps"][0], "teaches": teaches}]}
    advisor = Advisor(read_catalogue())
    return {
        part.theme.key: part
        for part in next_steps(plan=plan, answers=path.answers, problem=path.problem, advisor=advisor)
    }


def test_open_themes_come_with_the_courses_that_cover_them(path: Path) -> None:
    found = themes(path, teaches={"neural-networks": 2})
    assert list(found) == ["team-code", "interviews"]
    assert [course.slug for course in found["team-code"].courses] == ["git", "reviews"]
    assert found["team-code"].hours == "8–10 hours"


def test_theme_that_the_path_covers_is_left_out(path: Path) -> None:
    assert list(themes(path, teaches={"neural-networks": 2, "ml-interviews": 2})) == ["team-code"]


def test_theme_needs_somebody_whom_it_concerns(path: Path) -> None:
    assert themes(path, teaches={"neural-networks": 1}) == {}


def test_courses_of_the_path_are_not_offered_again(path: Path) -> None:
    path.plan["steps"][0]["course"] = "git"
    found = themes(path, teaches={"neural-networks": 2})
    assert [course.slug for course in found["team-code"].courses] == ["reviews"]


def test_levels_after_are_the_higher_of_before_and_taught(path: Path) -> None:
    plan = {"steps": [{"teaches": {"python": 1, "nets": 2, "no-such-skill": 3}}]}
    levels = levels_after(plan, {"levels": {"python": 3}}, read_catalogue())
    assert levels == {"python": 3, "nets": 2}


@pytest.mark.parametrize("answers", [{"goal": "gone"}, {"levels": {"gone": 9}}, None])
def test_answers_that_no_longer_fit_do_not_matter(path: Path, answers: object) -> None:
    path.answers = answers
    assert list(themes(path, teaches={"neural-networks": 2})) == ["team-code", "interviews"]


def test_every_theme_names_skills_of_the_shipped_vocabulary(shipped_catalogue: None) -> None:
    vocabulary = set(Skill.objects.values_list("slug", flat=True))
    assert all(theme.targets.keys() | theme.concerns.keys() <= vocabulary for theme in THEMES)


def test_page_is_for_the_owner_alone(client: Client, path: Path) -> None:
    address = reverse("advisor:path_afterwards", args=[path.pk])
    assert client.get(address).status_code == 302
    client.force_login(create_user())
    assert client.get(address).status_code == 404
    client.force_login(path.user)
    assert "After this path" in client.get(address).content.decode()
    assert client.post(address).status_code == 405


def test_page_takes_few_queries(client: Client, path: Path, django_assert_max_num_queries: Any) -> None:
    client.force_login(path.user)
    current_advisor()  # read once for all requests
    with django_assert_max_num_queries(6):
        page = client.get(reverse("advisor:path_afterwards", args=[path.pk]), headers={"HX-Request": "true"})
    assert page.content.decode().lstrip().startswith('<section id="afterwards"')


def test_old_plan_without_start_still_gets_its_themes(path: Path) -> None:
    path.answers["start"] = date(1950, 1, 1).isoformat()
    assert themes(path, teaches={"neural-networks": 2})
