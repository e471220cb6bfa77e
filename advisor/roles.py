"""Who may do what at the desk: each role is a group whose rights are those below, brought up to date by `migrate`.

A person has at most one role, besides whatever groups of the site's own they are in.
"""

from enum import StrEnum
from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions


class Role(StrEnum):
    CURATOR = "curator"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"

    @property
    def named(self) -> str:
        return f"{'a' if self is Role.CURATOR else 'an'} {self}"


def rights(actions: str, *models: str) -> frozenset[str]:
    return frozenset(model.replace(".", f".{action}_") for model in models for action in actions.split())


ALL = "view add change delete"
# What is edited on the pages of other rows, where a row taken out is deleted.
ROWS = ("catalog.part", "catalog.requirement", "catalog.outcome", "catalog.source", "advisor.target")
CONTENT = (
    "catalog.course",
    "catalog.provider",
    "catalog.platform",
    "catalog.skill",
    "catalog.guide",
    "catalog.question",
    "catalog.check",
    "advisor.goal",
    "advisor.datakind",
    "advisor.nickname",
)
SMALL = ("catalog.claim", "catalog.checkitem", "catalog.checkoption")
PEOPLE = ("advisor.path", "advisor.step", "advisor.completion", "advisor.answers", "advisor.dismissal")

CURATOR = (
    rights("view add change", *CONTENT)
    | rights(ALL, *ROWS, *SMALL)
    | rights("view change", "catalog.factreport")
    # They decide what drafts are held against, so curators look at them.
    | rights("view", "catalog.implication", "advisor.persona")
)
EDITOR = (
    CURATOR
    | rights("delete", *CONTENT, "catalog.factreport")
    | rights(ALL, "catalog.implication", "advisor.persona", "catalog.affiliatelink")
    | rights("view", "catalog.outgoingclick")
    | rights("view change", "advisor.weights")
    | {"catalog.publish_course"}
)
ADMINISTRATOR = (
    EDITOR
    | rights("view", *PEOPLE)
    | rights("view change", "advisor.user")
    # To look at only: whoever adds an address to an account can log in to it.
    | rights("view", "account.emailaddress", "mfa.authenticator")
)
RIGHTS = {Role.CURATOR: CURATOR, Role.EDITOR: EDITOR, Role.ADMINISTRATOR: ADMINISTRATOR}


def synchronise(using: str, apps: Any = installed, **signal: Any) -> None:
    """Receives `post_migrate`. Rights of models that a partial migration has not made yet are left for the next."""
    labels = sorted({right.split(".")[0] for right in ADMINISTRATOR})
    try:
        groups = apps.get_model("auth", "Group").objects.using(using)
        permissions = apps.get_model("auth", "Permission").objects.using(using)
        for label in labels:
            # The app's own turn to make them comes after this one's.
            create_permissions(installed.get_app_config(label), verbosity=0, using=using, apps=apps)
    except LookupError:
        return
    found = permissions.filter(content_type__app_label__in=labels).values_list(
        "content_type__app_label", "codename", "pk"
    )
    keys = {f"{label}.{codename}": pk for label, codename, pk in found}
    for role, wanted in RIGHTS.items():
        group, _ = groups.get_or_create(name=role.value)
        group.permissions.set(keys[right] for right in wanted & keys.keys())
