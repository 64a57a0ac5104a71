"""A small bank with one question of each type, and quizzes over it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from assessment.accounts.models import User
from assessment.bank import actions as bank
from assessment.bank.models import Competency, Question, Skill
from assessment.delivery.models import Quiz, QuizItem
from assessment.values import OptionSpec, PartSpec, QuestionSpec, Text


def text(words: str, chinese: str) -> Text:
    return Text(words, chinese)


def rows(role: str, right: str, keys: str) -> tuple[OptionSpec, ...]:
    """Rows called by the letters of `keys`; those in `right` are right."""
    subjects = {"a": ("apples", "苹果"), "b": ("bridges", "桥梁"), "c": ("clouds", "云朵"), "d": ("deserts", "沙漠")}
    return tuple(
        OptionSpec(
            key,
            role,
            text(f"They describe {subjects[key][0]}", f"它们描述{subjects[key][1]}"),
            text(f"A note about {subjects[key][0]} and why", f"关于{subjects[key][1]}的说明"),
            1.0 if key in right else 0.0,
        )
        for key in keys
    )


PARTS = {
    "single": PartSpec(
        "single_choice", text("Which row is right?", "哪一项正确？"), rows("option", "b", "abcd"), {"shuffle": True}
    ),
    "multiple": PartSpec(
        "multiple_response",
        text("Which rows are right? Select ALL that apply.", "哪些行正确？请选出【所有】正确项。"),
        rows("option", "ac", "abcd"),
        {"shuffle": True},
    ),
    "verdict": PartSpec(
        "true_false_reason",
        text("Is the statement true or false, and why?", "该陈述是真还是假？理由是什么？"),
        rows("reason", "d", "abcd"),
        {"truth": False, "shuffle": True},
    ),
    "number": PartSpec(
        "numeric",
        text("How many days does it take?", "需要多少天？"),
        (OptionSpec("w1", "wrong_value", Text("10", "10"), text("These are hours instead", "这是小时数")),),
        {
            "answer": "240",
            "unit": {"en": "days", "zh_hans": "天"},
            "tolerance_kind": "relative",
            "tolerance": "0.02",
            "decimals": 0,
        },
    ),
}  # fmt: skip


def spec(part: PartSpec, difficulty: float = 0.0, level: str = "practitioner") -> QuestionSpec:
    return QuestionSpec(
        parts=(part,),
        explanation=text("The principle is explained here.", "这里解释原理。"),
        level=level,
        cognitive="A",
        skill="T01.1",
        difficulty=difficulty,
    )


@dataclass(frozen=True)
class Bank:
    competency: Competency
    questions: dict[str, Question]


@pytest.fixture
def bank_of_four(db: None) -> Bank:
    competency = Competency.objects.create(
        code="T01", domain="D1", name_en="Testing", name_zh_hans="测试", domain_name_en="D", domain_name_zh_hans="域"
    )
    Skill.objects.create(code="T01.1", competency=competency, text_en="Test", text_zh_hans="测试")
    questions = {}
    for name, part in PARTS.items():
        question = bank.create_question(f"T01-{name}", "T01")
        bank.save_draft(question, spec(part))
        bank.publish(question)
        questions[name] = question
    return Bank(competency, questions)


@pytest.fixture
def make_quiz(bank_of_four: Bank) -> Callable[..., Quiz]:
    def make(slug: str = "quiz", **fields: object) -> Quiz:
        quiz = Quiz.objects.create(
            **{
                "slug": slug,
                "title_en": "The quiz",
                "title_zh_hans": "测验",
                "description_en": "d",
                "description_zh_hans": "描述",
                "status": "open",
                "competency": bank_of_four.competency,
                **fields,
            }
        )
        for position, question in enumerate(bank_of_four.questions.values(), 1):
            QuizItem.objects.create(quiz=quiz, question=question, position=position)
        return quiz

    return make


@pytest.fixture
def learner(db: None) -> User:
    return User.objects.create_user("learner@example.org", "a-long-password")


@pytest.fixture
def signed_in(client: Client, learner: User) -> Client:
    client.force_login(learner, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
