"""The text and the path of a new post, in the form that an author writes posts."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_paperreview.cli.writing.dialect import HEADING
from sphinx_paperreview.cli.writing.redating import date_span, redated, redated_folders
from sphinx_paperreview.core.papers.identifiers import canonical_url
from sphinx_paperreview.core.slugs import slug
from sphinx_paperreview.core.text import one_line

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from sphinx_paperreview.cli.writing.dialect import Dialect
    from sphinx_paperreview.cli.writing.sources_of_site import SourcePost
    from sphinx_paperreview.core.model import PaperId

#: Keys of a front matter whose values are kept as they are, whatever other posts have.
_KEPT = frozenset({
    "authors", "author", "layout", "math", "mathjax", "use_math", "toc", "lang", "language",
    "hide_table_of_contents", "comments", "format", "categories", "category",
})  # fmt: skip
#: Keys that are about one post alone.
_OWN = frozenset({
    "description", "image", "images", "aliases", "redirect_from", "last_update", "lastmod",
    "expires", "expiry_date", "pinned", "papers", "id", "cover", "summary", "tldr", "excerpt",
    "draft", "published", "unlisted",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """A paper to be written about."""

    id: PaperId
    #: Its title, or its label where the title is not known.
    title: str
    subtitle: str = ""
    orgs: tuple[str, ...] = ()
    #: Labelled facts by their kind in ``labels.toml``.
    facts: dict[str, str] = field(default_factory=dict)


def render(dialect: Dialect, subjects: Sequence[Subject], day: dt.date, title: str) -> str:
    """Return the text of a post about *subjects*, dated *day*.

    :param title: of the post; empty: the date, or the paper's where a post is about one
    """
    lines = _front_lines(dialect, subjects, day, title)
    lines += _dated_head(dialect, day, title)
    for number, subject in enumerate(subjects, dialect.first_number):
        if number > dialect.first_number:
            lines += dialect.separator
        lines += _filled(dialect, subject, number)
    return "\n".join(lines).rstrip("\n") + "\n"


def _filled(dialect: Dialect, subject: Subject, number: int) -> list[str]:
    """Return the lines of the review of *subject*, which is the one with *number*."""
    url = canonical_url(subject.id)
    if dialect.url and subject.id.scheme == "arxiv":
        url = dialect.url.replace("{id}", subject.id.value)
    has_subtitle = any("{subtitle}" in line for line in dialect.review)
    values = {
        "{number}": str(number),
        "{title}": _escaped(subject.title if has_subtitle else _whole(subject)),
        "{subtitle}": _escaped(subject.subtitle),
        "{url}": url,
        "{orgs}": " ".join(f"`{org}`" for org in _in_code(subject.orgs)),
        **{f"{{fact:{kind}}}": _escaped(text) for kind, text in subject.facts.items()},
    }
    found = []
    for template in (*dialect.review, *(dialect.skeleton or ("",))):
        if "{subtitle}" in template and not subject.subtitle:
            continue
        line = re.sub(r"\{[a-z]+(?::[a-z]+)?\}", lambda match: values.get(match[0], ""), template)
        found.append(line.replace("\1", "{").replace("\2", "}").rstrip())
    return found


def _in_code(names: Iterable[str]) -> Iterator[str]:
    """Yield *names* without what ends code, or would be an expression in a template of the site."""
    for name in names:
        if cleaned := one_line(re.sub(r"[`{}<>]", " ", name)):
            yield cleaned


def _escaped(text: str) -> str:
    """Return *text* so that Markdown and MDX show it as it is, but for formulas between dollars."""
    text = re.sub(r"&(?=#?\w{1,32};)", "&amp;", text)
    text = re.sub(r"[\\`*_{}<~]|([=+%])(?=\1)", r"\\\g<0>", text)
    if text.count("$") % 2:
        text = text.replace("$", "\\$")
    # A formula may stand between brackets that have a backslash before them.
    return text.replace("[", "&#91;").replace("]", "&#93;")


def _dated_head(dialect: Dialect, day: dt.date, title: str) -> list[str]:
    lines = []
    for line in dialect.head:
        match = HEADING.match(line)
        if match and dialect.model is not None:
            new = redated(line, dialect.model.day, day)
            changed = f"{match['marks']} {title or day.isoformat()}"
            lines.append(changed if title or new == line else new)
        else:
            lines.append(line.replace("{date}", title or day.isoformat()))
    return lines


def _front_lines(
    dialect: Dialect, subjects: Sequence[Subject], day: dt.date, title: str
) -> list[str]:
    """Return the front matter: that of the model, without what is about that post alone."""
    model = dialect.model
    if model is None or not model.front.source or model.front.format != "YAML":
        return [] if model is None or not model.front.source else _toml_lines(model, day, title)
    before = _blocks(dialect.before.front.source) if dialect.before is not None else {}
    name = title or (_whole(subjects[0]) if dialect.is_single and subjects else "")
    lines = []
    for key, block in _blocks(model.front.source).items():
        new = redated(block, model.day, day)
        if key == "title":
            is_dated = new != block and not title
            lines.append(new if is_dated else _title_line(dialect, block, name or day.isoformat()))
        elif key == "slug" and (new == block or not _has_form(before.get(key), new, dialect, day)):
            continue
        elif new != block and key not in _OWN:
            lines.append(new)
        elif dialect.is_single and subjects and (filled := _paper_value(block, model, subjects[0])):
            lines.append(filled)
        elif key in _KEPT or (key not in _OWN and before.get(key) == block):
            lines.append(block)
        elif key == "tags" and key not in _OWN:
            lines.append("tags: []")
    return ["---", *lines, "---", ""]


def _has_form(earlier: str | None, new: str, dialect: Dialect, day: dt.date) -> bool:
    """Return whether the value of the post before, dated *day*, is *new* as well."""
    before = dialect.before
    return before is not None and earlier is not None and redated(earlier, before.day, day) == new


def _title_line(dialect: Dialect, block: str, name: str) -> str:
    """Return the line of a title: what the model has around that of its paper stays."""
    old = str(dialect.model.front.data.get("title", "")) if dialect.model is not None else ""
    around = dialect.paper_title
    text = old.replace(around, name, 1) if around and around in old else name
    if re.match(r"title\s*:\s*'", block):
        return f"title: '{text.replace(chr(39), chr(39) * 2)}'"
    return f"title: {_quoted(text)}"


def _toml_lines(model: SourcePost, day: dt.date, title: str) -> list[str]:
    """Return the lines of TOML that have a date, and the title."""
    lines = []
    for line in model.front.source.split("\n"):
        new = redated(line, model.day, day)
        key = line.partition("=")[0].strip()
        if key == "title" and new == line:
            new = f"title = {_quoted(title or day.isoformat())}"
        elif new == line and key not in _KEPT:
            continue
        lines.append(new)
    return ["+++", *lines, "+++", ""] if model.front.format == "TOML" else []


def _whole(subject: Subject) -> str:
    """Return title and subtitle of *subject* in one."""
    return f"{subject.title}: {subject.subtitle}" if subject.subtitle else subject.title


def _paper_value(block: str, model: SourcePost, subject: Subject) -> str:
    """Return *block* with the identifier of *subject*, if it has that of the model's paper."""
    for key in model.papers:
        value = key.partition(":")[2]
        if value and value in block:
            return re.sub(rf"{re.escape(value)}(?:v\d+)?", lambda _: subject.id.value, block)
    return ""


