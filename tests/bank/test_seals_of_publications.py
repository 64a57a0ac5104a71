"""A publication cannot be changed, and drafts stay open."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from assessment.bank import actions
from assessment.bank.models import Option, Publication, Question, QuestionVersion, Source
from tests.bank.attacks import FIELD, TABLES, refused, rows_of, sql, state

pytestmark = pytest.mark.usefixtures("unharmed")


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
