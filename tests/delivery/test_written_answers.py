"""Answers in writing on their way into the database and back, hostile ones included."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.accounts.models import User
from assessment.bank.models import Competency, Reference, Skill
from assessment.delivery.actions import start, submit
from assessment.delivery.models import Attempt
from tests.browser.text_types import GAPS, OPEN, SHORT, make_quiz

HOSTILE = ["\x00", "a\x00b\x07", "\u202e\u2066", "'; DROP TABLE x; --", "<script>", "{{ 7*7 }}", "%s %(n)s", "💥" * 60,
           "\\u0000", "[[method]]", "{N}", "﷽" * 300, "过" * 5000, "9" * 5000,
           "*", "\r\n\r\n", "NaN", "__proto__"]  # fmt: skip


@pytest.fixture
def attempt(learner: User) -> Attempt:
    names = {f"{name}_{language}": "x" for name in ("domain_name", "name", "summary", "definition")
             for language in ("en", "zh_hans")}  # fmt: skip
    competency = Competency.objects.create(code="C12", domain="D4", **names)
    Skill.objects.create(code="C12.5", competency=competency, text_en="Read", text_zh_hans="读")
    Reference.objects.create(key="OWASPLLM2025", authors="OWASP", title="Title")
    return start(make_quiz(), learner.pk, timezone.now(), 1)[0]


def post(client: Client, attempt: Attempt, position: int, **fields: Any) -> Any:
    revision = attempt.items.get(position=position).revision
    posted = {f"p0-{name}": value for name, value in fields.items()}
    return client.post(reverse("question", args=[attempt.key, position]), {"revision": revision, **posted})


def stored(attempt: Attempt, position: int) -> dict[str, list[str]]:
    return dict((attempt.items.get(position=position).response or [{}])[0])


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_texts_are_kept_as_far_as_they_fit_and_every_page_survives(
    signed_in: Client, attempt: Attempt, text: str
) -> None:
    fields = {SHORT: {"text": text}, GAPS: {"method": text, "weights": text, "saved": text}, OPEN: {"text": text}}
    for position, given in fields.items():
        assert post(signed_in, attempt, position, **given).status_code == 302
        assert signed_in.get(reverse("question", args=[attempt.key, position])).status_code == 200
    submit(attempt.key, timezone.now())
    assert signed_in.get(reverse("result", args=[attempt.key])).status_code == 200
    kept = stored(attempt, OPEN).get("text", [""])[0]
    assert kept == text.replace("\x00", "").replace("\x07", "").strip()[:10_001].strip("\u202e\u2066")


def test_an_answer_comes_back_as_it_was_written(signed_in: Client, attempt: Attempt) -> None:
    text = "First a gate.\r\n\r\nThen “a person” — 然后由人批准。"
    post(signed_in, attempt, OPEN, text=text)
    assert stored(attempt, OPEN) == {"text": [text.replace("\r\n", "\n")]}
    page = signed_in.get(reverse("question", args=[attempt.key, OPEN])).content.decode()
    assert text.replace("\r\n", "\n") in page
    revision = attempt.items.get(position=OPEN).revision
    # The same again, with the line ends of a browser, is no new answer.
    post(signed_in, attempt, OPEN, text=text)
    assert attempt.items.get(position=OPEN).revision == revision


def test_gaps_are_graded_with_the_numbers_that_were_drawn(signed_in: Client, attempt: Attempt) -> None:
    item = attempt.items.get(position=GAPS)
    weights = 2 * int(item.draw[0]["numbers"]["N"])
    post(signed_in, attempt, GAPS, method="low-rank adaptation", weights=f"{weights} GB", saved="saved-a")
    post(signed_in, attempt, SHORT, text="过 拟合。")
    submit(attempt.key, timezone.now())
    scores = list(attempt.items.order_by("position").values_list("score", flat=True))
    assert scores[:2] == [1.0, 1.0]
