"""Second, independent computations of the calculated questions of C10: by counting and by expected numbers."""

from fractions import Fraction


def c10_07(P: int, W: int) -> float:
    """Real click probability in percent, by Bayes' rule with counted impressions (He et al. 2014, section 6.3, read in
    summaries). Start from a real click probability q, thin out the negatives, and search for the q that gives P %."""
    low, high = Fraction(0), Fraction(1)
    for _ in range(200):
        q = (low + high) / 2
        clicks, kept = q * 10**6, (1 - q) * 10**6 * Fraction(W, 100)
        seen = clicks / (clicks + kept)
        if seen < Fraction(P, 100):
            low = q
        else:
            high = q
    return float(low * 100)


def c10_18_1(V: int, c: int, g: float, m: int, k: int) -> float:
    """Net gain in dollars a day: clicks before and after the change, each valued, minus the additional cost."""
    shown = V * 1_000_000
    clicks_daily = Fraction(shown * c, 100)
    clicks_hourly = clicks_daily * (1 + Fraction(str(g)) / 100)
    income = [clicks * Fraction(m, 100) for clicks in (clicks_daily, clicks_hourly)]
    return float(income[1] - income[0] - k)


def c10_18_3(n: int, e: int) -> float:
    """Pearson's chi-square of a 1:1 split as the square of the standardised number of users in control (a binomial
    count with mean N/2 and variance N/4); Kohavi, Tang, Xu 2020, chapter 21, on sample ratio mismatch."""
    control, treatment = 1000 * n + e, 1000 * n - e
    total = control + treatment
    return float((Fraction(control) - Fraction(total, 2)) ** 2 / Fraction(total, 4))
