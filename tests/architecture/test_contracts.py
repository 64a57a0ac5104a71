"""What import-linter cannot see: pure modules that read a clock or the global random through allowed imports."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
(PURE,) = (contract["source_modules"] for contract in CONTRACTS if contract["id"] == "pure")
CLOCK = {"now", "today", "utcnow"}
FILES = {"open", "input", "print"}


def sources(module: str) -> list[Path]:
    path = ROOT / module.replace(".", "/")
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def impurities(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and any(name.name == "random" for name in node.names):
            yield f"line {node.lineno}: import random (the type alone: from random import Random)"
        if isinstance(node, ast.ImportFrom) and node.module == "random":
            for name in node.names:
                if name.name != "Random":
                    yield f"line {node.lineno}: from random import {name.name}"
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute) and function.attr in CLOCK:
                yield f"line {node.lineno}: .{function.attr}() reads a clock"
            if isinstance(function, ast.Name) and function.id in FILES:
                yield f"line {node.lineno}: {function.id}()"
            if isinstance(function, ast.Name) and function.id == "Random" and not node.args:
                yield f"line {node.lineno}: Random() without a seed"


@pytest.mark.parametrize(
    "path", [path for module in PURE for path in sources(module)], ids=lambda path: str(path.relative_to(ROOT))
)
def test_pure_modules_take_clock_and_chance_as_arguments(path: Path) -> None:
    assert list(impurities(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "code",
    ["import random", "from random import choice", "datetime.now()", "date.today()", "open('x')", "Random()"],
)
def test_impurities_are_found(code: str) -> None:
    assert list(impurities(ast.parse(code)))
