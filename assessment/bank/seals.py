"""The database's own refusal to change what was published, on both engines.

A version is sealed as soon as its Publication row exists. From then on the database refuses to
change or delete the version and its publication, and to add, change or delete its parts, options
and sources, whoever asks: a form, a fixture, `update()`, or SQL. The one exception is emptying the
author of a publication, so that an author's account can be deleted.
"""

from collections.abc import Iterator

from assessment.lib.triggers import Guard, Seals

MESSAGE = "sealed: a published version cannot be changed"
_VERSION, _PART, _OPTION, _SOURCE, _PUBLICATION = (
    f"assessment_{name}" for name in ("questionversion", "part", "option", "source", "publication")
)
# For each sealed table: the version that a row ({row} is OLD or NEW) belongs to.
_OWNER = {
    _VERSION: "{row}.id",
    _PART: "{row}.version_id",
    _SOURCE: "{row}.version_id",
    _OPTION: f"(SELECT version_id FROM {_PART} WHERE id = {{row}}.part_id)",
    _PUBLICATION: "{row}.version_id",
}
_CHILDREN = (_PART, _OPTION, _SOURCE)
# SQLite's INSERT OR REPLACE and UPDATE OR REPLACE delete the row they collide with without firing
# its triggers, so a new row also answers for the version of the row whose place it would take.
_DISPLACED = {
    _VERSION: f"(SELECT id FROM {_VERSION} WHERE question_id = NEW.question_id AND number = NEW.number)",
    _PART: f"(SELECT version_id FROM {_PART} WHERE id = NEW.id)",
    _SOURCE: f"(SELECT version_id FROM {_SOURCE} WHERE id = NEW.id)",
    _OPTION: f"(SELECT version_id FROM {_PART} WHERE id = (SELECT part_id FROM {_OPTION} WHERE id = NEW.id))",
}
# The same for SQLite's own number of a publication's row, which is not its key as it is elsewhere.
_SQLITE_PUBLICATION = {
    "INSERT": f" OR EXISTS (SELECT 1 FROM {_PUBLICATION} WHERE rowid = NEW.rowid)",
    "UPDATE": " OR NEW.rowid <> OLD.rowid",
    "DELETE": "",
}
_EVENTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
_GUARDS = tuple((table, event, rows) for table in _OWNER for event, rows in _EVENTS.items())
_ONLY_AUTHOR_EMPTIED = (
    "NOT (NEW.author_id IS NULL AND NEW.version_id = OLD.version_id "
    "AND NEW.published_at = OLD.published_at AND NEW.note = OLD.note)"
)


def _sealed(table: str, rows: tuple[str, ...]) -> str:
    owners = [_OWNER[table].format(row=row) for row in rows]
    if "NEW" in rows and table in _DISPLACED:
        owners.append(_DISPLACED[table])
    return " OR ".join(f"EXISTS (SELECT 1 FROM {_PUBLICATION} WHERE version_id = {owner})" for owner in owners)


def _condition(table: str, event: str, rows: tuple[str, ...]) -> str:
    if table == _PUBLICATION and event != "INSERT":
        return _ONLY_AUTHOR_EMPTIED if event == "UPDATE" else "1 = 1"
    return _sealed(table, rows)


def _lock(table: str, event: str, rows: tuple[str, ...]) -> str:
    """Sealing waits for writers in flight, and writers for a sealing in flight; SQLite has one writer anyway."""
    strength = {(_PUBLICATION, "INSERT"): "UPDATE"}.get((table, event), "SHARE" if table in _CHILDREN else "")
    owners = ", ".join(_OWNER[table].format(row=row) for row in rows)
    return f"PERFORM 1 FROM {_VERSION} WHERE id IN ({owners}) FOR {strength};" if strength else ""


def _guards(vendor: str) -> Iterator[Guard]:
    for table, event, rows in _GUARDS:
        condition = _condition(table, event, rows)
        if vendor == "sqlite" and table == _PUBLICATION:
            condition += _SQLITE_PUBLICATION[event]
        yield Guard(table, event, condition, _lock(table, event, rows))


SEALS = Seals(MESSAGE, tuple(_OWNER), _guards, truncate=tuple(_OWNER))
