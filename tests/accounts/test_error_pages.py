"""The pages for what goes wrong: the right status, both languages, and no dependence on what failed."""

import re
from typing import Any

import pytest
from django.conf import settings as project
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory

from assessment.lib import error_pages

HTML = {"en": '<html lang="en">', "zh-hans": '<html lang="zh-Hans">'}


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def reader(language: str) -> Client:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies[project.LANGUAGE_COOKIE_NAME] = language
    return client


def assert_page(response: Any, status: int, language: str, template: str) -> None:
    page = response.content.decode()
    assert response.status_code == status
    assert template in [used.name for used in response.templates]
    assert HTML[language] in page
    assert page.count("<h1") == 1
    assert page.count("btn-primary") == 1
    assert not re.search(r"<style|<[^>]*\sstyle=|<script(?![^>]*src=)", page)
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/no/such/page/", "/accounts/no-such-page/", "/attempts/x/"])
def test_a_visitor_gets_404_and_is_not_sent_to_sign_in(reader: Client, language: str, address: str) -> None:
    assert_page(reader.get(address), 404, language, "404.html")


@pytest.mark.django_db
def test_a_member_gets_404(reader: Client, language: str) -> None:
    reader.force_login(get_user_model().objects.create_user("lin@example.com", "plumb-line-9"))
    response = reader.get("/no/such/page/")
    assert_page(response, 404, language, "404.html")
    assert "lin@example.com" in response.content.decode()


@pytest.mark.django_db
def test_a_404_can_be_read_in_the_other_language(client: Client) -> None:
    client.post("/language/", {"language": "zh-hans", "next": "/no/such/page/?x=1"})
    page = client.get("/no/such/page/?x=1").content.decode()
    assert HTML["zh-hans"] in page
    assert 'name="next" value="/no/such/page/?x=1"' in page


@pytest.mark.django_db
def test_a_form_without_its_token_gets_403(reader: Client, language: str) -> None:
    assert_page(reader.post("/accounts/login/", {"login": "x"}), 403, language, "403_csrf.html")


@pytest.mark.django_db
def test_a_member_without_the_right_gets_403(reader: Client, language: str) -> None:
    reader.force_login(get_user_model().objects.create_user("lin@example.com", "plumb-line-9"))
    assert_page(reader.get("/admin/login/"), 403, language, "403.html")


@pytest.mark.django_db
def test_too_many_tries_get_429(language: str) -> None:
    client = Client()
    client.cookies[project.LANGUAGE_COOKIE_NAME] = language
    for _ in range(21):
        response = client.post("/accounts/signup/", {"email": "x"})
    assert_page(response, 429, language, "429.html")


@pytest.mark.django_db
def test_a_failure_gets_500_in_both_languages_at_once(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("a failure that this test makes")

    monkeypatch.setattr("assessment.accounts.views.render", fail)
    reader.force_login(get_user_model().objects.create_user("lin@example.com", "plumb-line-9"))
    response = reader.get("/account/")
    assert_page(response, 500, "en", "500.html")
    page = response.content.decode()
    assert "Something went wrong on our side" in page
    assert re.search(r'lang="zh-Hans">\s*<h2>我们这边出错了</h2>', page)
    assert "css/plumbline.css" in page


def test_the_page_for_500_needs_no_database_and_no_middleware(rf: RequestFactory) -> None:
    # No mark for the database here: any query fails this test.
    response = error_pages.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "我们这边出错了" in response.content.decode()


def test_a_request_that_is_far_too_large_gets_400_and_stores_nothing(client: Client, db: None) -> None:
    response = client.post("/accounts/login/", {"login": "x" * 2_000_000})
    assert response.status_code == 400
    assert "nothing of it was stored" in response.content.decode()
    assert "无法理解这个请求" in response.content.decode()


def test_a_request_for_another_host_gets_400(client: Client, db: None) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
