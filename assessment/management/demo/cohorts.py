"""Simulated cohorts, by the actions of accounts. Their names say what they are."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from assessment.accounts import cohort_actions
from assessment.reports.actions import take_snapshot

# Name, and which share of all learners is in it. The small one shows that figures of a few are withheld.
_COHORTS = (
    ("Everybody (simulated) · 全体（模拟）", 1.0),
    ("Platform team (simulated) · 平台组（模拟）", 0.2),
    ("Three people (simulated) · 三人组（模拟）", 0.015),
)


_SNAPSHOTS = 6


def gather(lead_id: int, learner_ids: Sequence[int], now: datetime, until: datetime) -> int:
    """Make the cohorts and let everybody join by a link, as people do; returns how many cohorts.

    Their lead looks at the figures every few weeks from `now` on `until` then.
    """
    for name, share in _COHORTS:
        cohort = cohort_actions.create_cohort(lead_id, name, now)
        token = cohort_actions.invite(cohort, now)
        for user_id in learner_ids[: max(1, round(share * len(learner_ids)))]:
            cohort_actions.join(user_id, token, now + timedelta(minutes=5))
        for step in range(1, _SNAPSHOTS + 1):
            take_snapshot(cohort, now + (until - now) * step / _SNAPSHOTS)
    return len(_COHORTS)
