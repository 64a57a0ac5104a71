"""Registering, signing in and out, and what stands in the way of guessing."""

import re
import subprocess
import sys
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as project
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import reverse

User = get_user_model()
PASSWORD = "plumb-line-9"
LOGIN, SIGNUP, LOGOUT = "/accounts/login/", "/accounts/signup/", "/accounts/logout/"
TOO_MANY = {"en": "Too many failed login attempts", "zh-hans": "登录失败次数过多"}
WRONG = {
    "en": "The email address and/or password you specified are not correct.",
    "zh-hans": "您提供的电子邮件地址和/或密码不正确。",
}


@pytest.fixture
def person(db: None) -> Any:
    user = User.objects.create_user("lin@example.com", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def speaking(client: Client, language: str) -> Client:
    client.cookies[project.LANGUAGE_COOKIE_NAME] = language
    return client


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def sign_in(client: Client, email: str = "lin@example.com", password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": email, "password": password, **more})


# --- registering -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_it_registers_and_keeps_the_language(db: None, client: Client, language: str) -> None:
    response = speaking(client, language).post(SIGNUP, {"email": "new@example.com", "password1": PASSWORD})
    assert response.status_code == 302
    assert response["Location"] == reverse("catalogue")
    assert signed_in(client)
    assert User.objects.get(email="new@example.com").language == language


def test_it_keeps_the_page_one_wanted_through_registering(db: None, client: Client) -> None:
    wanted = reverse("attempts")
    sent = client.get(wanted)
    assert sent.status_code == 302
    login = client.get(sent["Location"])
    link = f'href="{SIGNUP}?next={wanted.replace("/", "%2F")}"'
    assert link in login.content.decode()
    signup = client.get(f"{SIGNUP}?next={wanted}")
    assert f'<input type="hidden" name="next" value="{wanted}">' in signup.content.decode()
    assert f"{LOGIN}?next=" in signup.content.decode()
    done = client.post(SIGNUP, {"email": "new@example.com", "password1": PASSWORD, "next": wanted})
    assert done["Location"] == wanted


def test_it_keeps_the_page_one_wanted_after_an_error_and_a_change_of_language(person: Any, client: Client) -> None:
    here = f"{LOGIN}?next={reverse('attempts')}"
    # The form has no address of its own, so it goes to the one that carries `next`.
    assert '<form class="account-form" method="post">' in client.get(here).content.decode()
    again = client.post(here, {"login": person.email, "password": "wrong", "next": reverse("attempts")})
    assert again.context["request"].get_full_path() == here
    changed = client.post(reverse("set_language"), {"language": "zh-hans", "next": here})
    assert changed["Location"] == here


@pytest.mark.parametrize("email", ["Lin@example.com", "LIN@EXAMPLE.COM", " lin@example.com "])
def test_it_makes_no_second_account_for_another_case(person: Any, client: Client, email: str) -> None:
    response = client.post(SIGNUP, {"email": email, "password1": PASSWORD})
    assert response.status_code == 200
    assert response.context["form"].errors["email"]
    assert User.objects.filter(email__iexact="lin@example.com").count() == 1


def test_it_makes_no_second_account_for_one_stored_in_capitals(db: None, client: Client) -> None:
    User.objects.create(email="Old@Example.com")
    client.post(SIGNUP, {"email": "old@example.com", "password1": PASSWORD})
    assert User.objects.filter(email__iexact="old@example.com").count() == 1


@pytest.mark.parametrize("password", ["123", "password", "new@example.com"])
def test_it_refuses_a_weak_password_and_says_why_in_one_place(db: None, client: Client, password: str) -> None:
    response = client.post(SIGNUP, {"email": "new@example.com", "password1": password})
    page = response.content.decode()
    assert not User.objects.exists()
    assert 'role="alert"' in page
    assert '<a href="#id_password1">' in page
    assert re.search(r"<title>\s*Error: ", page)


# --- in and out -------------------------------------------------------------------------------------


@pytest.mark.parametrize("email", ["lin@example.com", "LIN@Example.com"])
def test_it_signs_in_whatever_the_case_of_the_address(person: Any, client: Client, email: str) -> None:
    assert sign_in(client, email)["Location"] == reverse("catalogue")
    assert signed_in(client)


def test_it_signs_in_to_the_page_one_wanted(person: Any, client: Client) -> None:
    assert sign_in(client, next=reverse("attempts"))["Location"] == reverse("attempts")


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", r"\\evil.example", "javascript:alert(1)"]
)
def test_it_refuses_to_be_sent_elsewhere(person: Any, elsewhere: str) -> None:
    client = Client()
    assert sign_in(client, next=elsewhere)["Location"] == reverse("catalogue")
    assert client.post(LOGOUT, {"next": elsewhere})["Location"] == reverse("home")
    signup = client.post(SIGNUP, {"email": "new@example.com", "password1": PASSWORD, "next": elsewhere})
    assert signup["Location"] == reverse("catalogue")
    assert client.post(reverse("set_language"), {"language": "en", "next": elsewhere})["Location"] == "/"


def test_it_signs_out_only_by_a_form(person: Any, client: Client) -> None:
    sign_in(client)
    assert client.get(LOGOUT).status_code == 200
    assert signed_in(client)
    assert client.post(LOGOUT)["Location"] == reverse("home")
    assert not signed_in(client)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("email", ["lin@example.com", "nobody@example.com"])
def test_it_says_the_same_for_a_wrong_password_and_an_unknown_address(
    person: Any, client: Client, language: str, email: str
) -> None:
    response = sign_in(speaking(client, language), email, "wrong")
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count(WRONG[language]) == 1
    assert 'role="alert"' in page
    assert not signed_in(client)


# --- limits -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_it_stops_guessing_one_password_even_when_it_is_right(person: Any, client: Client, language: str) -> None:
    speaking(client, language)
    for _ in range(5):
        assert WRONG[language] in sign_in(client, password="wrong").content.decode()
    assert TOO_MANY[language] in sign_in(client).content.decode()
    assert not signed_in(client)


def test_it_counts_failures_wherever_they_come_from(person: Any) -> None:
    for place in range(5):
        Client(REMOTE_ADDR=f"192.0.2.{place}").post(LOGIN, {"login": person.email, "password": "wrong"})
    client = Client(REMOTE_ADDR="198.51.100.1")
    assert TOO_MANY["en"] in sign_in(client, "LIN@example.com").content.decode()


def test_it_answers_429_to_a_flood_and_still_shows_the_form(person: Any, client: Client) -> None:
    answers = [sign_in(client, f"nobody{number}@example.com", "wrong").status_code for number in range(31)]
    assert answers == [200] * 30 + [429]
    refused = sign_in(client)
    assert refused.status_code == 429
    assert "429.html" in [template.name for template in refused.templates]
    assert client.get(LOGIN).status_code == 200


_ELSEWHERE = """
import sys
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
import django
django.setup()
from django.test import Client
print(Client().post("/accounts/login/", {"login": "lin@example.com", "password": sys.argv[2]}).content.decode())
"""


@pytest.mark.django_db(transaction=True)
def test_it_counts_failures_across_processes(client: Client) -> None:
    assert project.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    User.objects.create_user("lin@example.com", PASSWORD)
    for _ in range(5):
        sign_in(client, password="wrong")
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-c", _ELSEWHERE, name, PASSWORD]
    other = subprocess.run(command, capture_output=True, text=True, check=True, cwd=project.BASE_DIR, encoding="utf-8")
    assert TOO_MANY["en"] in other.stdout


# --- the administration -----------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/", "/admin/login/?next=/admin/", "/admin/assessment/question/"])
def test_the_administration_is_entered_by_the_door_of_the_site(client: Client, address: str) -> None:
    response = client.get(address, follow=True)
    assert response.redirect_chain[-1][0].startswith(f"{LOGIN}?next=%2Fadmin%2F") or (
        response.redirect_chain[-1][0].startswith(f"{LOGIN}?next=/admin/")
    )
    assert "account/login.html" in [template.name for template in response.templates]


def test_the_administration_is_closed_to_those_without_the_right(person: Any, client: Client) -> None:
    client.force_login(person)
    for address in ("/admin/", "/admin/assessment/user/"):
        response = client.get(address, follow=True)
        assert response.status_code == 403
        assert "403.html" in [template.name for template in response.templates]


def test_the_administration_opens_after_signing_in(db: None, client: Client) -> None:
    User.objects.create_superuser("chief@example.com", PASSWORD)
    assert sign_in(client, "chief@example.com", next="/admin/")["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_the_old_door_of_the_administration_signs_nobody_in(db: None, client: Client) -> None:
    User.objects.create_superuser("chief@example.com", PASSWORD)
    client.post("/admin/login/", {"username": "chief@example.com", "password": PASSWORD})
    assert not signed_in(client)
