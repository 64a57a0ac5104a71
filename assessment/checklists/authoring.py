"""Writing the statements themselves: a change of words is the next version, and nothing is deleted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core import serializers
from django.db import transaction

from assessment.checklists.models import Statement, StatementVersion
from assessment.checklists.queries import WORDS, words_of


@transaction.atomic
def revise(statement: Statement, words: Mapping[str, Any], now: datetime) -> StatementVersion | None:
    """Make `words` the next version of `statement`; None, and nothing new, where it says that already.

    Reviews keep the version they pinned; open ones too, so that nobody's text changes under their hands.
    """
    fresh = Statement.objects.select_for_update().get(pk=statement.pk)
    if words_of(fresh) == {name: words[name] for name in WORDS}:
        return None
    last = fresh.versions.order_by("-number").first()
    return StatementVersion.objects.create(
        statement=fresh,
        number=last.number + 1 if last else 1,
        created_at=now,
        **{name: words[name] for name in WORDS},
    )


def retire(statement: Statement) -> None:
    """Leave `statement` out of new reviews. Reviews that hold it keep it."""
    Statement.objects.filter(pk=statement.pk).update(retired=True)


def restore(statement: Statement) -> None:
    """Put a retired statement into new reviews again."""
    Statement.objects.filter(pk=statement.pk).update(retired=False)


def put_checklist(record: Mapping[str, Any]) -> None:
    """Write a checklist from its fixture record, by natural key."""
    (row,) = serializers.deserialize("python", [dict(record)])
    row.save()


@transaction.atomic
def put_statement(record: Mapping[str, Any], words: Mapping[str, Any], now: datetime) -> None:
    """Write a statement from its fixture record, by natural key; changed words become its next version."""
    (row,) = serializers.deserialize("python", [dict(record)])
    row.save()
    revise(Statement.objects.get(code=record["fields"]["code"]), words, now)
