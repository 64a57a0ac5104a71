"""Second, independent computation of the calculated question of C01: stepwise instead of by a power."""

from fractions import Fraction


def c01_12(y: int, d: int) -> float:
    """Growth in y years at a doubling time of d months (Sevilla et al. 2022), doubling by doubling.

    The question draws such numbers alone that the months hold a whole number of doublings."""
    left, factor = Fraction(12 * y), 1
    while left >= d:
        left -= d
        factor += factor
    assert left == 0, "a whole number of doublings"
    return float(factor)
