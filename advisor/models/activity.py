"""Whether anything of a person's has changed since a page was drawn."""

from django.conf import settings
from django.db import models

from advisor.models.people import User


class Activity(models.Model):
    """A token that the database itself changes in every transaction that changes a row of the person's.

    Triggers on the watched tables write it (`advisor.watching`). Tokens are random, so none ever comes back.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    token = models.CharField(max_length=36, editable=False)

    def __str__(self) -> str:
        return self.token

    @classmethod
    def current(cls, user: User) -> str | None:
        """None before the person has done anything. One query; ask for it before reading what it stands for."""
        return cls.objects.filter(user=user).values_list("token", flat=True).first()
