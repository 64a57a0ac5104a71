"""System checks of our own: what would silently break a promise."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import OperationalError, ProgrammingError, connections

from assessment.bank.seals import SEALS as BANK
from assessment.checklists.seals import SEALS as CHECKLISTS
from assessment.delivery.seals import SEALS as DELIVERY
from assessment.lib.triggers import Seals


@register(Tags.database)
def published_versions_are_sealed(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """The triggers that seal published versions are there; a migration may have dropped them."""
    return _absent(BANK, "published versions", "plumbline.E001", databases)


@register(Tags.database)
def closed_reviews_are_sealed(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """The triggers that seal closed reviews are there, too."""
    return _absent(CHECKLISTS, "closed reviews", "plumbline.E003", databases)


@register(Tags.database)
def what_was_marked_is_sealed(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """The triggers that seal recorded corrections and reviewers' marks are there, as well."""
    return _absent(DELIVERY, "corrections and marks", "plumbline.E004", databases)


def _absent(seals: Seals, what: str, name: str, databases: Sequence[str] | None) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        try:
            absent = seals.missing(connection) if seals.tables_exist(connection) else []
        except (OperationalError, ProgrammingError):
            continue
        if absent:
            found.append(
                Error(
                    f"{len(absent)} triggers that seal {what} are missing ({absent[0]}, …).",
                    hint="Run `manage.py migrate`; it installs them again.",
                    id=name,
                )
            )
    return found


@register(Tags.database)
def acknowledged_answers_survive(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """The database syncs every commit to disk, so that "saved" holds after a power cut."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        wanted = _POSTGRES if connection.vendor == "postgresql" else _SQLITE
        try:
            with connection.cursor() as cursor:
                for query, safe in wanted.items():
                    cursor.execute(query)
                    value = str(cursor.fetchone()[0])
                    if value not in safe:
                        found.append(_unsafe(query, value, safe))
        except (OperationalError, ProgrammingError):
            continue
    return found


_SQLITE = {"PRAGMA synchronous": ("2", "3")}
_POSTGRES = {
    "SHOW fsync": ("on",),
    "SHOW full_page_writes": ("on",),
    "SHOW synchronous_commit": ("on", "local", "remote_write", "remote_apply"),
}


def _unsafe(query: str, value: str, safe: tuple[str, ...]) -> CheckMessage:
    return Error(
        f"{query} gives {value!r}: an answer that was acknowledged could be lost in a power cut.",
        hint=f"Set it to {safe[0]!r}.",
        id="plumbline.E002",
    )
