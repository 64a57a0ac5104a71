"""Every road through SQL to a published version ends at the database's refusal."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F, Model

from assessment.bank import actions
from assessment.bank.models import Option, Part, Publication, QuestionVersion, Source
from assessment.bank.seals import SEALS
from tests.bank.attacks import FIELD, TABLES, columns, each_sealed_table, on_postgres, on_sqlite, refused, rows_of, sql

pytestmark = pytest.mark.usefixtures("unharmed")


# --- in SQL --------------------------------------------------------------------------------------


@each_sealed_table
def test_it_refuses_an_update_of_any_column(sealed: QuestionVersion, model: type[Model]) -> None:
    """Even of a column to its own value; only the author of a publication may be emptied."""
    table, pk = model._meta.db_table, model._meta.pk.column
    for column in columns(model):
        if model is Publication and column in ("author_id", pk):
            continue
        value = column if model is not Publication else "note || 'x'" if column == "note" else "CURRENT_TIMESTAMP"
        for key in rows_of(sealed, model).values_list("pk", flat=True):
            with refused():
                sql(f"UPDATE {table} SET {column} = {value} WHERE {pk} = %s", key)


@each_sealed_table
def test_it_refuses_delete_in_sql(sealed: QuestionVersion, model: type[Model]) -> None:
    for key in rows_of(sealed, model).values_list("pk", flat=True):
        with refused():
            sql(f"DELETE FROM {model._meta.db_table} WHERE {model._meta.pk.column} = %s", key)
    with refused():
        sql(f"DELETE FROM {model._meta.db_table}")


@pytest.mark.parametrize("model", [Part, Option, Source], ids=lambda model: model.__name__)
def test_it_refuses_an_insert_in_sql(sealed: QuestionVersion, model: type[Model]) -> None:
    table, own = model._meta.db_table, columns(model, "id", "position", "key")
    extra = {"position": "77", "key": "'z'"} if model is Option else {"position": "77"}
    key = rows_of(sealed, model).first().pk
    with refused():
        sql(
            f"INSERT INTO {table} ({', '.join([*own, *extra])}) "
            f"SELECT {', '.join([*own, *extra.values()])} FROM {table} WHERE id = %s", key,
        )  # fmt: skip


@each_sealed_table
def test_it_refuses_on_conflict_do_update(sealed: QuestionVersion, model: type[Model]) -> None:
    table, pk, names = model._meta.db_table, model._meta.pk.column, ", ".join(columns(model))
    name = FIELD[model][0]
    with refused():
        sql(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM {table} WHERE {pk} = %s "
            f"ON CONFLICT ({pk}) DO UPDATE SET {name} = 'changed'", rows_of(sealed, model).first().pk,
        )  # fmt: skip


def test_it_refuses_a_row_of_a_draft_in_the_place_of_a_sealed_one(
    sealed: QuestionVersion, draft: QuestionVersion
) -> None:
    """The new row belongs to the draft; what it collides with is sealed."""
    for model in (Part, Option, Source):
        table, own = model._meta.db_table, columns(model, "id")
        mine, theirs = rows_of(sealed, model).first(), rows_of(draft, model).first()
        owner = "part_id" if model is Option else "version_id"
        with refused():
            sql(
                f"INSERT INTO {table} (id, {', '.join(own)}) SELECT %s, {', '.join(own)} FROM {table} WHERE id = %s "
                f"ON CONFLICT (id) DO UPDATE SET {owner} = excluded.{owner}", mine.pk, theirs.pk,
            )  # fmt: skip


@on_sqlite
@each_sealed_table
def test_it_refuses_insert_or_replace(sealed: QuestionVersion, model: type[Model]) -> None:
    table, pk, names = model._meta.db_table, model._meta.pk.column, ", ".join(columns(model))
    with refused():
        sql(f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM {table} WHERE {pk} = %s",
            rows_of(sealed, model).first().pk)  # fmt: skip


@on_sqlite
@pytest.mark.parametrize("model", [Part, Option, Source], ids=lambda model: model.__name__)
def test_it_refuses_to_replace_a_sealed_row_by_one_of_a_draft(
    sealed: QuestionVersion, draft: QuestionVersion, model: type[Model]
) -> None:
    table, own = model._meta.db_table, ", ".join(columns(model, "id"))
    mine, theirs = rows_of(sealed, model).first(), rows_of(draft, model).first()
    with refused():
        sql(f"UPDATE OR REPLACE {table} SET id = %s WHERE id = %s", mine.pk, theirs.pk)
    with refused():
        sql(f"INSERT OR REPLACE INTO {table} (id, {own}) SELECT %s, {own} FROM {table} WHERE id = %s",
            mine.pk, theirs.pk)  # fmt: skip


@on_sqlite
def test_it_refuses_to_replace_a_sealed_version(sealed: QuestionVersion, draft: QuestionVersion) -> None:
    table, own = "assessment_questionversion", ", ".join(columns(QuestionVersion, "id", "question_id", "number"))
    with refused():
        sql(f"UPDATE OR REPLACE {table} SET question_id = %s, number = 1 WHERE id = %s", sealed.question_id, draft.pk)
    with refused():
        sql(f"UPDATE OR REPLACE {table} SET id = %s WHERE id = %s", sealed.pk, draft.pk)
    with refused():
        sql(f"INSERT OR REPLACE INTO {table} (question_id, number, {own}) SELECT %s, 1, {own} FROM {table} "
            "WHERE id = %s", sealed.question_id, draft.pk)  # fmt: skip
    with refused():
        sql(f"INSERT OR REPLACE INTO {table} (id, question_id, {own}) SELECT %s, question_id, {own} FROM {table} "
            "WHERE id = %s", sealed.pk, draft.pk)  # fmt: skip


@on_sqlite
def test_it_refuses_to_replace_a_publication_by_its_row_number(sealed: QuestionVersion, draft: QuestionVersion) -> None:
    """SQLite numbers the rows of a table whose key is a bigint, and a new row may take such a number."""
    table = "assessment_publication"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid FROM {table} WHERE version_id = %s", [sealed.pk])
        (number,) = cursor.fetchone()
    with refused():
        sql(f"INSERT OR REPLACE INTO {table} (rowid, version_id, published_at, note) "
            "VALUES (%s, %s, CURRENT_TIMESTAMP, '')", number, draft.pk)  # fmt: skip
    other = actions.publish(draft.question)
    assert other is not None
    with refused():
        sql(f"UPDATE OR REPLACE {table} SET rowid = %s, author_id = NULL WHERE version_id = %s", number, other.pk)


@on_postgres
@each_sealed_table
def test_it_refuses_truncate(sealed: QuestionVersion, model: type[Model]) -> None:
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    with refused():
        sql(f"TRUNCATE {model._meta.db_table} CASCADE")


@on_postgres
def test_it_refuses_truncate_of_what_leads_there(sealed: QuestionVersion) -> None:
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    for table in ("assessment_question", "assessment_competency", "assessment_reference"):
        with refused():
            sql(f"TRUNCATE {table} CASCADE")


@on_postgres
def test_it_refuses_merge(sealed: QuestionVersion) -> None:
    with refused():
        sql(
            "MERGE INTO assessment_option o USING (SELECT 1) s ON o.id = %s "
            "WHEN MATCHED THEN UPDATE SET text_en = 'changed'", rows_of(sealed, Option).first().pk,
        )  # fmt: skip


def test_seals_hold_again_when_they_come_back_after_a_migration(sealed: QuestionVersion) -> None:
    SEALS.remove(connection)
    assert rows_of(sealed, Option).update(text_en=F("text_en"))
    call_command("migrate", verbosity=0)
    for model in (*TABLES, Publication):
        with refused():
            rows_of(sealed, model)._raw_delete("default")
