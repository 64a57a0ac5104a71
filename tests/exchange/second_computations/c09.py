"""Second, independent computations of the calculated questions of C09: by counting, by bisection, by filling up."""

from fractions import Fraction


def c09_06(K: int, M: int, N: int) -> float:
    """Multiply-accumulates counted layer by layer on a small output of 2 by 2 (Howard et al. 2017, section 3.1)."""
    standard = depthwise = pointwise = 0
    for _position in range(2 * 2):
        for _output in range(N):
            standard += M * K * K  # every output channel reads a window of all input channels
        for _channel in range(M):
            depthwise += K * K  # one filter per input channel
        for _output in range(N):
            pointwise += M  # a 1 by 1 window over all channels
    return 100 * (depthwise + pointwise) / standard


def c09_07(P: int, d: int, r: int, s: int) -> float:
    """The upload rate at which both ways take equally long, found by bisection in SI units.

    From the terms named in the stem: upload + round trip + server against the time on the device
    (cf. Kang et al. 2017).
    """
    bits = P * 10**3 * 8
    low, high = 1e3, 1e12
    for _ in range(200):
        rate = (low + high) / 2
        remote = bits / rate + r / 1000 + s / 1000
        if remote > d / 1000:
            low = rate
        else:
            high = rate
    return low / 1e6


def c09_16_1(F: int, B: int, A: int) -> int:
    """Thousands of 1-byte weights, added one by one while 2 images and the boot loader fit (dual-image updates)."""
    thousands = 0
    while B + 2 * (A + thousands + 1) <= F:
        thousands += 1
    return thousands


def c09_16_2(a: int, c: int, e: int, k: int) -> float:
    """Peak SRAM in kB, value by value: input and output of the heaviest layer at 8 bits, plus the rest.

    MCUNet (Lin et al. 2020), section 2: SRAM holds the activations, flash the weights.
    """
    edge_out = a // 2
    bits = sum(8 * c for _ in range(a) for _ in range(a)) + sum(8 * e for _ in range(edge_out) for _ in range(edge_out))
    return float(Fraction(bits, 8) / 1000 + k)
