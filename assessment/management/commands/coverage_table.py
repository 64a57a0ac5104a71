"""Writes docs/coverage.md, the table of claims and questions, or checks that it is up to date."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessment.exchange.queries import SEEDS
from assessment.exchange.seeds.coverage import coverage, items_of_seeds, markdown
from assessment.exchange.seeds.reader import SeedError, read_seeds
from config.environment import BASE_DIR

TABLE = BASE_DIR / "docs" / "coverage.md"


class Command(BaseCommand):
    """Deterministic, as the fixtures are."""

    help = "Write docs/coverage.md from seeds/. With --check, exit 1 where it differs and change nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument("--check", action="store_true", help="only compare; exit 1 on a difference")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare; CommandError where seeds cannot be read or the page differs."""
        try:
            seeds = read_seeds(SEEDS)
        except SeedError as error:
            raise CommandError(str(error)) from error
        table = markdown(coverage(seeds.lecture, seeds.competencies, items_of_seeds(seeds)))
        if not options["check"]:
            TABLE.write_text(table, encoding="utf-8")
            self.stdout.write("Wrote docs/coverage.md.")
        elif not TABLE.exists() or TABLE.read_text(encoding="utf-8") != table:
            raise CommandError("docs/coverage.md differs from seeds/. Run manage.py coverage_table.")
        else:
            self.stdout.write("docs/coverage.md agrees with seeds/.")
