"""Every page of accounts: ours, whole, in both languages, and without anything inline."""

import re
from pathlib import Path
from typing import Any

import pytest
from allauth.account import urls as allauth_urls
from allauth.account.models import EmailAddress
from django.conf import settings as project
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertInHTML

User = get_user_model()
VISITOR = {
    "account_login": [],
    "account_signup": [],
    "account_inactive": [],
    "account_reset_password": [],
    "account_reset_password_done": [],
    "account_reset_password_from_key": ["1", "no-such-key"],
    "account_reset_password_from_key_done": [],
    "account_email_verification_sent": [],
    "account_confirm_email": ["no-such-key"],
}
MEMBER = {
    "account": [],
    "account_email": [],
    "account_change_password": [],
    "account_logout": [],
    "account_reauthenticate": [],
}
# Pages that only lead elsewhere with our settings or for this person.
ELSEWHERE = {"account_confirm_login_code", "account_set_password"}
_ATTRIBUTE = re.compile(r"<[^>]*\s(style|on\w+)\s*=", re.IGNORECASE)
_ELEMENT = re.compile(r"<style\b|<script\b(?![^>]*\bsrc=)", re.IGNORECASE)


@pytest.fixture
def person(db: None) -> Any:
    user = User.objects.create_user("lin@example.com", "plumb-line-9")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    EmailAddress.objects.create(user=user, email="second@example.com")
    return user


def assert_ours(response: Any) -> None:
    page = response.content.decode()
    assert not _ATTRIBUTE.search(page)
    assert not _ELEMENT.search(page)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    used = [Path(template.origin.name) for template in response.templates if template.name.startswith("account/")]
    assert all(path.is_relative_to(project.BASE_DIR / "templates") for path in used), used
    assert page.count("<h1") == 1
    assert page.count("btn-primary") <= 1


def test_every_address_of_accounts_is_known_here() -> None:
    names = {pattern.name for pattern in allauth_urls.urlpatterns}
    assert names <= {*VISITOR, *MEMBER, *ELSEWHERE}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", VISITOR)
def test_it_is_a_page_of_ours_for_a_visitor(client: Client, name: str, language: str) -> None:
    client.cookies[project.LANGUAGE_COOKIE_NAME] = language
    response = client.get(reverse(name, args=VISITOR[name]))
    assert response.status_code == 200
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}">' in response.content.decode()
    assert_ours(response)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", MEMBER)
def test_it_is_a_page_of_ours_for_a_member(person: Any, client: Client, name: str, language: str) -> None:
    client.cookies[project.LANGUAGE_COOKIE_NAME] = language
    client.force_login(person)
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert_ours(response)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in MEMBER if name != "account_logout"])
def test_it_asks_a_visitor_to_sign_in(client: Client, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response["Location"].startswith(f"{reverse('account_login')}?next=")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["signup_closed", "verified_email_required"])
def test_it_has_a_page_for_what_a_setting_could_switch_on(rf: Any, name: str) -> None:
    request = rf.get("/")
    assert "<h1>" in render_to_string(f"account/{name}.html", {}, request)


@pytest.mark.django_db
def test_it_shows_no_page_for_a_code_that_is_never_sent(client: Client) -> None:
    assert client.get(reverse("account_confirm_login_code"))["Location"] == reverse("account_login")


@pytest.mark.parametrize(
    ("address", "field", "autocomplete"),
    [
        ("/accounts/login/", "login", "email"),
        ("/accounts/login/", "password", "current-password"),
        ("/accounts/signup/", "email", "email"),
        ("/accounts/signup/", "password1", "new-password"),
        ("/accounts/password/reset/", "email", "email"),
        ("/accounts/password/change/", "oldpassword", "current-password"),
        ("/accounts/password/change/", "password1", "new-password"),
        ("/accounts/password/change/", "password2", "new-password"),
    ],
)
def test_a_field_can_be_filled_by_the_browser(
    person: Any, client: Client, address: str, field: str, autocomplete: str
) -> None:
    if "change" in address:
        client.force_login(person)
    (tag,) = re.findall(rf'<input[^>]*name="{field}"[^>]*>', client.get(address).content.decode())
    assert f'autocomplete="{autocomplete}"' in tag


def test_it_shows_the_address_and_the_ways_to_change_things(person: Any, client: Client) -> None:
    client.force_login(person)
    page = client.get("/account/").content.decode()
    assert person.email in page
    for name in ("account_email", "account_change_password", "account_logout"):
        assert f'"{reverse(name)}"' in page


def test_it_changes_the_password_and_stays_signed_in_here_alone(person: Any) -> None:
    here, there = Client(), Client()
    here.force_login(person)
    there.force_login(person)
    page = here.get("/accounts/password/change/").content.decode()
    assertInHTML('<input type="hidden" name="next" value="/account/">', page)
    new = {"oldpassword": "plumb-line-9", "password1": "true-vertical-7", "password2": "true-vertical-7"}
    assert here.post("/accounts/password/change/", {**new, "next": "/account/"})["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


def test_it_sets_a_password_where_there_is_none(person: Any, client: Client) -> None:
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    response = client.get("/accounts/password/change/", follow=True)
    assert_ours(response)
    new = {"password1": "true-vertical-7", "password2": "true-vertical-7", "next": "/account/"}
    assert client.post(reverse("account_set_password"), new)["Location"] == "/account/"
    person.refresh_from_db()
    assert person.check_password("true-vertical-7")


def test_it_manages_addresses(person: Any, client: Client) -> None:
    client.force_login(person)
    second = {"email": "second@example.com"}
    client.post("/accounts/email/", {**second, "action_primary": "1"})
    person.refresh_from_db()
    assert person.email == "lin@example.com"  # a confirmed address gives way to confirmed ones only
    EmailAddress.objects.filter(**second).update(verified=True)
    client.post("/accounts/email/", {**second, "action_primary": "1"})
    person.refresh_from_db()
    assert person.email == "second@example.com"
    client.post("/accounts/email/", {"email": "lin@example.com", "action_remove": "1"})
    assert [row.email for row in EmailAddress.objects.filter(user=person)] == ["second@example.com"]


def test_the_address_of_another_account_cannot_become_primary(db: None) -> None:
    User.objects.create_user("other@example.com", "plumb-line-9")
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_user("lin@example.com", "plumb-line-9"))
    client.post("/accounts/email/", {"email": "other@example.com", "action_add": "1"})
    response = client.post("/accounts/email/", {"email": "other@example.com", "action_primary": "1"})
    assert response.status_code < 500


def test_what_stands_in_an_address_is_escaped(db: None, client: Client) -> None:
    user = User.objects.create_user("o'neil&co@example.com", "plumb-line-9")
    client.force_login(user)
    assert "o&#x27;neil&amp;co@example.com" in client.get("/account/").content.decode()
