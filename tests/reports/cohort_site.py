"""Twelve competencies with a quiz each, and cohorts of people who have sat them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client

from assessment.accounts.models import Cohort, Membership, User
from assessment.bank import actions as bank
from assessment.bank.models import Competency, QuestionVersion, Skill
from assessment.delivery.models import Attempt, AttemptItem, Quiz, QuizItem
from assessment.values import LEVELS
from tests.delivery.conftest import PARTS, spec

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CODES = tuple(f"C{number:02}" for number in range(1, 13))
ABILITIES = {"below": 0.0, "foundation": 0.5, "architect": 1.0}


@dataclass
class Site:
    """The bank, and what people do on it."""

    competencies: dict[str, Competency]
    versions: dict[str, QuestionVersion]
    quizzes: dict[str, Quiz]
    people: int = field(default=0)

    def person(self) -> User:
        self.people += 1
        return User.objects.create(email=f"p{self.people}@example.org")

    def lead(self) -> User:
        user = self.person()
        user.groups.add(Group.objects.get(name="lead"))
        return user

    def cohort(self, lead: User, members: Iterable[User] = ()) -> Cohort:
        made = Cohort.objects.create(name="Night shift", lead=lead, created_at=NOW)
        self.join(made, members)
        return made

    def join(self, cohort: Cohort, members: Iterable[User]) -> None:
        Membership.objects.bulk_create(Membership(cohort=cohort, user=user, joined_at=NOW) for user in members)

    def sit(self, user: User, code: str, right: float = 0.5, answers: int = 10, **fields: Any) -> None:
        """One counted attempt with `answers` items, of which the share `right` scored."""
        counting = fields.get("rules", {"counts": True})["counts"] and fields.get("submitted_at", NOW) is not None
        attempt = Attempt.objects.create(
            **{
                "user": user, "quiz": self.quizzes[code], "rules": {"counts": True}, "seed": 1,
                "grading_version": 1, "scoring_version": 1, "started_at": NOW, "submitted_at": NOW,
                "counting": counting,
                **fields,
            }
        )  # fmt: skip
        AttemptItem.objects.bulk_create(
            AttemptItem(
                attempt=attempt, position=i, version=self.versions[code], competency=self.competencies[code],
                difficulty=(i % 5 - 2) / 2, guess=0.25, score=float(i < right * answers),
            )
            for i in range(answers)
        )  # fmt: skip

    def answer_as_often_again(self, times: int) -> None:
        """Every item of every attempt so many times more, without a detour through Python."""
        columns = [field.column for field in AttemptItem._meta.concrete_fields if not field.primary_key]
        names = ", ".join(columns)
        values = ", ".join("position + 100 * turn" if name == "position" else name for name in columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {AttemptItem._meta.db_table} ({names})"
                " WITH RECURSIVE turns (turn) AS"
                f" (SELECT 1 UNION ALL SELECT turn + 1 FROM turns WHERE turn < {times:d})"
                f" SELECT {values} FROM {AttemptItem._meta.db_table} CROSS JOIN turns"
            )


@pytest.fixture
def site(db: None) -> Site:
    """Published questions of all levels, so that there are cuts; a quiz about each competency."""
    found = Site({}, {}, {})
    for number, code in enumerate(CODES):
        level = LEVELS[number % 3]
        found.competencies[code] = Competency.objects.create(
            code=code, domain=f"D{number // 3}", name_en=f"Competency {code}", name_zh_hans=f"能力{code}",
            domain_name_en=f"Domain {number // 3}", domain_name_zh_hans=f"领域{number // 3}",
        )  # fmt: skip
        Skill.objects.create(code=f"{code}.1", competency=found.competencies[code], text_en="s", text_zh_hans="技")
        question = bank.create_question(f"{code}-01", code)
        one = spec(PARTS["single"], difficulty=float(LEVELS.index(level) - 1), level=level)
        bank.save_draft(question, replace(one, skill=f"{code}.1"))
        bank.publish(question)
        found.versions[code] = question.versions.get()
        found.quizzes[code] = Quiz.objects.create(
            slug=f"quiz-{code.lower()}", title_en=f"Quiz {code}", title_zh_hans=f"测验{code}", description_en="d",
            description_zh_hans="述", status="open", competency=found.competencies[code], position=number,
        )  # fmt: skip
        QuizItem.objects.create(quiz=found.quizzes[code], question=question, position=1)
    return found


def enter(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def days(count: float) -> datetime:
    """So many days later."""
    return NOW + timedelta(days=count)
