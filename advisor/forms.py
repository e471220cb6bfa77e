"""Forms of the questionnaire and of the path pages: they check what was typed and hand on plain answers."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, assert_never

from django import forms
from django.forms.boundfield import BoundWidget

from advisor.answers import MOST_HOURS_PER_WEEK, MOST_MONEY
from advisor.asking import is_answered, stored
from advisor.date_fields import DateField
from advisor.models import Path
from advisor.questionnaire import Answers, Choice, Kind, Question

PICK_ONE = "Choose one of the answers on this page; what you had before is kept."
DEFAULT_CURRENCY = "USD"


class QuestionForm(forms.Form):
    """One question of the questionnaire; `answer_value` is what to keep once the form is valid.

    `courses` are the slugs that may be ticked; `suggested` is shown while nothing has been answered.
    """

    def __init__(
        self,
        question: Question,
        *,
        answers: Answers,
        data: Mapping[str, Any] | None = None,
        courses: Iterable[str] = (),
        suggested: object = None,
    ) -> None:
        self.question = question
        self.suggested = suggested
        super().__init__(data, initial=self._initial(answers))
        self.fields.update(_fields(question, courses))

    def _initial(self, answers: Answers) -> dict[str, Any]:
        question = self.question
        kept = stored(question, answers) if is_answered(question, answers) else self.suggested
        match question.kind:
            case Kind.CHOICE:
                known = is_answered(question, answers) or self.suggested is not None
                picked = [choice.value for choice in question.choices if known and choice.meaning == kept]
                return {"answer": picked[0] if picked else None}
            case Kind.COURSES | Kind.LANGUAGES | Kind.HOURS:
                return {"answer": kept}
            case Kind.DATES:
                return dict(kept) if isinstance(kept, Mapping) else {}
            case Kind.BUDGET:
                return _budget_initial(kept) if isinstance(kept, Mapping) else {}
            case _:
                assert_never(question.kind)

    @property
    def cards(self) -> list[tuple[BoundWidget, Choice]]:
        """Each choice with its control, for fields that are answered by picking."""
        return list(zip(self["answer"].subwidgets, self.question.choices, strict=True))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if self.question.kind is Kind.DATES and cleaned["finish_by"] and cleaned["finish_by"] < cleaned["start"]:
            self.add_error("finish_by", "Finish on a day after the start, or leave it empty.")
        amounts = (cleaned.get("total"), cleaned.get("monthly"))
        if self.question.kind is Kind.BUDGET and cleaned["answer"] == "capped" and amounts == (None, None):
            self.add_error("total", "Give an amount in all, an amount a month, or both.")
        return cleaned

    @property
    def answer_value(self) -> Any:
        """In the shape of `questionnaire.stored`, ready for JSON."""
        cleaned = self.cleaned_data
        match self.question.kind:
            case Kind.CHOICE:
                return next(choice.meaning for choice in self.question.choices if choice.value == cleaned["answer"])
            case Kind.COURSES | Kind.LANGUAGES:
                return sorted(cleaned["answer"])
            case Kind.HOURS:
                return _plain(cleaned["answer"])
            case Kind.DATES:
                return {name: _iso(cleaned[name]) for name in ("start", "finish_by")}
            case Kind.BUDGET:
                capped = cleaned["answer"] == "capped"
                return {
                    "free_only": cleaned["answer"] == "free",
                    "total": _plain(cleaned["total"]) if capped else None,
                    "monthly": _plain(cleaned["monthly"]) if capped else None,
                    "currency": DEFAULT_CURRENCY,
                }
            case _:
                assert_never(self.question.kind)


def _fields(question: Question, courses: Iterable[str]) -> dict[str, forms.Field]:
    match question.kind:
        case Kind.CHOICE:
            return {"answer": _radios(question)}
        case Kind.COURSES:
            return {
                "answer": forms.MultipleChoiceField(
                    choices=[(slug, slug) for slug in courses],
                    required=False,
                    error_messages={
                        "invalid_choice": "One of these courses is no longer in the catalogue; tick again."
                    },
                )
            }
        case Kind.LANGUAGES:
            return {
                "answer": forms.MultipleChoiceField(
                    choices=[(choice.value, choice.label) for choice in question.choices],
                    widget=forms.CheckboxSelectMultiple,
                    error_messages={"required": "Tick at least one language.", "invalid_choice": PICK_ONE},
                )
            }
        case Kind.HOURS:
            return {"answer": _hours()}
        case Kind.DATES:
            return {
                "start": DateField(label="Start on"),
                "finish_by": DateField(label="Finish by", required=False),
            }
        case Kind.BUDGET:
            return {
                "answer": _radios(question),
                "total": _money("In all, USD"),
                "monthly": _money("A month, USD"),
            }
        case _:
            assert_never(question.kind)


def _radios(question: Question) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[(choice.value, choice.label) for choice in question.choices],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of these answers, or skip the question.", "invalid_choice": PICK_ONE}
        if question.can_be_skipped
        else {"required": "Choose one of these answers.", "invalid_choice": PICK_ONE},
    )


def _hours() -> forms.DecimalField:
    bounds = f"Give a number of hours from 0.5 to {MOST_HOURS_PER_WEEK}."
    return forms.DecimalField(
        label="Hours a week",
        min_value=Decimal("0.5"),
        max_value=MOST_HOURS_PER_WEEK,
        decimal_places=1,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value", "max_decimal_places"), bounds),
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
    )


def _money(label: str) -> forms.DecimalField:
    bounds = f"Give an amount from 0 to {MOST_MONEY}, or leave it empty."
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_MONEY,
        decimal_places=2,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value", "max_decimal_places"), bounds),
        widget=forms.NumberInput(attrs={"step": "1", "inputmode": "decimal"}),
    )


def _budget_initial(budget: Mapping[str, Any]) -> dict[str, Any]:
    capped = budget.get("total") is not None or budget.get("monthly") is not None
    answer = "free" if budget.get("free_only") else "capped" if capped else "any"
    return {"answer": answer, "total": budget.get("total"), "monthly": budget.get("monthly")}


def _plain(number: Decimal | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


class PathTitleForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Path
        fields = ("title",)
        labels = {"title": "Name of the path"}
        error_messages = {"title": {"required": "Give the path a name.", "max_length": "Use at most 120 characters."}}


class SaveForm(forms.Form):
    """The token makes a second press of the button find the path that the first one saved."""

    token = forms.UUIDField()
