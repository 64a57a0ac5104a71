"""What other rooms and the views may ask of checklists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from assessment.checklists.maturity import to_close
from assessment.checklists.models import (
    Checklist,
    Review,
    ReviewAnswer,
    Statement,
    StatementVersion,
    System,
    Verification,
    VerificationInvite,
)
from assessment.checklists.records import answer_of, is_answered
from assessment.lib.bilingual import text_of
from assessment.values import Text


@dataclass(frozen=True, slots=True)
class Claim:
    """What a person says of themselves in one competency, in their latest closed self-rating.

    ``level`` is a level of `values.LEVELS` or "below"; ``position`` is the place on the drawn scale
    in percent, whose bands all have the same width.
    """

    competency: str
    level: str
    position: float
    rated_at: datetime


@dataclass(frozen=True, slots=True)
class OpenStatement:
    """A statement of the latest closed review of a system whose closing would raise a level.

    ``missing`` is how many statements, this one included, still keep the competency from its next
    level; ``weakest`` tells whether this competency is the one that limits its domain.
    """

    system_key: UUID
    review_key: UUID
    system_name: str
    competency: str
    code: str
    level: str
    text: Text
    missing: int
    weakest: bool


@dataclass(slots=True)
class Subject:
    """A system, or the person themselves where ``system`` is None, with their reviews, newest first."""

    system: System | None
    open: Review | None = None
    closed: list[Review] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the overview shows: self-ratings, systems by name, what others asked to verify."""

    myself: Subject
    systems: list[Subject]
    asked: list[VerificationInvite]


@dataclass(frozen=True, slots=True)
class Progress:
    """One competency of a review: how many of its statements are answered."""

    code: str
    name: str
    answered: int
    total: int


# --- for other rooms -----------------------------------------------------------------------------


def claims_of(user_id: int) -> dict[str, Claim]:
    """The claims of one person by competency code; one query."""
    review = (
        Review.objects.filter(owner=user_id, checklist__kind=Checklist.CAN_DO, closed_at__isnull=False)
        .order_by("-closed_at", "-pk")
        .first()
    )
    if review is None or review.closed_at is None:
        return {}
    claims: dict[str, Any] = review.outcome["competencies"]
    return {code: Claim(code, row["level"], row["position"], review.closed_at) for code, row in claims.items()}


def open_statements(user_id: int) -> list[OpenStatement]:
    """What to close next in each system of one person, most telling first; two queries.

    Judged as of the day on which the review was closed: what has gone stale since is for the next review.
    """
    latest = Review.objects.filter(
        system=OuterRef("system"), checklist__kind=Checklist.MATURITY, closed_at__isnull=False
    ).order_by("-closed_at", "-pk")
    reviews = Review.objects.filter(owner=user_id, pk=Subquery(latest.values("pk")[:1])).select_related("system")
    by_id = {review.pk: review for review in reviews}
    rows: dict[tuple[int, str], list[ReviewAnswer]] = {}
    for row in _with_statements(ReviewAnswer.objects.filter(review__in=by_id)) if by_id else ():
        rows.setdefault((row.review_id, row.version.statement.competency.code), []).append(row)
    found = [one for (pk, code), group in rows.items() for one in _to_close(by_id[pk], code, group)]
    return sorted(found, key=lambda one: (not one.weakest, one.missing, one.level, one.system_name, one.code))


def _to_close(review: Review, competency: str, rows: Sequence[ReviewAnswer]) -> Iterable[OpenStatement]:
    assert review.system is not None
    assert review.closed_at is not None
    codes = to_close([answer_of(row) for row in rows], review.closed_at.date())
    attained = review.outcome["competencies"][competency]["attained"]
    weakest = attained == review.outcome["domains"][rows[0].version.statement.competency.domain]
    for row in rows:
        statement = row.version.statement
        if statement.code in codes and not statement.retired:
            yield OpenStatement(
                review.system.key, review.key, review.system.name, competency, statement.code, statement.level,
                text_of(row.version, "text"), len(codes), weakest,
            )  # fmt: skip


def closed_review(user_id: int | None, key: UUID) -> Review | None:
    """The closed review called `key` of one person, with checklist and system."""
    review = review_of(user_id, key)
    return review if review and review.closed_at else None


# --- reviews -------------------------------------------------------------------------------------


def checklist_called(slug: str) -> Checklist | None:
    """The checklist called `slug`."""
    return Checklist.objects.filter(slug=slug).first()


def system_of(user_id: int | None, key: UUID) -> System | None:
    """The system called `key`, if it belongs to that person."""
    return System.objects.filter(owner=user_id, key=key).first()


def review_of(user_id: int | None, key: UUID) -> Review | None:
    """The review called `key` with checklist, system and the review before; None where it is somebody else's."""
    rows = Review.objects.filter(owner=user_id, key=key).select_related("checklist", "system", "previous")
    return rows.first()


def overview(user_id: int) -> Overview:
    """Everything of one person, in three queries."""
    subjects: dict[int | None, Subject] = {None: Subject(None)}
    for system in System.objects.filter(owner=user_id):
        subjects[system.pk] = Subject(system)
    for review in Review.objects.filter(owner=user_id).select_related("checklist").order_by("-started_at", "-pk"):
        subject = subjects[review.system_id]
        if review.closed_at:
            subject.closed.append(review)
        else:
            subject.open = review
    asked = VerificationInvite.objects.filter(accepted_by=user_id, revoked_at__isnull=True)
    systems = [subject for subject in subjects.values() if subject.system]
    return Overview(subjects[None], systems, list(asked.select_related("review__owner", "review__system")))


