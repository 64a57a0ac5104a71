"""Comparing and counting texts as people write them, in English and Chinese. Pure.

Two texts are the same where they differ only in case, width, the shape of quotation marks, dashes and
apostrophes, invisible characters, runs of spaces, spaces beside Chinese characters, enclosing quotation
marks and punctuation at the end. Accents, brackets and word order count. In an accepted text a ``*``
stands for any run of characters, the empty one too, and ``\\*`` for a star. Everything here takes time
in proportion to the text; a text over the limit is not looked into at all.
"""

import re
import unicodedata
from functools import lru_cache

MAX_LENGTH = 200
WILDCARD = "*"
_STAR = "\\*"
# Stands for the wildcard while a pattern is folded; nobody can type it, and `folded` drops it.
_ANY = "\ufdd0"
_QUOTES = str.maketrans(
    dict.fromkeys("“”„‟«»「」『』〝〞〟″", '"')
    | dict.fromkeys("‘’‚‛‹›′‵ʼʹ`´＇", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-")
)
# What no database takes or nobody sees: control characters but for tab and line end, halves of surrogate pairs.
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]+")
# Marks and fillers that show nothing and are not in the category of format characters.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800")
_CLOSING = " .,;:!?…。，、；：！？"
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # characters
_CJK = _HAN + "\u3000-\u3004\u3008-\u303f"  # and the punctuation between them
_SPACE_BESIDE_HAN = re.compile(f"(?<=[{_CJK}]) | (?=[{_CJK}])")
_SEPARATOR = re.compile("[ _-]")
_UNIT = re.compile(f"[{_HAN}]|[^\\W_{_HAN}]+(?:[.,'’^/-][A-Za-z0-9]+)*")
_ONE_HAN = re.compile(f"[{_HAN}]")


def folded(text: str, loose_spaces: bool = False) -> str:
    """The one spelling of everything that counts as the same as `text`; empty where nothing is left.

    With `loose_spaces` "check point", "check-point" and "checkpoint" are the same too. Meant for short
    texts: normalising takes longer than in proportion where somebody piles up accents.
    """
    return _fold(text.replace(_ANY, ""), loose_spaces)


def _fold(text: str, loose_spaces: bool) -> str:
    plain = unicodedata.normalize("NFKC", _visible(text).translate(_QUOTES)).translate(_QUOTES)
    # İ folds to an i with a dot above it, which nobody types.
    plain = unicodedata.normalize("NFKC", re.sub("i\u0307+", "i", plain.casefold()))
    plain = " ".join(_visible(plain).split())
    plain = _without_frame(_SPACE_BESIDE_HAN.sub("", plain))
    # An accent that stood behind a hyphen now has a letter before it, so once more from the start.
    return _fold(_SEPARATOR.sub("", plain), False) if loose_spaces else plain


def _visible(text: str) -> str:
    return "".join(filter(_is_visible, text))


def _is_visible(sign: str) -> bool:
    if sign == _ANY or sign.isspace():
        return True
    return unicodedata.category(sign) not in ("Cf", "Cc", "Cs", "Cn") and sign not in _BLANK and not _is_selector(sign)


def _is_selector(sign: str) -> bool:
    """Whether `sign` only chooses how the character before it is drawn."""
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


def _without_frame(text: str) -> str:
    """`text` without punctuation at its end and without quotation marks around the whole of it."""
    text = text.rstrip(_CLOSING)
    while len(text) > 1 and text[0] in "\"'" and text[-1] == text[0]:
        text = text[1:-1].strip().rstrip(_CLOSING)
    return "" if text in ("'", '"') else text


@lru_cache(2048)
def _pieces(accepted: str, loose_spaces: bool) -> tuple[str, ...]:
    """What stands between the wildcards of an accepted text."""
    marked = "*".join(piece.replace(WILDCARD, _ANY) for piece in accepted.replace(_ANY, "").split(_STAR))
    return tuple(_fold(marked, loose_spaces).split(_ANY))


def has_wildcard(accepted: str) -> bool:
    """Whether `accepted` stands for more than one text."""
    return WILDCARD in accepted.replace(_STAR, "")


def says_nothing(accepted: str) -> bool:
    """Whether nothing of `accepted` is left to compare with, so that it fits nothing, or anything at all."""
    return not any(_fold(piece, False) for piece in _pieces(accepted, False))


def plain(accepted: str) -> str:
    """`accepted` as somebody would write it: without wildcards, its stars without their mark."""
    return "*".join(piece.replace(WILDCARD, "") for piece in accepted.split(_STAR)).strip()


def matches(accepted: str, text: str, loose_spaces: bool = False) -> bool:
    """Whether `text` is one of those that `accepted` stands for.

    False for a text of over `MAX_LENGTH` characters and where either says nothing.
    """
    if len(text) > MAX_LENGTH or says_nothing(accepted):
        return False
    return _fits(_pieces(accepted, loose_spaces), folded(text, loose_spaces))


def _fits(pieces: tuple[str, ...], text: str) -> bool:
    """Whether `text` begins with the first piece, ends with the last, and has the others in order between them."""
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1:
        return text == first
    end = len(text) - len(last)
    if not (text.startswith(first) and text.endswith(last) and len(first) <= end):
        return False
    place = len(first)
    for piece in pieces[1:-1]:
        # The earliest place leaves the most room for what follows: no other needs to be tried.
        place = text.find(piece, place, end)
        if place < 0:
            return False
        place += len(piece)
    return True


def kept(text: str, limit: int) -> str:
    """A posted text as it is stored: line ends as one sign, nothing that a database refuses, no frame of blanks.

    A text over `limit` characters comes back with one more than that, so that a reader can tell; one in
    which there is nothing to see comes back empty.
    """
    text = _REFUSED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()[: limit + 1]
    return text if any(_is_visible(sign) and not sign.isspace() for sign in text) else ""


def units(text: str) -> int:
    """How long a text is to a reader: a Chinese character, a word or a number counts as one."""
    return len(_UNIT.findall(text))


def is_chinese(text: str) -> bool:
    """Whether more than half of the `units` of a text are Chinese characters."""
    return 2 * len(_ONE_HAN.findall(text)) > units(text)
