"""The only way to write to the bank: draft, publish, retire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core import serializers
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.bank.content import content_hash
from assessment.bank.lint.core import check
from assessment.bank.models import Competency, LevelCut, Publication, Question, QuestionVersion, Skill
from assessment.bank.queries import bank_items, current_version, draft_of
from assessment.bank.specs import load_spec, version_fields, write_children
from assessment.measurement.levels import cuts
from assessment.values import Problem, QuestionSpec

if TYPE_CHECKING:
    from assessment.accounts.models import User


class NotPublishable(Exception):
    """A draft has errors; `problems` says which and where."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{p.code} {p.where}: {p.message.en}" for p in problems))
        self.problems = list(problems)


class DraftChanged(Exception):
    """Somebody else saved the draft since it was read."""


@transaction.atomic
def open_draft(question: Question) -> QuestionVersion:
    """The draft of `question`, made from its current version if there is none."""
    Question.objects.select_for_update().get(pk=question.pk)
    draft = draft_of(question)
    if draft:
        return draft
    current = current_version(question)
    if current is None:
        raise Question.DoesNotExist(f"{question.slug} has no content yet")
    return save_draft(question, load_spec(current))


@transaction.atomic
def save_draft(question: Question, spec: QuestionSpec, expected_hash: str | None = None) -> QuestionVersion:
    """Write `spec` as the draft of `question` and return it.

    `expected_hash` is the content hash of the draft that the writer saw; raises DraftChanged
    where the stored draft has another one by now.
    """
    Question.objects.select_for_update().get(pk=question.pk)
    draft = draft_of(question)
    if draft and expected_hash is not None and content_hash(load_spec(draft)) != expected_hash:
        raise DraftChanged
    draft = draft or QuestionVersion(question=question)
    for name, value in version_fields(spec).items():
        setattr(draft, name, value)
    draft.skill = Skill.objects.get(code=spec.skill)
    draft.save()
    write_children(draft, spec)
    return draft


@transaction.atomic
def discard_draft(question: Question) -> None:
    """Delete the draft of `question`, if there is one. A question without content stays."""
    draft = draft_of(question)
    if draft:
        draft.delete()


@transaction.atomic
def publish(
    question: Question, author: User | None = None, note: str = "", now: datetime | None = None
) -> QuestionVersion | None:
    """Seal the draft of `question` as its next version and return it.

    Returns None, and removes the draft, where it does not differ from the current version; a
    retired question is then simply published again. Raises NotPublishable with every error that
    the draft has, and Question.DoesNotExist where there is no draft.
    """
    Question.objects.select_for_update().get(pk=question.pk)
    draft, current = draft_of(question), current_version(question)
    if draft is None:
        raise Question.DoesNotExist(f"{question.slug} has no draft")
    # What another session is writing into the draft is in what we read now, or refused after the seal.
    QuestionVersion.objects.select_for_update().get(pk=draft.pk)
    spec = load_spec(draft)
    errors = [problem for problem in check(spec) if problem.severity == "E"]
    if errors:
        raise NotPublishable(errors)
    _set_status(question, Question.PUBLISHED)
    if current and current.content_hash == content_hash(spec):
        draft.delete()
        refresh_cuts(now)
        return None
    draft.number = (current.number or 0) + 1 if current else 1
    draft.content_hash = content_hash(spec)
    draft.save()
    # Last of all: from here on the database refuses any change.
    Publication.objects.create(version=draft, author=author, published_at=now or timezone.now(), note=note)
    refresh_cuts(now)
    return draft


@transaction.atomic
def retire(question: Question) -> None:
    """Take `question` out of new attempts. Its versions and past attempts stay.

    Raises DoesNotExist where nothing was published.
    """
    if current_version(question) is None:
        raise Question.DoesNotExist(f"{question.slug} was never published")
    _set_status(question, Question.RETIRED)
    refresh_cuts()


@transaction.atomic
def refresh_cuts(now: datetime | None = None) -> None:
    """Compute the provisional cuts anew from the published bank and store them with the date."""
    # One at a time, because they rest on all questions; who only refers to a competency need not wait.
    list(Competency.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    items = bank_items()
    LevelCut.objects.all().delete()
    LevelCut.objects.bulk_create(
        LevelCut(
            level=level,
            ability=ability,
            items=sum(1 for item in items if item.level == level),
            computed_at=now or timezone.now(),
        )
        for level, ability in cuts(items).items()
    )


def obstacle_to_deletion(question: Question) -> str:
    """Why `question` cannot be deleted and what to do instead; empty where it can."""
    if current_version(question):
        return _("Published questions stay, because attempts may rest on them. Retire the question instead.")
    return ""


def _set_status(question: Question, status: str) -> None:
    question.status = status
    question.save(update_fields=["status"])


def create_question(slug: str, competency: str) -> Question:
    """A new question without content in the competency with that code."""
    return Question.objects.create(slug=slug, competency=Competency.objects.get(code=competency))


@transaction.atomic
def restore(question: Question) -> None:
    """Put a retired question back into new attempts. Raises DoesNotExist where nothing was published."""
    if current_version(question) is None:
        raise Question.DoesNotExist(f"{question.slug} was never published")
    _set_status(question, Question.PUBLISHED)
    refresh_cuts()


def set_enemies(slug: str, enemies: Iterable[str]) -> None:
    """Make `enemies` the questions that never stand in one form with `slug`; unknown ones are left out."""
    question = Question.objects.filter(slug=slug).first()
    if question:
        question.enemies.set(Question.objects.filter(slug__in=list(enemies)))


def remember_seed(question: Question, seed_hash: str) -> None:
    """Note which shipped content `question` has taken over."""
    question.seed_hash = seed_hash
    question.save(update_fields=["seed_hash"])


def put_records(records: Iterable[Mapping[str, Any]]) -> None:
    """Write fixture records of competencies, skills, claims and references, by natural key."""
    for row in serializers.deserialize("python", list(records)):
        row.save()


def obstacle_to_deleting_competency(competency: Competency) -> str:
    """Why `competency` cannot be deleted and what to do instead; empty where it can."""
    if competency.questions.exists():
        return _("Questions and past results belong to this competency, so it stays. Retire its questions instead.")
    return ""