def _blocks(source: str) -> dict[str, str]:
    """Return the lines of each key of the YAML *source*, by key."""
    found: dict[str, str] = {}
    key = ""
    for line in source.split("\n"):
        match = re.match(r"[\"']?([\w-]+)[\"']?\s*:", line)
        if match:
            key = match[1]
            found[key] = line
        elif key and line.strip():
            found[key] += f"\n{line}"
    return found


def _quoted(text: str) -> str:
    """Return *text* as a scalar of YAML or TOML."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def path_of(dialect: Dialect, day: dt.date, name: str) -> str:
    """Return the path of a new post from the source folder.

    :param name: what it is about, for its name where those of other posts have words
    """
    model = dialect.model
    if model is None:
        return f"posts/{day.isoformat()}.mdx"
    stem, suffix = posixpath.splitext(model.path)
    tail = ""
    if posixpath.basename(stem).lower() in {"index", "readme"} and "/" in stem:
        stem, _, tail = stem.rpartition("/")
        tail = f"/{tail}"
    span = date_span(stem, model.day)
    if span is None:
        folder, old = posixpath.split(stem)
        start, words = "", old
    else:
        # A date may be folders: ``2025/11/14-name``.
        start, words = stem[: span[1]], stem[span[1] :]
        folder, start = posixpath.split(redated(start, model.day, day))
        if "/" in words:
            return redated(model.path, model.day, day)
    folder = posixpath.split(redated_folders(f"{folder}/x", model.day, day))[0] if folder else ""
    if words.strip("-_ .") and not (span and _is_constant(words, dialect)):
        separator = re.match(r"[-_ .]*", words)
        made = slug(name) if name else ""
        words = f"{separator[0] if separator else ''}{made}" if made else ""
    return posixpath.join(folder, f"{start}{words}" or day.isoformat()) + tail + suffix


def _is_constant(words: str, dialect: Dialect) -> bool:
    """Return whether the post before the newest has the same *words* in its name."""
    return dialect.before is not None and words in dialect.before.path
