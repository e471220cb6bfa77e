"""Which state of the catalogue the database holds."""

from django.db import models

from catalog.watching import ADVICE_ROW

# The tokens of all rows.
State = tuple[str, ...]


class CatalogueVersion(models.Model):
    """Tokens that the database itself changes in every transaction that changes what they stand for.

    One row is for what advice rests on, another for what public pages show besides. Triggers on the watched tables
    write them (`catalog.watching`), so no edit goes by: bulk loads, the admin, other processes, plain SQL. Tokens are
    random, so none ever comes back, whatever is rolled back, emptied or restored.
    """

    token = models.CharField(max_length=36, editable=False)

    def __str__(self) -> str:
        return self.token

    @classmethod
    def current(cls) -> str | None:
        """What advice rests on. None while nothing has been written. One query, to be asked first."""
        return cls.objects.filter(pk=ADVICE_ROW).values_list("token", flat=True).order_by().first()

    @classmethod
    def state(cls) -> State:
        """All tokens: what public pages show. Empty while nothing has been written. One query, to be asked first."""
        return tuple(cls.objects.values_list("token", flat=True).order_by("pk"))
