"""Every road through Django to a published version ends at the database's refusal."""

import json
from pathlib import Path

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import transaction
from django.db.models import F, Model, ProtectedError

from assessment.bank.models import Option, Part, Publication, Question, QuestionVersion, Source
from assessment.bank.specs import load_spec, write_children
from tests.bank.attacks import (
    FIELD,
    each_sealed_table,
    each_table,
    refused,
    rows_of,
)

pytestmark = pytest.mark.usefixtures("unharmed")


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
