"""Live cards in guides, and what links guides with each other and with courses."""

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from advisor.models import User
from catalog.guides import problems_of
from catalog.models import Course, Guide
from tests.catalog.test_views_courses import text_of
from tests.factories import (
    create_bundle,
    create_course,
    create_goal,
    create_guide,
    create_question,
    create_skill,
    create_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_user() -> User:
    """Who the plugin's `admin_client` is logged in as: its own has no second factor."""
    return create_user(is_staff=True, is_superuser=True)


def page(client: Client, body: str) -> str:
    guide = create_guide(body=body)
    response = client.get(guide.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_guide_draws_courses_of_one_paragraph_side_by_side(client: Client) -> None:
    create_course(slug="one", title="Course One")
    create_course(slug="two", title="Course Two")
    html = page(client, "Before.\n\n{course: one}\n{course: two}\n\nAfter.")
    assert html.index("Before.") < html.index("Course One") < html.index("Course Two") < html.index("After.")
    assert html.count("card-grid") == 1
    assert "{course" not in html


def test_guide_draws_a_comparison_and_the_levels_of_a_skill(client: Client) -> None:
    create_course(slug="one", title="One & Only")
    create_course(slug="two", title="Two")
    create_skill(slug="weaving", name="Weaving", level_2="I weave")
    html = page(client, "{compare: one two}\n\n{levels: weaving}")
    assert 'href="/compare/?course=one&amp;course=two">Compare One &amp; Only and Two</a>' in html
    assert "<dt>2, working</dt><dd>I weave</dd>" in html


def test_guide_offers_a_path_with_its_figures_now(client: Client) -> None:
    create_skill(slug="weaving", name="Weaving")
    create_goal(slug="weave", title="Weave well", targets={"weaving": 2})
    course = create_course(teaches={"weaving": 2}, requires={"python": 1}, hours=(8, 12))
    html = page(client, "{plan: goal=weave python=1 hours=10}")
    assert 'href="/start/with/?goal=weave&amp;python=1&amp;hours=10"' in html
    assert "1 course, 8–12 hours, 1 week at 10 hours a week, free" in html
    Course.objects.filter(pk=course.pk).update(realistic_hours_high=30)
    assert "1 course, 8–30 hours, 2 weeks" in page(client, "{plan: goal=weave python=1 hours=10}")


def test_guide_shows_the_successor_of_a_retired_course(client: Client) -> None:
    newest = create_course(slug="third", title="Third edition")
    second = create_course(slug="second", status="retired", superseded_by=newest)
    create_course(slug="first", title="First edition", status="retired", superseded_by=second)
    html = page(client, "{course: first}")
    assert "“First edition” is retired; this one took its place." in html
    assert 'href="/courses/third/">Third edition</a>' in html


def test_guide_says_plainly_what_is_gone(client: Client) -> None:
    create_course(slug="old", title="Old", status="retired")
    create_course(slug="new")
    create_course(slug="unready", title="Unready", status="draft")
    body = (
        "{course: old}\n{course: unready}\n{course: absent}\n{compare: old new}\n{levels: x}\n{plan: goal=x}\n{course}"
    )
    html = page(client, body)
    assert "“Old” was named here; it is retired" in html
    assert "is not in the catalogue any more" in html
    assert "These courses are no longer compared." in html
    assert "A skill that was shown here is no longer listed." in html
    assert "be planned any more" in html
    assert "{course}" in html
    assert "Unready" not in html


def test_guide_follows_editions_that_go_in_a_ring_only_once(client: Client) -> None:
    first = create_course(slug="first", status="retired")
    second = create_course(slug="second", status="retired", superseded_by=first)
    Course.objects.filter(pk=first.pk).update(superseded_by=second)
    assert "we no longer recommend it" in page(client, "{course: first}")


def test_shortcode_lets_no_html_through(client: Client) -> None:
    given = ("<b>x</b>", "x\"onclick='y'", "<script>alert(2)</script>", "goal=<i>", "goal=x&y")
    html = page(
        client, "\n".join(f"{{{name}: {each}}}" for name in ("course", "plan", "<u>", "levels") for each in given)
    )
    assert html.count("&lt;b&gt;x") == 4
    assert not any(tag in html for tag in ("<b>x", "<script>alert", "<i>", "<u>", '"onclick', "x&y"))


def test_shortcode_in_code_is_text(client: Client) -> None:
    create_course(slug="one", title="Course One")
    html = page(client, "`{course: one}`\n\n    {course: one}\n\n```\n{course: one}\n```")
    assert html.count("{course: one}") == 3
    assert "Course One" not in html


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("Text\n\n{course: weavin}", "Line 3, {course: weavin}: no course that the public sees has the slug “weavin”"),
        ("{course: weaving}\n{course: one two}", "Line 2, {course: one two}: write it as {course: slug}."),
        ("{curse: weaving}", "Line 1, {curse: weaving}: there is no shortcode “curse”"),
        ("{course weaving}", "Line 1, {course weaving}: write one of {course: slug}"),
        ("{compare: weaving}", "with 2 to 4 different courses."),
        ("{compare: weaving weaving}", "with 2 to 4 different courses."),
        ("{plan: python=1}", "with a goal and each skill once."),
        ("{plan: goal=sew python=1 python=2}", "with a goal and each skill once."),
        ("{plan: goal=sow}", "Line 1, {plan: goal=sow}: goal: there is no goal 'sow'; did you mean 'sew'"),
        ("{plan: goal=sew pyton=1}", "pyton: there is no skill 'pyton'; did you mean 'python'"),
        ("{plan: goal=sew python=4}", "python: must be a whole number from 0 to 3."),
        ("{plan: goal=sew python=much}", "python: must be a number."),
        ("{plan: goal=sew hours=nan}", "hours_per_week: must be a number above 0"),
        ("{levels: pythons}", "Line 1, {levels: pythons}: no skill"),
        ("One\ntwo {course: weaving} three", "Line 2, {course: weaving}: a shortcode needs a paragraph of its own."),
        ("- {course: weaving}", "Line 1, {course: weaving}: a shortcode needs a paragraph of its own."),
        ("| a |\n|---|\n| {course: weaving} |", "Line 3, {course: weaving}: a shortcode needs"),
        ("{course: unready}", "no course that the public sees"),
    ],
)
def test_problems_name_line_and_shortcode(body: str, problem: str) -> None:
    create_course(slug="weaving", teaches={"python": 1})
    create_course(slug="unready", status="draft")
    create_goal(slug="sew", targets={"python": 1})
    (found,) = problems_of(body)
    assert problem in found


