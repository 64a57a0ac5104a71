"""What the pages of cohorts may ask of the stored snapshots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessment.reports.models import CohortSnapshot
from assessment.reports.rules.cohorts import Behind
from assessment.reports.rules.disclosure import reachable

if TYPE_CHECKING:
    from assessment.accounts.models import Cohort

# How many snapshots the trend shows: a year of them at one a week.
TREND_LENGTH = 52


def latest_snapshot(cohort: Cohort) -> CohortSnapshot | None:
    """The newest figures of `cohort`, without those behind them."""
    return next(iter(recent_snapshots(cohort, 1)), None)


def recent_snapshots(cohort: Cohort, limit: int = TREND_LENGTH) -> list[CohortSnapshot]:
    """The newest snapshots of `cohort`, newest first, without those behind them; one query."""
    rows = CohortSnapshot.objects.filter(cohort=cohort.pk).defer("members", "contributors")
    return list(rows.order_by("-taken_at", "-pk")[:limit])


def history(members: frozenset[int]) -> list[Behind]:
    """Everything that was ever shown, in whatever cohort, from which `members` could be subtracted.

    Two queries: first who was counted in every snapshot there is, then the rest of those that matter.
    Cohorts that were deleted are among them.
    """
    stored = list(CohortSnapshot.objects.order_by("pk").values_list("pk", "members"))
    memberships = [frozenset(people) for _pk, people in stored]
    wanted = [stored[i][0] for i in reachable(members, memberships)]
    return [load_behind(row) for row in CohortSnapshot.objects.filter(pk__in=wanted).order_by("pk")]


def load_behind(row: CohortSnapshot) -> Behind:
    """Who stood behind the numbers that a stored snapshot was the first to show."""
    means = {
        code: frozenset((person, fingerprint) for person, fingerprint in elements)
        for code, elements in row.contributors.get("means", {}).items()
    }
    groups = {
        kind: tuple(frozenset(people) for people in sets) for kind, sets in row.contributors.get("groups", {}).items()
    }
    return Behind(frozenset(row.members), means, groups)
