"""A date typed as text, so that the keyboard passes it in one stop; a button beside it opens the browser's calendar."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils import timezone

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
DATE_HINT = "Such as 2027-01-04 or 4 Jan 2027."
DAY_HINT = "Such as 2026-11-21, 21 Nov 2026 or yesterday."
NOT_A_DATE = "Give a date such as 2027-01-04 or 4 Jan 2027."
NO_SUCH_DAY = "No calendar has that day. Give a date such as 2027-01-04 or 4 Jan 2027."
AMBIGUOUS = "That could be two different days. Write it as 2027-01-04 or 4 Jan 2027."

YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ .-]+(?P<month>[a-z]+)[ .,-]+(?P<year>\d{4})")
MONTH_FIRST = re.compile(r"(?P<month>[a-z]+)[ .]+(?P<day>\d{1,2})(?:st|nd|rd|th)?[ ,]+(?P<year>\d{4})")
ONLY_NUMBERS = re.compile(r"\d{1,4}[ ./-]+\d{1,2}[ ./-]+\d{1,4}")


def parse_date(text: str) -> date:
    """The day of 2027-01-04, 4 Jan 2027, 4 January 2027 or Jan 4, 2027; other dates in numbers are ambiguous.

    Raises ValueError with a sentence for the page.
    """
    typed = " ".join(text.lower().split())
    written = YEAR_FIRST.fullmatch(typed) or DAY_FIRST.fullmatch(typed) or MONTH_FIRST.fullmatch(typed)
    if not written:
        raise ValueError(AMBIGUOUS if ONLY_NUMBERS.fullmatch(typed) else NOT_A_DATE)
    month = _month(written["month"])
    try:
        return date(int(written["year"]), month, int(written["day"]))
    except ValueError:
        raise ValueError(NO_SUCH_DAY) from None


def _month(typed: str) -> int:
    """From its number, or from its name or the beginning of it, which is plain from three letters on."""
    if typed.isdecimal():
        return int(typed)
    fitting = [number for number, name in enumerate(MONTHS, 1) if len(typed) >= 3 and name.startswith(typed)]
    if not fitting:
        raise ValueError(NOT_A_DATE)
    return fitting[0]


class DateText(forms.DateInput):
    """Without script the text alone works. `bounds` gives the first and the last day that the calendar offers."""

    template_name = "advisor/widgets/date_text.html"
    label = ""

    def __init__(self, *, bounds: Callable[[], tuple[date, date]] | None = None) -> None:
        super().__init__(attrs={"autocomplete": "off"}, format="%Y-%m-%d")
        self.bounds = bounds

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        first, last = self.bounds() if self.bounds else (None, None)
        return {**context, "label": self.label, "first": first, "last": last}

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> Any:
        """With the project's templates, which the renderer of forms doesn't look at."""
        return super().render(name, value, attrs, TemplatesSetting())


class DateField(forms.DateField):
    """A date in any of the forms of `parse_date`."""

    def __init__(
        self,
        *,
        label: str,
        required: bool = True,
        help_text: str = DATE_HINT,
        bounds: Callable[[], tuple[date, date]] | None = None,
    ) -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            error_messages={"required": NOT_A_DATE},
            widget=DateText(bounds=bounds),
        )
        self.widget.label = label

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        try:
            return self.read(value)
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from None

    def read(self, typed: str) -> date:
        return parse_date(typed)


class StudyDayField(DateField):
    """A day that has come already somewhere on earth: where clocks are ahead of ours it may be tomorrow here."""

    def __init__(self, *, label: str, required: bool = True) -> None:
        super().__init__(label=label, required=required, help_text=DAY_HINT, bounds=days_of_study)

    def read(self, typed: str) -> date:
        days_ago = {"today": 0, "yesterday": 1}.get(typed.strip().lower())
        return parse_date(typed) if days_ago is None else timezone.localdate() - timedelta(days=days_ago)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        earliest, latest = days_of_study()
        if day and day > latest:
            raise forms.ValidationError("That day is still to come; give a day up to today.")
        if day and day < earliest:
            raise forms.ValidationError(f"Give a day from {earliest:%Y} on.")
        return day


def days_of_study() -> tuple[date, date]:
    """From long before anybody took these courses, since earlier is a slip of the keyboard, to tomorrow."""
    return date(2000, 1, 1), timezone.localdate() + timedelta(days=1)
