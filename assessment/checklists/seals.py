"""The database's own refusal to change a closed review, on both engines.

From closing on, the review and its answers cannot be changed and no answer can be added, whoever asks.
Deleting is allowed, because a person may delete what is theirs; so is emptying the reference to an earlier
review, which deleting that one does.
"""

from collections.abc import Iterator

from assessment.lib.triggers import Guard, Seals, kept

MESSAGE = "sealed: a closed review cannot be changed"
_REVIEW, _ANSWER = "assessment_review", "assessment_reviewanswer"
_KEPT = (
    "id", "key", "checklist_id", "owner_id", "system_id", "rule_version", "started_at", "closed_at", "outcome",
)  # fmt: skip


def _closed(owners: str) -> str:
    return f"EXISTS (SELECT 1 FROM {_REVIEW} WHERE id IN ({owners}) AND closed_at IS NOT NULL)"


def _displaced() -> str:
    """A closed review whose place the new row would take: SQLite's OR REPLACE deletes it without a trigger."""
    return f"EXISTS (SELECT 1 FROM {_REVIEW} WHERE (id = NEW.id OR key = NEW.key) AND closed_at IS NOT NULL)"


def _guards(vendor: str) -> Iterator[Guard]:
    only_previous_emptied = f"(OLD.closed_at IS NOT NULL AND NEW.previous_id IS NULL AND {kept(_KEPT, vendor)})"
    changed = f"(OLD.closed_at IS NOT NULL OR {_displaced()}) AND NOT {only_previous_emptied}"
    yield Guard(_REVIEW, "INSERT", _displaced())
    yield Guard(_REVIEW, "UPDATE", changed)
    # An answer on its way is in the outcome, or refused: it waits for a closing in flight, and closing for it.
    yield Guard(_ANSWER, "INSERT", _closed("NEW.review_id"), _wait("NEW.review_id"))
    yield Guard(_ANSWER, "UPDATE", _closed("OLD.review_id, NEW.review_id"), _wait("OLD.review_id, NEW.review_id"))


def _wait(owners: str) -> str:
    return f"PERFORM 1 FROM {_REVIEW} WHERE id IN ({owners}) FOR SHARE;"


SEALS = Seals(MESSAGE, (_REVIEW, _ANSWER), _guards)