def latest_closed(review: Review) -> Review | None:
    """The closed review that `review` starts from or follows: the last one of the same system or person."""
    rows = Review.objects.filter(
        owner=review.owner_id, checklist=review.checklist_id, system=review.system_id, closed_at__isnull=False
    )
    return rows.order_by("-closed_at", "-pk").first()


def siblings(review: Review) -> list[Review]:
    """The other closed reviews of the same system or person, newest first."""
    rows = Review.objects.filter(
        owner=review.owner_id, checklist=review.checklist_id, system=review.system_id, closed_at__isnull=False
    )
    return list(rows.exclude(pk=review.pk).order_by("-closed_at", "-pk"))


def answers_of(review: Review, competency: str = "") -> list[ReviewAnswer]:
    """The answers of `review` in order, with statement and competency; of one competency where it is named."""
    rows = _with_statements(review.answers.all())
    return list(rows.filter(version__statement__competency__code=competency) if competency else rows)


def _with_statements(rows: QuerySet[ReviewAnswer]) -> QuerySet[ReviewAnswer]:
    return rows.select_related("version__statement__competency").order_by("version__statement__position", "pk")


def answer_to(user_id: int | None, key: UUID, code: str) -> ReviewAnswer | None:
    """The answer to the statement `code` in that person's review `key`, with all that saving needs; one query."""
    rows = ReviewAnswer.objects.filter(review__owner=user_id, review__key=key, version__statement__code=code)
    return rows.select_related("review__checklist", "version__statement").first()


def progress(review: Review) -> list[Progress]:
    """Every competency of `review` in order; one query."""
    rows = review.answers.select_related("version__statement__competency").only(
        "value", "reason", "review", "version__statement__competency__code",
        "version__statement__competency__name_en", "version__statement__competency__name_zh_hans",
    )  # fmt: skip
    groups: dict[str, list[ReviewAnswer]] = {}
    for row in rows:
        groups.setdefault(row.version.statement.competency.code, []).append(row)
    return [
        Progress(code, group[0].version.statement.competency.name, sum(map(is_answered, group)), len(group))
        for code, group in sorted(groups.items())
    ]


def earlier_versions(review: Review, competency: str) -> dict[str, int]:
    """The versions that the review before pinned, by statement code; one query, none without such a review."""
    if review.previous_id is None:
        return {}
    rows = ReviewAnswer.objects.filter(
        review=review.previous_id, version__statement__competency__code=competency
    ).values_list("version__statement__code", "version_id")
    return dict(rows)


def current_versions(checklist: Checklist) -> list[StatementVersion]:
    """The newest version of every statement of `checklist` that is not retired, in order; one query."""
    newest = StatementVersion.objects.filter(statement=OuterRef("statement")).order_by("-number").values("pk")[:1]
    rows = StatementVersion.objects.filter(
        statement__checklist=checklist, statement__retired=False, pk=Subquery(newest)
    ).select_related("statement")
    return list(rows.order_by("statement__position", "statement__code"))


# --- verification --------------------------------------------------------------------------------


def verdicts_of(review: Review) -> dict[int, list[Verification]]:
    """What second people said, by answer, oldest first; one query."""
    found: dict[int, list[Verification]] = {}
    rows = Verification.objects.filter(invite__review=review, decided_at__isnull=False).exclude(verdict="")
    for row in rows.order_by("decided_at", "pk"):
        found.setdefault(row.answer_id, []).append(row)
    return found


def invites_of(review: Review) -> list[VerificationInvite]:
    """The links made for `review`, newest first, with who accepted and what they decided."""
    rows = review.invites.select_related("accepted_by").prefetch_related("verifications")
    return list(rows)


def invite_of(user_id: int | None, key: UUID) -> VerificationInvite | None:
    """The link called `key`, for the owner of its review."""
    return VerificationInvite.objects.filter(review__owner=user_id, key=key).select_related("review").first()


def invite_with_hash(token_hash: str) -> VerificationInvite | None:
    """The link whose token has that hash, with review, owner and system."""
    rows = VerificationInvite.objects.select_related("review__owner", "review__system", "review__checklist")
    return rows.filter(token_hash=token_hash).first()


def accepted_invite(user_id: int | None, key: UUID) -> VerificationInvite | None:
    """The link called `key` for the account that accepted it, while it is not revoked."""
    rows = VerificationInvite.objects.filter(accepted_by=user_id, key=key, revoked_at__isnull=True)
    return rows.select_related("review__owner", "review__system", "review__checklist").first() if user_id else None


def chosen(invite: VerificationInvite) -> list[Verification]:
    """The statements that `invite` shows, in order, with answer and words; one query."""
    rows = invite.verifications.select_related("answer__version__statement__competency")
    return list(rows.order_by("answer__version__statement__position", "pk"))


# --- content -------------------------------------------------------------------------------------


def seeded_checklists() -> list[Checklist | Statement]:
    """Every row that can come from a seed, with what its natural key and its words need."""
    versions = Prefetch("versions", StatementVersion.objects.order_by("number"))
    statements = Statement.objects.select_related("checklist", "competency").prefetch_related(versions)
    return [*Checklist.objects.all(), *statements]


def current_version(statement: Statement) -> StatementVersion | None:
    """The newest version of `statement`; no query where its versions are prefetched."""
    return max(statement.versions.all(), key=lambda version: version.number, default=None)


def words_of(statement: Statement) -> dict[str, Any]:
    """What `statement` says now, as a seed has it."""
    version = current_version(statement)
    return {name: getattr(version, name) for name in WORDS} if version else {}


WORDS = ("text_en", "text_zh_hans", "evidence_en", "evidence_zh_hans", "period_days")
