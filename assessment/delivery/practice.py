"""Practice: an attempt over chosen questions that never counts, from the notebook or by a wish."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from assessment.bank.queries import askable, form_items
from assessment.delivery.actions import NothingToAsk, begin, only_one, submit
from assessment.delivery.forming import seen_questions
from assessment.delivery.models import Attempt, AttemptItem, Quiz
from assessment.delivery.queries import open_attempt
from assessment.delivery.records import load_responses
from assessment.delivery.rules import SHOWABLE, STAGES, tells_score
from assessment.delivery.selection import Known

# What seeds/quizzes.yaml says of this quiz; a database from before it was shipped gets it from here.
QUIZ = {
    "title_en": "Practice",
    "title_zh_hans": "练习",
    "description_en": "Questions from your notebook, as often as you like. It never counts.",
    "description_zh_hans": "练习错题本中的题目，次数不限，绝不计入水平。",
    "counts": False,
    "shows": {stage: list(SHOWABLE) for stage in STAGES},
    "status": Quiz.OPEN,
}


def start(user_id: int, question_ids: Sequence[int], now: datetime, seed: int | None = None) -> Attempt:
    """An open practice of `user_id` over the published versions of `question_ids`, in that order.

    Another open practice is submitted first, so that its answers are kept. Where it asks the very same
    versions and nothing was answered yet, it is given back instead: somebody pressed the button twice.
    Raises NothingToAsk where none of the questions is published, or an administrator has retired the quiz
    behind it; nothing is submitted then.
    """
    # Never another quiz that happens to have this name: its attempts might count.
    quiz, _made = Quiz.objects.get_or_create(slug=Quiz.NOTEBOOK, mode=Quiz.PRACTICE, defaults=QUIZ)
    if quiz.status == Quiz.RETIRED:
        raise NothingToAsk(quiz.slug)
    attempt, _token = only_one(quiz, user_id, lambda: _begin(quiz, user_id, question_ids, now, seed))
    return attempt


def _begin(
    quiz: Quiz, user_id: int, question_ids: Sequence[int], now: datetime, seed: int | None
) -> tuple[Attempt, str]:
    running = open_attempt(user_id, quiz.slug)
    if running and _is_untouched(running, question_ids):
        return running, ""
    if running:
        submit(running.key, now)
    return begin(quiz, question_ids, user_id, now, seed)


def _is_untouched(running: Attempt, question_ids: Sequence[int]) -> bool:
    """Whether nothing was saved in `running`, and it asks what a new practice would ask."""
    wanted = askable(question_ids)
    asked = list(running.items.order_by("position").values_list("version_id", "revision"))
    return asked == [(wanted[i].version_id, 0) for i in question_ids if i in wanted]


def known_questions(user_id: int, now: datetime) -> list[Known]:
    """Every published question, and what one person has to do with it; eight queries."""
    seen, wrong = seen_questions(user_id), last_answered_wrong(user_id, now)
    return [
        Known(
            item.question_id,
            item.competency,
            item.level,
            item.types,
            item.question_id in seen,
            item.question_id in wrong,
            item.enemies,
        )
        for item in form_items()
    ]


def last_answered_wrong(user_id: int, now: datetime) -> frozenset[int]:
    """Questions whose newest answer of one person was not fully right, in whatever mode; one query.

    What was left open, waits for a person's mark or may not be told yet says nothing.
    """
    rows = (
        AttemptItem.objects.filter(attempt__user=user_id, score__isnull=False)
        .order_by(F("closed_at").asc(nulls_first=True), "pk")
        .values_list("version__question", "score", "response", "draw", "attempt__rules", "attempt__submitted_at")
    )
    right: dict[int, bool] = {}
    for question, score, response, draw, rules, submitted_at in rows:
        answered = any(load_responses(response, len(draw)))
        if answered and tells_score(rules, submitted_at is not None, now):
            right[question] = (score or 0.0) >= 1.0
    return frozenset(question for question, was_right in right.items() if not was_right)
