"""The shipped bank once a module, people of every kind, and forms posted as a browser posts them."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client

from assessment.exchange.actions import load_bank_if_empty
from tests.admin.samples import publish_samples

Fields = dict[str, list[str]]
CHINESE = {"accept-language": "zh-hans"}


@pytest.fixture(scope="module")
def shipped_bank(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The shipped fixtures and a question of every other type, in an empty database, rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert load_bank_if_empty()
        publish_samples()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def person(db: None) -> Callable[[str], Any]:
    """`person("author")`: an account of that role; a learner is no staff, `staff` is in no group."""

    def make(role: str) -> Any:
        users = get_user_model().objects
        user, _created = users.get_or_create(
            email=f"{role}@example.com", is_superuser=role == "superuser", is_staff=role != "learner"
        )
        if role in ("author", "reviewer", "lead"):
            user.groups.add(Group.objects.get(name=role))
        return user

    return make


@pytest.fixture
def enter(person: Callable[[str], Any]) -> Callable[[str], Client]:
    """`enter("author")`: a client that is signed in as that person; `visitor` is not signed in."""

    def sign_in(role: str) -> Client:
        client = Client()
        if role != "visitor":
            client.force_login(person(role))
        return client

    return sign_in


@pytest.fixture
def author(enter: Callable[[str], Client]) -> Client:
    return enter("author")


class _Form(HTMLParser):
    """Collects what a browser would post of the form of class `name`, without its buttons."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self.inside, self.fields = name, False, {}  # type: ignore[var-annotated]
        self.area, self.select, self.first = "", "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("class") == self.name
        elif not self.inside:
            return
        elif tag == "input":
            self._input(given)
        elif tag == "textarea":
            self.area = given["name"]
            self.fields[self.area] = [""]
        elif tag == "select":
            self.select, self.first = given["name"], ""
        elif tag == "option":
            self.first = self.first or given.get("value", "")
            if "selected" in given:
                self.fields[self.select] = [given.get("value", "")]
            else:
                self.fields.setdefault(self.select, [given.get("value", "")])

    def _input(self, given: dict[str, str]) -> None:
        kind, name, value = given.get("type", "text"), given.get("name", ""), given.get("value", "")
        if kind == "submit" or (kind == "checkbox" and "checked" not in given):
            return
        if kind == "date" and not (len(value) == 10 and value[4] == value[7] == "-"):
            value = ""  # a browser shows nothing else
        self.fields[name] = [value or ("on" if kind == "checkbox" else "")]

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            text = self.fields[self.area][0].removeprefix("\n")
            self.fields[self.area] = [text.replace("\r\n", "\n").replace("\n", "\r\n")]
            self.area = ""
        elif tag == "form":
            self.inside = False


@pytest.fixture
def posted() -> Callable[[Any], Fields]:
    """`posted(response)`: the fields of the page's draft form as a browser would send them back."""

    def read(response: Any) -> Fields:
        form = _Form("draft-form")
        form.feed(response.content.decode())
        assert form.fields, "there is no draft form on this page"
        return form.fields

    return read
