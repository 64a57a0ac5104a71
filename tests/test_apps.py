"""What happens before and after every migrate."""

from django.db import connection

from assessment.apps import _after_migrate, _before_migrate
from assessment.bank.seals import SEALS as BANK
from assessment.checklists.seals import SEALS as CHECKLISTS
from assessment.delivery.seals import SEALS as DELIVERY

ALL = (BANK, CHECKLISTS, DELIVERY)


def test_seals_are_off_while_tables_are_altered_and_on_again_afterwards(db: None) -> None:
    _before_migrate(using="default", plan=[object()])
    assert [set(seals.missing(connection)) == set(seals.names(connection)) for seals in ALL] == [True] * 3
    _after_migrate(using="default")
    assert [list(seals.missing(connection)) for seals in ALL] == [[]] * 3


def test_seals_stay_on_where_nothing_is_migrated(db: None) -> None:
    _before_migrate(using="default", plan=[])
    assert [list(seals.missing(connection)) for seals in ALL] == [[]] * 3
