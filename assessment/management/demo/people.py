"""Who the simulated learners are: abilities, diligence and self-image, all drawn from one seed. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

DOMAIN = "plumbline.invalid"
LEAD, LEARNER = f"simulated-lead@{DOMAIN}", f"simulated-learner@{DOMAIN}"
LANGUAGES = ("en", "zh-hans")

# In logits. The spread of the general ability is the one that the estimate's prior assumes.
_GENERAL, _SPECIFIC, _GROWTH = 0.9, 0.5, (0.2, 1.2)
# Of a self-image: how far off it is on average for each kind of person, and how common the kind is.
_SELF_IMAGES = ((0.0, 0.5), (1.2, 0.25), (-1.1, 0.25))


@dataclass(frozen=True, slots=True)
class Person:
    """One simulated learner.

    ``abilities`` are those at the end of the year, by competency, in logits; ``growth`` is what was gained
    in the year; ``bias`` is added to an ability where the person rates themselves; ``diligence`` from 0
    to 1 says how much they do.
    """

    number: int
    email: str
    language: str
    abilities: Mapping[str, float]
    growth: float
    bias: float
    diligence: float

    def ability(self, competency: str, share_of_year: float) -> float:
        """The ability in logits when `share_of_year`, from 0 to 1, has passed."""
        return self.abilities[competency] - self.growth * (1.0 - share_of_year)


def people(seed: int, count: int, competencies: Sequence[str]) -> list[Person]:
    """`count` learners; the same arguments always give the same ones. The first is the one to sign in as."""
    return [_person(seed, number, competencies) for number in range(1, count + 1)]


def _person(seed: int, number: int, competencies: Sequence[str]) -> Person:
    rng = rng_for(seed, number, "person")
    general = rng.gauss(0.2, _GENERAL)
    (bias,) = rng.choices([mean for mean, _share in _SELF_IMAGES], [share for _mean, share in _SELF_IMAGES])
    return Person(
        number=number,
        email=LEARNER if number == 1 else f"simulated-{number:03}@{DOMAIN}",
        language=LANGUAGES[number % 2],
        abilities={code: general + rng.gauss(0, _SPECIFIC) for code in competencies},
        growth=rng.uniform(*_GROWTH),
        bias=bias + rng.gauss(0, 0.3),
        diligence=1.0 if number == 1 else rng.betavariate(2.5, 1.5),
    )


def rng_for(seed: int, number: int, purpose: str) -> Random:
    """Chance of its own for each person and purpose, so that a change of one moves no other."""
    return Random(f"{seed}:{number}:{purpose}")
