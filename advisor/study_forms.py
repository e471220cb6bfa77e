"""Forms of what a learner records; each hands on plain values of the domain: minutes, dates, texts."""

import re
from typing import Any

from django import forms
from django.core.validators import URLValidator

from advisor.date_fields import StudyDayField
from advisor.models.tracking import LONGEST_NOTE, MINUTES_A_DAY

TIME_HINT = "Such as 1:30, 1.5 h or 45 min."
NOT_A_TIME = "Give the time as 1:30, 1.5 h or 45 min."
ADDRESS_HINT = "Give a whole address that begins with https:// or http://."

CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
PARTS = re.compile(r"(?:(\d+(?:[.,]\d+)?)\s*(?:h|hours?))?\s*(?:(\d+)\s*(?:m|min|minutes?))?")


def parse_minutes(text: str) -> int:
    """Minutes of 1:30, 1.5 h, 1,5 hours, 45 min or 1 h 30 min; a bare number is refused, since it could be either.

    Raises ValueError with a sentence for the page.
    """
    typed = text.strip().lower()
    if clock := CLOCK.fullmatch(typed):
        minutes = int(clock[1]) * 60 + int(clock[2])
    elif typed and (parts := PARTS.fullmatch(typed)) and (parts[1] or parts[2]):
        minutes = round(float((parts[1] or "0").replace(",", ".")) * 60) + int(parts[2] or 0)
    elif re.fullmatch(r"\d+(?:[.,]\d+)?", typed):
        raise ValueError(f"Say whether that is hours or minutes: {typed} h or {typed} min.")
    else:
        raise ValueError(NOT_A_TIME)
    if not 1 <= minutes <= MINUTES_A_DAY:
        raise ValueError("Give a time from 1 minute to 24 hours.")
    return minutes


class TimeField(forms.CharField):
    """Minutes, typed in one of the usual ways."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, help_text=TIME_HINT, **options)
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return parse_minutes(typed)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


class LogForm(forms.Form):
    """Time studied. The token makes a second press of the button find the log that the first one made."""

    token = forms.UUIDField(required=False, widget=forms.HiddenInput)
    studied = TimeField(label="Time studied", error_messages={"required": NOT_A_TIME})
    on = StudyDayField(label="Day")
    note = forms.CharField(
        label="What it was",
        max_length=300,
        required=False,
        error_messages={"max_length": "Use at most 300 characters."},
    )

    def values(self) -> dict[str, Any]:
        """As `log_hours` and `edit_log` take them."""
        cleaned = self.cleaned_data
        return {"minutes": cleaned["studied"], "on": cleaned["on"], "note": cleaned["note"]}


class QuickLogForm(LogForm):
    """The same for one of several courses; `courses` are pairs of slug and title."""

    field_order = ("token", "course", "studied", "on", "note")

    def __init__(self, *args: Any, courses: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["course"] = forms.ChoiceField(
            label="Course",
            choices=courses,
            error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose one of the courses on your paths."),
        )
        self.order_fields(self.field_order)


class TimerForm(forms.Form):
    """What to do with the timer; `studied` is the answer to how long a forgotten one was really used."""

    action = forms.ChoiceField(choices=[(action, action) for action in ("start", "stop", "drop")])
    timer = forms.IntegerField(required=False)
    studied = TimeField(label="Time studied", required=False)


class ProgressForm(forms.Form):
    """What the learner says of one course, or the number of the change to undo."""

    state = forms.ChoiceField(
        required=False,
        choices=[(state, state) for state in ("started", "paused", "done", "skipped", "undone", "unstarted")],
    )
    undo = forms.IntegerField(required=False, min_value=1)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("state") and not cleaned.get("undo"):
            raise forms.ValidationError("Nothing was asked for.")
        return cleaned


class SkipForm(forms.Form):
    reason = forms.CharField(
        label="Why you skip it",
        max_length=200,
        help_text="For your own memory, such as: known already, or my team uses another tool.",
        error_messages={
            "required": "Give a reason; a few words are enough.",
            "max_length": "Use at most 200 characters.",
        },
    )


class DatesForm(forms.Form):
    started_on = StudyDayField(label="Started on", required=False)
    finished_on = StudyDayField(label="Finished on", required=False)

    def __init__(self, *args: Any, is_done: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_done:
            self.fields["finished_on"].required = True
        else:
            del self.fields["finished_on"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("started_on"), cleaned.get("finished_on")
        if first and last and last < first:
            self.add_error("finished_on", "A course can't be finished before it is started.")
        return cleaned


def address_field(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=300,
        validators=[URLValidator(schemes=["http", "https"], message=ADDRESS_HINT)],
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": "Use at most 300 characters."},
    )


class EvidenceForm(forms.Form):
    evidence_url = address_field("Link to the certificate")
    project_url = address_field("Link to the project")


class NoteForm(forms.Form):
    """`seen` is the fingerprint of the notes that were opened."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    text = forms.CharField(
        label="Notes",
        required=False,
        max_length=LONGEST_NOTE,
        help_text="Markdown: # heading, - list, **bold**, `code`, [text](address).",
        error_messages={"max_length": f"Use at most {LONGEST_NOTE:,} characters."},
        widget=forms.Textarea(attrs={"rows": 10}),
    )
