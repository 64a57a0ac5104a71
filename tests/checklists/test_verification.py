"""Links for a second person: what they open, for whom, how long, and what is said."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.accounts.models import User
from assessment.checklists import queries, verification
from assessment.checklists.models import Review, Verification, VerificationInvite
from assessment.lib.tokens import token_hash
from tests.checklists.conftest import NOW

pytestmark = pytest.mark.django_db
CODES = ["T01-M1a", "T01-M3a"]
Enter = Callable[[str], Client]


@pytest.fixture
def link(closed: Review) -> tuple[VerificationInvite, str]:
    return verification.invite(closed, CODES, timezone.now())


@pytest.fixture
def accepted(link: tuple[VerificationInvite, str], person: Callable[[str], User]) -> VerificationInvite:
    assert verification.accept(link[0], person("verifier").pk, timezone.now())
    link[0].refresh_from_db()
    return link[0]


def page(token: str) -> str:
    return reverse("verify", args=[token])


# --- making --------------------------------------------------------------------------------------


def test_only_the_hash_of_the_token_is_stored(link: tuple[VerificationInvite, str]) -> None:
    made, token = link
    assert made.token_hash == token_hash(token)
    stored = [str(value) for row in VerificationInvite.objects.values() for value in row.values()]
    assert token not in stored
    assert made.expires_at - made.created_at == timedelta(days=14)


def test_only_answered_statements_of_a_closed_review_can_be_chosen(closed: Review, review: Review) -> None:
    for codes in ([], ["T01-M5a"], ["T09-X"]):
        with pytest.raises(verification.NothingChosen):
            verification.invite(closed, codes, NOW)
    made, _token = verification.invite(closed, ["T01-M1a", "T01-M5a"], NOW)
    assert [row.answer.version.statement.code for row in queries.chosen(made)] == ["T01-M1a"]


def test_an_open_review_cannot_be_verified(mine: Client, review: Review) -> None:
    with pytest.raises(ValueError, match="closed"):
        verification.invite(review, CODES, NOW)
    assert mine.post(reverse("invite_verifier", args=[review.key]), {"statement": CODES}).status_code == 404


def test_nobody_else_confirms_what_somebody_says_of_themselves(mine: Client, rating: Review) -> None:
    Review.objects.filter(pk=rating.pk).update(closed_at=NOW)
    posted = {"statement": list(rating.answers.values_list("version__statement__code", flat=True))}
    assert mine.post(reverse("invite_verifier", args=[rating.key]), posted).status_code == 404
    assert not VerificationInvite.objects.exists()


def test_a_code_with_a_nul_is_nothing_that_was_chosen(mine: Client, closed: Review) -> None:
    response = mine.post(reverse("invite_verifier", args=[closed.key]), {"statement": ["T01\0"]}, follow=True)
    assert "Choose at least one" in response.content.decode()


def test_the_link_is_shown_once(mine: Client, closed: Review, enter: Enter) -> None:
    response = mine.post(reverse("invite_verifier", args=[closed.key]), {"statement": CODES})
    address = response.context["link"]
    assert address in response.content.decode()
    assert address not in mine.get(reverse("review", args=[closed.key])).content.decode()
    assert enter("verifier").get(address).status_code == 200


def test_making_a_link_for_nothing_is_answered_in_words(mine: Client, closed: Review) -> None:
    response = mine.post(reverse("invite_verifier", args=[closed.key]), follow=True)
    assert "Choose at least one" in response.content.decode()
    assert not VerificationInvite.objects.exists()


# --- accepting -----------------------------------------------------------------------------------


def test_looking_binds_nothing_and_shows_no_statement(link: tuple[VerificationInvite, str], enter: Enter) -> None:
    made, token = link
    text = enter("verifier").get(page(token)).content.decode()
    made.refresh_from_db()
    assert made.accepted_by is None
    assert "owner@example.org" in text
    assert "Recommendation service" in text
    assert "<dd>2</dd>" in text
    assert "Text of" not in text
    assert "example.org/run" not in text


def test_a_visitor_is_asked_to_sign_in_and_comes_back(link: tuple[VerificationInvite, str], enter: Enter) -> None:
    response = enter("").get(page(link[1]))
    assert response.status_code == 302
    assert "login" in response["Location"]
    assert link[1] in response["Location"]


def test_accepting_binds_the_account_and_shows_the_chosen_statements_only(
    link: tuple[VerificationInvite, str], enter: Enter, person: Callable[[str], User]
) -> None:
    client = enter("verifier")
    response = client.post(page(link[1]), follow=True)
    text = response.content.decode()
    link[0].refresh_from_db()
    assert link[0].accepted_by == person("verifier")
    for code in CODES:
        assert f"Text of {code}." in text
    for hidden in ("T01-M2a", "T02", "M2 Repeatable"):
        assert hidden not in text
    assert 'href="https://example.org/run/1" rel="noreferrer nofollow"' in text
    # A second time leads to the same place.
    assert client.get(page(link[1]))["Location"] == reverse("verification", args=[link[0].key])
    assert verification.accept(link[0], person("verifier").pk, timezone.now())


def test_the_owner_cannot_accept(mine: Client, link: tuple[VerificationInvite, str], owner: User) -> None:
    assert "You made this link yourself" in mine.get(page(link[1])).content.decode()
    assert mine.post(page(link[1])).status_code == 403
    assert not verification.accept(link[0], owner.pk, timezone.now())
    link[0].refresh_from_db()
    assert link[0].accepted_by is None


@pytest.mark.parametrize("state", ["bound", "revoked", "expired", "unknown", "account gone"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_is_not_valid_says_so_in_one_sentence(
    link: tuple[VerificationInvite, str], enter: Enter, person: Callable[[str], User], state: str, method: str
) -> None:
    made, token = link
    if state in ("bound", "account gone"):
        verification.accept(made, person("first").pk, timezone.now())
    if state == "account gone":
        person("first").delete()
    if state == "revoked":
        verification.revoke(made, timezone.now())
    if state == "expired":
        VerificationInvite.objects.update(expires_at=timezone.now())
    client = enter("late")
    response = getattr(client, method)(page("unknown" if state == "unknown" else token))
    assert response.status_code == 404
    assert "not valid any more" in response.content.decode()
    made.refresh_from_db()
    assert made.accepted_by != person("late")
    assert not verification.accept(made, person("late").pk, timezone.now()) or state == "unknown"


def test_of_two_who_accept_at_once_one_is_bound(
    link: tuple[VerificationInvite, str], person: Callable[[str], User]
) -> None:
    both = [VerificationInvite.objects.get(pk=link[0].pk) for _tab in range(2)]
    bound = [verification.accept(m, person(n).pk, timezone.now()) for m, n in zip(both, ("one", "two"), strict=True)]
    assert bound == [True, False]


def test_accepting_is_limited(closed: Review, enter: Enter, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"verification_accept": "1/h/user"}
    client = enter("verifier")
    tokens = [verification.invite(closed, CODES, timezone.now())[1] for _link in range(2)]
    assert [client.post(page(token)).status_code for token in tokens] == [302, 429]


# --- deciding ------------------------------------------------------------------------------------


def test_the_second_person_confirms_and_doubts_and_the_owner_sees_it(
    mine: Client, accepted: VerificationInvite, enter: Enter, closed: Review
) -> None:
    one, two = queries.chosen(accepted)
    posted = {f"{one.pk}-verdict": "confirmed", f"{two.pk}-verdict": "doubted", f"{two.pk}-comment": "Run is red.\r\n"}
    address = reverse("verification", args=[accepted.key])
    enter("verifier").post(address, posted)
    text = mine.get(reverse("review", args=[closed.key])).content.decode()
    assert text.count("verified by a second person on") == 1
    assert text.count("doubted by a second person on") == 1
    assert "Run is red." in text
    assert text.count("self-reported</span>") == 2
    assert "accepted by verifier@example.org" in text
    assert "Run is red." in enter("verifier").get(address).content.decode()


def test_a_verdict_of_no_kind_and_rows_of_others_are_left_out(accepted: VerificationInvite, closed: Review) -> None:
    other, _token = verification.invite(closed, ["T01-M2a"], timezone.now())
    (foreign,) = queries.chosen(other)
    one, two = queries.chosen(accepted)
    said = {one.pk: ("splendid", "kept"), two.pk: ("", ""), foreign.pk: ("confirmed", "")}
    assert verification.decide(accepted, said, NOW) == 1
    assert [(row.verdict, row.comment) for row in queries.chosen(accepted)] == [("", "kept"), ("", "")]
    assert not Verification.objects.exclude(verdict="").exists()


def test_saying_the_same_again_keeps_the_date(accepted: VerificationInvite) -> None:
    one, _two = queries.chosen(accepted)
    assert verification.decide(accepted, {one.pk: ("confirmed", "")}, NOW) == 1
    assert verification.decide(accepted, {one.pk: ("confirmed", "")}, NOW + timedelta(days=1)) == 0
    one.refresh_from_db()
    assert one.decided_at == NOW


def test_revoking_ends_it_for_the_second_person_too_and_keeps_what_was_said(
    mine: Client, accepted: VerificationInvite, enter: Enter, closed: Review
) -> None:
    one, _two = queries.chosen(accepted)
    verification.decide(accepted, {one.pk: ("confirmed", "")}, NOW)
    mine.post(reverse("revoke_verification", args=[accepted.key]))
    assert enter("verifier").get(reverse("verification", args=[accepted.key])).status_code == 404
    text = mine.get(reverse("review", args=[closed.key])).content.decode()
    assert "verified by a second person on" in text
    assert "revoked" in text


def test_expiry_ends_accepting_and_not_what_was_accepted(accepted: VerificationInvite, enter: Enter) -> None:
    VerificationInvite.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert enter("verifier").get(reverse("verification", args=[accepted.key])).status_code == 200


def test_the_overview_of_the_second_person_leads_to_it(accepted: VerificationInvite, enter: Enter) -> None:
    assert reverse("verification", args=[accepted.key]) in enter("verifier").get(reverse("checklists")).content.decode()
