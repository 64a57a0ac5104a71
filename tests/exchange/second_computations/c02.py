"""Second, independent computations of the calculated questions of C02: stepwise, by counting or by search."""

from fractions import Fraction


def c02_07(N: float, D: float, G: int, F: float, U: float) -> float:
    """Training days, from the work of one token (Kaplan et al. 2020, section 2.1: 2N forward, 4N backward) and the
    tokens that all accelerators get through in a day."""
    forward = 2 * N * 1e9
    per_token = forward + 2 * forward
    useful = F * 1e12 * U / 100
    tokens_a_day = G * useful / per_token * 24 * 60 * 60
    return D * 1e9 / tokens_a_day


def c02_08(N: int, M: int, h: int) -> int:
    """Least number of accelerators: one after the other is filled with 16-bit weights until none are left."""
    left = N * 10**9 * 16
    room = M * 10**9 * 8 * (100 - h) // 100
    devices = 0
    while left > 0:
        left -= room
        devices += 1
    return devices


def c02_09(k: int, e: int) -> float:
    """Billions of parameters by bisection: the model whose training on 20 tokens per parameter costs the budget,
    at 6 operations per parameter and token (Hoffmann et al. 2022)."""
    budget = k * 10.0**e

    def cost(parameters: float) -> float:
        tokens = 20 * parameters
        return 6 * parameters * tokens

    low, high = 1.0, 1e15
    for _ in range(300):
        middle = (low + high) / 2
        low, high = (middle, high) if cost(middle) < budget else (low, middle)
    return low / 1e9


def c02_18_1(L: int, w: int) -> float:
    """Part 1: billions of weights, matrix by matrix over the layers (Kaplan et al. 2020, section 2.1)."""
    total = 0
    for _layer in range(L):
        shapes = {
            "query": (w, w),
            "key": (w, w),
            "value": (w, w),
            "output": (w, w),
            "up": (w, 4 * w),
            "down": (4 * w, w),
        }
        total += sum(rows * columns for rows, columns in shapes.values())
    return total / 1e9


def c02_18_2(B: int, A: int, m: int) -> float:
    """Part 2: GB of one frozen base and A adapters, in bits (Hu et al. 2021: the base is shared)."""
    bits = 16 * B * 10**9
    for _adapter in range(A):
        bits += 16 * m * 10**6
    return float(Fraction(bits, 8 * 10**9))
