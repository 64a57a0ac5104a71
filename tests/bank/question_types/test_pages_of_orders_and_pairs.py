"""What the templates of ordering and matching say, read as a screen reader does: names, values, words."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random

import pytest
from django.utils import translation

from assessment.bank.presentation import ANSWER, REVIEW, part_view
from assessment.bank.question_types.registry import question_type
from assessment.templatetags.plumbline import part as rendered
from assessment.values import Draw, Language, PartSpec, Response
from tests.bank.question_types.exemplars import EX01, EX03

CODES: dict[str, Language] = {"en": "en", "zh-hans": "zh_hans"}
VOID = {"input", "br", "path", "circle", "line"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    children: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(c if isinstance(c, str) else f" {c.text} " for c in self.children).split())

    def all(self, tag: str, name: str = "") -> list["Element"]:
        """Every `tag` within, of the class `name` where one is given."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if child.tag == tag and (not name or name in str(child.attributes.get("class")).split()):
                    found.append(child)
                found += child.all(tag, name)
        return found


class Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.open = [Element("", {})]
        self.feed(html)
        assert len(self.open) == 1, "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def draw_of(item: PartSpec) -> Draw:
    return question_type(item.type).draw(item, Random(3))


def page(item: PartSpec, response: Response, language: str, mode: str = ANSWER) -> Element:
    draw = draw_of(item)
    mark = question_type(item.type).grade(item, response, draw) if mode == REVIEW else None
    with translation.override(language):
        return Reader(rendered(part_view(item, draw, response, mode, mark))).open[0]


def labels(found: Element) -> dict[str, str]:
    return {str(label.attributes["for"]): label.text for label in found.all("label")}


def selected(choice: Element) -> str:
    return next((str(o.attributes["value"]) for o in choice.all("option") if "selected" in o.attributes), "")


@pytest.mark.parametrize("language", CODES)
def test_every_element_has_a_labelled_choice_of_numbers_in_drawn_order(language: str) -> None:
    found = page(EX01, Response({"c": ("2",), "f": ("6",)}), language)
    choices = found.all("select")
    assert [choice.attributes["name"] for choice in choices] == [f"p0-rank-{number}" for number in range(1, 7)]
    for choice, key in zip(choices, draw_of(EX01).order, strict=True):
        option = EX01.option(key)
        assert option
        assert labels(found)[str(choice.attributes["id"])] == option.text[CODES[language]]
        assert [entry.text for entry in choice.all("option")] == ["–", "1", "2", "3", "4", "5", "6"]
        assert selected(choice) == {"c": "2", "f": "6"}.get(key, "")


@pytest.mark.parametrize("language", CODES)
def test_what_needs_the_script_is_hidden_without_it_and_named_in_words(language: str) -> None:
    found = page(EX01, Response(), language)
    for moves in (*found.all("span", "ordering-moves"), *found.all("span", "ordering-handle")):
        assert "hidden" in moves.attributes
    names = [str(button.attributes["aria-label"]) for button in found.all("button")]
    assert len(names) == len(set(names)) == 12
    assert all(button.attributes["type"] == "button" for button in found.all("button"))
    key = draw_of(EX01).order[0]
    first = next(option.text[CODES[language]] for option in EX01.options if option.key == key)
    assert names[0] == {"en": f"Move up: {first}", "zh-hans": f"上移：{first}"}[language]


@pytest.mark.parametrize("item", [EX01, EX03], ids=["ordering", "matching"])
@pytest.mark.parametrize("language", CODES)
def test_the_fields_are_one_group_named_by_the_stem_and_described_by_the_hint(item: PartSpec, language: str) -> None:
    found = page(item, Response(), language)
    (group,) = [element for element in found.all("div") if element.attributes.get("role") == "group"]
    by_id = {str(e.attributes["id"]): e for tag in ("div", "p") for e in found.all(tag) if "id" in e.attributes}
    assert by_id[str(group.attributes["aria-labelledby"])].text == item.stem[CODES[language]]
    assert by_id[str(group.attributes["aria-describedby"])].text
    identities = [e.attributes["id"] for tag in ("div", "p", "select") for e in found.all(tag) if "id" in e.attributes]
    assert len(identities) == len(set(identities))


