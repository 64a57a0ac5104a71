"""Draft, publish, retire: the only way to write to the bank."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from assessment.bank import actions
from assessment.bank.actions import DraftChanged, NotPublishable
from assessment.bank.content import content_hash
from assessment.bank.lint.core import check
from assessment.bank.models import Competency, LevelCut, Option, Part, Publication, Question, QuestionVersion, Source
from assessment.bank.queries import bank_items, current_version, draft_of
from assessment.bank.specs import load_spec
from assessment.measurement.levels import cuts
from assessment.values import QuestionSpec, Text

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
EXPLAINED = Text("Watch what a user can feel, always.", "应始终关注用户能感受到的量。")


def rewrite(question: Question, **changes: Any) -> None:
    """Publish the current content with `changes`."""
    draft = actions.open_draft(question)
    actions.save_draft(question, replace(load_spec(draft), **changes))
    assert actions.publish(question)


def stored_cuts() -> dict[str, tuple[float, int]]:
    return {cut.level: (cut.ability, cut.items) for cut in LevelCut.objects.all()}


def computed_cuts() -> dict[str, tuple[float, int]]:
    items = bank_items()
    return {level: (value, sum(i.level == level for i in items)) for level, value in cuts(items).items()}


# --- drafts --------------------------------------------------------------------------------------


def test_it_saves_a_draft_once(make: Any, contents: dict[str, QuestionSpec]) -> None:
    question = make()
    first = actions.save_draft(question, contents["numeric"])
    second = actions.save_draft(question, contents["numeric"])
    assert first.pk == second.pk == question.versions.get().pk
    assert (Part.objects.count(), Option.objects.count(), Source.objects.count()) == (1, 2, 2)
    assert load_spec(question.versions.get()) == contents["numeric"]
    assert question.status == Question.DRAFT


def test_it_saves_over_a_draft_that_is_still_as_it_was_read(make: Any, contents: dict[str, QuestionSpec]) -> None:
    question = make()
    seen = content_hash(contents["single_choice"])
    actions.save_draft(question, replace(contents["single_choice"], level="architect"), seen)
    with pytest.raises(DraftChanged):
        actions.save_draft(question, replace(contents["single_choice"], level="foundation"), seen)
    assert load_spec(question.versions.get()).level == "architect"
    actions.save_draft(question, contents["single_choice"])
    assert load_spec(question.versions.get()) == contents["single_choice"]


def test_it_opens_a_draft_as_a_copy_of_the_current_version(sealed: QuestionVersion) -> None:
    draft = actions.open_draft(sealed.question)
    assert draft.pk != sealed.pk
    assert draft.number is None
    assert not Publication.objects.filter(version=draft).exists()
    assert load_spec(draft) == load_spec(sealed)
    assert actions.open_draft(sealed.question) == draft


def test_it_opens_the_draft_that_is_there(make: Any) -> None:
    question = make()
    assert actions.open_draft(question) == question.versions.get()


def test_it_has_nothing_to_open_for_a_question_without_content(frame: Competency) -> None:
    with pytest.raises(Question.DoesNotExist):
        actions.open_draft(actions.create_question("C01-09", "C01"))


def test_it_refuses_a_second_draft_of_a_question(make: Any) -> None:
    draft = make().versions.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionVersion.objects.create(question=draft.question, skill=draft.skill, difficulty=0)


def test_it_discards_a_draft_and_leaves_what_is_published(sealed: QuestionVersion) -> None:
    actions.open_draft(sealed.question)
    actions.discard_draft(sealed.question)
    actions.discard_draft(sealed.question)
    assert draft_of(sealed.question) is None
    assert current_version(sealed.question) == sealed


# --- publishing ----------------------------------------------------------------------------------


def test_it_numbers_versions_from_one(make: Any) -> None:
    question = make()
    author = get_user_model().objects.create_user("author@example.com")
    first = actions.publish(question, author, "new", NOW)
    assert first is not None
    assert (first.number, first.content_hash) == (1, content_hash(load_spec(first)))
    assert (first.publication.author, first.publication.note, first.publication.published_at) == (author, "new", NOW)
    assert question.status == Question.PUBLISHED
    assert draft_of(question) is None
    rewrite(question, level="architect")
    rewrite(question, level="foundation")
    assert list(question.versions.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert [load_spec(v).level for v in question.versions.order_by("number")] == [
        "practitioner", "architect", "foundation",
    ]  # fmt: skip
    assert current_version(question).number == 3  # type: ignore[union-attr]


def test_the_numbers_of_questions_are_their_own(make: Any) -> None:
    first, second = make("C01-01"), make("C01-02")
    rewritten = actions.publish(first)
    rewrite(first, level="architect")
    assert rewritten is not None
    assert actions.publish(second).number == 1  # type: ignore[union-attr]


def test_publishing_without_a_change_makes_no_version_and_removes_the_draft(sealed: QuestionVersion) -> None:
    actions.open_draft(sealed.question)
    assert actions.publish(sealed.question) is None
    assert sealed.question.versions.get() == sealed
    assert Publication.objects.count() == 1


def test_an_old_content_published_again_is_a_new_version(sealed: QuestionVersion) -> None:
    content = load_spec(sealed)
    rewrite(sealed.question, level="architect")
    actions.save_draft(sealed.question, content)
    third = actions.publish(sealed.question)
    assert third is not None
    assert (third.number, third.content_hash) == (3, sealed.content_hash)


def test_it_publishes_no_draft_that_is_not_there(sealed: QuestionVersion) -> None:
    with pytest.raises(Question.DoesNotExist):
        actions.publish(sealed.question)


def test_it_lists_every_error_and_seals_nothing(make: Any, contents: dict[str, QuestionSpec]) -> None:
    question = make()
    spec = contents["single_choice"]
    part = spec.parts[0]
    broken = replace(
        spec,
        minutes=0.0,
        difficulty=9.0,
        explanation=Text("Only English.", ""),
        parts=(replace(part, stem=Text("", ""), options=tuple(replace(o, credit=1.0) for o in part.options)),),
    )
    actions.save_draft(question, broken)
    with pytest.raises(NotPublishable) as caught:
        actions.publish(question)
    assert caught.value.problems == [problem for problem in check(broken) if problem.severity == "E"]
    assert {("META-01", "minutes"), ("META-01", "difficulty"), ("KEY-01", "option")} <= {
        (problem.code, problem.where) for problem in caught.value.problems
    }
    assert all(problem.code in str(caught.value) for problem in caught.value.problems)
    question.refresh_from_db()
    assert question.status == Question.DRAFT
    assert Publication.objects.count() == 0
    assert load_spec(question.versions.get(number__isnull=True)) == broken


def test_a_broken_draft_leaves_the_published_version_in_use(sealed: QuestionVersion) -> None:
    actions.save_draft(sealed.question, replace(load_spec(sealed), minutes=0.0))
    with pytest.raises(NotPublishable):
        actions.publish(sealed.question)
    assert current_version(sealed.question) == sealed
    assert draft_of(sealed.question) is not None


def test_a_warning_keeps_nothing_from_being_published(make: Any, contents: dict[str, QuestionSpec]) -> None:
    numeric = contents["numeric"]
    one_value = replace(numeric, parts=(replace(numeric.parts[0], options=numeric.parts[0].options[:1]),))
    assert [(p.severity, p.code) for p in check(one_value)] == [("W", "OPT-07")]
    question = make()
    actions.save_draft(question, one_value)
    assert actions.publish(question) is not None


# --- retiring ------------------------------------------------------------------------------------


def test_it_retires_and_restores(sealed: QuestionVersion) -> None:
    question = sealed.question
    actions.retire(question)
    question.refresh_from_db()
    assert question.status == Question.RETIRED
    assert current_version(question) == sealed
    actions.restore(question)
    question.refresh_from_db()
    assert question.status == Question.PUBLISHED


def test_it_restores_only_what_was_published(make: Any) -> None:
    question = make()
    with pytest.raises(Question.DoesNotExist):
        actions.restore(question)
    assert question.status == Question.DRAFT


def test_publishing_puts_a_retired_question_back(sealed: QuestionVersion) -> None:
    for content in (load_spec(sealed), replace(load_spec(sealed), explanation=EXPLAINED)):
        actions.retire(sealed.question)
        actions.save_draft(sealed.question, content)
        actions.publish(sealed.question)
        sealed.question.refresh_from_db()
        assert sealed.question.status == Question.PUBLISHED
        assert stored_cuts() == computed_cuts() != {}


# --- cuts ----------------------------------------------------------------------------------------


def test_cuts_follow_the_published_bank(make: Any) -> None:
    easy = make("C01-01", level="foundation", difficulty=-1.5)
    hard = make("C01-02", "numeric", level="architect", difficulty=2.0)
    assert stored_cuts() == {}
    actions.publish(easy, now=NOW)
    assert stored_cuts() == computed_cuts()
    assert set(stored_cuts()) == {"foundation"}
    assert LevelCut.objects.get().computed_at == NOW
    actions.publish(hard)
    assert stored_cuts() == computed_cuts()
    assert list(stored_cuts()) == ["foundation", "architect"]
    actions.retire(easy)
    assert stored_cuts() == computed_cuts()
    assert list(stored_cuts()) == ["architect"]
    rewrite(hard, difficulty=1.0)
    assert stored_cuts() == computed_cuts()
    actions.restore(easy)
    assert list(stored_cuts()) == ["foundation", "architect"]
    actions.retire(easy)
    actions.retire(hard)
    assert stored_cuts() == {}


# --- deleting ------------------------------------------------------------------------------------


def test_a_published_question_stays_and_says_what_to_do_instead(sealed: QuestionVersion) -> None:
    assert "Retire" in actions.obstacle_to_deletion(sealed.question)
    with translation.override("zh-hans"):
        assert actions.obstacle_to_deletion(sealed.question).isascii() is False
    actions.retire(sealed.question)
    assert actions.obstacle_to_deletion(sealed.question)


def test_a_draft_can_be_deleted(make: Any) -> None:
    question = make()
    assert actions.obstacle_to_deletion(question) == ""
    question.delete()
    assert not QuestionVersion.objects.exists()


def test_a_competency_with_questions_stays(make: Any, frame: Competency) -> None:
    assert actions.obstacle_to_deleting_competency(frame) == ""
    make()
    assert "Retire" in actions.obstacle_to_deleting_competency(frame)


# --- two connections -----------------------------------------------------------------------------


def at_once(*tasks: Callable[[], Any]) -> list[Any]:
    """What each task gives, or the exception it raises, all started together in threads of their own."""
    barrier, results = Barrier(len(tasks)), [None] * len(tasks)

    def run(index: int) -> None:
        try:
            barrier.wait(10)
            results[index] = tasks[index]()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(index,)) for index in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.django_db(transaction=True)
def test_two_people_open_one_draft(sealed: QuestionVersion) -> None:
    results = at_once(*[lambda: actions.open_draft(sealed.question).pk] * 4)
    assert set(results) == {draft_of(sealed.question).pk}  # type: ignore[union-attr]
    assert sealed.question.versions.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_save_the_same_draft_one_is_told(make: Any) -> None:
    question = make()
    spec = load_spec(question.versions.get())
    seen = content_hash(spec)
    results = at_once(
        lambda: actions.save_draft(question, replace(spec, level="architect"), seen),
        lambda: actions.save_draft(question, replace(spec, level="foundation"), seen),
    )
    assert sorted(type(result).__name__ for result in results) == ["DraftChanged", "QuestionVersion"]


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_publish_the_same_draft_one_does(make: Any) -> None:
    question = make()
    results = at_once(*[lambda: actions.publish(question)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["DoesNotExist", "QuestionVersion"]
    assert question.versions.get().number == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("before", [False, True], ids=["empty bank", "with cuts"])
def test_two_questions_can_be_published_at_once(make: Any, before: bool) -> None:
    """The second waits for the first and counts it in."""
    first, second = (make(slug, level="architect") for slug in ("C01-01", "C01-02"))
    if before:
        actions.publish(make("C01-03", difficulty=-1.0))
    done = Event()

    def slowly() -> None:
        with transaction.atomic():
            actions.publish(first, now=timezone.now())
            done.set()
            # Long enough for the other one to reach its waiting place.
            done_waiting.wait(0.3)

    def next_one() -> None:
        assert done.wait(10)
        actions.publish(second)

    done_waiting = Event()
    assert at_once(slowly, next_one) == [None, None]
    assert stored_cuts() == computed_cuts()
    assert stored_cuts()["architect"][1] == 2


@pytest.mark.django_db(transaction=True)
def test_what_somebody_writes_into_a_draft_meanwhile_is_sealed_with_it_or_refused(make: Any) -> None:
    """Raw SQL that is not committed yet when publishing begins: no content slips in behind the hash."""
    question = make()
    part = question.versions.get().parts.get()
    written, go_on = Event(), Event()

    def write() -> None:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("UPDATE assessment_part SET stem_en = stem_en || ' Choose.' WHERE id = %s", [part.pk])
            written.set()
            go_on.wait(0.5)

    def publish() -> int | None:
        assert written.wait(10)
        version = actions.publish(question)
        return version.number if version else None

    assert at_once(write, publish) == [None, 1]
    version = QuestionVersion.objects.get(question=question)
    part.refresh_from_db()
    assert part.stem_en.endswith(" Choose.")
    assert content_hash(load_spec(version)) == version.content_hash
