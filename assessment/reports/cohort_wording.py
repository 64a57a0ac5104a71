"""Figures of a cohort in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from assessment.delivery.wording import level_name
from assessment.measurement.levels import BELOW
from assessment.reports.actions import Taken
from assessment.reports.rules.cohorts import PLACES, UNMEASURED
from assessment.reports.rules.disclosure import FEWEST


def place_name(place: str) -> str:
    """Where a member stands in a competency: a band, or nowhere yet."""
    return _("not measured yet") if place == UNMEASURED else level_name(place)


def group_name(places: Sequence[str]) -> str:
    """The neighbouring places that a group is made of."""
    first, last = places[0], places[-1]
    if first == last:
        return place_name(first)
    if tuple(places) == PLACES[1:]:
        return _("measured, at whatever level")
    if first == UNMEASURED and last == BELOW:
        return _("not measured yet or before Foundation")
    if first == UNMEASURED:
        return _("not measured yet or up to %(last)s") % {"last": place_name(last)}
    if first == BELOW:
        return _("up to %(last)s") % {"last": place_name(last)}
    return _("%(first)s to %(last)s") % {"first": place_name(first), "last": place_name(last)}


def taken_words(taken: Taken) -> str:
    """What became of the wish for new figures. Says no more than why, and never how many or who."""
    return {
        Taken.STORED: _("The figures are up to date."),
        Taken.TOO_SOON: _("Figures are renewed once a day at most. Those shown stay as they are."),
        Taken.TOO_FEW: _("Figures need at least %(fewest)d members besides you.") % {"fewest": FEWEST},
        Taken.TOO_CLOSE: _(
            "New figures are withheld for now: beside figures that were shown before, too few people could be told "
            "from them. Those shown stay as they are."
        ),
        Taken.NOTHING_NEW: _(
            "The figures stay as they are: not enough has changed to show new ones without pointing at somebody."
        ),
    }[taken]
