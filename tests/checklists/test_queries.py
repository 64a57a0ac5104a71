"""What other rooms ask: claims of a person, statements to close next."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from assessment.accounts.models import User
from assessment.checklists import actions, authoring, queries
from assessment.checklists.models import Checklist, Review, Statement, System
from tests.checklists.conftest import NOW, PROOF, answer

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


def test_claims_come_from_the_latest_closed_rating(rating: Review, owner: User) -> None:
    answer(rating, "T01-F1", "1")
    answer(rating, "T01-F2", "1")
    assert queries.claims_of(owner.pk) == {}
    actions.close(rating.key, NOW)
    second = actions.start(rating.checklist, owner.pk, None, LATER)
    answer(second, "T02-F1", "0")
    assert queries.claims_of(owner.pk) == {"T01": queries.Claim("T01", "foundation", 25.0, NOW)}
    actions.close(second.key, LATER)
    assert queries.claims_of(owner.pk) == {"T02": queries.Claim("T02", "below", 0.0, LATER)}


def test_claims_are_nobody_elses_and_never_from_a_system(closed: Review, owner: User, person: Any) -> None:
    assert queries.claims_of(owner.pk) == {}
    assert queries.claims_of(person("stranger").pk) == {}


def test_what_to_close_next_in_each_system(closed: Review, owner: User, system: System) -> None:
    found = queries.open_statements(owner.pk)
    # M3: M3b is missing, M3a counts a half; M3b alone makes the mean.
    assert [(one.code, one.missing, one.weakest) for one in found] == [("T01-M3b", 1, True)]
    (one,) = found
    assert (one.system_key, one.system_name, one.competency, one.level) == (system.key, system.name, "T01", "M3")
    assert one.text.en == "Text of T01-M3b."


def test_the_weakest_competency_comes_first(checklists: dict[str, Checklist], owner: User, system: System) -> None:
    review = actions.start(checklists["maturity"], owner.pk, system, NOW)
    for code in ("T01-M1a", "T01-M2a", "T01-M2b"):
        answer(review, code, "1", **PROOF)
    answer(review, "T02-M1a", "1", **PROOF)
    actions.close(review.key, NOW)
    found = queries.open_statements(owner.pk)
    assert [(one.code, one.missing, one.weakest) for one in found] == [
        ("T02-M2a", 2, True), ("T02-M2b", 2, True), ("T01-M3a", 2, False), ("T01-M3b", 2, False),
    ]  # fmt: skip


def test_only_the_latest_closed_review_of_a_system_counts(closed: Review, owner: User, system: System) -> None:
    following = actions.start(closed.checklist, owner.pk, system, LATER)
    answer(following, "T01-M3b", "1", **PROOF)
    assert [one.code for one in queries.open_statements(owner.pk)] == ["T01-M3b"]
    actions.close(following.key, LATER)
    assert [one.code for one in queries.open_statements(owner.pk)] == ["T01-M4a", "T01-M4b"]


def test_a_retired_statement_is_not_proposed(closed: Review, owner: User) -> None:
    authoring.retire(Statement.objects.get(code="T01-M3b"))
    assert queries.open_statements(owner.pk) == []


def test_nothing_is_proposed_to_somebody_else(closed: Review, person: Callable[[str], User]) -> None:
    assert queries.open_statements(person("stranger").pk) == []


def test_the_number_of_queries_does_not_grow(closed: Review, owner: User, django_assert_num_queries: Any) -> None:
    for number in range(3):
        system = actions.name_system(owner.pk, f"System {number}", "", NOW)
        for day in range(3):
            review = actions.start(closed.checklist, owner.pk, system, NOW + timedelta(days=day))
            answer(review, "T01-M1a", "1", **PROOF | {"evidence": f"run {day}"})
            actions.close(review.key, NOW + timedelta(days=day))
    with django_assert_num_queries(2):
        assert len(queries.open_statements(owner.pk)) == 7
    with django_assert_num_queries(1):
        queries.claims_of(owner.pk)
    with django_assert_num_queries(3):
        found = queries.overview(owner.pk)
    assert [len(subject.closed) for subject in found.systems] == [1, 3, 3, 3]
