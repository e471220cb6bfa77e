"""Other names of courses: where they come from, what the question box makes of them, and who may change them."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.forms import modelform_factory

from advisor.admin import NicknameForm
from advisor.ask.library import current_library
from advisor.ask.replies import ask
from advisor.loading import load_nicknames
from advisor.models import Nickname
from catalog.loading.files import DataError
from catalog.models import Course
from tests.advisor.ask.conftest import TODAY
from tests.factories import create_course

pytestmark = pytest.mark.django_db


def written(directory: Path, text: str) -> Path:
    (directory / "nicknames.json").write_text(text, encoding="utf-8")
    return directory


def test_shipped_nicknames_are_loaded_once(shipped_catalogue: None) -> None:
    first = Nickname.objects.count()
    call_command("load_catalog", verbosity=0)
    assert Nickname.objects.count() == first > 100


def test_loading_keeps_what_curators_changed_unless_told(tmp_path: Path) -> None:
    course = create_course(slug="deep")
    Nickname.objects.create(course=course, text="dls")
    directory = written(tmp_path, '[{"course": "deep", "texts": ["deep one"]}]')
    assert load_nicknames(directory).kept == 1
    assert load_nicknames(directory, overwrite=True).overwritten == 1
    assert [nickname.text for nickname in course.nicknames.all()] == ["deep one"]


@pytest.mark.parametrize(
    "text",
    [
        '[{"course": "none", "texts": ["x1"]}]',
        '[{"course": "deep", "texts": ["the course"]}]',
        '[{"course": "deep", "texts": ["dls", "dls"]}]',
        '[{"course": "deep", "texts": ["dls"]}, {"course": "deep", "texts": ["d2"]}]',
    ],
)
def test_bad_file_changes_nothing(tmp_path: Path, text: str) -> None:
    create_course(slug="deep")
    with pytest.raises(DataError):
        load_nicknames(written(tmp_path, text))
    assert not Nickname.objects.exists()


@pytest.mark.parametrize("text", ["course", "the best", "!?", ""])
def test_nickname_of_everyday_words_is_refused(text: str) -> None:
    form = modelform_factory(Nickname, form=NicknameForm, fields=["course", "text"])(
        {"course": create_course().pk, "text": text}
    )
    assert "text" in form.errors


def test_nickname_comes_once_for_a_course() -> None:
    course = create_course()
    Nickname.objects.create(course=course, text="dls")
    with pytest.raises(IntegrityError):
        Nickname.objects.create(course=course, text="dls")


def test_new_nickname_is_understood_at_once_and_one_of_two_courses_asks_which(shipped_catalogue: None) -> None:
    question = "how much is the flurbo?"
    assert not ask(question, current_library(), today=TODAY).answer.courses
    Nickname.objects.create(course=Course.objects.get(slug="cs50p"), text="flurbo")
    assert ask(question, current_library(), today=TODAY).answer.courses == ("cs50p",)
    Nickname.objects.create(course=Course.objects.get(slug="sqlbolt"), text="Flurbo")
    both = ask(question, current_library(), today=TODAY).answer
    assert both.clarify
    assert len(both.clarify.options) == 2
