"""Documents with a state, slips of the pen in them, and a strict reading that shares no code.

:func:`draw` makes a document; :func:`slip` breaks it at one or two places. :func:`strictly` reads
what came out with PyYAML, tomllib, json and docutils alone.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import yaml
from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import Directive, directives

if TYPE_CHECKING:
    from random import Random

NOW = dt.datetime(2025, 12, 1, tzinfo=dt.UTC)
Pairs = list[tuple[str, Any]]
Kind = Literal["markdown", "rst", "notebook"]
#: ``hidden``: not published. ``doubt``: it may be meant so. ``open``: nothing says so.
Reading = Literal["hidden", "doubt", "open"]
TRUE, FALSE = ("true", "yes", "on"), ("false", "no", "off")
DRAFT = ("draft", "private", "hidden", "unpublished", "unlisted")
PUBLISHED = ("published", "publish")
ENDS = ("expires", "expirydate", "unpublishdate")
STARTS = ("date", "publishdate", "pubdate", "publishedat")
STATUS = ("status", "visibility")
KEYS = (*DRAFT, *PUBLISHED, *ENDS, *STARTS, *STATUS)
NOT_PUBLIC = ("draft", "private", "hidden", "unpublished", "scheduled", "pending")
#: Keys of everyday use that one letter makes of one of ours.
OTHERS = re.compile(
    r"[cg]raft|drift|[a-z]?ate|da[a-z]e|data|dote|publishe[rs]|publishing|[brm]idden|update|primate"
)

#: What says that a document is not published on :data:`NOW`, and what does not matter.
HIDING = (
    ("draft", True), ("draft", "yes"), ("private", True), ("hidden", "on"), ("published", False),
    ("publish", "no"), ("status", "draft"), ("status", "private"), ("visibility", "hidden"),
    ("date", "2999-01-01"), ("date", "2026-03-04 05:06:07 +0900"), ("expires", "2025-11-20"),
    ("expiry_date", "2025-11-20"), ("expiryDate", "2025-11-20"), ("publishDate", "2031-01-01"),
    ("pubDate", "2031-01-01T00:00:00Z"), ("published", "2031-01-01"), ("unlisted", "true"),
)  # fmt: skip
OPEN = (
    ("title", "A title of it"), ("author", "kim"), ("description", "words of it"), ("slug", "here"),
    ("venue", "ICLR"), ("series", "읽기"), ("tags", ["one", "two"]), ("keywords", ["a b", "c"]),
    ("draft", False), ("published", True), ("expires", "2099-01-01"), ("date", "2025-11-14"),
    ("papers", {"2511.10643": {"venue": "ICLR"}}), ("last_update", {"author": "kim"}),
    ("pinned", True), ("rating", 4), ("status", "read"), ("image", "x.png"),
)  # fmt: skip
BODY = "\n# Title\n\nText of it.\n"
RST = "\nTitle\n=====\n\nText of it.\n"


@dataclass(frozen=True, slots=True)
class Document:
    """A document; *head* is the part of it that slips may be in."""

    kind: Kind
    head: str
    rest: str
    #: YAML, TOML, JSON, fields, rst (a directive), fence (a directive) or notebook.
    form: str

    @property
    def text(self) -> str:
        """Return the whole text."""
        return self.head + self.rest


# -- drawing ---------------------------------------------------------------------------------------


def draw(random: Random, *, hiding: bool) -> Document:
    """Return a document of any form, with or without a state that hides it, clean as it is."""
    pairs = dict(random.sample(OPEN, random.randint(0, 6)))
    if hiding:
        key, value = random.choice(HIDING)
        if key == "unlisted":  # such a page is written, but is in no list
            key = "draft"
        same = {"published", "publish"} if key in PUBLISHED else {key}
        items = [item for item in pairs.items() if item[0] not in same]
        items.insert(random.randint(0, len(items)), (key, value))
    else:
        items = list(pairs.items())
    items = items or [("title", "x")]
    if random.random() < 0.1:
        items[1:1] = [(f"key{n}", f"value {n}") for n in range(random.choice((50, 500)))]
    return FORMS[random.choice(list(FORMS))](random, items)


def _yaml(random: Random, items: list[tuple[str, Any]]) -> Document:
    end = random.choice(("---", "---", "---", "..."))
    return Document("markdown", f"---\n{_yaml_lines(random, items)}{end}\n", BODY, "YAML")


def _yaml_lines(random: Random, items: list[tuple[str, Any]]) -> str:
    if random.random() < 0.05:
        return json.dumps(dict(items)) + "\n"
    lines = []
    if random.random() < 0.1:
        items, shared = _merged(random, items)
        lines.append(shared)
    for key, value in items:
        if random.random() < 0.1:
            lines.append(random.choice(("# a comment", "", "#", "# --- more")))
        name = random.choice((key, key, key, key, f'"{key}"', f"'{key}'", f"{key} "))
        if isinstance(value, _Alias):
            lines.append(f"{key}: *{value}")
        elif isinstance(value, list):
            style = random.randrange(3)
            if style == 0:
                lines.append(f"{name}: [{', '.join(value)}]")
            else:
                lines += [f"{name}:", *(f"{' ' * style * 2}- {each}" for each in value)]
        elif isinstance(value, dict):
            lines += [f"{name}:", *_indented(value, "  ")]
        elif key == "description" and random.random() < 0.5:
            mark = random.choice("|>")
            lines += [f"{name}: {mark}", f"  {value}", "  and more"]
        elif isinstance(value, bool):
            shown = str(value).lower()
            shown = random.choice((shown, shown, shown.title(), json.dumps(shown)))
            lines.append(f"{name}: {shown}")
        else:
            mark = random.choice(("", "", "", "'", '"'))
            comment = random.choice(("", "", "", " # so"))
            tag = random.choice(("", "", "", "", "!!str ", f"&of_{key.lower()} "))
            lines.append(f"{name}: {tag}{mark}{value}{mark}{comment}")
    return "".join(f"{line}\n" for line in lines)


class _Alias(str):
    """The name of what stands elsewhere."""

    __slots__ = ()


def _merged(random: Random, items: list[tuple[str, Any]]) -> tuple[list[tuple[str, Any]], str]:
    """Return *items*, of which some or one come by an alias, and the line of what this names."""
    number = random.randrange(len(items))
    key, value = items[number]
    if random.random() < 0.5:
        shared = json.dumps(dict(items[number:]), ensure_ascii=False)
        return [*items[:number], ("<<", _Alias("shared"))], f"shared: &shared {shared}"
    shared = json.dumps(value, ensure_ascii=False)
    items = [*items[:number], (key, _Alias("kept")), *items[number + 1 :]]
    return items, f"kept: &kept {shared}"


def _indented(data: dict[str, Any], before: str) -> list[str]:
    lines = []
    for key, value in data.items():
        if isinstance(value, dict):
            lines += [f"{before}{key}:", *_indented(value, f"{before}  ")]
        else:
            lines.append(f"{before}{key}: {value}")
    return lines


def _toml(random: Random, items: list[tuple[str, Any]]) -> Document:
    lines, tables = [], []
    for key, value in items:
        if isinstance(value, dict):
            tables += [f"[{key}]", *(f"{json.dumps(name)} = 'x'" for name in value)]
        elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            lines.append(f"{key} = {random.choice((value, json.dumps(value)))}")
        elif isinstance(value, bool | int):
            lines.append(f"{key} = {json.dumps(value)}")
        else:
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    text = "".join(f"{line}\n" for line in (*lines, *tables))
    return Document("markdown", f"+++\n{text}+++\n", BODY, "TOML")


def _json(random: Random, items: list[tuple[str, Any]]) -> Document:
    indent = random.choice((None, None, 2, 4, 0))
    return Document("markdown", json.dumps(dict(items), indent=indent) + "\n", BODY, "JSON")


def _texts(items: list[tuple[str, Any]]) -> list[tuple[str, str]]:
    """Return what fields and options can say of *items*."""
    texts = []
    for key, value in items:
        if not isinstance(value, dict):
            text = ", ".join(value) if isinstance(value, list) else str(value)
            texts.append((key, text.lower() if isinstance(value, bool) else text))
    return texts or [("title", "x")]


def _fields(random: Random, items: list[tuple[str, Any]]) -> Document:
    lines = []
    for key, text in _texts(items):
        if random.random() < 0.2:
            lines += [f":{key}:", f"   {text}"]
        elif key in DRAFT and text in TRUE and random.random() < 0.2:
            lines.append(f":{key}:")
        else:
            lines.append(f":{key}: {text}")
    head = "".join(f"{line}\n" for line in lines)
    if random.random() < 0.5:
        return Document("rst", f"Title\n=====\n\n{head}", "\nText of it.\n", "fields")
    return Document("rst", head, RST, "fields")


def _rst(random: Random, items: list[tuple[str, Any]]) -> Document:
    lines = "".join(f"   :{key}: {text}\n" for key, text in _texts(items))
    head = random.choice((".. paper:post::\n", ".. paper:post::\n\n")) + lines
    if random.random() < 0.5:
        return Document("rst", f"Title\n=====\n\n{head}", "\nText of it.\n", "rst")
    return Document("rst", head, RST, "rst")


def _fence(random: Random, items: list[tuple[str, Any]]) -> Document:
    mark = random.choice(("```", "```", "````", "~~~", ":::", "::::"))
    if random.random() < 0.4:
        options = f"---\n{_yaml_lines(random, [(k, v) for k, v in _texts(items)])}---\n"
    else:
        options = "".join(f":{key}: {text}\n" for key, text in _texts(items))
    head = f"{mark}{{paper:post}}\n{options}{mark}\n"
    before = random.choice(("", "# Title\n\n"))
    return Document("markdown", before + head, "\nText of it.\n", "fence")


def _notebook(random: Random, items: list[tuple[str, Any]]) -> Document:
    data: dict[str, Any] = dict(items)
    place = random.choice(("", "", "myst", "frontmatter", "nikola"))
    metadata = {place: data} if place else data
    cells = [{"cell_type": "markdown", "metadata": {}, "source": ["# Title\n", "\n", "Text."]}]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}, **metadata}
    indent = random.choice((1, 1, None))
    head = json.dumps({"metadata": metadata}, indent=indent)
    more = {"nbformat": 4, "nbformat_minor": 5, "cells": cells}
    rest = json.dumps(more, indent=indent).lstrip("{")
    return Document("notebook", f"{head[:-1].rstrip()},", f"{rest}\n", "notebook")


FORMS = {
    "YAML": _yaml, "TOML": _toml, "JSON": _json, "fields": _fields, "rst": _rst, "fence": _fence,
    "notebook": _notebook,
}  # fmt: skip
FORMS |= {"YAML 2": _yaml, "YAML 3": _yaml}

# -- slips -----------------------------------------------------------------------------------------

#: What ends a line for one reader and not for another.
LINE_ENDS = "\r\x0b\x0c\x1c\x85\u2028\u2029"
LETTERS = f"abdefnrstu ABX:=-_'\"`,.;{{}}[]()<>|&*?!@%/\\~+^$\t…—\u200b\u00a0\ufeff한é0{LINE_ENDS}"
MARKS = (
    "--->", "---", "- ", "-", "> ", ":", "'", '"', "* ", "*", "? ", "|", "{", "[", "\\", "!", "&", "—",
    "\u200b", "\u00a0", "· ", "1. ", "+", "+ ", "// ", "--", "<", "%", "@", "=", "~", ";", ",", "x", "_",
    "\ufeff", "  ", " ", "\t", "    ", "<!-- ", "> - ",
)  # fmt: skip


def slip(random: Random, document: Document) -> Document:
    """Return *document* with one slip of the pen in its head."""
    text = document.head
    # Most slips near what matters: a long head has many places where they do not.
    places = [match.start() for match in re.finditer(r"\n", text)]
    kind = random.choice((
        "insert", "delete", "replace", "swap", "double", "indent", "glue", "mark", "mark", "quote",
        "cut", "end", "repeat",
    ))  # fmt: skip
    at = random.randrange(len(text))
    line = random.choice([0, *(place + 1 for place in places if place + 1 < len(text))])
    letter = random.choice(LETTERS)
    if kind == "insert":
        text = text[:at] + letter + text[at:]
    elif kind == "delete":
        text = text[:at] + text[at + 1 :]
    elif kind == "replace":
        text = text[:at] + letter + text[at + 1 :]
    elif kind == "swap":
        text = text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
    elif kind == "double":
        text = text[: at + 1] + text[at:]
    elif kind == "indent":
        rest = text[line:]
        is_more = random.random() < 0.5 or rest[:1] not in " \t"
        rest = " " * random.randint(1, 5) + rest if is_more else rest.lstrip(" \t")
        text = text[:line] + rest
    elif kind == "glue" and places:
        place = random.choice(places)
        text = text[:place] + random.choice(("", " ")) + text[place + 1 :]
    elif kind == "mark":
        text = text[:line] + random.choice(MARKS) + text[line:]
    elif kind == "quote":
        text = text[:at] + random.choice("'\"`") + text[at:]
    elif kind in {"end", "repeat"}:
        text = _with_lines(random, kind, text, line)
    elif kind == "cut":  # a line broken in two
        text = text[:at] + "\n" + text[at:]
    return replace(document, head=text)


def _with_lines(random: Random, kind: str, text: str, line: int) -> str:
    """Return *text* with another end of the line at *line*, or with this line twice."""
    end = text.find("\n", line)
    if end < 0:
        return text
    if kind == "end":
        return text[:end] + random.choice(LINE_ENDS) + text[end + 1 :]
    return text[: end + 1] + text[line:]


# -- the strict reading ----------------------------------------------------------------------------


def strictly(document: Document) -> Reading:
    """Return what *document* says of itself, to readers that take nothing for granted."""
    readings = [_of(key, value) for key, value in _DATA[document.form](document)]
    for reading in ("hidden", "doubt"):
        if reading in readings:
            return reading  # type: ignore[return-value]  # one of the two
    return "doubt" if _traces(document.head, document.form) else "open"


def is_public(document: Document, before: Document) -> bool:
    """Tell whether the key that hid *before* is read in *document*, and hides it no more.

    Either its value is another one, or the key stands in a comment.
    """
    keys = {key for key, value in _DATA[before.form](before) if _of(key, value) == "hidden"}
    read = _DATA[document.form](document)
    comments = re.sub("[ _-]", "", "".join(re.findall(r"#.*", document.head)).casefold())
    if any(key in comments for key in KEYS):
        return True
    return not keys.isdisjoint(key for key, _value in read) and all(
        _of(key, value) == "open" for key, value in read
    )


def _of(key: str, value: Any) -> Reading:
    """Return what the key and the value of one metadata say."""
    word = re.sub(r"[ _-]", "", unicodedata.normalize("NFKC", key).casefold())
    text = str(value).strip().casefold() if value is not None else ""
    hides: bool | None = False  # None: nobody knows
    if word in STATUS:
        words = value if isinstance(value, list) else [value]
        hides = any(str(each).casefold() in NOT_PUBLIC for each in words)
    elif word in DRAFT:
        hides = (text in TRUE and word != "unlisted") if text in (*TRUE, *FALSE) else None
    elif word in PUBLISHED and text in (*TRUE, *FALSE):
        hides = text in FALSE
    elif word in KEYS:
        try:
            moment = _moment(text)
            hides = moment <= NOW if word in ENDS else moment > NOW
        except ValueError:
            hides = None
    return "doubt" if hides is None else "hidden" if hides else "open"


def _moment(text: str) -> dt.datetime:
    text = re.sub(r" ([+-]\d\d)(\d\d)$", r"\1:\2", text.upper())
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _yaml_data(document: Document) -> Pairs:
    found = re.match(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", document.text, re.S | re.M)
    if not found:
        return []
    return _of_yaml(found[1])


def _of_yaml(source: str) -> Pairs:
    try:
        data = yaml.load(source, yaml.BaseLoader)  # texts alone
    except (yaml.YAMLError, ValueError):
        return []
    if not isinstance(data, dict):
        return []
    merged = data.pop("<<", None)
    data = {**merged, **data} if isinstance(merged, dict) else data
    return [(str(key), value) for key, value in data.items()]


def _toml_data(document: Document) -> Pairs:
    found = re.match(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*$", document.text, re.S | re.M)
    try:
        return list(tomllib.loads(found[1]).items()) if found else []
    except tomllib.TOMLDecodeError:
        return []


def _json_data(document: Document) -> Pairs:
    try:
        data, _end = json.JSONDecoder().raw_decode(document.text)
    except ValueError:
        return []
    return list(data.items()) if isinstance(data, dict) else []


def _notebook_data(document: Document) -> Pairs:
    try:
        metadata = json.loads(document.text)["metadata"]
    except (ValueError, KeyError, TypeError):
        return []
    if not isinstance(metadata, dict):
        return []
    inner = [metadata.get(key) for key in ("myst", "frontmatter", "nikola")]
    return [pair for each in (metadata, *inner) if isinstance(each, dict) for pair in each.items()]


class _AnyOption(dict[str, Any]):
    """A specification that any option fits."""

    def __bool__(self) -> bool:
        """Be none that is empty."""
        return True

    def __missing__(self, _key: str) -> Any:
        """Return what keeps the text."""
        return lambda text: text or "true"


class _Post(Directive):
    """Keep the options of a ``paper:post``."""

    has_content = True
    found: list[tuple[str, str]] = []  # emptied before each reading

    option_spec = _AnyOption()

    def run(self) -> list[nodes.Node]:
        """Keep them."""
        self.found += self.options.items()
        return []


def _rst_data(document: Document) -> Pairs:
    _Post.found.clear()
    directives.register_directive("paper:post", _Post)
    settings = {
        "warning_stream": io.StringIO(), "report_level": 2, "docinfo_xform": False, "halt_level": 6,
        "file_insertion_enabled": False,
    }  # fmt: skip
    tree = publish_doctree(document.text, settings_overrides=settings)
    pairs = list(_Post.found)
    for found in tree.findall(nodes.field_list):
        for field in found:
            name, body = (child.astext() for child in field.children)
            pairs.append((name, body or "true"))
        break
    return pairs


def _fence_data(document: Document) -> Pairs:
    found = re.search(r"^(`{3,}|~{3,}|:{3,})\{paper:post\}\n(.*?)^\1$", document.text, re.S | re.M)
    if not found:
        return []
    inner = re.match(r"---\n(.*?)^---$", found[2], re.S | re.M)
    if inner:
        return _of_yaml(inner[1])
    return re.findall(r"^:([^:\n]+): *(.*)$", found[2], re.M)


_DATA = {
    "YAML": _yaml_data, "TOML": _toml_data, "JSON": _json_data, "notebook": _notebook_data,
    "fields": _rst_data, "rst": _rst_data, "fence": _fence_data,
}  # fmt: skip


def _traces(head: str, form: str) -> bool:
    """Tell whether anything in *head* but a comment looks like a state that hides."""
    lines = head.split("\n")
    if form in {"YAML", "TOML", "fence"}:
        lines = [re.sub(r"(?:^|(?<=\s))#.*", "", line) for line in lines]
    is_updated = "last_update" in head
    for line in lines:
        if is_updated and re.match(r"\s+date\b", line):
            continue  # the date within it
        for part in re.split(r"[,{}\[\]]", line):
            name, mark, value = _pair(part)
            if mark and any(_near(name, key) and _may_hide(key, value) for key in KEYS):
                return True
    return False


def _pair(part: str) -> tuple[str, str, str]:
    found = re.match(r"(.*?[^\W\d_].*?)[:=\uff1a](.*)$", part)
    if not found:
        return "", "", ""
    name = unicodedata.normalize("NFKC", found[1]).casefold()
    return re.sub(r"[\W\d_]", "", name), ":", found[2]


def _may_hide(key: str, value: str) -> bool:
    word = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", value).casefold())
    if key in DRAFT:
        return word in TRUE and key != "unlisted"
    if key in PUBLISHED and word in FALSE:
        return True
    if key in STATUS:
        return word in NOT_PUBLIC
    found = re.search(r"\d{4}-\d\d-\d\d", value)
    try:
        moment = _moment(found[0]) if found else None
    except ValueError:
        return True
    return moment is not None and (moment <= NOW if key in ENDS else moment > NOW)


def _near(word: str, key: str) -> bool:
    """Tell whether *word* is *key* but for one letter inserted, left out, changed or swapped."""
    if OTHERS.fullmatch(word) and word != key:
        return False
    if word == key:
        return True
    inserted = {word[:n] + word[n + 1 :] for n in range(len(word))}
    left_out = {key[:n] + key[n + 1 :] for n in range(len(key))}
    swapped = {key[:n] + key[n : n + 2][::-1] + key[n + 2 :] for n in range(len(key) - 1)}
    same = len(word) == len(key)
    changed = same and sum(a != b for a, b in zip(word, key, strict=True)) == 1
    return key in inserted or word in left_out or word in swapped or changed
