"""The rules that an attempt pins: what is shown when, when it ends, whether it may begin, which attempts count."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.delivery.rules import COUNTED, SHOWABLE, STAGES, counting, deadline, read_rules, refusal
from tests.delivery.sittings import day

THINGS = st.frozensets(st.sampled_from(SHOWABLE))


def test_an_attempt_from_before_there_were_rules_shows_everything_after_submission() -> None:
    rules = read_rules({"mode": "assessed", "counts": True, "minutes": 30})
    assert (rules.counted, rules.certainty, rules.closes_at, rules.relaxed, rules.instant) == (
        "all",
        False,
        None,
        (),
        False,
    )
    assert rules.shown(False, day(0)) == frozenset()
    assert rules.shown(True, day(0)) == frozenset(SHOWABLE)


def test_what_nobody_can_show_is_not_shown() -> None:
    rules = read_rules({"shows": {"answered": ["own", "everything"], "submitted": ["key"]}})
    assert rules.shown(True, day(0)) == {"own"}


def test_what_an_attempt_could_not_keep_is_read_again() -> None:
    assert read_rules({"relaxed": ["unseen", "verdicts"], "counted": "best"}).relaxed == ("unseen", "verdicts")


@given(THINGS, THINGS, THINGS, st.booleans())
def test_each_stage_adds_to_the_one_before_and_the_last_needs_a_closing_date(
    answered: frozenset[str], submitted: frozenset[str], closed: frozenset[str], closes: bool
) -> None:
    shows = dict(zip(STAGES, map(list, (answered, submitted, closed)), strict=True))
    rules = read_rules({"shows": shows, "closes_at": day(5).isoformat() if closes else None})
    before = day(5) - timedelta(seconds=1)
    assert rules.instant == bool(answered)
    assert rules.shown(False, day(9)) == answered
    assert rules.shown(True, before) == answered | submitted
    assert rules.shown(True, day(5)) == answered | submitted | (closed if closes else frozenset())


@pytest.mark.parametrize(
    ("minutes", "factor", "closes", "end"),
    [
        (None, 1.0, None, None),
        (None, 2.0, day(1), day(1)),
        (30, 1.0, None, day(0) + timedelta(minutes=30)),
        (30, 1.5, None, day(0) + timedelta(minutes=45)),
        (30, 1.5, day(0) + timedelta(minutes=40), day(0) + timedelta(minutes=40)),
        (30, 1.5, day(1), day(0) + timedelta(minutes=45)),
    ],
)
def test_the_time_limit_stretches_but_never_beyond_the_closing_date(
    minutes: int | None, factor: float, closes: datetime | None, end: datetime | None
) -> None:
    assert deadline(day(0), minutes, factor, closes) == end


@pytest.mark.parametrize(
    ("now", "made", "why"),
    [
        (day(1) - timedelta(seconds=1), 0, "early"),
        (day(1), 0, ""),
        (day(1), 1, ""),
        (day(1), 2, "attempts"),
        (day(3) - timedelta(seconds=1), 0, ""),
        (day(3), 0, "late"),
        (day(3), 2, "late"),
    ],
)
def test_a_quiz_can_be_started_between_its_dates_as_often_as_it_allows(now: datetime, made: int, why: str) -> None:
    assert refusal(day(1), day(3), 2, made, now) == why


def test_without_dates_and_limit_a_quiz_can_always_be_started() -> None:
    assert refusal(None, None, None, 1000, day(0)) == ""


@given(st.lists(st.floats(0, 1), max_size=8), st.sampled_from(COUNTED))
def test_which_attempts_count(shares: list[float], counted: str) -> None:
    by_attempt = {100 + i: share for i, share in enumerate(shares)}
    found = counting(by_attempt, counted)
    assert found <= by_attempt.keys()
    if not shares or counted == "all":
        assert found == by_attempt.keys()
        return
    (one,) = found
    if counted == "first":
        assert one == 100
    elif counted == "last":
        assert one == 99 + len(shares)
    else:
        assert by_attempt[one] == max(shares)
        assert all(by_attempt[earlier] < max(shares) for earlier in range(100, one))
