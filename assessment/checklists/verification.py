"""A second person verifies chosen statements of a closed review: links, acceptance, verdicts."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from assessment.checklists.models import Review, Verification, VerificationInvite
from assessment.checklists.queries import chosen, invite_with_hash
from assessment.lib.tokens import new_token, token_hash

LIFETIME = timedelta(days=14)
CONFIRMED, DOUBTED = "confirmed", "doubted"
VERDICTS = ("", CONFIRMED, DOUBTED)
_LONGEST_COMMENT = 1000


class NothingChosen(Exception):
    """No statement of the review was chosen."""


@transaction.atomic
def invite(review: Review, codes: Collection[str], now: datetime) -> tuple[VerificationInvite, str]:
    """A link for the statements `codes` of a closed review, and its token, which is stored nowhere.

    Raises NothingChosen where none of them has an answer in it, and ValueError for an open review.
    """
    if review.closed_at is None:
        raise ValueError("only a closed review can be verified")
    answers = review.answers.filter(version__statement__code__in=codes).exclude(value="")
    if not answers:
        raise NothingChosen(str(review.key))
    token = new_token()
    made = VerificationInvite.objects.create(
        review=review, token_hash=token_hash(token), created_at=now, expires_at=now + LIFETIME
    )
    Verification.objects.bulk_create(Verification(invite=made, answer=answer) for answer in answers)
    return made, token


def find(token: str) -> VerificationInvite | None:
    """The link that `token` opens, whatever its state."""
    return invite_with_hash(token_hash(token))


def is_open(made: VerificationInvite, now: datetime) -> bool:
    """Whether somebody can still accept `made`."""
    return (
        made.revoked_at is None and made.accepted_by_id is None and made.accepted_at is None and now < made.expires_at
    )


def accept(made: VerificationInvite, user_id: int, now: datetime) -> bool:
    """Bind `made` to that account; False where it is bound to another, revoked, expired, or one's own.

    One guarded UPDATE: of two who accept at the same moment one is bound. A second time changes nothing.
    """
    rows = VerificationInvite.objects.filter(pk=made.pk, revoked_at__isnull=True).exclude(review__owner=user_id)
    if rows.filter(accepted_by=user_id).exists():
        return True
    unbound = Q(accepted_at__isnull=True, expires_at__gt=now)
    return bool(rows.filter(unbound).update(accepted_by=user_id, accepted_at=now))


def revoke(made: VerificationInvite, now: datetime) -> None:
    """End the link: nobody can accept it any more, and whoever did sees nothing more. Verdicts stay."""
    VerificationInvite.objects.filter(pk=made.pk, revoked_at__isnull=True).update(revoked_at=now)


def decide(made: VerificationInvite, said: Mapping[int, tuple[str, str]], now: datetime) -> int:
    """Store verdict and comment by number of the verification; returns how many changed.

    A comment without a verdict is kept. Numbers that do not belong to `made` are left out.
    """
    changed = []
    for row in chosen(made):
        verdict, comment = said.get(row.pk, (row.verdict, row.comment))
        verdict = verdict if verdict in VERDICTS else row.verdict
        comment = comment[:_LONGEST_COMMENT]
        if (verdict, comment) != (row.verdict, row.comment):
            row.verdict, row.comment, row.decided_at = verdict, comment, now
            changed.append(row)
    Verification.objects.bulk_update(changed, ["verdict", "comment", "decided_at"])
    return len(changed)
