"""Documents that are not read as they are: those of Quarto, and posts of ABlog.

What a document says stays; only its marks change. Code is never run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sphinx_paperreview.cli.moving.copying import is_own_file
from sphinx_paperreview.cli.moving.kinds import Kind
from sphinx_paperreview.core.metadata import frontmatter
from sphinx_paperreview.core.metadata.values import as_text
from sphinx_paperreview.reading.files.project import LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: ```{python}``` and ```{r, echo=FALSE}``` of Quarto and knitr.
_CELL = re.compile(
    r"^(?P<indent>[ \t>]*)(?P<marks>`{3,}|~{3,})[ \t]*"
    r"\{(?P<language>[a-zA-Z][\w+-]*)(?:[ ,][^}\n]*)?\}[ \t]*$",
    re.M,
)
#: Options of a cell: ``#| echo: false``.
_OPTION = re.compile(r"^[ \t>]*(?:#|//|--|%)\|.*\n", re.M)
_EMBED = re.compile(r"\{\{<\s*(?P<name>[\w-]++)[^<>]*+>\}\}")
#: A date that changes with each build.
_MOVING_DATE = re.compile(r"^date[ \t]*:[ \t]*[\"']?(?:last-modified|today|now)\b.*\n", re.M)
_INCLUDE = re.compile(r"^\{\{<\s*include\s+(?P<path>[^\s>]+)\s*>\}\}[ \t]*$", re.M)
#: The address of a document in a link.
_TO_QMD = re.compile(r"(\]\([^()\s:]*|\bhref=\"[^\"\s:]*)\.qmd(?=[)#\"\s])")
#: How deep files include one another.
_DEEPEST = 5
#: How many files one document includes, in all.
_MOST_INCLUDED = 200
_POST = re.compile(r"^(?P<indent>[ \t]*)\.\. post::[ \t]*(?P<date>.*)$", re.M)
_FENCED_POST = re.compile(r"^(?P<marks>`{3,}|:{3,})\{post\}[ \t]*(?P<date>.*)$", re.M)
#: The other directives of ABlog, as reStructuredText and MyST write them.
_UPDATE = re.compile(r"^(?P<start>[ \t]*(?:\.\. |`{3,}\{|:{3,}\{))update(?P<end>::|\})", re.M)
_POST_LIST = re.compile(
    r"^(?P<indent>[ \t]*)(?P<start>\.\. |`{3,}\{|:{3,}\{)postlist(?P<end>::|\})"
    r"[ \t]*+(?P<count>\d*+)[ \t]*+\n(?P<fields>(?:[ \t]*:[\w-]+:.*\n?)*)",
    re.M,
)
#: Options of ABlog's list that have one here, each with a single value.
_CHOSEN = {"tags": "tag", "category": "tag", "author": "author"}
#: Options of ABlog's directive that have another name here.
_RENAMED = {"author": "authors", "tags": "tags", "language": "language"}
_FIELD = re.compile(r"(?P<indent>[ \t]+):(?P<name>[\w-]+):[ \t]*(?P<value>.*)$")
_PLAIN_FIELD = re.compile(r"[ \t]*:(?P<name>[\w-]+):[ \t]*(?P<value>.*)$")


@dataclass(frozen=True, slots=True)
class Converted:
    """A document in a form that is read here."""

    path: str
    text: str
    #: Addresses at which ABlog redirected to it.
    aliases: tuple[str, ...] = ()
    #: What was not understood, in a few words each.
    left: tuple[str, ...] = ()
    #: Whether it says that it is a post, wherever it lies.
    is_post: bool = False


def convert(kind: Kind, path: str, source: Path) -> Converted | None:
    """Return the document *path* of a site of *kind* as it is read here; None if it stays.

    One that is too large for a document stays as well.

    :param source: folder of the site
    """
    converter, file = _CONVERTERS.get((kind, path.rpartition(".")[2].lower())), source / path
    if converter is None or file.stat().st_size > LARGEST:
        return None
    text = file.read_text(encoding="utf-8-sig", errors="surrogateescape")
    return converter(path, text.replace("\r\n", "\n"), source)


def _included(text: str, folder: Path, source: Path) -> str:
    """Return *text* with the files of the site that it includes; others stay as written."""
    root, left = source.resolve(), _MOST_INCLUDED

    def filled(text: str, folder: Path, depth: int) -> str:
        def content(match: re.Match[str]) -> str:
            nonlocal left
            base = source if match["path"].startswith("/") else folder
            path = base / match["path"].lstrip("/")
            if depth == _DEEPEST or not left or not is_own_file(path, root):
                return match[0]
            left -= 1
            inner = path.read_text(encoding="utf-8-sig", errors="replace").replace("\r\n", "\n")
            return filled(inner, path.resolve().parent, depth + 1)

        return _INCLUDE.sub(content, text)

    return filled(text, folder, 0)


def _quarto(path: str, text: str, source: Path) -> Converted | None:
    if any(part.startswith("_") for part in path.split("/")):
        return None  # parts of other documents
    text = _included(text, (source / path).parent, source)
    left = []
    cells = _CELL.findall(text)
    if cells:
        left.append("code cells are shown and not run")
    text = _CELL.sub(r"\g<indent>\g<marks>\g<language>", text)
    text = _OPTION.sub("", text) if cells else text
    _source, end = frontmatter.split(text)
    head = _MOVING_DATE.sub("", text[:end])
    if len(head) < end:
        left.append("a date that is the day of a build is left out")
        text = head + text[end:]
    text = _TO_QMD.sub(r"\1.md", text)
    names = sorted(set(_EMBED.findall(text)) - {"video", "kbd", "pagebreak"})
    left += [f"the shortcode {name}" for name in names]
    return Converted(f"{path.rpartition('.')[0]}.md", text, left=tuple(left))


def _ablog(path: str, text: str, _source: Path) -> Converted | None:
    made, left = _other_directives(text)
    post = (_ablog_rst if path.endswith(".rst") else _ablog_md)(path, made)
    if post is not None:
        return replace(post, left=(*post.left, *left), is_post=True)
    return Converted(path, made, left=left) if made != text else None


def _other_directives(text: str) -> tuple[str, tuple[str, ...]]:
    """Return *text* with notes and lists of posts as they are written here, and what is left."""
    left: dict[str, None] = {}

    def listed(match: re.Match[str]) -> str:
        inner = match["indent"] + ("   " if match["end"] == "::" else "")
        options = {"kind": "posts"} | ({"limit": match["count"]} if match["count"] else {})
        for name, value in re.findall(r"(?m)^[ \t]*:([\w-]+):[ \t]*(.*)$", match["fields"]):
            if name in _CHOSEN and value and "," not in value:
                options[_CHOSEN[name]] = value.strip()
            else:
                left[f"the option {name} of a list of posts"] = None
        lines = "".join(f"{inner}:{name}: {value}\n" for name, value in options.items())
        return f"{match['indent']}{match['start']}paper:list{match['end']}\n{lines}"

    end = "" if text.endswith("\n") else "\n"
    made = _POST_LIST.sub(listed, text + end)
    made = _UPDATE.sub(r"\g<start>admonition\g<end> Updated", made)
    return made.removesuffix(end), tuple(left)


def _ablog_rst(path: str, text: str) -> Converted | None:
    match = _POST.search(text)
    if match is None:
        return None
    lines = text[match.end() :].lstrip("\n").split("\n")
    fields = []
    for line in lines:
        found = _FIELD.match(line)
        if found is None or len(found["indent"]) <= len(match["indent"]):
            break
        fields.append((found["name"], found["value"].strip()))
    rest = "\n" + "\n".join(lines[len(fields) :]).lstrip("\n")
    indent = match["indent"]
    head, aliases, left = _post_options(match["date"], fields, f"{indent}   ")
    made = f"{indent}.. paper:post::\n{head}"
    return Converted(path, f"{text[: match.start()]}{made}{rest}", aliases, left)


def _post_options(
    date: str, fields: list[tuple[str, str]], indent: str
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the options of ``paper:post``, old addresses, and what has no option there."""
    options = [f"{indent}:date: {date.strip()}"] if date.strip() else [f"{indent}:draft: true"]
    aliases: tuple[str, ...] = ()
    left = []
    # There is one kind of names that a post is filed under.
    tags = ", ".join(value for name, value in fields if name in {"tags", "category"} and value)
    fields = [(name, value) for name, value in fields if name not in {"tags", "category"}]
    for name, value in [("tags", tags), *fields]:
        if name == "redirect":
            aliases = tuple(part.strip() for part in value.split(",") if part.strip())
        elif name in _RENAMED and value:
            options.append(f"{indent}:{_RENAMED[name]}: {value}")
        elif name not in {"nocomments", "excerpt", "image"}:
            left.append(f"the option {name} of a post")
    return "\n".join(options) + "\n", aliases, tuple(left)


