"""Writes to quizzes: shipped ones, retiring, and what keeps one from being deleted."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core import serializers
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.bank.queries import question_ids
from assessment.delivery.models import Quiz, QuizItem
from assessment.delivery.queries import quizzes_with_attempts


@transaction.atomic
def put_quiz(record: Mapping[str, Any], questions: Sequence[str]) -> None:
    """Write a quiz from its fixture record, by natural key, and its questions in order."""
    (row,) = serializers.deserialize("python", [dict(record)])
    row.save()
    quiz = Quiz.objects.get(slug=record["fields"]["slug"])
    quiz.items.all().delete()
    ids = question_ids(questions)
    QuizItem.objects.bulk_create(
        QuizItem(quiz=quiz, question_id=ids[slug], position=position) for position, slug in enumerate(questions, 1)
    )


def retire(quiz: Quiz) -> None:
    """Take `quiz` out of the catalogue; attempts that run may be finished, results stay."""
    quiz.status = Quiz.RETIRED
    quiz.save(update_fields=["status"])


def obstacle_to_deletion(quiz: Quiz) -> str:
    """Why `quiz` cannot be deleted and what to do instead; empty where it can."""
    if quizzes_with_attempts([quiz.pk]):
        return _("People have sat this quiz and their results stay. Retire it instead: set its status to retired.")
    return ""
