"""Simulated cohorts, by the actions of accounts. Their names say what they are."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from assessment.management.demo.rooms import room

# Name, and which share of all learners is in it. The small one shows that figures of a few are withheld.
_COHORTS = (
    ("Everybody (simulated) · 全体（模拟）", 1.0),
    ("Platform team (simulated) · 平台组（模拟）", 0.2),
    ("Three people (simulated) · 三人组（模拟）", 0.015),
)


def gather(lead_id: int, learner_ids: Sequence[int], now: datetime) -> int:
    """Make the cohorts and let everybody join by a link, as people do; returns how many cohorts."""
    actions = room("accounts.cohort_actions", "create_cohort", "invite", "join")
    if actions is None:
        return 0
    for name, share in _COHORTS:
        cohort = actions.create_cohort(lead_id, name, now)
        token = actions.invite(cohort, now)
        for user_id in learner_ids[: max(1, round(share * len(learner_ids)))]:
            actions.join(user_id, token, now + timedelta(minutes=5))
    return len(_COHORTS)
