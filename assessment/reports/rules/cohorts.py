"""What of a cohort's figures may be shown at one moment, given all that was shown before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from operator import itemgetter

from assessment.measurement.levels import BELOW
from assessment.reports.rules.disclosure import Ledger, finest
from assessment.values import LEVELS

UNMEASURED = "unmeasured"
# The places of a member in one competency, in order; neighbours are merged where a group is too small.
PLACES = (UNMEASURED, BELOW, *LEVELS)
# Counted answers in a competency from which on somebody counts as measured; the same number as on profiles.
ENOUGH_ANSWERS = 8

Element = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one member brings to one competency: the ability and its standard error in logits, its band,
    and a fingerprint of the answers behind it, equal for equal answers.
    """

    ability: float
    error: float
    band: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A cohort as it is now, its lead left out.

    ``contributions`` by competency and member, of the measured ones; ``completed`` by quiz; ``about``
    names the competency of a quiz that has one.
    """

    members: frozenset[int]
    contributions: Mapping[str, Mapping[int, Contribution]]
    completed: Mapping[str, frozenset[int]]
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """Members who stand in one of some neighbouring places."""

    places: tuple[str, ...]
    people: frozenset[int]


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean ability of the measured members, in logits, its standard error, and who is behind it."""

    value: float
    error: float
    elements: frozenset[Element]


@dataclass(frozen=True, slots=True)
class Behind:
    """Who stood behind the numbers that one snapshot was the first to show.

    ``means`` by competency; ``groups`` by what can be subtracted from each other (`kind_of`).
    """

    members: frozenset[int]
    means: Mapping[str, frozenset[Element]]
    groups: Mapping[str, tuple[frozenset[int], ...]]


@dataclass(frozen=True, slots=True)
class Shown:
    """The numbers that may be shown now: spread and mean by competency, (done, not done) by quiz."""

    members: frozenset[int]
    spreads: Mapping[str, tuple[Group, ...]]
    means: Mapping[str, Mean]
    completions: Mapping[str, tuple[frozenset[int], frozenset[int]]]
    about: Mapping[str, str]

    def behind(self) -> Behind:
        """Who stands behind these numbers."""
        groups: dict[str, tuple[frozenset[int], ...]] = {}
        for code, spread in self.spreads.items():
            groups[code] = tuple(group.people for group in spread)
        for quiz, pair in self.completions.items():
            kind = kind_of(quiz, self.about)
            groups[kind] = (*groups.get(kind, ()), *pair)
        return Behind(self.members, {code: mean.elements for code, mean in self.means.items()}, groups)


def kind_of(quiz: str, about: Mapping[str, str]) -> str:
    """With which numbers the completion of `quiz` can be subtracted: those of its competency, because
    whoever has completed the quiz is measured in it; a quiz about no single one stands for itself.
    """
    return about.get(quiz) or f"quiz {quiz}"


def decide(now: Moment, history: Sequence[Behind]) -> Shown | None:
    """What may be shown of `now`, `history` being everything shown of it and of overlapping cohorts.

    None: nothing at all, because there are too few members, or because their number could be subtracted
    from one that was shown. A competency that is missing in the result stays as it was shown last.
    """
    if not Ledger(behind.members for behind in history).allows(now.members):
        return None
    kinds = {*now.contributions, *(kind_of(quiz, now.about) for quiz in now.completed)}
    ledgers = {kind: _ledger(kind, history) for kind in kinds}
    means: dict[str, Mean] = {}
    spreads: dict[str, tuple[Group, ...]] = {}
    for code, brought in now.contributions.items():
        elements = frozenset((person, one.fingerprint) for person, one in brought.items())
        earlier = Ledger((behind.means[code] for behind in history if code in behind.means), whose=itemgetter(0))
        if earlier.allows(elements):
            means[code] = _mean(brought, elements)
            spreads[code] = _spread(now.members, brought, ledgers[code])
    completions: dict[str, tuple[frozenset[int], frozenset[int]]] = {}
    for quiz, done in now.completed.items():
        if pair := _completion(now.members, done, ledgers[kind_of(quiz, now.about)]):
            completions[quiz] = pair
    told_apart = {code: spread for code, spread in spreads.items() if spread}
    return Shown(now.members, told_apart, means, completions, now.about)


def _ledger(kind: str, history: Sequence[Behind]) -> Ledger:
    """Every group that was shown of one kind. The groups of a snapshot sum up to its members."""
    return Ledger(people for behind in history for people in behind.groups.get(kind, ()))


def _mean(brought: Mapping[int, Contribution], elements: frozenset[Element]) -> Mean:
    """The mean with its standard error, the members taken as a sample.

    The variance of true abilities is that of the estimates and the mean of their own error variances
    (law of total variance); so the error is never 0, not even where all have answered alike.
    """
    values = [one.ability for one in brought.values()]
    mean = sum(values) / len(values)
    between = sum((value - mean) ** 2 for value in values) / (len(values) - 1)
    within = sum(one.error**2 for one in brought.values()) / len(values)
    return Mean(mean, sqrt((between + within) / len(values)), elements)


def _spread(members: frozenset[int], brought: Mapping[int, Contribution], ledger: Ledger) -> tuple[Group, ...]:
    """The members over the places, merged as far as need be; empty where nothing could be told apart.

    Notes what it shows in `ledger`.
    """
    stand: dict[str, set[int]] = {place: set() for place in PLACES}
    for person in members:
        stand[brought[person].band if person in brought else UNMEASURED].add(person)
    runs = finest([stand[place] for place in PLACES], ledger)
    if len(runs) < 2:
        return ()
    groups = tuple(
        Group(tuple(PLACES[i] for i in run), frozenset().union(*(stand[PLACES[i]] for i in run))) for run in runs
    )
    for group in groups:
        ledger.add(group.people)
    return groups


def _completion(
    members: frozenset[int], done: frozenset[int], ledger: Ledger
) -> tuple[frozenset[int], frozenset[int]] | None:
    """Who has and who has not completed a quiz; None where that may not be told. Notes it in `ledger`."""
    rest = members - done
    if len(finest([done, rest], ledger)) < 2:
        return None
    ledger.add(done)
    ledger.add(rest)
    return done, rest
