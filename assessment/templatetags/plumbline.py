"""The tags and filters of our templates. `part` is the one place that renders a question type."""

from datetime import date, datetime
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from assessment.bank.presentation import PartView
from assessment.lib.bilingual import current_language, localised, text_of
from assessment.reports.declarations import Cell
from assessment.values import Text

register = template.Library()


@register.simple_tag
def part(view: PartView) -> str:
    """The part, by the template of its type."""
    return render_to_string(f"assessment/question_types/{view.type}.html", {"part": view})


@register.filter
def prose(value: str) -> SafeString:
    """Text with its paragraphs and line breaks; everything in it is escaped."""
    paragraphs = (str(conditional_escape(p.strip())) for p in str(value).split("\n\n") if p.strip())
    return mark_safe("".join(f"<p>{p.replace(chr(10), '<br>')}</p>" for p in paragraphs))


@register.filter(name="localised")
def localised_filter(value: Text | dict[str, str]) -> str:
    """A Text, or its stored ``{en, zh_hans}`` form, in the reader's language."""
    return localised(Text(value["en"], value["zh_hans"]) if isinstance(value, dict) else value)


@register.filter
def in_language(row: object, name: str) -> str:
    """Field `name` of a bilingual `row` in the reader's language."""
    return localised(text_of(row, name))


@register.filter
def percent(share: float | None) -> str:
    """A share from 0 to 1 as a whole percentage."""
    return "–" if share is None else _with_percent(f"{share * 100:.0f}")


@register.filter
def points(value: float | None) -> str:
    """Points with two decimals at most and no trailing zeros."""
    return "–" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


@register.filter
def seconds_until(moment: datetime | None) -> int:
    """Whole seconds from now to `moment`, 0 where it has passed."""
    return max(0, int((moment - timezone.now()).total_seconds())) if moment else 0


@register.filter
def lookup(mapping: dict[Any, Any], name: Any) -> Any:
    """The entry called `name`, or nothing."""
    return mapping.get(name, "")


@register.filter
def logits(value: float) -> str:
    """A place on the logit scale with two decimals and a real minus."""
    return f"{value:.2f}".replace("-", "−")


@register.filter
def points_signed(difference: float) -> str:
    """A difference of shares in whole percentage points, with its sign; not a percentage of the earlier share."""
    number = f"{difference * 100:+.0f}".replace("-", "−")
    return f"{number} 个百分点" if current_language() == "zh_hans" else f"{number}\N{NO-BREAK SPACE}pp"


@register.filter
def cell(value: Cell) -> str:
    """A cell of a report's table for reading: numbers with two decimals at most, days by name, a dash for nothing."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".").replace("-", "−")
    if isinstance(value, datetime):
        return formats.date_format(value, "DATETIME_FORMAT") + " UTC"
    return formats.date_format(value, "DATE_FORMAT") if isinstance(value, date) else str(value)


@register.filter
def svg_percent(position: float) -> str:
    """A place on a drawn scale as an SVG length, in no language."""
    return f"{position:.2f}%"


@register.filter
def is_number(value: Cell) -> bool:
    """Whether a cell holds a number, which is set to the right."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _with_percent(number: str) -> str:
    """English sets a no-break space before the sign, Chinese none."""
    return f"{number}%" if current_language() == "zh_hans" else f"{number}\N{NO-BREAK SPACE}%"
