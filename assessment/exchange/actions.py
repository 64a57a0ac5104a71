"""Brings shipped content into this database: all of it when empty, what changed later."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessment.bank import actions as bank
from assessment.bank.content import content_hash
from assessment.bank.queries import current_version, draft_of, find_question, is_empty, seeded_rows
from assessment.checklists.authoring import put_checklist, put_statement
from assessment.checklists.queries import seeded_checklists
from assessment.delivery.queries import seeded_quizzes
from assessment.delivery.quizzes import put_quiz
from assessment.exchange.queries import local_hash, name_of, shipped_records
from assessment.exchange.seeds.fixtures import (
    NEEDS_REVIEW,
    Record,
    checklist_record,
    enemies_of,
    framework_records,
    lecture_records,
    quiz_records,
    reference_records,
    statement_record,
    statement_words,
)
from assessment.exchange.seeds.reader import QuestionSeed, Seeds
from assessment.lib.natural import insert_records


@dataclass(slots=True)
class Upgrade:
    """What an upgrade did: names of what is new, what was changed, and what was left alone and why."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    left_alone: list[tuple[str, str]] = field(default_factory=list)


def load_bank_if_empty() -> bool:
    """Load the shipped fixtures where the bank holds nothing; returns whether it did."""
    if not is_empty():
        return False
    with transaction.atomic():
        insert_records(shipped_records())
        bank.refresh_cuts()
    return True


@transaction.atomic
def upgrade_content(seeds: Seeds) -> Upgrade:
    """Bring every changed seed in; what was edited here is left alone and listed."""
    done = Upgrade()
    _upgrade_rows([*framework_records(seeds), *lecture_records(seeds), *reference_records(seeds)], done)
    for seed in seeds.questions:
        _upgrade_question(seed, done)
    for slug, enemies in enemies_of(seeds).items():
        bank.set_enemies(slug, enemies)
    quizzes = {quiz.slug: quiz for quiz in seeded_quizzes()}
    for quiz in seeds.quizzes:
        record = quiz_records(quiz)[0]
        if _may_write(f"quiz {quiz.slug}", record["fields"]["seed_hash"], quizzes.get(quiz.slug), done):
            put_quiz(record, quiz.questions)
    _upgrade_checklists(seeds, done)
    return done


def _upgrade_checklists(seeds: Seeds, done: Upgrade) -> None:
    here = {(row._meta.model_name, _name(row)): row for row in seeded_checklists()}
    for checklist in seeds.checklists:
        record = checklist_record(checklist)
        row = here.get(("checklist", checklist.slug))
        if _may_write(f"checklist {checklist.slug}", record["fields"]["seed_hash"], row, done):
            put_checklist(record)
        for statement in checklist.statements:
            record = statement_record(statement)
            row = here.get(("statement", statement.code))
            if _may_write(f"statement {statement.code}", record["fields"]["seed_hash"], row, done):
                put_statement(record, statement_words(statement), timezone.now())


def _upgrade_rows(records: Iterable[Record], done: Upgrade) -> None:
    here = {(row._meta.model_name, _name(row)): row for row in seeded_rows()}
    for record in records:
        model, name = record["model"].partition(".")[2], name_of(record["fields"])
        if _may_write(f"{model} {name}", record["fields"]["seed_hash"], here.get((model, name)), done):
            bank.put_records([record])


def _name(row: Any) -> str:
    return " ".join(str(value) for value in row.natural_key())


def _may_write(name: str, shipped: str, row: Any, done: Upgrade) -> bool:
    """Whether the shipped row replaces `row`; notes the decision in `done`."""
    if row is None:
        done.added.append(name)
        return True
    if row.seed_hash == shipped:
        return False
    # A row that says what is shipped was made here before it was shipped; it is taken over.
    if local_hash(row) not in (row.seed_hash, shipped):
        done.left_alone.append((name, "edited here"))
        return False
    done.changed.append(name)
    return True


def _upgrade_question(seed: QuestionSeed, done: Upgrade) -> None:
    shipped = content_hash(seed.spec)
    question = find_question(seed.slug)
    name = f"question {seed.slug}"
    if question is None:
        question = bank.create_question(seed.slug, seed.competency)
        done.added.append(name)
    elif question.seed_hash == shipped:
        return
    elif reason := _why_left_alone(question, shipped):
        done.left_alone.append((name, reason))
        return
    else:
        done.changed.append(name)
    bank.save_draft(question, seed.spec)
    if NEEDS_REVIEW not in seed.tags:
        bank.publish(question, note="Shipped content")
    bank.remember_seed(question, shipped)


def _why_left_alone(question: Any, shipped: str) -> str:
    current = current_version(question)
    if draft_of(question):
        return "has a draft here"
    if question.status == question.RETIRED:
        return "retired here"
    if current and current.content_hash not in (question.seed_hash, shipped):
        return "edited here"
    return ""
