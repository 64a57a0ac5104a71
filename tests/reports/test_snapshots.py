"""Snapshots of cohorts in the database: what they hold, when they are withheld, what outlives them."""

import json
from collections.abc import Callable
from statistics import mean, variance
from typing import Any

import pytest

from assessment.accounts import cohort_actions
from assessment.accounts.models import Cohort, User
from assessment.delivery.answers import counted_sums
from assessment.delivery.queries import completions
from assessment.measurement.ability import ScoredItem, estimate
from assessment.reports.actions import Taken, take_snapshot
from assessment.reports.models import CohortSnapshot
from assessment.reports.queries import history
from tests.reports.cohort_site import NOW, Site, days

pytestmark = pytest.mark.django_db
LOW, MIDDLE, HIGH = 0.1, 0.5, 1.0


@pytest.fixture
def members(site: Site) -> list[User]:
    """Twelve people: six low and six high in C01, none anywhere else."""
    people = [site.person() for _ in range(12)]
    for number, user in enumerate(people):
        site.sit(user, "C01", LOW if number < 6 else HIGH)
    return people


@pytest.fixture
def cohort(site: Site, members: list[User]) -> Cohort:
    return site.cohort(site.lead(), members)


def figures(cohort: Cohort) -> dict[str, Any]:
    row = CohortSnapshot.objects.filter(cohort=cohort).order_by("-taken_at").first()
    assert row
    found: dict[str, Any] = row.figures
    return found


def sizes(cohort: Cohort, code: str = "C01") -> list[int]:
    return [group["people"] for group in figures(cohort)["competencies"][code]["spread"]["groups"]]


# --- what it is computed from ----------------------------------------------------------------------


def test_sums_say_what_the_answers_say(site: Site) -> None:
    user, other = site.person(), site.person()
    for share in (LOW, MIDDLE, HIGH):
        site.sit(user, "C01", share)
    site.sit(user, "C02", LOW)
    site.sit(other, "C01", HIGH)
    site.sit(user, "C01", HIGH, rules={"counts": False})
    site.sit(user, "C01", HIGH, submitted_at=None)
    rows = counted_sums([user.pk])
    assert {row.user_id for row in rows} == {user.pk}
    assert [(row.competency, row.answers) for row in rows] == [("C01", 6)] * 5 + [("C02", 2)] * 5
    summed = estimate([item for row in rows if row.competency == "C01" for item in row.items()])
    singly = estimate(
        [ScoredItem((i % 5 - 2) / 2, 0.25, float(i < share * 10)) for share in (LOW, MIDDLE, HIGH) for i in range(10)]
    )
    assert summed.theta == pytest.approx(singly.theta, abs=1e-9)
    assert summed.standard_error == pytest.approx(singly.standard_error, abs=1e-9)


def test_a_quiz_is_completed_by_who_submitted_it_once_or_more(site: Site) -> None:
    user, other = site.person(), site.person()
    site.sit(user, "C01")
    site.sit(user, "C01")
    site.sit(other, "C02", submitted_at=None)
    assert completions([user.pk, other.pk]) == {(site.quizzes["C01"].pk, user.pk)}


def test_the_figures_are_those_of_the_members(site: Site, cohort: Cohort) -> None:
    assert take_snapshot(cohort, NOW) is Taken.STORED
    shown = figures(cohort)
    assert sizes(cohort) == [6, 6]
    abilities = [
        estimate([ScoredItem((i % 5 - 2) / 2, 0.25, float(i < share * 10)) for i in range(10)])
        for share in [LOW] * 6 + [HIGH] * 6
    ]
    thetas = [ability.theta for ability in abilities]
    error = ((variance(thetas) + mean(ability.standard_error**2 for ability in abilities)) / 12) ** 0.5
    assert shown["competencies"]["C01"]["mean"]["mean"] == pytest.approx(mean(thetas), abs=0.005)
    assert shown["competencies"]["C01"]["mean"]["error"] == pytest.approx(error, abs=0.005)
    assert list(shown["competencies"]) == ["C01"]
    assert shown["quizzes"] == {}  # all have completed one quiz and nobody another


