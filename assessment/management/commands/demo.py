"""`make demo`: a simulated year of learners, and the way to be rid of it."""

import secrets
import time
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessment.management import preparation
from assessment.management.demo import story
from assessment.reports.own_data.deletion import delete_simulated

_REMOVE = "make demo ARGS=--remove"
_SEED, _LEARNERS, _MOST, _STEP = 20260101, 200, 900, 20


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST:
        raise ArgumentTypeError(f"{text!r} is no number from 1 to {_MOST}")
    return int(text)


class Command(BaseCommand):
    """Its texts are for whoever runs the server, in English only."""

    help = "Make a year of simulated learners, so that every report can be seen full; --remove takes it all away."
    # Like serve, it prepares the database first; what the checks look for is for developers and CI.
    requires_system_checks: Any = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--learners", type=_count, default=_LEARNERS, help=f"how many ({_LEARNERS})")
        parser.add_argument("--seed", type=int, default=_SEED, help="the same seed gives the same people and answers")
        parser.add_argument("--remove", action="store_true", help="delete everything simulated and nothing else")
        parser.add_argument("--yes", action="store_true", help="do it in production as well")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION and not options["yes"]:
            raise CommandError(
                "This is a production site, whose figures are of real people. If you do mean it, add --yes."
            )
        if settings.PROFILE == "local":
            preparation.prepare_database()
            preparation.load_bank()
        if options["remove"]:
            self._remove()
        else:
            self._make(options["seed"], options["learners"])

    def _make(self, seed: int, learners: int) -> None:
        started = time.monotonic()

        def said(made: story.Made) -> None:
            if made.learners % _STEP == 0 or made.learners == learners:
                took = time.monotonic() - started
                self._say(f"{made.learners} of {learners} learners, {made.attempts} attempts, {took:.0f} s")

        try:
            made = story.tell(seed, learners, timezone.now(), said)
        except story.AlreadyThere as error:
            raise CommandError(
                f"There are {error} simulated accounts already. To start again, remove them first: {_REMOVE}"
            ) from error
        except story.NothingToSit as error:
            raise CommandError("No quiz is open, so there is nothing to simulate.") from error
        except KeyboardInterrupt:
            self._say(f"Stopped half-way. What was made can be removed: {_REMOVE}")
            return
        self._announce(made)

    def _announce(self, made: story.Made) -> None:
        self._say(
            f"\n{made.learners} simulated learners: {made.attempts} attempts, {made.reviews} reviews, "
            f"{made.notes} notes, {made.cohorts} cohorts. All of it is labelled as simulated."
        )
        if settings.PROFILE == "local":
            self._say("To look at it, sign in as one of them. The passwords are shown only once:")
            for email, password in story.open_doors(lambda: secrets.token_urlsafe(12)).items():
                self._say(f"  {email:38} {password}")
        else:
            self._say("Nobody can sign in as one of them outside the local profile.")
        self._say(f"To remove everything simulated: {_REMOVE}")

    def _remove(self) -> None:
        gone = delete_simulated()
        if gone:
            self._say(f"Removed: {gone} simulated accounts with everything that was theirs. Nothing else was touched.")
        else:
            self._say("There is nothing simulated here.")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
