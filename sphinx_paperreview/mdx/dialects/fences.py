"""First lines of fences that other programs read: ``python=12``, ``{.python .numberLines}``.

They become what Docusaurus reads: a language, ``{1,3-5}``, ``showLineNumbers`` and a title.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.dialects.attributes import read_list

if TYPE_CHECKING:
    from collections.abc import Collection

    from markdown_it.rules_core import StateCore

    from sphinx_paperreview.mdx.dialects.attributes import AttributeList

#: ``python=``, ``python=12``, ``python=+`` and ``python!`` of HackMD.
_HACKMD = re.compile(
    r"(?P<name>[\w+#-]{1,30})?=(?P<start>\d{1,6}|\+)?!?(?P<rest>\s.*)?$"
    r"|(?P<wrapped>[\w+#-]{1,30})!$"
)
_LISTED = re.compile(r"(?P<name>[\w+#./-]{1,30})?\s*\{(?P<list>[^{}]{1,300})\}(?P<rest>.*)$")
#: ``js:title=src/a.js`` and ``js:a.js`` of Gatsby and others.
_TITLED = re.compile(
    r"(?P<name>[\w+#-]{1,30}):(?:title=)?(?P<title>[\w./@ -]{1,200}\.\w{1,8})(?P<rest>[\s{].*)?$"
)
#: Options of Hugo, separated by commas.
_OPTION = re.compile(
    r"(?<![A-Za-z_])(?P<key>[A-Za-z_]++)\s*+=\s*+"
    r"(?P<value>\[[^\]]{0,1000}\]|\"[^\"]*\"|'[^']*'|[^\s,]+)"
)
_RANGES = re.compile(r"\d{1,6}(?:\s*-\s*\d{1,6})?")
_HUGO = frozenset({"linenos", "hl_lines", "linenostart", "style", "anchorlinenos"})
_NUMBERED = frozenset({"numberlines", "number-lines", "line-numbers", "linenums"})


def fence_rule(state: StateCore, dialects: Collection[str]) -> None:
    """Change the first line of each fence to what Docusaurus reads (core rule)."""
    for token in state.tokens:
        if token.type != "fence":
            continue
        info = token.info.strip()
        if "hackmd" in dialects and (found := _HACKMD.match(info)):
            token.info = _of_hackmd(found)
        elif ":" in info and (titled := _TITLED.match(info)):
            token.info = f'{titled["name"]} title="{titled["title"].strip()}"{titled["rest"] or ""}'
        elif "{" in info and (listed := _LISTED.match(info)):
            token.info = _of_list(listed, dialects) or token.info


def _of_hackmd(found: re.Match[str]) -> str:
    if found["wrapped"]:
        return found["wrapped"]
    start = found["start"]
    numbers = f"showLineNumbers={start}" if start and start != "+" else "showLineNumbers"
    return f"{found['name'] or 'text'} {numbers}{found['rest'] or ''}"


def _of_list(found: re.Match[str], dialects: Collection[str]) -> str:
    """Return the first line for a list of attributes; empty if it is another one."""
    name, text, rest = found["name"] or "", found["list"], found["rest"]
    options = {option["key"]: option["value"].strip("\"'") for option in _OPTION.finditer(text)}
    if "hugo" in dialects and name and not _HUGO.isdisjoint(options):
        return f"{name} {_of_options(options)}{rest}"
    attributes = read_list(text) if "pandoc" in dialects or "kramdown" in dialects else None
    if attributes is None or not (attributes.classes or (name and attributes.values)):
        return ""
    return f"{_of_attributes(name, attributes)}{rest}"


def _of_options(options: dict[str, str]) -> str:
    parts = []
    if lines := _RANGES.findall(options.get("hl_lines", "")):
        parts.append("{" + ",".join(line.replace(" ", "") for line in lines) + "}")
    start = options.get("linenostart", "")
    if options.get("linenos", "false").lower() not in {"false", "0"} or start:
        parts.append(f"showLineNumbers={start}" if start.isdecimal() else "showLineNumbers")
    return " ".join(parts)


def _of_attributes(name: str, attributes: AttributeList) -> str:
    classes = [each for each in attributes.classes if each.lower() not in _NUMBERED]
    parts = [name or next((each.removeprefix("language-") for each in classes), "text")]
    values = attributes.values
    if len(classes) < len(attributes.classes) or values.get("code-line-numbers") == "true":
        start = values.get("startFrom", "")
        parts.append(f"showLineNumbers={start}" if start.isdecimal() else "showLineNumbers")
    names = ("title", "file", "filename", "caption")
    if title := next((values[key] for key in names if key in values), ""):
        parts.append('title="' + title.replace('"', "'") + '"')
    return " ".join(parts)
