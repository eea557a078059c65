"""What is there at one place of a letter's template: what `{% if %}` asked after before it."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from jinja2 import nodes

from providers.letter_types import Type, may_be_blank


class Scope(NamedTuple):
    """What is there at one place of a template, by its type, and which of it is there for certain."""

    names: Mapping[str, Type]
    sure: frozenset[str]
    """Names, and what is looked up on them: "refusal.review_on"."""
    ruled_out: frozenset[tuple[str, object]] = frozenset()
    """What is looked up, with a value it does not have here."""

    def with_names(self, names: Mapping[str, Type]) -> "Scope":
        """With *names* there too, in the place of others of the same name."""
        kept = frozenset(path for path in self.sure if path.partition(".")[0] not in names)
        left = frozenset(pair for pair in self.ruled_out if pair[0].partition(".")[0] not in names)
        return Scope({**self.names, **names}, kept | names.keys(), left)

    def without(self, name: str) -> "Scope":
        """Without *name*."""
        left = {other: of for other, of in self.names.items() if other != name}
        return self._replace(names=left, sure=self.sure - {name})

    def where(self, test: nodes.Node, *, holds: bool) -> "Scope | None":
        """What is there where *test* holds, or does not; None where that can never be."""
        match test:
            case nodes.Not():
                return self.where(test.node, holds=not holds)
            case nodes.And() | nodes.Or():
                both = holds is isinstance(test, nodes.And)
                return self._where_both(test, holds=holds) if both else self._where_either(test, holds=holds)
            case nodes.Test(node=nodes.Name(name=name)):
                return self._where_defined(name, holds=holds)
            case nodes.Getattr() if holds:
                return self._replace(sure=self.sure | {said(test)})
            case nodes.Compare():
                return self._where_equal(test) if holds else self._where_unequal(test)
            case _:
                return self

    def _where_defined(self, name: str, *, holds: bool) -> "Scope | None":
        if holds:
            return self._replace(sure=self.sure | {name}) if name in self.names else None
        never = name in self.sure and not may_be_blank(self.names[name])
        return None if never else self.without(name)

    def _where_equal(self, test: nodes.Compare) -> "Scope":
        return self._replace(sure=self.sure | _shown(test))

    def _where_unequal(self, test: nodes.Compare) -> "Scope":
        """A fact that is unequal to a value may still be missing."""
        match test:
            case nodes.Compare(expr=nodes.Getattr() as asked, ops=[nodes.Operand(expr=nodes.Const(value=value))]):
                return self._replace(ruled_out=self.ruled_out | {(said(asked), value)})
            case _:
                return self

    def _where_both(self, test: nodes.BinExpr, *, holds: bool) -> "Scope | None":
        left = self.where(test.left, holds=holds)
        return left and left.where(test.right, holds=holds)

    def _where_either(self, test: nodes.BinExpr, *, holds: bool) -> "Scope | None":
        left, other = self.where(test.left, holds=holds), self.where(test.left, holds=not holds)
        right = other and other.where(test.right, holds=holds)
        if left is None or right is None:
            return left or right
        return Scope({**left.names, **right.names}, left.sure & right.sure, left.ruled_out & right.ruled_out)

    def rules_out(self, path: str, can_be: Collection[str]) -> bool:
        """Whether *path* has none of all that it *can_be*: only a fact that is missing leads here, to stop a letter."""
        return bool(can_be) and all((path, value) in self.ruled_out for value in can_be)


def _shown(test: nodes.Compare) -> frozenset[str]:
    """What is there where *test* holds: whatever equals something that is written out in it."""
    equal = (test.expr, *(operand.expr for operand in test.ops))
    if not any(isinstance(each, nodes.Const) and each.value not in {None, ""} for each in equal):
        return frozenset()
    return frozenset(said(each) for each in equal if isinstance(each, nodes.Getattr))


def said(node: nodes.Node) -> str:
    """An expression as the template writes it: "response.outcome"."""
    match node:
        case nodes.Getattr():
            return f"{said(node.node)}.{node.attr}"
        case nodes.Name():
            return node.name
        case _:
            return "it"
