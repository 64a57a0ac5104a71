"""The pages of a cohort's figures: for the lead, and what a member shares."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from assessment.accounts.models import Cohort, User
from assessment.delivery.models import AttemptItem
from assessment.reports.actions import Taken, take_snapshot
from assessment.reports.cohort_wording import group_name, taken_words
from assessment.reports.models import CohortSnapshot
from tests.reports.cohort_site import CODES, NOW, Site, days, enter

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh-hans"])
TABLES = ("spread", "completion", "trend")


@pytest.fixture
def members(site: Site) -> list[User]:
    """Sixteen people: eight low and eight high in C01; six of them have done C02 as well."""
    people = [site.person() for _ in range(16)]
    for number, user in enumerate(people):
        site.sit(user, "C01", 0.1 if number < 8 else 1.0)
        if number < 6:
            site.sit(user, "C02", 0.8)
    return people


@pytest.fixture
def cohort(site: Site, members: list[User]) -> Cohort:
    return site.cohort(site.lead(), members)


@pytest.fixture
def lead(cohort: Cohort) -> Client:
    return enter(cohort.lead)


def figures_address(cohort: Cohort) -> str:
    return reverse("report_of", args=["cohort", cohort.key])


def update(client: Client, cohort: Cohort) -> str:
    """Press the button; what the page says then."""
    response = client.post(reverse("update_figures", args=[cohort.key]), follow=True)
    assert response.redirect_chain[0][0] == figures_address(cohort)
    return str(response.content.decode())


# --- for the lead ----------------------------------------------------------------------------------


@LANGUAGES
def test_an_empty_cohort_teaches(site: Site, language: str) -> None:
    cohort = site.cohort(site.lead(), [site.person(), site.person()])
    content = enter(cohort.lead).get(figures_address(cohort), headers={"accept-language": language}).content.decode()
    assert ("Until then nothing is computed" if language == "en" else "在此之前不计算任何内容") in content
    assert reverse("update_figures", args=[cohort.key]) not in content
    assert "<h2" not in content


def test_looking_takes_no_figures(cohort: Cohort, lead: Client) -> None:
    content = lead.get(figures_address(cohort)).content.decode()
    assert "Take the first figures" in content
    assert not CohortSnapshot.objects.exists()


@LANGUAGES
def test_the_first_figures_are_taken_by_the_button(cohort: Cohort, lead: Client, language: str) -> None:
    lead.get(figures_address(cohort), headers={"accept-language": language})
    update(lead, cohort)
    content = lead.get(figures_address(cohort), headers={"accept-language": language}).content.decode()
    for code in CODES:
        assert (f"Competency {code}" if language == "en" else f"能力{code}") in content
    assert ("Domain 3" if language == "en" else "领域3") in content
    assert content.count('class="bar-picture"') == 3  # the spreads of C01 and C02, the completion of C02
    assert content.count('class="trend-picture"') == 2
    assert re.search(r"<strong>8</strong>", content)


def test_no_picture_lacks_its_table(cohort: Cohort, lead: Client) -> None:
    update(lead, cohort)
    content = lead.get(figures_address(cohort)).content.decode()
    sections = re.findall(r"<section.*?</section>", content, flags=re.S)
    assert len(sections) == 3
    for section in sections:
        assert "<svg" in section
        assert section.count("<details") == 1
        assert '<table class="table report-table">' in section


def test_the_page_says_why_nothing_is_new(cohort: Cohort, lead: Client) -> None:
    with translation.override("en"):
        stored, too_soon = str(taken_words(Taken.STORED)), str(taken_words(Taken.TOO_SOON))
    assert stored in update(lead, cohort)
    assert too_soon in update(lead, cohort)


def test_withheld_figures_say_their_date(site: Site, cohort: Cohort, lead: Client, members: list[User]) -> None:
    take_snapshot(cohort, NOW)
    for user in members[:6]:
        site.sit(user, "C03")
    site.sit(members[0], "C01")
    assert take_snapshot(cohort, days(10)) is Taken.STORED
    content = lead.get(figures_address(cohort)).content.decode()
    assert "as of March 2, 2026, of 16 members" in content
    assert "Figures of March 12, 2026" in content


def test_the_trend_has_a_mark_for_each_time_it_was_renewed(
    site: Site, cohort: Cohort, lead: Client, members: list[User]
) -> None:
    for turn in range(3):
        for user in members:
            site.sit(user, "C01", 0.5 + turn / 10)
        assert take_snapshot(cohort, days(10 * turn)) is Taken.STORED
    table = table_of(lead, cohort, "trend")
    dates = [row["Date"] for row in table if row["Competency"] == "Competency C01"]
    assert dates == ["2026-03-02", "2026-03-12", "2026-03-22"]
    assert len([row for row in table if row["Competency"] == "Competency C02"]) == 3


def table_of(client: Client, cohort: Cohort, name: str) -> list[dict[str, str]]:
    response = client.get(figures_address(cohort), {"format": "csv", "table": name})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_tables_hold_what_the_pictures_show(cohort: Cohort, lead: Client) -> None:
    take_snapshot(cohort, NOW)
    spread = table_of(lead, cohort, "spread")
    first = [(row["Group"], row["Members"], row["Of"]) for row in spread if row["Competency"] == "Competency C01"]
    assert [(members, of) for _group, members, of in first] == [("8", "16"), ("8", "16")]
    assert [row["Group"] for row in spread if row["Competency"] == "Competency C05"] == ["not shown"]
    completion = table_of(lead, cohort, "completion")
    shown = {(row["Quiz"], row["Group"]): row["Members"] for row in completion if row["Members"]}
    assert shown == {("Quiz C02", "completed"): "6", ("Quiz C02", "not completed yet"): "10"}


def test_every_number_of_people_in_a_file_is_five_or_more(cohort: Cohort, lead: Client) -> None:
    take_snapshot(cohort, NOW)
    tables = lead.get(figures_address(cohort), {"format": "json"}).json()["tables"]
    assert set(tables) == set(TABLES)
    numbers = [row[name] for table in tables.values() for row in table for name in ("people", "of") if row.get(name)]
    assert numbers
    assert min(numbers) >= 5


@pytest.mark.parametrize(
    ("places", "words"),
    [
        (["unmeasured"], "not measured yet"),
        (["unmeasured", "below"], "not measured yet or before Foundation"),
        (["unmeasured", "below", "foundation"], "not measured yet or up to Foundation"),
        (["below", "foundation"], "up to Foundation"),
        (["foundation", "practitioner"], "Foundation to Practitioner"),
        (["below", "foundation", "practitioner", "architect"], "measured, at whatever level"),
        (["architect"], "Architect"),
    ],
)
def test_merged_groups_are_named_by_their_ends(places: list[str], words: str) -> None:
    assert group_name(places) == words


# --- for a member ----------------------------------------------------------------------------------


@LANGUAGES
def test_a_member_sees_what_of_theirs_enters(site: Site, cohort: Cohort, members: list[User], language: str) -> None:
    take_snapshot(cohort, NOW)
    page = enter(members[0]).get(
        reverse("report_of", args=["shared", cohort.key]), headers={"accept-language": language}
    )
    levels, quizzes = page.context["page"].tables
    assert cohort.lead.email in page.content.decode()
    unmeasured = "not measured yet" if language == "en" else "尚未测得"
    assert [level for _name, level in levels.rows].count(unmeasured) == 10
    assert [done for _title, done in quizzes.rows] == [True, True, *[False] * 10]


def test_a_member_sees_no_figures_of_the_others(cohort: Cohort, members: list[User]) -> None:
    take_snapshot(cohort, NOW)
    client = enter(members[0])
    assert client.get(figures_address(cohort)).status_code == 404
    assert client.post(reverse("update_figures", args=[cohort.key])).status_code == 404
    content = client.get(reverse("report_of", args=["shared", cohort.key])).content.decode()
    assert 'svg class="bar-picture' not in content
    assert members[1].email not in content


def test_a_lead_in_their_own_cohort_is_told_that_they_do_not_count(site: Site, cohort: Cohort, lead: Client) -> None:
    site.join(cohort, [cohort.lead])
    content = lead.get(reverse("report_of", args=["shared", cohort.key])).content.decode()
    assert "nothing of yours enters its figures" in content


# --- the cost --------------------------------------------------------------------------------------


def pages(cohort: Cohort, member: User) -> list[tuple[Client, str]]:
    lead, other = enter(cohort.lead), enter(member)
    shared = reverse("report_of", args=["shared", cohort.key])
    return [
        (lead, figures_address(cohort)), (lead, reverse("cohort", args=[cohort.key])), (lead, reverse("cohorts")),
        (other, shared), (other, reverse("cohorts")),
    ]  # fmt: skip


def queries(cohort: Cohort, member: User, most: Callable[..., Any]) -> list[int]:
    counts = []
    for client, address in pages(cohort, member):
        with most(12) as done:
            assert client.get(address).status_code == 200
        counts.append(len(done))
    return counts


def test_two_hundred_members_take_at_most_twelve_queries_however_much_they_answer(
    site: Site, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    people = User.objects.bulk_create(User(email=f"m{number}@example.org") for number in range(200))
    for number, user in enumerate(people):
        site.sit(user, CODES[number % 12], (number % 10 + 1) / 10)
    cohort = site.cohort(site.lead(), people)
    assert take_snapshot(cohort, NOW) is Taken.STORED
    at_ten = queries(cohort, people[0], django_assert_max_num_queries)
    site.answer_as_often_again(99)
    assert AttemptItem.objects.count() == 200 * 1000
    assert take_snapshot(cohort, days(2)) is Taken.STORED
    assert queries(cohort, people[0], django_assert_max_num_queries) == at_ten
