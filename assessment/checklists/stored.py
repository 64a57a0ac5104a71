"""Everything that checklists keep about one person, for the archive of their own data."""

from typing import Any

from django.db.models import Q

from assessment.checklists.models import Review, ReviewAnswer, System, Verification, VerificationInvite

_ANSWER_FIELDS = ("value", "reason", "evidence", "evidence_date", "date_text", "revision", "answered_at")


def stored_of(user_id: int) -> dict[str, Any]:
    """Every system and review of one person, and what they verified for others, as plain values; seven queries.

    Left out: the hashes of invitations, and who the others are. A verification that was received says
    whether the account that gave it still exists; one that was given names the statement, not the system.
    """
    reviews = Review.objects.filter(Q(owner=user_id) | Q(system__owner=user_id)).distinct()
    rows = list(reviews.select_related("checklist", "system", "previous").order_by("started_at", "pk"))
    ids = [review.pk for review in rows]
    answers, invites = _stored_answers(ids), _stored_invites(ids)
    return {
        "systems": list(
            System.objects.filter(owner=user_id)
            .order_by("created_at", "pk")
            .values("key", "name", "description", "created_at")
        ),
        "reviews": [
            {
                "key": review.key,
                "checklist": review.checklist.slug,
                "kind": review.checklist.kind,
                "system": review.system.key if review.system else None,
                "previous": review.previous.key if review.previous else None,
                "rule_version": review.rule_version,
                "started_at": review.started_at,
                "closed_at": review.closed_at,
                "outcome": review.outcome,
                "answers": answers.get(review.pk, []),
                "invitations": invites.get(review.pk, []),
            }
            for review in rows
        ],
        "verifications_given": _verifications_given(user_id),
    }


def _stored_answers(review_ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    received: dict[int, list[dict[str, Any]]] = {}
    for row in Verification.objects.filter(answer__review__in=review_ids).select_related("invite").order_by("pk"):
        words = {"verdict": row.verdict, "comment": row.comment, "decided_at": row.decided_at}
        gone = row.invite.accepted_at is not None and row.invite.accepted_by_id is None
        received.setdefault(row.answer_id, []).append({**words, "by": "an account that is gone" if gone else "another"})
    answers: dict[int, list[dict[str, Any]]] = {}
    rows = ReviewAnswer.objects.filter(review__in=review_ids).select_related("version__statement__competency")
    for answer in rows.order_by("review_id", "version__statement__competency__code", "version__statement__position"):
        statement = answer.version.statement
        answers.setdefault(answer.review_id, []).append(
            {
                "statement": statement.code,
                "version": answer.version.number,
                "competency": statement.competency.code,
                "level": statement.level,
                "text": {"en": answer.version.text_en, "zh_hans": answer.version.text_zh_hans},
                **{name: getattr(answer, name) for name in _ANSWER_FIELDS},
                "verifications": received.get(answer.pk, []),
            }
        )
    return answers


def _stored_invites(review_ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    invites: dict[int, list[dict[str, Any]]] = {}
    fields = ("key", "created_at", "expires_at", "revoked_at", "accepted_at")
    rows = VerificationInvite.objects.filter(review__in=review_ids).order_by("created_at", "pk")
    for row in rows.values("review_id", *fields):
        invites.setdefault(row.pop("review_id"), []).append(row)
    return invites


def _verifications_given(user_id: int) -> list[dict[str, Any]]:
    rows = Verification.objects.filter(invite__accepted_by=user_id).order_by("invite__accepted_at", "pk")
    return [
        {
            "statement": row.answer.version.statement.code,
            "version": row.answer.version.number,
            "verdict": row.verdict,
            "comment": row.comment,
            "decided_at": row.decided_at,
            "accepted_at": row.invite.accepted_at,
        }
        for row in rows.select_related("invite", "answer__version__statement")
    ]


def amounts_of(user_id: int) -> dict[str, int]:
    """How much checklists keep about one person: systems, reviews, verifications they gave; three queries."""
    return {
        "systems": System.objects.filter(owner=user_id).count(),
        "reviews": Review.objects.filter(Q(owner=user_id) | Q(system__owner=user_id)).distinct().count(),
        "verifications": Verification.objects.filter(invite__accepted_by=user_id).count(),
    }
