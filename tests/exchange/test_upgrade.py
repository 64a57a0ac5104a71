"""A newer release meets a database that is in use: what changed comes in, what was edited here stays."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from assessment.bank import actions as bank_actions
from assessment.bank.actions import NotPublishable
from assessment.bank.content import content_hash
from assessment.bank.models import (
    Competency,
    LectureClaim,
    LevelDescription,
    Publication,
    Question,
    QuestionVersion,
    Reference,
    Skill,
)
from assessment.bank.queries import current_version, draft_of
from assessment.bank.specs import load_spec
from assessment.checklists import authoring
from assessment.checklists.models import Checklist, Statement
from assessment.checklists.queries import words_of
from assessment.delivery import actions as delivery
from assessment.delivery.models import Attempt, Quiz
from assessment.delivery.queries import quiz_questions
from assessment.delivery.quizzes import retire as retire_quiz
from assessment.exchange.actions import Upgrade, upgrade_content
from assessment.exchange.queries import local_hash, waiting_upgrades
from assessment.exchange.seeds.fixtures import fixture_files
from assessment.exchange.seeds.reader import QuestionSeed, Seeds
from assessment.management.commands import upgrade_content as command
from assessment.values import Text

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
EXPLAINED = Text("A better explanation.", "更好的讲解。")


def revised(seed: QuestionSeed, **changes: Any) -> QuestionSeed:
    return replace(seed, spec=replace(seed.spec, **(changes or {"explanation": EXPLAINED})))


def with_question(seeds: Seeds, seed: QuestionSeed) -> Seeds:
    return replace(seeds, questions=tuple(seed if old.slug == seed.slug else old for old in seeds.questions))


def lists(done: Upgrade) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    return done.added, done.changed, done.left_alone


def question_of(seed: QuestionSeed) -> Question:
    return Question.objects.get(slug=seed.slug)


def edit_here(question: Question) -> QuestionVersion:
    spec = load_spec(bank_actions.open_draft(question))
    bank_actions.save_draft(question, replace(spec, difficulty_reason="Edited here."))
    version = bank_actions.publish(question)
    assert version is not None
    return version


@pytest.fixture
def first(seeds: Seeds, bank: Path) -> QuestionSeed:
    """The seed of one question that is in the database."""
    return seeds.questions[0]


# --- questions -----------------------------------------------------------------------------------


def test_without_news_it_does_nothing(seeds: Seeds, bank: Path) -> None:
    before = Publication.objects.count()
    assert lists(upgrade_content(seeds)) == ([], [], [])
    assert Publication.objects.count() == before


@pytest.mark.parametrize("index", range(4))
def test_a_changed_seed_becomes_version_2(seeds: Seeds, bank: Path, index: int) -> None:
    seed = revised(seeds.questions[index])
    done = upgrade_content(with_question(seeds, seed))
    assert lists(done) == ([], [f"question {seed.slug}"], [])
    current = current_version(question_of(seed))
    assert current is not None
    assert (current.number, current.content_hash) == (2, content_hash(seed.spec))
    assert load_spec(current) == seed.spec
    assert question_of(seed).seed_hash == content_hash(seed.spec)
    assert draft_of(question_of(seed)) is None


def test_past_and_running_attempts_keep_version_1(seeds: Seeds, first: QuestionSeed) -> None:
    people = [get_user_model().objects.create_user(f"{name}@example.com") for name in ("past", "running", "new")]
    quiz = Quiz.objects.get(slug="first")
    past, running = (delivery.start(quiz, person.pk, NOW)[0] for person in people[:2])
    before = delivery.submit(past.key, NOW)
    upgrade_content(with_question(seeds, revised(first)))
    new = delivery.start(quiz, people[2].pk, NOW)[0]
    numbers = [attempt.items.get(version__question__slug=first.slug).version.number for attempt in (past, running, new)]
    assert numbers == [1, 1, 2]
    assert delivery.submit(running.key, NOW).submitted_at == NOW
    assert Attempt.objects.get(pk=past.pk).points == before.points


def test_a_question_that_was_edited_here_is_left_alone_and_listed(seeds: Seeds, first: QuestionSeed) -> None:
    mine = edit_here(question_of(first))
    news = with_question(seeds, revised(first))
    for _again in range(2):
        assert lists(upgrade_content(news)) == ([], [], [(f"question {first.slug}", "edited here")])
        assert current_version(question_of(first)) == mine
    assert question_of(first).seed_hash == content_hash(first.spec)


def test_a_question_with_a_draft_here_is_left_alone(seeds: Seeds, first: QuestionSeed) -> None:
    draft = bank_actions.open_draft(question_of(first))
    done = upgrade_content(with_question(seeds, revised(first)))
    assert lists(done) == ([], [], [(f"question {first.slug}", "has a draft here")])
    assert draft_of(question_of(first)) == draft
    assert load_spec(draft) == first.spec


def test_a_retired_question_is_left_alone(seeds: Seeds, first: QuestionSeed) -> None:
    bank_actions.retire(question_of(first))
    done = upgrade_content(with_question(seeds, revised(first)))
    assert lists(done) == ([], [], [(f"question {first.slug}", "retired here")])
    assert question_of(first).status == Question.RETIRED
    assert current_version(question_of(first)).number == 1  # type: ignore[union-attr]


@pytest.mark.parametrize("state", ["edited", "drafted", "retired"])
def test_nothing_is_said_of_what_did_not_change_in_the_seeds(seeds: Seeds, first: QuestionSeed, state: str) -> None:
    {"edited": edit_here, "drafted": bank_actions.open_draft, "retired": bank_actions.retire}[state](question_of(first))
    assert lists(upgrade_content(seeds)) == ([], [], [])


def test_the_same_change_made_here_is_recognised(seeds: Seeds, first: QuestionSeed) -> None:
    news = revised(first)
    bank_actions.save_draft(question_of(first), news.spec)
    mine = bank_actions.publish(question_of(first))
    upgrade_content(with_question(seeds, news))
    assert current_version(question_of(first)) == mine
    assert question_of(first).seed_hash == content_hash(news.spec)


def test_a_new_question_is_added_with_its_quiz(seeds: Seeds, first: QuestionSeed) -> None:
    new = replace(revised(first), slug="C99-01")
    quiz = replace(seeds.quizzes[1], questions=(*seeds.quizzes[1].questions, "C99-01"))
    news = replace(seeds, questions=(*seeds.questions, new), quizzes=(seeds.quizzes[0], quiz))
    assert lists(upgrade_content(news)) == (["question C99-01"], ["quiz second"], [])
    version = current_version(question_of(new))
    assert version is not None
    assert (version.number, load_spec(version)) == (1, new.spec)
    assert question_of(new).status == Question.PUBLISHED
    assert quiz_questions(Quiz.objects.get(slug="second")) == list(quiz.questions)


def test_a_question_of_our_own_with_the_name_of_a_new_one_is_left_alone(seeds: Seeds, first: QuestionSeed) -> None:
    ours = bank_actions.create_question("C99-01", first.competency)
    bank_actions.save_draft(ours, first.spec)
    bank_actions.publish(ours)
    news = replace(seeds, questions=(*seeds.questions, replace(revised(first), slug="C99-01")))
    assert lists(upgrade_content(news)) == ([], [], [("question C99-01", "edited here")])


# --- rows and quizzes ----------------------------------------------------------------------------


def change_reference(seeds: Seeds) -> Seeds:
    rows = [{**row, "title": "Another title"} for row in seeds.references[:1]]
    return replace(seeds, references=(*rows, *seeds.references[1:]))


def change_claim(seeds: Seeds) -> Seeds:
    rows = seeds.lecture["claims"]
    changed = [{**rows[0], "text": {"en": "Another claim", "zh": "另一说法"}}, *rows[1:]]
    return replace(seeds, lecture={**seeds.lecture, "claims": changed})


def change_framework(**changes: Any) -> Callable[[Seeds], Seeds]:
    def change(seeds: Seeds) -> Seeds:
        rows = seeds.competencies["competencies"]
        return replace(seeds, competencies={**seeds.competencies, "competencies": [{**rows[0], **changes}, *rows[1:]]})

    return change


def change_skill(seeds: Seeds) -> Seeds:
    skills = seeds.competencies["competencies"][0]["skills"]
    return change_framework(skills=[{**skills[0], "text": {"en": "Another", "zh": "另一个"}}, *skills[1:]])(seeds)


def change_level(seeds: Seeds) -> Seeds:
    levels = seeds.competencies["competencies"][0]["levels"]
    return change_framework(levels={**levels, "architect": {"en": "Another", "zh": "另一个"}})(seeds)


def change_quiz(seeds: Seeds) -> Seeds:
    quiz = replace(seeds.quizzes[0], fields={**seeds.quizzes[0].fields, "title_en": "Another"})
    return replace(seeds, quizzes=(quiz, *seeds.quizzes[1:]))


def turn_quiz(seeds: Seeds) -> Seeds:
    quiz = replace(seeds.quizzes[0], questions=seeds.quizzes[0].questions[::-1])
    return replace(seeds, quizzes=(quiz, *seeds.quizzes[1:]))


def change_checklist(seeds: Seeds) -> Seeds:
    first = replace(seeds.checklists[0], title=Text("Another", "另一个"))
    return replace(seeds, checklists=(first, *seeds.checklists[1:]))


def change_statement(**changes: Any) -> Callable[[Seeds], Seeds]:
    def change(seeds: Seeds) -> Seeds:
        *others, last = seeds.checklists
        statement = replace(last.statements[0], **changes)
        return replace(seeds, checklists=(*others, replace(last, statements=(statement, *last.statements[1:]))))

    return change


# Model, how the seed changes, the field that somebody edits here.
ROWS: list[Any] = [
    pytest.param(Reference, change_reference, "title", id="reference"),
    pytest.param(LectureClaim, change_claim, "text_en", id="claim"),
    pytest.param(
        Competency, change_framework(summary={"en": "Another", "zh": "另一个"}), "summary_en", id="competency"
    ),
    pytest.param(Skill, change_skill, "text_en", id="skill"),
    pytest.param(LevelDescription, change_level, "behaviour_en", id="level"),
    pytest.param(Quiz, change_quiz, "title_en", id="quiz"),
    pytest.param(Quiz, turn_quiz, "title_en", id="questions of a quiz"),
    pytest.param(Checklist, change_checklist, "title_en", id="checklist"),
    pytest.param(Statement, change_statement(position=99), "retired", id="statement"),
    pytest.param(Statement, change_statement(text=Text("Another.", "另一个。")), "retired", id="words of a statement"),
]


def state() -> dict[tuple[str, Any], str]:
    models = (Reference, LectureClaim, Competency, Skill, LevelDescription, Quiz, Checklist, Statement)
    return {(model.__name__, row.pk): local_hash(row) for model in models for row in model.objects.all()}


@pytest.mark.parametrize(("model", "change", "field"), ROWS)
def test_a_changed_row_is_taken_over(seeds: Seeds, bank: Path, model: Any, change: Any, field: str) -> None:
    before = state()
    added, changed, left_alone = lists(upgrade_content(change(seeds)))
    assert (added, len(changed), left_alone) == ([], 1, [])
    assert changed[0].startswith(f"{model._meta.model_name} ")
    after = state()
    assert before.keys() == after.keys()
    (key,) = [key for key in after if after[key] != before[key]]
    row = model.objects.get(pk=key[1])
    assert key[0] == model.__name__
    assert row.seed_hash == local_hash(row)
    assert lists(upgrade_content(change(seeds))) == ([], [], [])


@pytest.mark.parametrize(("model", "change", "field"), ROWS)
def test_a_row_that_was_edited_here_is_left_alone(
    seeds: Seeds, bank: Path, model: Any, change: Any, field: str
) -> None:
    model.objects.update(**{field: True if field == "retired" else "Edited here"})
    before = state()
    for _again in range(2):
        added, changed, left_alone = lists(upgrade_content(change(seeds)))
        assert (added, changed) == ([], [])
        assert [(name.partition(" ")[0], why) for name, why in left_alone] == [(model._meta.model_name, "edited here")]
        assert state() == before


def test_a_quiz_whose_questions_were_moved_here_is_left_alone(seeds: Seeds, bank: Path) -> None:
    quiz = Quiz.objects.get(slug="first")
    quiz.items.filter(position=1).update(position=9)
    moved = quiz_questions(quiz)
    assert lists(upgrade_content(change_quiz(seeds))) == ([], [], [("quiz first", "edited here")])
    assert quiz_questions(Quiz.objects.get(slug="first")) == moved


def test_a_quiz_that_was_retired_here_stays_retired(seeds: Seeds, bank: Path) -> None:
    retire_quiz(Quiz.objects.get(slug="first"))
    assert lists(upgrade_content(change_quiz(seeds)))[2] == [("quiz first", "edited here")]
    assert Quiz.objects.get(slug="first").status == Quiz.RETIRED


def test_changed_words_become_the_next_version_and_the_old_ones_stay(seeds: Seeds, bank: Path) -> None:
    change = change_statement(text=Text("Another.", "另一个。"), period_days=90)
    (name,) = upgrade_content(change(seeds)).changed
    statement = Statement.objects.get(code=name.removeprefix("statement "))
    old, new = statement.versions.order_by("number")
    assert old.text_en == seeds.checklists[-1].statements[0].text.en
    assert (new.number, new.text_en, new.text_zh_hans, new.period_days) == (2, "Another.", "另一个。", 90)


def test_a_changed_place_makes_no_version(seeds: Seeds, bank: Path) -> None:
    upgrade_content(change_statement(position=99)(seeds))
    assert not Statement.objects.filter(versions__number=2).exists()


def test_a_statement_that_was_reworded_here_is_left_alone(seeds: Seeds, bank: Path) -> None:
    statement = Statement.objects.get(code=seeds.checklists[-1].statements[0].code)
    authoring.revise(statement, {**words_of(statement), "text_en": "Reworded here."}, NOW)
    done = upgrade_content(change_statement(text=Text("Another.", "另一个。"))(seeds))
    assert lists(done) == ([], [], [(f"statement {statement.code}", "edited here")])
    assert statement.versions.count() == 2


def test_a_new_statement_is_added(seeds: Seeds, bank: Path) -> None:
    *others, last = seeds.checklists
    new = replace(last.statements[0], code=f"{last.statements[0].competency}-M5z")
    news = replace(seeds, checklists=(*others, replace(last, statements=(*last.statements, new))))
    assert lists(upgrade_content(news)) == ([f"statement {new.code}"], [], [])
    assert Statement.objects.get(code=new.code).versions.get().number == 1


# --- all together --------------------------------------------------------------------------------


def everything(seeds: Seeds) -> Seeds:
    news = change_quiz(change_level(change_claim(change_reference(seeds))))
    news = change_statement(text=Text("Another.", "另一个。"))(news)
    return with_question(news, revised(seeds.questions[0]))


def test_a_second_run_changes_nothing(seeds: Seeds, bank: Path) -> None:
    assert len(upgrade_content(everything(seeds)).changed) == 6
    before, versions = state(), list(QuestionVersion.objects.order_by("pk").values())
    assert lists(upgrade_content(everything(seeds))) == ([], [], [])
    assert (state(), list(QuestionVersion.objects.order_by("pk").values())) == (before, versions)


def test_what_waits_is_what_an_upgrade_takes_over(seeds: Seeds, bank: Path) -> None:
    for name, content in fixture_files(everything(seeds)).items():
        (bank / name).write_text(content, encoding="utf-8")
    waiting = waiting_upgrades()
    assert waiting == sorted(upgrade_content(everything(seeds)).changed)
    assert waiting_upgrades() == []


def test_a_seed_that_cannot_be_published_rolls_everything_back(seeds: Seeds, bank: Path) -> None:
    before = state()
    news = everything(seeds)
    last = revised(news.questions[-1], minutes=0.0)
    with pytest.raises(NotPublishable):
        upgrade_content(with_question(news, last))
    assert state() == before
    assert not QuestionVersion.objects.exclude(number=1).exists()
    assert set(Question.objects.values_list("seed_hash", flat=True)) == {content_hash(s.spec) for s in seeds.questions}


def test_an_empty_database_can_be_filled_by_an_upgrade(seeds: Seeds, db: None) -> None:
    done = upgrade_content(seeds)
    assert (done.changed, done.left_alone) == ([], [])
    assert Question.objects.count() == len(seeds.questions)
    assert lists(upgrade_content(seeds)) == ([], [], [])


def test_the_command_says_what_it_did(seeds: Seeds, first: QuestionSeed, monkeypatch: pytest.MonkeyPatch) -> None:
    edit_here(question_of(first))
    news = with_question(everything(seeds), revised(first))
    monkeypatch.setattr(command, "read_seeds", lambda _folder: news)
    out = StringIO()
    call_command("upgrade_content", stdout=out)
    lines = out.getvalue().splitlines()
    assert f"left alone  question {first.slug} (edited here)" in lines
    assert "changed     quiz first" in lines
    assert lines[-1] == "0 added, 5 changed, 1 left alone."


def test_the_command_refuses_in_one_sentence_what_cannot_be_published(
    seeds: Seeds, first: QuestionSeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = with_question(seeds, revised(first, minutes=0.0))
    monkeypatch.setattr(command, "read_seeds", lambda _folder: news)
    with pytest.raises(CommandError, match="META-01 minutes"):
        call_command("upgrade_content", stdout=StringIO())
