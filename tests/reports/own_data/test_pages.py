"""The pages: only one's own, not without being asked twice, and said before and after."""

import io
import zipfile
from contextlib import closing
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.accounts.models import Cohort
from assessment.delivery.models import Attempt, ItemTally
from assessment.reports.own_data import views
from tests.reports.own_data.conftest import PASSWORD, World

User = get_user_model()
EXPORT, DELETE, DELETED = "/account/export/", "/account/delete/", "/account/deleted/"
TYPED = {"email": "lin@example.org"}


def text(response: Any) -> str:
    return str(response.content.decode())


# --- taking it away ------------------------------------------------------------------------------------


def test_the_account_page_leads_to_both(signed_in: Client) -> None:
    page = text(signed_in.get("/account/"))
    assert EXPORT in page
    assert DELETE in page


def test_it_gives_the_archive_of_whoever_asks(signed_in: Client, world: World) -> None:
    with closing(signed_in.post(EXPORT)) as response:
        assert response["Content-Type"] == "application/zip"
        assert response["Content-Disposition"].startswith('attachment; filename="plumbline-')
        assert "no-store" in response["Cache-Control"]
        content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"lin@example.org" in archive.read("account.json")
        assert all(world.other.email.encode() not in archive.read(name) for name in archive.namelist())


def test_reading_about_it_gives_nothing(signed_in: Client) -> None:
    response = signed_in.get(EXPORT)
    assert response["Content-Type"].startswith("text/html")
    assert "3 attempts" in text(response) or "3 次" in text(response)


@pytest.mark.parametrize("path", [EXPORT, DELETE])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_is_asked_to_sign_in(world: World, client: Client, path: str, method: str) -> None:
    response = getattr(client, method)(path, TYPED)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))
    assert User.objects.filter(pk=world.person.pk).exists()


def test_archives_are_limited_for_each_person(world: World, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"export": "2/h/user"}
    person, other = Client(), Client()
    person.force_login(world.person)
    other.force_login(world.other)
    answers = [person.post(EXPORT), person.post(EXPORT), person.post(EXPORT), other.post(EXPORT)]
    for answer in answers:
        answer.close()
    assert [answer.status_code for answer in answers] == [200, 200, 429, 200]


def test_the_shipped_settings_limit_archives(settings: Any) -> None:
    assert settings.ACCOUNT_RATE_LIMITS["export"].endswith("/user")


# --- deleting ------------------------------------------------------------------------------------------


def test_it_says_before_what_goes_and_what_remains(signed_in: Client, world: World) -> None:
    signed_in.cookies["django_language"] = "en"
    page = text(signed_in.get(DELETE))
    for words in (
        "3 attempts with their answers", "Your notebook: 1 note", "1 system; reviews and self-ratings: 2",
        "Your place in 1 cohort", "1 cohort that you lead", "the sum of the scores", "1 verification that you gave",
        "1 version of a question that you published", "Download everything",
    ):  # fmt: skip
        assert words in page, words
    assert "administration" not in page


def test_it_deletes_with_the_address_and_the_password(confirmed: Client, world: World) -> None:
    confirmed.cookies["django_language"] = "en"
    response = confirmed.post(DELETE, TYPED, follow=True)
    assert response.redirect_chain == [(DELETED, 302)]
    assert not User.objects.filter(pk=world.person.pk).exists()
    page = text(response)
    assert "The account is deleted" in page
    assert "3 attempts with their answers" in page
    assert "4 answers entered the sums" in page
    assert "_auth_user_id" not in confirmed.session
    assert confirmed.get(DELETED)["Location"] == "/"


def test_it_asks_for_the_password_first_and_then_does_what_was_asked(signed_in: Client, world: World) -> None:
    asked = signed_in.post(DELETE, TYPED)
    assert asked.status_code == 302
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert User.objects.filter(pk=world.person.pk).exists()
    wrong = signed_in.post(asked["Location"], {"password": "not-the-password"})
    assert wrong.status_code == 200
    assert User.objects.filter(pk=world.person.pk).exists()
    done = signed_in.post(asked["Location"], {"password": PASSWORD, "next": DELETE})
    assert done["Location"] == DELETED
    assert not User.objects.filter(pk=world.person.pk).exists()


@pytest.mark.parametrize("typed", ["", "lin", "somebody-else@example.org", "lin.second@example.org"])
def test_another_address_deletes_nobody(confirmed: Client, world: World, typed: str) -> None:
    response = confirmed.post(DELETE, {"email": typed})
    assert response.status_code == 200
    assert 'role="alert"' in text(response)
    assert User.objects.filter(pk__in=[world.person.pk, world.other.pk]).count() == 2


def test_the_address_may_be_typed_in_any_case(confirmed: Client, world: World) -> None:
    assert confirmed.post(DELETE, {"email": " Lin@Example.ORG "}).status_code == 302
    assert not User.objects.filter(pk=world.person.pk).exists()