def test_problems_are_none_for_good_and_for_plain_text() -> None:
    create_course(slug="weaving", teaches={"python": 1})
    create_course(slug="old", status="retired")
    create_goal(slug="sew", targets={"python": 1})
    assert (
        problems_of("{course: weaving}\n{course:old}\n\n{plan: goal=sew python=0 hours=7.5}\n\n{levels: python}") == []
    )
    assert problems_of("A set {1, 2}, a template {name} and `{course: x}`.") == []


def test_guide_asks_as_often_for_many_cards_as_for_few(client: Client, django_assert_num_queries: Any) -> None:
    create_goal(slug="sew", targets={"python": 1})
    for number in range(6):
        part = create_course(slug=f"c{number}", teaches={"python": 1, "sewing": 1})
        create_bundle(slug=f"b{number}", parts=[part], status="retired", superseded_by=part)
    few = create_guide(body="{course: c0}\n\n{course: b0}\n\n{plan: goal=sew}\n\n{levels: python}")
    courses = "".join(f"{{course: c{n}}}\n{{course: b{n}}}\n\n{{compare: c{n} b{5 - n}}}\n\n" for n in range(6))
    many = create_guide(body=f"{courses}{{plan: goal=sew python=0}}\n{{plan: goal=sew}}\n\n{{levels: sewing}}")
    client.get(few.get_absolute_url())
    for guide in (few, many):
        caches["pages"].clear()
        with django_assert_num_queries(11):
            client.get(guide.get_absolute_url())


