"""Somebody in every relation to one cohort."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.accounts import cohort_actions as actions
from assessment.accounts.models import Cohort, CohortInvitation, Membership, User

ROLES = ("lead", "other lead", "former lead", "member", "stranger", "staff", "superuser", "visitor")
NOW = timezone.now()


def address(name: str, cohort: Cohort) -> str:
    """Of the page of `cohort` that is called `name`."""
    if name == "revoke_invitation":
        return reverse(name, args=[cohort.key, CohortInvitation.objects.get(cohort=cohort).pk])
    if name in ("shared", "cohort figures"):
        return reverse("report_of", args=["shared" if name == "shared" else "cohort", cohort.key])
    return reverse(name, args=[cohort.key])


@pytest.fixture
def people(db: None) -> dict[str, User]:
    found = {
        name: User.objects.create_user(
            f"{name.replace(' ', '-')}@example.org", is_staff=name in ("staff", "superuser"),
            is_superuser=name == "superuser",
        )
        for name in ROLES
        if name != "visitor"
    }  # fmt: skip
    leads = Group.objects.get(name="lead")
    found["lead"].groups.add(leads)
    found["other lead"].groups.add(leads)
    return found


@pytest.fixture
def cohort(people: dict[str, User]) -> Cohort:
    made = actions.create_cohort(people["lead"].pk, "Night shift", NOW)
    Membership.objects.create(cohort=made, user=people["member"], joined_at=NOW)
    return made


@pytest.fixture
def enter(people: dict[str, User]) -> Callable[[str], Client]:
    def sign_in(role: str) -> Client:
        client = Client()
        if role != "visitor":
            client.force_login(people[role], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
