"""The clean slate that every test starts from, also after tests that commit sealed versions."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import IntegrityError, connection
from django.test import Client

from assessment.bank.seals import SEALS
from assessment.exchange.actions import load_bank_if_empty


def publications() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM assessment_publication")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_a_committed_sealed_version_is_gone_before_the_next_test(time: str) -> None:
    assert publications() == 0
    assert cache.get("left-over") is None
    assert load_bank_if_empty()
    cache.set("left-over", time)
    assert publications() > 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_the_seals_and_the_groups_are_back_after_a_flush(time: str) -> None:
    assert SEALS.missing(connection) == []
    assert Group.objects.exists()
    load_bank_if_empty()
    with pytest.raises(IntegrityError, match="sealed"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM assessment_publication")


@pytest.mark.parametrize("time", ["first", "second"])
def test_the_live_server_sees_what_a_test_commits(live_server, time: str) -> None:
    assert publications() == 0
    load_bank_if_empty()
    get_user_model().objects.create_superuser("somebody@example.com", "password")
    assert Client().get(f"{live_server.url}/healthz").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("time", ["first", "second"])
def test_an_ordinary_test_is_rolled_back_with_its_cache(time: str) -> None:
    assert publications() == 0
    assert cache.get("left-over") is None
    cache.set("left-over", time)
    assert cache.get("left-over") == time
