"""Every road to a closed review ends at the database's refusal; deleting is allowed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from assessment.apps import _after_migrate
from assessment.checklists import actions
from assessment.checklists.models import Review, ReviewAnswer, System
from assessment.checklists.seals import SEALS
from assessment.checks import closed_reviews_are_sealed
from tests.bank.attacks import sql
from tests.checklists.conftest import NOW, row_of

pytestmark = pytest.mark.django_db
SQLITE = connection.vendor == "sqlite"


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(IntegrityError, match="sealed: a closed review"), transaction.atomic():
        yield


@pytest.fixture
def following(closed: Review, system: System) -> Review:
    """An open review after the closed one."""
    return actions.start(closed.checklist, closed.owner_id, system, NOW + timedelta(days=1))


@pytest.mark.parametrize(
    "changes",
    [{"outcome": {}}, {"closed_at": None}, {"closed_at": NOW + timedelta(days=1)}, {"rule_version": 9},
     {"system": None}, {"started_at": NOW - timedelta(days=9)}, {"outcome": F("outcome"), "rule_version": 2}],
)  # fmt: skip
def test_a_closed_review_cannot_be_changed(closed: Review, changes: dict[str, Any]) -> None:
    with refused():
        Review.objects.filter(pk=closed.pk).update(**changes)


def test_it_cannot_be_saved_as_it_is_either(closed: Review) -> None:
    following = Review.objects.get(pk=closed.pk)
    following.closed_at = None
    with refused():
        following.save()


def test_no_answer_of_it_can_be_changed_added_or_moved(closed: Review, following: Review) -> None:
    row = row_of(closed, "T01-M1a")
    with refused():
        ReviewAnswer.objects.filter(pk=row.pk).update(value="0")
    with refused():
        row.save()
    with refused():
        ReviewAnswer.objects.filter(pk=row.pk).update(review=following)
    spare = row_of(following, "T02-M5a")
    row_of(closed, "T02-M5a").delete()
    with refused():
        ReviewAnswer.objects.filter(pk=spare.pk).update(review=closed)
    with refused():
        ReviewAnswer.objects.create(review=closed, version=spare.version)
    with refused():
        ReviewAnswer.objects.bulk_create([ReviewAnswer(review=closed, version=spare.version)])


def test_an_open_review_is_free(following: Review) -> None:
    following.save()
    assert ReviewAnswer.objects.filter(review=following).update(value="0") == 16


def test_it_can_be_deleted_and_the_review_that_followed_it_lets_go(closed: Review, following: Review) -> None:
    actions.save_answer(row_of(following, "T01-M5a"), actions.Content("0"), 0, NOW)
    last = actions.close(following.key, NOW + timedelta(days=2))
    closed.delete()
    last.refresh_from_db()
    assert last.previous is None
    with refused():
        Review.objects.filter(pk=last.pk).update(previous=last)


@pytest.mark.skipif(not SQLITE, reason="SQLite's own statements")
def test_no_row_takes_its_place(closed: Review, following: Review) -> None:
    columns = [field.column for field in Review._meta.concrete_fields]
    values = ", ".join({"closed_at": "NULL", "outcome": "'{}'"}.get(name, name) for name in columns)
    with refused():
        sql(
            f"INSERT OR REPLACE INTO assessment_review ({', '.join(columns)}) "
            f"SELECT {values} FROM assessment_review WHERE id = %s",
            closed.pk,
        )
    with refused():
        sql("UPDATE OR REPLACE assessment_review SET id = %s WHERE id = %s", closed.pk, following.pk)
    answer_columns = [field.column for field in ReviewAnswer._meta.concrete_fields]
    emptied = ", ".join("''" if name == "evidence" else name for name in answer_columns)
    with refused():
        sql(
            f"INSERT OR REPLACE INTO assessment_reviewanswer ({', '.join(answer_columns)}) "
            f"SELECT {emptied} FROM assessment_reviewanswer WHERE review_id = %s",
            closed.pk,
        )


# --- installed, looked for, back after migrate ---------------------------------------------------


def test_every_trigger_is_there_and_a_missing_one_is_found() -> None:
    assert len(SEALS.names(connection)) == 4
    assert SEALS.missing(connection) == []
    name = SEALS.names(connection)[0]
    table = name.removeprefix("seal_").rpartition("_")[0]
    sql(f"DROP TRIGGER {name}" if SQLITE else f"DROP TRIGGER {name} ON {table}")
    (message,) = closed_reviews_are_sealed(databases=["default"])
    assert message.id == "plumbline.E003"
    assert name in message.msg
    with pytest.raises(SystemCheckError, match=r"plumbline\.E003"):
        call_command("check", databases=["default"])
    _after_migrate(using="default")
    assert closed_reviews_are_sealed(databases=["default"]) == []


def test_they_can_be_installed_again_and_removed_twice() -> None:
    SEALS.install(connection)
    SEALS.remove(connection)
    SEALS.remove(connection)
    assert len(SEALS.missing(connection)) == 4
    SEALS.install(connection)
    assert SEALS.missing(connection) == []
