"""Cohorts: made by a lead, joined by a link, left."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.accounts import cohort_actions as actions
from assessment.accounts import queries
from assessment.accounts.models import Cohort, CohortInvitation, Membership, User
from assessment.lib.tokens import token_hash
from tests.accounts.conftest import address

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def join_address(token: str) -> str:
    return reverse("join_cohort", args=[token])


# --- tokens ----------------------------------------------------------------------------------------


def test_only_the_hash_of_a_token_is_stored(cohort: Cohort) -> None:
    token = actions.invite(cohort, NOW)
    stored = CohortInvitation.objects.get()
    assert stored.token_hash == token_hash(token)
    assert token not in str(CohortInvitation.objects.values_list())
    assert stored.expires_at == NOW + timedelta(days=30)


def test_many_people_join_by_one_link_and_each_once(cohort: Cohort, people: dict[str, User]) -> None:
    token = actions.invite(cohort, NOW)
    for name in ("stranger", "staff", "stranger", "member"):
        assert actions.join(people[name].pk, token, NOW) == cohort
    assert Membership.objects.filter(cohort=cohort).count() == 3


@pytest.mark.parametrize(("days", "is_open"), [(0, True), (29, True), (30, False), (31, False)])
def test_a_link_expires_after_thirty_days(cohort: Cohort, people: dict[str, User], days: int, is_open: bool) -> None:
    token = actions.invite(cohort, NOW)
    later = NOW + timedelta(days=days)
    invited = queries.invited_by(token, later)
    assert invited
    assert invited.open is is_open
    assert bool(queries.open_invitations(cohort, later)) is is_open
    if not is_open:
        with pytest.raises(actions.LinkClosed):
            actions.join(people["stranger"].pk, token, later)
        assert not Membership.objects.filter(user=people["stranger"]).exists()


def test_a_closed_link_lets_nobody_in_and_nobody_out(cohort: Cohort, people: dict[str, User]) -> None:
    token = actions.invite(cohort, NOW)
    actions.join(people["stranger"].pk, token, NOW)
    assert actions.revoke(cohort, CohortInvitation.objects.get().pk, NOW)
    with pytest.raises(actions.LinkClosed):
        actions.join(people["staff"].pk, token, NOW)
    assert Membership.objects.filter(cohort=cohort).count() == 2


def test_a_link_of_another_cohort_is_not_closed(cohort: Cohort, people: dict[str, User]) -> None:
    other = actions.create_cohort(people["other lead"].pk, "Other", NOW)
    actions.invite(cohort, NOW)
    assert not actions.revoke(other, CohortInvitation.objects.get().pk, NOW)
    assert CohortInvitation.objects.get().revoked_at is None


def test_the_time_of_closing_is_kept(cohort: Cohort) -> None:
    actions.invite(cohort, NOW)
    number = CohortInvitation.objects.get().pk
    for hours in (1, 2):
        assert actions.revoke(cohort, number, NOW + timedelta(hours=hours))
    assert CohortInvitation.objects.get().revoked_at == NOW + timedelta(hours=1)


def test_the_lead_is_never_counted(cohort: Cohort, people: dict[str, User]) -> None:
    actions.join(people["lead"].pk, actions.invite(cohort, NOW), NOW)
    assert queries.member_ids(cohort) == {people["member"].pk}
    found = queries.led_cohort(people["lead"], cohort.key)
    assert found
    assert found.size == 1  # type: ignore[attr-defined]


# --- the link's page -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_of_a_link_says_who_invites_and_what_they_see(
    cohort: Cohort, enter: Callable[[str], Client], language: str
) -> None:
    page = enter("stranger").get(join_address(actions.invite(cohort, NOW)), headers={"accept-language": language})
    content = page.content.decode()
    assert "lead@example.org" in content
    assert "Night shift" in content
    assert ("there is no list of members" if language == "en" else "没有成员名单") in content
    assert ("Join the cohort" if language == "en" else "加入群组") in content


def test_joining_leads_to_what_is_shared_and_twice_is_as_good_as_once(
    cohort: Cohort, enter: Callable[[str], Client], people: dict[str, User]
) -> None:
    address, client = join_address(actions.invite(cohort, NOW)), enter("stranger")
    for _tab in range(2):
        response = client.post(address)
        assert response["Location"] == reverse("report_of", args=["shared", cohort.key])
    assert Membership.objects.filter(cohort=cohort, user=people["stranger"]).count() == 1
    assert "already" in client.get(address).content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_opens_nothing_says_why(cohort: Cohort, enter: Callable[[str], Client], method: str) -> None:
    client = enter("stranger")
    ask = getattr(client, method)
    unknown = ask(join_address("unknown"))
    assert unknown.status_code == 404
    assert "There is no such invitation" in unknown.content.decode()
    token = actions.invite(cohort, NOW - timedelta(days=31))
    late = ask(join_address(token))
    assert late.status_code == 410
    assert "This link was open until" in late.content.decode()
    actions.revoke(cohort, CohortInvitation.objects.get().pk, NOW)
    closed = ask(join_address(token))
    assert closed.status_code == 410
    assert "has closed it" in closed.content.decode()
    assert Membership.objects.count() == 1


def test_a_visitor_signs_in_before_they_see_a_link(cohort: Cohort, client: Client) -> None:
    address = join_address(actions.invite(cohort, NOW))
    for response in (client.get(address), client.post(address)):
        assert response.status_code == 302
        assert response["Location"] == f"{reverse('account_login')}?next={address}"


def test_joining_is_limited_for_each_account(cohort: Cohort, enter: Callable[[str], Client], settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"cohort_join": "2/h/user"}
    client = enter("stranger")
    assert [client.post(join_address("guess")).status_code for _ in range(3)] == [404, 404, 429]
    assert enter("staff").post(join_address("guess")).status_code == 404


# --- what a lead and a member do -------------------------------------------------------------------


def test_a_lead_invites_closes_renames_and_deletes(
    cohort: Cohort, enter: Callable[[str], Client], people: dict[str, User]
) -> None:
    client = enter("lead")
    made = client.post(address("invite_to_cohort", cohort))
    link = made.context["link"]
    assert link in made.content.decode()
    assert link not in client.get(address("cohort", cohort)).content.decode()
    assert enter("stranger").post(link).status_code == 302
    client.post(address("revoke_invitation", cohort))
    assert enter("staff").post(link).status_code == 410
    client.post(address("cohort", cohort), {"name": "Renamed"})
    assert Cohort.objects.get().name == "Renamed"
    assert client.get(address("delete_cohort", cohort)).status_code == 200
    assert Cohort.objects.exists()
    assert client.post(address("delete_cohort", cohort))["Location"] == reverse("cohorts")
    assert not Cohort.objects.exists()
    assert not Membership.objects.exists()
    assert User.objects.count() == len(people)


def test_cohorts_are_listed_by_name(cohort: Cohort, people: dict[str, User]) -> None:
    for name in ("Zeta", "Alpha"):
        actions.create_cohort(people["lead"].pk, name, NOW)
    assert [one.name for one in queries.led_by(people["lead"])] == ["Alpha", "Night shift", "Zeta"]


def test_no_page_of_a_lead_names_a_member(cohort: Cohort, enter: Callable[[str], Client]) -> None:
    client = enter("lead")
    for page in ("cohort", "delete_cohort", "cohort figures"):
        content = client.get(address(page, cohort)).content.decode()
        assert "1 member besides the lead" in content
        assert "member@example.org" not in content


def test_a_member_leaves_at_any_time(cohort: Cohort, enter: Callable[[str], Client]) -> None:
    client = enter("member")
    assert client.get(address("leave_cohort", cohort)).status_code == 302
    assert Membership.objects.exists()
    assert client.post(address("leave_cohort", cohort))["Location"] == reverse("cohorts")
    assert not Membership.objects.exists()
    assert client.get(address("shared", cohort)).status_code == 404
    assert client.post(address("leave_cohort", cohort)).status_code == 404


def test_a_deleted_account_takes_its_memberships_and_cohorts_with_it(cohort: Cohort, people: dict[str, User]) -> None:
    people["member"].delete()
    assert not Membership.objects.exists()
    people["lead"].delete()
    assert not Cohort.objects.exists()
