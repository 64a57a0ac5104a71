"""The generic view: a page, its tables as files, and what does not exist."""

import csv
import json
from datetime import date
from io import StringIO
from uuid import UUID

import pytest
from django.test import Client

from assessment.accounts.models import User
from assessment.reports.catalog import registry
from assessment.reports.declarations import Column, Page, Reader, Report, Table

KEY = UUID(int=7)
THINGS = Table(
    "things",
    "Things",
    (Column("name", "Name"), Column("size", "Size", numeric=True), Column("seen", "Seen")),
    (("=1+1", -2.5, date(2026, 11, 24)), ("漏斗", None, None)),
)
OTHERS = Table("others", "Others", (Column("name", "Name"),), (("one",),))


def build(reader: Reader, _key: UUID | None) -> Page | None:
    return Page("Trial", (THINGS, OTHERS), {"about": f"for {reader.user}"})


def build_keyed(_reader: Reader, key: UUID | None) -> Page | None:
    return Page("Keyed", (THINGS,)) if key == KEY else None


@pytest.fixture(autouse=True)
def _two_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Report("trial", "Trial", "assessment/reports/tables.html", build)
    keyed = Report("keyed", "Keyed", "assessment/reports/tables.html", build_keyed, keyed=True)
    monkeypatch.setitem(registry._BY_SLUG, "trial", plain)
    monkeypatch.setitem(registry._BY_SLUG, "keyed", keyed)


def test_a_page_shows_every_table_and_links_to_its_files(signed_in: Client, learner: User) -> None:
    response = signed_in.get("/reports/trial/")
    page = response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert f"for {learner}" in page
    for words in ("Things", "Others", "漏斗", "=1+1", "−2.5"):
        assert words in page
    assert 'href="?format=csv&amp;table=things"' in page
    assert 'href="?format=csv&amp;table=others"' in page
    assert 'href="?format=json"' in page


def test_a_table_comes_as_csv_that_a_spreadsheet_opens_safely(signed_in: Client) -> None:
    response = signed_in.get("/reports/trial/?format=csv&table=things")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'attachment; filename="plumbline-trial-things-' in response["Content-Disposition"]
    text = response.content.decode("utf-8-sig")
    assert list(csv.reader(StringIO(text))) == [
        ["Name", "Size", "Seen"],
        ["'=1+1", "-2.5", "2026-11-24"],
        ["漏斗", "", ""],
    ]


def test_without_a_name_the_first_table_comes(signed_in: Client) -> None:
    assert (
        signed_in.get("/reports/trial/?format=csv").content
        == signed_in.get("/reports/trial/?format=csv&table=things").content
    )


def test_json_holds_every_table_and_names_its_language(signed_in: Client) -> None:
    response = signed_in.get("/reports/trial/?format=json")
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"].endswith('.json"')
    content = json.loads(response.content)
    assert content["report"] == "trial"
    assert content["language"] == "en"
    assert content["tables"]["things"] == [
        {"name": "=1+1", "size": -2.5, "seen": "2026-11-24"},
        {"name": "漏斗", "size": None, "seen": None},
    ]
    assert content["tables"]["others"] == [{"name": "one"}]
    assert "漏斗" in response.content.decode()
    signed_in.cookies["django_language"] = "zh-hans"
    assert json.loads(signed_in.get("/reports/trial/?format=json").content)["language"] == "zh-Hans"


@pytest.mark.parametrize(
    "path",
    [
        "/reports/nothing/",
        "/reports/trial/?format=xlsx",
        "/reports/trial/?format=csv&table=nothing",
        f"/reports/trial/{KEY}/",
        "/reports/keyed/",
        f"/reports/keyed/{UUID(int=8)}/",
        f"/reports/keyed/{UUID(int=8)}/?format=json",
    ],
)
def test_what_does_not_exist_is_not_found(signed_in: Client, path: str) -> None:
    assert signed_in.get(path).status_code == 404


def test_a_keyed_report_gets_its_key(signed_in: Client) -> None:
    assert "Keyed" in signed_in.get(f"/reports/keyed/{KEY}/").content.decode()


@pytest.mark.parametrize("path", ["/reports/trial/", "/reports/trial/?format=json", "/profile/", "/reports/nothing/"])
@pytest.mark.django_db
def test_reports_ask_for_a_sign_in(client: Client, path: str) -> None:
    assert client.get(path)["Location"].startswith("/accounts/login/?next=/")


def test_reports_are_only_read(signed_in: Client) -> None:
    assert signed_in.post("/reports/trial/").status_code == 405
