"""What a map shows of the catalogue, and its pages."""

import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advisor.models import Goal
from catalog.maps.atlas import MOST_NODES, Atlas, Picture, Stop, around, everything
from catalog.maps.drawing import draw, overlap
from catalog.maps.layout import NODE_HEIGHT
from catalog.maps.reading import read_atlas
from catalog.models import Course
from tests.factories import create_bundle, create_course, create_goal, create_skill, create_user

NAMES = {"python": "Python", "maths": "Maths", "nets": "Nets", "art": "Art"}


def course(slug: str, requires: dict[str, int], teaches: dict[str, int], helpful: dict[str, int] | None = None) -> Stop:
    return Stop("course", slug, slug.title(), required=requires, helpful=helpful or {}, teaches=teaches)


def atlas(*courses: Stop) -> Atlas:
    return Atlas({each.slug: each for each in courses}, NAMES)


BASICS = course("basics", {}, {"python": 1})
FULL = course("full", {"maths": 1}, {"python": 2})
NETS = course("nets", {"python": 2}, {"nets": 2}, {"maths": 1})
DEEP = course("deep", {"nets": 3}, {"art": 1})
FURTHER = course("further", {"nets": 2}, {"art": 1})
SMALL = atlas(BASICS, FULL, NETS, DEEP, FURTHER)


def ties(picture: Picture) -> set[tuple[str, str, str, int]]:
    return {(edge.start, edge.end, edge.tie, edge.level) for edge in picture.edges.values()}


def test_one_step_shows_skills_with_their_levels() -> None:
    assert ties(around(SMALL, NETS, 1)) == {
        ("before:skill:python", "course:nets", "required", 2),
        ("before:skill:maths", "course:nets", "helpful", 1),
        ("course:nets", "after:skill:nets", "teaches", 2),
    }


def test_two_steps_show_courses_that_lead_far_enough_and_ask_for_no_more() -> None:
    found = ties(around(SMALL, NETS, 2)) - ties(around(SMALL, NETS, 1))
    assert found == {
        ("before:course:full", "before:skill:python", "teaches", 2),
        ("after:skill:nets", "after:course:further", "required", 2),
    }


def test_three_steps_leave_out_needs_that_follow_from_others() -> None:
    chain = atlas(
        course("a", {"maths": 1}, {"python": 2}),
        course("b", {"maths": 1, "python": 2}, {"nets": 2}),
        course("c", {"maths": 1, "nets": 2}, {"art": 1}),
    )
    assert ("before:skill:maths", "course:c", "required", 1) in ties(around(chain, chain.courses["c"], 2))
    far = ties(around(chain, chain.courses["c"], 3))
    assert ("before:skill:maths", "course:c", "required", 1) not in far
    assert ("before:skill:maths", "before:course:b", "required", 1) in far


def test_skill_has_its_teachers_before_and_its_askers_after() -> None:
    found = ties(around(SMALL, Stop("skill", "python", "Python"), 1))
    assert found == {
        ("before:course:basics", "skill:python", "teaches", 1),
        ("before:course:full", "skill:python", "teaches", 2),
        ("skill:python", "after:course:nets", "required", 2),
    }


def test_courses_beyond_what_fits_are_counted_and_lead_to_the_library() -> None:
    many = atlas(*(course(f"c{number:02}", {}, {"python": 2}) for number in range(20)))
    drawing = draw(around(many, Stop("skill", "python", "Python"), 1), steps="1")
    more = [shape for shape in drawing.shapes if shape.node.kind == "more"]
    assert [(shape.node.title, shape.address) for shape in more] == [("and 12 more", "/courses/?skill=python")]


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_map_of_a_crowded_catalogue_stays_small_and_readable(steps: int) -> None:
    skills = {f"s{number}": f"Skill {number}" for number in range(30)}
    names = list(skills)
    crowd = [
        course(f"c{number}", {names[number % 30]: 1, names[number % 7]: 2}, {names[(number * 11 + 1) % 30]: 3})
        for number in range(150)
    ]
    picture = around(Atlas({each.slug: each for each in crowd}, skills), crowd[0], steps)
    assert sum(node.kind != "more" for node in picture.nodes.values()) <= MOST_NODES
    drawing = draw(picture, steps="3")
    boxes = [(shape.x, shape.y, shape.right, shape.y + NODE_HEIGHT) for shape in drawing.shapes]
    words = [(stroke.x - 5, stroke.y - 5, stroke.x + 5, stroke.y + 5) for stroke in drawing.strokes if stroke.words]
    assert not any(overlap(word, box) for word in words for box in boxes)


def test_course_that_builds_on_what_it_teaches_is_drawn_as_a_loop() -> None:
    circular = atlas(course("more", {"python": 1}, {"python": 2}), NETS)
    drawing = draw(around(circular, NETS, 3), steps="3")
    loops = [stroke for stroke in drawing.strokes if stroke.is_loop]
    assert [stroke.sentence for stroke in loops] == [
        "“More” requires “Python” at basics (1); this goes back, against the order of the map."
    ]
    assert "↩" in loops[0].words


def test_skill_in_the_middle_that_its_courses_ask_for_stands_there_once() -> None:
    circular = atlas(course("more", {"python": 1}, {"python": 2}))
    drawing = draw(around(circular, Stop("skill", "python", "Python"), 2), steps="2")
    assert [shape.node.title for shape in drawing.shapes] == ["More", "Python", "More"]
    assert [stroke.is_loop for stroke in drawing.strokes] == [False, True, False, True]


