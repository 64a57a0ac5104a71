"""Statements in the admin: found, reworded as the next version, retired, and never deleted."""

from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.urls import reverse

from assessment.checklists.models import Statement, StatementVersion
from assessment.checklists.queries import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_bank")]
LIST = "admin:assessment_statement_changelist"


@pytest.fixture
def statement() -> Statement:
    return Statement.objects.get(code="C07-M3b")


def page(statement: Statement) -> str:
    return reverse("admin:assessment_statement_change", args=[statement.pk])


def form(statement: Statement, **changes: Any) -> dict[str, Any]:
    return {name: "" if value is None else value for name, value in {**words_of(statement), **changes}.items()}


@pytest.mark.parametrize("role", ["superuser", "author", "reviewer", "lead", "staff"])
def test_who_may_see_and_who_may_reword(enter: Callable[[str], Client], statement: Statement, role: str) -> None:
    client = enter(role)
    sees, edits = role in ("superuser", "author", "reviewer"), role in ("superuser", "author")
    assert client.get(page(statement)).status_code == (200 if sees else 403)
    client.post(page(statement), form(statement, text_en="Other words."))
    assert statement.versions.count() == (2 if edits else 1)
    client.post(reverse(LIST), {"action": "retire", "_selected_action": [statement.pk]})
    statement.refresh_from_db()
    assert statement.retired is edits
    for name in ("add", "delete"):
        arguments = [] if name == "add" else [statement.pk]
        assert client.get(reverse(f"admin:assessment_statement_{name}", args=arguments)).status_code == 403


def test_both_languages_stand_side_by_side(enter: Callable[[str], Client], statement: Statement) -> None:
    text = enter("author").get(page(statement)).content.decode()
    assert "A node failure restarts the job" in text
    assert "节点故障后作业自动重启" in text


def test_the_same_words_make_no_version(enter: Callable[[str], Client], statement: Statement) -> None:
    response = enter("author").post(page(statement), form(statement), follow=True)
    assert "no new version" in response.content.decode()
    assert statement.versions.count() == 1


def test_a_change_is_the_next_version_and_the_old_one_stays(
    enter: Callable[[str], Client], statement: Statement
) -> None:
    response = enter("author").post(page(statement), form(statement, period_days=90), follow=True)
    assert "Version 2 is used in reviews from now on" in response.content.decode()
    assert list(StatementVersion.objects.filter(statement=statement).values_list("number", "period_days")) == [
        (1, None), (2, 90),
    ]  # fmt: skip


@pytest.mark.parametrize("changes", [{"text_en": ""}, {"text_zh_hans": " "}, {"period_days": 0}, {"period_days": "x"}])
def test_what_does_not_do_is_refused(
    enter: Callable[[str], Client], statement: Statement, changes: dict[str, Any]
) -> None:
    assert enter("author").post(page(statement), form(statement, **changes)).status_code == 200
    assert statement.versions.count() == 1


def test_a_retired_statement_can_be_put_back(enter: Callable[[str], Client], statement: Statement) -> None:
    client = enter("author")
    for action, retired in (("retire", True), ("restore", False)):
        client.post(reverse(LIST), {"action": action, "_selected_action": [statement.pk]})
        statement.refresh_from_db()
        assert statement.retired is retired


def test_it_is_found_by_words_in_either_language(enter: Callable[[str], Client], statement: Statement) -> None:
    for words in ("node failure restarts", "节点故障后作业", "C07-M3b"):
        text = enter("author").get(reverse(LIST), {"q": words}).content.decode()
        assert page(statement) in text


def test_a_list_costs_as_many_queries_for_many_rows(
    enter: Callable[[str], Client], django_assert_max_num_queries: Any
) -> None:
    client = enter("author")
    with django_assert_max_num_queries(12):
        client.get(reverse(LIST), {"checklist__slug": "maturity"})


# --- groups that were there before statements ----------------------------------------------------


def allow() -> None:
    migration = import_module("assessment.migrations.0011_permissions_of_older_groups")
    migration.allow(apps, SimpleNamespace(connection=connection))


LATER = ("view_statement", "change_statement", "view_quizitem", "add_quizitem", "change_quizitem", "delete_quizitem")


def may() -> dict[str, set[str]]:
    """Which of the later permissions each group has."""
    return {
        group.name: set(group.permissions.filter(codename__in=LATER).values_list("codename", flat=True))
        for group in Group.objects.all()
    }


@pytest.mark.parametrize("known", [True, False])
def test_older_groups_get_what_new_ones_have(known: bool) -> None:
    before, named = may(), dict(Permission.objects.values_list("codename", "name"))
    later = Permission.objects.filter(codename__in=LATER)
    for group in Group.objects.all():
        group.permissions.remove(*later)
    if not known:
        later.delete()
    allow()
    assert may() == before
    assert before == {"author": set(LATER), "reviewer": {"view_statement", "view_quizitem"}, "lead": set()}
    assert {codename: named[codename] for codename in LATER} == dict(
        Permission.objects.filter(codename__in=LATER).values_list("codename", "name")
    )


def test_a_database_without_groups_gets_none_by_it() -> None:
    Group.objects.all().delete()
    allow()
    assert not Group.objects.exists()
