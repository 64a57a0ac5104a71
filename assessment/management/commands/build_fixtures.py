"""Turns seeds/ into fixtures/, or checks that they agree."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessment.exchange.queries import FIXTURES, SEEDS, fixture_paths
from assessment.exchange.seeds.fixtures import fixture_files
from assessment.exchange.seeds.reader import SeedError, read_seeds


class Command(BaseCommand):
    """Deterministic: the same seeds give the same bytes."""

    help = "Build fixtures/ from seeds/. With --check, exit 1 where they differ and change nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare; exit 1 on a difference")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            files = fixture_files(read_seeds(SEEDS))
        except SeedError as error:
            raise CommandError(str(error)) from error
        stale = [path.name for path in fixture_paths() if path.name not in files]
        if options["check"]:
            self._compare(files, stale)
            return
        for name in stale:
            (FIXTURES / name).unlink()
        for name, content in files.items():
            (FIXTURES / name).write_text(content, encoding="utf-8")
        self.stdout.write(f"Wrote {len(files)} files to fixtures/.")

    def _compare(self, files: dict[str, str], stale: list[str]) -> None:
        different = [name for name, content in files.items() if _stored(name) != content] + stale
        if different:
            raise CommandError(f"fixtures/ differs from seeds/: {', '.join(different)}. Run manage.py build_fixtures.")
        self.stdout.write("fixtures/ agrees with seeds/.")


def _stored(name: str) -> str:
    path = FIXTURES / name
    return path.read_text(encoding="utf-8") if path.exists() else ""
