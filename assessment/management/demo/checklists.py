"""Simulated self-ratings and reviews of systems, by the actions of checklists.

People rate themselves by what they believe they can do, which for some is more than they can and for
some less. A system has a maturity that grows; its evidence has dates, and some of it is stale.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import exp
from random import Random
from typing import TYPE_CHECKING, Any

from assessment.checklists import actions, queries, verification
from assessment.checklists.records import Content
from assessment.management.demo.attempts import YEAR
from assessment.management.demo.people import Person, rng_for
from assessment.values import LEVELS

if TYPE_CHECKING:
    from assessment.checklists.models import Checklist

# Where somebody says of half the behaviours of a level that they do them on their own, in logits.
_CENTRES = dict(zip(LEVELS, (-0.9, 0.3, 1.5), strict=True))
_OWNERS = 0.15
_OLDEST_EVIDENCE = 260
_SYSTEMS = (
    ("Recommendation service", "推荐服务"), ("Speech gateway", "语音网关"), ("Fraud scoring", "反欺诈评分"),
    ("Document search", "文档检索"), ("Training platform", "训练平台"), ("Edge camera fleet", "边缘摄像机群"),
)  # fmt: skip
_WORDS = {
    "en": ("(simulated)", "Simulated evidence, run {}", "Simulated: does not apply to this system", "Looked at it."),
    "zh-hans": ("（模拟）", "模拟证据，运行编号 {}", "模拟：不适用于此系统", "已查看。"),
}


class Reviewer:
    """Fills in both checklists."""

    def __init__(self, seed: int, now: datetime) -> None:
        self.seed, self.now = seed, now
        self.can_do, self.maturity = queries.checklist_called("can-do"), queries.checklist_called("maturity")

    def review_year(self, person: Person, user_id: int, verifier_id: int) -> int:
        """The self-ratings and reviews of one person in order of time; returns how many."""
        rng = rng_for(self.seed, person.number, "checklists")
        made = self._rate(person, user_id, self.can_do, rng) if self.can_do else 0
        owns = person.number == 1 or rng.random() < _OWNERS
        if not (self.maturity and owns):
            return made
        return made + self._review(person, user_id, verifier_id, self.maturity, rng)

    def _rate(self, person: Person, user_id: int, checklist: Checklist, rng: Random) -> int:
        """One or two self-ratings; some people never do one."""
        shares = (0.15, 0.85)[: 1 + (rng.random() < 0.4)] if rng.random() < 0.3 + person.diligence else ()
        for share in shares:
            when = self.now - YEAR + YEAR * (share + rng.uniform(0, 0.1))
            review = actions.start(checklist, user_id, None, when)
            for row in queries.answers_of(review):
                statement = row.version.statement
                believed = person.ability(statement.competency.code, share) + person.bias
                value = _value(rng, believed - _CENTRES[statement.level])
                # What somebody is far from they mostly leave open; it counts as not yet.
                if value != "0" or rng.random() < 0.3:
                    self._save(row, self._content(value), when)
            actions.close(review.key, when + timedelta(minutes=9))
        return len(shares)

    def _review(self, person: Person, user_id: int, verifier_id: int, checklist: Checklist, rng: Random) -> int:
        """A system of that person and its reviews, the last one verified in part by somebody else."""
        name = rng.choice(_SYSTEMS)[person.language != "en"]
        label = f"{name}{'' if person.language != 'en' else ' '}{_WORDS[person.language][0]}"
        system = actions.name_system(user_id, label, "", self.now - YEAR)
        maturity, closed = rng.uniform(0.8, 3.6), None
        shares = (0.1, 0.5, 0.92)[: rng.randint(1, 3)]
        for share in shares:
            when = self.now - YEAR + YEAR * (share + rng.uniform(0, 0.06))
            review = actions.start(checklist, user_id, system, when)
            for row in queries.answers_of(review):
                rank = int(row.version.statement.level[1])
                self._save(row, self._evidence(person, rng, maturity + share - rank, when), when)
            closed = actions.close(review.key, when + timedelta(hours=2))
        if closed is not None and rng.random() < 0.5:
            self._verify(person, closed, verifier_id, rng)
        return len(shares)

    def _evidence(self, person: Person, rng: Random, above: float, when: datetime) -> Any:
        _label, evidence, reason, _comment = _WORDS[person.language]
        if rng.random() < 0.03:
            return self._content("na", reason)
        value = _value(rng, above)
        if value == "0":
            return self._content(value)
        day = when.date() - timedelta(days=rng.randint(0, _OLDEST_EVIDENCE))
        return self._content(value, "", evidence.format(rng.randint(1000, 9999)), day.isoformat())

    def _verify(self, person: Person, review: Any, verifier_id: int, rng: Random) -> None:
        """Somebody else looks at a few statements, soon after the review."""
        answered = [row for row in queries.answers_of(review) if row.value in ("0.5", "1")]
        chosen = rng.sample(answered, min(4, len(answered)))
        codes = [row.version.statement.code for row in chosen]
        when = review.closed_at + timedelta(days=1)
        if not codes or when >= self.now:
            return
        invite, _token = verification.invite(review, codes, review.closed_at)
        verification.accept(invite, verifier_id, when)
        verdicts: Sequence[str] = ("confirmed", "confirmed", "confirmed", "doubted")
        comment = _WORDS[person.language][3]
        said = {row.pk: (rng.choice(verdicts), comment) for row in invite.verifications.order_by("pk")}
        verification.decide(invite, said, when)

    def _save(self, row: Any, content: Any, when: datetime) -> None:
        actions.save_answer(row, content, row.revision, when)

    def _content(self, *fields: str) -> Any:
        return Content(*fields)


def _value(rng: Random, above: float) -> str:
    """1, 0.5 or 0 of somebody, or something, that is so far `above` what a statement asks, in logits."""
    whole = 1.0 / (1.0 + exp(-1.7 * above))
    chance = rng.random()
    return "1" if chance < whole else "0.5" if chance < whole + (1.0 - whole) * 0.45 else "0"