def test_everything_shows_skills_in_their_usual_order_without_what_follows() -> None:
    chain = atlas(
        course("a", {}, {"maths": 1}),
        course("b", {"maths": 1}, {"python": 2}),
        course("c", {"python": 2, "maths": 1}, {"nets": 2}),
    )
    picture = everything(chain, Stop("goal", "g", "G", required={"nets": 2}))
    assert ties(picture) == {
        ("skill:maths", "skill:python", "usual", 1),
        ("skill:python", "skill:nets", "usual", 2),
        ("skill:nets", "goal:g", "wants", 2),
    }
    assert picture.nodes["skill:maths"].note == "1 course"


def test_everything_counts_the_skills_that_do_not_fit() -> None:
    skills = {f"s{number:02}": f"Skill {number}" for number in range(80)}
    names = list(skills)
    chain = [course(f"c{at}", {names[at - 1]: 1}, {names[at]: 1}) for at in range(1, 80)]
    long = Atlas({each.slug: each for each in chain}, skills)
    drawing = draw(everything(long, Stop("goal", "g", "G", required={"s79": 1})), steps="all")
    more = [(shape.node.title, shape.address) for shape in drawing.shapes if shape.node.kind == "more"]
    assert more == [("and 21 more", "/courses/")]


def test_everything_leaves_out_what_few_courses_ask_for() -> None:
    rare = atlas(course("a", {"art": 1}, {"nets": 1}), *(course(f"n{n}", {}, {"nets": 1}) for n in range(2)))
    assert ties(everything(rare, Stop("skill", "nets", "Nets"))) == set()


@pytest.mark.django_db
def test_bundle_needs_what_its_parts_do_not_teach_first() -> None:
    one = create_course(slug="one", requires={"python": 1}, teaches={"nets": 1})
    two = create_course(slug="two", requires={"nets": 1, "python": 2}, teaches={"nets": 2})
    create_bundle(slug="both", parts=[one, two], standalone=[one])
    found = read_atlas().courses
    assert (found["both"].required, found["both"].teaches) == ({"python": 2}, {"nets": 2})
    assert [slug for slug, each in found.items() if each.is_drawn] == ["both", "one"]


@pytest.fixture
def shown(db: None) -> None:
    create_course(slug="first", title="First", teaches={"python": 2})
    create_course(slug="next", title="Next <&>", requires={"python": 2}, helpful={"art": 1}, teaches={"nets": 3})
    create_course(slug="secret", title="Secret", status="draft", requires={"nets": 1})
    create_goal(slug="deep", title="Deep", targets={"nets": 3})


@pytest.mark.parametrize("steps", ["1", "2", "3", "all"])
@pytest.mark.parametrize("place", ["courses/next", "goals/deep", "skills/python"])
def test_map_is_a_picture_and_a_list_that_say_the_same(client: Client, shown: None, place: str, steps: str) -> None:
    page = client.get(f"/{place}/map/?steps={steps}").content.decode()
    picture = re.search(r'<div class="map".*?</svg>', page, re.DOTALL)
    assert picture is not None
    drawn = ElementTree.fromstring(picture[0].partition(">")[2])
    written = page[page.index("The same in words") :]
    boxes = [(box.findtext("{*}title") or "").partition(", ")[0] for box in drawn.iter("a")]
    assert len(boxes) == written.count('<span class="meta">') > 1
    sentences = [line.findtext("title") or "" for line in drawn.iter("g")]
    assert all(sentence.replace("<", "&lt;").replace("&>", "&amp;&gt;") in written for sentence in sentences)
    assert "Secret" not in page
    assert "style=" not in picture[0]


def test_map_says_what_it_ignores(client: Client, shown: None) -> None:
    page = client.get("/courses/next/map/", {"steps": "<7>"})
    assert "“&lt;7&gt;” is no distance" in page.content.decode()
    assert page.status_code == 200


def test_map_of_what_is_not_public_is_for_curators(client: Client, shown: None) -> None:
    create_goal(slug="withdrawn", is_offered=False)
    hidden = ["/courses/secret/map/", "/goals/withdrawn/map/"]
    assert [client.get(page).status_code for page in [*hidden, "/skills/none/map/", "/courses/none/map/"]] == [404] * 4
    client.force_login(create_user(is_staff=True))
    assert [client.get(page).status_code for page in hidden] == [200, 200]


def test_queries_of_a_map_do_not_grow(client: Client, shown: None) -> None:
    counts = []
    for rows in (1, 5):
        for _ in range(rows):
            create_course(requires={"python": 1, create_skill(): 1}, teaches={create_skill(): 1})
        with CaptureQueriesContext(connection) as queries:
            client.get("/skills/python/map/?steps=3")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_course_leads_to_its_map(client: Client, shown: None) -> None:
    assert 'href="/courses/next/map/"' in client.get("/courses/next/").content.decode()


def test_forms_of_the_desk_lead_to_the_map(client: Client, shown: None) -> None:
    client.force_login(create_user(is_staff=True, is_superuser=True))
    for row, place in ((Course.objects.get(slug="next"), "courses/next"), (Goal.objects.get(), "goals/deep")):
        page = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        assert f'href="/{place}/map/"' in client.get(page).content.decode()
