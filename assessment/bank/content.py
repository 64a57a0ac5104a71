"""The content of a question as plain data: to compare, to hash, to show what changed. Pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from assessment.values import QuestionSpec


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs between two contents; an empty side means it is absent there."""

    field: str
    before: str
    after: str


def content_hash(spec: QuestionSpec) -> str:
    """SHA-256 of the content, as hexadecimal; equal contents on any site have equal hashes."""
    text = json.dumps(_plain(spec), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def changes(before: QuestionSpec, after: QuestionSpec) -> list[Change]:
    """Every field that differs, by its path, in the order of the newer content."""
    old, new = _flat(_plain(before)), _flat(_plain(after))
    fields = [*new, *(name for name in old if name not in new)]
    return [Change(f, old.get(f, ""), new.get(f, "")) for f in fields if old.get(f, "") != new.get(f, "")]


# Fields that came later: where they are empty they are left out, so that older content keeps its hash.
_LATER = {"scenario": {"en": "", "zh_hans": ""}, "parameters": {}, "explanation": {"en": "", "zh_hans": ""}}


def _plain(spec: QuestionSpec) -> dict[str, Any]:
    plain = asdict(spec)
    for name in ("scenario", "parameters"):
        if plain[name] == _LATER[name]:
            del plain[name]
    for part in plain["parts"]:
        if part["explanation"] == _LATER["explanation"]:
            del part["explanation"]
    # A JSON column gives back 2 for 2.0 on one engine and not on the other, and 0 for -0.0; one form for both.
    result: dict[str, Any] = json.loads(json.dumps(plain), parse_int=_number, parse_float=_number)
    return result


def _number(digits: str) -> float:
    return float(digits) or 0.0


def _flat(value: Any, path: str = "") -> dict[str, str]:
    """Leaf paths of nested data; options are named by their key rather than their place, which is listed."""
    flat: dict[str, str] = {}
    if isinstance(value, Mapping):
        items = [(str(name), entry) for name, entry in value.items()]
    elif isinstance(value, list):
        items = [(str(e.get("key", i)) if isinstance(e, Mapping) else str(i), e) for i, e in enumerate(value, 1)]
        if all(isinstance(entry, Mapping) and "key" in entry for entry in value):
            flat[path] = ", ".join(name for name, _entry in items)
    else:
        return {path: str(value)}
    for name, entry in items:
        flat.update(_flat(entry, f"{path}.{name}" if path else name))
    return flat
