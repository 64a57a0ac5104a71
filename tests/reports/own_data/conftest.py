"""Somebody who uses everything, and somebody else beside them who does too."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from assessment.accounts.models import Cohort, CohortInvitation, Membership, User
from assessment.bank import actions as bank
from assessment.checklists.models import (
    Checklist,
    Review,
    ReviewAnswer,
    Statement,
    StatementVersion,
    System,
    Verification,
    VerificationInvite,
)
from assessment.delivery.actions import read_posted, save_answer, start, submit
from assessment.delivery.corrections import correct, undo
from assessment.delivery.models import Attempt, NotebookEntry, Quiz, RubricMark
from assessment.reports.models import CohortSnapshot
from assessment.values import Text
from tests.delivery.conftest import PARTS, Bank, bank_of_four, make_quiz, spec

__all__ = ["bank_of_four", "make_quiz"]

PASSWORD = "plumb-line-9"
NOW = datetime(2026, 5, 4, 10, 30, 15, 123456, tzinfo=UTC)


def account(email: str, **fields: Any) -> User:
    user = User.objects.create_user(email, PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def sit(user: User, quiz: Quiz, when: datetime, right: int, seed: int = 7) -> Attempt:
    """A submitted attempt in which the first `right` questions got an answer and the others none."""
    attempt, _token = start(quiz, user.pk, when, seed)
    for item in attempt.items.all()[:right]:
        posted = {
            "p0-choice": ["b"] if item.draw[0]["type"] == "single_choice" else ["a"],
            "p0-verdict": ["false"],
            "p0-number": ["240"],
        }
        save_answer(item, read_posted(item, posted), item.position == 1, 0, when + timedelta(minutes=1))
    return submit(attempt.key, when + timedelta(minutes=5))


@pytest.fixture
def statement(bank_of_four: Bank) -> StatementVersion:
    checklist = Checklist.objects.create(slug="maturity", kind="maturity", title_en="Maturity", title_zh_hans="成熟度")
    row = Statement.objects.create(checklist=checklist, competency=bank_of_four.competency, code="T01-M1a", level="M1")
    return StatementVersion.objects.create(
        statement=row, number=3, text_en="A list exists.", text_zh_hans="有一份清单。", created_at=NOW
    )


def review_of(owner: User, statement: StatementVersion, words: str) -> Review:
    """A closed review of a system, with everything that can hang on it."""
    system = System.objects.create(
        owner=owner, name=f"{words} system", description=f"{words} description", created_at=NOW
    )
    first = Review.objects.create(
        checklist=statement.statement.checklist, owner=owner, system=system, rule_version=1,
        started_at=NOW - timedelta(days=90), closed_at=NOW - timedelta(days=89), outcome={"T01": 1},
    )  # fmt: skip
    review = Review.objects.create(
        checklist=statement.statement.checklist, owner=owner, system=system, rule_version=1, previous=first,
        started_at=NOW - timedelta(days=2),
    )  # fmt: skip
    ReviewAnswer.objects.create(
        review=review, version=statement, value="0.5", reason=f"{words} reason", evidence=f"{words} evidence",
        evidence_date=date(2026, 3, 2), revision=4, answered_at=NOW - timedelta(days=1),
    )  # fmt: skip
    review.closed_at, review.outcome = NOW, {"T01": 2}
    review.save()
    return review


def verify(review: Review, verifier: User, comment: str) -> VerificationInvite:
    invite = VerificationInvite.objects.create(
        review=review, token_hash=f"hash-of-the-invitation-{review.pk}", created_at=NOW,
        expires_at=NOW + timedelta(days=14), revoked_at=NOW + timedelta(days=3),
        accepted_by=verifier, accepted_at=NOW + timedelta(days=1),
    )  # fmt: skip
    answer = review.answers.get()
    Verification.objects.create(
        invite=invite, answer=answer, verdict="confirmed", comment=comment, decided_at=NOW + timedelta(days=2)
    )
    return invite


def cohort_of(lead: User, member: User, name: str) -> Cohort:
    cohort = Cohort.objects.create(name=name, lead=lead, created_at=NOW)
    CohortInvitation.objects.create(
        cohort=cohort, token_hash=f"hash-of-the-door-{cohort.pk}", created_at=NOW,
        expires_at=NOW + timedelta(days=30), revoked_at=NOW + timedelta(days=5),
    )  # fmt: skip
    Membership.objects.create(cohort=cohort, user=member, joined_at=NOW + timedelta(hours=1))
    CohortSnapshot.objects.create(cohort=cohort, taken_at=NOW, members=[lead.pk, member.pk], figures={"n": 2})
    return cohort


@dataclass
class World:
    """`person` is exported or deleted; `other` must not notice."""

    person: User
    other: User
    quiz: Quiz
    statement: StatementVersion


@pytest.fixture
def world(bank_of_four: Bank, make_quiz: Callable[..., Quiz], statement: StatementVersion) -> World:
    person = account("lin@example.org", language="zh-hans")
    own = bank.create_question("T01-own", "T01")
    bank.save_draft(own, spec(PARTS["single"]))
    bank.publish(own, person, "what lin changed", NOW)
    quiz, trial = make_quiz(minutes=30), make_quiz("trial", counts=False)
    other = account("somebody-else@example.org")
    second = EmailAddress.objects.create(user=person, email="lin.second@example.org")
    EmailConfirmation.objects.create(email_address=second, key="secret-confirmation-key", created=NOW, sent=NOW)
    person.groups.add(Group.objects.get(name="author"))
    person.user_permissions.add(Permission.objects.get(codename="view_quiz"))
    for user, right in ((person, 3), (other, 4)):
        sit(user, quiz, NOW - timedelta(days=300), right)
        sit(user, trial, NOW - timedelta(days=200), 2)
        start(quiz, user.pk, NOW)
        NotebookEntry.objects.create(
            user=user, question=bank_of_four.questions["single"], bookmarked_at=NOW, understood_at=NOW
        )
    for writer, reviewer in ((person, other), (other, person)):
        item = writer.attempts.earliest("pk").items.earliest("pk")
        own = {"item": item, "part": 2, "marked_at": NOW}
        RubricMark.objects.create(**own, by_self=True, met=[f"found by writer {writer.pk}"])
        RubricMark.objects.create(
            **own, by_self=False, marker=reviewer, met=[f"found by {reviewer.pk}"], comment=f"said by {reviewer.pk}"
        )
    verify(review_of(person, statement, "lin’s"), other, "the comment of another")
    verify(review_of(other, statement, "private"), person, "the comment of lin")
    cohort_of(person, other, "Cohort of lin")
    cohort_of(other, person, "Cohort of another")
    about = ContentType.objects.get_for_model(User)
    for user, target in ((person, other), (other, person)):
        LogEntry.objects.create(
            user=user, content_type=about, object_id=str(target.pk), object_repr=str(target), action_flag=CHANGE
        )
    multiple = bank_of_four.questions["multiple"]
    bank.save_draft(multiple, replace(spec(PARTS["multiple"]), explanation=Text("A better reason.", "更好的理由。")))
    bank.publish(multiple)
    for by in (other, person):
        undo(correct(multiple, "full_credit", Text("The key was wrong.", "答案有误。"), by.pk, NOW), by.pk, NOW)
    return World(person, other, quiz, statement)


@pytest.fixture
def signed_in(client: Client, world: World) -> Client:
    """Signed in by the form, as people are, so that allauth knows when."""
    client.post("/accounts/login/", {"login": world.person.email, "password": PASSWORD})
    return client


@pytest.fixture
def confirmed(signed_in: Client) -> Client:
    """Signed in, with the password given once more a moment ago."""
    signed_in.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return signed_in
