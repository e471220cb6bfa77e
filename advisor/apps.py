from django.apps import AppConfig
from django.db.models.signals import post_migrate

from advisor.roles import synchronise


class AdvisorConfig(AppConfig):
    name = "advisor"
    verbose_name = "Advice"

    def ready(self) -> None:
        post_migrate.connect(synchronise, sender=self)
