"""Second, independent computations of the calculated questions of C06: stepwise, by simulation or by search."""

from fractions import Fraction


def c06_07(P: float, B: float, m: int, k: int, n: int) -> float:
    """Roofline (Williams, Waterman and Patterson 2009) through times: each of the 2 resources needs a time of its
    own, the slower one decides, and the rate is the work divided by that time."""
    operations = sum(2 * k for _row in range(m)) * n  # k multiplications and k additions per output element
    bytes_moved = sum(rows * columns * 2 for rows, columns in ((m, k), (k, n), (m, n)))
    seconds = max(operations / (P * 1e12), bytes_moved / (B * 1e12))
    return operations / seconds / 1e12


def c06_08(k: int, n: float, b: int) -> float:
    """Saved traffic in GB: both programs are written down as lists of transfers, and counted (cf. FusionStitching,
    Zheng et al. 2020: fusion removes the off-chip traffic of intermediates)."""
    tensor = Fraction(n) * 10**6 * b
    unfused = [move for _operator in range(k) for move in ("read", "write")]
    fused = ["read", "write"]
    return float((len(unfused) - len(fused)) * tensor / 10**9)


def c06_09(P: float, B: float) -> float:
    """Ridge point (Williams, Waterman and Patterson 2009) by bisection: the smallest intensity at which bandwidth
    times intensity is no longer below the peak."""
    low, high = 0.0, 1e6
    for _step in range(200):
        middle = (low + high) / 2
        if middle * B * 1e9 < P * 1e12:
            low = middle
        else:
            high = middle
    return high


def c06_10(n: int, t: float, c: float) -> float:
    """Share of launches in percent: the time line of one step, kernel after kernel (PyTorch 2, Ansel et al. 2024,
    on the overhead of launches), in exact microseconds."""
    now = idle = Fraction(0)
    for _kernel in range(n):
        idle += Fraction(t)
        now += Fraction(t) + Fraction(c) * 1000 / n
    return float(100 * idle / now)


def c06_22_1(P: float, B: float, F: float, G: float) -> float:
    """Part 1: shortest time in microseconds, from the attainable rate (Williams et al. 2009): operations divided by
    the lower of the peak and bandwidth times intensity."""
    operations, bytes_moved = F * 1e9, G * 1e6
    rate = min(P * 1e12, B * 1e12 * operations / bytes_moved)
    return operations / rate * 1e6


def c06_22_2(s: float, r: float) -> float:
    """Part 2: Amdahl's law by an example batch of 1000 ms, whose operator C is made r times as fast."""
    before = Fraction(1000)
    operator = before * Fraction(s) / 100
    after = before - operator + operator / Fraction(r)
    return float(before / after)