@pytest.mark.parametrize("language", CODES)
def test_every_left_row_has_a_labelled_choice_of_the_lettered_descriptions(language: str) -> None:
    found = page(EX03, Response({"1": ("Q",), "3": ("R",)}), language)
    order = draw_of(EX03).order
    listed = [entry.text for entry in found.all("li")]
    assert [text[0] for text in listed] == list("ABCDE")
    texts = {option.key: option.text[CODES[language]] for option in EX03.options}
    assert [text[2:] for text in listed] == [texts[key] for key in order[5:]]
    for choice, key in zip(found.all("select"), "1234", strict=True):
        assert choice.attributes["name"] == f"p0-match-{key}"
        assert labels(found)[str(choice.attributes["id"])] == texts[key]
        entries = choice.all("option")
        assert [entry.attributes["value"] for entry in entries] == ["", *order[5:]]
        assert [entry.text[0] for entry in entries] == ["–", *"ABCDE"]
        assert selected(choice) == {"1": "Q", "3": "R"}.get(key, "")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["your number 1, right", "your number 3, not right", "your number 2, not right", *["left open"] * 3]),
        ("zh-hans", ["您的序号 1，正确", "您的序号 3，不正确", "您的序号 2，不正确", *["未作答"] * 3]),
    ],
)
def test_a_reviewed_order_says_of_each_element_what_was_given_and_why(language: str, words: list[str]) -> None:
    found = page(EX01, Response({"a": ("1",), "b": ("3",), "c": ("2",)}), language, REVIEW)
    rows = found.all("li")
    assert [row.all("span", "tag")[0].text for row in rows] == words
    for number, (row, option) in enumerate(zip(rows, EX01.options, strict=True), 1):
        assert row.all("p", "reviewed-text")[0].text.startswith(f"{number}. {option.text[CODES[language]]}")
        assert row.all("p", "feedback")[0].text == option.feedback[CODES[language]]
        assert len(row.all("svg")) == 1
    counted = {"en": "2 of 15 pairs stand in the right order.", "zh-hans": "15 个两两组合中，有 2 个先后正确。"}
    assert found.all("p", "hint")[0].text == counted[language]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["right", "not right", "left open", "not right"]), ("zh-hans", ["正确", "不正确", "未作答", "不正确"])],
)
def test_reviewed_pairs_say_what_was_given_what_is_right_and_why(language: str, words: list[str]) -> None:
    found = page(EX03, Response({"1": ("Q",), "2": ("R",), "4": ("S",)}), language, REVIEW)
    texts = {option.key: option.text[CODES[language]] for option in EX03.options}
    pairs, spare = found.all("ul")
    rows = pairs.all("li")
    assert [row.all("span", "tag")[0].text for row in rows] == words
    assert [[entry.text for entry in row.all("dd")] for row in rows] == [
        [texts[key] for key in keys] for keys in ("Q", "RT", "S", "SP")
    ]
    feedback = [option.feedback[CODES[language]] for option in EX03.options]
    assert [row.all("p", "feedback")[0].text for row in rows] == feedback[:4]
    assert spare.all("p", "feedback")[0].text == feedback[6]
    assert spare.all("li")[0].text.startswith(texts["R"])


@pytest.mark.parametrize("item", [EX01, EX03], ids=["ordering", "matching"])
@pytest.mark.parametrize("language", CODES)
def test_a_page_has_no_word_of_the_other_language_and_no_field_after_submission(item: PartSpec, language: str) -> None:
    found = page(item, Response(), language, REVIEW)
    assert not found.all("select")
    assert not found.all("button")
    chinese = any("\u4e00" <= sign <= "\u9fff" for sign in found.text)
    assert chinese is (language == "zh-hans")
