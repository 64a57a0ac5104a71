"""Triggers by which the database itself refuses a change, on SQLite and PostgreSQL.

Altering a table in a migration drops its triggers silently; `install` runs after every migrate.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger: before `event` on a row of `table`, refuse where `condition` (SQL over OLD and NEW) holds.

    ``lock`` is a statement that PostgreSQL carries out first, so that writers wait for each other; SQLite
    has one writer anyway.
    """

    table: str
    event: str
    condition: str
    lock: str = ""

    @property
    def name(self) -> str:
        """The name of the trigger, and of its function on PostgreSQL."""
        return f"seal_{self.table}_{self.event.lower()}"


def kept(columns: Iterable[str], vendor: str) -> str:
    """The condition that an update leaves these columns as they were, NULL included."""
    same = "IS" if vendor == "sqlite" else "IS NOT DISTINCT FROM"
    return " AND ".join(f"NEW.{column} {same} OLD.{column}" for column in columns)


@dataclass(frozen=True, slots=True)
class Seals:
    """A set of triggers with one message. ``guards`` gives them for a vendor.

    ``truncate`` names the tables that PostgreSQL may not truncate, which fires no trigger of a row.
    """

    message: str
    tables: tuple[str, ...]
    guards: Callable[[str], Iterable[Guard]]
    truncate: tuple[str, ...] = ()

    def names(self, connection: BaseDatabaseWrapper) -> list[str]:
        """The names of all triggers that must exist on `connection`."""
        truncate = self.truncate if connection.vendor == "postgresql" else ()
        return [guard.name for guard in self.guards(connection.vendor)] + [_truncate(table) for table in truncate]

    def tables_exist(self, connection: BaseDatabaseWrapper) -> bool:
        """Whether the sealed tables are there (they are not after migrating back to zero)."""
        return set(self.tables) <= set(connection.introspection.table_names())

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Create every trigger anew on `connection`."""
        self.remove(connection)
        _execute(connection, self._postgres() if connection.vendor == "postgresql" else self._sqlite())

    def remove(self, connection: BaseDatabaseWrapper) -> None:
        """Drop every trigger; only migrations of sealed tables and test clean-up need this."""
        if connection.vendor == "postgresql":
            guards = self.guards(connection.vendor)
            statements = [f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}" for guard in guards]
            statements += [f"DROP TRIGGER IF EXISTS {_truncate(table)} ON {table}" for table in self.truncate]
        else:
            statements = [f"DROP TRIGGER IF EXISTS {name}" for name in self.names(connection)]
        _execute(connection, statements)

    def missing(self, connection: BaseDatabaseWrapper) -> list[str]:
        """The names of triggers that are not there, or that are switched off."""
        query = (
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
            if connection.vendor == "postgresql"
            else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        )
        with connection.cursor() as cursor:
            cursor.execute(query)
            present = {row[0] for row in cursor.fetchall()}
        return [name for name in self.names(connection) if name not in present]

    def _sqlite(self) -> Iterator[str]:
        for guard in self.guards("sqlite"):
            yield (
                f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
                f"WHEN {guard.condition} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            )

    def _postgres(self) -> Iterator[str]:
        refuse = f"RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation'"
        for guard in self.guards("postgresql"):
            # A WHEN clause cannot hold a subquery in PostgreSQL, so each guard is a function of its own.
            yield (
                f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN {guard.lock} IF {guard.condition} THEN {refuse}; END IF; "
                f"RETURN {'OLD' if guard.event == 'DELETE' else 'NEW'}; END $$"
            )
            yield (
                f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {guard.name}()"
            )
        for table in self.truncate:
            yield (
                f"CREATE OR REPLACE FUNCTION {_truncate(table)}() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN {refuse}; END $$"
            )
            yield (
                f"CREATE TRIGGER {_truncate(table)} BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {_truncate(table)}()"
            )


def _truncate(table: str) -> str:
    return f"seal_{table}_truncate"


def _execute(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
