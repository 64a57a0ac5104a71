"""The pages of the types that are answered in writing: names of fields, what is shown when, and escaping."""

import re
from html.parser import HTMLParser
from random import Random
from typing import Any

import pytest
from django.utils import translation

from assessment.bank.presentation import ANSWER, REVIEW, part_view
from assessment.bank.question_types.registry import question_type
from assessment.templatetags.plumbline import part as rendered
from assessment.values import Draw, Mark, PartSpec, Response
from tests.browser.text_types import gap_text, open_answer, short_answer

PARTS = {part.type: part for part in (short_answer(), gap_text(), open_answer())}
HOSTILE = "<script>alert('x')</script>&\"'"
POSTED = {"text": [HOSTILE], "method": [HOSTILE], "weights": [HOSTILE], "saved": ["saved-b"]}


class Fields(HTMLParser):
    """The fields of a page with their names for a screen reader."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.labels: set[str] = set()
        self.ids: list[str] = []
        self.fields: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"]] if given.get("id") else []  # type: ignore[list-item]
        if tag == "label":
            self.labels.add(given.get("for") or "")
        if tag in ("input", "select", "textarea"):
            self.fields.append(given)


def drawn(part: PartSpec) -> Draw:
    draw = question_type(part.type).draw(part, Random(1))
    return Draw(draw.type, draw.order, {"N": "7", "Nzh": "70"})


def html(kind: str, language: str, mode: str = ANSWER, response: Response | None = None) -> str:
    part = PARTS[kind]
    draw, response = drawn(part), response or Response()
    mark = question_type(kind).grade(part, response, draw) if mode == REVIEW else None
    with translation.override(language):
        return rendered(part_view(part, draw, response, mode, mark))


def answered(kind: str) -> Response:
    return question_type(kind).read(POSTED, drawn(PARTS[kind]))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", PARTS)
def test_every_field_has_a_name_and_every_description_exists(kind: str, language: str) -> None:
    found = Fields(html(kind, language))
    assert found.fields
    assert len(found.ids) == len(set(found.ids))
    for field in found.fields:
        assert str(field["name"]).startswith("p0-")
        assert field.get("aria-label") or field["id"] in found.labels
        assert set(str(field.get("aria-describedby") or "").split()) <= set(found.ids)


def test_gaps_say_which_one_of_how_many_they_are() -> None:
    english, chinese = (Fields(html("gap_fill", language)).fields for language in ("en", "zh-hans"))
    assert [field["aria-label"] for field in english] == ["Gap 1 of 3", "Gap 2 of 3, GB", "Gap 3 of 3"]
    assert [field["aria-label"] for field in chinese] == [
        "第 1 空，共 3 空",
        "第 2 空，共 3 空，GB",
        "第 3 空，共 3 空",
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", PARTS)
def test_the_key_is_shown_after_submission_and_not_before(kind: str, language: str) -> None:
    part, draw = PARTS[kind], drawn(PARTS[kind])
    english = language == "en"
    key = question_type(kind).describe(part, question_type(kind).key(part, draw), "en" if english else "zh_hans")
    secret = {"gap_fill": "LoRA" if english else "低秩适配"}.get(kind, key)
    assert secret not in html(kind, language)
    assert secret in html(kind, language, REVIEW)


@pytest.mark.parametrize("mode", [ANSWER, REVIEW])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", PARTS)
def test_what_was_written_is_shown_and_never_becomes_markup(kind: str, language: str, mode: str) -> None:
    page = html(kind, language, mode, answered(kind))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("kind", PARTS)
def test_the_chinese_page_has_no_english_words_of_ours(kind: str) -> None:
    for mode in (ANSWER, REVIEW):
        english, chinese = (_words(html(kind, language, mode)) for language in ("en", "zh-hans"))
        # What stands in both is a name, a unit, or what the learner wrote.
        assert not {word for word in english & chinese if len(word) > 4} - {"bytes"}


def _words(page: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]+", re.sub(r"<[^>]*>", " ", page)))


def test_an_open_answer_can_get_a_form_in_place_of_its_rubric() -> None:
    view: Any = part_view(PARTS["open_answer"], drawn(PARTS["open_answer"]), Response(), REVIEW, Mark(0.0, False))
    assert '<ol class="rubric">' in rendered(view)
    view.details["rubric_form"] = "The form"
    page = rendered(view)
    assert "The form" in page
    assert '<ol class="rubric">' not in page


def test_a_pending_answer_says_that_it_is_not_in_the_score() -> None:
    assert "until a person has marked it" in html("open_answer", "en", REVIEW, answered("open_answer"))
    assert "until a person has marked it" not in html("open_answer", "en", REVIEW)


def test_the_count_goes_by_the_language_of_the_answer() -> None:
    written = question_type("open_answer").read({"text": ["三个字。"]}, drawn(PARTS["open_answer"]))
    assert "3 of 200 Chinese characters" in html("open_answer", "en", ANSWER, written)
    assert "0 of 120 words" in html("open_answer", "en")
    assert "0 字，上限 200 字" in html("open_answer", "zh-hans")
