"""Who may see and do what: every page and action for every role. What is not yours does not exist."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.accounts.models import User
from assessment.checklists import actions, queries, verification
from assessment.checklists.models import Review, ReviewAnswer, System, VerificationInvite
from tests.checklists.conftest import NOW, fields

pytestmark = pytest.mark.django_db
ROLES = ("owner", "stranger", "verifier", "lead", "author", "staff", "superuser", "visitor")
OWNER, VERIFIER = {"owner"}, {"verifier"}

# Page or action, and who it opens for.
GETS: dict[str, set[str]] = {
    "closed": OWNER, "open": OWNER, "competency": OWNER, "compare": OWNER, "report": OWNER, "csv": OWNER,
    "json": OWNER, "verification": VERIFIER,
}  # fmt: skip
POSTS: dict[str, set[str]] = {
    "save": OWNER, "background": OWNER, "close": OWNER, "delete": OWNER, "invite": OWNER, "revoke": OWNER,
    "start": OWNER, "delete system": OWNER, "decide": VERIFIER,
}  # fmt: skip


@pytest.fixture
def world(closed: Review, system: System, person: Callable[..., User]) -> dict[str, Any]:
    following = actions.start(closed.checklist, closed.owner_id, system, NOW)
    third = actions.close(following.key, NOW)
    still_open = actions.start(closed.checklist, closed.owner_id, system, NOW)
    empty = actions.name_system(closed.owner_id, "Empty", "", NOW)
    invite, _token = verification.invite(closed, ["T01-M1a"], timezone.now())
    verification.accept(invite, person("verifier").pk, timezone.now())
    person("lead").groups.add(Group.objects.get(name="lead"))
    person("author", is_staff=True).groups.add(Group.objects.get(name="author"))
    person("staff", is_staff=True)
    person("superuser", is_staff=True, is_superuser=True)
    return {"closed": closed, "third": third, "open": still_open, "empty": empty, "invite": invite}


def addresses(world: dict[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    closed, still_open, invite = world["closed"], world["open"], world["invite"]
    competency = reverse("review_competency", args=[still_open.key, "T01"])
    report = reverse("report_of", args=["review", closed.key])
    posted = fields(still_open, "T01-M5a", "0")
    (said,) = queries.chosen(invite)
    return {
        "closed": (reverse("review", args=[closed.key]), {}),
        "open": (reverse("review", args=[still_open.key]), {}),
        "competency": (competency, {}),
        "compare": (reverse("compare_reviews", args=[closed.key, world["third"].key]), {}),
        "report": (report, {}),
        "csv": (f"{report}?format=csv&table=statements", {}),
        "json": (f"{report}?format=json", {}),
        "verification": (reverse("verification", args=[invite.key]), {}),
        "save": (competency, posted),
        "background": (competency, {"row": "T01-M5a", **posted}),
        "close": (reverse("close_review", args=[still_open.key]), {}),
        "delete": (reverse("delete_review", args=[still_open.key]), {}),
        "invite": (reverse("invite_verifier", args=[closed.key]), {"statement": ["T01-M1a"]}),
        "revoke": (reverse("revoke_verification", args=[invite.key]), {}),
        "start": (reverse("start_review", args=["maturity"]), {"system": str(world["empty"].key)}),
        "delete system": (reverse("delete_system", args=[world["empty"].key]), {}),
        "decide": (reverse("verification", args=[invite.key]), {f"{said.pk}-verdict": "doubted"}),
    }  # fmt: skip


def opens(response: Any, role: str) -> bool:
    if role == "visitor":
        assert response.status_code == 302
        assert "login" in response["Location"]
        return False
    assert response.status_code in (200, 302, 404)
    return bool(response.status_code != 404)


@pytest.mark.parametrize("role", ROLES)
def test_a_page_opens_for_those_it_belongs_to(enter: Callable[[str], Client], world: dict[str, Any], role: str) -> None:
    client = enter("" if role == "visitor" else role)
    found = {name for name in GETS if opens(client.get(addresses(world)[name][0]), role)}
    assert found == {name for name, allowed in GETS.items() if role in allowed}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", POSTS)
def test_an_action_works_for_those_it_belongs_to(
    enter: Callable[[str], Client], world: dict[str, Any], role: str, name: str
) -> None:
    before = snapshot()
    address, posted = addresses(world)[name]
    headers = {"X-Plumbline": "1"} if name == "background" else {}
    response = enter("" if role == "visitor" else role).post(address, posted, headers=headers)
    assert opens(response, role) is (role in POSTS[name])
    assert (snapshot() != before) is (role in POSTS[name])


def snapshot() -> list[Any]:
    invites = VerificationInvite.objects.order_by("pk").values_list("pk", "revoked_at")
    verdicts = VerificationInvite.objects.order_by("pk").values_list("verifications__verdict")
    answers = ReviewAnswer.objects.order_by("pk").values_list("pk", "value", "revision")
    reviews = Review.objects.order_by("pk").values_list("pk", "closed_at")
    return [list(rows) for rows in (invites, verdicts, answers, reviews, System.objects.values_list("pk"))]


def test_a_checklist_or_system_that_is_not_there_cannot_be_started(
    enter: Callable[[str], Client], world: dict[str, Any]
) -> None:
    client = enter("owner")
    for slug, system in (("nothing", ""), ("maturity", ""), ("maturity", "no key")):
        assert client.post(reverse("start_review", args=[slug]), {"system": system}).status_code == 404


@pytest.mark.parametrize("name", [*POSTS, "name_system"])
def test_nothing_changes_by_looking(enter: Callable[[str], Client], world: dict[str, Any], name: str) -> None:
    before = snapshot()
    address = reverse("name_system") if name == "name_system" else addresses(world)[name][0]
    assert enter("owner").get(address).status_code in (200, 404, 405)
    assert snapshot() == before


def test_reviews_and_systems_are_not_in_the_admin(enter: Callable[[str], Client], world: dict[str, Any]) -> None:
    client = enter("superuser")
    index = client.get(reverse("admin:index")).content.decode()
    for model in ("review", "reviewanswer", "system", "verification", "verificationinvite"):
        assert f"/admin/assessment/{model}/" not in index
        assert client.get(f"/admin/assessment/{model}/").status_code == 404
