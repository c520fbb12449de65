"""The app, the triggers and the search index that it sets up in the database."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from . import triggers


def _install_triggers(sender: Any, using: str, **kwargs: Any) -> None:
    triggers.install(using)


def _remove_triggers(sender: Any, using: str, **kwargs: Any) -> None:
    triggers.remove(using)


def _install_search(sender: Any, using: str, plan: Any = (), **kwargs: Any) -> None:
    # ``flush`` tells of no plan.
    from . import search  # noqa: PLC0415 models aren't loaded when this module is

    search.install(using, rebuild=any(m.app_label == sender.label for m, _back in plan))


class RelationsConfig(AppConfig):
    name = "relations"
    verbose_name = _("International relations")

    def ready(self) -> None:
        # Not in a migration: SQLite loses the triggers of a table whenever a later
        # migration rebuilds it, and nobody would notice.
        pre_migrate.connect(_remove_triggers, sender=self)
        post_migrate.connect(_install_triggers, sender=self)
        post_migrate.connect(_install_search, sender=self)
