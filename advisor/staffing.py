"""Which role a person has at the desk, and giving or taking it."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet

from advisor.models import User
from advisor.roles import Role


def role_of(user: User) -> Role | None:
    """The highest one, should somebody have put a person into several of the groups by hand."""
    names = set(user.groups.values_list("name", flat=True))
    return next((role for role in reversed(Role) if role in names), None)


def give_role(user: User, role: Role | None) -> None:
    """In place of the one they have. None takes it, and the way in unless something else lets them in."""
    with transaction.atomic():
        user.groups.remove(*role_groups())
        if role:
            user.groups.add(role_groups().get(name=role))
        has_reason = user.is_superuser or user.groups.exists() or user.user_permissions.exists()
        user.is_staff = bool(role) or (user.is_staff and has_reason)
        user.save(update_fields=["is_staff"])


def role_groups() -> QuerySet[Group]:
    return Group.objects.filter(name__in=list(Role))


def may_give_role(giver: Any, user: Any) -> bool:
    """Both are users. Superusers to everybody; administrators to whoever has no more rights than they."""
    return bool(giver.is_superuser or (role_of(giver) is Role.ADMINISTRATOR and not user.is_superuser))
