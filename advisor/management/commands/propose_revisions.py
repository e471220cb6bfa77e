"""`manage.py propose_revisions`: hold every active path against today's catalogue and its owner's progress."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from advisor.models import Path, Proposal, User
from advisor.moving import done_by, propose


class Command(BaseCommand):
    help = "Look for better paths for all active paths whose catalogue or progress has changed. No path is changed."

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        before = Proposal.objects.undecided().count()
        users = User.objects.filter(is_active=True, paths__is_archived=False).distinct().order_by("pk")
        number = 0
        for user in users.iterator():
            paths = list(Path.objects.owned_by(user).active().select_related("snapshot"))
            propose(paths, done_by(user), today=today)
            number += len(paths)
        after = Proposal.objects.undecided().count()
        self.stdout.write(f"{number} paths held against the catalogue; {after} proposals wait, {before} before.")
