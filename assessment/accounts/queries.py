"""What other rooms may ask of accounts."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Count

from assessment.accounts.models import CohortInvitation, Membership, User


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


def is_last_administrator(user_id: int) -> bool:
    """Whether nobody else could administer the site if this account went."""
    administrators = set(User.objects.filter(is_superuser=True, is_active=True).values_list("pk", flat=True))
    return administrators == {user_id}


def simulated_accounts() -> int:
    """How many accounts the demonstration has made."""
    return User.objects.filter(simulated=True).count()
