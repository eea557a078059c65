"""The sandbox a landlord's letter templates live in: what they may ask for, checked when they are read.

A template fills in words: names, their attributes, the filters below, `{% if %}`, `{% for %}` and fragments. It never
calls or computes. Variables are written `((name))`, as in GOV.UK Notify, which housing staff know.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import Enum, StrEnum
from inspect import signature
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    Undefined,
    nodes,
)
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment

from activities.ports import LetterError
from domain.calendar.days import in_words
from domain.policy.channels import Channel
from domain.value import Value

PAGE = "_page.html"
"""The letterhead, on which every letter is printed."""
HEADING, ITEM = "\ufdd0", "\ufdd1"
"""What a template's `# ` and `- ` become: Unicode noncharacters, which are stripped from facts, so that only the
template, never a resident's words, gives a letter its shape."""

_DEEPEST = 20
"""How deep a template may nest, node in node: Python itself runs no more than 20 loops in one another."""
_TOO_DEEP = f"is nested more than {_DEEPEST} deep: split it"

_TAGS = r"[ \t]*((?:\{%[^%\n]*%\}[ \t]*)+)"
_ALONE = re.compile(rf"(?m)^{_TAGS}\n")
"""A line of nothing but tags: it leaves no empty line behind. A tag at the end of words leaves the line's end alone."""
_AMID_WORDS = "amid words/"
"""Stands before the name of a piece that is included amid words: there its last line has no end of its own."""
_INCLUDED = re.compile(r"""(\{%[-+]?\s*include\s*["'])(?=_)""")

_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Include),
    *(nodes.Name, nodes.Getattr, nodes.Const, nodes.Filter, nodes.Test),
    *(nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand),
)


_CLOSES = "\"')]}\u2019\u201d\u00bb\u203a"
"""What may stand after the full stop that ends a sentence."""


def _plural(count: int, noun: str) -> str:
    return f"{count:d} {noun}" if count == 1 else f"{count:d} {noun}s"


def _sentence(words: str) -> str:
    """With a capital letter first and one full stop last."""
    said = words.strip()
    ended = said.rstrip(_CLOSES).endswith((".", "!", "?", "…"))
    capital = said[:1].upper()  # of ß and ﬁ that is two letters: they have no capital
    return (capital if len(capital) == 1 else said[:1]) + said[1:] + ("" if ended or not said else ".")


def _one_line(lines: Iterable[str]) -> str:
    return ", ".join(lines)


def _words(kind: StrEnum) -> str:
    return kind.replace("_", " ").replace("ombudsman", "Ombudsman")


def _channel_words(channel: Channel) -> str:
    return {Channel.EMAIL: "e-mail", Channel.TEXT: "text message", Channel.LETTER: "letter"}[channel]


def _strict(name: str, to_words: Callable[..., str]) -> Callable[..., str]:
    """The filter, refusing what it cannot put into words."""

    def fill(value: object, *arguments: object) -> str:
        if isinstance(value, Undefined):
            return str(value)  # raises the error it is
        try:
            return to_words(value, *arguments)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise TemplateRuntimeError(f"|{name} cannot put {type(value).__name__} into words") from error

    return fill


_TO_WORDS: dict[str, Callable[..., str]] = {
    "in_words": in_words,
    "plural": _plural,
    "sentence": _sentence,
    "one_line": _one_line,
    "words": _words,
    "channel_words": _channel_words,
}
FILTERS = {name: _strict(name, to_words) for name, to_words in _TO_WORDS.items()}
"""What a template may put a fact through."""