def test_an_opened_page_deletes_nothing(confirmed: Client, world: World) -> None:
    confirmed.get(DELETE, TYPED)
    assert User.objects.filter(pk=world.person.pk).exists()


def test_the_page_afterwards_speaks_the_language_of_the_person(confirmed: Client) -> None:
    response = confirmed.post(DELETE, TYPED, follow=True, headers={"accept-language": "en"})
    assert 'lang="zh-Hans"' in text(response)
    assert "账户已删除" in text(response)


def test_the_last_administrator_reads_why_not(confirmed: Client, world: World) -> None:
    User.objects.filter(pk=world.person.pk).update(is_superuser=True, is_staff=True)
    confirmed.cookies["django_language"] = "en"
    page = text(confirmed.post(DELETE, TYPED))
    assert "Make somebody else an administrator first" in page
    assert 'name="email"' not in page
    assert User.objects.filter(pk=world.person.pk).exists()


def test_a_race_for_the_last_administrator_ends_in_words(
    confirmed: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_pk: int) -> None:
        raise views.LastAdministrator

    monkeypatch.setattr(views, "delete_account", refuse)
    assert confirmed.post(DELETE, TYPED)["Location"] == DELETE


def test_a_failure_says_so_and_keeps_the_sign_in(
    confirmed: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr(User, "delete", fail)
    confirmed.raise_request_exception = False
    assert confirmed.post(DELETE, TYPED).status_code == 500
    assert confirmed.get("/attempts/").status_code == 200
    assert Attempt.objects.filter(user=world.person).count() == 3


@pytest.mark.parametrize("path", [EXPORT, DELETE])
def test_pages_take_few_queries(signed_in: Client, path: str) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        signed_in.get(path)
    assert len(queries) <= 18


# --- in the administration -----------------------------------------------------------------------------


@pytest.fixture
def administrator(world: World) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root@example.org", PASSWORD))
    client.cookies["django_language"] = "en"
    return client


def test_an_administrator_deletes_by_the_same_action(administrator: Client, world: World) -> None:
    path = f"/admin/assessment/user/{world.person.pk}/delete/"
    page = text(administrator.get(path))
    assert "attempts: 3, reviews: 2, cohorts they lead: 1" in page
    assert administrator.post(path, {"post": "yes"}).status_code == 302
    assert not User.objects.filter(pk=world.person.pk).exists()
    assert "lin@example.org" in text(administrator.get("/admin/")), "the message, once"
    assert "lin@example.org" not in text(administrator.get("/admin/")), "the record of what was done"


def test_several_at_once_go_by_the_same_action(administrator: Client, world: World) -> None:
    chosen = [world.person.pk, world.other.pk]
    posted = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    administrator.post("/admin/assessment/user/", posted)
    assert not User.objects.filter(pk__in=chosen).exists()
    assert not Cohort.objects.exists()
    assert sum(t.answers for t in ItemTally.objects.all()) == 8


def test_an_administrator_deletes_themselves_elsewhere(administrator: Client, world: World) -> None:
    root = User.objects.get(email="root@example.org")
    response = administrator.post(f"/admin/assessment/user/{root.pk}/delete/", {"post": "yes"}, follow=True)
    assert "on your account page" in text(response)
    posted = {"action": "delete_selected", "_selected_action": [root.pk, world.person.pk], "post": "yes"}
    assert "on your account page" in text(administrator.post("/admin/assessment/user/", posted))
    assert User.objects.filter(pk__in=[root.pk, world.person.pk]).count() == 2


def test_two_administrators_who_are_the_last_are_not_deleted_together(world: World) -> None:
    clerk = User.objects.create_user("clerk@example.org", PASSWORD, is_staff=True)
    clerk.user_permissions.add(*Permission.objects.filter(codename__in=("view_user", "delete_user")))
    roots = [User.objects.create_superuser(f"root{number}@example.org", PASSWORD) for number in range(2)]
    client = Client()
    client.force_login(clerk)
    posted = {"action": "delete_selected", "_selected_action": [root.pk for root in roots], "post": "yes"}
    assert "Make somebody else an administrator first" in text(client.post("/admin/assessment/user/", posted))
    assert User.objects.filter(is_superuser=True).count() >= 2


def test_people_without_the_right_cannot(world: World) -> None:
    clerk = Client()
    clerk.force_login(User.objects.create_user("clerk@example.org", PASSWORD, is_staff=True))
    assert clerk.post(f"/admin/assessment/user/{world.person.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Session.objects.count() == 1


def test_simulated_accounts_are_told_apart(administrator: Client, world: World) -> None:
    User.objects.filter(pk=world.other.pk).update(simulated=True)
    page = text(administrator.get("/admin/assessment/user/?simulated__exact=1"))
    assert world.other.email in page
    assert world.person.email not in page
