"""The year that `manage.py demo` tells: plausible, complete, and said to be simulated. Told once for all tests."""

from collections.abc import Iterator
from datetime import UTC, datetime
from statistics import correlation, mean
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from assessment.accounts.models import Cohort
from assessment.bank.queries import competencies
from assessment.delivery.models import Attempt, AttemptItem, Quiz
from assessment.management.demo import story
from assessment.management.demo.attempts import YEAR
from assessment.management.demo.people import LEAD, people
from assessment.measurement.ability import estimate
from assessment.measurement.certainty import CHANCES
from tests.delivery.sittings import counted_responses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("year")]
User = get_user_model()
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
LEARNERS = 45


@pytest.fixture(scope="module")
def year(shipped_bank: None, django_db_blocker: Any) -> Iterator[story.Made]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield story.tell(1, LEARNERS, NOW, lambda made: None)
        transaction.set_rollback(True)


def test_the_year_is_one_year_and_nothing_lies_in_the_future() -> None:
    for attempt in Attempt.objects.all():
        assert NOW - YEAR <= attempt.started_at <= NOW
        assert attempt.submitted_at is None or attempt.submitted_at <= NOW
        assert attempt.submitted_at is None or attempt.deadline is None or attempt.submitted_at <= attempt.deadline
    times = AttemptItem.objects.filter(answered_at__isnull=False).values_list("attempt__started_at", "answered_at")
    assert all(started < at <= NOW for started, at in times)


def test_every_account_says_that_it_is_simulated() -> None:
    new = User.objects.filter(simulated=True)
    assert new.count() == LEARNERS + 1
    for user in new:
        assert user.email.startswith("simulated-")
        assert user.email.endswith("@plumbline.invalid")
        assert not user.has_usable_password()
        assert not user.is_staff


def test_attempts_are_spread_over_the_year() -> None:
    quarters = {int((NOW - attempt.started_at) / YEAR * 4) for attempt in Attempt.objects.all()}
    assert quarters >= {0, 1, 2, 3}


def test_everything_that_a_report_may_show_is_there(year: story.Made) -> None:
    assert year.attempts == Attempt.objects.count()
    assert set(User.objects.filter(simulated=True).values_list("language", flat=True)) == {"en", "zh-hans"}
    assert set(Quiz.objects.filter(status="open").exclude(mode="practice")) == {
        attempt.quiz for attempt in Attempt.objects.all()
    }
    scores = set(AttemptItem.objects.exclude(score=None).values_list("score", flat=True))
    assert {0.0, 1.0} < scores, "partly right ones as well"
    assert AttemptItem.objects.filter(response=[]).exists(), "some are left open"
    assert Attempt.objects.filter(submitted_at=None).exists(), "somebody is in the middle of one"
    per_person = [a.attempts.count() for a in User.objects.filter(simulated=True).exclude(email=LEAD)]
    assert mean(per_person) > 5


def test_learners_improve_over_the_year() -> None:
    half = NOW - YEAR / 2
    early = AttemptItem.objects.filter(attempt__submitted_at__lt=half).values_list("score", flat=True)
    late = AttemptItem.objects.filter(attempt__submitted_at__gt=half).values_list("score", flat=True)
    assert mean(late) > mean(early) + 0.02  # type: ignore[type-var, operator]


def test_certainty_is_said_where_it_is_asked_and_follows_the_self_image() -> None:
    said = AttemptItem.objects.filter(certainty__isnull=False)
    assert {item.attempt.quiz.certainty for item in said.select_related("attempt__quiz")} == {True}
    assert set(said.values_list("certainty", flat=True)) == set(CHANCES)
    codes = [competency.code for competency in competencies()]
    over: dict[bool, list[float]] = {True: [], False: []}
    for person in people(1, LEARNERS, codes):
        if abs(person.bias) > 0.5:
            own = said.filter(attempt__user__email=person.email, score__isnull=False)
            over[person.bias > 0] += [CHANCES[c] - score for c, score in own.values_list("certainty", "score")]
    assert mean(over[True]) > mean(over[False]) + 0.1


def test_the_measurement_recovers_the_abilities() -> None:
    codes = [competency.code for competency in competencies()]
    measured: dict[str, list[tuple[float, float]]] = {}
    for person in people(1, LEARNERS, codes):
        responses = counted_responses(User.objects.get(email=person.email).pk)
        for code in codes:
            own = [r for r in responses if r.competency == code]
            if len(own) >= 12:
                # What was measured is the ability at the time of the answers.
                truth = mean(person.ability(code, 1 - (NOW - r.submitted_at) / YEAR) for r in own)
                measured.setdefault(code, []).append((truth, estimate([r.item for r in own]).theta))
    enough = {code: pairs for code, pairs in measured.items() if len(pairs) >= 25}
    assert len(enough) >= 2
    for code, pairs in enough.items():
        assert correlation(*zip(*pairs, strict=True)) > 0.6, code
        assert mean(theta - truth for truth, theta in pairs) == pytest.approx(0, abs=0.35), code


def test_every_cohort_says_that_it_is_simulated() -> None:
    assert all("(simulated)" in name and "（模拟）" in name for name in Cohort.objects.values_list("name", flat=True))
