"""The notebook's page and buttons, and what the result pages and lists say of practice."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessment.accounts.models import User
from assessment.bank import actions as bank
from assessment.delivery import actions
from assessment.delivery.models import Attempt, AttemptItem, NotebookEntry, Quiz
from tests.delivery.conftest import PARTS, Bank, spec
from tests.delivery.sittings import day, multiply, sit

SINGLE, MULTIPLE, VERDICT, NUMBER = "T01-single", "T01-multiple", "T01-verdict", "T01-number"
ALL = [SINGLE, MULTIPLE, VERDICT, NUMBER]


@pytest.fixture
def wrong(make_quiz: Callable[..., Quiz], learner: User) -> Attempt:
    """One right answer, three mistakes."""
    return sit(make_quiz(), learner, 0, right=[SINGLE], wrong=[MULTIPLE, NUMBER])[0]


def listed(page: str) -> list[str]:
    return re.findall(r'<li class="note" id="q-([^"]+)"', page)


def note(client: Client, slug: str, do: str, target: str = "/notebook/") -> str:
    response = client.post(f"/notebook/questions/{slug}/", {"do": do, "next": target})
    assert response.status_code == 302
    return response["Location"]


def test_the_empty_notebook_teaches(signed_in: Client) -> None:
    page = signed_in.get("/notebook/").content.decode()
    assert "Every question you get wrong or leave open will be kept here" in page
    assert 'href="/quizzes/"' in page
    assert "<select" not in page


def test_the_notebook_is_for_the_signed_in(client: Client, wrong: Attempt) -> None:
    assert client.get("/notebook/")["Location"] == "/accounts/login/?next=/notebook/"
    for path in ("/notebook/practise/", f"/notebook/questions/{NUMBER}/"):
        assert client.post(path, {"do": "bookmark"})["Location"].startswith("/accounts/login/")
    assert not NotebookEntry.objects.exists()


def test_it_lists_mistakes_folded_with_the_whole_review_inside(signed_in: Client, wrong: Attempt) -> None:
    page = signed_in.get("/notebook/").content.decode()
    assert sorted(listed(page)) == [MULTIPLE, NUMBER, VERDICT]
    assert "<details open" not in page
    assert "Practise these 3 questions" in page
    assert "Testing" in page
    assert "left open" in page
    assert "These are hours instead" in page
    assert page.count("The principle is explained here.") == 3
    assert "T01-number, version 1" in page


def test_it_reads_in_chinese(signed_in: Client, wrong: Attempt) -> None:
    signed_in.cookies["django_language"] = "zh-hans"
    page = signed_in.get("/notebook/").content.decode()
    for words in ("错题本", "练习这 3 道题", "需要多少天？", "这里解释原理。", "测试", "我已弄懂"):
        assert words in page


def test_understood_mistakes_move_to_their_filter_and_back(signed_in: Client, wrong: Attempt) -> None:
    note(signed_in, NUMBER, "understood")
    assert NUMBER not in listed(signed_in.get("/notebook/").content.decode())
    page = signed_in.get("/notebook/?show=understood").content.decode()
    assert listed(page) == [NUMBER]
    assert "Understood 1" in page
    assert "To do 2" in page
    note(signed_in, NUMBER, "not-understood")
    assert NUMBER in listed(signed_in.get("/notebook/").content.decode())


def test_a_bookmark_keeps_the_place_and_the_entry_unfolded(signed_in: Client, wrong: Attempt) -> None:
    page = signed_in.get("/notebook/?show=to_do&competency=T01").content.decode()
    place = "/notebook/?show=to_do&amp;competency=T01&amp;open=T01-number#q-T01-number"
    assert f'value="{place}"' in page
    target = place.replace("&amp;", "&")
    assert note(signed_in, NUMBER, "bookmark", target) == target
    page = signed_in.get(target).content.decode()
    assert page.count("<details open") == 1
    assert "Remove the bookmark" in page
    assert listed(signed_in.get("/notebook/?show=bookmarked").content.decode()) == [NUMBER]


def test_what_leaves_the_list_hands_its_place_to_its_neighbour(signed_in: Client, wrong: Attempt) -> None:
    page = signed_in.get("/notebook/").content.decode()
    order = listed(page)
    targets = re.findall(r'name="next" value="/notebook/\?#([^"]+)"', page)
    assert targets == [f"q-{order[1]}", f"q-{order[2]}", f"q-{order[1]}"]


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_it_leads_nowhere_else(signed_in: Client, wrong: Attempt, target: str) -> None:
    assert note(signed_in, NUMBER, "bookmark", target) == "/notebook/"


def test_nothing_of_others_and_nothing_unknown_can_be_noted(
    signed_in: Client, wrong: Attempt, bank_of_four: Bank
) -> None:
    other = Client()
    other.force_login(
        User.objects.create_user("o@example.org", "x"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    for client, slug, do in (
        (other, NUMBER, "bookmark"),
        (other, NUMBER, "understood"),
        (signed_in, SINGLE, "understood"),
        (signed_in, "unknown", "bookmark"),
        (signed_in, NUMBER, "delete"),
        (signed_in, NUMBER, ""),
    ):
        assert client.post(f"/notebook/questions/{slug}/", {"do": do}).status_code == 404
    assert other.post("/notebook/practise/", {"question": NUMBER}).status_code == 404
    assert signed_in.post("/notebook/practise/", {"question": "unknown"}).status_code == 404
    assert not NotebookEntry.objects.exists()
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize("path", ["/notebook/practise/", "/notebook/questions/T01-number/"])
def test_a_link_changes_nothing(signed_in: Client, path: str) -> None:
    assert signed_in.get(path).status_code == 405


@pytest.mark.parametrize(
    "query", ["show=nonsense", "page=abc", "page=999", "competency=X99", "open=nothing", f"page={'9' * 5000}"]
)
def test_it_copes_with_any_address(signed_in: Client, wrong: Attempt, query: str) -> None:
    assert signed_in.get(f"/notebook/?{query}").status_code == 200


# --- practice ------------------------------------------------------------------------------------


def test_practice_is_one_press_away_and_leads_back(signed_in: Client, wrong: Attempt) -> None:
    first = signed_in.post("/notebook/practise/", {"show": "to_do"})["Location"]
    attempt = Attempt.objects.latest("pk")
    assert first == f"/attempts/{attempt.key}/1/"
    assert attempt.items.count() == 3
    assert "You have a practice under way." in signed_in.get("/notebook/").content.decode()
    number = attempt.items.get(version__question__slug=NUMBER)
    signed_in.post(f"/attempts/{attempt.key}/{number.position}/", {"revision": "0", "p0-number": "240"})
    signed_in.post(f"/attempts/{attempt.key}/submit/")
    page = signed_in.get(f"/attempts/{attempt.key}/result/").content.decode()
    assert "You practised 3 questions and answered 1 of them fully right." in page
    assert "Back to the notebook" in page
    assert "level;" not in page
    assert 'class="scale"' not in page
    assert listed(signed_in.get("/notebook/?show=right_since").content.decode()) == [NUMBER]


def test_one_question_can_be_practised_alone(signed_in: Client, wrong: Attempt) -> None:
    signed_in.post("/notebook/practise/", {"question": SINGLE})
    assert [item.version.question.slug for item in Attempt.objects.latest("pk").items.all()] == [SINGLE]


def test_a_question_with_a_nul_in_its_name_does_not_exist(signed_in: Client, wrong: Attempt) -> None:
    assert signed_in.post("/notebook/practise/", {"question": "x\0"}).status_code == 404


def test_bookmarks_can_be_practised(signed_in: Client, wrong: Attempt) -> None:
    note(signed_in, SINGLE, "bookmark")
    signed_in.post("/notebook/practise/", {"show": "bookmarked"})
    assert [item.version.question.slug for item in Attempt.objects.latest("pk").items.all()] == [SINGLE]


def test_it_says_that_an_earlier_practice_was_submitted(signed_in: Client, wrong: Attempt) -> None:
    signed_in.post("/notebook/practise/", {"show": "to_do"})
    response = signed_in.post("/notebook/practise/", {"question": NUMBER}, follow=True)
    assert "Your earlier practice was submitted with the answers it had" in response.content.decode()
    assert Attempt.objects.filter(submitted_at=None).count() == 1


def test_it_says_what_is_left_out_as_it_is_not_asked_any_more(
    signed_in: Client, wrong: Attempt, bank_of_four: Bank
) -> None:
    bank.retire(bank_of_four.questions["number"])
    page = signed_in.get("/notebook/").content.decode()
    assert "Practise these 2 questions" in page
    assert "1 question is not asked any more and is left out." in page
    response = signed_in.post("/notebook/practise/", {"show": "to_do"}, follow=True)
    assert "1 question is not asked any more and was left out." in response.content.decode()
    alone = signed_in.post("/notebook/practise/", {"question": NUMBER}, follow=True)
    assert "There is nothing to practise here" in alone.content.decode()


def test_the_list_of_results_marks_practice_and_compares_it_with_nothing(signed_in: Client, wrong: Attempt) -> None:
    for _again in range(2):
        signed_in.post("/notebook/practise/", {"question": NUMBER})
        signed_in.post(f"/attempts/{Attempt.objects.latest('pk').key}/submit/")
    page = signed_in.get("/attempts/").content.decode()
    assert page.count("practice, does not count") == 2
    assert page.count("first time") == 1
    assert "within what chance explains" not in page


# --- bookmarks on the result page ----------------------------------------------------------------


def test_any_question_of_a_result_can_be_bookmarked_at_its_place(signed_in: Client, wrong: Attempt) -> None:
    address = f"/attempts/{wrong.key}/result/?show=all"
    page = signed_in.get(address).content.decode()
    assert page.count('value="bookmark"') == 4
    assert f'value="{address}#item-1"' in page
    assert note(signed_in, SINGLE, "bookmark", f"{address}#item-1") == f"{address}#item-1"
    page = signed_in.get(address).content.decode()
    assert page.count('value="unbookmark"') == 1
    assert page.count('value="bookmark"') == 3
    note(signed_in, SINGLE, "unbookmark")
    assert signed_in.get(address).content.decode().count('value="bookmark"') == 4


def test_a_visitor_has_no_bookmarks(client: Client, make_quiz: Callable[..., Quiz]) -> None:
    make_quiz("sample", mode="sample", visitors=True, counts=False)
    client.post("/quizzes/sample/start/")
    attempt = Attempt.objects.get()
    client.post(f"/attempts/{attempt.key}/submit/")
    page = client.get(f"/attempts/{attempt.key}/result/").content.decode()
    assert 'value="bookmark"' not in page
    assert "/notebook/" not in page


# --- many ----------------------------------------------------------------------------------------


def test_the_page_takes_the_same_few_queries_at_ten_and_at_a_thousand_answers(
    signed_in: Client, make_quiz: Callable[..., Quiz], learner: User
) -> None:
    attempt, _token = sit(make_quiz(), learner, 0, wrong=[NUMBER])
    multiply(attempt, 2)
    costs = []
    for _size in ("12 answers", "1,012 answers"):
        with CaptureQueriesContext(connection) as captured:
            assert signed_in.get("/notebook/").status_code == 200
        costs.append(len(captured))
        multiply(attempt, 250)
    assert AttemptItem.objects.count() >= 1012
    assert costs[0] == costs[1]
    assert 0 < costs[0] <= 12


def test_a_page_holds_twenty_of_many_mistakes(
    signed_in: Client, make_quiz: Callable[..., Quiz], learner: User, bank_of_four: Bank
) -> None:
    quiz = make_quiz()
    for number in range(41):
        question = bank.create_question(f"T01-more-{number}", "T01")
        bank.save_draft(question, spec(PARTS["single"]))
        bank.publish(question)
        quiz.items.create(question=question, position=10 + number)
    attempt, _token = actions.start(quiz, learner.pk, day(0))
    actions.submit(attempt.key, day(0) + timedelta(hours=1))
    pages = [signed_in.get(f"/notebook/?page={number}").content.decode() for number in (1, 2, 3)]
    assert [len(listed(page)) for page in pages] == [20, 20, 5]
    assert len({slug for page in pages for slug in listed(page)}) == 45
    assert "Page 1 of 3" in pages[0]
    assert "Practise these 20 questions" in pages[0]
    assert "25 more wait their turn" in pages[0]
