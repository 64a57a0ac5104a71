"""The mails: what they lead to, in whose language, and what they do not give away."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as project
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils.translation import trans_real

User = get_user_model()
RESET, SIGNUP, LOGIN = "/accounts/password/reset/", "/accounts/signup/", "/accounts/login/"
PASSWORD, NEW = "plumb-line-9", "true-vertical-7"
TRANSLATED = {
    "Set a new password": "设置新密码",
    "Confirm your e-mail address": "请确认邮箱",
    "The link works once, within three days. If it was not you, you need not do anything: your password stays as it is."
    "": "链接三天内有效。",
}


@pytest.fixture(autouse=True)
def _translations(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few translations of our own, so that these tests do not depend on the wording of the real ones."""
    catalogue = trans_real.translation("zh-hans")._catalog._catalogs[0]
    for english, chinese in TRANSLATED.items():
        monkeypatch.setitem(catalogue, english, chinese)


@pytest.fixture
def mandatory(settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


def member(email: str = "lin@example.com", language: str = "", verified: bool = True) -> Any:
    user = User.objects.create_user(email, PASSWORD, language=language)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=verified)
    return user


def link_in(body: str) -> str:
    (link,) = re.findall(r"^http://testserver(/\S+)$", body, re.MULTILINE)
    return str(link)


def speaking(language: str) -> Client:
    client = Client()
    client.cookies[project.LANGUAGE_COOKIE_NAME] = language
    return client


# --- a new password ---------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "subject"), [("en", "Set a new password"), ("zh-hans", TRANSLATED["Set a new password"])]
)
def test_it_sets_a_new_password_by_the_link_in_the_mail(mailoutbox: Any, language: str, subject: str) -> None:
    user = member(language=language)
    client = speaking(language)
    assert client.post(RESET, {"email": "LIN@example.com"})["Location"] == reverse("account_reset_password_done")
    (mail,) = mailoutbox
    assert mail.to == ["lin@example.com"]
    assert mail.subject == f"Plumbline · {subject}"
    assert mail.body.endswith("-- \nPlumbline · 准绳\ntestserver")
    page = client.get(link_in(mail.body), follow=True)
    form = page.redirect_chain[-1][0]
    assert "set-password" in form
    assert re.search(r'autocomplete="username"\s+value="lin@example.com"', page.content.decode())
    mismatch = client.post(form, {"password1": NEW, "password2": "other"})
    assert mismatch.context["form"].errors["password2"]
    done = client.post(form, {"password1": NEW, "password2": NEW}, follow=True)
    assert done.redirect_chain[-1][0] == reverse("account_reset_password_from_key_done")
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert client.post(LOGIN, {"login": user.email, "password": NEW}).status_code == 302
    # The link works once.
    again = Client().get(link_in(mail.body))
    assert again.status_code == 200
    assert again.context["token_fail"]


@pytest.mark.django_db
@pytest.mark.parametrize(("mine", "page"), [("zh-hans", "en"), ("en", "zh-hans")])
def test_a_mail_is_in_the_language_of_its_reader(mailoutbox: Any, mine: str, page: str) -> None:
    member(language=mine)
    speaking(page).post(RESET, {"email": "lin@example.com"})
    chinese = mine == "zh-hans"
    assert ("设置新密码" in mailoutbox[0].subject) is chinese
    assert ("链接三天内有效。" in mailoutbox[0].body) is chinese


@pytest.mark.django_db
def test_a_mail_to_somebody_without_a_language_is_in_that_of_the_page(mailoutbox: Any) -> None:
    member(language="")
    speaking("zh-hans").post(RESET, {"email": "lin@example.com"})
    assert "设置新密码" in mailoutbox[0].subject


