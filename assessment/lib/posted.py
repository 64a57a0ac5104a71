"""What our forms and our scripts send."""

# The header of a background request of our own scripts; anything else gets whole pages and redirects.
BACKGROUND = "X-Plumbline"


def count(text: str) -> int:
    """A posted count, or -1; Python refuses to read thousands of digits, and no count of ours has ten."""
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def lines(text: str) -> str:
    """Posted text with line ends of one character and without NUL, which no database keeps."""
    return text.replace("\r\n", "\n").replace("\0", "")
