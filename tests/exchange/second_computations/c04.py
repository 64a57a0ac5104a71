"""Second, independent computations of the calculated questions of C04: stepwise, by simulation or by search."""

from fractions import Fraction


def c04_07(T: int, f: int, s: int, o: int) -> float:
    """Speed-up by walking through the request in 100 slices of equal CPU time (Amdahl's law with an overhead)."""
    slice_ms = Fraction(T, 100)
    new_ms = sum((slice_ms / s if index < f else slice_ms for index in range(100)), Fraction(o))
    return float(Fraction(T) / new_ms)


def c04_08(G: int, s: int, k: int) -> float:
    """Read bandwidth from the bits one GPU consumes in a minute, summed over GPUs (demand = rate times size)."""
    bits_per_minute = 0
    for _ in range(G):
        bits_per_minute += s * 60 * k * 1000 * 8
    return bits_per_minute / 8 / 60 / 1e9


def c04_09(S: int, u: int) -> float:
    """M/M/1 from its stationary distribution P(n) = (1 - rho) rho^n and Little's law (Little 1961)."""
    rho = u / 100
    mean_number, probability = 0.0, 1 - rho
    for n in range(1, 5000):
        probability *= rho
        mean_number += n * probability
    arrivals_per_ms = rho / S
    return mean_number / arrivals_per_ms


def c04_10(r: float, d: float) -> float:
    """Break-even by bisection on the hours of use in a year at which both bills are equal."""
    hours = 8760
    low, high = 0.0, float(hours)
    for _ in range(200):
        used = (low + high) / 2
        low, high = (used, high) if used * d < hours * r else (low, used)
    return low / hours * 100


def c04_20_1(Q: int, a: int) -> float:
    """Mean wait by simulation of a steady line: one job in, one job out at equal spacing, Q jobs always in line."""
    gap_h = 24 / a
    entered: list[float] = [-gap_h * (Q - index) for index in range(Q)]
    waits = []
    for step in range(10 * Q):
        now = step * gap_h
        waits.append(now - entered.pop(0))
        entered.append(now)
    return sum(waits[Q:]) / len(waits[Q:])


def c04_20_2(f: int, s: int, c: float) -> float:
    """New bill in percent, hour by hour for 1000 hours of type A at price 1 (fractions of an hour on type B)."""
    old_bill = Fraction(1000)
    new_bill = Fraction(0)
    for hour in range(1000):
        training = hour < 10 * f
        new_bill += Fraction(1, s) * Fraction(c) if training else 1
    return float(100 * new_bill / old_bill)
