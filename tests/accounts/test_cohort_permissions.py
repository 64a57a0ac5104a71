"""Who may do what with whose cohort, on the site and in the admin."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.accounts import cohort_actions as actions
from assessment.accounts.groups import ensure_groups
from assessment.accounts.models import Cohort, CohortInvitation, Membership, User
from tests.accounts.conftest import ROLES, address

pytestmark = pytest.mark.django_db
NOW = timezone.now()
each_role = pytest.mark.parametrize("role", ROLES)


PAGES = {
    "cohort": {"lead"}, "invite_to_cohort": {"lead"}, "revoke_invitation": {"lead"}, "delete_cohort": {"lead"},
    "update_figures": {"lead"}, "cohort figures": {"lead"}, "shared": {"member"}, "leave_cohort": {"member"},
}  # fmt: skip
READ = ("cohort figures", "shared")
ASKED = [(name, method) for name in PAGES for method in ("get", "post") if method == "get" or name not in READ]


@each_role
@pytest.mark.parametrize(("name", "method"), ASKED)
def test_a_cohort_that_is_not_theirs_does_not_exist(
    cohort: Cohort, enter: Callable[[str], Client], role: str, name: str, method: str
) -> None:
    actions.invite(cohort, NOW)
    before = list(Membership.objects.values()), list(Cohort.objects.values()), list(CohortInvitation.objects.values())
    response = getattr(enter(role), method)(address(name, cohort))
    if role in PAGES[name]:
        assert response.status_code in (200, 302)
        return
    assert response.status_code == (302 if role == "visitor" else 404)
    if role == "visitor":
        assert reverse("account_login") in response["Location"]
    after = list(Membership.objects.values()), list(Cohort.objects.values()), list(CohortInvitation.objects.values())
    assert after == before


@each_role
def test_cohorts_are_made_by_leads(cohort: Cohort, enter: Callable[[str], Client], role: str) -> None:
    response = enter(role).post(reverse("cohorts"), {"name": "A new one"})
    made = Cohort.objects.filter(name="A new one").first()
    if role in ("lead", "other lead", "superuser"):
        assert made
        assert response["Location"] == reverse("cohort", args=[made.key])
    else:
        assert made is None
        assert response.status_code == (302 if role == "visitor" else 403)


def test_a_lead_who_is_no_lead_any_more_sees_nothing(
    cohort: Cohort, enter: Callable[[str], Client], people: dict[str, User]
) -> None:
    people["lead"].groups.clear()
    client = enter("lead")
    assert client.get(address("cohort", cohort)).status_code == 404
    assert client.get(address("cohort figures", cohort)).status_code == 404
    assert "Night shift" not in client.get(reverse("cohorts")).content.decode()


@each_role
def test_the_list_shows_each_their_own(cohort: Cohort, enter: Callable[[str], Client], role: str) -> None:
    response = enter(role).get(reverse("cohorts"))
    if role == "visitor":
        assert response.status_code == 302
        return
    assert ("Night shift" in response.content.decode()) is (role in ("lead", "member"))


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_cohort_needs_a_name_that_fits(cohort: Cohort, enter: Callable[[str], Client], name: str) -> None:
    client = enter("lead")
    for page in (reverse("cohorts"), address("cohort", cohort)):
        response = client.post(page, {"name": name})
        assert response.status_code == 200
        assert 'aria-invalid="true"' in response.content.decode()
    assert list(Cohort.objects.values_list("name", flat=True)) == ["Night shift"]


# --- the permissions -------------------------------------------------------------------------------


def migration() -> Any:
    from importlib import import_module

    return import_module("assessment.migrations.0006_leads_may_make_cohorts")


def permissions_of_leads() -> set[str]:
    return set(Group.objects.get(name="lead").permissions.values_list("codename", flat=True))


def test_leads_may_make_and_see_cohorts_from_the_first_day() -> None:
    assert {"add_cohort", "view_cohort"} <= permissions_of_leads()


def test_an_older_group_of_leads_gets_the_permissions_once() -> None:
    group = Group.objects.get(name="lead")
    group.permissions.remove(*Permission.objects.filter(codename__endswith="_cohort"))
    migration().allow(apps, SimpleNamespace(connection=connection))
    assert {"add_cohort", "view_cohort", "view_quiz"} <= permissions_of_leads()
    assert Permission.objects.filter(codename="add_cohort").count() == 1


def test_an_administrator_who_takes_them_away_is_not_overruled() -> None:
    group = Group.objects.get(name="lead")
    group.permissions.remove(*Permission.objects.filter(codename__endswith="_cohort"))
    ensure_groups()
    assert not {"add_cohort", "view_cohort"} & permissions_of_leads()


def test_the_migration_makes_permissions_that_are_not_there_yet() -> None:
    Permission.objects.filter(codename__in=("add_cohort", "view_cohort")).delete()
    migration().allow(apps, SimpleNamespace(connection=connection))
    assert {"add_cohort", "view_cohort"} <= permissions_of_leads()
    names = dict(Permission.objects.filter(codename__endswith="_cohort").values_list("codename", "name"))
    assert names["add_cohort"] == "Can add cohort"


def test_a_database_without_groups_is_left_alone() -> None:
    Group.objects.all().delete()
    migration().allow(apps, SimpleNamespace(connection=connection))
    assert not Group.objects.exists()


# --- the admin -------------------------------------------------------------------------------------


@each_role
def test_administrators_see_cohorts_and_how_many_belong_to_them(
    cohort: Cohort, enter: Callable[[str], Client], people: dict[str, User], role: str
) -> None:
    if role == "lead":
        User.objects.filter(pk=people["lead"].pk).update(is_staff=True)
    client = enter(role)
    listed = client.get(reverse("admin:assessment_cohort_changelist"))
    single = client.get(reverse("admin:assessment_cohort_change", args=[cohort.pk]))
    if role != "superuser":
        assert {listed.status_code, single.status_code} <= {302, 403}
        return
    for page in (listed, single):
        content = page.content.decode()
        assert "Night shift" in content
        assert "lead@example.org" in content
        assert ">member@example.org" not in content
    assert '<td class="field-members">1</td>' in listed.content.decode()
