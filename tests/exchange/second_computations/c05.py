"""Second, independent computations of the calculated parts of C05."""


def c05_18_1(a: float, q: float, r: float, w: float, e: float, v: float) -> float:
    """Part 1: walk along a timeline of waits and works and add up the days in which nobody works, in percent.

    Source: definition of a share of elapsed time; the steps follow each other, so their mean days add.
    """
    clock = idle = 0.0
    for wait, work in ((q, a), (w, r), (v, e)):
        start = clock + wait
        idle += start - clock
        clock = start + work
    return idle / clock * 100
