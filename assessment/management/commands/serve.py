"""`make run`: make everything ready, then become the server."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.db import connections

from assessment.management import preparation
from assessment.management.address import Address, address, refuse_unless_free
from assessment.management.preparation import Account, said_when_slow
from config.environment import BASE_DIR, EVERY_ADDRESS

_MANAGE = 'make manage ARGS="{}"'


class Command(BaseCommand):
    """Its texts are for whoever runs the server, in English only."""

    help = "Prepare the database, the questions and the static files, then serve the site."
    # What the checks look for is for developers and CI; a start should be quick.
    requires_system_checks: Any = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-server", action="store_true", help="prepare everything, but do not serve")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            preparation.refuse_unless_writable(settings.VAR_DIR)
            place = address()
            if not options["no_server"]:
                refuse_unless_free(place)
            self._announce(place, self._prepare())
            if not options["no_server"]:
                become_server(place)
        except KeyboardInterrupt:
            # Every step is whole or not at all, so the next start goes on from here.
            self._say("Stopped.")

    def _prepare(self) -> Account | None:
        """Do every step; returns the administrator if one was made."""
        with said_when_slow(self._say, "Preparing the database …"):
            preparation.prepare_database()
        with said_when_slow(self._say, "Loading the questions …"):
            preparation.load_bank()
        with said_when_slow(self._say, "Collecting and compressing the static files …"):
            preparation.collect_static_files()
        with said_when_slow(self._say, "Deleting old attempts of visitors …"):
            preparation.delete_unclaimed_attempts()
        waiting = preparation.waiting_upgrades()
        if waiting:
            self._say(f"{waiting} content upgrades wait; take them over with: {_MANAGE.format('upgrade_content')}")
        return preparation.create_administrator()

    def _announce(self, place: Address, administrator: Account | None) -> None:
        if administrator:
            self._say(
                f"\nAn administrator was created. This is shown only once:\n"
                f"  e-mail address  {administrator.email}\n"
                f"  password        {administrator.password}\n"
                f"To choose another: {_MANAGE.format(f'changepassword {administrator.email}')}\n"
            )
        self._say(f"Site            {place.url}\nAdministration  {place.url}admin/")
        if not place.is_loopback:
            self._say(f"HOST={place.host} lets others reach this site; signing in there works over HTTPS only.")
            if place.host in EVERY_ADDRESS:
                self._say("It answers to the names in ALLOWED_HOSTS, for example ALLOWED_HOSTS=localhost,192.0.2.7")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def become_server(place: Address) -> None:
    """Replace this process by gunicorn, which does not return."""
    connections.close_all()
    os.chdir(BASE_DIR)
    print("Ctrl-C ends it.", flush=True)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "--bind", place.bind])
