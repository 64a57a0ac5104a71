"""People with answers, on a small bank or on the shipped one."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from assessment.accounts.models import User
from assessment.bank.models import Competency, QuestionVersion
from assessment.delivery.models import Attempt, AttemptItem, Quiz
from tests.delivery.conftest import bank_of_four, learner, make_quiz, signed_in
from tests.reports.cohort_site import site

__all__ = ["bank_of_four", "learner", "make_quiz", "signed_in", "site"]

START = datetime(2026, 10, 1, 12, 0, tzinfo=UTC)
Give = Callable[..., list[Attempt]]


@pytest.fixture
def shipped(db: None) -> None:
    """The content that a new site starts with."""
    from assessment.exchange.actions import load_bank_if_empty

    load_bank_if_empty()


@pytest.fixture
def give(db: None) -> Give:
    """Give somebody submitted attempts: `scores` are those of one attempt, asked about `competency`."""

    def give_answers(
        user: User, quiz: Quiz, scores: Sequence[float], competency: str = "", attempts: int = 1,
        counts: bool = True, start: datetime = START,
    ) -> list[Attempt]:  # fmt: skip
        versions = list(QuestionVersion.objects.filter(number__isnull=False).select_related("question").order_by("pk"))
        asked = Competency.objects.get(code=competency) if competency else quiz.competency
        own = [v for v in versions if v.question.competency_id == asked.pk] or versions  # type: ignore[union-attr]
        title = {"en": quiz.title_en, "zh_hans": quiz.title_zh_hans}
        made = []
        for day in range(attempts):
            when = start + timedelta(days=day)
            attempt = Attempt.objects.create(
                user=user, quiz=quiz, seed=1, grading_version=1, scoring_version=1, started_at=when, submitted_at=when,
                counting=counts,
                rules={"slug": quiz.slug, "title": title, "counts": counts},
            )  # fmt: skip
            AttemptItem.objects.bulk_create(
                AttemptItem(
                    attempt=attempt, position=i, version=own[(i - 1) % len(own)], competency=asked,
                    difficulty=own[(i - 1) % len(own)].difficulty, guess=0.25, score=score,
                    marks=[{"score": score, "answered": True, "recognised": ""}],
                )
                for i, score in enumerate(scores, 1)
            )  # fmt: skip
            made.append(attempt)
        return made

    return give_answers
