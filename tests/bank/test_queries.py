"""What reports read of the bank: dated cuts, what to read, published items."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.bank import actions
from assessment.bank.models import LevelCut, Question, QuestionVersion
from assessment.bank.queries import dated_cuts, passages_of, published_items
from assessment.bank.specs import load_spec
from tests.bank.conftest import Make


def test_cuts_come_lowest_first_with_items_and_date(sealed: QuestionVersion) -> None:
    (found,) = dated_cuts()
    stored = LevelCut.objects.get()
    assert (found.level, found.ability, found.items, found.computed_at) == (
        "practitioner", stored.ability, 1, stored.computed_at,
    )  # fmt: skip


def test_passages_are_sections_of_the_lecture_and_references(sealed: QuestionVersion) -> None:
    lecture, reference = passages_of([sealed.pk])[sealed.pk]
    assert (lecture.key, lecture.title.zh_hans, lecture.place, lecture.of_lecture) == ("lecture:1", "一", "1", True)
    assert (reference.key, reference.title.en, reference.place) == ("reference:Doe2020", "Doe: Title", "section 2")
    assert not reference.of_lecture


def test_passages_of_many_versions_are_one_query(sealed: QuestionVersion, draft: QuestionVersion) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert set(passages_of([sealed.pk, draft.pk])) == {sealed.pk, draft.pk}
    assert len(captured) == 1
    assert passages_of([]) == {}


def test_published_items_name_every_published_version_and_the_current_one(make: Make) -> None:
    question = make("C01-01")
    first = actions.publish(question)
    assert first is not None
    actions.save_draft(question, replace(load_spec(first), difficulty=1.5))
    actions.publish(question)
    make("C01-02")  # a draft
    with CaptureQueriesContext(connection) as captured:
        found = published_items()
    assert len(captured) == 2
    assert [(i.slug, i.number, i.difficulty, i.current) for i in found] == [
        ("C01-01", 1, 0.2, False),
        ("C01-01", 2, 1.5, True),
    ]
    assert found[0].guess == pytest.approx(1 / 3)
    assert (found[0].competency, found[0].level) == ("C01", "practitioner")
    actions.retire(Question.objects.get(slug="C01-01"))
    assert published_items() == []
