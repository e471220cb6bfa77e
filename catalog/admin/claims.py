from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import ModelForm, TextInput
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest

from catalog.admin.base import DeskAdmin, DeskFormSet, DeskInline
from catalog.desk.courses import COURSES
from catalog.desk.revisions import record_revision
from catalog.models import Claim


def kept_forms(formset: DeskFormSet) -> Iterator["ModelForm[Any]"]:
    """The valid forms whose rows will be there after saving."""
    for form in formset.forms:
        values = getattr(form, "cleaned_data", None)
        if values and not values.get(DELETION_FIELD_NAME):
            yield form


class SettledTogether(DeskFormSet):
    """Rows among which a value must be unique; they are checked and saved as a whole, so that two can swap it."""

    settled: str

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        own_exclusions = form._get_validation_exclusions
        # the constraint would compare with rows as they were before this page was saved
        form._get_validation_exclusions = lambda: {*own_exclusions(), self.settled}

    def make_room(self) -> None:
        """Take the value from the rows in the database."""
        raise NotImplementedError

    def save(self, commit: bool = True) -> Any:
        if not commit:
            return super().save(commit=False)
        if self.instance.pk:
            self.make_room()
        saved = super().save()
        for form in kept_forms(self):
            if form.instance.pk and not form.has_changed():
                form.instance.save(update_fields=[self.settled])
        return saved


class ClaimFormSet(SettledTogether):
    settled = "is_chosen"

    def make_room(self) -> None:
        self.instance.claims.update(is_chosen=False)

    def clean(self) -> None:
        super().clean()
        chosen = Counter(
            form.cleaned_data.get("field") for form in kept_forms(self) if form.cleaned_data.get("is_chosen")
        )
        for field, number in chosen.items():
            if number > 1:
                raise ValidationError(f"{number} statements about {field} are the editor's choice; choose one.")


class ClaimForm(ModelForm):  # type: ignore[type-arg]
    class Meta:
        widgets = {"field": TextInput(attrs={"size": 14}), "as_of": TextInput(attrs={"size": 10})}


class ClaimInline(DeskInline):
    model = Claim
    form = ClaimForm
    formset = ClaimFormSet
    extra = 0
    fields = ["field", "value", "source", "as_of", "is_chosen"]
    verbose_name = "statement of a source"
    verbose_name_plural = "statements of sources"


class PlatformClaimInline(ClaimInline):
    fk_name = "platform"


class CourseClaimInline(ClaimInline):
    fk_name = "course"


@admin.register(Claim)
class ClaimAdmin(DeskAdmin):
    list_display = ["subject", "field", "value", "source", "as_of", "is_chosen"]
    list_display_links = ["field"]
    list_filter = ["is_chosen", "field"]
    list_select_related = ["course", "platform"]
    search_fields = ["course__title", "platform__name", "field", "value", "source"]
    autocomplete_fields = ["course", "platform"]

    def save_model(self, request: HttpRequest, obj: Claim, form: object, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if obj.course:
            record_revision(COURSES, obj.course.slug, request.user, f"Statement about {obj.field}")

    @admin.display(description="about", ordering="course__title")
    def subject(self, claim: Claim) -> str:
        return str(claim.course or claim.platform)
