"""What a profile looks like, for somebody whose own is still empty. Made up, and labelled as that."""

from collections.abc import Mapping, Sequence
from itertools import cycle

from assessment.measurement.ability import Ability
from assessment.measurement.levels import band
from assessment.reports.rules.standing import Standing

# Cuts for a bank that has none yet, in logits.
CUTS = {"foundation": -0.6, "practitioner": 0.4, "architect": 1.2}
# Ability, standard error, answers; then the claimed level and its place on the scale in percent.
_ROWS = (
    (0.55, 0.34, 36, "practitioner", 66.0),
    (0.95, 0.42, 24, "practitioner", 62.0),
    (-0.15, 0.36, 30, "architect", 84.0),
    (0.10, 0.60, 12, "practitioner", 58.0),
    (1.30, 0.40, 28, "foundation", 38.0),
    (-0.80, 0.52, 16, "foundation", 32.0),
    (0.0, 1.0, 0, None, None),
)


def example(
    competencies: Sequence[str], cuts: Mapping[str, float]
) -> tuple[list[Standing], dict[str, tuple[str, float]]]:
    """Standings and claims (level, place) by competency code: some of every kind that a picture can show."""
    standings: list[Standing] = []
    claims: dict[str, tuple[str, float]] = {}
    for code, (theta, error, items, level, place) in zip(competencies, cycle(_ROWS), strict=False):
        ability = Ability(theta, error, items)
        standings.append(Standing(code, ability, band(ability, cuts)))
        if level is not None and place is not None:
            claims[code] = (level, place)
    return standings, claims