class _Missing(StrictUndefined):
    """A fact the notice lacks."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        return f"it asks for {self._undefined_name!r}, which it was not given"


class Sandbox(ImmutableSandboxedEnvironment):
    """Where one landlord's templates are read and filled in."""

    def __init__(self, own: Path, house: Path) -> None:
        self._files = _Loader(own, house)
        self._safe: dict[tuple[type, str], bool] = {}
        super().__init__(
            variable_start_string="((",
            variable_end_string="))",
            keep_trailing_newline=True,
            undefined=_Missing,
            autoescape=_is_page,
            finalize=_only_words,
            loader=self._files,
            auto_reload=False,  # else each letter asks the disk whether its template has changed
        )
        self.globals.clear()
        self.filters = dict(FILTERS)
        self.tests = {"defined": self.tests["defined"]}

    @property
    def folder(self) -> str:
        """The landlord's own folder, as refusals name it."""
        return self._files.folder

    def source(self, template: str) -> str:
        """A template's source, checked, its headings and list items marked."""
        source, _, _ = self._files.get_source(self, template)
        return source

    def where(self, template: str) -> str:
        """A template's file, as refusals name it: the landlord's own or the house's."""
        return self._files.read(self, template).where

    def written(self, template: str) -> str:
        """A template's source as it was written, checked."""
        return self._files.read(self, template).source

    def tree(self, template: str) -> nodes.Template:
        """A template as it was written, in its nodes."""
        return self._files.read(self, template).tree

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 - Jinja's signature
        """Whether a template may look *attr* up: a model's field or a property, never a method."""
        kind = type(obj)
        if (kind, attr) not in self._safe:
            self._safe[kind, attr] = _is_known(kind, attr) and super().is_safe_attribute(obj, attr, value)
        return self._safe[kind, attr]


def _is_known(kind: type, attr: str) -> bool:
    is_field = issubclass(kind, Value) and attr in kind.model_fields
    return is_field or isinstance(getattr(kind, attr, None), property)


class _Read(NamedTuple):
    """A template that was read: its file, as refusals name it, its source and its nodes."""

    where: str
    source: str
    tree: nodes.Template


_CHECKED: dict[tuple[str, str], _Read] = {}
"""Templates that were checked before, by file and source: nothing is asked of one twice that has not changed."""


class _Loader(BaseLoader):
    """Reads templates, the landlord's own before the house's, and refuses those that do what they may not."""

    def __init__(self, own: Path, house: Path) -> None:
        self._folders = (own, house)
        self._root = house.parent.parent
        self._read: dict[str, _Read] = {}

    @property
    def folder(self) -> str:
        """The landlord's own folder, as refusals name it."""
        return str(self._folders[0].relative_to(self._root))

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The template's source, checked, its headings and list items marked."""
        file = template.removeprefix(_AMID_WORDS)
        source = self.read(environment, file).source
        shaped = _ALONE.sub(r"\1", source if _is_page(file) else _marked(_with_pieces_amid_words(source)))
        return shaped if file == template else shaped.removesuffix("\n"), None, None

    def read(self, environment: Environment, template: str) -> _Read:
        """The template as it was written, checked, once.

        Raises:
            TemplateNotFound: neither the landlord nor the house has it.
            LetterError: it does what it may not.
        """
        if template not in self._read:
            self._read[template] = self._checked(environment, template)
        return self._read[template]

    def _files(self, template: str) -> Iterator[Path]:
        """Where it may be; a name that leads out of the folder is none that there is."""
        return (folder.joinpath(*split_template_path(template)) for folder in self._folders)

    def _checked(self, environment: Environment, template: str) -> _Read:
        file = next((file for file in self._files(template) if file.is_file()), None)
        if file is None:
            raise TemplateNotFound(template)
        where = str(file.relative_to(self._root))
        try:
            source = file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise LetterError(f"{where} is not written in UTF-8") from error
        known = (where, source)
        if known not in _CHECKED:  # the house's letters are every landlord's
            _CHECKED[known] = _Read(where, source, _tree(environment, template, where, source))
        return _CHECKED[known]


def _tree(environment: Environment, template: str, where: str, source: str) -> nodes.Template:
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        raise LetterError(f"{where}, line {error.lineno}: {error.message}") from error
    except RecursionError as error:
        raise LetterError(f"{where} {_TOO_DEEP}") from error
    if too_deep := _too_deep(tree):
        raise LetterError(f"{where}, line {too_deep.lineno}: {_TOO_DEEP}")
    for node in tree.find_all(nodes.Node):
        for problem in _problems(node, in_fragment=is_fragment(template)):
            raise LetterError(f"{where}, line {node.lineno}: {problem}")
    return tree


