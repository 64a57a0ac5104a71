"""What became of a mistake, by every order of events."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.delivery.mistakes import CAME_BACK, RIGHT_SINCE, TO_DO, UNDERSTOOD, Answer, story

START = datetime(2026, 1, 1, tzinfo=UTC)
# What somebody can do: answer in a quiz or in practice, leave open, or mark as understood.
EVENTS = ("right", "wrong", "open", "practised right", "practised wrong", "practised open", "understood")


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def answer(event: str, number: int) -> Answer:
    return Answer(number, day(number), "right" in event, "open" not in event, "practised" in event)


def state_after(*events: str) -> str:
    answers = [answer(event, number) for number, event in enumerate(events) if event != "understood"]
    marks = [day(number) for number, event in enumerate(events) if event == "understood"]
    return story(answers, marks[-1] if marks else None).state


@pytest.mark.parametrize(
    ("events", "state"),
    [
        (["right"], ""),
        (["wrong"], TO_DO),
        (["open"], TO_DO),
        (["wrong", "understood"], UNDERSTOOD),
        (["wrong", "understood", "wrong"], CAME_BACK),
        (["wrong", "understood", "open"], CAME_BACK),
        (["wrong", "understood", "practised wrong"], CAME_BACK),
        (["wrong", "understood", "practised open"], UNDERSTOOD),
        (["wrong", "understood", "wrong", "right"], RIGHT_SINCE),
        (["wrong", "understood", "wrong", "understood"], UNDERSTOOD),
        (["wrong", "understood", "right"], UNDERSTOOD),
        (["wrong", "right"], RIGHT_SINCE),
        (["wrong", "practised right"], RIGHT_SINCE),
        (["wrong", "practised right", "practised open"], RIGHT_SINCE),
        (["wrong", "right", "wrong"], TO_DO),
        (["right", "practised wrong"], ""),
        (["practised wrong", "wrong", "practised right"], RIGHT_SINCE),
    ],
)
def test_the_newest_wrong_answer_decides(events: list[str], state: str) -> None:
    assert state_after(*events) == state


def step(state: str, marked: bool, event: str) -> str:
    """The state after one more event, told forwards: what `story` reads backwards."""
    if event == "understood":
        return UNDERSTOOD if state else ""
    if event in ("wrong", "open") or (event == "practised wrong" and state):
        return CAME_BACK if marked else TO_DO
    if event in ("right", "practised right") and state in (TO_DO, CAME_BACK):
        return RIGHT_SINCE
    return state


@given(st.lists(st.sampled_from(EVENTS), max_size=12))
def test_reading_backwards_agrees_with_a_machine_that_runs_forwards(events: list[str]) -> None:
    """A mark is set only where there is a mistake, as the action sees to."""
    state, marked, done = "", False, []
    for event in events:
        if event == "understood" and not state:
            continue
        marked = marked or event == "understood"
        state = step(state, marked, event)
        done.append(event)
    if any(event != "understood" for event in done):
        assert state_after(*done) == state


@given(st.lists(st.sampled_from(EVENTS[:-1]), min_size=1, max_size=12), st.none() | st.integers(0, 12))
def test_it_shows_a_wrong_answer_and_what_was_right_after_it(events: list[str], mark: int | None) -> None:
    answers = [answer(event, number) for number, event in enumerate(events)]
    told = story(answers, None if mark is None else day(mark))
    if told.state:
        assert told.shown.wrong
        assert not any(later.wrong for later in answers if later.when > told.shown.when)
        rights = [later.when for later in answers if later.right and later.when > told.shown.when]
        assert told.right_at == (max(rights) if rights else None)
    else:
        assert told.shown == answers[-1]
        assert not any(one.wrong and not one.practice for one in answers)


def test_an_answer_and_a_mark_of_the_same_moment_count_as_understood() -> None:
    assert story([answer("wrong", 0)], day(0)).state == UNDERSTOOD


@given(st.lists(st.tuples(st.sampled_from(EVENTS[:-1]), st.booleans()), min_size=1, max_size=12))
def test_what_waits_for_a_person_changes_nothing(events: list[tuple[str, bool]]) -> None:
    answers = [replace(answer(event, i), right=False, waiting=True) if waits else answer(event, i)
               for i, (event, waits) in enumerate(events)]  # fmt: skip
    told = story(answers, None)
    decided = [one for one in answers if not one.waiting]
    assert told.state == (story(decided, None).state if decided else "")
    assert told.right_at == (story(decided, None).right_at if decided else None)
    assert not (told.state and told.shown.waiting)
