"""Brings the content of a newer release into a database that is in use."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessment.bank.actions import NotPublishable
from assessment.exchange.actions import upgrade_content
from assessment.exchange.queries import SEEDS
from assessment.exchange.seeds.reader import SeedError, read_seeds


class Command(BaseCommand):
    """All or nothing: an error leaves the database as it was."""

    help = "Take over changed seeds as new versions. What was edited here is left alone and listed."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = upgrade_content(read_seeds(SEEDS))
        except (SeedError, NotPublishable) as error:
            raise CommandError(str(error)) from error
        for name in done.added:
            self.stdout.write(f"added       {name}")
        for name in done.changed:
            self.stdout.write(f"changed     {name}")
        for name, reason in done.left_alone:
            self.stdout.write(f"left alone  {name} ({reason})")
        self.stdout.write(f"{len(done.added)} added, {len(done.changed)} changed, {len(done.left_alone)} left alone.")
