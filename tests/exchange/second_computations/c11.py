"""Second, independent computations of the calculated questions of C11: by simulation of the procedure or by search."""

from fractions import Fraction
from statistics import NormalDist


def c11_09(eta: int, k: int, r: int) -> int:
    """Successive halving played through (Jamieson and Talwalkar 2015; Li et al. 2018): every configuration has its own
    counter of epochs; at each rung the survivors train until their counter is `eta` times as high."""
    trained = [0] * eta**k
    alive = list(range(eta**k))
    target = r
    while True:
        for configuration in alive:
            while trained[configuration] < target:
                trained[configuration] += 1
        if len(alive) == 1:
            return sum(trained)
        alive = alive[: len(alive) // eta]
        target *= eta


def c11_10(p: int, P: int) -> int:
    """Smallest number of independent trials by counting up in exact fractions: the chance that all trials so far have
    missed is multiplied by 1 - p until it is at most 1 - P (complement rule; cf. Bergstra and Bengio 2012)."""
    all_missed, trials = Fraction(1), 0
    while 1 - all_missed < Fraction(P, 100):
        all_missed *= Fraction(100 - p, 100)
        trials += 1
    return trials


def c11_11(b: int, c: int) -> float:
    """Users per arm from the test itself (Kohavi, Tang and Xu 2020, chapter 17): the difference of two observed rates
    has the variance 2·p·(1 - p)/n; with n users its expected z must reach z(0.975) + z(0.80). Found by bisection with
    exact quantiles, then brought from 2·(1.96 + 0.84)² = 15.7 to the round 16 of the rule of thumb."""
    rate, change = Fraction(b, 100), Fraction(b, 100) * Fraction(c, 100)
    needed = NormalDist().inv_cdf(0.975) + NormalDist().inv_cdf(0.80)
    low, high = 1.0, 1e9
    for _ in range(200):
        n = (low + high) / 2
        z = float(change) / (2 * float(rate * (1 - rate)) / n) ** 0.5
        low, high = (n, high) if z < needed else (low, n)
    return high * 16 / (2 * needed**2)


def c11_22_2(E: int, h: int, g: int, n: int) -> float:
    """Pay-back in months, release by release: hours are saved until those of the building are made up for; the part of
    the last release that is needed counts as a fraction (plain bookkeeping)."""
    debt, releases = Fraction(E * 8), Fraction(0)
    while debt > 0:
        saved = Fraction(h) - g
        share = min(Fraction(1), debt / saved)
        debt -= share * saved
        releases += share
    return float(releases / n)
