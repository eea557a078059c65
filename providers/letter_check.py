"""The check of a landlord's letters when its files are read: whether each asks only for what it is given.

A template is read as it will be filled in: with the facts of its kind of notice, through its branches and whatever it
includes. What it asks for without being sure to have it is refused with file and line, not when the letter is due.
"""

from collections.abc import Iterable

from jinja2 import TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.runtime import LoopContext

from activities.ports import LetterError
from providers.letter_head import headed
from providers.letter_sandbox import PAGE, Sandbox, is_fragment
from providers.letter_scope import Scope, said
from providers.letter_subjects import ANYWHERE, ON_A_PAGE, SUBJECTS, Subject
from providers.letter_types import (
    Type,
    attribute,
    attributes,
    element,
    goes_through,
    is_words,
    may_be_missing,
    named,
    values,
)


def check_letters(sandbox: Sandbox) -> None:
    """Check every letter and report of the landlord whose *sandbox* it is.

    Raises:
        LetterError: a template is missing, or asks for what it is not given; the sentence names file and line.
    """
    for subject in SUBJECTS:
        _check(sandbox, subject)


def wrong_letters(sandbox: Sandbox) -> tuple[LetterError, ...]:
    """What is wrong with the letters and reports of the landlord whose *sandbox* it is: of each the first, once."""
    found: dict[str, LetterError] = {}
    for subject in SUBJECTS:
        try:
            _check(sandbox, subject)
        except LetterError as error:
            found.setdefault(str(error), error)
    return tuple(found.values())


def unused_letters(own: Iterable[str]) -> tuple[str, ...]:
    """Those names of templates that no notice and no report has: a slip of the pen, for which the house's goes."""
    used = {subject.template for subject in SUBJECTS}
    return tuple(sorted(name for name in own if not is_fragment(name) and name not in used))


def _check(sandbox: Sandbox, subject: Subject) -> None:
    try:
        _check_form(sandbox, subject)
        scope = Scope({**subject.there, **subject.perhaps}, frozenset(subject.there))
        _Reading(sandbox, subject, subject.template).go_through(scope)
        _Reading(sandbox, subject, PAGE).go_through(scope.with_names(ON_A_PAGE))
    except TemplateNotFound as error:
        why = f"there is no template {error.name}, neither the landlord's own nor the house's"
        raise LetterError(f"{sandbox.folder}: {why}") from error


_STANDS_ALONE: set[str] = set()
"""Parts that were found to stand by themselves: most are the house's, and every landlord's."""


def _check_form(sandbox: Sandbox, subject: Subject) -> None:
    """Each part of a letter stands by itself: it is filled in by itself."""
    where = sandbox.where(subject.template)
    parts = headed(sandbox.written(subject.template), where)
    if subject.needs_text and not parts.text.words:
        raise LetterError(f"{where}, line 1: has no text, and {subject.words} is told by text too")
    for part in parts:
        if part.words in _STANDS_ALONE:
            continue
        try:
            sandbox.parse(part.words)
            _STANDS_ALONE.add(part.words)
        except TemplateSyntaxError as error:
            raise LetterError(f"{where}, line {part.line + error.lineno - 1}: {error.message}") from error