def _too_deep(tree: nodes.Template) -> nodes.Node | None:
    """The first node that is nested too deep; found level by level, for to go down into it is what fails."""
    level: list[nodes.Node] = [tree]
    for _ in range(_DEEPEST):
        level = [child for node in level for child in node.iter_child_nodes()]
    return next(iter(level), None)


def is_fragment(template: str) -> bool:
    """Whether a template is a piece that letters share."""
    return template.startswith("_")


def _problems(node: nodes.Node, *, in_fragment: bool) -> Iterator[str]:
    """What *node* does that a template may not."""
    if not isinstance(node, _ALLOWED):
        yield f"a template may not {_deed(node)}"
    if isinstance(node, nodes.Getattr) and node.attr.startswith(("_", "model_")):
        yield f"a template may not look up {node.attr!r}"
    if isinstance(node, nodes.Filter):
        yield from _problems_of_filter(node)
    if isinstance(node, nodes.Test) and node.name != "defined":
        yield f"there is no test {node.name!r}, only 'defined'"
    if isinstance(node, nodes.Compare) and any(operand.op != "eq" for operand in node.ops):
        yield "a template may compare by == only"
    if isinstance(node, nodes.Include) and (in_fragment or not _names_a_fragment(node)):
        yield "only a letter may include, and only a fragment by its name, such as _signature.txt"


def _problems_of_filter(node: nodes.Filter) -> Iterator[str]:
    if node.name not in FILTERS:
        yield f"there is no filter {node.name!r}; choose from: {', '.join(sorted(FILTERS))}"
        return
    if not _are_words(node.args) or node.kwargs or node.dyn_args or node.dyn_kwargs:
        yield "a filter takes plain words only"
    takes = signature(_TO_WORDS[node.name])
    try:
        takes.bind(node.node, *node.args)
    except TypeError:
        _, *further = takes.parameters
        yield f"|{node.name} takes {_in_brackets(further)}, and is given {len(node.args)}"


def _in_brackets(names: list[str]) -> str:
    return f"its {' and '.join(names)} in brackets" if names else "nothing in brackets"


def _deed(node: nodes.Node) -> str:
    if isinstance(node, nodes.Call):
        return "call anything"
    is_sum = isinstance(node, nodes.BinExpr | nodes.UnaryExpr | nodes.Concat)
    return "compute" if is_sum else f"use {type(node).__name__}"


def _are_words(arguments: list[nodes.Expr]) -> bool:
    words = (argument.value if isinstance(argument, nodes.Const) else None for argument in arguments)
    return all(isinstance(word, str) and word.strip() for word in words)


def _names_a_fragment(node: nodes.Include) -> bool:
    name = node.template
    return isinstance(name, nodes.Const) and isinstance(name.value, str) and is_fragment(name.value)


def _with_pieces_amid_words(source: str) -> str:
    """*source*, each piece that shares its line with words included as what goes on within that line."""
    lines = source.split("\n")
    return "\n".join(line if re.fullmatch(_TAGS, line) else _INCLUDED.sub(rf"\1{_AMID_WORDS}", line) for line in lines)


def _marked(source: str) -> str:
    return re.sub(r"(?m)^- ", ITEM, re.sub(r"(?m)^# ", HEADING, source))


def _is_page(template: str | None) -> bool:
    """Whether a template makes HTML, where every fact is escaped."""
    return template is not None and template.endswith(".html")


def _only_words(value: object) -> object:
    """What a template may print: words and numbers; a day or a kind goes through its filter first."""
    if isinstance(value, Undefined):
        return value  # prints itself as the error it is
    if isinstance(value, str) and not value.strip():
        raise TemplateRuntimeError("it prints a fact that is empty")
    if isinstance(value, str) and not isinstance(value, Enum):
        return re.sub(f"[{HEADING}{ITEM}]", "", value) if HEADING in value or ITEM in value else value
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    needs = " without |in_words" if isinstance(value, date) else ""
    raise TemplateRuntimeError(f"it prints {type(value).__name__}{needs}, which is not words")
