"""Writes to cohorts: made by a lead, joined by a link, left at any time."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from assessment.accounts.models import Cohort, CohortInvitation, Membership
from assessment.accounts.queries import invited_by
from assessment.lib.tokens import new_token, token_hash


class LinkClosed(Exception):
    """The link has expired or was revoked, or there never was such a link."""


def create_cohort(lead_id: int, name: str, now: datetime) -> Cohort:
    """A new cohort without members. `name` is what its members will see."""
    return Cohort.objects.create(lead_id=lead_id, name=name, created_at=now)


def rename_cohort(cohort: Cohort, name: str) -> None:
    """Give `cohort` another name."""
    Cohort.objects.filter(pk=cohort.pk).update(name=name)


def delete_cohort(cohort: Cohort) -> None:
    """Delete `cohort` with its memberships and links.

    Who stood behind the figures that were shown is kept without the cohort, so that nobody can be
    found by making the same cohort again.
    """
    cohort.delete()


def invite(cohort: Cohort, now: datetime) -> str:
    """Make a link that any number of people can join by. Returns its token, which is not stored."""
    token = new_token()
    CohortInvitation.objects.create(
        cohort=cohort,
        token_hash=token_hash(token),
        created_at=now,
        expires_at=now + timedelta(days=settings.COHORT_INVITATION_DAYS),
    )
    return token


def revoke(cohort: Cohort, invitation_id: int, now: datetime) -> bool:
    """Close a link of `cohort`; False where it has none of that number. Members stay."""
    rows = CohortInvitation.objects.filter(pk=invitation_id, cohort=cohort.pk)
    rows.filter(revoked_at__isnull=True).update(revoked_at=now)
    return rows.exists()


def join(user_id: int, token: str, now: datetime) -> Cohort:
    """Make somebody a member of the cohort that `token` invites to; once, however often it is pressed.

    Raises LinkClosed.
    """
    invited = invited_by(token, now)
    if invited is None or not invited.open:
        raise LinkClosed
    try:
        with transaction.atomic():
            Membership.objects.get_or_create(cohort=invited.cohort, user_id=user_id, defaults={"joined_at": now})
    except IntegrityError as error:
        # The cohort was deleted, or its lead's account, between the look and the write.
        raise LinkClosed from error
    return invited.cohort


def leave(user_id: int, cohort: Cohort) -> None:
    """Take somebody out of `cohort`; nothing happens where they are no member."""
    Membership.objects.filter(user=user_id, cohort=cohort.pk).delete()
