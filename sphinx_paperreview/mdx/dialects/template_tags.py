"""Tags of templates: Liquid (Jekyll), Markdoc, shortcodes of Hugo and Zola, commands of mdBook.

A tag is read here from its text alone; :mod:`.templates` makes tokens of tags.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_paperreview.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Collection

#: Most characters of a tag.
MAX_LENGTH = 1500
_TEXT = (
    r"""(?:"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|`[^`]*+`|[^"'`{}%>]|%(?!\})|>(?!\}\})"""
    r"""|\{\{[^{}]*+\}\})*+"""
)
_LIQUID = pattern(rf"\{{%-?\s*+(?P<close>/?)\s*+(?P<name>[A-Za-z_][\w.-]*+)(?P<text>{_TEXT})%\}}")
#: A variable of Markdoc (``{% $frontmatter.title %}``), or what it notes beside a text:
#: ``{% #id .class width=2 %}``.
_MARKDOC = pattern(
    rf"\{{%\s*+(?:\$frontmatter\.(?P<key>[\w-]++)|[$#.][\w-]|[a-z][\w-]*=)(?P<text>{_TEXT})%\}}"
)
_HUGO = pattern(
    rf"\{{\{{(?P<mark>[<%])-?\s*+(?P<close>/?)\s*+(?P<name>[A-Za-z_][\w./-]*+)"
    rf"(?P<text>{_TEXT})[%>]\}}\}}"
)
#: A shortcode of Zola.
_ZOLA = pattern(
    r"""\{\{-?\s*+(?P<name>[a-z_]\w*+)\((?P<text>(?:"[^"\n]*"|'[^'\n]*'|[^"'{}()\n]){0,300}+)\)"""
    r"""\s*+-?\}\}"""
)
#: A command of the preprocessors of mdBook.
_MDBOOK = pattern(r"\{\{#(?P<name>[a-z][a-z_-]{1,30})(?P<text>[^{}\n]{0,300})\}\}")
#: A shortcode that is shown: ``{{</* name */>}}``.
_ESCAPED = pattern(r"\{\{(?P<mark>[<%])/\*(?P<text>[^{}]{0,400}?)\*/[%>]\}\}")
#: An argument; blanks and commas before one are no part of it.
_ARGUMENT = pattern(
    r"""(?:(?P<key>[A-Za-z_][\w.:-]*)\s*+[=:](?!//)\s*+)?"""
    r"""(?P<value>"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|`[^`]*+`|[^\s,]++)"""
)
#: Tags whose content is code, hidden, or a formula.
CODE = frozenset({"highlight", "code", "codeblock", "prism", "mermaid"})
HIDDEN = frozenset({"comment"})
FORMULA = frozenset({"katex", "math", "mathjax", "latex", "tex"})


@dataclass(slots=True)
class TemplateTag:
    """One tag: its name in lower case, its arguments in order and by name."""

    name: str
    source: str
    end: int
    closes: bool = False
    #: Whether it has a slash at its end.
    alone: bool = False
    liquid: bool = False
    #: Whether it is Zola's, whose end has no name: ``{% name(…) %}…{% end %}``.
    zola: bool = False
    arguments: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)

    def get(self, *keys: str) -> str:
        """Return the first value of *keys* that is there."""
        return next((self.values[key] for key in keys if self.values.get(key)), "")


def scan_template(text: str, pos: int, dialects: Collection[str]) -> TemplateTag | None:
    """Return the tag that begins at *pos*, None if there is none of *dialects*."""
    if "liquid" in dialects and text.startswith("{%", pos):
        return _scan_liquid(text, pos)
    if "hugo" in dialects and text.startswith(("{{<", "{{%"), pos):
        return _scan_hugo(text, pos)
    if "mdbook" in dialects and text.startswith("{{#", pos):
        return _scan_mdbook(text, pos)
    if "hugo" in dialects and text.startswith("{{", pos):
        return _scan_zola(text, pos)
    return None


def _scan_liquid(text: str, pos: int) -> TemplateTag | None:
    limit = min(len(text), pos + MAX_LENGTH)
    if noted := _MARKDOC.match(text, pos, limit):
        name = "meta" if noted["key"] else "annotation"
        names = [noted["key"]] if noted["key"] else []
        return TemplateTag(name, noted[0], noted.end(), alone=True, liquid=True, arguments=names)
    found = _LIQUID.match(text, pos, limit)
    if found is None:
        return None
    name = found["name"].lower()
    body = found["text"].rstrip().removesuffix("-").strip()
    closes = bool(found["close"])
    if not closes and len(name) > 3 and name.startswith("end"):
        closes, name = True, name[3:]
    made = TemplateTag(name, found[0], found.end(), closes, liquid=True)
    if body == "/" or body.endswith((" /", '"/')):
        made.alone, body = True, body[:-1].rstrip()
    if name in {"include", "include_relative", "include_cached", "render"}:
        file, _, body = body.partition(" ")
        made.name = "include"
        made.values["file"] = file.strip("\"'").lower()
    made.zola = name == "end" or (body.startswith("(") and body.endswith(")"))
    if made.zola:
        made.closes, body = name == "end", body[1:-1]
    read_arguments(made, body)
    return made


def _scan_hugo(text: str, pos: int) -> TemplateTag | None:
    limit = min(len(text), pos + MAX_LENGTH)
    escaped = _ESCAPED.match(text, pos, limit)
    if escaped is not None:
        closing = ">" if escaped["mark"] == "<" else "%"
        shown = f"{{{{{escaped['mark']}{escaped['text']}{closing}}}}}"
        return TemplateTag("", shown, escaped.end())
    found = _HUGO.match(text, pos, limit)
    if found is None:
        return None
    body = found["text"].strip()
    made = TemplateTag(found["name"].lower(), found[0], found.end(), bool(found["close"]))
    if body.endswith("/") or found["name"].endswith("/"):
        made.alone = True
        made.name, body = made.name.rstrip("/"), body.removesuffix("/")
    read_arguments(made, body)
    return made


def _scan_zola(text: str, pos: int) -> TemplateTag | None:
    found = _ZOLA.match(text, pos, min(len(text), pos + MAX_LENGTH))
    if found is None:
        return None
    made = TemplateTag(found["name"], found[0], found.end(), alone=True)
    read_arguments(made, found["text"])
    return made


def _scan_mdbook(text: str, pos: int) -> TemplateTag | None:
    found = _MDBOOK.match(text, pos, min(len(text), pos + MAX_LENGTH))
    if found is None:
        return None
    # The title of the window alone is nothing on the page.
    name = found["name"] if found["name"] != "title" else "comment"
    return TemplateTag(name, found[0], found.end(), alone=True, arguments=found["text"].split())


def read_arguments(made: TemplateTag, text: str) -> None:
    """Add the arguments in *text* to *made*."""
    for found in _ARGUMENT.finditer(text):
        value = found["value"]
        if value[:1] in "\"'`" and len(value) > 1:
            value = re.sub(r"\\(.)", r"\1", value[1:-1])
        if found["key"]:
            made.values.setdefault(found["key"].lower(), value)
        else:
            made.arguments.append(value)
