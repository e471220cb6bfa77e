"""The dials beside a journey: a form that is read from the address, and the answers that they make."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.http import urlencode

from advisor.advice import AnswerWording
from advisor.answers import MOST_HOURS_PER_WEEK, MOST_MONEY, AnswerError, AnswerSet, parse_answers
from advisor.date_fields import DateField
from advisor.dials import (
    DIAL_NAMES,
    LEVEL,
    READERS,
    address_of,
    changed_fields,
    dial_values,
    plain,
)
from advisor.questionnaire import BUDGET, PRACTICE, PREFER, STYLE, Question
from advisor.snapshot import Catalogue
from advisor.wording import LEVEL_WORDS, join

EXTRA_NAMES = frozenset({"monthly", "targets", *READERS} - set(DIAL_NAMES))
# The dial that stands for a field of the answers in an error.
DIAL_OF_FIELD = {"hours_per_week": "hours", "start": "start", "finish_by": "start", "budget.total": "total"}
KEPT_AS_IT_WAS = "One of the dials can’t be used as it stands. The path below is the one from before."


def _choices(question: Question, blank: str = "") -> list[tuple[str, str]]:
    return [(choice.value, blank if blank and choice.meaning is None else choice.label) for choice in question.choices]


class DialsForm(forms.Form):
    """Every dial has a value; one that the address leaves out stands as in the answers."""

    hours = forms.DecimalField(
        label="Hours a week",
        min_value=0.5,
        max_value=MOST_HOURS_PER_WEEK,
        decimal_places=1,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value", "max_decimal_places"),
            f"Give a number of hours from 0.5 to {MOST_HOURS_PER_WEEK}.",
        ),
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
    )
    start = DateField(label="Start on")
    budget = forms.ChoiceField(label="Budget", choices=_choices(BUDGET))
    total = forms.DecimalField(
        label="Amount in all, USD",
        required=False,
        min_value=0,
        max_value=MOST_MONEY,
        decimal_places=2,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_decimal_places"),
            f"Give an amount from 0 to {MOST_MONEY}, or leave it empty.",
        ),
        widget=forms.NumberInput(attrs={"step": "1", "inputmode": "decimal"}),
    )
    style = forms.ChoiceField(label="Explanations", choices=_choices(STYLE))
    practice = forms.ChoiceField(label="Practice", choices=_choices(PRACTICE))
    prefer = forms.ChoiceField(label="Preference", choices=_choices(PREFER))

    def __init__(self, base: AnswerSet, params: Mapping[str, str]) -> None:
        self.base = base
        standing = dial_values(base)
        named = {name: params[name] for name in DIAL_NAMES if name in params}
        if "total" in named and named["total"] and "budget" not in named:
            named["budget"] = "capped"
        super().__init__({**standing, **named}, initial=standing, auto_id="dial-%s", use_required_attribute=False)
        for name, field in self.fields.items():
            hint = f"dial-{name}_helptext " if field.help_text else ""
            field.widget.attrs["aria-describedby"] = f"{hint}dial-{name}-error"
            if isinstance(field, forms.ChoiceField):
                field.error_messages = dict.fromkeys(("required", "invalid_choice"), "Choose one of these.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        limited = cleaned.get("total") is not None or self.base.budget.monthly is not None
        if cleaned.get("budget") == "capped" and not limited and "total" not in self.errors:
            self.add_error("total", "Give the amount, or choose another budget.")
        return cleaned


@dataclass(slots=True)
class Dialling:
    """What the address makes of the answers. With a bad value the answers stay and `problem` says so."""

    base: AnswerSet
    answers: AnswerSet
    form: DialsForm
    problem: str
    extras: list[dict[str, str]]

    @property
    def address(self) -> dict[str, str]:
        return address_of(self.answers, self.base)

    @property
    def is_turned(self) -> bool:
        return self.answers != self.base

    @property
    def fields(self) -> dict[str, Any]:
        """What the dials change of the answers, to be stored with them."""
        return plain(changed_fields(self.address, self.base))

    @property
    def query(self) -> str:
        return urlencode(self.address)

    def leading_to(self, answers: AnswerSet) -> str:
        """The query of an address that shows these answers instead."""
        return urlencode(address_of(answers, self.base))


def turn(base: AnswerSet, given: Mapping[str, str], catalogue: Catalogue, *, today: date) -> Dialling:
    """Read the dials from an address, and from nothing else in it."""
    params = {
        name: given[name] for name in given if name in DIAL_NAMES or name in EXTRA_NAMES or name.startswith(LEVEL)
    }
    form = DialsForm(base, params)
    answers, problem = base, ""
    if not form.is_valid():
        problem = KEPT_AS_IT_WAS
    elif params:
        try:
            answers = _turned(base, {**params, **_in_force(form, params)}, catalogue, today)
        except AnswerError as error:
            problem = _told(form, error)
    return Dialling(base, answers, form, problem, list(_extras(answers, base, catalogue)))


def _in_force(form: DialsForm, params: Mapping[str, str]) -> dict[str, str]:
    """The start counts as it was read, and the budget as a whole: an amount means a limit, and no limit no amount."""
    start = {"start": form.cleaned_data["start"].isoformat()} if "start" in params else {}
    if not {"budget", "total"} & params.keys():
        return start
    return start | {name: str(form.data[name]) for name in ("budget", "total")}


def _turned(base: AnswerSet, params: Mapping[str, str], catalogue: Catalogue, today: date) -> AnswerSet:
    fields = changed_fields(params, base)
    return parse_answers({**base.as_json(), **fields}, catalogue, today=today)


def _told(form: DialsForm, error: AnswerError) -> str:
    dial = DIAL_OF_FIELD.get(error.field)
    if dial is None:
        return f"This address asks for something that can’t be used: {error.field} {error.message}. It is left out."
    form.add_error(dial, f"{'Your deadline' if error.field == 'finish_by' else 'This'} {error.message}.")
    return KEPT_AS_IT_WAS


def _extras(answers: AnswerSet, base: AnswerSet, catalogue: Catalogue) -> Iterator[dict[str, str]]:
    """What else the address changes, each with the query that takes it back."""
    address = address_of(answers, base)
    for name, value in address.items():
        if name in DIAL_NAMES:
            continue
        without = urlencode({other: kept for other, kept in address.items() if other != name})
        yield {"name": name, "value": value, "text": _said(name, answers, catalogue), "without": without}


def _said(name: str, answers: AnswerSet, catalogue: Catalogue) -> str:
    words = AnswerWording(catalogue)
    if name.startswith(LEVEL):
        skill = name.removeprefix(LEVEL)
        return f"{words.skill_name(skill)} at {LEVEL_WORDS[answers.levels.get(skill, 0)]}"
    match name:
        case "certificate":
            return "With certificates" if answers.certificate else "Without certificates"
        case "finish_by":
            return f"Done by {answers.finish_by:%-d %B %Y}" if answers.finish_by else "No deadline"
        case "monthly":
            amount = answers.budget.monthly
            return "No limit a month" if amount is None else f"At most {amount} {answers.budget.currency} a month"
        case "languages":
            return f"Languages: {', '.join(answers.languages) or 'any'}"
        case "pinned":
            return f"Taking {join(map(words.title, answers.pinned)) or 'whatever fits'}"
        case "exclude":
            return f"Leaving out {join(map(words.title, answers.exclude)) or 'nothing'}"
        case "exclude_teaching":
            return f"Nothing that teaches {join(map(words.skill_name, answers.exclude_teaching)) or 'what you know'}"
        case "targets":
            return f"Aiming at {join(map(words.skill_name, answers.targets))}"
        case _:
            return "Other answers"
