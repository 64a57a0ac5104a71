"""Deleting an account and everything that belongs to it, whoever asks: the person or an administrator."""

from collections.abc import Mapping

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

    All or nothing. What remains holds no person: sums for each version of a question, the seals of
    what they published without their name, verifications they gave without saying by whom, and bare
    numbers of accounts in the snapshots of cohorts. Answers of simulated accounts enter no sums.
    Raises accounts.LastAdministrator, and User.DoesNotExist where the account is gone already.
    """
    sessions = accounts.sessions_of(user_id)
    with transaction.atomic():
        user = accounts.lock_for_deletion(user_id)
        amounts = amounts_of(user_id)
        kept = 0 if user.simulated else keep_tallies(user_id)
        accounts.delete_user(user, sessions)
    return {**amounts, "kept": kept}


def obstacle_to_deletion(user_id: int) -> str:
    """Why this account cannot be deleted and what to do first; empty where it can."""
    if account_queries.is_last_administrator(user_id):
        return _(
            "This is the only account that can administer the site. "
            "Make somebody else an administrator first; then it can be deleted."
        )
    return ""


@transaction.atomic
def delete_simulated() -> int:
    """Delete everything that the demonstration made, and nothing else; returns how many accounts there were.

    Figures of simulated cohorts go as well: nobody real could be found by them. No answer enters the sums.
    """
    CohortSnapshot.objects.filter(cohort__lead__simulated=True).delete()
    return accounts.delete_simulated()
