"""Publishing, previewing, comparing, retiring and deleting in the admin."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessment.bank import actions
from assessment.bank.forms import blank_spec
from assessment.bank.lint.core import check
from assessment.bank.models import Competency, Question, Skill
from assessment.bank.parameters import filled, filled_text, load
from assessment.bank.queries import current_version, draft_of
from assessment.bank.question_types.registry import draw_question, question_type
from assessment.bank.specs import load_spec
from assessment.delivery import actions as delivery
from assessment.delivery.models import Quiz
from assessment.values import Text
from tests.admin.questions import CHINESE, NOW, Posted, contents, each_type, one_of, page, said, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_bank")]


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
    (drawn,) = draw_question(spec.parts, spec.parameters, Random("0"))
    part = filled(spec.parts[0], drawn)
    texts = [filled_text(spec.explanation, load(drawn.numbers))]
    # Gaps cut their text into pieces, and accepted texts are shown as a learner would write them.
    if kind not in ("short_text", "gap_fill"):
        texts += [part.stem, *(option.feedback for option in part.options)]
        texts += [] if kind == "numeric" else [option.text for option in part.options]
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
