"""How a saved path moves on: changes that are proposed, and the versions that accepted ones replaced."""

from typing import Self

from django.db import models

from advisor.models.goals import Goal
from advisor.models.paths import Path, Snapshot
from advisor.models.people import User


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def owned_by(self, user: User) -> Self:
        return self.filter(path__user=user)

    def undecided(self) -> Self:
        return self.filter(state__in=(Proposal.State.OPEN, Proposal.State.LATER))


class Proposal(models.Model):
    """A better path than the saved one. Nothing moves until its owner accepts it.

    `plan` is the whole plan it would become, `stay` the figures and steps of going on as before, both as on the day it
    was made. `fingerprint` names what it drops and adds and what that costs: what was refused is not proposed again.
    """

    class Kind(models.TextChoices):
        CATALOGUE = "catalogue", "the catalogue has changed"
        PROGRESS = "progress", "you have finished courses"

    class State(models.TextChoices):
        OPEN = "open", "open"
        LATER = "later", "kept for later"
        ACCEPTED = "accepted", "accepted"
        REFUSED = "refused", "refused"

    path = models.ForeignKey(Path, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=9, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    plan = models.JSONField()
    stay = models.JSONField()
    answers = models.JSONField()
    problem = models.JSONField()
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="proposals")
    fingerprint = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["path", "fingerprint"], name="proposal_once")]

    def __str__(self) -> str:
        return f"{self.path}: {self.get_kind_display()}"


class PathVersion(models.Model):
    """What a path was before an accepted change, so that it can be brought back."""

    class Cause(models.TextChoices):
        """What replaced it."""

        CATALOGUE = "catalogue", "the catalogue had changed"
        PROGRESS = "progress", "you had finished courses"
        DIALS = "dials", "you turned the dials"
        RESTORED = "restored", "you brought an older version back"

    path = models.ForeignKey(Path, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, blank=True, related_name="path_versions")
    answers = models.JSONField()
    problem = models.JSONField()
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="path_versions")
    plan = models.JSONField()
    titles = models.JSONField(help_text="Titles of its courses by slug, in order.")
    cause = models.CharField(max_length=9, choices=Cause)
    replaced_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["path", "-number"]
        constraints = [models.UniqueConstraint(fields=["path", "number"], name="path_version_once")]

    def __str__(self) -> str:
        return f"{self.path}, version {self.number}"
