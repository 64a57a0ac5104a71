"""Assembling a form by the blueprint: which questions one attempt asks. Pure; the same seed gives the same form.

A plan names sections (a competency each, with so many items of each cognitive level) and limits. Forms are
found by a randomised search with restarts over the constraints of automated test assembly (van der Linden
2005, Linear Models for Optimal Test Design, ch. 1). Where no form keeps every rule, rules give way in the
order of RELAXED until one does, so that a learner always gets a form; enemies never meet.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from typing import Any

from assessment.values import COGNITIVE, Draw, PartSpec

TESTLET = "testlet"
ITEMS_A_CLAIM = 2
ATTRIBUTED_SHARE = 0.20
UNSEEN_SHARE = 0.5
TRUE_MARGIN = 0.10
# In this order rules give way; the name of each is also how an author is told of it.
RELAXED = ("unseen", "verdicts", "kinds", "attributed", "claims", "levels", "length")
_TRIES = 60
# Of how many forms the one with most new questions is taken, where half need not be new.
_COMPARED = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A published question as assembly sees it. ``kind`` is the type of its only part, or ``testlet``."""

    question_id: int
    competency: str
    cognitive: str
    kind: str
    claims: frozenset[str] = frozenset()
    enemies: frozenset[int] = frozenset()
    attributed: bool = False
    verdicts: tuple[bool, ...] = ()
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """So many items of each cognitive level from one competency (any, where empty), with limits by kind."""

    competency: str
    counts: Mapping[str, int]
    at_least: Mapping[str, int] = field(default_factory=dict)
    at_most: Mapping[str, int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many items it asks for."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Plan:
    """The sections of a form and what holds for all of it; ``attributed`` may be given up for a whole quiz."""

    sections: tuple[Section, ...]
    at_most: Mapping[str, int] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    attributed_share: float = ATTRIBUTED_SHARE

    @property
    def size(self) -> int:
        """How many items the form has."""
        return sum(section.size for section in self.sections)


@dataclass(frozen=True, slots=True)
class Form:
    """The questions in order, and the rules that had to give way."""

    questions: tuple[int, ...]
    relaxed: tuple[str, ...] = ()


def read_plan(stored: Mapping[str, Any], competencies: Mapping[str, str]) -> Plan:
    """A plan from its stored form; `competencies` maps codes that have questions to their domain.

    ``{"sections": [{"competency": "C07", "R": 4, "A": 5, "E": 3, "at_least": {"numeric": 1}}], "at_most":
    {"testlet": 4}, "without": ["open_answer"]}``. The competency ``*`` stands for every one, ``D1`` for every
    one of that domain. Raises ValueError, naming it, for what is not a plan.
    """
    try:
        sections = tuple(s for row in stored["sections"] for s in _sections(row, competencies))
        share = float(stored.get("attributed_share", ATTRIBUTED_SHARE))
        plan = Plan(sections, _limits(stored, "at_most"), frozenset(map(str, stored.get("without", ()))), share)
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(f"not a plan: {error}") from error
    if isinstance(stored.get("without"), str):
        raise ValueError("what is left out is not a list")
    if not 0 <= plan.attributed_share <= 1:
        raise ValueError("the share of attributed items is not from 0 to 1")
    if not plan.size:
        raise ValueError("the plan asks for no items")
    return plan


def _sections(row: Mapping[str, Any], competencies: Mapping[str, str]) -> Iterator[Section]:
    counts = {level: int(row.get(level, 0)) for level in COGNITIVE}
    if min(counts.values()) < 0:
        raise ValueError("a number of items is negative")
    wanted = str(row["competency"])
    codes = [c for c, domain in sorted(competencies.items()) if wanted in ("*", c, domain)]
    for code in codes or [wanted]:
        yield Section(code, counts, _limits(row, "at_least"), _limits(row, "at_most"))


def _limits(row: Mapping[str, Any], name: str) -> dict[str, int]:
    return {str(kind): int(count) for kind, count in row.get(name, {}).items()}


def assemble(plan: Plan, candidates: Sequence[Candidate], rng: Random) -> Form:
    """A form for `plan`, and which rules it breaks; empty only where no candidate fits any section."""
    pool = sorted((c for c in candidates if c.kind not in plan.without), key=lambda c: c.question_id)
    for given_up in range(len(RELAXED) + 1):
        search = _Search(plan, pool, frozenset(RELAXED[:given_up]), rng)
        chosen = next(search.forms(new_first=True), None)
        if chosen is None and given_up:
            # The forms that keep the other rules may be those of known questions; of some, the one with most new.
            some = list(islice(search.forms(new_first=False), _COMPARED))
            chosen = max(some, key=lambda form: sum(not c.seen for c in form), default=None)
        if chosen is not None:
            return Form(tuple(c.question_id for c in chosen), _broken(plan, chosen, pool, RELAXED[:given_up]))
    return Form((), RELAXED)


def _broken(
    plan: Plan, chosen: Sequence[Candidate], pool: Sequence[Candidate], given_up: Sequence[str]
) -> tuple[str, ...]:
    """Those of the rules `given_up` that the form does break; one that was given up may hold all the same."""
    kept = dict(rules_kept(plan, chosen, pool))
    wanted = Counter({level: sum(s.counts.get(level, 0) for s in plan.sections) for level in COGNITIVE})
    kept["levels"] = Counter(c.cognitive for c in chosen) == +wanted
    kept["length"] = len(chosen) == wanted.total()
    return tuple(rule for rule in given_up if not kept[rule])


def rules_kept(plan: Plan, chosen: Sequence[Candidate], pool: Sequence[Candidate]) -> Iterator[tuple[str, bool]]:
    """Each rule of a finished form by name, and whether `chosen` keeps it."""
    kinds = Counter(c.kind for c in chosen)
    claims = Counter(claim for c in chosen for claim in c.claims)
    verdicts = [verdict for c in chosen for verdict in c.verdicts]
    yield "claims", all(count <= ITEMS_A_CLAIM for count in claims.values())
    yield "attributed", sum(c.attributed for c in chosen) <= plan.attributed_share * len(chosen)
    yield "kinds", all(kinds[kind] <= most for kind, most in plan.at_most.items()) and _sections_keep(plan, chosen)
    # With an odd number half a statement is as near to one half as it gets.
    yield "verdicts", abs(sum(verdicts) - len(verdicts) / 2) <= max(0.5, TRUE_MARGIN * len(verdicts)) + 1e-9
    unseen, fresh = sum(not c.seen for c in chosen), sum(not c.seen for c in pool)
    yield "unseen", unseen >= min(UNSEEN_SHARE * len(chosen), fresh) or not any(c.seen for c in pool)


def _sections_keep(plan: Plan, chosen: Sequence[Candidate]) -> bool:
    start = 0
    for section in plan.sections:
        kinds = Counter(c.kind for c in chosen[start : start + section.size])
        start += section.size
        enough = all(kinds[kind] >= least for kind, least in section.at_least.items())
        if not enough or any(kinds[kind] > most for kind, most in section.at_most.items()):
            return False
    return True


class _Search:
    """One randomised pass after another over the same pool."""

    def __init__(self, plan: Plan, pool: Sequence[Candidate], given_up: frozenset[str], rng: Random) -> None:
        self.plan, self.pool, self.given_up, self.rng = plan, pool, given_up, rng

    def forms(self, *, new_first: bool) -> Iterator[list[Candidate]]:
        """Forms that keep every rule not given up, as so many passes find them; new questions first or all alike."""
        for _ in range(_TRIES):
            order = list(self.pool)
            self.rng.shuffle(order)
            chosen = self._pass(sorted(order, key=lambda c: c.seen) if new_first else order)
            if chosen:
                yield chosen

    def _pass(self, order: list[Candidate]) -> list[Candidate] | None:
        """A form of what comes first in `order`, or None where this pass found none."""
        chosen: list[Candidate] = []
        for section in self.plan.sections:
            picked = self._section(section, order, chosen)
            if picked is None:
                return None
            chosen += picked
        kept = all(ok for rule, ok in rules_kept(self.plan, chosen, self.pool) if rule not in self.given_up)
        return chosen if kept else None

    def _section(self, section: Section, order: list[Candidate], chosen: list[Candidate]) -> list[Candidate] | None:
        picked: list[Candidate] = []
        missing = {level: section.counts.get(level, 0) for level in COGNITIVE}
        own = [c for c in order if c.competency == section.competency or not section.competency]
        wanted = [kind for kind, least in section.at_least.items() for _ in range(least)]
        for kind in wanted if "kinds" not in self.given_up else ():
            self._pick((c for c in own if c.kind == kind and missing[c.cognitive]), section, chosen, picked, missing)
        for level in COGNITIVE:
            while missing[level] > 0:
                if self._pick((c for c in own if c.cognitive == level), section, chosen, picked, missing):
                    continue
                # Items of other levels may fill the place; without enough of any, the form is shorter.
                if "levels" in self.given_up and self._pick(iter(own), section, chosen, picked, missing, level):
                    continue
                if "length" in self.given_up:
                    break
                return None
        return picked

    def _pick(
        self, among: Iterator[Candidate], section: Section, chosen: list[Candidate], picked: list[Candidate],
        missing: dict[str, int], instead_of: str = "",
    ) -> bool:  # fmt: skip
        so_far = [*chosen, *picked]
        for candidate in among:
            if self._fits(candidate, section, so_far, picked):
                picked.append(candidate)
                missing[instead_of or candidate.cognitive] -= 1
                return True
        return False

    def _fits(
        self, candidate: Candidate, section: Section, so_far: Sequence[Candidate], picked: Sequence[Candidate]
    ) -> bool:
        """Whether `candidate` can join without breaking a rule that no later choice could mend."""
        for other in so_far:
            if other.question_id == candidate.question_id:
                return False
            if other.question_id in candidate.enemies or candidate.question_id in other.enemies:
                return False
        if "kinds" not in self.given_up and not self._kind_fits(candidate, section, so_far, picked):
            return False
        if "claims" not in self.given_up:
            claims = Counter(claim for other in so_far for claim in other.claims)
            if any(claims[claim] >= ITEMS_A_CLAIM for claim in candidate.claims):
                return False
        if candidate.attributed and "attributed" not in self.given_up:
            most = self.plan.attributed_share * self.plan.size
            return sum(other.attributed for other in so_far) + 1 <= most
        return True

    def _kind_fits(
        self, candidate: Candidate, section: Section, so_far: Sequence[Candidate], picked: Sequence[Candidate]
    ) -> bool:
        kind = candidate.kind
        here, all_over = sum(c.kind == kind for c in picked), sum(c.kind == kind for c in so_far)
        return here < section.at_most.get(kind, len(picked) + 1) and all_over < self.plan.at_most.get(
            kind, len(so_far) + 1
        )


def balanced_keys(
    questions: Sequence[tuple[PartSpec, ...]], draws: Sequence[tuple[Draw, ...]], rng: Random
) -> list[tuple[Draw, ...]]:
    """`draws` with the one right row of each shuffled part moved, so that a form uses all its places evenly.

    Parts with no or several right rows, and those that are not shuffled, stay as they were drawn.
    """
    places: dict[int, list[int]] = {}
    found = []
    for parts, drawn in zip(questions, draws, strict=True):
        found.append(tuple(_moved(part, draw, places, rng) for part, draw in zip(parts, drawn, strict=True)))
    return found


def _moved(part: PartSpec, draw: Draw, places: dict[int, list[int]], rng: Random) -> Draw:
    right = [key for key in draw.order if (row := part.option(key)) and row.credit >= 1.0]
    if len(right) != 1 or not part.data.get("shuffle", False):
        return draw
    size = len(draw.order)
    if not places.get(size):
        # Every place once, in a new order, before any place comes again.
        places[size] = rng.sample(range(size), size)
    others = [key for key in draw.order if key != right[0]]
    others.insert(places[size].pop(), right[0])
    return Draw(draw.type, tuple(others), draw.numbers)
