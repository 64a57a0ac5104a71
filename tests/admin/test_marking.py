"""Reviewers mark open answers in the admin and never learn whose they are."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.urls import reverse

from assessment.accounts.groups import ensure_groups
from assessment.delivery.models import AttemptItem, RubricMark
from tests.delivery.written import START, write, writing_quiz

QUEUE = "/admin/assessment/rubricmark/"
MAY = {"superuser", "author", "reviewer"}
ROLES = ("superuser", "author", "reviewer", "lead", "staff", "learner", "visitor")
MIGRATION = "assessment.migrations.0010_open_answers_are_marked"


@pytest.fixture
def item(person: Callable[[str], Any]) -> AttemptItem:
    return write(writing_quiz(), person("learner"))


def address(item: AttemptItem, part: int = 0) -> str:
    return reverse("admin:assessment_rubricmark_mark", args=[item.pk, part])


def mark(client: Client, item: AttemptItem, *met: str, seen: int = 0, part: int = 0) -> Any:
    return client.post(address(item, part), {"met": met, "comment": "Good.", "seen": seen})


@pytest.mark.parametrize("role", ROLES)
def test_answers_are_seen_and_marked_by_those_who_may(
    enter: Callable[[str], Client], item: AttemptItem, role: str
) -> None:
    client = enter(role)
    statuses = [client.get(QUEUE).status_code, client.get(address(item)).status_code, mark(client, item).status_code]
    refused = 302 if role in ("learner", "visitor") else 403
    assert statuses == ([200, 200, 302] if role in MAY else [refused] * 3)
    assert RubricMark.objects.exists() is (role in MAY)


def test_the_permission_alone_opens_it(person: Callable[[str], Any], enter: Callable[[str], Client],
                                       item: AttemptItem) -> None:  # fmt: skip
    person("staff").user_permissions.add(Permission.objects.get(codename="mark_open_answers"))
    assert mark(enter("staff"), item).status_code == 302


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("1 answer waits.", "Mark an answer to SA-1")), ("zh-hans", ("等待评阅", "评阅 SA-1 的一个答案"))],
)
def test_the_list_and_the_page_say_what_to_do_and_not_whose_it_is(
    enter: Callable[[str], Client], item: AttemptItem, language: str, words: tuple[str, str]
) -> None:
    client = enter("reviewer")
    headers = {"accept-language": language}
    queue, page = (client.get(a, headers=headers).content.decode() for a in (QUEUE, address(item)))
    assert all(text in queue for text in words)
    assert "Then a person." in page
    assert page.count('type="checkbox" name="met"') == 7
    for text in (queue, page):
        assert "learner@example.com" not in text
        assert str(item.attempt.key) not in text


def test_marking_takes_it_from_the_list_and_tells_the_learner(
    enter: Callable[[str], Client], item: AttemptItem
) -> None:
    reviewer = enter("reviewer")
    response = reviewer.post(address(item), {"met": ["r1", "r2"], "comment": "Name it.", "seen": 0}, follow=True)
    page = response.content.decode()
    assert response.redirect_chain == [(QUEUE, 302)]
    assert "Marked. The learner sees it" in page
    assert "No open answer waits to be marked" in page
    assert address(item) in page  # among what was marked last
    learner = enter("learner").get(reverse("result", args=[item.attempt.key])).content.decode()
    assert "Marked by a reviewer on" in learner
    assert "Name it." in learner
    assert "reviewer@example.com" not in learner
    assert "Name it." in reviewer.get(address(item)).content.decode()


def test_an_older_page_does_not_mark_over_a_newer_mark(enter: Callable[[str], Client], item: AttemptItem) -> None:
    mark(enter("reviewer"), item, "r1")
    response = mark(enter("author"), item, "r2")
    assert response["Location"] == address(item)
    assert RubricMark.objects.get().met == ["r1"]
    assert mark(enter("author"), item, "r2", seen=1)["Location"] == QUEUE
    assert RubricMark.objects.count() == 2


def test_nobody_finds_their_own_or_what_is_no_open_answer(
    person: Callable[[str], Any], enter: Callable[[str], Client], item: AttemptItem
) -> None:
    own = write(item.attempt.quiz, person("reviewer"), day=1)
    client = enter("reviewer")
    short = item.attempt.items.get(position=1)
    for wanted, part in ((own, 0), (short, 0), (item, 1), (SimpleNamespace(pk=10**9), 0)):
        assert client.get(address(wanted, part)).status_code == 404  # type: ignore[arg-type]
        assert mark(client, wanted, "r1", part=part).status_code == 404  # type: ignore[arg-type]
    assert address(own) not in client.get(QUEUE).content.decode()
    assert not RubricMark.objects.exists()


def test_no_stock_page_tells_more(enter: Callable[[str], Client], item: AttemptItem) -> None:
    root = enter("superuser")
    mark(root, item)
    pk = RubricMark.objects.get().pk
    for tail in ("add/", f"{pk}/change/", f"{pk}/delete/", f"{pk}/history/"):
        assert root.get(QUEUE + tail).status_code == 404


def test_the_cost_of_the_list_does_not_grow(
    enter: Callable[[str], Client], person: Callable[[str], Any], item: AttemptItem,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    for day in range(1, 6):
        write(item.attempt.quiz, person("learner"), day=day)
    client = enter("reviewer")
    with django_assert_max_num_queries(8):
        page = client.get(QUEUE).content.decode()
    assert page.count("Mark an answer to SA-1") == 6
    with django_assert_max_num_queries(12):
        client.get(address(item))


def test_the_list_ends_and_says_how_many_wait(enter: Callable[[str], Client], item: AttemptItem) -> None:
    copies = []
    for i in range(60):
        copy = AttemptItem.objects.get(pk=item.pk)
        copy.pk, copy.position, copy.closed_at = None, 10 + i, START + timedelta(hours=i + 1)  # type: ignore[assignment]
        copies.append(copy)
    AttemptItem.objects.bulk_create(copies)
    page = enter("reviewer").get(QUEUE).content.decode()
    assert "61 answers wait, the oldest first." in page
    assert page.count("Mark an answer to SA-1") == 50


# --- the permission --------------------------------------------------------------------------------


def groups_that_may() -> set[str]:
    return set(Group.objects.filter(permissions__codename="mark_open_answers").values_list("name", flat=True))


def allow() -> None:
    import_module(MIGRATION).allow(apps, SimpleNamespace(connection=connection))


@pytest.mark.django_db
def test_authors_and_reviewers_may_mark_from_the_first_day() -> None:
    assert groups_that_may() == {"author", "reviewer"}


@pytest.mark.django_db
@pytest.mark.parametrize("known", [True, False])
def test_older_groups_get_the_permission_once(known: bool) -> None:
    for group in Group.objects.all():
        group.permissions.remove(*Permission.objects.filter(codename="mark_open_answers"))
    if not known:
        Permission.objects.filter(codename="mark_open_answers").delete()
    allow()
    assert groups_that_may() == {"author", "reviewer"}
    assert Permission.objects.filter(codename="mark_open_answers").count() == 1


@pytest.mark.django_db
def test_an_administrator_who_takes_it_away_is_not_overruled() -> None:
    group = Group.objects.get(name="reviewer")
    group.permissions.remove(Permission.objects.get(codename="mark_open_answers"))
    ensure_groups()
    assert groups_that_may() == {"author"}
