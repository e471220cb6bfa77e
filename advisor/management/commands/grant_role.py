"""Let somebody work at the desk, or no longer."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from advisor.models import User
from advisor.roles import Role
from advisor.staffing import give_role, role_of


class Command(BaseCommand):
    help = "Give a person a role at the curators' desk in place of the one they have, or take it from them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="address of an account that exists")
        parser.add_argument("role", choices=list(Role), metavar="|".join(Role))
        parser.add_argument("--take", action="store_true", help="take this role instead of giving it")

    def handle(self, *args: Any, **options: Any) -> None:
        email, role = options["email"].strip().lower(), Role(options["role"])
        user = User.objects.filter(email=email).first()
        if user is None:
            raise CommandError(f"{email} has no account here; they sign up on the site first.")
        if options["take"] and role_of(user) is not role:
            raise CommandError(f"{email} is not {role.named}.")
        give_role(user, None if options["take"] else role)
        self.stdout.write(f"{email} is {'no longer' if options['take'] else 'now'} {role.named}.")
