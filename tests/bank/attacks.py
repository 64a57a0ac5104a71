"""What the attacks on a published version share."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from assessment.bank.models import Option, Part, Publication, QuestionVersion, Source

SQLITE = connection.vendor == "sqlite"
on_sqlite = pytest.mark.skipif(not SQLITE, reason="SQLite's own statements")
on_postgres = pytest.mark.skipif(SQLITE, reason="PostgreSQL's own statements")
TABLES: tuple[type[Model], ...] = (QuestionVersion, Part, Option, Source)
# A field of each table, and a value that differs from what the sealed rows hold.
FIELD: dict[type[Model], tuple[str, Any]] = {
    QuestionVersion: ("explanation_en", "changed"),
    Part: ("stem_en", "changed"),
    Option: ("text_en", "changed"),
    Source: ("place", "changed"),
    Publication: ("note", "changed"),
}
each_table = pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
each_sealed_table = pytest.mark.parametrize("model", [*TABLES, Publication], ids=lambda model: model.__name__)


@contextmanager
def refused(words: str = "sealed") -> Iterator[None]:
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        yield


def rows_of(version: QuestionVersion, model: type[Model]) -> Any:
    """The rows of `model` that belong to `version`."""
    path = {QuestionVersion: "pk", Part: "version", Option: "part__version", Source: "version", Publication: "version"}
    return model._default_manager.filter(**{path[model]: version.pk}).order_by("pk")


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def columns(model: type[Model], *without: str) -> list[str]:
    return [field.column for field in model._meta.concrete_fields if field.column not in without]


def state(version: QuestionVersion) -> list[list[dict[str, Any]]]:
    found = [list(rows_of(version, model).values()) for model in (*TABLES, Publication)]
    for row in found[-1]:
        del row["author_id"]
    return found
