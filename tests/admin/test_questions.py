"""Finding, drafting, previewing, publishing, retiring and deleting questions in the admin."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.bank import actions
from assessment.bank.content import content_hash
from assessment.bank.forms import blank_spec
from assessment.bank.lint.core import check
from assessment.bank.models import Competency, Question, QuestionVersion, Skill
from assessment.bank.queries import current_version, draft_of
from assessment.bank.question_types.registry import QUESTION_TYPES, question_type
from assessment.bank.specs import load_spec, load_specs
from assessment.delivery import actions as delivery
from assessment.delivery.models import Quiz
from assessment.values import LEVELS, QuestionSpec, Text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_bank")]
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CHINESE = {"accept-language": "zh-hans"}
TYPES = [kind.CODE for kind in QUESTION_TYPES]
each_type = pytest.mark.parametrize("kind", TYPES)
Posted = Callable[[Any], dict[str, list[str]]]


def contents() -> dict[str, QuestionSpec]:
    """The shipped content by name of the question."""
    versions = list(QuestionVersion.objects.select_related("question", "skill"))
    specs = load_specs(versions)
    return {version.question.slug: specs[version.pk] for version in versions}


def one_of(kind: str) -> Question:
    slugs = [slug for slug, spec in contents().items() if spec.parts[0].type == kind]
    return Question.objects.get(slug=min(slugs))


def page(name: str, question: Question, *more: int) -> str:
    return reverse(f"admin:assessment_question_{name}", args=[question.pk, *more])


def listed(client: Client, **query: Any) -> set[str]:
    response = client.get(reverse("admin:assessment_question_changelist"), query)
    assert response.status_code == 200, response.headers
    return {question.slug for question in response.context["cl"].queryset}


def text_of(response: Any) -> str:
    return unescape(response.content.decode())


def said(response: Any) -> str:
    return "\n".join(str(message) for message in response.context["messages"])


def hash_of(version: QuestionVersion | None) -> str:
    assert version is not None
    return content_hash(load_spec(version))


def names_of(response: Any) -> set[str]:
    return set(re.findall(r'name="(part0-[^"]*)"', response.content.decode()))


# --- finding -------------------------------------------------------------------------------------


@each_type
def test_search_finds_words_of_either_language(author: Client, kind: str) -> None:
    question = one_of(kind)
    spec = contents()[question.slug]
    part = spec.parts[0]
    for words in (
        part.stem.en[:40],
        part.stem.zh_hans[:10],
        part.options[-1].text.en,
        part.options[-1].text.zh_hans,
        spec.explanation.en[:30],
        spec.explanation.zh_hans[:8],
        question.slug,
    ):
        assert question.slug in listed(author, q=words), words
    assert len(listed(author, q=part.stem.zh_hans[:16])) < len(contents())


def test_search_that_fits_nothing_finds_nothing(author: Client) -> None:
    assert listed(author, q="zzqqzz") == set()
    assert listed(author, q="不存在的词语") == set()


def test_search_lists_a_question_once(author: Client) -> None:
    response = author.get(reverse("admin:assessment_question_changelist"), {"q": "的"})
    slugs = [question.slug for question in response.context["cl"].queryset]
    assert len(slugs) == len(set(slugs)) > 1


def test_filters_agree_with_the_content(author: Client) -> None:
    specs = contents()
    for kind in TYPES:
        assert listed(author, type=kind) == {s for s, spec in specs.items() if spec.parts[0].type == kind}
    for level in LEVELS:
        assert listed(author, level=level) == {s for s, spec in specs.items() if spec.level == level}
    for cognitive in "RAE":
        assert listed(author, cognitive=cognitive) == {s for s, spec in specs.items() if spec.cognitive == cognitive}
    for competency in Competency.objects.all():
        found = listed(author, competency__id__exact=competency.pk)
        assert found == set(competency.questions.values_list("slug", flat=True))


def test_filters_by_status_and_combine(author: Client) -> None:
    question = one_of("numeric")
    actions.retire(question)
    assert listed(author, status__exact="retired") == {question.slug}
    assert listed(author, status__exact="retired", type="single_choice") == set()
    assert listed(author, status__exact="retired", type="numeric", q=question.slug) == {question.slug}
    assert question.slug not in listed(author, status__exact="published")


def test_filters_go_by_the_draft_where_there_is_one(author: Client) -> None:
    question = one_of("single_choice")
    spec = contents()[question.slug]
    other = next(level for level in LEVELS if level != spec.level)
    actions.save_draft(question, replace(spec, level=other))
    assert question.slug in listed(author, level=other)
    assert question.slug not in listed(author, level=spec.level)


@pytest.mark.parametrize("query", [{"type": "no-such-type"}, {"level": "'"}, {"q": "'\"%_\\"}, {"o": "1.2.-3"}])
def test_odd_queries_do_no_harm(author: Client, query: dict[str, str]) -> None:
    listed(author, **query)


def test_the_list_shows_the_stem_in_the_readers_language(author: Client) -> None:
    question = one_of("single_choice")
    stem = contents()[question.slug].parts[0].stem
    address = reverse("admin:assessment_question_changelist")
    english, chinese = author.get(address), author.get(address, headers=CHINESE)
    assert stem.en[:60] in text_of(english)
    assert stem.zh_hans[:20] in text_of(chinese)
    assert stem.zh_hans[:20] not in text_of(english)


def test_the_list_takes_the_same_few_queries_however_long_it_is(author: Client) -> None:
    address = reverse("admin:assessment_question_changelist")
    author.get(address)  # permissions and content types are read once

    def count(**query: Any) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert author.get(address, query).status_code == 200
        return len(captured)

    everything = count()
    assert everything <= 9
    assert count(type="numeric") <= everything
    assert count(q="the") <= everything + 1


# --- the draft -----------------------------------------------------------------------------------


def test_each_type_shows_its_own_fields_and_no_others(author: Client) -> None:
    stem = {"part0-stem_en", "part0-stem_zh_hans"}
    expected = {
        "single_choice": {"part0-shuffle"},
        "multiple_response": {"part0-shuffle"},
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
        assert row == (both if kind == "numeric" else both | {"right", "text_zh_hans"})


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@each_type
def test_a_form_that_is_sent_back_unchanged_changes_nothing(
    author: Client, posted: Posted, kind: str, language: str
) -> None:
    """Every shipped question, with line ends as browsers send them."""
    slugs = sorted(slug for slug, spec in contents().items() if spec.parts[0].type == kind)
    headers = {"accept-language": language}
    for slug in slugs if language == "en" else slugs[:2]:
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


# --- publishing ----------------------------------------------------------------------------------


def test_save_and_publish(author: Client, posted: Posted) -> None:
    question = one_of("true_false_reason")
    address = page("draft", question)
    fields = posted(author.get(address)) | {"version-difficulty_reason": ["Better."], "publish": ["1"], "note": ["Why"]}
    response = author.post(address, fields, follow=True)
    assert "Version 2 is published." in said(response)
    version = current_version(question)
    assert version is not None
    assert (version.number, version.publication.note) == (2, "Why")
    assert version.publication.author.email == "author@example.com"
    assert draft_of(question) is None


def test_publishing_from_the_overview(author: Client) -> None:
    question = one_of("numeric")
    actions.save_draft(question, replace(contents()[question.slug], difficulty_reason="Better."))
    response = author.post(page("publish", question), {"note": "x" * 400}, follow=True)
    assert "Version 2 is published." in said(response)
    assert len(current_version(question).publication.note) == 300  # type: ignore[union-attr]
    assert "There is no draft to publish." in said(author.post(page("publish", question), follow=True))


def test_publishing_without_a_change_says_so(author: Client) -> None:
    question = one_of("numeric")
    actions.open_draft(question)
    response = author.post(page("publish", question), follow=True)
    assert "the same as the current version" in said(response)
    assert question.versions.count() == 1


def test_publishing_with_errors_lists_where_they_are(author: Client, posted: Posted) -> None:
    question = one_of("single_choice")
    address = page("draft", question)
    fields = posted(author.get(address))
    for name in [name for name in fields if name.endswith("-right")]:
        del fields[name]
    fields |= {"version-explanation_zh_hans": [""], "publish": ["1"]}
    response = author.post(address, fields, follow=True)
    assert response.redirect_chain == [(address, 302)]
    draft = draft_of(question)
    assert draft is not None
    errors = [problem for problem in check(load_spec(draft)) if problem.severity == "E"]
    assert {"KEY-01"} < {problem.code for problem in errors}
    for problem in errors:
        assert f"{problem.code} · {problem.where} {problem.language}: {problem.message.en}" in said(response)
    assert "Not published" in said(response)
    assert current_version(question).number == 1  # type: ignore[union-attr]
    assert "blocks publishing" in text_of(response)


# --- preview, versions ---------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@each_type
def test_the_preview_shows_a_version_in_the_language_that_was_chosen(author: Client, kind: str, language: str) -> None:
    question = one_of(kind)
    version = current_version(question)
    assert version is not None
    spec = load_spec(version)
    # The reader's own language is the other one.
    headers = {"accept-language": "en"} if language == "zh-hans" else CHINESE
    response = author.get(page("preview", question, version.pk), {"language": language}, headers=headers)
    content = text_of(response)
    column, other = ("en", "zh_hans") if language == "en" else ("zh_hans", "en")
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}">' in content
    texts = [spec.parts[0].stem, spec.explanation, *(option.feedback for option in spec.parts[0].options)]
    texts += [] if kind == "numeric" else [option.text for option in spec.parts[0].options]
    for text in texts:
        assert text[column][:25] in content  # type: ignore[index]
        if text.en != text.zh_hans:
            assert text[other][:25] not in content  # type: ignore[index]


def test_the_preview_of_a_draft_and_of_an_old_version(author: Client) -> None:
    question = one_of("single_choice")
    first = current_version(question)
    spec = contents()[question.slug]
    draft = actions.save_draft(question, replace(spec, explanation=Text("A new explanation.", "新的讲解。")))
    assert first is not None
    assert "A new explanation." in text_of(author.get(page("preview", question, draft.pk)))
    assert "A new explanation." not in text_of(author.get(page("preview", question, first.pk)))
    assert author.get(page("preview", one_of("numeric"), draft.pk)).status_code == 404


def test_the_versions_page_shows_what_each_version_changed(author: Client) -> None:
    question = one_of("numeric")
    spec = contents()[question.slug]
    actions.save_draft(question, replace(spec, difficulty_reason="Second reason."))
    actions.publish(question, note="A note")
    actions.save_draft(question, replace(spec, difficulty_reason="Third reason.", level="architect"))
    response = author.get(page("versions", question))
    (second, changed), (first, nothing) = response.context["rows"]
    assert [(c.field, c.before, c.after) for c in changed] == [
        ("difficulty_reason", spec.difficulty_reason, "Second reason.")
    ]
    assert (second.number, first.number, nothing) == (2, 1, None)
    assert {change.field for change in response.context["waiting"]} >= {"difficulty_reason"}
    content = text_of(response)
    assert all(words in content for words in ("Second reason.", "Third reason.", "A note", "The first version."))


def test_the_versions_page_shows_options_that_changed_places(author: Client) -> None:
    question = one_of("single_choice")
    spec = contents()[question.slug]
    actions.save_draft(question, replace(spec, parts=(replace(spec.parts[0], options=spec.parts[0].options[::-1]),)))
    assert "No difference." not in text_of(author.get(page("versions", question)))


def test_history_leads_to_the_versions(author: Client) -> None:
    question = one_of("numeric")
    response = author.get(page("history", question))
    assert (response.status_code, response["Location"]) == (302, page("versions", question))


# --- retiring ------------------------------------------------------------------------------------


def test_retire_and_put_back(author: Client) -> None:
    question = one_of("numeric")
    assert 'value="Retire"' in text_of(author.get(page("change", question)))
    assert "is retired" in said(author.post(page("retire", question), follow=True))
    question.refresh_from_db()
    assert question.status == "retired"
    assert 'value="Put back"' in text_of(author.get(page("change", question)))
    assert "is back" in said(author.post(page("restore", question), follow=True))
    question.refresh_from_db()
    assert question.status == "published"


@pytest.mark.parametrize("action", ["retire", "restore"])
def test_what_was_never_published_is_neither_retired_nor_put_back(author: Client, action: str) -> None:
    question = actions.create_question("C01-new", "C01")
    actions.save_draft(question, blank_spec(question_type("numeric"), "C01.1"))
    response = author.post(page(action, question), follow=True)
    assert "Nothing has been published yet." in said(response)
    question.refresh_from_db()
    assert question.status == "draft"


def test_discard(author: Client) -> None:
    question = one_of("numeric")
    actions.open_draft(question)
    assert "is discarded" in said(author.post(page("discard", question), follow=True))
    assert draft_of(question) is None
    assert current_version(question) is not None


@pytest.mark.parametrize("action", ["publish", "retire", "restore", "discard"])
def test_looking_at_an_action_does_nothing(author: Client, action: str) -> None:
    question = one_of("numeric")
    actions.open_draft(question)
    assert author.get(page(action, question)).status_code == 403
    question.refresh_from_db()
    assert question.status == "published"
    assert draft_of(question) is not None


@pytest.mark.parametrize("name", ["change", "draft", "versions", "delete", "history"])
def test_a_question_that_is_not_there_is_not_found(author: Client, name: str) -> None:
    response = author.get(reverse(f"admin:assessment_question_{name}", args=[99999999]))
    assert response.status_code in (302, 404)


# --- deleting ------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_published_question_is_not_deleted_and_the_way_out_is_named(author: Client, method: str) -> None:
    question = one_of("numeric")
    response = getattr(author, method)(page("delete", question), {"post": "yes"}, follow=True)
    assert response.redirect_chain == [(page("change", question), 302)]
    assert "Retire the question instead" in said(response)
    assert Question.objects.filter(pk=question.pk).exists()


def test_a_question_that_was_never_published_can_be_deleted(author: Client) -> None:
    question = actions.create_question("C01-new", "C01")
    actions.save_draft(question, contents()[one_of("numeric").slug])
    assert author.get(page("delete", question)).status_code == 200
    author.post(page("delete", question), {"post": "yes"})
    assert not Question.objects.filter(pk=question.pk).exists()


def bulk_delete(client: Client, model: str, rows: list[Any], *confirmed: str) -> Any:
    fields = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    fields |= {"post": "yes"} if confirmed else {}
    return client.post(reverse(f"admin:assessment_{model}_changelist"), fields, follow=True)


def test_many_questions_are_deleted_only_where_none_was_published(author: Client) -> None:
    drafts = [actions.create_question(f"C01-new{i}", "C01") for i in range(2)]
    published = one_of("numeric")
    for confirmed in ((), ("yes",)):
        response = bulk_delete(author, "question", [*drafts, published], *confirmed)
        assert f"{published.slug}: Published questions stay" in text_of(response)
    assert Question.objects.filter(pk__in=[row.pk for row in (*drafts, published)]).count() == 3
    bulk_delete(author, "question", drafts, "yes")
    assert not Question.objects.filter(slug__startswith="C01-new").exists()


def test_a_quiz_that_somebody_sat_is_not_deleted(enter: Any, person: Any) -> None:
    client = enter("author")
    sat, unsat = Quiz.objects.filter(mode="assessed")[:2]
    delivery.start(sat, person("learner").pk, NOW)
    address = reverse("admin:assessment_quiz_delete", args=[sat.pk])
    for method in (client.get, client.post):
        response = method(address, {"post": "yes"}, follow=True)
        assert "Retire it instead" in said(response)
    assert "Retire it instead" in text_of(bulk_delete(client, "quiz", [sat, unsat], "yes"))
    assert Quiz.objects.filter(pk__in=[sat.pk, unsat.pk]).count() == 2
    client.post(reverse("admin:assessment_quiz_delete", args=[unsat.pk]), {"post": "yes"})
    assert not Quiz.objects.filter(pk=unsat.pk).exists()


def test_quizzes_are_retired_together(author: Client) -> None:
    quizzes = list(Quiz.objects.all()[:2])
    fields = {"action": "retire", "_selected_action": [quiz.pk for quiz in quizzes]}
    response = author.post(reverse("admin:assessment_quiz_changelist"), fields, follow=True)
    assert "Retired" in said(response)
    assert {Quiz.objects.get(pk=quiz.pk).status for quiz in quizzes} == {"retired"}


def test_a_competency_with_questions_is_not_deleted(enter: Any) -> None:
    client = enter("superuser")
    used, unused = Competency.objects.get(code="C01"), Competency.objects.create(code="X01", domain="D1")
    Skill.objects.create(code="X01.1", competency=unused)
    address = reverse("admin:assessment_competency_delete", args=[used.pk])
    for method in (client.get, client.post):
        assert "Retire its questions instead" in said(method(address, {"post": "yes"}, follow=True))
    assert "Retire its questions instead" in text_of(bulk_delete(client, "competency", [used, unused], "yes"))
    assert Competency.objects.filter(pk__in=[used.pk, unused.pk]).count() == 2
    client.post(reverse("admin:assessment_competency_delete", args=[unused.pk]), {"post": "yes"})
    assert not Competency.objects.filter(pk=unused.pk).exists()
