"""Form fields for lists of texts that the database keeps as JSON."""

from typing import Any

from django import forms

from catalog.estimates import FACTS


class LinesField(forms.CharField):
    """A list of texts, typed one a line; empty lines are dropped."""

    def __init__(self, **kwargs: Any) -> None:
        options: dict[str, Any] = {"help_text": "One a line.", "required": False} | kwargs
        super().__init__(widget=forms.Textarea(attrs={"rows": 4, "cols": 80}), **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not self.disabled and self.to_python(initial) != self.to_python(data)


class EstimatesField(forms.MultipleChoiceField):
    """Names of facts as boxes to tick, kept in their own order."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=list(FACTS.items()), widget=forms.CheckboxSelectMultiple, required=False, **kwargs)

    def clean(self, value: Any) -> list[str]:
        chosen = super().clean(value)
        return [name for name in FACTS if name in chosen]
