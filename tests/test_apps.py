"""What happens before and after every migrate."""

from django.db import connection

from assessment.apps import _after_migrate, _before_migrate
from assessment.bank import seals as bank
from assessment.checklists import seals as reviews
from assessment.delivery import seals as corrections

SEALS = (bank, reviews, corrections)


def test_seals_are_off_while_tables_are_altered_and_on_again_afterwards(db: None) -> None:
    _before_migrate(using="default", plan=[object()])
    assert [set(seals.missing(connection)) == set(seals.names(connection)) for seals in SEALS] == [True] * 3
    _after_migrate(using="default")
    assert [list(seals.missing(connection)) for seals in SEALS] == [[]] * 3


def test_seals_stay_on_where_nothing_is_migrated(db: None) -> None:
    _before_migrate(using="default", plan=[])
    assert [list(seals.missing(connection)) for seals in SEALS] == [[]] * 3
