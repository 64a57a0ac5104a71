"""The database's own refusal to change what was published, on both engines.

A version is sealed as soon as its Publication row exists. From then on the database refuses to
change or delete the version and its publication, and to add, change or delete its parts, options
and sources, whoever asks: a form, a fixture, `update()`, or SQL. The one exception is emptying the
author of a publication, so that an author's account can be deleted.

Altering a table in a migration drops its triggers silently; `install` runs after every migrate.
"""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

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


def names(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of all triggers that must exist on `connection`."""
    truncate = [_name(table, "TRUNCATE") for table in _OWNER] if connection.vendor == "postgresql" else []
    return [_name(table, event) for table, event, _rows in _GUARDS] + truncate


def tables_exist(connection: BaseDatabaseWrapper) -> bool:
    """Whether the sealed tables are there (they are not after migrating back to zero)."""
    return set(_OWNER) <= set(connection.introspection.table_names())


def install(connection: BaseDatabaseWrapper) -> None:
    """Create every trigger anew on `connection`."""
    remove(connection)
    _execute(connection, _postgres_install() if connection.vendor == "postgresql" else _sqlite_install())


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger; only migrations of sealed tables and test clean-up need this."""
    if connection.vendor == "postgresql":
        statements = [f"DROP TRIGGER IF EXISTS {_name(t, e)} ON {t}" for t, e, _rows in _GUARDS]
        statements += [f"DROP TRIGGER IF EXISTS {_name(t, 'TRUNCATE')} ON {t}" for t in _OWNER]
    else:
        statements = [f"DROP TRIGGER IF EXISTS {name}" for name in names(connection)]
    _execute(connection, statements)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that are not there, or that are switched off."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in names(connection) if name not in present]


def _name(table: str, event: str) -> str:
    return f"seal_{table}_{event.lower()}"


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


def _sqlite_install() -> Iterator[str]:
    for table, event, rows in _GUARDS:
        condition = _condition(table, event, rows) + (_SQLITE_PUBLICATION[event] if table == _PUBLICATION else "")
        yield (
            f"CREATE TRIGGER {_name(table, event)} BEFORE {event} ON {table} "
            f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )


def _postgres_install() -> Iterator[str]:
    yield (
        "CREATE OR REPLACE FUNCTION assessment_refuse_sealed() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table, event, rows in _GUARDS:
        # A WHEN clause cannot hold a subquery in PostgreSQL, so each guard is a function of its own.
        yield (
            f"CREATE OR REPLACE FUNCTION {_name(table, event)}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {_lock(table, event, rows)} IF {_condition(table, event, rows)} THEN RAISE EXCEPTION '{MESSAGE}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$"
        )
        yield (
            f"CREATE TRIGGER {_name(table, event)} BEFORE {event} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {_name(table, event)}()"
        )
    for table in _OWNER:
        yield (
            f"CREATE TRIGGER {_name(table, 'TRUNCATE')} BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION assessment_refuse_sealed()"
        )


def _execute(connection: BaseDatabaseWrapper, statements: Iterator[str] | list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