def _ablog_md(path: str, text: str) -> Converted | None:
    data = frontmatter.parse(text).data
    match = _FENCED_POST.search(text)
    if match is not None:
        end = text.find(f"\n{match['marks']}", match.end())
        body = text[match.end() : end if end >= 0 else len(text)]
        fields = [
            (found["name"], found["value"].strip())
            for line in body.split("\n")
            if (found := _PLAIN_FIELD.match(line))
        ]
        head, aliases, left = _post_options(match["date"], fields, "")
        made = f"{match['marks']}{{paper:post}}\n{head.rstrip()}"
        rest = text[end:] if end >= 0 else f"\n{match['marks']}\n"
        return Converted(path, f"{text[: match.start()]}{made}{rest}", aliases, left)
    if data.get("blogpost") not in {True, "true"}:
        return None
    redirect = data.get("redirect")
    aliases = tuple(part.strip() for part in str(redirect).split(",")) if redirect else ()
    source, end = frontmatter.split(text)
    kept = re.sub(r"(?m)^(?:blogpost|redirect)\s*:.*\n?", "", f"{source}\n")
    kept = re.sub(r"(?m)^author(?=\s*:)", "authors", kept)
    # ABlog takes words with commas between for a list.
    kept = re.sub(r"(?m)^tags[ \t]*:[ \t]*(?![\[\s])(.+)$", r"tags: [\1]", kept)
    both = re.search(r"(?m)^tags: \[(.*)\]$", kept)
    category = as_text(data.get("category"))
    if category:
        kept = re.sub(r"(?m)^category[ \t]*:.*\n?", "", kept)
        tags = f"tags: [{', '.join(filter(None, (both[1] if both else '', category)))}]"
        kept = kept.replace(both[0], tags) if both else f"{kept.rstrip()}\n{tags}\n"
    return Converted(path, f"---\n{kept.rstrip()}\n---\n{text[end:]}", aliases)


_CONVERTERS: dict[tuple[Kind, str], Callable[[str, str, Path], Converted | None]] = {
    (Kind.QUARTO, "qmd"): _quarto,
    (Kind.ABLOG, "rst"): _ablog,
    (Kind.ABLOG, "md"): _ablog,
}
