"""Second, independent computations of the calculated questions of C12: by enumeration, stepwise or by search."""

from fractions import Fraction
from itertools import product


def c12_06(a: float, k: int) -> float:
    """Downtime of a chain by enumerating every combination of up and down services (elementary probability;
    Beyer et al. 2016, chapter 3, for availability as a share of time)."""
    up = Fraction(str(a)) / 100
    down_share = Fraction(0)
    for states in product((True, False), repeat=k):
        probability = Fraction(1)
        for is_up in states:
            probability *= up if is_up else 1 - up
        if not all(states):
            down_share += probability
    return float(down_share * 365 * 24)


def c12_07(a: float, A: float) -> int:
    """Smallest number of replicas by adding one at a time with exact fractions, no logarithm."""
    failing, allowed = 1 - Fraction(str(a)) / 100, 1 - Fraction(str(A)) / 100
    replicas, all_failing = 1, failing
    while all_failing > allowed:
        replicas += 1
        all_failing *= failing
    return replicas


def c12_08(G: int, W: float, h: float, pue: float, ci: float) -> float:
    """Emission in joules and grams, hour by hour (Patterson et al. 2021, section 2: kWh = hours x processors x average
    power x PUE / 1000; t = kWh x kg per kWh / 1000)."""
    grams_per_joule = Fraction(str(ci)) * 1000 / 3_600_000
    watts_of_the_building = Fraction(str(pue)) * sum(Fraction(str(W)) for _ in range(G))
    grams = Fraction(0)
    for _ in range(int(h)):
        grams += watts_of_the_building * 3600 * grams_per_joule
    return float(grams / 1_000_000)


def c12_09(F: float, p: float, v: float) -> float:
    """Break-even volume in million tokens by bisection on the two monthly bills, token by token price (definition of
    break-even: FinOps Framework, measuring unit costs)."""
    low, high = 0.0, 1e12
    for _ in range(300):
        tokens = (low + high) / 2
        bill_of_the_api = tokens * p / 1e6
        bill_of_hosting = F + tokens * v / 1e6
        low, high = (tokens, high) if bill_of_the_api < bill_of_hosting else (low, tokens)
    return low / 1e6


def c12_20_1(a1: float, a2: float, a3: float, r: int) -> float:
    """Minutes of downtime in 30 days by enumerating all states of gateway, retrieval and replicas (exemplar EX-23;
    elementary probability)."""
    shares = [Fraction(str(x)) / 100 for x in (a1, a2, *[a3] * r)]
    available = Fraction(0)
    for states in product((True, False), repeat=2 + r):
        probability = Fraction(1)
        for share, is_up in zip(shares, states, strict=True):
            probability *= share if is_up else 1 - share
        if states[0] and states[1] and any(states[2:]):
            available += probability
    return float((1 - available) * 30 * 24 * 60)


def c12_20_2(c: float, g: int, t: float, u: float) -> float:
    """Cost per million tokens by the time that a million takes and what the GPUs cost meanwhile (exemplar EX-23)."""
    seconds = Fraction(1_000_000) / (Fraction(str(t)) * Fraction(str(u)) / 100)
    return float(seconds / 3600 * g * Fraction(str(c)))
