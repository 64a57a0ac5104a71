"""The question page by plain forms and by the script's requests, and what each costs."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessment.accounts.models import User
from assessment.delivery.models import Attempt, AttemptItem, Quiz

BACKGROUND = {"x-plumbline": "1"}
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@pytest.fixture
def attempt(signed_in: Client, make_quiz: Callable[..., Quiz]) -> Attempt:
    make_quiz()
    signed_in.post("/quizzes/quiz/start/")
    return Attempt.objects.get()


def address(attempt: Attempt, position: int = 1) -> str:
    return f"/attempts/{attempt.key}/{position}/"


def statements(captured: CaptureQueriesContext) -> list[str]:
    return [q["sql"] for q in captured.captured_queries if not q["sql"].upper().startswith(CONTROL)]


def test_it_shows_the_question_with_its_options_and_the_list(signed_in: Client, attempt: Attempt) -> None:
    page = signed_in.get(address(attempt)).content.decode()
    assert "Which row is right?" in page
    assert page.count('type="radio"') == 4
    assert "Question 1 of 4" in page


def test_it_shows_the_options_in_the_order_that_was_drawn(signed_in: Client, attempt: Attempt) -> None:
    item = attempt.items.get(position=1)
    page = signed_in.get(address(attempt)).content.decode()
    places = [page.index(f'value="{key}"') for key in item.draw[0]["order"]]
    assert places == sorted(places)


def test_it_saves_by_plain_form_and_goes_on(signed_in: Client, attempt: Attempt) -> None:
    posted = {"revision": "0", "p0-choice": "b", "go": "next"}
    response = signed_in.post(address(attempt), posted)
    assert (response.status_code, response["Location"]) == (302, address(attempt, 2))
    assert attempt.items.get(position=1).response == [{"choice": ["b"]}]
    assert "checked" in signed_in.get(address(attempt)).content.decode()


@pytest.mark.parametrize(
    ("position", "go", "target"),
    [
        (1, "next", 2),
        (2, "previous", 1),
        (1, "4", 4),
        (1, "99", 1),
        (1, "9" * 5000, 1),
        (1, "x", 1),
        (1, "previous", 1),
        (3, "", 3),
    ],
)
def test_it_goes_where_it_is_asked_to(signed_in: Client, attempt: Attempt, position: int, go: str, target: int) -> None:
    response = signed_in.post(address(attempt, position), {"revision": "0", "go": go})
    assert response["Location"] == address(attempt, target)


@pytest.mark.parametrize(("position", "go"), [(4, "next"), (2, "finish")])
def test_it_goes_to_the_finish_page(signed_in: Client, attempt: Attempt, position: int, go: str) -> None:
    response = signed_in.post(address(attempt, position), {"revision": "0", "go": go})
    assert response["Location"] == f"/attempts/{attempt.key}/"


def test_a_background_save_says_saved_with_the_new_revision(signed_in: Client, attempt: Attempt) -> None:
    response = signed_in.post(address(attempt), {"revision": "0", "p0-choice": "b"}, headers=BACKGROUND)
    answer = response.json()
    assert (answer["outcome"], answer["revision"], answer["state"]) == ("saved", 1, "answered")
    assert answer["saved_at"] == attempt.items.get(position=1).answered_at.isoformat()  # type: ignore[union-attr]


def test_sending_the_same_answer_twice_changes_nothing(signed_in: Client, attempt: Attempt) -> None:
    posted = {"revision": "0", "p0-choice": "b"}
    first = signed_in.post(address(attempt), posted, headers=BACKGROUND).json()
    second = signed_in.post(address(attempt), posted, headers=BACKGROUND).json()
    assert second == {**first, "outcome": "unchanged"}


def test_a_stale_tab_sees_both_answers_and_overwrites_nothing(signed_in: Client, attempt: Attempt) -> None:
    signed_in.post(address(attempt), {"revision": "0", "p0-choice": "b"})
    response = signed_in.post(address(attempt), {"revision": "0", "p0-choice": "a", "go": "next"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "They describe bridges" in page.partition("<section")[0]
    assert 'value="a" checked' in page
    assert attempt.items.get(position=1).response == [{"choice": ["b"]}]
    # The page carries the present revision, so saving from it replaces the newer answer knowingly.
    signed_in.post(address(attempt), {"revision": "1", "p0-choice": "a", "go": "1"})
    assert attempt.items.get(position=1).response == [{"choice": ["a"]}]


@pytest.mark.parametrize("revision", ["", "abc", "-1", "9" * 400, "9" * 5000, "1.0", "²"])
def test_a_broken_revision_is_a_stale_one(signed_in: Client, attempt: Attempt, revision: str) -> None:
    response = signed_in.post(address(attempt), {"revision": revision, "p0-choice": "b", "go": "next"})
    assert response.status_code == 409


@pytest.mark.parametrize("value", ["zz", "b" * 5000, "<script>", "\x00"])
def test_a_foreign_option_is_dropped(signed_in: Client, attempt: Attempt, value: str) -> None:
    signed_in.post(address(attempt), {"revision": "0", "p0-choice": value, "p9-choice": "b", "go": "next"})
    assert attempt.items.get(position=1).response in ([], [{}])


def test_a_number_that_cannot_be_read_is_kept_and_explained(signed_in: Client, attempt: Attempt) -> None:
    posted = {"revision": "0", "p0-number": "<b>many</b>"}
    answer = signed_in.post(address(attempt, 4), posted, headers=BACKGROUND).json()
    assert "cannot be read" in answer["remarks"][0]
    page = signed_in.get(address(attempt, 4)).content.decode()
    assert "&lt;b&gt;many&lt;/b&gt;" in page


def test_clearing_removes_the_answer(signed_in: Client, attempt: Attempt) -> None:
    signed_in.post(address(attempt), {"revision": "0", "p0-choice": "b"})
    signed_in.post(address(attempt), {"revision": "1", "p0-choice": "b", "clear": "1"})
    assert "checked" not in signed_in.get(address(attempt)).content.decode()


def test_flagging_is_saved_and_listed(signed_in: Client, attempt: Attempt) -> None:
    signed_in.post(address(attempt), {"revision": "0", "flagged": "1", "go": "finish"})
    assert "flagged" in signed_in.get(f"/attempts/{attempt.key}/").content.decode()


def test_the_language_buttons_save_first_and_stay_on_the_question(signed_in: Client, attempt: Attempt) -> None:
    posted = {"revision": "0", "p0-choice": "b", "language": "zh-hans"}
    response = signed_in.post(address(attempt), posted)
    assert response["Location"] == address(attempt)
    page = signed_in.get(address(attempt)).content.decode()
    assert "哪一项正确？" in page
    assert 'value="b" checked' in page


def test_an_answer_after_the_deadline_is_refused_with_what_was_kept(signed_in: Client, attempt: Attempt) -> None:
    signed_in.post(address(attempt), {"revision": "0", "p0-choice": "b"})
    Attempt.objects.update(deadline=timezone.now() - timedelta(seconds=1))
    response = signed_in.post(address(attempt), {"revision": "1", "p0-choice": "a", "go": "next"}, follow=True)
    page = response.content.decode()
    assert "What had been saved before was kept" in page
    attempt.refresh_from_db()
    assert (attempt.submitted_by, attempt.points) == ("deadline", 1.0)


def test_an_answer_after_the_deadline_is_refused_in_the_background_too(signed_in: Client, attempt: Attempt) -> None:
    Attempt.objects.update(deadline=timezone.now() - timedelta(seconds=1))
    response = signed_in.post(address(attempt), {"revision": "0", "p0-choice": "a"}, headers=BACKGROUND)
    assert response.status_code == 410
    assert response.json()["next"] == f"/attempts/{attempt.key}/result/"


def test_opening_an_overdue_attempt_shows_its_result(signed_in: Client, attempt: Attempt) -> None:
    Attempt.objects.update(deadline=timezone.now() - timedelta(days=3))
    assert signed_in.get(address(attempt))["Location"] == f"/attempts/{attempt.key}/result/"


def test_submitting_twice_leads_to_one_result(signed_in: Client, attempt: Attempt) -> None:
    first = signed_in.post(f"/attempts/{attempt.key}/submit/")
    stored = Attempt.objects.values().get()
    second = signed_in.post(f"/attempts/{attempt.key}/submit/")
    assert first["Location"] == second["Location"] == f"/attempts/{attempt.key}/result/"
    assert Attempt.objects.values().get() == stored


@pytest.mark.parametrize("path", ["1/", "", "result/"])
def test_an_attempt_of_somebody_else_does_not_exist(client: Client, attempt: Attempt, path: str) -> None:
    client.logout()
    assert client.get(f"/attempts/{attempt.key}/{path}").status_code == 404
    other = User.objects.create_user("other@example.org", "a-long-password")
    client.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(f"/attempts/{attempt.key}/{path}").status_code == 404
    assert client.post(address(attempt), {"revision": "0", "p0-choice": "b"}).status_code == 404
    assert client.post(f"/attempts/{attempt.key}/submit/").status_code == 404
    assert AttemptItem.objects.exclude(response=[]).count() == 0


def test_unknown_addresses_are_not_found(signed_in: Client, attempt: Attempt) -> None:
    for path in (address(attempt, 0), address(attempt, 5), f"/attempts/{UUID(int=0)}/1/", "/quizzes/none/"):
        assert signed_in.get(path).status_code == 404


def test_a_question_page_takes_at_most_five_queries(signed_in: Client, attempt: Attempt) -> None:
    with CaptureQueriesContext(connection) as captured:
        signed_in.get(address(attempt))
    assert len(statements(captured)) <= 5


@pytest.mark.parametrize("posted", [{"p0-choice": "b"}, {"p0-choice": "b", "go": "next"}])
def test_a_save_takes_at_most_five_queries_and_writes_one_row(
    signed_in: Client, attempt: Attempt, posted: dict[str, str]
) -> None:
    with CaptureQueriesContext(connection) as captured:
        response = signed_in.post(address(attempt), {"revision": "0", **posted}, headers=BACKGROUND)
    assert response.status_code == 200
    asked = statements(captured)
    writes = [sql for sql in asked if sql.split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert len(asked) <= 5
    assert len(writes) == 1
    assert "assessment_attemptitem" in writes[0]


def test_the_cost_of_a_page_does_not_grow_with_the_questions(
    signed_in: Client, attempt: Attempt, django_assert_max_num_queries: Callable[..., CaptureQueriesContext]
) -> None:
    signed_in.post(f"/attempts/{attempt.key}/submit/")
    with CaptureQueriesContext(connection) as captured:
        signed_in.get(f"/attempts/{attempt.key}/result/")
    assert len(statements(captured)) <= 14
