"""Dates as people type them, and the field that reads them."""

from datetime import date, timedelta

import pytest
from django import forms
from django.utils import timezone

from advisor.date_fields import AMBIGUOUS, NO_SUCH_DAY, NOT_A_DATE, DateField, StudyDayField, parse_date

DAY = date(2026, 11, 21)


class Dates(forms.Form):
    start = DateField(label="Start on")
    on = StudyDayField(label="Day", required=False)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21",
        " 2026-11-21 ",
        "21 Nov 2026",
        "21 november  2026",
        "21st Nov. 2026",
        "21-Nov-2026",
        "21. November 2026",
        "Nov 21, 2026",
        "NOVEMBER 21st 2026",
    ],
)
def test_date_is_read_in_the_plain_ways(text: str) -> None:
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("03/04/2026", AMBIGUOUS),
        ("3.4.2026", AMBIGUOUS),
        ("25/12/2026", AMBIGUOUS),
        ("2026/11/21", AMBIGUOUS),
        ("03-04-26", AMBIGUOUS),
        ("31 Feb 2027", NO_SUCH_DAY),
        ("2026-13-01", NO_SUCH_DAY),
        ("0000-01-01", NO_SUCH_DAY),
        ("21 Nov 26", NOT_A_DATE),
        ("21 Ju 2026", NOT_A_DATE),
        ("21 Mai 2026", NOT_A_DATE),
        ("next week", NOT_A_DATE),
        ("", NOT_A_DATE),
        ("\0", NOT_A_DATE),
    ],
)
def test_unclear_date_is_refused_with_the_form_to_use(text: str, said: str) -> None:
    with pytest.raises(ValueError, match="2027-01-04") as refused:
        parse_date(text)
    assert str(refused.value) == said


def test_refused_date_stays_and_is_tied_to_hint_and_error() -> None:
    form = Dates({"start": "03/04/2026"})
    assert form.errors == {"start": [AMBIGUOUS]}
    html = str(form["start"])
    assert 'value="03/04/2026"' in html
    assert 'aria-describedby="id_start_helptext id_start_error"' in html
    assert 'aria-invalid="true"' in html


def test_only_the_text_is_sent_and_reached() -> None:
    html = str(Dates(initial={"start": DAY})["start"])
    assert html.count("name=") == 1
    assert 'value="2026-11-21"' in html
    assert 'tabindex="-1" aria-hidden="true"' in html


def test_missing_date_is_told_where_it_is_required() -> None:
    assert Dates({"start": " ", "on": ""}).errors == {"start": [NOT_A_DATE]}


def test_day_of_study_may_be_today_or_yesterday_and_a_start_not() -> None:
    form = Dates({"start": "today", "on": "Yesterday"})
    assert form.errors == {"start": [NOT_A_DATE]}
    assert form.cleaned_data["on"] == timezone.localdate() - timedelta(days=1)
    assert Dates({"start": "21 Nov 2026", "on": " TODAY"}).is_valid()


def test_day_of_study_ends_with_tomorrow_in_the_calendar_and_on_the_server() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    form = Dates({"start": DAY.isoformat(), "on": tomorrow.isoformat()})
    assert form.is_valid()
    assert f'min="2000-01-01" max="{tomorrow}"' in str(form["on"])
    later = Dates({"start": DAY.isoformat(), "on": str(tomorrow + timedelta(days=1))})
    assert "still to come" in str(later.errors)


def test_day_of_study_before_all_courses_is_refused() -> None:
    assert "from 2000 on" in str(Dates({"start": "2027-01-04", "on": "1999-12-31"}).errors)
