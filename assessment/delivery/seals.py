"""The database's own refusal to change what a correction or a reviewer recorded, on both engines.

Rows may be added, and they go with the attempt of whoever deletes their account; none is ever changed. The one
exception is emptying the author of a run or the marker of an answer, so that their accounts can be deleted. What
learners find about their own answers is theirs to change.
"""

from collections.abc import Iterator

from assessment.lib.triggers import Guard, Seals, kept

MESSAGE = "sealed: a recorded correction or mark cannot be changed"
_RUN, _MARK, _ATTEMPT, _RUBRIC = (
    f"assessment_{name}" for name in ("correctionrun", "markchange", "attemptchange", "rubricmark")
)
_KEPT_OF_RUN = (
    "id", "key", "question_id", "from_number", "to_version_id", "policy", "reason_en", "reason_zh_hans", "made_at",
    "undoes_id",
)  # fmt: skip
_KEPT_OF_RUBRIC = ("id", "item_id", "part", "by_self", "met", "comment", "marked_at")


def _guards(vendor: str) -> Iterator[Guard]:
    yield Guard(_RUN, "UPDATE", f"NOT (NEW.author_id IS NULL AND {kept(_KEPT_OF_RUN, vendor)})")
    yield Guard(_MARK, "UPDATE", "1 = 1")
    yield Guard(_ATTEMPT, "UPDATE", "1 = 1")
    changed = f"NOT (NEW.marker_id IS NULL AND {kept(_KEPT_OF_RUBRIC, vendor)})"
    yield Guard(_RUBRIC, "UPDATE", f"NOT OLD.by_self AND {changed}")


SEALS = Seals(MESSAGE, (_RUN, _MARK, _ATTEMPT, _RUBRIC), _guards)
