"""Second, independent computations of the calculated questions of C07: stepwise, by simulation or by search."""

import math
from fractions import Fraction


def c07_06(N: int, P: float, b: int, B: float) -> float:
    """Ring all-reduce simulated step by step (Patarasuk and Yuan 2009; Sergeev and Del Balso 2018): N - 1 steps of
    reduce-scatter, then N - 1 of all-gather; in each step every GPU sends one chunk of 1/N of the buffer."""
    sums = [[1] * N for _ in range(N)]  # sums[gpu][chunk]: how many GPUs' gradients are added up there
    chunk_ms = Fraction(P) * 10**6 * b / N / (Fraction(B) * 10**9) * 1000
    elapsed = Fraction(0)
    for step in range(N - 1):
        sent = [(gpu, (gpu - step) % N, sums[gpu][(gpu - step) % N]) for gpu in range(N)]
        for gpu, chunk, value in sent:
            sums[(gpu + 1) % N][chunk] += value
        elapsed += chunk_ms
    for step in range(N - 1):
        sent = [(gpu, (gpu + 1 - step) % N, sums[gpu][(gpu + 1 - step) % N]) for gpu in range(N)]
        for gpu, chunk, value in sent:
            sums[(gpu + 1) % N][chunk] = value
        elapsed += chunk_ms
    assert all(value == N for row in sums for value in row), "every GPU holds the whole sum"
    return float(elapsed)


def c07_07(N: float) -> float:
    """Model states in GB, copy by copy and in bits (Micikevicius et al. 2017, section 3.1; ZeRO, section 3.1)."""
    bits = {"weights": 16, "gradients": 16, "master": 32, "momentum": 32, "variance": 32}
    return sum(width / 8 * N * 1e9 for width in bits.values()) / 1e9


def c07_08(M: float, d: int) -> float:
    """Largest model by bisection on the memory of ZeRO stage 2 (Rajbhandari et al. 2020, section 5)."""

    def per_gpu_gb(billions: float) -> float:
        weights, gradients, optimiser = 2 * billions, 2 * billions, 12 * billions
        return weights + gradients / d + optimiser / d

    low, high = 0.0, float(M)
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if per_gpu_gb(middle) <= M else (low, middle)
    return low


def c07_09(p: int, B: int) -> int:
    """Smallest number of micro-batches by counting the slots of a simulated GPipe schedule (Huang et al. 2018, 2.3)."""
    m = 1
    while True:
        ends = [[0] * m for _ in range(p)]
        for stage in range(p):
            for micro in range(m):
                ready = ends[stage - 1][micro] if stage else 0
                free = ends[stage][micro - 1] if micro else 0
                ends[stage][micro] = max(ready, free) + 1
        total = ends[p - 1][m - 1]
        if (total - m) * 100 <= B * total:
            return m
        m += 1


def c07_10(N: float, k: float, G: int, F: float) -> float:
    """MFU as observed tokens per second over the tokens per second possible at peak (Chowdhery et al. 2022):
    forward 2 and backward 4 operations per parameter and token."""
    forward = 2 * N * 1e9
    backward = 2 * forward
    possible = sum(F * 1e12 / (forward + backward) for _ in range(G))
    return k / possible * 100


def c07_11(C: float, H: float) -> float:
    """Interval of least loss, by golden-section search on the share of time lost, C/T + T/(2M) (Young 1974)."""
    mean = H * 60

    def lost(interval: float) -> float:
        return C / interval + interval / 2 / mean

    low, high, ratio = 0.01, 10.0 * mean, (math.sqrt(5) - 1) / 2
    for _ in range(300):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (low, right) if lost(left) < lost(right) else (left, high)
    return (low + high) / 2


def c07_24_1(N: float) -> float:
    """Part 1: weights, gradients and optimiser states in GB, as in c07_07."""
    return c07_07(N)


def c07_24_2(N: float, d: int) -> float:
    """Part 2: one GPU's share under ZeRO stage 2: whole weights, and 1/d of gradients and of 3 FP32 copies."""
    params = N * 1e9
    whole = params * 16 / 8
    shared = params * (16 + 3 * 32) / 8
    return (whole + shared / d) / 1e9


def c07_24_3(p: int, mb: int) -> float:
    """Part 3: idle slots of a stage in a drawn GPipe schedule, in percent."""
    busy = {(stage, stage + micro) for stage in range(p) for micro in range(mb)}
    slots = 1 + max(slot for _stage, slot in busy)
    idle = sum((stage, slot) not in busy for stage in range(p) for slot in range(slots))
    return 100 * idle / (p * slots)
