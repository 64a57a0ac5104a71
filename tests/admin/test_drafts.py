"""Writing drafts and new questions in the admin."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessment.bank import actions
from assessment.bank.content import content_hash
from assessment.bank.form_parts import RowForm
from assessment.bank.forms import DraftForms, blank_spec
from assessment.bank.models import Competency, Question
from assessment.bank.queries import current_version, draft_of
from assessment.bank.question_types.registry import question_type
from assessment.bank.specs import load_spec
from assessment.values import Text
from tests.admin.questions import (
    Posted,
    as_sent,
    contents,
    each_type,
    hash_of,
    names_of,
    one_of,
    page,
    said,
    text_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_bank")]


# --- the draft -----------------------------------------------------------------------------------


def test_each_type_shows_its_own_fields_and_no_others(author: Client) -> None:
    stem = {f"part0-{name}_{language}" for name in ("stem", "explanation") for language in ("en", "zh_hans")}
    expected = {
        "single_choice": {"part0-shuffle"},
        "multiple_response": {f"part0-{name}" for name in ("shuffle", "credit_rule", "lower", "upper")},
        "true_false_reason": {"part0-shuffle", "part0-truth"},
        "numeric": {f"part0-{name}" for name in ("answer", "unit_en", "unit_zh_hans", "tolerance_kind", "tolerance",
                                                  "decimals")},
    }  # fmt: skip
    rows = {
        "single_choice": "option",
        "multiple_response": "option",
        "true_false_reason": "reason",
        "numeric": "wrong_value",
    }
    for kind, settings in expected.items():
        names = names_of(author.get(page("draft", one_of(kind))))
        own = {name for name in names if not name.startswith(f"part0-{rows[kind]}-")}
        assert own == stem | settings
        row = {name.rpartition("-")[2] for name in names if name.startswith(f"part0-{rows[kind]}-0-")}
        both = {"key", "text_en", "feedback_en", "feedback_zh_hans", "DELETE"}
        own_of_row = {"numeric": set(), "multiple_response": {"right", "credit", "text_zh_hans"}}
        assert row == both | own_of_row.get(kind, {"right", "text_zh_hans"})


def test_no_form_changes_a_question_that_is_sent_back_as_it_is() -> None:
    """Every shipped question, with line ends as browsers send them; how pages show the forms is tested below."""
    competencies = {competency.code: competency for competency in Competency.objects.all()}
    for slug, spec in contents().items():
        competency = competencies[spec.skill.partition(".")[0]]
        forms = DraftForms(spec, competency, as_sent(DraftForms(spec, competency)))
        assert forms.is_valid(), slug
        assert content_hash(forms.spec()) == content_hash(spec), slug


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@each_type
def test_a_form_that_is_sent_back_unchanged_changes_nothing(
    author: Client, posted: Posted, kind: str, language: str
) -> None:
    """Every sixth of the shipped questions of every type, with line ends as browsers send them."""
    slugs = sorted(slug for slug, spec in contents().items() if spec.parts[0].type == kind)
    headers = {"accept-language": language}
    for slug in slugs[::6] if language == "en" else slugs[:2]:
        question = Question.objects.get(slug=slug)
        address = page("draft", question)
        response = author.post(address, {**posted(author.get(address, headers=headers)), "save": "1"}, headers=headers)
        assert response.status_code == 302, (slug, text_of(response))
        assert hash_of(draft_of(question)) == hash_of(current_version(question)), slug
    assert actions.publish(question) is None


@each_type
def test_paragraphs_survive_the_form(author: Client, posted: Posted, kind: str) -> None:
    question = one_of(kind)
    spec = contents()[question.slug]
    lines = Text('First.\n\nSecond, with a\nbreak <b>&amp;</b> "quotes".', "第一段。\n\n第二段，有\n换行。")
    part = replace(spec.parts[0], stem=lines)
    rows = (*part.options[:-1], replace(part.options[-1], feedback=lines))
    written = replace(spec, explanation=lines, parts=(replace(part, options=rows),))
    actions.save_draft(question, written)
    address = page("draft", question)
    assert author.post(address, posted(author.get(address))).status_code == 302
    assert load_spec(draft_of(question)) == written  # type: ignore[arg-type]


@each_type
def test_what_is_edited_is_stored(author: Client, posted: Posted, kind: str) -> None:
    question = one_of(kind)
    address = page("draft", question)
    fields = posted(author.get(address))
    role = question_type(kind).ROLES[0].name
    fields |= {
        "version-level": ["architect"],
        "version-difficulty": ["1.25"],
        "version-negative": ["on"],
        "version-notes": ["STEM-03: meant so\r\nOPT-01: as well"],
        "part0-stem_zh_hans": ["新的题干"],
        f"part0-{role}-0-feedback_en": ["New feedback"],
    }
    before = contents()[question.slug]
    response = author.post(address, fields, follow=True)
    assert "The draft is saved." in said(response)
    after = load_spec(draft_of(question))  # type: ignore[arg-type]
    assert (after.level, after.difficulty, after.negative) == ("architect", 1.25, True)
    assert after.notes == {"STEM-03": "meant so", "OPT-01": "as well"}
    assert after.parts[0].stem == Text(before.parts[0].stem.en, "新的题干")
    assert after.parts[0].options[0].feedback.en == "New feedback"
    assert [o.key for o in after.parts[0].options] == [o.key for o in before.parts[0].options]
    assert hash_of(current_version(question)) == content_hash(before)


def test_rows_can_be_added_and_removed_and_keys_are_not_used_again(author: Client, posted: Posted) -> None:
    question = one_of("multiple_response")
    address = page("draft", question)
    fields = posted(author.get(address))
    before = contents()[question.slug].parts[0]
    new = len(before.options)
    fields["part0-option-0-DELETE"] = ["on"]
    fields[f"part0-option-{new}-text_en"] = ["A new option"]
    fields[f"part0-option-{new}-text_zh_hans"] = ["新选项"]
    assert author.post(address, fields).status_code == 302
    after = load_spec(draft_of(question)).parts[0]  # type: ignore[arg-type]
    assert [o.key for o in after.options[:-1]] == [o.key for o in before.options[1:]]
    assert after.options[-1].text == Text("A new option", "新选项")
    assert after.options[-1].key not in {o.key for o in before.options}


def test_sources_can_be_added_and_removed(author: Client, posted: Posted) -> None:
    question = one_of("single_choice")
    address = page("draft", question)
    fields = posted(author.get(address))
    before = contents()[question.slug].sources
    for name, value in {"reference": fields_first_reference(author.get(address)), "place": "p. 7"}.items():
        fields[f"source-{len(before)}-{name}"] = [value]
    fields["source-0-DELETE"] = ["on"]
    assert author.post(address, fields).status_code == 302
    after = load_spec(draft_of(question)).sources  # type: ignore[arg-type]
    assert after[:-1] == before[1:]
    assert after[-1].place == "p. 7"


def fields_first_reference(response: Any) -> str:
    select = re.search(r'<select name="source-0-reference".*?</select>', response.content.decode(), re.DOTALL)
    assert select
    return re.findall(r'value="(\d+)"', select.group())[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version-difficulty", "very"),
        ("version-difficulty", "9"),
        ("version-minutes", ""),
        ("version-level", "guru"),
        ("version-notes", "no colon"),
        ("part0-decimals", "-1"),
        ("part0-tolerance_kind", "wide"),
        ("source-0-place", "x" * 201),
        ("source-0-opened_on", "yesterday"),
    ],
)
def test_invalid_input_keeps_what_was_typed_and_saves_nothing(
    author: Client, posted: Posted, name: str, value: str
) -> None:
    question = one_of("numeric")
    address = page("draft", question)
    fields = posted(author.get(address))
    fields |= {
        name: [value],
        "part0-stem_en": ["Typed <here> & kept"],
        "part0-wrong_value-0-feedback_zh_hans": ["留着"],
    }
    response = author.post(address, fields)
    assert response.status_code == 200
    assert "Nothing was saved yet" in said(response)
    assert "errorlist" in response.content.decode()
    again = posted(response)
    assert again["part0-stem_en"] == ["Typed <here> & kept"]
    assert again["part0-wrong_value-0-feedback_zh_hans"] == ["留着"]
    if value and not name.endswith(("level", "kind", "opened_on")):  # a select cannot show what it does not offer
        assert again[name] == [value]
    assert draft_of(question) is None


def test_a_source_is_a_claim_or_a_reference_and_not_both(author: Client, posted: Posted) -> None:
    question = one_of("single_choice")
    address = page("draft", question)
    response = author.get(address)
    fields = posted(response)
    claim = re.search(r'<select name="source-0-claim".*?</select>', response.content.decode(), re.DOTALL)
    assert claim
    fields["source-0-claim"] = [re.findall(r'value="(\d+)"', claim.group())[0]]
    fields["source-0-reference"] = [fields_first_reference(response)]
    assert "not both" in text_of(author.post(address, fields))
    fields["source-0-claim"] = fields["source-0-reference"] = [""]
    fields["source-0-place"] = ["p. 7"]
    assert "that this place is in" in text_of(author.post(address, fields))
    assert draft_of(question) is None


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unseen(author: Client, posted: Posted) -> None:
    question = one_of("single_choice")
    address = page("draft", question)
    mine = posted(author.get(address))
    theirs = replace(contents()[question.slug], difficulty_reason="Theirs.")
    actions.save_draft(question, theirs)
    mine["version-difficulty_reason"] = ["Mine."]
    response = author.post(address, mine)
    assert response.status_code == 200
    assert "Somebody else saved this draft" in said(response)
    assert load_spec(draft_of(question)) == theirs  # type: ignore[arg-type]
    again = posted(response)
    assert again["version-difficulty_reason"] == ["Mine."]
    assert author.post(address, again).status_code == 302
    assert load_spec(draft_of(question)).difficulty_reason == "Mine."  # type: ignore[arg-type]


def test_what_somebody_else_published_meanwhile_is_not_overwritten_unseen(author: Client, posted: Posted) -> None:
    question = one_of("single_choice")
    address = page("draft", question)
    mine = posted(author.get(address))
    actions.save_draft(question, replace(contents()[question.slug], difficulty_reason="Theirs."))
    actions.publish(question)
    response = author.post(address, mine)
    assert "Somebody else saved this draft" in said(response)
    assert draft_of(question) is None


def test_looking_at_the_form_makes_no_draft(author: Client) -> None:
    question = one_of("single_choice")
    author.get(page("draft", question))
    assert draft_of(question) is None


def test_markup_in_a_content_stays_text(author: Client) -> None:
    question = one_of("single_choice")
    spec = contents()[question.slug]
    evil = Text("<script>alert(1)</script>", "<script>alert(2)</script>")
    part = replace(spec.parts[0], stem=evil, options=tuple(replace(o, text=evil) for o in spec.parts[0].options))
    draft = actions.save_draft(question, replace(spec, parts=(part,), explanation=evil))
    for address in (
        page("change", question), page("draft", question), page("versions", question),
        page("preview", question, draft.pk), reverse("admin:assessment_question_changelist"),
    ):  # fmt: skip
        content = author.get(address).content.decode()
        assert "<script>alert" not in content
        assert "&lt;script&gt;" in content


# --- new questions -------------------------------------------------------------------------------


@each_type
def test_a_new_question_starts_as_a_draft_of_its_type(author: Client, posted: Posted, kind: str) -> None:
    competency = Competency.objects.get(code="C01")
    fields = {"slug": "C01-new", "competency": competency.pk, "type": kind}
    response = author.post(reverse("admin:assessment_question_add"), fields, follow=True)
    question = Question.objects.get(slug="C01-new")
    assert response.redirect_chain == [(page("draft", question), 302)]
    assert load_spec(question.versions.get()) == blank_spec(question_type(kind), "C01.1")
    again = author.post(page("draft", question), posted(response))
    assert again.status_code == 302
    draft = draft_of(question)
    assert draft is not None
    for address in (page("change", question), page("versions", question), page("preview", question, draft.pk)):
        assert author.get(address).status_code == 200
    assert "blocks publishing" in text_of(author.get(page("change", question)))


def test_a_new_question_needs_a_name_of_its_own_and_a_competency_with_skills(author: Client) -> None:
    address = reverse("admin:assessment_question_add")
    assert author.get(address).status_code == 200
    taken = {"slug": one_of("numeric").slug, "competency": Competency.objects.get(code="C01").pk, "type": "numeric"}
    assert "There is a question with this name." in text_of(author.post(address, taken))
    bare = Competency.objects.create(code="X01", domain="D1")
    response = author.post(address, {"slug": "X01-01", "competency": bare.pk, "type": "numeric"}, follow=True)
    assert "has no skill yet" in said(response)
    assert not Question.objects.filter(slug="X01-01").exists()


def test_a_question_whose_only_draft_was_discarded_is_no_dead_end(author: Client) -> None:
    question = actions.create_question("C01-new", "C01")
    response = author.get(page("change", question))
    assert response.status_code == 200
    assert page("draft", question) not in response.content.decode()
    assert page("delete", question) in response.content.decode()
    assert author.get(page("draft", question)).status_code == 404
    assert author.post(page("draft", question), {}).status_code == 404


@pytest.mark.parametrize(
    ("right", "credit", "accepted"),
    [
        ("on", "", True),
        ("", "", True),
        ("on", "0.5", True),
        ("", "-0.5", True),
        ("", "0.5", False),
        ("on", "-0.25", False),
    ],
)
def test_a_row_whose_tick_and_credit_disagree_is_refused(right: str, credit: str, accepted: bool) -> None:
    """Otherwise a row that was unticked to correct the key stays right without a word."""
    (role,) = [role for role in question_type("multiple_response").ROLES if role.credit == "some"]
    texts = {"text_en": "A row", "text_zh_hans": "一行"}
    form = RowForm({**texts, "right": right, "credit": credit}, role=role)
    assert form.is_valid() is accepted
    assert ("credit" in form.errors) is not accepted
