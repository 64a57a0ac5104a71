"""`manage.py verify_integrity`: computes hashes, marks, figures and outcomes anew, and names what differs."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from assessment.bank.integrity import changed_versions
from assessment.checklists.integrity import changed_reviews
from assessment.delivery.integrity import changed_marks

_STEPS = (("published versions", changed_versions), ("submitted attempts", changed_marks),
          ("closed reviews", changed_reviews))  # fmt: skip


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is no number from 1 on")
    return int(text)


class Command(BaseCommand):
    """Reads and writes nothing. One line a difference on standard output, progress on standard error."""

    help = "Compute content hashes, marks, figures and outcomes anew; exit 1 where something stored differs."
    # A missing seal is what this is for: the checks must not keep it from running.
    requires_system_checks: Any = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One switch: how many rows of each kind to read."""
        parser.add_argument("--limit", type=_count, help="at most so many versions, attempts and reviews each")

    def handle(self, *args: Any, **options: Any) -> None:
        """Every step, to the end; SystemExit(1) where anything differs."""
        differences = sum(self._step(name, check(options["limit"])) for name, check in _STEPS)
        words = f"{differences} differences." if differences else "Nothing differs."
        self.stdout.write(words)
        if differences:
            raise SystemExit(1)

    def _step(self, name: str, chunks: Iterator[tuple[int, list[str]]]) -> int:
        read = differences = 0
        for size, found in chunks:
            read += size
            differences += len(found)
            for line in found:
                self.stdout.write(line)
            self.stderr.write(f"{read} {name} …")
        self.stderr.write(f"{read} {name} read, {differences} differences.")
        return differences
