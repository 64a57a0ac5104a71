"""Deleting an account and everything that belongs to it, whoever asks: the person or an administrator."""

from collections.abc import Collection, Mapping
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.accounts import actions as accounts
from assessment.accounts import queries as account_queries
from assessment.bank import queries as bank_queries
from assessment.checklists import stored as checklists
from assessment.delivery import stored as delivery
from assessment.delivery.tallies import keep_tallies
from assessment.reports.models import CohortSnapshot


def amounts_of(user_id: int) -> dict[str, int]:
    """How much is stored about one person, by kind."""
    return {
        **account_queries.amounts_of(user_id),
        **delivery.amounts_of(user_id),
        **checklists.amounts_of(user_id),
        "published": len(bank_queries.published_by(user_id)),
    }


def delete_account(user_id: int) -> Mapping[str, int]:
    """Delete one account; returns what there was, and under ``kept`` how many answers entered the sums.

    See `delete_accounts`.
    """
    return delete_accounts([user_id])[user_id]


@transaction.atomic
def delete_accounts(user_ids: Collection[int]) -> Mapping[int, Mapping[str, int]]:
    """Delete accounts, all or none; returns of each what there was, and under ``kept`` how many answers entered sums.

    What remains holds no person: sums for each version of a question, the seals of what they published
    without their name, verifications they gave without saying by whom, and bare numbers of accounts in the
    snapshots of cohorts. Answers of simulated accounts enter no sums. Sessions, which are nobody's from then
    on, are deleted as soon as the transaction has ended.
    Raises accounts.LastAdministrator, and User.DoesNotExist where an account is gone already.
    """
    there = {}
    for user in accounts.lock_for_deletion(user_ids):
        amounts = amounts_of(user.pk)
        kept = 0 if user.simulated else keep_tallies(user.pk)
        there[user.pk] = {**amounts, "kept": kept}
        accounts.delete_user(user)
    transaction.on_commit(partial(accounts.end_sessions, list(there)), robust=True)
    return there


def obstacle_to_deletion(user_ids: Collection[int]) -> str:
    """Why these accounts cannot be deleted and what to do first; empty where they can."""
    if account_queries.are_last_administrators(user_ids):
        return _(
            "Nobody else can administer the site. Make somebody else an administrator first; then this can be deleted."
        )
    return ""


@transaction.atomic
def delete_simulated() -> int:
    """Delete everything that the demonstration made, and nothing else; returns how many accounts there were.

    Figures of simulated cohorts go as well: nobody real could be found by them. No answer enters the sums.
    """
    CohortSnapshot.objects.filter(cohort__lead__simulated=True).delete()
    return accounts.delete_simulated()
