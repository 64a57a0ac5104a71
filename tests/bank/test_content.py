"""The hash of a content and the list of what changed: one for all engines, and nothing slips through."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest

from assessment.bank import actions
from assessment.bank.content import Change, changes, content_hash
from assessment.bank.models import QuestionVersion
from assessment.bank.specs import load_spec
from assessment.values import OptionSpec, PartSpec, QuestionSpec, SourceSpec, Text

Edit = Callable[[QuestionSpec], QuestionSpec]


def part(**new: Any) -> Edit:
    return lambda spec: replace(spec, parts=(replace(spec.parts[0], **new),))


def option(**new: Any) -> Edit:
    return lambda spec: part(options=(replace(spec.parts[0].options[0], **new), *spec.parts[0].options[1:]))(spec)


def source(**new: Any) -> Edit:
    return lambda spec: replace(spec, sources=(spec.sources[0], replace(spec.sources[1], **new)))


def question(**new: Any) -> Edit:
    return lambda spec: replace(spec, **new)


def without_last_option(spec: QuestionSpec) -> QuestionSpec:
    return part(options=spec.parts[0].options[:-1])(spec)


def turned_options(spec: QuestionSpec) -> QuestionSpec:
    return part(options=spec.parts[0].options[::-1])(spec)


def turned_sources(spec: QuestionSpec) -> QuestionSpec:
    return replace(spec, sources=spec.sources[::-1])


# Every field of every value, and what else can be different.
EDITS: dict[str, Edit] = {
    "QuestionSpec.parts": lambda spec: replace(spec, parts=spec.parts * 2),
    "QuestionSpec.explanation": question(explanation=Text("Another.", "应关注用户能感受到的量。")),
    "QuestionSpec.level": question(level="architect"),
    "QuestionSpec.cognitive": question(cognitive="E"),
    "QuestionSpec.skill": question(skill="C01.2"),
    "QuestionSpec.difficulty": question(difficulty=0.25),
    "QuestionSpec.difficulty_reason": question(difficulty_reason="Three steps."),
    "QuestionSpec.minutes": question(minutes=2.0),
    "QuestionSpec.negative": question(negative=True),
    "QuestionSpec.attributed": question(attributed=True),
    "QuestionSpec.sources": lambda spec: replace(spec, sources=spec.sources[:1]),
    "QuestionSpec.notes": question(notes={"STEM-02": "meant otherwise"}),
    "PartSpec.type": part(type="multiple_response"),
    "PartSpec.stem": part(stem=Text("Another stem", "另一题干")),
    "PartSpec.options": without_last_option,
    "PartSpec.data": part(data={"shuffle": False}),
    "OptionSpec.key": option(key="z"),
    "OptionSpec.role": option(role="reason"),
    "OptionSpec.text": option(text=Text("Another", "响应的尾部时延")),
    "OptionSpec.feedback": option(feedback=Text("On tail latency of replies.", "另一反馈")),
    "OptionSpec.credit": option(credit=0.5),
    "SourceSpec.claim": source(claim="L1-b", reference=""),
    "SourceSpec.reference": source(reference="Roe2021"),
    "SourceSpec.place": source(place="section 3"),
    "SourceSpec.opened_on": source(opened_on="2026-10-02"),
    "Text.en": lambda spec: replace(spec, explanation=replace(spec.explanation, en="Another.")),
    "Text.zh_hans": lambda spec: replace(spec, explanation=replace(spec.explanation, zh_hans="另一讲解。")),
    "PartSpec.explanation": part(explanation=Text("Why this part.", "这一小题的讲解。")),
    "QuestionSpec.scenario": question(scenario=Text("A text above the parts.", "各小题共用的材料。")),
    "QuestionSpec.parameters": question(
        parameters={"sets": {"N": ["7", "13"]}, "derived": [["M", "N*2"]], "accept": []}
    ),
    "order of options": turned_options,
    "order of sources": turned_sources,
    "no sources": question(sources=()),
    "no notes": question(notes={}),
    "a further setting": part(data={"shuffle": True, "truth": True}),
}
NUMBERS = (2, 2.0, 0, -0.0, 0.1, 0.30000000000000004, 1e-7, 1e16, 10**17 + 1, 1e22, 1.5e300, -3, [1, 2.5], {"a": 3})


@pytest.fixture
def spec(contents: dict[str, QuestionSpec]) -> QuestionSpec:
    return contents["single_choice"]


def test_every_field_of_every_value_is_edited_here() -> None:
    values = (QuestionSpec, PartSpec, OptionSpec, SourceSpec, Text)
    assert {f"{value.__name__}.{field.name}" for value in values for field in fields(value)} <= set(EDITS)


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_every_edit_gives_another_hash_and_is_listed(spec: QuestionSpec, edit: Edit) -> None:
    edited = edit(spec)
    assert content_hash(edited) != content_hash(spec)
    assert changes(spec, edited)
    assert changes(edited, spec)


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_every_edit_is_stored_and_read_back(make: Any, spec: QuestionSpec, edit: Edit) -> None:
    """The same content, and the same hash as before it was in this database."""
    stored = actions.save_draft(make(), edit(spec))
    loaded = load_spec(QuestionVersion.objects.get(pk=stored.pk))
    assert loaded == edit(spec)
    assert content_hash(loaded) == content_hash(edit(spec))


@pytest.mark.parametrize("kind", ["single_choice", "multiple_response", "true_false_reason", "numeric"])
def test_the_hash_of_a_content_is_the_same_everywhere(make: Any, contents: dict[str, QuestionSpec], kind: str) -> None:
    """These were computed once. A change would make every installed question look edited."""
    known = {
        "single_choice": "c7420144afe1940a622dcb9ff092cfd92acbec738f9b3a029ee5ee4c441ec306",
        "multiple_response": "ffc64ece1e2e2c993730f9bffc06a21deeb67cca6c8a1bf1599e049473196354",
        "true_false_reason": "190a2639b47f4d6e17bc36deef53923a587215162279d08a446f56ae8e7fc3fd",
        "numeric": "f1e0d5a3ff9c29c764ae52f485c5b0294ca4089f6bb0e5055976a9c37df67f62",
    }
    assert content_hash(contents[kind]) == known[kind]
    assert content_hash(load_spec(make(kind=kind).versions.get())) == known[kind]


@pytest.mark.parametrize("number", NUMBERS, ids=str)
def test_a_number_in_the_settings_has_one_hash_on_every_engine(make: Any, spec: QuestionSpec, number: Any) -> None:
    edited = part(data={"number": number})(spec)
    stored = actions.save_draft(make(), edited)
    assert content_hash(load_spec(QuestionVersion.objects.get(pk=stored.pk))) == content_hash(edited)


@pytest.mark.parametrize("number", [-0.0, 0.0, 0.1, 1 / 3, -3.999999999999999, 1])
def test_a_number_in_a_column_has_one_hash_on_every_engine(make: Any, spec: QuestionSpec, number: float) -> None:
    edited = option(credit=number)(question(difficulty=number, minutes=number)(spec))
    stored = actions.save_draft(make(), edited)
    assert content_hash(load_spec(QuestionVersion.objects.get(pk=stored.pk))) == content_hash(edited)


def test_equal_contents_have_equal_hashes(spec: QuestionSpec) -> None:
    for one, other in ((1, 1.0), (0.0, -0.0), (2.0, 2)):
        first, second = question(difficulty=one)(spec), question(difficulty=other)(spec)
        assert first == second
        assert content_hash(first) == content_hash(second)
        assert changes(first, second) == []
    turned = part(data={"b": 1, "a": [2]})(spec)
    assert content_hash(turned) == content_hash(part(data={"a": [2.0], "b": 1.0})(spec))


def test_true_and_one_are_not_the_same_setting(spec: QuestionSpec) -> None:
    assert content_hash(part(data={"shuffle": True})(spec)) != content_hash(part(data={"shuffle": 1})(spec))


def test_nothing_changed_is_an_empty_list(spec: QuestionSpec) -> None:
    assert changes(spec, spec) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("QuestionSpec.level", [Change("level", "practitioner", "architect")]),
        ("PartSpec.data", [Change("parts.1.data.shuffle", "True", "False")]),
        ("OptionSpec.text", [Change("parts.1.options.a.text.en", "Tail latency of replies", "Another")]),
        ("SourceSpec.place", [Change("sources.2.place", "section 2", "section 3")]),
        ("QuestionSpec.notes", [Change("notes.STEM-02", "meant so", "meant otherwise")]),
        ("order of options", [Change("parts.1.options", "a, b, c", "c, b, a")]),
    ],
)
def test_a_change_names_the_field_and_both_sides(spec: QuestionSpec, name: str, expected: list[Change]) -> None:
    assert changes(spec, EDITS[name](spec)) == expected


def test_a_row_that_is_gone_and_one_that_is_new_have_an_empty_side(spec: QuestionSpec) -> None:
    gone = {change.field: change for change in changes(spec, without_last_option(spec))}
    assert gone["parts.1.options.c.text.en"] == Change("parts.1.options.c.text.en", "Share of good labels", "")
    new = {change.field: change for change in changes(without_last_option(spec), spec)}
    assert new["parts.1.options.c.text.en"].before == ""
