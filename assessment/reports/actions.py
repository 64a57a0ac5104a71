"""Takes the snapshots of cohorts: the only way for figures of a cohort to come to be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db import transaction

from assessment.accounts.queries import lock_cohorts, member_ids
from assessment.bank.queries import level_cuts
from assessment.delivery.actions import expire_all_overdue
from assessment.delivery.answers import CountedSum, counted_sums
from assessment.delivery.queries import completions, open_quizzes
from assessment.measurement.ability import estimate
from assessment.measurement.levels import level_of
from assessment.reports.models import CohortSnapshot
from assessment.reports.queries import history, latest_snapshot
from assessment.reports.rules.cohorts import ENOUGH_ANSWERS, Behind, Contribution, Moment, Shown, decide
from assessment.reports.rules.disclosure import FEWEST

if TYPE_CHECKING:
    from assessment.accounts.models import Cohort

# Figures are renewed once a day at most, so that nobody can watch a single answer arrive.
PAUSE = timedelta(days=1)


class Taken(Enum):
    """What became of the wish for new figures."""

    STORED = "stored"
    TOO_SOON = "too soon"
    TOO_FEW = "too few"
    TOO_CLOSE = "too close"
    NOTHING_NEW = "nothing new"


def take_snapshot(cohort: Cohort, now: datetime) -> Taken:
    """Compute the figures of `cohort` as it is at `now`, and store what of them may be shown.

    What may not be shown now stays as it was shown last, with its date. Thirteen queries at most,
    however many members there are and however much they have answered.
    """
    members = member_ids(cohort)
    if len(members) < FEWEST:
        return Taken.TOO_FEW
    if _rests(latest_snapshot(cohort), now):
        return Taken.TOO_SOON
    expire_all_overdue(members, now)
    moment = _moment(members, now)
    with transaction.atomic():
        # Computing takes a while, deciding does not: only this part keeps others waiting.
        lock_cohorts()
        last = latest_snapshot(cohort)
        if _rests(last, now):
            return Taken.TOO_SOON
        shown = decide(moment, history(members))
        if shown is None:
            return Taken.TOO_CLOSE
        return _store(cohort, shown, last, now)


def _rests(last: CohortSnapshot | None, now: datetime) -> bool:
    return last is not None and now < last.taken_at + PAUSE


def _store(cohort: Cohort, shown: Shown, last: CohortSnapshot | None, now: datetime) -> Taken:
    """Store `shown` over the last figures, unless it says nothing that they do not say."""
    before = last.figures if last else {}
    figures = _figures(shown, before, now)
    if _undated(figures) == _undated(before) or not (figures["competencies"] or figures["quizzes"]):
        return Taken.NOTHING_NEW
    CohortSnapshot.objects.create(
        cohort_id=cohort.pk,
        taken_at=now,
        members=sorted(shown.members),
        contributors=_dump(shown.behind()),
        figures=figures,
    )
    return Taken.STORED


# --- the figures as they are now -------------------------------------------------------------------


def _moment(members: frozenset[int], now: datetime) -> Moment:
    """The cohort as it is at `now`; four queries."""
    quizzes = [quiz for quiz in open_quizzes() if quiz.mode == "assessed"]
    done = completions(members, now)
    return Moment(
        members,
        contributions(counted_sums(members, now), level_cuts()),
        {quiz.slug: frozenset(user for pk, user in done if pk == quiz.pk) for quiz in quizzes},
        {quiz.slug: quiz.competency.code for quiz in quizzes if quiz.competency},
    )


def contributions(sums: Iterable[CountedSum], cuts: Mapping[str, float]) -> dict[str, dict[int, Contribution]]:
    """What each person contributes to each competency, where they have answered enough of it.

    `sums` are ordered by person and competency; `cuts` are in logits.
    """
    brought: dict[str, dict[int, Contribution]] = {}
    for (user_id, code), rows in groupby(sums, key=lambda row: (row.user_id, row.competency)):
        parts = list(rows)
        if sum(part.answers for part in parts) >= ENOUGH_ANSWERS:
            brought.setdefault(code, {})[user_id] = _contribution(parts, cuts)
    return brought


def _contribution(parts: list[CountedSum], cuts: Mapping[str, float]) -> Contribution:
    ability = estimate([item for part in parts for item in part.items()])
    answers = [(part.difficulty, part.guess, part.answers, round(part.score_sum, 6)) for part in parts]
    fingerprint = hashlib.sha256(repr(answers).encode()).hexdigest()[:16]
    return Contribution(ability.theta, ability.standard_error, level_of(ability.theta, cuts), fingerprint)


# --- as they are stored ----------------------------------------------------------------------------


def _figures(shown: Shown, before: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The figures by competency and quiz, each part with the date it was computed; older parts stay."""
    dated = {"at": now.isoformat(), "members": len(shown.members)}
    competencies = {code: dict(parts) for code, parts in before.get("competencies", {}).items()}
    for code, mean in shown.means.items():
        # Two decimals: more would say more of single people than a reader can use.
        rounded = {"mean": round(mean.value, 2), "error": round(mean.error, 2)}
        competencies.setdefault(code, {})["mean"] = {**dated, **rounded}
    for code, spread in shown.spreads.items():
        groups = [{"places": list(group.places), "people": len(group.people)} for group in spread]
        competencies.setdefault(code, {})["spread"] = {**dated, "groups": groups}
    quizzes = dict(before.get("quizzes", {}))
    for slug, (done, rest) in shown.completions.items():
        quizzes[slug] = {**dated, "done": len(done), "rest": len(rest)}
    return {"competencies": competencies, "quizzes": quizzes}


def _undated(figures: Mapping[str, Any]) -> Any:
    """The same figures without their dates."""
    parts = [
        (code, kind, part) for code, both in figures.get("competencies", {}).items() for kind, part in both.items()
    ]
    parts += [(slug, "quiz", part) for slug, part in figures.get("quizzes", {}).items()]
    return {(name, kind): {key: value for key, value in part.items() if key != "at"} for name, kind, part in parts}


def _dump(behind: Behind) -> dict[str, Any]:
    return {
        "means": {code: sorted(map(list, elements)) for code, elements in behind.means.items()},
        "groups": {kind: [sorted(people) for people in sets] for kind, sets in behind.groups.items()},
    }