def test_a_short_attempt_is_no_measurement(site: Site) -> None:
    people = [site.person() for _ in range(10)]
    for user in people:
        site.sit(user, "C01", answers=7)
    cohort = site.cohort(site.lead(), people)
    assert take_snapshot(cohort, NOW) is Taken.NOTHING_NEW
    assert not CohortSnapshot.objects.exists()


def test_completion_is_shown_where_both_groups_are_large(site: Site, cohort: Cohort, members: list[User]) -> None:
    for user in members[:5]:
        site.sit(user, "C02")
    take_snapshot(cohort, NOW)
    shown = figures(cohort)["quizzes"]
    assert {slug: (figure["done"], figure["rest"]) for slug, figure in shown.items()} == {"quiz-c02": (5, 7)}


def test_the_lead_stays_outside_even_as_a_member(site: Site, cohort: Cohort) -> None:
    site.sit(cohort.lead, "C01", HIGH)
    site.join(cohort, [cohort.lead])
    take_snapshot(cohort, NOW)
    row = CohortSnapshot.objects.get()
    assert sizes(cohort) == [6, 6]
    assert cohort.lead_id not in row.members
    assert all(person != cohort.lead_id for person, _ in row.contributors["means"]["C01"])


def test_nothing_of_a_member_is_in_the_figures(site: Site, cohort: Cohort, members: list[User]) -> None:
    take_snapshot(cohort, NOW)
    numbers = json.dumps(figures(cohort))
    assert "@" not in numbers
    assert set(figures(cohort)["competencies"]["C01"]["mean"]) == {"at", "members", "mean", "error"}


# --- when it is withheld ---------------------------------------------------------------------------


def test_five_members_besides_the_lead_are_needed(site: Site) -> None:
    people = [site.person() for _ in range(5)]
    for user in people:
        site.sit(user, "C01")
    lead = site.lead()
    cohort = site.cohort(lead, [lead, *people[:4]])
    assert take_snapshot(cohort, NOW) is Taken.TOO_FEW
    site.join(cohort, people[4:])
    assert take_snapshot(cohort, NOW) is Taken.STORED


@pytest.mark.parametrize(("later", "taken"), [(0.0, Taken.TOO_SOON), (0.99, Taken.TOO_SOON), (1.0, Taken.STORED)])
def test_figures_are_renewed_once_a_day(
    site: Site, cohort: Cohort, members: list[User], later: float, taken: Taken
) -> None:
    take_snapshot(cohort, NOW)
    for user in members[:6]:
        site.sit(user, "C01", HIGH)
    assert take_snapshot(cohort, days(later)) is taken


def test_the_same_figures_are_not_stored_twice(cohort: Cohort) -> None:
    take_snapshot(cohort, NOW)
    assert take_snapshot(cohort, days(2)) is Taken.NOTHING_NEW
    assert CohortSnapshot.objects.count() == 1


@pytest.mark.parametrize(("joined", "taken"), [(1, Taken.TOO_CLOSE), (4, Taken.TOO_CLOSE), (5, Taken.STORED)])
def test_a_snapshot_waits_until_five_have_joined(site: Site, cohort: Cohort, joined: int, taken: Taken) -> None:
    take_snapshot(cohort, NOW)
    new = [site.person() for _ in range(joined)]
    for user in new:
        site.sit(user, "C01", HIGH)
    site.join(cohort, new)
    assert take_snapshot(cohort, days(2)) is taken
    assert sizes(cohort) == ([6, 11] if taken is Taken.STORED else [6, 6])


def leave(user: User, cohort: Cohort) -> None:
    cohort_actions.leave(user.pk, cohort)


def delete_account(user: User, _cohort: Cohort) -> None:
    user.delete()


