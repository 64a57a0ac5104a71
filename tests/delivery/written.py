"""A quiz with an open answer among its three questions, sat and marked."""

from datetime import UTC, datetime, timedelta
from typing import Any

from assessment.accounts.models import User
from assessment.bank.models import Competency, Reference, Skill
from assessment.delivery.actions import read_posted, save_answer, start, submit
from assessment.delivery.models import Attempt, AttemptItem, Quiz
from tests.browser.text_types import OPEN, SHORT, make_quiz

START = datetime(2026, 10, 1, 12, tzinfo=UTC)
ROWS = ("r1", "r2", "r3", "r4", "r5", "r6", "r7")
TEXT = "First a gate.\n\nThen a person."
__all__ = ["OPEN", "SHORT"]


def writing_quiz(**fields: Any) -> Quiz:
    """The quiz in writing, in an empty database; it counts unless `fields` say otherwise."""
    names = {f"{name}_{language}": "x" for name in ("domain_name", "name", "summary", "definition")
             for language in ("en", "zh_hans")}  # fmt: skip
    competency = Competency.objects.create(code="C12", domain="D4", **names)
    Skill.objects.create(code="C12.5", competency=competency, text_en="Read", text_zh_hans="读")
    Reference.objects.create(key="OWASPLLM2025", authors="OWASP", title="Title")
    quiz: Quiz = make_quiz()
    Quiz.objects.filter(pk=quiz.pk).update(**{"counts": True, "competency": competency, **fields})
    quiz.refresh_from_db()
    return quiz


def give(attempt: Attempt, position: int, text: str, certainty: int | None = None) -> AttemptItem:
    item = attempt.items.select_related("attempt").get(position=position)
    posted = {"p0-text": [text]}
    return save_answer(item, read_posted(item, posted), False, item.revision, START, certainty).item


def write(quiz: Quiz, user: User | None, day: int = 0, text: str = TEXT, short: str = "overfitting") -> AttemptItem:
    """The open answer of an attempt that is submitted on a `day`; an empty `text` leaves it open."""
    when = START + timedelta(days=day)
    attempt, _token = start(quiz, user.pk if user else None, when, 1)
    give(attempt, SHORT, short)
    give(attempt, OPEN, text)
    submit(attempt.key, when)
    return AttemptItem.objects.select_related("attempt").get(attempt=attempt, position=OPEN)
