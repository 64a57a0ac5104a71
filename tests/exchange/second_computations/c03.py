"""Second, independent computations of the calculated questions of C03: by enumeration and by search."""

from fractions import Fraction


def c03_07(a: int, e: int) -> float:
    """Accuracy measured on flipped labels, by enumerating a population of 10000 cases (definition of accuracy as
    agreement; label flips independent of the classifier's errors, as the stem says; cf. Northcutt et al. 2021)."""
    agreeing = Fraction(0)
    for classifier_right, share_of_cases in ((True, Fraction(a, 100)), (False, Fraction(100 - a, 100))):
        for label_flipped, share_of_labels in ((True, Fraction(e, 100)), (False, Fraction(100 - e, 100))):
            truth = 1
            prediction = truth if classifier_right else 1 - truth
            label = 1 - truth if label_flipped else truth
            if prediction == label:
                agreeing += 10000 * share_of_cases * share_of_labels
    return float(agreeing / 10000 * 100)


def c03_08(p: int, m: int) -> int:
    """Smallest n whose 95 % half-width 1.96 * sqrt(p(1 - p)/n) is at most m, by counting up (normal approximation of a
    proportion; compared in squares, so without roots or rounding)."""
    share, margin, z = Fraction(p, 100), Fraction(m, 100), Fraction(196, 100)
    n = 1
    while z * z * share * (1 - share) / n > margin * margin:
        n += 1
    return n
