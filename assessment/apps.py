"""The one Django app. Its rooms are sub-packages; see docs/decisions/0001."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from assessment.lib.triggers import Seals


class AssessmentConfig(AppConfig):
    """Connects what must happen after every migrate and every sign-in."""

    name = "assessment"
    verbose_name = _("Assessment")

    def ready(self) -> None:
        from assessment import checks  # noqa: F401  (registers the system checks)
        from assessment.delivery import signals  # noqa: F401  (adopts a visitor's attempts at sign-in)

        pre_migrate.connect(_before_migrate, sender=self)
        post_migrate.connect(_after_migrate, sender=self)


def _before_migrate(using: str, plan: list[Any], **_kwargs: Any) -> None:
    """Take the seals off while tables are altered: SQLite makes such a table anew, which they would refuse.

    Where a migration fails they stay off, which the system check reports; the next migrate puts them on again.
    """
    for seals in _seals() if plan else ():
        if seals.tables_exist(connections[using]):
            seals.remove(connections[using])


def _after_migrate(using: str, **_kwargs: Any) -> None:
    """Seal published versions, closed reviews, corrections and marks again and make sure that the groups exist."""
    from assessment.accounts.groups import ensure_groups

    bank, *others = _seals()
    if not bank.tables_exist(connections[using]):
        return
    bank.install(connections[using])
    for seals in others:
        if seals.tables_exist(connections[using]):
            seals.install(connections[using])
    ensure_groups(using)


def _seals() -> tuple[Seals, ...]:
    """The seals of every room, those of the bank first."""
    from assessment.bank.seals import SEALS as BANK
    from assessment.checklists.seals import SEALS as CHECKLISTS
    from assessment.delivery.seals import SEALS as DELIVERY

    return BANK, CHECKLISTS, DELIVERY
