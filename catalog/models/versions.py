"""Which state of the catalogue the database holds."""

from django.db import models


class CatalogueVersion(models.Model):
    """One row whose token the database itself changes in every transaction that changes what advice rests on.

    Triggers on the watched tables write it (`catalog.watching`), so no edit goes by: bulk loads, the admin, other
    processes, plain SQL. Tokens are random, so none ever comes back, whatever is rolled back, emptied or restored.
    """

    token = models.CharField(max_length=36, editable=False)

    def __str__(self) -> str:
        return self.token

    @classmethod
    def current(cls) -> str | None:
        """None while nothing has been written. One query; ask for it before reading what it stands for."""
        return cls.objects.values_list("token", flat=True).order_by().first()
