"""Practice from the notebook: an attempt over chosen questions that never counts."""

from collections.abc import Sequence
from datetime import datetime

from assessment.bank.queries import askable
from assessment.delivery.actions import NothingToAsk, begin, only_one, submit
from assessment.delivery.models import Attempt, Quiz
from assessment.delivery.queries import open_attempt
from assessment.delivery.rules import SHOWABLE, STAGES

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
