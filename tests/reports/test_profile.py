"""The profile page: full, thin and empty; whose it is; what it costs."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessment.accounts.models import User
from assessment.checklists.queries import Claim, OpenStatement
from assessment.delivery.models import Quiz
from assessment.reports.catalog import profile
from assessment.values import Text
from tests.reports.conftest import Give

RATED = datetime(2026, 11, 20, tzinfo=UTC)
CODES = [f"C{i:02}" for i in range(1, 13)]


@pytest.fixture
def quiz(shipped: None) -> Quiz:
    return Quiz.objects.get(slug="trend-judgement")


@pytest.fixture
def claims(monkeypatch: pytest.MonkeyPatch) -> dict[str, Claim]:
    """What everybody claims; tests fill it."""
    made: dict[str, Claim] = {}
    monkeypatch.setattr(profile, "claims_of", lambda _user: made)
    return made


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[OpenStatement]:
    made: list[OpenStatement] = []
    monkeypatch.setattr(profile, "open_statements", lambda _user: made)
    return made


def tables(client: Client) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(client.get("/profile/?format=json").content)["tables"]
    return found


def row(client: Client, code: str = "C01") -> dict[str, object]:
    return next(r for r in tables(client)["levels"] if r["competency"] == code)


def test_every_competency_has_a_row_under_its_domain(signed_in: Client, learner: User, quiz: Quiz, give: Give) -> None:
    give(learner, quiz, [1.0] * 10)
    page = signed_in.get("/profile/").content.decode()
    assert [r["competency"] for r in tables(signed_in)["levels"]] == CODES
    assert page.count('class="plumb-row"') == 12
    assert page.count('class="plumb-domain"') == 4
    assert page.count('class="scale-bob"') == 2  # the one measured competency, and the legend


def test_the_sentence_claims_only_what_eight_answers_show(
    signed_in: Client, learner: User, quiz: Quiz, give: Give
) -> None:
    give(learner, quiz, [1.0] * 7, "C02")
    assert (
        "None of 12 competencies is measured well enough yet; 1 rests on fewer than 8 questions; "
        "11 are not measured yet." in signed_in.get("/profile/").content.decode()
    )
    give(learner, quiz, [1.0] * 10, "C01", attempts=3)
    give(learner, quiz, [0.0] * 10, "C03", attempts=3)
    assert (
        "You are at Architect level in 1 of 12 competencies; on the way to Foundation level in 1; "
        "1 rests on fewer than 8 questions; 9 are not measured yet." in signed_in.get("/profile/").content.decode()
    )


@pytest.mark.parametrize(
    ("level", "place", "verdict"),
    [("below", 10.0, "under-claims"), ("architect", 90.0, "calibrated"), (None, 0.0, "not enough evidence")],
)
def test_a_row_says_how_claim_and_measurement_agree(
    signed_in: Client, learner: User, quiz: Quiz, give: Give, claims: dict[str, Claim],
    level: str | None, place: float, verdict: str,
) -> None:  # fmt: skip
    give(learner, quiz, [1.0] * 10, attempts=3)
    if level:
        claims["C01"] = Claim("C01", level, place, RATED)
    found = row(signed_in)
    assert (found["level"], found["verdict"]) == ("Architect", verdict)
    page = signed_in.get("/profile/").content.decode()
    assert verdict in page
    assert page.count('class="plumb-claim"') == (2 if level else 1)  # the legend has one


def test_it_says_whether_answers_or_the_claim_are_missing(
    signed_in: Client, learner: User, quiz: Quiz, give: Give, claims: dict[str, Claim]
) -> None:
    give(learner, quiz, [1.0, 0.0, 0.5])
    claims["C02"] = Claim("C02", "foundation", 30.0, RATED)
    assert row(signed_in, "C01")["reason"] == "3 of 8 questions; no self-rating yet"
    assert row(signed_in, "C02")["reason"] == "no question answered yet"
    assert row(signed_in, "C02")["claimed"] == "Foundation"
    assert row(signed_in, "C02")["claimed_at"] == "2026-11-20"
    assert row(signed_in, "C02")["ability"] is None


def test_what_does_not_count_and_what_is_not_submitted_is_not_measured(
    signed_in: Client, learner: User, quiz: Quiz, give: Give
) -> None:
    give(learner, quiz, [1.0] * 10, counts=False)
    (running,) = give(learner, quiz, [1.0] * 10, "C02")
    running.submitted_at = None
    running.save()
    assert [r["items"] for r in tables(signed_in)["levels"]] == [0] * 12


def test_nobody_sees_the_answers_of_somebody_else(signed_in: Client, quiz: Quiz, give: Give) -> None:
    give(User.objects.create_user("other@example.org"), quiz, [1.0] * 10)
    assert row(signed_in)["items"] == 0
    assert "Your profile is still empty" in signed_in.get("/profile/").content.decode()


def test_a_trend_shows_each_attempt_of_a_competency_asked_twice(
    signed_in: Client, learner: User, quiz: Quiz, give: Give
) -> None:
    give(learner, quiz, [0.0] * 10, "C01")
    give(learner, quiz, [1.0] * 10, "C01", start=RATED)
    give(learner, quiz, [1.0] * 10, "C02")
    points = tables(signed_in)["trend"]
    assert [p["competency"] for p in points] == ["C01", "C01"]
    assert points[0]["ability"] < points[1]["ability"]  # type: ignore[operator]
    page = signed_in.get("/profile/").content.decode()
    assert page.count('class="trend-picture"') == 1
    assert page.count('class="trend-point"') == 2


def test_more_attempts_than_fit_are_in_the_table(signed_in: Client, learner: User, quiz: Quiz, give: Give) -> None:
    give(learner, quiz, [1.0, 0.0], attempts=15)
    page = signed_in.get("/profile/").content.decode()
    assert page.count('class="trend-point"') == 12
    assert "3 older attempts are in the table alone." in page
    assert len(tables(signed_in)["trend"]) == 15


def test_every_picture_has_its_table_behind_it(signed_in: Client, learner: User, quiz: Quiz, give: Give) -> None:
    for attempts in (0, 2):
        give(learner, quiz, [1.0] * 10, attempts=attempts)
        page = signed_in.get("/profile/").content.decode()
        assert page.count("<figure") == page.count('<details class="numbers">') == (3 if attempts else 2)


def test_cuts_come_with_their_date_and_as_provisional(signed_in: Client, learner: User, quiz: Quiz, give: Give) -> None:
    give(learner, quiz, [1.0])
    page = signed_in.get("/profile/").content.decode()
    assert "The levels are provisional until experts have set them" in page
    assert "Computed from the published questions on" in page
    found = tables(signed_in)["cuts"]
    assert [cut["level"] for cut in found] == ["Foundation", "Practitioner", "Architect"]
    assert all(cut["computed_at"] and cut["items"] for cut in found)


def test_an_empty_profile_teaches_with_an_example_and_a_first_step(signed_in: Client, quiz: Quiz) -> None:
    page = signed_in.get("/profile/").content.decode()
    assert "Your profile is still empty" in page
    assert "Example: what it will look like" in page
    assert "Example: Measured and claimed level of every competency" in page
    assert 'class="btn btn-primary" href="/quizzes/trend-judgement/"' in page
    assert page.count('class="scale-bob"') > 6
    # The example is on the page alone, never in a file.
    assert {r["level"] for r in tables(signed_in)["levels"]} == {"not measured yet"}


def test_the_first_step_of_an_empty_profile_is_a_quiz_whatever_else_comes_next(
    signed_in: Client, learner: User, quiz: Quiz, give: Give, statements: list[OpenStatement]
) -> None:
    statements.append(
        OpenStatement(UUID(int=1), UUID(int=2), "Search", "C07", "C07-M1a", "M1", Text("a", "甲"), 1, True)
    )
    give(learner, quiz, [0.0] * 10, counts=False)
    page = signed_in.get("/profile/").content.decode()
    assert "Your profile is still empty" in page
    assert 'class="btn btn-primary" href="/quizzes/trend-judgement/"' in page


def test_it_stands_up_without_any_content(signed_in: Client) -> None:
    page = signed_in.get("/profile/").content.decode()
    assert "Your profile is still empty" in page
    assert 'class="btn btn-primary" href="/quizzes/"' in page


def test_it_stands_up_on_a_bank_with_cuts_for_one_level(
    signed_in: Client, learner: User, make_quiz: Callable[..., Quiz], give: Give, claims: dict[str, Claim]
) -> None:
    give(learner, make_quiz(), [1.0] * 10, attempts=2)
    claims["T01"] = Claim("T01", "architect", 90.0, RATED)
    page = signed_in.get("/profile/").content.decode()
    assert page.count('class="scale-bob"') == 2
    assert page.count('class="plumb-claim"') == 1  # three levels have no place on a scale of two bands
    assert "radar-picture" not in page


def test_next_steps_name_a_quiz_a_source_and_a_statement_with_reasons(
    signed_in: Client, learner: User, quiz: Quiz, give: Give, statements: list[OpenStatement]
) -> None:
    give(learner, quiz, [0.0] * 10)
    text = Text("Inputs are checked by a machine.", "输入由机器检查。")
    statements.append(OpenStatement(UUID(int=1), UUID(int=2), "Search", "C07", "C07-M3b", "M3", text, 1, True))
    steps = tables(signed_in)["steps"]
    assert len(steps) == 3
    kinds = {str(step["step"]).split()[0]: str(step["reason"]) for step in steps}
    assert kinds["Take"] == "because “Model structure and selection” has not been measured yet"
    assert "cost you" in kinds["Read:"]
    assert kinds["Close"] == (
        "because only 1 statement, this one, keeps “Large-scale distributed training” from maturity level M3"
    )
    page = signed_in.get("/profile/").content.decode()
    assert "Search, C07-M3b" in page
    assert "Inputs are checked by a machine." in page
    signed_in.cookies["django_language"] = "zh-hans"
    chinese = signed_in.get("/profile/").content.decode()
    assert "输入由机器检查。" in chinese
    assert "因为" in chinese


def test_reading_drops_out_when_the_newest_answer_is_right_even_in_practice(
    signed_in: Client, learner: User, quiz: Quiz, give: Give
) -> None:
    give(learner, quiz, [0.0] * 10)
    assert any(str(step["step"]).startswith("Read") for step in tables(signed_in)["steps"])
    give(learner, quiz, [1.0] * 10, counts=False, start=RATED)
    assert not any(str(step["step"]).startswith("Read") for step in tables(signed_in)["steps"])
    assert row(signed_in)["items"] == 10


def test_it_reads_in_chinese(signed_in: Client, learner: User, quiz: Quiz, give: Give) -> None:
    give(learner, quiz, [1.0] * 10, attempts=3)
    signed_in.cookies["django_language"] = "zh-hans"
    page = signed_in.get("/profile/").content.decode()
    assert "在 12 个能力项中，您有 1 项处于“架构师”水平；11 项尚未测量。" in page
    assert "90 % interval" not in page


def test_it_is_also_a_report_like_any_other(signed_in: Client, quiz: Quiz) -> None:
    assert signed_in.get("/reports/profile/").status_code == 200


def test_tabs_lead_to_what_is_yours(signed_in: Client, quiz: Quiz) -> None:
    for path in ("/profile/", "/attempts/"):
        page = signed_in.get(path).content.decode()
        assert 'class="tabs' in page
        assert page.count('href="/attempts/"') >= 1
        assert page.count('href="/profile/"') == 2  # in the navigation and in the tabs
        assert page.count('aria-current="page"') == 1


def queries_of_a_page(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/profile/").status_code == 200
    return len(captured)


def test_it_costs_the_same_queries_after_ten_answers_and_after_a_thousand(
    signed_in: Client, learner: User, quiz: Quiz, give: Give
) -> None:
    scores = [0.0, 0.5, 1.0, 1.0, 0.0] * 2
    give(learner, quiz, scores)
    after_ten = queries_of_a_page(signed_in)
    for code in CODES[:10]:
        give(learner, quiz, scores, code, attempts=9 if code == "C01" else 10, start=RATED)
    give(learner, quiz, [1.0, 0.0])
    assert sum(int(str(r["items"])) for r in tables(signed_in)["levels"]) >= 1000
    assert queries_of_a_page(signed_in) == after_ten <= 12
