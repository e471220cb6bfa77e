"""What readers may send without an account."""

from django import forms

from catalog.estimates import FACTS
from catalog.models.reports import LONGEST_MESSAGE


class ReportForm(forms.Form):
    """The page has a further field, `website`, hidden from people; programs that fill in all give themselves away."""

    field = forms.ChoiceField(
        label="Which fact?",
        required=False,
        choices=[("", "Something else"), *((name, label.capitalize()) for name, label in FACTS.items())],
        error_messages={"invalid_choice": "Choose one of the facts on the list, or “Something else”."},
    )
    message = forms.CharField(
        label="What is wrong, and where can one see what is right?",
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"At most {LONGEST_MESSAGE:,} characters. An address helps us most. Please name no persons.",
        error_messages={
            "required": "Say in a few words what is wrong.",
            "max_length": f"Use at most {LONGEST_MESSAGE:,} characters; yours has %(show_value)d.",
            "null_characters_not_allowed": "Take out the control characters.",
        },
    )

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.data.get("website", "").strip())
