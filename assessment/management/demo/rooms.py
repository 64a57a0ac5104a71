"""What the rooms offer today: a part of the demonstration whose actions are not there is left out."""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType


def room(path: str, *names: str) -> ModuleType | None:
    """The module `path` of ``assessment`` if it is there and has all `names`, else None."""
    whole = f"assessment.{path}"
    if find_spec(whole) is None:
        return None
    module = import_module(whole)
    return module if all(hasattr(module, name) for name in names) else None
