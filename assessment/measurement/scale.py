"""Where an ability stands on the drawn scale.

The scale gives every band the same width, because the cuts lie closer together than names can be
read; within a band it is linear. Positions are percentages of the whole width.
"""

from collections.abc import Mapping
from itertools import pairwise

from assessment.values import LEVELS

# Logits shown below the first cut and above the last one.
_MARGIN = 2.0


def positions(level_cuts: Mapping[str, float]) -> dict[str, float]:
    """The left edge, in percent, of the band of every level that has a cut."""
    present = [level for level in LEVELS if level in level_cuts]
    return {level: 100.0 * i / (len(present) + 1) for i, level in enumerate(present, 1)}


def position(theta: float, level_cuts: Mapping[str, float]) -> float:
    """The place of `theta` (logits) in percent, clamped to the drawn part; 50 without cuts."""
    values = [level_cuts[level] for level in LEVELS if level in level_cuts]
    if not values:
        return 50.0
    edges = [values[0] - _MARGIN, *values, values[-1] + _MARGIN]
    if theta <= edges[0]:
        return 0.0
    width = 100.0 / (len(edges) - 1)
    for i, (left, right) in enumerate(pairwise(edges)):
        if theta < right:
            return width * (i + (theta - left) / (right - left))
    return 100.0
