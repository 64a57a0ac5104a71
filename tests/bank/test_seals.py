"""Every road to a published version ends at the database's refusal."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import serializers
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Model, ProtectedError
from django.utils import timezone

from assessment.bank import actions, seals
from assessment.bank.content import content_hash
from assessment.bank.models import Option, Part, Publication, Question, QuestionVersion, Source
from assessment.bank.specs import load_spec, write_children

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


@pytest.fixture(autouse=True)
def unharmed(sealed: QuestionVersion) -> Iterator[None]:
    """After every attack the version, its rows and its publication are what they were."""
    before = state(sealed)
    assert content_hash(load_spec(sealed)) == sealed.content_hash
    yield
    assert state(sealed) == before
    assert content_hash(load_spec(QuestionVersion.objects.get(pk=sealed.pk))) == sealed.content_hash


def state(version: QuestionVersion) -> list[list[dict[str, Any]]]:
    found = [list(rows_of(version, model).values()) for model in (*TABLES, Publication)]
    for row in found[-1]:
        del row["author_id"]
    return found


# --- through Django ------------------------------------------------------------------------------


@each_sealed_table
def test_it_refuses_save(sealed: QuestionVersion, model: type[Model]) -> None:
    row = rows_of(sealed, model).first()
    setattr(row, *FIELD[model])
    with refused():
        row.save()


@each_table
def test_it_refuses_to_save_even_what_did_not_change(sealed: QuestionVersion, model: type[Model]) -> None:
    with refused():
        rows_of(sealed, model).first().save()


@each_sealed_table
def test_it_refuses_update(sealed: QuestionVersion, model: type[Model]) -> None:
    name, value = FIELD[model]
    with refused():
        rows_of(sealed, model).update(**{name: value})
    if model is not Publication:
        with refused():
            model._default_manager.update(**{name: F(name)})


@each_sealed_table
def test_it_refuses_bulk_update(sealed: QuestionVersion, model: type[Model]) -> None:
    name, value = FIELD[model]
    rows = list(rows_of(sealed, model))
    for row in rows:
        setattr(row, name, value)
    with refused():
        model._default_manager.bulk_update(rows, [name])


@each_sealed_table
def test_it_refuses_delete(sealed: QuestionVersion, model: type[Model]) -> None:
    # Django itself protects the version, because its publication refers to it.
    with refused("protected" if model is QuestionVersion else "sealed"):
        rows_of(sealed, model).first().delete()


@each_sealed_table
def test_it_refuses_delete_of_a_queryset(sealed: QuestionVersion, model: type[Model]) -> None:
    with refused("protected" if model is QuestionVersion else "sealed"):
        rows_of(sealed, model).delete()
    with refused():
        rows_of(sealed, model)._raw_delete("default")


def test_it_refuses_to_delete_the_question(sealed: QuestionVersion) -> None:
    for doomed in (sealed.question, Question.objects.filter(pk=sealed.question_id)):
        with pytest.raises(ProtectedError), transaction.atomic():
            doomed.delete()


def test_it_refuses_a_further_row(sealed: QuestionVersion) -> None:
    part = sealed.parts.get()
    with refused():
        Part.objects.create(version=sealed, position=1, type="numeric", stem_en="x", stem_zh_hans="x")
    with refused():
        Option.objects.create(part=part, position=9, key="z", role="option")
    with refused():
        Option.objects.bulk_create([Option(part=part, position=9, key="z", role="option")])
    with refused():
        Source.objects.create(version=sealed, position=9, claim=sealed.sources.first().claim)


def test_it_refuses_the_writer_of_drafts(sealed: QuestionVersion) -> None:
    with refused():
        write_children(sealed, load_spec(sealed))


@each_table
def test_it_refuses_an_upsert(sealed: QuestionVersion, model: type[Model]) -> None:
    name, value = FIELD[model]
    row = rows_of(sealed, model).first()
    setattr(row, name, value)
    with refused():
        model._default_manager.bulk_create([row], update_conflicts=True, update_fields=[name], unique_fields=["id"])


@each_sealed_table
@pytest.mark.parametrize("changed", [True, False])
def test_it_refuses_a_fixture(sealed: QuestionVersion, model: type[Model], changed: bool, tmp_path: Path) -> None:
    records = serializers.serialize(
        "python", rows_of(sealed, model), use_natural_foreign_keys=True, use_natural_primary_keys=True
    )
    records = json.loads(json.dumps(records, default=str))
    if changed:
        name, value = FIELD[model]
        records[0]["fields"][name] = value
    if model is Publication:
        records[0]["fields"] |= {"version": ["C01-01", 1], "note": "changed"}
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(records))
    with refused():
        call_command("loaddata", path, verbosity=0)


# --- moving rows in and out ----------------------------------------------------------------------


def test_no_row_moves_in_from_a_draft(sealed: QuestionVersion, draft: QuestionVersion) -> None:
    part = sealed.parts.get()
    with refused():
        Option.objects.filter(part__version=draft, key="d").update(part=part, position=9)
    with refused():
        Part.objects.filter(version=draft).update(version=sealed, position=9)
    with refused():
        Source.objects.filter(version=draft, position=0).update(version=sealed, position=9)


def test_no_row_moves_out_to_a_draft(sealed: QuestionVersion, draft: QuestionVersion) -> None:
    Option.objects.filter(part__version=draft, key="a").delete()
    with refused():
        Option.objects.filter(part__version=sealed, key="a").update(part=draft.parts.get())
    with refused():
        Part.objects.filter(version=sealed).update(version=draft, position=9)
    with refused():
        Source.objects.filter(version=sealed, position=0).update(version=draft, position=9)


def test_no_version_moves_to_another_question(sealed: QuestionVersion, draft: QuestionVersion) -> None:
    with refused():
        QuestionVersion.objects.filter(pk=sealed.pk).update(question=draft.question)
    with refused():
        QuestionVersion.objects.filter(pk=sealed.pk).update(number=7)
    with refused():
        QuestionVersion.objects.filter(pk=sealed.pk).update(number=None)


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
    seals.remove(connection)
    assert rows_of(sealed, Option).update(text_en=F("text_en"))
    call_command("migrate", verbosity=0)
    for model in (*TABLES, Publication):
        with refused():
            rows_of(sealed, model)._raw_delete("default")


# --- publications --------------------------------------------------------------------------------


def test_it_refuses_a_second_publication(sealed: QuestionVersion) -> None:
    with refused():
        Publication.objects.create(version=sealed, published_at=timezone.now())
    with refused():
        sql("INSERT INTO assessment_publication (version_id, published_at, note) VALUES (%s, CURRENT_TIMESTAMP, '')",
            sealed.pk)  # fmt: skip


def test_it_refuses_to_move_a_publication(sealed: QuestionVersion, draft: QuestionVersion) -> None:
    with refused():
        sql("UPDATE assessment_publication SET version_id = %s WHERE version_id = %s", draft.pk, sealed.pk)


def test_it_refuses_to_change_date_note_and_author(sealed: QuestionVersion) -> None:
    publication = Publication.objects.filter(version=sealed)
    somebody = get_user_model().objects.create_user("somebody@example.com")
    for changes in (
        {"published_at": timezone.now()},
        {"note": "x"},
        {"author": somebody},
        {"author": None, "note": "x"},
        {"author": None, "published_at": timezone.now()},
    ):
        with refused():
            publication.update(**changes)


def test_an_account_can_be_deleted_and_leaves_content_and_date(frame: Any, make: Any) -> None:
    author = get_user_model().objects.create_user("author@example.com")
    version = actions.publish(make("C01-03"), author, note="first")
    assert version is not None
    before = state(version)
    assert version.publication.author == author
    author.delete()
    publication = Publication.objects.get(version=version)
    assert publication.author is None
    assert publication.note == "first"
    assert state(version) == before
    with refused():
        Publication.objects.filter(version=version).update(
            author=get_user_model().objects.create_user("another@example.com")
        )


# --- what stays open -----------------------------------------------------------------------------


def test_a_draft_stays_open(sealed: QuestionVersion, draft: QuestionVersion) -> None:
    for model in TABLES:
        name, value = FIELD[model]
        assert rows_of(draft, model).update(**{name: value})
        row = rows_of(draft, model).first()
        row.save()
    Option.objects.filter(part__version=draft, key="d").delete()
    Source.objects.filter(version=draft).delete()
    part = draft.parts.get()
    Option.objects.create(part=part, position=9, key="z", role="option")
    part.delete()
    draft.delete()


def test_a_draft_beside_a_sealed_version_stays_open(sealed: QuestionVersion) -> None:
    pending = actions.open_draft(sealed.question)
    assert Option.objects.filter(part__version=pending).update(text_en="changed")
    pending.delete()


def test_a_question_keeps_its_name_and_status_free(sealed: QuestionVersion) -> None:
    question = sealed.question
    question.status = Question.RETIRED
    question.save()
    assert Question.objects.filter(pk=question.pk).update(slug="C01-99") == 1
