"""How accounts join up with the rest of the site."""

from allauth.account.adapter import DefaultAccountAdapter

from advisor.models import User


def display_name(user: User) -> str:
    return user.email


class AccountAdapter(DefaultAccountAdapter):
    pass
