"""The attributes of one tag, evaluated and checked against the allowlists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.javascript.literals import evaluate
from sphinx_paperreview.mdx.javascript.values import Asset, NotLiteral, show
from sphinx_paperreview.mdx.render import sanitize

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from sphinx_paperreview.mdx.javascript.values import Value
    from sphinx_paperreview.mdx.rules.scanner import Attribute, Tag

#: Names of attributes in React that differ in HTML, in lower case.
_ALIASES = {"classname": "class", "htmlfor": "for", "srcset": "srcset"}


@dataclass(slots=True)
class Attributes:
    """The attributes of a tag that could be read and are allowed, and the problems of others."""

    #: By lower-case HTML name, for elements; without ``style``.
    values: dict[str, Value] = field(default_factory=dict)
    #: By name as written, for components; without ``style``.
    props: dict[str, Value] = field(default_factory=dict)
    #: CSS properties and values.
    style: dict[str, str] = field(default_factory=dict)
    #: The zoom that editors give to a picture, as ``50%``.
    zoom: str = ""
    #: Sentences for warnings.
    problems: list[str] = field(default_factory=list)
    #: The problems at which Docusaurus would stop.
    refused: set[str] = field(default_factory=set)
    #: Lower-case names whose values could not be read.
    unread: set[str] = field(default_factory=set)

    def text(self, name: str) -> str:
        """Return the value of *name* as text, empty if it is missing."""
        value = self.values.get(name)
        return "true" if value is True else show(value)

    @property
    def classes(self) -> list[str]:
        """The classes that are valid."""
        return [name for name in self.text("class").split() if sanitize.valid_id(name)]


def read_attributes(tag: Tag, scope: Mapping[str, Value], bound: Container[str] = ()) -> Attributes:
    """Evaluate the attributes of *tag*; one that cannot be read is left out, with a problem.

    :param scope: the values of the names that expressions may use
    :param bound: names that the post defines with a value that is not known
    """
    result = Attributes()
    for attribute in tag.attributes:
        try:
            value = _evaluate(attribute, scope)
        except NotLiteral as reason:
            if _is_event(attribute.name):
                result.problems.append(_REMOVE.format(attribute.name))
            elif attribute.name not in {"key", "ref"}:
                result.unread.add(attribute.name.lower())
                if reason.reported:
                    continue
                where = attribute.name or "{...}"
                result.problems.append(f"the value of {where} cannot be read ({reason})")
                if reason.syntax or (reason.undefined and reason.undefined not in bound):
                    result.refused.add(result.problems[-1])
            continue
        if attribute.kind == "spread":
            if isinstance(value, dict):
                for name, item in value.items():
                    _add(result, name, item)
            continue
        _add(result, attribute.name, value, is_html=tag.is_html)
    return result


def _evaluate(attribute: Attribute, scope: Mapping[str, Value]) -> Value:
    if attribute.kind == "flag":
        return True
    if attribute.kind in {"string", "bare"}:
        return attribute.value
    return evaluate(attribute.value or "", scope)


_REMOVE = "the attribute {} is not allowed; remove it"


def _is_event(name: str) -> bool:
    return name[:2].lower() == "on" and len(name) > 2


def _add(result: Attributes, name: str, value: Value, *, is_html: bool = False) -> None:
    lower = name.lower()
    if _is_event(name) or lower in {"dangerouslysetinnerhtml", "srcdoc"}:
        result.problems.append(_REMOVE.format(name))
        return
    if lower == "style":
        _add_style(result, value, is_html=is_html)
        return
    result.props[name] = value
    result.values[_ALIASES.get(lower, lower)] = value


def _add_style(result: Attributes, value: Value, *, is_html: bool) -> None:
    pairs: list[tuple[str, object]] = []
    if isinstance(value, dict):
        pairs = [(sanitize.property_name(key), item) for key, item in value.items()]
    elif isinstance(value, str):
        if value.strip() and not is_html:
            result.problems.append(
                "style=\"…\" is HTML; in MDX write style={{textAlign: 'center'}}"
            )
            result.refused.add(result.problems[-1])
        pairs = list(sanitize.split_style(value))
    for name, item in pairs:
        if name == "zoom" and isinstance(item, str):
            result.zoom = item
            continue
        text = sanitize.style_value(name, item if not isinstance(item, Asset) else item.path)
        if text is None:
            if item is not None and not isinstance(item, bool):
                result.problems.append(
                    f"the style {name} is not allowed, or has a wrong value; correct or remove it"
                )
        else:
            result.style[name] = text
