"""The database's own refusal to change what a correction recorded, on both engines.

Rows may be added, and they go with the attempt of whoever deletes their account; none is ever changed. The one
exception is emptying the author of a run, so that an author's account can be deleted.
"""

from collections.abc import Iterator

from assessment.lib.triggers import Guard, Seals

MESSAGE = "sealed: a recorded correction cannot be changed"
_RUN, _MARK, _ATTEMPT = (f"assessment_{name}" for name in ("correctionrun", "markchange", "attemptchange"))
_KEPT = (
    "id", "key", "question_id", "from_number", "to_version_id", "policy", "reason_en", "reason_zh_hans", "made_at",
    "undoes_id",
)  # fmt: skip


def _guards(vendor: str) -> Iterator[Guard]:
    same = "IS" if vendor == "sqlite" else "IS NOT DISTINCT FROM"
    kept = " AND ".join(f"NEW.{column} {same} OLD.{column}" for column in _KEPT)
    yield Guard(_RUN, "UPDATE", f"NOT (NEW.author_id IS NULL AND {kept})")
    yield Guard(_MARK, "UPDATE", "1 = 1")
    yield Guard(_ATTEMPT, "UPDATE", "1 = 1")


_SEALS = Seals(MESSAGE, (_RUN, _MARK, _ATTEMPT), _guards)
names, tables_exist, install, remove, missing = (
    _SEALS.names,
    _SEALS.tables_exist,
    _SEALS.install,
    _SEALS.remove,
    _SEALS.missing,
)
