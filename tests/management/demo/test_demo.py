"""`manage.py demo`: the same people every time, told apart from real ones, and gone by one command."""

from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client

from assessment.accounts.models import Cohort, Membership
from assessment.bank.queries import competencies
from assessment.delivery.actions import start
from assessment.delivery.models import Attempt, AttemptItem, ItemTally, Quiz
from assessment.management import preparation
from assessment.management.commands import demo
from assessment.management.demo import story
from assessment.management.demo.people import LEAD, LEARNER, people
from assessment.reports.models import CohortSnapshot
from assessment.reports.own_data.deletion import delete_account, delete_simulated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_bank")]
User = get_user_model()
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


def tell(learners: int, seed: int = 1) -> story.Made:
    return story.tell(seed, learners, NOW, lambda made: None)


def run(*args: str) -> str:
    out = StringIO()
    call_command("demo", *args, stdout=out)
    return out.getvalue()


def counts() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models(include_auto_created=True)}


def answers() -> list[tuple[Any, ...]]:
    rows = AttemptItem.objects.order_by("attempt__user__email", "attempt__started_at", "position")
    return list(
        rows.values_list(
            "attempt__user__email", "attempt__quiz__slug", "attempt__started_at", "attempt__submitted_at",
            "attempt__seed", "version", "draw", "response", "score", "flagged", "answered_at",
        )
    )  # fmt: skip


# --- the same every time -------------------------------------------------------------------------------


def test_the_same_seed_tells_the_same_year() -> None:
    tell(2)
    first = answers()
    assert len(first) > 60
    delete_simulated()
    tell(2)
    assert answers() == first
    delete_simulated()
    tell(2, seed=2)
    assert answers() != first


def test_more_learners_do_not_change_the_first_ones() -> None:
    codes = [competency.code for competency in competencies()]
    assert people(1, 30, codes)[:5] == people(1, 5, codes)


# --- told apart ----------------------------------------------------------------------------------------


def test_the_list_of_attempts_can_leave_them_out() -> None:
    tell(3)
    client = Client()
    client.force_login(User.objects.create_superuser("root@example.org", "plumb-line-9"))
    assert "simulated-002" in client.get("/admin/assessment/attempt/").content.decode()
    rows = client.get("/admin/assessment/attempt/?user__simulated__exact=0").content.decode()
    assert "simulated-002" not in rows


# --- taken away ----------------------------------------------------------------------------------------


@pytest.fixture
def real() -> Any:
    """A real person with an attempt, in a simulated cohort later on."""
    user = User.objects.create_user("real@example.org", "plumb-line-9")
    start(Quiz.objects.filter(status="open").latest("position"), user.pk, NOW, 3)
    return user


def test_it_leaves_no_trace(real: Any) -> None:
    before = counts()
    run("--learners", "4")
    Membership.objects.filter(user=real).delete()
    assert counts() != before
    assert run("--remove").startswith("Removed: 5 simulated accounts")
    assert counts() == before
    assert run("--remove") == "There is nothing simulated here.\n"


def test_it_takes_figures_of_simulated_cohorts_with_it_and_no_others(real: Any) -> None:
    tell(3)
    for lead in (User.objects.get(email=LEAD), real):
        cohort = Cohort.objects.create(name="of figures", lead=lead, created_at=NOW)
        Membership.objects.create(cohort=cohort, user=User.objects.get(email=LEARNER), joined_at=NOW)
        CohortSnapshot.objects.create(cohort=cohort, taken_at=NOW)
    delete_simulated()
    assert [snapshot.cohort.lead for snapshot in CohortSnapshot.objects.all()] == [real]
    assert not Membership.objects.exists()


def test_sums_hold_real_answers_alone(real: Any) -> None:
    tell(3)
    delete_account(User.objects.get(email=LEARNER).pk)
    delete_simulated()
    assert not ItemTally.objects.exists()
    assert Attempt.objects.filter(user=real).exists()


def test_sessions_of_simulated_people_end() -> None:
    tell(1)
    client = Client()
    client.force_login(User.objects.get(email=LEAD))
    delete_simulated()
    assert client.get("/attempts/").status_code == 302


# --- the command ---------------------------------------------------------------------------------------


@pytest.fixture
def profile(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the profile; the database of these tests is ready."""
    monkeypatch.setattr(preparation, "prepare_database", lambda: None)
    monkeypatch.setattr(preparation, "load_bank", lambda: False)

    def choose(name: str) -> None:
        settings.PROFILE, settings.PRODUCTION = name, name == "production"

    return choose


def test_it_refuses_to_run_twice() -> None:
    run("--learners", "1")
    before = counts()
    with pytest.raises(CommandError, match=r"2 simulated accounts already.*--remove"):
        run("--learners", "1")
    assert counts() == before


@pytest.mark.parametrize("args", [["--learners", "1"], ["--remove"]])
def test_it_refuses_in_production(profile: Any, args: list[str]) -> None:
    profile("production")
    before = counts()
    with pytest.raises(CommandError, match="--yes"):
        run(*args)
    assert counts() == before


def test_it_does_it_in_production_for_whoever_means_it_and_opens_no_door(profile: Any) -> None:
    profile("production")
    assert "Nobody can sign in" in run("--learners", "1", "--yes")
    assert not any(user.has_usable_password() for user in User.objects.filter(simulated=True))
    assert run("--remove", "--yes").startswith("Removed")


def test_in_the_local_profile_one_can_sign_in_as_lead_and_as_learner(profile: Any) -> None:
    profile("local")
    printed = dict(line.split() for line in run("--learners", "2").splitlines() if line.startswith("  simulated"))
    assert set(printed) == {LEAD, LEARNER}
    for email, password in printed.items():
        client = Client()
        client.post("/accounts/login/", {"login": email, "password": password})
        assert client.get("/account/").status_code == 200
    assert [group.name for group in User.objects.get(email=LEAD).groups.all()] == ["lead"]


@pytest.mark.parametrize("number", ["0", "-3", "many", "99999"])
def test_it_wants_a_number_of_learners(number: str) -> None:
    with pytest.raises(CommandError, match="no number from 1 to"):
        run("--learners", number)


def test_without_an_open_quiz_it_makes_nobody() -> None:
    Quiz.objects.update(status="draft")
    with pytest.raises(CommandError, match="No quiz is open"):
        run("--learners", "1")
    assert not User.objects.filter(simulated=True).exists()


def test_it_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "_STEP", 2)
    lines = run("--learners", "3").splitlines()
    assert lines[0].startswith("2 of 3 learners")
    assert lines[1].startswith("3 of 3 learners")


def test_stopped_half_way_it_can_be_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    before = counts()

    def stop(*_args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(story.cohorts, "gather", stop)
    assert "can be removed: make demo ARGS=--remove" in run("--learners", "1")
    run("--remove")
    assert counts() == before
