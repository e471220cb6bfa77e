"""What the desk shows of people, and to whom."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import ForeignKey, Model

GONE = "somebody who has left"


def name_for(viewer: Any, person: Any) -> str:
    """Of a user, or of None for an account that is gone.

    The site knows no name but the address that people log in with, which is for those who may see accounts. Others get
    a number: the same on every page, so that two colleagues are told apart, and known to whoever may see accounts.
    """
    if person is None:
        return GONE
    return str(person) if person == viewer or may_see_people(viewer) else f"colleague {person.pk}"


def may_see_people(viewer: Any) -> bool:
    meta = get_user_model()._meta
    return bool(viewer.has_perm(f"{meta.app_label}.view_{meta.model_name}"))


def is_personal(model: type[Model]) -> bool:
    """Whether its rows belong to a person, or to what belongs to one."""
    targets = {field.related_model for field in model._meta.fields if isinstance(field, ForeignKey)} - {model}
    return any(target is get_user_model() or is_personal(target) for target in targets)
