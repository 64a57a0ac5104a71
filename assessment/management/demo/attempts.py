"""A simulated year at the quizzes: attempts as the actions make them, each with its own time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from assessment.bank.queries import AskableQuestion, competencies
from assessment.delivery import actions, queries
from assessment.delivery.marking import settle_counting
from assessment.delivery.records import load_draws
from assessment.delivery.told import Given, Told, form_of, store_told, tell_attempt
from assessment.management.demo.answers import Respondent, felt
from assessment.management.demo.people import Person, rng_for
from assessment.values import Draw

YEAR = timedelta(days=365)
# About so many attempts has somebody of full diligence in the year, however many quizzes there are.
_MOST = 16
# How many people are in the middle of an attempt now, and how long one question takes, in seconds.
_RUNNING = 0.08
_SECONDS = (35, 160)
_FLAGGED = 0.05


class Sitter:
    """Sits quizzes for people, from a year before `now` until `now`."""

    def __init__(self, seed: int, now: datetime) -> None:
        self.seed, self.now = seed, now
        self.forms = [form_of(quiz) for quiz in queries.open_quizzes()]
        self.codes = {competency.pk: competency.code for competency in competencies()}
        self.respondent = Respondent()

    def sit_year(self, person: Person, user_id: int) -> int:
        """Every attempt of one person in order of time; returns how many."""
        rng = rng_for(self.seed, person.number, "attempts")
        told: list[Told] = []
        seen: set[int] = set()
        for number, (share, index) in enumerate(sorted(self._plan(person, rng)), 1):
            chance = Random(f"{self.seed}:{person.number}:{number}")
            started_at = self.now - YEAR + YEAR * share
            form = self.forms[index]
            give = self._giver(person, form.quiz.certainty, share, started_at, chance)
            attempt, items = tell_attempt(form, user_id, started_at, chance.getrandbits(62), give, seen)
            asked = {item.version_id for item in items}
            seen |= {pk for pk, question in form.questions.items() if question.version_id in asked}
            told.append((attempt, items))
        store_told(told)
        for form in self.forms:
            settle_counting(user_id, form.quiz.pk)
        return len(told) + self._begin(person, user_id, rng)

    def _plan(self, person: Person, rng: Random) -> list[tuple[float, int]]:
        """When, as a share of the year, and at which form; attempts at one form are spread over the year."""
        mean = _MOST * person.diligence / len(self.forms)
        plan = []
        for index in range(len(self.forms)):
            times = int(mean) + (rng.random() < mean % 1)
            # The last days are for the attempt that still runs.
            plan += [((i + rng.random()) / times * 0.99, index) for i in range(times)]
        return plan

    def _giver(
        self, person: Person, asks: bool, share: float, moment: datetime, rng: Random
    ) -> Callable[[Any, Any], Given]:
        """What `tell_attempt` asks for the answers of one sitting from `moment` on; whether it asks for certainty."""
        sure = rng_for(self.seed, person.number, f"certainty {moment}")

        def give(question: AskableQuestion, draws: tuple[Draw, ...]) -> Given:
            nonlocal moment
            moment += timedelta(seconds=rng.uniform(*_SECONDS))
            theta = person.ability(self.codes[question.competency_id], share)
            responses = self.respondent.respond(question, draws, theta, rng)
            certainty = felt(question, theta + person.bias, sure) if asks else None
            return Given(responses, rng.random() < _FLAGGED, moment, certainty)

        return give

    def _begin(self, person: Person, user_id: int, rng: Random) -> int:
        """For some, the first one always, an attempt that runs now, begun step by step; returns 0 or 1."""
        if person.number > 1 and rng.random() >= _RUNNING:
            return 0
        form = rng.choice(self.forms)
        started_at = self.now - timedelta(minutes=5)
        attempt, _token = actions.start(form.quiz, user_id, started_at, rng.getrandbits(62))
        give = self._giver(person, form.quiz.certainty, 1.0, started_at, rng)
        asked = {question.version_id: question for question in form.questions.values()}
        for item in queries.items_of(attempt.key):
            given = give(asked[item.version_id], load_draws(item.draw))
            if given.at >= self.now:
                break
            actions.save_answer(item, given.responses, given.flagged, item.revision, given.at, given.certainty)
        return 1
