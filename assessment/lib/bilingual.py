"""The small accessor for texts that exist in both languages.

Models keep them in explicit ``<name>_en`` and ``<name>_zh_hans`` columns.
"""

from django.utils.translation import get_language

from assessment.values import Language, Text


def current_language() -> Language:
    """The language of the current request as it is named in columns and values."""
    return "zh_hans" if (get_language() or "en").startswith("zh") else "en"


def text_of(row: object, name: str) -> Text:
    """Both languages of field `name` of `row`."""
    return Text(getattr(row, f"{name}_en"), getattr(row, f"{name}_zh_hans"))


def localised(text: Text) -> str:
    """`text` in the language of the current request."""
    return text[current_language()]