def test_related_guides_show_each_other(client: Client) -> None:
    one, two = create_guide(title="The one"), create_guide(title="The two")
    one.related.add(two, one, create_guide(title="Unready", is_published=False))
    assert "Related guides The two" in text_of(client, one.get_absolute_url())
    assert "Related guides The one" in text_of(client, two.get_absolute_url())
    assert "Unready" not in text_of(client, one.get_absolute_url())


def test_guide_says_how_long_it_takes_and_what_is_in_it(client: Client) -> None:
    body = "\n\n".join(f"## Part {number}\n\n{'word ' * 100}" for number in range(5))
    html = page(client, body)
    assert "read in 3 minutes" in html
    assert '<a href="#part-4">Part 4</a>' in html
    assert "In this guide" not in page(client, "## Alone")


def test_unpublished_guide_is_for_curators_only(admin_client: Client, client: Client) -> None:
    guide = create_guide(is_published=False)
    assert "Only curators see this page" in text_of(admin_client, guide.get_absolute_url())


@pytest.mark.parametrize("body", ["See [it](/courses/sewing/).", "{course: sewing}", "{compare: other sewing}"])
def test_course_names_the_guides_that_mention_it(client: Client, body: str) -> None:
    create_course(slug="sewing")
    create_guide(title="All about thread", body=body)
    assert "Mentioned in All about thread" in text_of(client, "/courses/sewing/")


def test_course_is_not_mentioned_by_a_longer_slug_or_in_private(client: Client) -> None:
    create_course(slug="sewing")
    create_guide(body="{course: sewing-2}\n\n[x](/courses/hand-sewing/) sewing")
    create_guide(body="{course: sewing}", is_published=False)
    assert "Mentioned in" not in text_of(client, "/courses/sewing/")


def form_of(guide: Guide, **changes: Any) -> dict[str, Any]:
    return {"title": guide.title, "summary": guide.summary, "body": guide.body, "position": 0, **changes}


def test_admin_refuses_a_shortcode_that_draws_nothing(admin_client: Client) -> None:
    guide = create_guide()
    address = f"/admin/catalog/guide/{guide.pk}/change/"
    html = admin_client.post(address, form_of(guide, body="Hm\n\n{course: none}")).content.decode()
    assert "Line 3, {course: none}: no course" in html
    assert "{course: none}</textarea>" in html
    guide.refresh_from_db()
    assert guide.body == "At length."


def test_admin_refuses_a_shortcode_in_an_answer(admin_client: Client) -> None:
    question = create_question()
    address = f"/admin/catalog/question/{question.pk}/change/"
    data = {"text": "Why?", "answer": "So:\n\n{course: x}", "position": 0}
    assert "Line 3, {course: x}: works in guides only" in admin_client.post(address, data).content.decode()


def test_admin_previews_a_guide_and_saves_nothing(admin_client: Client) -> None:
    create_course(slug="one", title="Course One")
    guide = create_guide()
    address = f"/admin/catalog/guide/{guide.pk}/change/"
    data = form_of(guide, body="{course: one}\n\n{course: none}", _preview="1")
    html = admin_client.post(address, data).content.decode()
    assert "Course One" in html
    assert "Line 3, {course: none}" in html
    guide.refresh_from_db()
    assert guide.body == "At length."
    assert 'name="_preview"' in admin_client.get(address).content.decode()


def test_preview_is_for_staff(client: Client) -> None:
    address = "/admin/catalog/guide/add/"
    response = client.post(address, {"title": "x", "summary": "x", "body": "Secret", "_preview": "1"})
    assert response.status_code == 302


def test_shipped_guides_have_sound_shortcodes_and_relations(shipped_catalogue: None) -> None:
    guides = list(Guide.objects.published())
    assert {guide.slug: problems_of(guide.body) for guide in guides} == {guide.slug: [] for guide in guides}
    assert all(guide.related.exists() or guide.related_from.exists() for guide in guides)