@pytest.mark.django_db
def test_it_does_not_tell_whether_an_address_has_an_account(client: Client, mailoutbox: Any) -> None:
    member()
    known = client.post(RESET, {"email": "lin@example.com"}, follow=True)
    unknown = client.post(RESET, {"email": "nobody@example.com"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert without_token(known) == without_token(unknown)
    assert [mail.to for mail in mailoutbox] == [["lin@example.com"], ["nobody@example.com"]]
    assert link_in(mailoutbox[1].body) == SIGNUP


@pytest.mark.django_db
def test_failures_are_forgotten_after_a_new_password(client: Client, mailoutbox: Any) -> None:
    member()
    for _ in range(6):
        client.post(LOGIN, {"login": "lin@example.com", "password": "wrong"})
    client.post(RESET, {"email": "lin@example.com"})
    form = client.get(link_in(mailoutbox[0].body))["Location"]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert client.post(LOGIN, {"login": "lin@example.com", "password": NEW}).status_code == 302


@pytest.mark.django_db
def test_it_limits_the_mails_to_one_address(client: Client, mailoutbox: Any) -> None:
    member()
    answers = [client.post(RESET, {"email": "lin@example.com"}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    assert len(mailoutbox) == 5


def test_the_three_days_in_our_texts_are_true() -> None:
    from allauth.account import app_settings

    assert project.PASSWORD_RESET_TIMEOUT == 3 * 24 * 3600
    assert app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS == 3


# --- confirming an address --------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.usefixtures("mandatory")
@pytest.mark.parametrize(
    ("language", "subject"),
    [("en", "Confirm your e-mail address"), ("zh-hans", TRANSLATED["Confirm your e-mail address"])],
)
def test_a_new_account_opens_by_the_link_in_the_mail(mailoutbox: Any, language: str, subject: str) -> None:
    client = speaking(language)
    sent = client.post(SIGNUP, {"email": "new@example.com", "password1": PASSWORD})
    assert sent["Location"] == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in client.session
    (mail,) = mailoutbox
    assert mail.subject == f"Plumbline · {subject}"
    assert mail.body.endswith("-- \nPlumbline · 准绳\ntestserver")
    refused = Client().post(LOGIN, {"login": "new@example.com", "password": PASSWORD})
    assert refused["Location"] == reverse("account_email_verification_sent")
    # Mail programs open links to look at them; only the button confirms.
    page = client.get(link_in(mail.body))
    assert "new@example.com" in page.content.decode()
    assert not EmailAddress.objects.get(email="new@example.com").verified
    client.post(link_in(mail.body))
    assert EmailAddress.objects.get(email="new@example.com").verified
    assert client.post(LOGIN, {"login": "new@example.com", "password": PASSWORD})["Location"] == reverse("catalogue")


@pytest.mark.django_db
@pytest.mark.usefixtures("mandatory")
def test_registering_does_not_tell_whether_an_address_has_an_account(mailoutbox: Any) -> None:
    member()
    pages = [
        Client().post(SIGNUP, {"email": email, "password1": PASSWORD}, follow=True)
        for email in ("Lin@example.com", "new@example.com")
    ]
    assert pages[0].redirect_chain == pages[1].redirect_chain
    first, second = (without_token(page) for page in pages)
    assert first.replace("lin@example.com", "new@example.com") == second
    assert User.objects.filter(email__iexact="lin@example.com").count() == 1
    assert link_in(mailoutbox[0].body) == RESET


@pytest.mark.django_db
def test_an_added_address_is_confirmed_for_the_account_that_is_named(client: Client, mailoutbox: Any) -> None:
    user = member()
    client.force_login(user)
    client.post("/accounts/email/", {"email": "second@example.com", "action_add": "1"})
    (mail,) = mailoutbox
    assert mail.to == ["second@example.com"]
    assert "lin@example.com" in mail.body
    page = client.get(link_in(mail.body)).content.decode()
    assert "second@example.com" in page
    assert "lin@example.com" in page
    client.post(link_in(mail.body))
    assert EmailAddress.objects.get(email="second@example.com").verified


@pytest.mark.django_db
def test_a_mail_is_plain_text_as_it_was_typed(client: Client, mailoutbox: Any) -> None:
    client.post(RESET, {"email": "o'neil&co@example.com"})
    assert "o'neil&co@example.com" in mailoutbox[0].body
    assert mailoutbox[0].alternatives == []


@pytest.mark.django_db
def test_changes_are_announced_where_that_is_switched_on(client: Client, mailoutbox: Any, settings: Any) -> None:
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    user = member()
    EmailAddress.objects.create(user=user, email="second@example.com", verified=True)
    client.force_login(user)
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    client.post("/accounts/email/", {"email": "second@example.com", "action_primary": "1"})
    client.post("/accounts/email/", {"email": "lin@example.com", "action_remove": "1"})
    assert [mail.subject.partition(" · ")[2] for mail in mailoutbox] == [
        "Your password was changed",
        "Your e-mail address was changed",
        "An e-mail address was removed",
    ]
    assert all("127.0.0.1" in mail.body and "准绳" in mail.body for mail in mailoutbox)


def without_token(response: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
