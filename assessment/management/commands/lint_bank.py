"""`manage.py lint_bank`: the check of everything under seeds/, as a build step."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from assessment.exchange.seeds.lint import check_seeds, describe, read_context
from assessment.exchange.seeds.reader import SeedError, read_seeds
from config.environment import BASE_DIR


class Command(BaseCommand):
    """Prints one line a finding and ends with status 1 where there is an error."""

    help = "Check the seeds: every question by the bank's rules, sources, terms, copies and quiz forms."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One switch: warnings are counted, and listed on demand."""
        parser.add_argument("--warnings", action="store_true", help="list warnings too")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, check, print; SystemExit(1) on errors or seeds that cannot be read."""
        folder = BASE_DIR / "seeds"
        try:
            seeds = read_seeds(folder)
            findings = check_seeds(seeds, read_context(folder, seeds), timezone.localdate())
        except SeedError as error:
            self.stderr.write(str(error))
            raise SystemExit(1) from error
        errors = [finding for finding in findings if finding.severity == "E"]
        for finding in findings if options["warnings"] else errors:
            self.stdout.write(describe(finding))
        warnings = len(findings) - len(errors)
        self.stdout.write(f"{len(errors)} errors, {warnings} warnings in {len(seeds.questions)} questions.")
        if errors:
            raise SystemExit(1)
