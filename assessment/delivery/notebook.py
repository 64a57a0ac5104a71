"""The notebook of mistakes, read from submitted attempts; only bookmarks and understanding are stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils import timezone

from assessment.delivery.mistakes import CAME_BACK, RIGHT_SINCE, TO_DO, UNDERSTOOD, Answer, story
from assessment.delivery.models import AttemptItem, NotebookEntry, Quiz
from assessment.delivery.rules import SHOWABLE, read_rules

BOOKMARKED = "bookmarked"
SHOWS = (TO_DO, CAME_BACK, RIGHT_SINCE, UNDERSTOOD, BOOKMARKED)
# How many questions one practice asks at most.
PRACTICE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of the notebook: where it stands and which item of an attempt shows it.

    ``answered_on`` is when that item was submitted; ``asked`` says whether the question is still asked.
    """

    question_id: int
    slug: str
    asked: bool
    competency: str
    item_id: int
    state: str
    answered_on: datetime
    right_at: datetime | None
    understood_at: datetime | None
    bookmarked_at: datetime | None

    def shown_under(self, show: str) -> bool:
        """Whether the filter `show` lets it through; what came back is also to do."""
        if show == BOOKMARKED:
            return self.bookmarked_at is not None
        return self.state == show or (show == TO_DO and self.state == CAME_BACK)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which questions a practice asks, in order; how many wait for the next one, how many are not asked any more."""

    question_ids: tuple[int, ...]
    waiting: int
    left_out: int


def entries(user_id: int) -> list[Entry]:
    """Every mistake and bookmark of one person, by name of the question; two queries."""
    return [entry for entry in _asked(user_id) if entry.state or entry.bookmarked_at]


def entry_of(user_id: int, question_id: int) -> Entry | None:
    """The entry of one question; None where it was never asked in a submitted attempt of this person.

    Its state is empty where no mistake was made.
    """
    return next(iter(_asked(user_id, version__question=question_id)), None)


def bookmarked(user_id: int, question_ids: Iterable[int]) -> set[int]:
    """Those of `question_ids` that this person has bookmarked; one query."""
    rows = NotebookEntry.objects.filter(user=user_id, question__in=list(question_ids), bookmarked_at__isnull=False)
    return set(rows.values_list("question_id", flat=True))


def filtered(found: Iterable[Entry], show: str, competency: str = "") -> list[Entry]:
    """The entries that two filters let through; an empty competency lets all through."""
    return [entry for entry in found if entry.shown_under(show) and competency in ("", entry.competency)]


def counts(found: Sequence[Entry], competency: str = "") -> dict[str, int]:
    """How many entries each filter lets through."""
    return {show: len(filtered(found, show, competency)) for show in SHOWS}


def reading_order(found: Iterable[Entry]) -> list[Entry]:
    """By competency; in each first what came back, then the newest."""
    newest = sorted(found, key=lambda entry: entry.answered_on, reverse=True)
    return sorted(newest, key=lambda entry: (entry.competency, entry.state != CAME_BACK))


def choose(found: Iterable[Entry]) -> Choice:
    """What a practice of these entries asks: first what came back, then the oldest, twenty at most."""
    ordered = sorted(found, key=lambda entry: (entry.state != CAME_BACK, entry.answered_on, entry.slug))
    ids = [entry.question_id for entry in ordered if entry.asked]
    return Choice(tuple(ids[:PRACTICE_SIZE]), len(ids[PRACTICE_SIZE:]), len(ordered) - len(ids))


def _asked(user_id: int, **which: int) -> list[Entry]:
    """An entry for every question that this person was asked in a submitted attempt."""
    rows: Any = (
        AttemptItem.objects.filter(attempt__user=user_id, attempt__submitted_at__isnull=False, **which)
        .order_by("version__question__slug", "attempt__submitted_at", "attempt_id")
        .values(
            "pk", "score", "response", "version__question_id", "version__question__slug", "version__question__status",
            "competency__code", "attempt__submitted_at", "attempt__rules",
        )
    )  # fmt: skip
    # A notebook entry is the whole review, so it begins when the rules of its attempt let all of that be shown.
    now = timezone.now()
    rows = [row for row in rows if read_rules(row["attempt__rules"]).shown(True, now) >= set(SHOWABLE)]
    notes = {note.question_id: note for note in NotebookEntry.objects.filter(user=user_id)}
    groups = groupby(rows, key=lambda row: row["version__question_id"])
    return [_entry(list(group), notes.get(question_id)) for question_id, group in groups]


def _entry(rows: Sequence[Any], note: NotebookEntry | None) -> Entry:
    understood_at = note.understood_at if note else None
    told = story([_answer(row) for row in rows], understood_at)
    row = next(row for row in rows if row["pk"] == told.shown.item_id)
    return Entry(
        question_id=row["version__question_id"],
        slug=row["version__question__slug"],
        asked=row["version__question__status"] == "published",
        competency=row["competency__code"],
        item_id=told.shown.item_id,
        state=told.state,
        answered_on=told.shown.when,
        right_at=told.right_at,
        understood_at=understood_at,
        bookmarked_at=note.bookmarked_at if note else None,
    )


def _answer(row: Any) -> Answer:
    return Answer(
        item_id=row["pk"],
        when=row["attempt__submitted_at"],
        right=(row["score"] or 0.0) >= 1.0,
        tried=any(any(values for values in part.values()) for part in row["response"]),
        practice=row["attempt__rules"].get("mode") == Quiz.PRACTICE,
        waiting=row["score"] is None,
    )
