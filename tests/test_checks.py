"""The system checks: seals that are missing, and a database that may forget."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from assessment.apps import _after_migrate
from assessment.bank.seals import SEALS
from assessment.checks import acknowledged_answers_survive, published_versions_are_sealed

SQLITE = connection.vendor == "sqlite"
on_postgres = pytest.mark.skipif(SQLITE, reason="PostgreSQL's own statements")


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def drop(name: str) -> None:
    table = name.removeprefix("seal_").rpartition("_")[0]
    sql(f"DROP TRIGGER {name}" if SQLITE else f"DROP TRIGGER {name} ON {table}")


def found() -> list[str]:
    return [str(message.id) for message in published_versions_are_sealed(databases=["default"])]


# --- plumbline.E001 ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_migrated_database_has_every_seal() -> None:
    assert len(SEALS.names(connection)) == (15 if SQLITE else 20)
    assert found() == []
    call_command("check", databases=["default"])


@pytest.mark.django_db
@pytest.mark.parametrize("name", SEALS.names(connection))
def test_a_missing_seal_is_found_and_comes_back_with_migrate(name: str) -> None:
    drop(name)
    assert SEALS.missing(connection) == [name]
    (message,) = published_versions_are_sealed(databases=["default"])
    assert message.id == "plumbline.E001"
    assert name in message.msg
    assert "migrate" in str(message.hint)
    _after_migrate(using="default")
    assert found() == []


@pytest.mark.django_db
def test_manage_py_check_fails_until_migrate_has_run() -> None:
    for name in SEALS.names(connection):
        drop(name)
    with pytest.raises(SystemCheckError, match=r"plumbline\.E001.*triggers that seal"):
        call_command("check", databases=["default"])
    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("check", databases=["default"])


@pytest.mark.django_db
def test_seals_can_be_installed_again_and_removed_twice() -> None:
    SEALS.install(connection)
    SEALS.install(connection)
    assert found() == []
    SEALS.remove(connection)
    SEALS.remove(connection)
    assert found() == ["plumbline.E001"]


@on_postgres
@pytest.mark.django_db
@pytest.mark.parametrize("state", ["DISABLE", "ENABLE REPLICA"])
def test_a_seal_that_does_not_fire_is_as_good_as_missing(state: str) -> None:
    sql(f"ALTER TABLE assessment_part {state} TRIGGER seal_assessment_part_update")
    assert found() == ["plumbline.E001"]
    _after_migrate(using="default")
    assert found() == []


@pytest.mark.django_db
def test_a_database_without_the_tables_has_nothing_to_seal() -> None:
    sql("DROP TABLE assessment_source")
    assert not SEALS.tables_exist(connection)
    assert found() == []
    _after_migrate(using="default")


def test_a_check_without_databases_asks_none() -> None:
    assert published_versions_are_sealed() == []
    assert acknowledged_answers_survive() == []


# --- plumbline.E002 ------------------------------------------------------------------------------


@contextmanager
def careless() -> Iterator[str]:
    """A connection that does not wait for the disk; yields the setting's name."""
    if SQLITE:
        sql("PRAGMA synchronous = NORMAL")
    else:
        sql("SET synchronous_commit = off")
    try:
        yield "synchronous" if SQLITE else "synchronous_commit"
    finally:
        sql("PRAGMA synchronous = FULL" if SQLITE else "RESET synchronous_commit")


@pytest.mark.django_db(transaction=True)
def test_our_own_settings_sync_every_commit() -> None:
    assert acknowledged_answers_survive(databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_a_database_that_could_forget_an_answer_is_found() -> None:
    with careless() as name:
        (message,) = acknowledged_answers_survive(databases=["default"])
        with pytest.raises(SystemCheckError, match=r"plumbline\.E002"):
            call_command("check", databases=["default"])
    assert message.id == "plumbline.E002"
    assert name in message.msg
    assert "power cut" in message.msg
    assert acknowledged_answers_survive(databases=["default"]) == []
