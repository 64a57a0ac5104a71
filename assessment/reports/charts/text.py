"""How wide words are in a picture, without a browser: an upper bound, so that labels are never clipped."""

from collections.abc import Iterator
from unicodedata import east_asian_width

# Shares of the font size, above what common sans-serif fonts use for their widest letters of a class.
_FULL, _WIDE, _NARROW, _OTHER = 1.0, 0.92, 0.36, 0.62
# Limits that are tried for lines of similar width, as shares of the given one.
_SHARES = (0.5, 0.6, 0.7, 0.8, 0.9)
_NARROW_SIGNS = frozenset("iljtfrI .,:;|!'()[]")
_WIDE_SIGNS = frozenset("mwMW@%—")


def text_width(text: str, size: float) -> float:
    """The width of `text` at font size `size`, in the same unit; real fonts need no more."""
    return size * sum(_share(sign) for sign in text)


def _share(sign: str) -> float:
    if east_asian_width(sign) in "WF":
        return _FULL
    if sign in _WIDE_SIGNS:
        return _WIDE
    return _NARROW if sign in _NARROW_SIGNS else 0.74 if sign.isupper() else _OTHER


def wrap(text: str, size: float, limit: float) -> tuple[str, ...]:
    """`text` in lines of at most `limit`; breaks at spaces and between Chinese characters.

    No more lines than are needed, and those of similar width. A single word that is wider than
    `limit` gets a line of its own.
    """
    lines = _filled(text, size, limit)
    for share in _SHARES:
        even = _filled(text, size, limit * share)
        if len(even) == len(lines) and all(text_width(line, size) <= limit for line in even):
            return even
    return lines


def _filled(text: str, size: float, limit: float) -> tuple[str, ...]:
    """`text` in lines that are as full as `limit` allows."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and text_width((line + piece).rstrip(), size) > limit:
            lines.append(line.rstrip())
            line = piece
        else:
            line += piece
    return tuple([*lines, line.rstrip()] if line.strip() else lines)


def _pieces(text: str) -> Iterator[str]:
    """The parts of `text` between which a line may end: words with the space behind them, characters."""
    piece = ""
    for sign in text:
        # Closing punctuation never begins a line.
        if piece and (_breaks_after(piece[-1]) or _stands_alone(sign)) and sign not in "，。、：；）」”?!":
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece


def _breaks_after(sign: str) -> bool:
    return sign in " –-" or (_stands_alone(sign) and sign not in "（「“")


def _stands_alone(sign: str) -> bool:
    return east_asian_width(sign) in "WF"
