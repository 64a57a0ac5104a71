"""What other rooms and the views may ask of accounts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Count, F, Q, QuerySet

from assessment.accounts.models import Cohort, CohortInvitation, Membership, User
from assessment.lib.tokens import token_hash

# Who leads: whoever made the cohort, as long as an administrator lets them look at cohorts.
LOOK, MAKE = "assessment.view_cohort", "assessment.add_cohort"


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as its link finds it: the cohort, and whether the link still opens it."""

    cohort: Cohort
    expires_at: datetime
    revoked: bool
    expired: bool

    @property
    def open(self) -> bool:
        """Whether somebody may still join by it."""
        return not (self.revoked or self.expired)


def with_size(cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """Cohorts with the number of their members besides the lead, as ``size``."""
    return cohorts.annotate(size=Count("memberships", filter=~Q(memberships__user=F("lead"))))


def led_by(user: Any) -> list[Cohort]:
    """The cohorts that `user` leads, each with its size, by name."""
    if not user.has_perm(LOOK):
        return []
    return list(with_size(Cohort.objects.filter(lead=user.pk)).order_by("name", "pk"))


def led_cohort(user: Any, key: UUID) -> Cohort | None:
    """The cohort called `key` with its size, if `user` leads it."""
    if not user.has_perm(LOOK):
        return None
    return with_size(Cohort.objects.filter(lead=user.pk, key=key)).first()


def joined_by(user_id: int) -> list[Membership]:
    """The memberships of one person, each with its cohort and lead, by name of cohort."""
    rows = Membership.objects.filter(user=user_id).select_related("cohort__lead")
    return list(rows.order_by("cohort__name", "cohort_id"))


def membership(user_id: int, key: UUID) -> Membership | None:
    """The membership of one person in the cohort called `key`, if there is one."""
    return Membership.objects.filter(user=user_id, cohort__key=key).select_related("cohort__lead").first()


def member_ids(cohort: Cohort) -> frozenset[int]:
    """Whose figures a cohort is made of: its members, the lead never among them."""
    rows = Membership.objects.filter(cohort=cohort.pk).exclude(user=cohort.lead_id)
    return frozenset(rows.values_list("user", flat=True))


def open_invitations(cohort: Cohort, now: datetime) -> list[CohortInvitation]:
    """The invitations of `cohort` by which people can still join, newest first."""
    rows = CohortInvitation.objects.filter(cohort=cohort.pk, revoked_at__isnull=True, expires_at__gt=now)
    return list(rows.order_by("-created_at", "-pk"))


def invited_by(token: str, now: datetime) -> Invited | None:
    """What the link with `token` leads to, or None where there was never such a link."""
    rows = CohortInvitation.objects.filter(token_hash=token_hash(token)).select_related("cohort__lead")
    row = rows.first()
    if row is None:
        return None
    return Invited(row.cohort, row.expires_at, row.revoked_at is not None, row.expires_at <= now)


def lock_cohorts() -> None:
    """Until the end of the transaction, let nobody else decide what figures of any cohort are shown."""
    list(Cohort.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def time_factor(user_id: int | None) -> float:
    """How much longer than others a person has in a timed quiz: 1 or more."""
    found = User.objects.filter(pk=user_id).values_list("extra_time", flat=True).first() if user_id else None
    return found or 1.0


def stored_of(user_id: int) -> dict[str, Any]:
    """Everything that accounts keep about one person, as plain values; six queries.

    Left out: the password, which is stored as a hash alone, the hashes of invitations, and who else is
    in a cohort. Raises User.DoesNotExist.
    """
    user = User.objects.get(pk=user_id)
    addresses = EmailAddress.objects.filter(user=user_id).order_by("pk")
    memberships = Membership.objects.filter(user=user_id).select_related("cohort").order_by("joined_at", "pk")
    return {
        "email": user.email,
        "extra_time": user.extra_time,
        "addresses": list(addresses.values("email", "verified", "primary")),
        "language": user.language,
        "simulated": user.simulated,
        "active": user.is_active,
        "staff": user.is_staff,
        "superuser": user.is_superuser,
        "groups": list(user.groups.order_by("name").values_list("name", flat=True)),
        "permissions": list(user.user_permissions.order_by("codename").values_list("codename", flat=True)),
        "joined_at": user.date_joined,
        "last_sign_in_at": user.last_login,
        "memberships": [{"cohort": m.cohort.name, "key": m.cohort.key, "joined_at": m.joined_at} for m in memberships],
        "led_cohorts": _led_cohorts(user),
    }


def _led_cohorts(user: User) -> list[dict[str, Any]]:
    invitations: dict[int, list[dict[str, Any]]] = {}
    for row in CohortInvitation.objects.filter(cohort__lead=user).order_by("created_at", "pk"):
        dates = {"created_at": row.created_at, "expires_at": row.expires_at, "revoked_at": row.revoked_at}
        invitations.setdefault(row.cohort_id, []).append(dates)
    cohorts = user.led_cohorts.annotate(members=Count("memberships")).order_by("created_at", "pk")
    return [
        {
            "key": cohort.key, "name": cohort.name, "created_at": cohort.created_at, "members": cohort.members,
            "invitations": invitations.get(cohort.pk, []),
        }
        for cohort in cohorts
    ]  # fmt: skip


def amounts_of(user_id: int) -> dict[str, int]:
    """How much accounts keep about one person: addresses, memberships, cohorts they lead; three queries."""
    return {
        "addresses": EmailAddress.objects.filter(user=user_id).count(),
        "memberships": Membership.objects.filter(user=user_id).count(),
        "led_cohorts": User.objects.get(pk=user_id).led_cohorts.count(),
    }


def are_last_administrators(user_ids: Collection[int]) -> bool:
    """Whether administrators are among these accounts, and nobody else could administer the site without them."""
    administrators = set(User.objects.filter(is_superuser=True, is_active=True).values_list("pk", flat=True))
    return bool(administrators) and administrators <= set(user_ids)


def simulated_accounts() -> int:
    """How many accounts the demonstration has made."""
    return User.objects.filter(simulated=True).count()
