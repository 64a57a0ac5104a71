"""What the bank's pages in the admin say of answers, which the bank itself knows nothing of."""

from typing import Any

from django import template

from assessment.delivery.corrections import waiting_answers

register = template.Library()


@register.simple_tag
def answers_to_older_versions(question: Any) -> tuple[int, bool]:
    """How many submitted answers an older version of `question` has, and whether no correction looked at them yet."""
    return waiting_answers(question)