@pytest.mark.parametrize("delete", [leave, delete_account])
def test_who_leaves_or_deletes_their_account_cannot_be_found(
    cohort: Cohort, members: list[User], delete: Callable[[User, Cohort], None]
) -> None:
    take_snapshot(cohort, NOW)
    delete(members[0], cohort)
    assert take_snapshot(cohort, days(2)) is Taken.TOO_CLOSE
    for user in members[1:5]:
        delete(user, cohort)
    assert take_snapshot(cohort, days(3)) is Taken.STORED
    assert CohortSnapshot.objects.count() == 2


def test_one_who_answers_more_cannot_be_found(site: Site, cohort: Cohort, members: list[User]) -> None:
    take_snapshot(cohort, NOW)
    before = figures(cohort)
    for user in members[:4]:
        site.sit(user, "C01", HIGH)
    assert take_snapshot(cohort, days(2)) is Taken.NOTHING_NEW
    assert figures(cohort) == before
    site.sit(members[4], "C01", HIGH)
    assert take_snapshot(cohort, days(3)) is Taken.STORED
    assert figures(cohort)["competencies"]["C01"]["mean"]["at"] == days(3).isoformat()


def test_what_is_withheld_stays_as_it_was_with_its_date(site: Site, cohort: Cohort, members: list[User]) -> None:
    take_snapshot(cohort, NOW)
    old = figures(cohort)["competencies"]["C01"]
    site.sit(members[0], "C01", HIGH)
    for user in members[:7]:
        site.sit(user, "C02", HIGH)
    assert take_snapshot(cohort, days(2)) is Taken.STORED
    shown = figures(cohort)["competencies"]
    assert shown["C01"] == old
    assert shown["C02"]["mean"]["at"] == days(2).isoformat()


def test_two_cohorts_of_two_leads_cannot_be_subtracted(site: Site, cohort: Cohort, members: list[User]) -> None:
    take_snapshot(cohort, NOW)
    assert take_snapshot(site.cohort(site.lead(), members[:11]), NOW) is Taken.TOO_CLOSE
    assert take_snapshot(site.cohort(site.lead(), members[:7]), NOW) is Taken.STORED
    # Seven of the twelve are shown, so the other five may be; with a sixth of them, one would be counted twice.
    assert take_snapshot(site.cohort(site.lead(), members[6:]), NOW) is Taken.TOO_CLOSE
    assert take_snapshot(site.cohort(site.lead(), members[7:]), NOW) is Taken.STORED


def test_a_cohort_made_again_finds_nobody(cohort: Cohort, site: Site, members: list[User]) -> None:
    take_snapshot(cohort, NOW)
    cohort_actions.delete_cohort(cohort)
    again = site.cohort(cohort.lead, members[:11])
    assert take_snapshot(again, days(2)) is Taken.TOO_CLOSE
    row = CohortSnapshot.objects.get()
    assert row.cohort_id is None
    cohort.lead.delete()
    assert CohortSnapshot.objects.exists()


def test_what_was_stored_is_read_as_it_was(site: Site, cohort: Cohort, members: list[User]) -> None:
    take_snapshot(cohort, NOW)
    (behind,) = history(frozenset(user.pk for user in members))
    assert behind.members == {user.pk for user in members}
    assert {person for person, _ in behind.means["C01"]} == behind.members
    assert sorted(map(len, behind.groups["C01"])) == [6, 6]
    assert history(frozenset({site.person().pk})) == []


# --- the cost --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("people", "attempts"), [(20, 1), (20, 10), (200, 1)])
def test_the_queries_do_not_grow(
    site: Site, people: int, attempts: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    members = [site.person() for _ in range(people)]
    for user in members:
        for _ in range(attempts):
            site.sit(user, "C01", HIGH if user.pk % 2 else LOW)
    cohort = site.cohort(site.lead(), members)
    with django_assert_num_queries(13):
        assert take_snapshot(cohort, NOW) is Taken.STORED
