"""The archive: all of one person, nothing of anybody else, and no secret."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from assessment.accounts.models import CohortInvitation
from assessment.checklists.models import VerificationInvite
from assessment.delivery.actions import submit
from assessment.delivery.models import Attempt, AttemptItem
from assessment.reports.own_data import archive
from assessment.reports.own_data.archive import LEFT_OUT, archive_of, files_of
from tests.reports.own_data.conftest import NOW, World, sit
from tests.reports.own_data.graph import paths

# Fields that the archive does not hold, and why.
FIELDS_LEFT_OUT = {
    "User.password": "a hash",
    "Attempt.claim_hash": "a hash, empty once somebody has the attempt",
    "CohortInvitation.token_hash": "a hash",
    "VerificationInvite.token_hash": "a hash",
}
# Fields that have another name in the archive.
OTHER_NAMES = {
    "date_joined": "joined_at", "last_login": "last_sign_in_at", "is_active": "active", "is_staff": "staff",
    "is_superuser": "superuser",
}  # fmt: skip
# Rows on the way to a person that are somebody else's.
SOMEBODY_ELSES = {
    "VerificationInvite by accepted_by": "the invitation is the reviewed person's; what was said in it is exported",
    "Membership by cohort__lead": "who is in a cohort is the members' own",
    "MarkChange by run__author": "what a correction changed is of those who answered; the correction is exported",
    "AttemptChange by run__author": "the same",
}


def contents(world: World) -> dict[str, str]:
    with archive_of(world.person.pk, NOW) as sink, zipfile.ZipFile(sink) as file:
        assert file.testzip() is None
        return {name: file.read(name).decode() for name in file.namelist()}


def read(world: World, name: str) -> Any:
    return json.loads(contents(world)[name])


def table(world: World, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(contents(world)[name].removeprefix("\ufeff"))))


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value


def nested(value: Any) -> Iterator[str]:
    yield json.dumps(value, sort_keys=True)
    for entry in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nested(entry)


# --- everything of theirs ----------------------------------------------------------------------------


def exported_models() -> dict[type[Model], set[str]]:
    theirs = {
        model: {path for path in by if f"{model.__name__} by {path}" not in SOMEBODY_ELSES}
        for model, by in {**paths(), get_user_model(): {"pk"}}.items()
        if model._meta.label not in LEFT_OUT
    }
    # Rows that only say which groups somebody is in; the names of the groups are asserted below.
    return {model: by for model, by in theirs.items() if by and not model._meta.auto_created}


def test_every_field_of_every_model_that_refers_to_a_person_is_exported_or_left_out_with_a_reason(
    world: World,
) -> None:
    found = {
        text for name, file in contents(world).items() if name.endswith(".json") for text in nested(json.loads(file))
    }
    missing, empty = [], []
    for model, by in exported_models().items():
        for path in by:
            rows = list(model._base_manager.filter(**{path: world.person.pk}))
            if not rows:
                empty.append(f"{model.__name__} by {path}")
            for row in rows:
                missing += [
                    f"{model.__name__}.{field.name} = {field.value_from_object(row)!r}"
                    for field in model._meta.concrete_fields
                    if not field.primary_key
                    and not field.is_relation
                    and f"{model.__name__}.{field.name}" not in FIELDS_LEFT_OUT
                    and json.dumps(plain(field.value_from_object(row)), sort_keys=True) not in found
                ]
    assert missing == []
    assert [name for name in empty if "previous__" not in name] == [], "the world of these tests lacks such a row"


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for entry in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from keys(entry)


def test_every_such_field_is_there_by_name_even_where_it_is_empty(world: World) -> None:
    names = {
        name for file, text in contents(world).items() if file.endswith(".json") for name in keys(json.loads(text))
    }
    missing = [
        f"{model.__name__}.{field.name}"
        for model in exported_models()
        for field in model._meta.concrete_fields
        if not field.primary_key
        and not field.is_relation
        and f"{model.__name__}.{field.name}" not in FIELDS_LEFT_OUT
        and OTHER_NAMES.get(field.name, field.name) not in names
    ]
    assert missing == []


def test_what_is_left_out_exists() -> None:
    labels = {model._meta.label for model in paths()}
    assert set(LEFT_OUT) <= labels
    names = {f"{m.__name__}.{f.name}" for m in (*paths(), get_user_model()) for f in m._meta.concrete_fields}
    assert set(FIELDS_LEFT_OUT) <= names


def test_groups_and_permissions_are_named(world: World) -> None:
    account = read(world, "account.json")["account"]
    assert account["groups"] == ["author"]
    assert account["permissions"] == ["view_quiz"]


def test_an_answer_is_there_as_stored_and_in_words_in_both_languages(world: World) -> None:
    attempts = read(world, "attempts.json")["attempts"]
    stored = {str(a.key): a for a in Attempt.objects.filter(user=world.person)}
    assert {attempt["key"] for attempt in attempts} == set(stored)
    for attempt in attempts:
        assert attempt["rules"] == stored[attempt["key"]].rules
        for item, row in zip(attempt["items"], stored[attempt["key"]].items.order_by("position"), strict=True):
            kept = {n: item[n] for n in ("draw", "response", "marks", "score", "difficulty", "content_hash", "version")}
            version = row.version
            assert kept == {
                "draw": row.draw, "response": row.response, "marks": row.marks, "score": row.score,
                "difficulty": row.difficulty, "content_hash": version.content_hash, "version": version.number,
            }  # fmt: skip
    first = attempts[0]["items"][0]
    assert first["answer"] == {"en": ["They describe bridges"], "zh_hans": ["它们描述桥梁"]}
    assert attempts[0]["items"][3]["answer"] == {"en": [""], "zh_hans": [""]}


def test_tables_say_the_same_as_json(world: World) -> None:
    attempts = read(world, "attempts.json")["attempts"]
    rows, items = table(world, "attempts.csv"), table(world, "items.csv")
    assert [row["key"] for row in rows] == [attempt["key"] for attempt in attempts]
    assert [int(row["questions"]) for row in rows] == [len(attempt["items"]) for attempt in attempts]
    flat = [(attempt["key"], item) for attempt in attempts for item in attempt["items"]]
    assert [(row["attempt"], row["question"], json.loads(row["response"])) for row in items] == [
        (key, item["question"], item["response"]) for key, item in flat
    ]
    (statement,) = table(world, "statements.csv")
    assert (statement["statement"], statement["version"], statement["value"]) == ("T01-M1a", "3", "0.5")


def test_verifications_say_what_was_said_and_not_by_whom(world: World) -> None:
    reviews = read(world, "reviews.json")["checklists"]
    (answer,) = reviews["reviews"][1]["answers"]
    assert [(v["comment"], v["by"]) for v in answer["verifications"]] == [("the comment of another", "another")]
    assert [v["comment"] for v in reviews["verifications_given"]] == ["the comment of lin"]


def test_every_file_says_its_format_and_when_it_was_made(world: World) -> None:
    for name, file in contents(world).items():
        if name.endswith(".json"):
            whole = json.loads(file)
            assert (whole["format"], whole["made_at"]) == (1, NOW.isoformat())


def test_the_readme_names_every_file_in_both_languages(world: World) -> None:
    files = contents(world)
    readme = files["README.txt"]
    for name in files:
        assert readme.count(name) == 2
    assert "everything that is stored about one account" in readme
    assert "账户" in readme
    assert f"Format: {archive.FORMAT}." in readme


# --- nothing else ------------------------------------------------------------------------------------


def test_nothing_of_anybody_else_and_no_secret_is_in_it(world: World) -> None:
    text = "".join(contents(world).values())
    secrets = [world.person.password, "secret-confirmation-key"]
    secrets += CohortInvitation.objects.values_list("token_hash", flat=True)
    secrets += VerificationInvite.objects.values_list("token_hash", flat=True)
    theirs = [world.other.email, "private system", "private description", "private evidence", "private reason"]
    theirs += [str(a.key) for a in Attempt.objects.filter(user=world.other)]
    theirs += [str(invite.key) for invite in VerificationInvite.objects.filter(review__owner=world.other)]
    assert [word for word in secrets + theirs if word in text] == []


def test_a_formula_in_a_text_is_harmless_in_a_spreadsheet(world: World) -> None:
    item = AttemptItem.objects.get(
        attempt__user=world.person, attempt__submitted_at=None, version__question__slug="T01-number"
    )
    item.response = [{"number": ["=HYPERLINK(1)"]}]
    item.save()
    assert "'=HYPERLINK(1)" in [row["answer_en"] for row in table(world, "items.csv")]


# --- how much work it is -----------------------------------------------------------------------------


def queries_for(world: World) -> int:
    with CaptureQueriesContext(connection) as queries:
        list(files_of(world.person.pk, NOW))
    return len(queries)


def test_the_number_of_queries_does_not_grow(world: World) -> None:
    before = queries_for(world)
    assert before <= 27
    submit(Attempt.objects.get(user=world.person, submitted_at=None).key, NOW)
    for seed in range(3):
        sit(world.person, world.quiz, NOW, 4, seed)
    assert queries_for(world) == before


def test_a_value_that_has_no_form_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive.bank, "published_by", lambda user_id: [{"note": object()}])
    with pytest.raises(TypeError, match="has no form"):
        contents(world)
