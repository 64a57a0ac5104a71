"""The language: kept on the page, remembered with the account, and the browser's own choice first."""

from typing import Any

import pytest
from django.conf import settings as project
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

User = get_user_model()
ENGLISH, CHINESE = '<html lang="en">', '<html lang="zh-Hans">'


@pytest.fixture
def person(db: None) -> Any:
    return User.objects.create_user("lin@example.com", "plumb-line-9")


def switch(client: Client, language: str, page: str = "/") -> Any:
    return client.post(reverse("set_language"), {"language": language, "next": page})


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/", "/accounts/login/?next=/attempts/", "/accounts/signup/"])
def test_it_keeps_the_page(client: Client, page: str) -> None:
    assert ENGLISH in client.get(page).content.decode()
    response = switch(client, "zh-hans", page)
    assert response["Location"] == page
    assert CHINESE in client.get(page).content.decode()
    assert int(response.cookies[project.LANGUAGE_COOKIE_NAME]["max-age"]) == project.LANGUAGE_COOKIE_AGE


def test_it_is_remembered_and_follows_to_another_machine(person: Any, client: Client) -> None:
    client.force_login(person)
    switch(client, "zh-hans")
    person.refresh_from_db()
    assert person.language == "zh-hans"
    elsewhere = Client(headers={"Accept-Language": "en"})
    assert ENGLISH in elsewhere.get("/accounts/login/").content.decode()
    elsewhere.post("/accounts/login/", {"login": person.email, "password": "plumb-line-9"})
    page = elsewhere.get("/account/")
    assert CHINESE in page.content.decode()
    assert page["Content-Language"] == "zh-hans"


def test_the_cookie_wins_over_what_is_remembered(person: Any, client: Client) -> None:
    User.objects.filter(pk=person.pk).update(language="zh-hans")
    client.force_login(person)
    client.cookies[project.LANGUAGE_COOKIE_NAME] = "en"
    assert ENGLISH in client.get("/account/").content.decode()


@pytest.mark.parametrize("language", ["", "xx", "../../etc"])
def test_it_ignores_an_unknown_language(person: Any, client: Client, language: str) -> None:
    client.force_login(person)
    switch(client, language)
    person.refresh_from_db()
    assert person.language == ""
    assert ENGLISH in client.get("/account/").content.decode()


@pytest.mark.django_db
def test_it_is_switched_only_by_a_form(client: Client) -> None:
    assert client.get(reverse("set_language")).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(("accepts", "page"), [("zh-CN,zh;q=0.9", CHINESE), ("de", ENGLISH), ("en", ENGLISH)])
def test_a_first_visit_is_in_the_language_of_the_browser(accepts: str, page: str) -> None:
    assert page in Client(headers={"Accept-Language": accepts}).get("/").content.decode()
