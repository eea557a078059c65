"""The table of the facts that a notice of each kind has, for those who write letters; `python -m` prints it anew."""

import ast
import inspect
from itertools import pairwise
from types import ModuleType

from domain.complaint import notice_facts, resident_facts, staff_facts
from domain.complaint.notice_facts import Facts
from domain.complaint.notice_rules import NOTICES, NoticeRule


def table() -> str:
    """The table as `policies/letters/README.md` has it, made of the rows and of what the models say of each fact."""
    rows = (f"| {kind} | {_cell(rule, always=True)} | {_cell(rule, always=False)} |" for kind, rule in NOTICES.items())
    return "\n".join(("| kind | always has | may have |", "|---|---|---|", *rows))


def _cell(rule: NoticeRule, *, always: bool) -> str:
    fields = rule.facts.model_fields.items()
    return ", ".join(_fact(rule.facts, name) for name, field in fields if field.is_required() is always)


def _fact(model: type[Facts], name: str) -> str:
    said = next((_SAID[owner.__name__, name] for owner in model.__mro__ if (owner.__name__, name) in _SAID), "")
    return f"{name} ({said[0].lower()}{said[1:].rstrip('.')})" if said else name


def _said(module: ModuleType) -> dict[tuple[str, str], str]:
    """What a module's models say of their fields: the words below each."""
    return {
        (owner.name, field.target.id): " ".join(words.value.split())
        for owner in ast.parse(inspect.getsource(module)).body
        if isinstance(owner, ast.ClassDef)
        for field, below in pairwise(owner.body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr)
        if isinstance(words := below.value, ast.Constant) and isinstance(words.value, str)
    }


_SAID = {said: words for module in (notice_facts, resident_facts, staff_facts) for said, words in _said(module).items()}

if __name__ == "__main__":
    print(table())  # noqa: T201 - that is what it is for
