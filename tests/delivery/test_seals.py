"""What a correction recorded is changed by nobody, not by SQL either; marks of open answers are in test_rubrics."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from assessment.accounts.models import User
from assessment.delivery.models import AttemptChange, CorrectionRun, MarkChange, Quiz
from tests.delivery.conftest import Bank
from tests.delivery.correcting import correct, publish_key
from tests.delivery.sittings import sit


@pytest.fixture
def run(make_quiz: Callable[..., Quiz], learner: User, bank_of_four: Bank) -> CorrectionRun:
    sit(make_quiz(), learner, 1, wrong=("T01-single",))
    publish_key(bank_of_four.questions["single"])
    return correct(bank_of_four.questions["single"], CorrectionRun.NEW_KEY, learner.pk)


def test_rows_of_a_correction_cannot_be_changed(run: CorrectionRun, learner: User) -> None:
    attacks = (
        lambda: CorrectionRun.objects.update(reason_en="Another"),
        lambda: CorrectionRun.objects.update(policy="leave", author=None),
        lambda: MarkChange.objects.update(score_before=1.0),
        lambda: AttemptChange.objects.update(before={}),
        lambda: connection.cursor().execute("UPDATE assessment_markchange SET score_after = 0"),
    )
    for attack in attacks:
        with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
            attack()


def test_the_author_can_be_emptied_and_the_learner_s_rows_go_with_them(run: CorrectionRun, learner: User) -> None:
    learner.delete()
    assert list(CorrectionRun.objects.values_list("author", "policy")) == [(None, "new_key")]
    assert not MarkChange.objects.exists()
    assert not AttemptChange.objects.exists()