class _Reading:
    """One file, as one subject has it."""

    def __init__(self, sandbox: Sandbox, subject: Subject, name: str) -> None:
        self._sandbox = sandbox
        self._subject = subject
        self._name = name

    def go_through(self, scope: Scope) -> None:
        """Check the whole file with what is there in *scope*."""
        self._read(self._sandbox.tree(self._name).body, scope)

    def _read(self, body: list[nodes.Node], scope: Scope | None) -> None:
        """Check *body*; where nothing ever comes, nothing is asked."""
        if scope is not None:
            for node in body:
                self._read_one(node, scope)

    def _read_one(self, node: nodes.Node, scope: Scope) -> None:
        match node:
            case nodes.Output():
                for printed in node.nodes:
                    self._check_printed(printed, scope)
            case nodes.If():
                self._read_branches(node, scope)
            case nodes.For():
                self._read_loop(node, scope)
            case nodes.Include(template=nodes.Const(value=name)):
                self._read_fragment(node, name, scope)

    def _read_branches(self, node: nodes.If, scope: Scope) -> None:
        otherwise: Scope | None = scope
        for branch in (node, *node.elif_):
            if otherwise is None:
                return
            self._type(branch.test, otherwise)
            self._read(branch.body, otherwise.where(branch.test, holds=True))
            otherwise = otherwise.where(branch.test, holds=False)
        self._read(node.else_, otherwise)

    def _read_loop(self, node: nodes.For, scope: Scope) -> None:
        many = self._certain(node.iter, scope)
        each = element(many)
        if each is None or not isinstance(node.target, nodes.Name):
            raise self._refused(node, f"goes through {named(many)}, which does not hold several")
        inside = scope.with_names({node.target.name: each, "loop": LoopContext})
        if node.test is not None:
            self._type(node.test, inside)
        self._read(node.body, inside)
        self._read(node.else_, scope)

    def _read_fragment(self, node: nodes.Include, name: str, scope: Scope) -> None:
        given = scope if node.with_context else Scope({}, frozenset())
        try:
            _Reading(self._sandbox, self._subject, name).go_through(given)
        except TemplateNotFound as error:
            raise self._refused(node, f"includes {error.name}, which is not there") from error

    def _check_printed(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        if _is_written_out(node):
            raise self._refused(node, "prints what is written there already: write it without the brackets")
        of = self._certain(node, scope)
        if not is_words(of):
            raise self._refused(node, f"prints {named(of)}, which is not words")

    def _type(self, node: nodes.Node, scope: Scope) -> Type:
        """The type of what *node* says, all of it checked."""
        match node:
            case nodes.Const():
                return type(node.value)
            case nodes.Name():
                return self._named(node, scope)
            case nodes.Getattr():
                return self._looked_up(node, scope)
            case nodes.Filter() if node.node is not None:
                return self._filtered(node, node.node, scope)
            case nodes.Test(node=nodes.Name() as asked):
                self._check_asked_after(asked, scope)
            case nodes.Test() | nodes.Not():
                self._type(node.node, scope)
            case nodes.And() | nodes.Or():
                self._type(node.left, scope)
                reached = scope.where(node.left, holds=isinstance(node, nodes.And))
                if reached:
                    self._type(node.right, reached)
            case nodes.Compare():
                self._check_compared(node, scope)
        return bool

    def _certain(self, node: nodes.Node, scope: Scope) -> Type:
        """The type of what *node* says, which must be there."""
        of = self._type(node, scope)
        unsure = isinstance(node, nodes.Getattr) and may_be_missing(of) and said(node) not in scope.sure
        if unsure and not scope.rules_out(said(node), values(of)):
            raise self._refused(node, f"asks for {said(node)!r}, which may be missing: ask first whether there is one")
        return of

    def _named(self, node: nodes.Name, scope: Scope) -> Type:
        if node.name in scope.sure:
            return scope.names[node.name]
        if node.name in scope.names:
            why = f"which {self._subject.words} may lack: ask first whether it is defined"
            raise self._refused(node, f"asks for {node.name!r}, {why}")
        raise self._never(node)

    def _looked_up(self, node: nodes.Getattr, scope: Scope) -> Type:
        of = self._certain(node.node, scope)
        found = attribute(of, node.attr)
        if found is None:
            has = ", ".join(attributes(of))
            raise self._refused(node, f"asks for {said(node)!r}, but {named(of)} has no {node.attr!r}; it has: {has}")
        return found

    def _filtered(self, node: nodes.Filter, of: nodes.Node, scope: Scope) -> Type:
        given = self._certain(of, scope)
        if not goes_through(given, node.name):
            raise self._refused(node, f"|{node.name} cannot put {named(given)} into words")
        return str

    def _check_asked_after(self, node: nodes.Name, scope: Scope) -> None:
        """A fragment may ask after what another letter has; a letter after its own facts alone."""
        known = {*self._subject.there, *self._subject.perhaps, *scope.names}
        if node.name not in (known | ANYWHERE if is_fragment(self._name) else known):
            raise self._never(node)

    def _check_compared(self, node: nodes.Compare, scope: Scope) -> None:
        of = self._type(node.expr, scope)
        for operand in node.ops:
            self._type(operand.expr, scope)
            can_be = values(of)
            if can_be and isinstance(operand.expr, nodes.Const) and operand.expr.value not in can_be:
                there = f"it can be: {', '.join(can_be)}"
                raise self._refused(node, f"asks whether {said(node.expr)!r} is {operand.expr.value!r}; {there}")

    def _never(self, node: nodes.Name) -> LetterError:
        has = ", ".join((*self._subject.there, *self._subject.perhaps))
        return self._refused(node, f"asks for {node.name!r}, which {self._subject.words} never has; it has: {has}")

    def _refused(self, node: nodes.Node, why: str) -> LetterError:
        return LetterError(f"{self._sandbox.where(self._name)}, line {node.lineno}: {why}")


def _is_written_out(node: nodes.Node | None) -> bool:
    """Whether it is no fact but plain words, as they are or through filters."""
    return isinstance(node, nodes.Const) or (isinstance(node, nodes.Filter) and _is_written_out(node.node))
