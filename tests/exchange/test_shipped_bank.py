"""The shipped bank, as it stands in a database that was empty."""

import json
from collections import Counter

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, transaction

from assessment.bank.content import content_hash
from assessment.bank.models import LevelCut, Publication, Question, QuestionVersion
from assessment.bank.queries import seeded_rows
from assessment.bank.specs import load_specs
from assessment.checklists.queries import seeded_checklists
from assessment.delivery.queries import quiz_questions, seeded_quizzes
from assessment.exchange.actions import load_bank_if_empty, upgrade_content
from assessment.exchange.queries import fixture_paths, local_hash, waiting_upgrades
from assessment.exchange.seeds.reader import Seeds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_bank")]


def test_everything_that_is_shipped_is_there() -> None:
    shipped = Counter(record["model"] for path in fixture_paths() for record in json.loads(path.read_text()))
    assert {model: apps.get_model(model)._default_manager.count() for model in shipped} == shipped
    assert not QuestionVersion.objects.filter(publication__isnull=True).exists()
    assert set(Question.objects.values_list("status", flat=True)) == {"published"}
    assert LevelCut.objects.exists()


def test_no_shipped_row_looks_edited() -> None:
    rows = [row for row in (*seeded_rows(), *seeded_quizzes(), *seeded_checklists()) if not isinstance(row, Question)]
    assert len({row._meta.model_name for row in rows}) == 8
    assert [str(row) for row in rows if local_hash(row) != row.seed_hash] == []
    assert all(row.seed_hash for row in seeded_rows())


def test_every_version_holds_the_hash_of_its_content() -> None:
    versions = list(QuestionVersion.objects.select_related("skill", "question"))
    specs = load_specs(versions)
    wrong = [
        version.question.slug
        for version in versions
        if not content_hash(specs[version.pk]) == version.content_hash == version.question.seed_hash
    ]
    assert wrong == []


def test_no_content_changed_on_its_way_from_the_seeds(all_seeds: Seeds) -> None:
    versions = list(QuestionVersion.objects.select_related("skill", "question"))
    specs = load_specs(versions)
    assert {version.question.slug: specs[version.pk] for version in versions} == {
        seed.slug: seed.spec for seed in all_seeds.questions
    }
    assert {quiz.slug: quiz_questions(quiz) for quiz in seeded_quizzes()} == {
        quiz.slug: list(quiz.questions) for quiz in all_seeds.quizzes
    }


def test_nothing_waits_after_loading(all_seeds: Seeds) -> None:
    assert waiting_upgrades() == []
    done = upgrade_content(all_seeds)
    assert (done.added, done.changed, done.left_alone) == ([], [], [])


def test_it_loads_once() -> None:
    assert not load_bank_if_empty()
    assert Publication.objects.count() == Question.objects.count()


def test_loading_again_by_hand_is_refused() -> None:
    with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
        call_command("loaddata", *fixture_paths(), verbosity=0)
