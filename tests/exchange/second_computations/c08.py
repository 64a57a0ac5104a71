"""Second, independent computations of the calculated questions of C08: stepwise, by simulation or enumeration."""

from fractions import Fraction


def c08_06(L: int, Hq: int, Hkv: int, dh: int, b: int, S: int, T: int) -> float:
    """KV cache in GB, written token by token (Kwon et al. 2023, section 3): each layer stores a key and a value
    vector for every key-value head; `Hq` plays no part.
    """
    per_token = sum(b * dh for _layer in range(L) for _head in range(Hkv) for _vector in ("key", "value"))
    return per_token * T * S / 10**9


def c08_07(lam: float, W: float, C: int, u: int) -> int:
    """Least number of replicas by counting up (Little 1961): the mean number of requests in each must not pass
    `u` per cent of `C`.
    """
    in_progress = Fraction(lam) * Fraction(W)
    replicas = 1
    while in_progress / replicas > Fraction(C * u, 100):
        replicas += 1
    return replicas


def c08_08(N: float, b: int, B: float, P: float) -> float:
    """Tokens per second as the inverse of the larger of two times per token, reading and computing
    (Pope et al. 2022, section 2): at batch 1 reading wins on every draw.
    """
    reading = N * 1e9 * b / (B * 1e12)
    computing = 2 * N * 1e9 / (P * 1e12)
    assert reading > computing, "bound by memory bandwidth"
    return 1 / max(reading, computing)


def c08_09(A: int, g: int) -> float:
    """Expected tokens of a step by enumerating where the first rejection falls (Leviathan et al. 2023, algorithm 1)."""
    accept = Fraction(A, 100)
    expected = Fraction(0)
    for accepted in range(g + 1):
        chance = accept**accepted * (1 - accept if accepted < g else 1)
        expected += chance * (accepted + 1)
    return float(expected)


def c08_10(p: float, n: int) -> float:
    """Share of slow requests built up server by server (Dean and Barroso 2013): the request is slow from the first
    slow server on.
    """
    slow, still_fast = Fraction(0), Fraction(1)
    rate = Fraction(str(p)) / 100
    for _server in range(n):
        slow += still_fast * rate
        still_fast *= 1 - rate
    return float(slow * 100)


def c08_11(N: int, g: int, z: int) -> float:
    """GB of group-wise 4-bit weights by laying out groups (Frantar et al. 2022, section 5): `g` values of 4 bits,
    a scale of 16 bits and a zero point of `z` bits.
    """
    groups = Fraction(N * 10**9, g)
    bits_of_a_group = 4 * g + 16 + z
    return float(groups * bits_of_a_group / 8 / 10**9)


def c08_24_2(L: int, H: int, d: int, b: int, T: int, M: int) -> int:
    """Sequences that fit, found by bisection on whole sequences (Kwon et al. 2023, section 3)."""
    free = M * 10**9

    def needed(sequences: int) -> int:
        values_of_a_token = L * H * d + L * H * d
        return sequences * T * values_of_a_token * b

    low, high = 0, 10**7
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if needed(middle) <= free else (low, middle)
    return low


def c08_24_3(lam: int, W: int, C: int) -> int:
    """Replicas for the requests in progress, filled one after another (Little 1961)."""
    left, replicas = lam * W, 0
    while left > 0:
        left -= C
        replicas += 1
    return replicas
