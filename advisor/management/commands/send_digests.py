"""`manage.py send_digests [--dry-run]`: the weekly digest to everybody who is due; run it every hour."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from advisor.digest import Digest, batches, claim, deliver, put_off, stop_token, unsent, write_digests


class Command(BaseCommand):
    help = "Send the weekly digest to those who asked for it and are due. Safe to run often and twice at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="print who would get what; send and write nothing")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        now = timezone.now()
        sent = failed = 0
        for batch in batches(now):
            digests = write_digests(unsent(batch.due, now))
            if dry_run:
                for digest in digests:
                    message = message_for(digest)
                    self.stdout.write(f"To {digest.user.email}: {message.subject}\n\n{message.body}")
                sent += len(digests)
                continue
            claimed = claim(digests, now)
            for digest in digests:
                delivery = claimed.get(digest.user.pk)
                if delivery is None:
                    continue
                if error := deliver(digest, delivery, send):
                    failed += 1
                    # The error's own words may name the address.
                    self.stderr.write(f"account {digest.user.pk}: {type(error).__name__}")
                else:
                    sent += 1
            put_off(batch, now)
        self.stdout.write(f"{'Would send' if dry_run else 'Sent'} {sent}{f', failed {failed}' if failed else ''}.")


def send(digest: Digest) -> None:
    message_for(digest).send()


def message_for(digest: Digest) -> EmailMessage:
    stop = f"{settings.SITE_URL}{reverse('advisor:digest_stop', args=[stop_token(digest.user)])}"
    following = digest.paths[0].journey.next
    context = {"digest": digest, "site": settings.SITE_URL, "site_name": settings.SITE_NAME, "stop": stop}
    subject = f"{settings.SITE_NAME}: next stop {following.title if following else digest.paths[0].path.title}"
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=render_to_string("advisor/digest.txt", context),
        to=[digest.user.email],
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
