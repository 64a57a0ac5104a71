"""Deleting an account: all of it or nothing, and the sums of the questions hold."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.accounts.actions import LastAdministrator
from assessment.bank.models import Publication, QuestionVersion
from assessment.bank.specs import load_specs
from assessment.checklists.models import Verification
from assessment.checklists.stored import stored_of
from assessment.delivery.actions import start, submit
from assessment.delivery.models import Attempt, AttemptItem, ItemTally, Quiz
from assessment.delivery.queries import is_started
from assessment.reports.models import CohortSnapshot
from assessment.reports.own_data import deletion
from assessment.reports.own_data.deletion import delete_account
from tests.reports.own_data.conftest import NOW, World, account, sit
from tests.reports.own_data.graph import rows_of

User = get_user_model()
Sums = dict[int, tuple[int, int, float]]


def everything() -> Iterator[str]:
    """Every row of every table, as text."""
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values_list():
            yield f"{model._meta.label} {row!r}"


def add(sums: Sums, version: int, answers: int, left_open: int, score: float) -> None:
    before = sums.get(version, (0, 0, 0.0))
    sums[version] = (before[0] + answers, before[1] + left_open, before[2] + score)


def sums() -> Sums:
    """Answers, left open and scores of every version: of the accounts there are and of those deleted."""
    found: Sums = {}
    for tally in ItemTally.objects.all():
        add(found, tally.version_id, tally.answers, tally.left_open, tally.score_sum)
    counted = AttemptItem.objects.filter(
        attempt__submitted_at__isnull=False, attempt__rules__counts=True, attempt__user__simulated=False
    )
    for item in counted:
        add(found, item.version_id, 1, int(not is_started(item)), item.score or 0.0)
    return found


# --- what goes -----------------------------------------------------------------------------------------


def test_no_row_refers_to_a_person_who_is_gone(world: World) -> None:
    pk = world.person.pk
    before = rows_of(pk)
    assert len([name for name, rows in before.items() if rows]) >= 20, "the world of these tests is too small"
    delete_account(pk)
    assert {name: rows for name, rows in rows_of(pk).items() if rows} == {}
    assert not User.objects.filter(pk=pk).exists()


def test_no_table_holds_anything_that_the_person_wrote(world: World) -> None:
    keys = [str(a.key) for a in Attempt.objects.filter(user=world.person)]
    written = ["lin@example.org", "lin.second@example.org", "lin’s", "Cohort of lin", *keys]
    assert [w for w in written if any(w in row for row in everything())] == written
    delete_account(world.person.pk)
    assert [row for row in everything() if any(w in row for w in written)] == []


def test_the_rows_of_everybody_else_stay(world: World) -> None:
    before = rows_of(world.other.pk)
    delete_account(world.person.pk)
    after = rows_of(world.other.pk)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {
        "assessment.Membership by cohort__lead": 0,  # the person was the one member of the cohort they lead
        "assessment.Membership by user": 0,  # the person led the cohort they were in
        "assessment.VerificationInvite by accepted_by": 0,  # what they verified was the person's
        "assessment.Verification by invite__accepted_by": 0,
        # What their corrections changed in the person's own attempts.
        "assessment.MarkChange by run__author": 4,
        "assessment.AttemptChange by run__author": 4,
        "assessment.RubricMark by marker": 0,  # what they marked was the person's
    }


def test_visitors_samples_stay(world: World) -> None:
    sample, _token = start(world.quiz, None, NOW)
    delete_account(world.person.pk)
    assert Attempt.objects.filter(key=sample.key, user=None).exists()


def test_sessions_on_every_machine_are_gone(world: World, django_capture_on_commit_callbacks: Any) -> None:
    machines, others = (Client(), Client()), Client()
    for machine in machines:
        machine.force_login(world.person)
    others.force_login(world.other)
    keys = [machine.session.session_key for machine in machines]
    assert Session.objects.filter(session_key__in=keys).count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        delete_account(world.person.pk)
        # Not while others wait to save.
        assert Session.objects.filter(session_key__in=keys).count() == 2
    assert not Session.objects.filter(session_key__in=keys).exists()
    assert [machine.get("/attempts/").status_code for machine in machines] == [302, 302]
    assert others.get("/attempts/").status_code == 200


# --- what remains --------------------------------------------------------------------------------------


def test_a_verification_stays_as_one_of_an_account_that_is_gone(world: World) -> None:
    delete_account(world.person.pk)
    (verification,) = Verification.objects.all()
    assert verification.comment == "the comment of lin"
    assert verification.invite.accepted_by is None
    assert verification.invite.accepted_at is not None
    ((received,),) = [a["verifications"] for r in stored_of(world.other.pk)["reviews"] for a in r["answers"]]
    assert received["by"] == "an account that is gone"


def test_what_was_published_stays_sealed_and_loses_its_author(world: World) -> None:
    specs = load_specs(list(QuestionVersion.objects.all()))
    seals = list(Publication.objects.order_by("pk").values("version", "published_at", "note"))
    assert Publication.objects.filter(author=world.person).exists()
    delete_account(world.person.pk)
    assert load_specs(list(QuestionVersion.objects.all())) == specs
    assert list(Publication.objects.order_by("pk").values("version", "published_at", "note")) == seals
    assert not Publication.objects.filter(author__isnull=False).exists()


def test_snapshots_of_other_cohorts_keep_a_number_that_is_nobodys(world: World) -> None:
    gone = world.person.pk
    delete_account(gone)
    (snapshot,) = CohortSnapshot.objects.filter(cohort__lead=world.other)
    assert snapshot.members == [world.other.pk, gone]
    assert account("next@example.org").pk != gone


def test_only_answers_that_count_enter_the_sums(world: World) -> None:
    kept = delete_account(world.person.pk)["kept"]
    tallies = {t.version.question.slug: (t.answers, t.left_open) for t in ItemTally.objects.all()}
    assert tallies == {
        "T01-single": (1, 0), "T01-multiple": (1, 0), "T01-verdict": (1, 0), "T01-number": (1, 1),
    }  # fmt: skip
    assert kept == 4


def test_simulated_answers_enter_no_sums(world: World) -> None:
    User.objects.filter(pk=world.person.pk).update(simulated=True)
    assert delete_account(world.person.pk)["kept"] == 0
    assert not ItemTally.objects.exists()


RIGHT = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 4)), max_size=6)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(attempts=RIGHT, order=st.permutations("abc"))
def test_sums_are_the_same_before_and_after_whoever_goes_in_whatever_order(
    world: World, attempts: list[tuple[str, int]], order: list[str]
) -> None:
    with transaction.atomic():
        people = {name: account(f"{name}@example.net") for name in "abc"}
        for number, (name, right) in enumerate(attempts):
            sit(people[name], world.quiz, NOW - timedelta(days=number), right, number)
        before = sums()
        for name in order:
            delete_account(people[name].pk)
            assert {v: s[:2] for v, s in sums().items()} == {v: s[:2] for v, s in before.items()}
            assert {v: s[2] for v, s in sums().items()} == pytest.approx({v: s[2] for v, s in before.items()})
        transaction.set_rollback(True)


# --- all or nothing ------------------------------------------------------------------------------------


def test_a_failure_half_way_deletes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any) -> None:
        raise RuntimeError("on purpose")

    before = sorted(everything())
    monkeypatch.setattr(User, "delete", fail)
    with pytest.raises(RuntimeError):
        delete_account(world.person.pk)
    assert sorted(everything()) == before


def test_a_second_call_finds_nobody_and_counts_nothing_twice(world: World) -> None:
    delete_account(world.person.pk)
    before = sums()
    with pytest.raises(User.DoesNotExist):
        delete_account(world.person.pk)
    assert sums() == before


def test_the_last_administrator_stays(world: World) -> None:
    first = account("root@example.org", is_superuser=True, is_staff=True)
    account("sleeping@example.org", is_superuser=True, is_active=False)
    with pytest.raises(LastAdministrator):
        delete_account(first.pk)
    assert "Make somebody else an administrator first" in deletion.obstacle_to_deletion([first.pk])
    second = account("second@example.org", is_superuser=True, is_staff=True)
    delete_account(first.pk)
    with pytest.raises(LastAdministrator):
        delete_account(second.pk)


def test_an_attempt_without_questions_that_counts_hurts_nobody(world: World, make_quiz: Any) -> None:
    quiz: Quiz = make_quiz("running")
    attempt, _token = start(quiz, world.person.pk, NOW, 5)
    submit(attempt.key, NOW)
    delete_account(world.person.pk)
    assert ItemTally.objects.get(version__question__slug="T01-number").left_open == 2


def test_the_address_can_register_again(world: World) -> None:
    delete_account(world.person.pk)
    assert not EmailAddress.objects.filter(email="lin@example.org").exists()
    assert account("lin@example.org").attempts.count() == 0  # type: ignore[attr-defined]
