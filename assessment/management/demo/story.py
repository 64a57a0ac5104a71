"""The whole demonstration: made in one go, and taken away in one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assessment.accounts.actions import create_simulated, open_simulated
from assessment.accounts.queries import simulated_accounts
from assessment.bank.queries import competencies
from assessment.management.demo import cohorts, notebook
from assessment.management.demo.attempts import YEAR, Sitter
from assessment.management.demo.checklists import Reviewer
from assessment.management.demo.people import LEAD, LEARNER, Person, people


class NothingToSit(Exception):
    """No quiz is open."""


class AlreadyThere(Exception):
    """There are simulated accounts already; the argument is how many."""


@dataclass(slots=True)
class Made:
    """How much there is now."""

    learners: int = 0
    attempts: int = 0
    reviews: int = 0
    notes: int = 0
    cohorts: int = 0


def tell(seed: int, learners: int, now: datetime, said: Callable[[Made], object]) -> Made:
    """Make the year before `now` of so many `learners`; calls `said` after each of them.

    The same arguments give the same people and answers. Each learner is one transaction, so that a site
    in use goes on saving. Raises AlreadyThere and NothingToSit, both before anything is made.
    """
    if there := simulated_accounts():
        raise AlreadyThere(there)
    sitter, reviewer = Sitter(seed, now), Reviewer(seed, now)
    if not sitter.forms:
        raise NothingToSit
    cast = people(seed, learners, [competency.code for competency in competencies()])
    accounts = [(person.email, person.language) for person in cast]
    ids = create_simulated([*accounts, (LEAD, "en")], now - YEAR)
    made = Made()
    for person in cast:
        _live(person, ids, sitter, reviewer, made)
        said(made)
    with transaction.atomic():
        made.cohorts = cohorts.gather(ids[LEAD], [ids[person.email] for person in cast], now - YEAR / 2, now)
    return made


def _live(person: Person, ids: dict[str, int], sitter: Sitter, reviewer: Reviewer, made: Made) -> None:
    """One year of one person."""
    user_id = ids[person.email]
    with transaction.atomic():
        made.attempts += sitter.sit_year(person, user_id)
        made.reviews += reviewer.review_year(person, user_id, ids[LEAD])
        made.notes += notebook.annotate(person, user_id, sitter.seed, sitter.now)
    made.learners += 1


def open_doors(passwords: Callable[[], str]) -> dict[str, str]:
    """Let somebody sign in as the simulated lead and as one learner; returns their passwords by address."""
    doors = {LEAD: passwords(), LEARNER: passwords()}
    open_simulated(LEAD, doors[LEAD], ["lead"])
    open_simulated(LEARNER, doors[LEARNER])
    return doors
