"""How an author writes posts, learned from the newest one.

A review is a section. Its first lines name the paper; they become a template, in which what is
about the paper (number, title, address, organisations, labelled facts) is replaced. Headings that
stand in every review of the post become its skeleton.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_paperreview.cli.writing.redating import date_span, redated, redated_folders
from sphinx_paperreview.core.metadata import frontmatter
from sphinx_paperreview.core.papers.identifiers import canonical_url, identify
from sphinx_paperreview.core.slugs import slug
from sphinx_paperreview.core.text import one_line
from sphinx_paperreview.reading.papers.labels import label_kind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from sphinx_paperreview.cli.writing.sources_of_site import SourcePost
    from sphinx_paperreview.core.model import Paper, PaperId

_LINK = re.compile(
    r"(?<!!)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*+\])*+)\]"
    r"\((?P<url>[^()\s]*+(?:\([^()\s]*+\))?+[^()\s]*+)\)"
)
_BARE = re.compile(r"(?P<open><?)(?P<url>https?://[^\s<>()\"'`\]]+)(?P<close>>?)")
#: A heading; the marks that may close it are not in its text.
_HEADING = re.compile(
    r"(?P<marks>#{1,6})[ \t]++(?P<text>(?:[^ \t#\n]++|[ \t]++(?!#*+$)|#++(?!$))*+)[ \t]*+#*+$"
)
_LABEL = re.compile(
    r"(?P<before>[-*+>\s]*(?:\*\*|__)?)(?P<label>[^\W\d_][^:：*_|\n]{0,28}?)"
    r"(?P<after>(?:\*\*|__)?\s*[:：](?:\*\*|__)?\s*)(?P<value>.*)"
)
_CODES = re.compile(r"`[^`\n]+`(?:[ ,·/]*`[^`\n]+`)*")
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
_TRUNCATE = re.compile(r"\s*(?:<!--\s*(?:truncate|more)\s*-->|\{/\*\s*truncate\s*\*/\})\s*$")


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


@dataclass(frozen=True, slots=True)
class Dialect:
    """The form of a post."""

    #: The newest post, which it is learned from; None: the default form.
    model: SourcePost | None = None
    before: SourcePost | None = None
    #: Templates: what is above the first review, a review, its subtitle.
    head: tuple[str, ...] = ("# {date}", "")
    review: tuple[str, ...] = ("## {number}. [{title}]({url}) {orgs}", "### {subtitle}", "")
    skeleton: tuple[str, ...] = ()
    separator: tuple[str, ...] = ()
    first_number: int = 1
    #: Whether a post is about one paper.
    is_single: bool = False
    #: Title of the paper of such a post.
    paper_title: str = ""
    #: The form of addresses, ``https://arxiv.org/abs/{id}``; empty: the paper's own.
    url: str = ""
    #: How pictures are written: imported in MDX, else by Markdown.
    imports: bool = True


def learn(posts: Sequence[SourcePost], papers: Sequence[Paper]) -> Dialect:
    """Return the dialect of the first of *posts*, which has the reviews *papers*."""
    if not posts:
        return Dialect()
    model = posts[0]
    before = next((post for post in posts[1:] if _is_alike(post, model)), None)
    lines = model.text.replace("\r\n", "\n").split("\n")
    imports = any(line.startswith("import ") for line in lines)
    start = model.text.count("\n", 0, frontmatter.split(model.text)[1])
    mine = sorted(papers, key=lambda paper: paper.line)
    if not mine:
        return Dialect(model, before, head=_head(lines[start:]), imports=imports)
    first = mine[0].line - 1
    is_single = len(mine) == 1 and not _link_in(lines[first], mine[0]) and first <= start + 4
    if is_single:
        first = start
    ends = [*(paper.line - 1 for paper in mine[1:]), len(lines)]
    parts = [lines[max(paper.line - 1, start) : end] for paper, end in zip(mine, ends, strict=True)]
    if is_single:
        parts = [lines[start:]]
    review = _template(parts[0], mine[0], parts)
    with_subtitle = next(
        ((part, paper) for part, paper in zip(parts, mine, strict=True) if paper.subtitle), None
    )
    if with_subtitle is not None and not any("{subtitle}" in line for line in review):
        review = _template(*with_subtitle, parts)
    numbers = [int(paper.number) for paper in mine if paper.number.isdecimal()]
    continues = bool(numbers) and numbers[0] > 1
    url = next((found for paper in mine if (found := _url_form(paper))), "")
    ends_with_rule = [[line for line in part if line.strip()][-1:] for part in parts[:-1]]
    has_rules = bool(ends_with_rule) and all(end in (["---"], ["***"]) for end in ends_with_rule)
    return Dialect(
        model, before,
        head=() if is_single else _head(lines[start:first]),
        review=review,
        skeleton=_skeleton_of_posts(parts[0], review, mine[0], before)
        if is_single
        else _skeleton(parts, review),
        separator=(ends_with_rule[0][0], "") if has_rules else (),
        first_number=numbers[-1] + 1 if continues else (numbers or [1])[0],
        is_single=is_single, paper_title=mine[0].title if is_single else "",
        url=url, imports=imports,
    )  # fmt: skip


def _is_alike(post: SourcePost, model: SourcePost) -> bool:
    return posixpath.splitext(post.path)[1] == posixpath.splitext(model.path)[1]


def _head(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the template of what is above the reviews: the heading, and where to cut a summary."""
    kept = []
    for line in lines:
        match = _HEADING.match(line)
        if (match and match["marks"] == "#") or _TRUNCATE.match(line):
            kept += [line, ""]
    return tuple(kept)


# -- a review --------------------------------------------------------------------------------------


def _link_in(line: str, paper: Paper) -> bool:
    return any(identify(match["url"]) == paper.id for match in _LINK.finditer(line))


def _url_form(paper: Paper) -> str:
    """Return the address of *paper* with ``{id}`` for its identifier; empty if it has none."""
    if paper.id.scheme != "arxiv":
        return ""
    url = re.sub(rf"(?<=[/=]){re.escape(paper.id.value)}(?:v\d+)?", "{id}", paper.url)
    return url if "{id}" in url else ""


def _template(part: Sequence[str], paper: Paper, parts: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the lines with which *part*, the review of *paper*, begins, as a template."""
    everywhere = _common_headings(parts)
    found: list[str] = []
    is_first = True
    for line in part:
        heading = _HEADING.match(line)
        if not line.strip() or line.startswith(("import ", "export ")):
            if found and found[-1]:
                found.append("")
            continue
        if is_first:
            found.append(_slots(line, paper))
            is_first = False
        elif heading and heading["text"].strip() in everywhere:
            break
        elif heading and paper.subtitle and _same(heading["text"], paper.subtitle):
            found.append(f"{heading['marks']} {{subtitle}}")
        elif (slotted := _fact_line(line, paper)) is not None:
            if slotted:
                found.append(slotted)
        else:
            break
    while found and not found[-1]:
        found.pop()
    return (*found, "")


def _slots(line: str, paper: Paper) -> str:
    """Return *line* with the title, the address, the number and the organisations as slots."""
    braces = line.replace("{", "\1").replace("}", "\2")

    def link(match: re.Match[str]) -> str:
        if identify(match["url"]) != paper.id and match["url"] != paper.url:
            return match[0]
        words = match["text"]
        is_title = _folded(paper.title) in _folded(words)
        return f"[{'{title}' if is_title else words}]({{url}})"

    def bare(match: re.Match[str]) -> str:
        known = identify(match["url"].rstrip(".,")) == paper.id
        return f"{match['open']}{{url}}{match['close']}" if known else match[0]

    text = _BARE.sub(bare, _LINK.sub(link, braces))
    if "{title}" not in text:
        whole = f"{paper.title}: {paper.subtitle}" if paper.subtitle else paper.title
        text = text.replace(whole, "{title}", 1) if whole in text else text.replace(
            paper.title, "{title}", 1
        )  # fmt: skip
    if paper.orgs:
        text = _CODES.sub(
            lambda match: "{orgs}" if any(org in match[0] for org in paper.orgs) else match[0], text
        )
    elif "{title}" in text and _HEADING.match(text):
        text = f"{text.rstrip()} {{orgs}}" if not _CODES.search(text) else text
    if paper.number:
        text = re.sub(
            rf"^(#*\s*[\[(#]?){re.escape(paper.number)}(?=\D)", r"\1{number}", text, count=1
        )
    return text


def _fact_line(line: str, paper: Paper) -> str | None:
    """Return a line of facts as a template; empty to leave it out; None if it is no such line."""
    slotted = _slots(line, paper)
    if "{url}" in slotted:
        return slotted if len(_LINK.sub("", slotted).split()) < 8 else None
    label = _LABEL.match(slotted)
    kind = label_kind(label["label"].strip()) if label else ""
    if label and kind:
        if "{title}" in label["value"]:
            return slotted
        return f"{label['before']}{label['label']}{label['after']}{{fact:{kind}}}"
    return slotted if "{title}" in slotted else None


def _same(first: str, second: str) -> bool:
    return bool(second) and _folded(first) == _folded(second)


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _common_headings(parts: Sequence[Sequence[str]]) -> set[str]:
    """Return the headings that stand in every one of *parts*, if there are several."""
    if len(parts) < 2:
        return set()
    headings = [
        {match["text"].strip() for line in part[1:] if (match := _HEADING.match(line))}
        for part in parts
    ]
    return set.intersection(*headings)


def _skeleton(parts: Sequence[Sequence[str]], review: Sequence[str]) -> tuple[str, ...]:
    """Return the headings of every review, in the order of the first, with a place below each."""
    wanted = _common_headings(parts)
    found: list[str] = []
    for line in parts[0][1:]:
        match = _HEADING.match(line)
        if match and match["text"].strip() in wanted and line not in review:
            found += [line.rstrip(), "", ""]
    return tuple(found)


def _skeleton_of_posts(
    part: Sequence[str], review: Sequence[str], paper: Paper, before: SourcePost | None
) -> tuple[str, ...]:
    """Return the headings that the post before has as well, and what names the paper below."""
    if before is None:
        return ()
    texts = (
        match["text"].strip() for line in before.text.split("\n") if (match := _HEADING.match(line))
    )
    wanted = set(texts)
    found: list[str] = []
    is_below = False
    for line in part:
        match = _HEADING.match(line)
        if match:
            is_below = match["text"].strip() in wanted and line not in review
            found += [line.rstrip(), "", ""] if is_below else []
        elif is_below and "{url}" in (slotted := _slots(line, paper)) and slotted not in review:
            found[-1:] = [slotted, ""]
    return tuple(found)


# -- a post ----------------------------------------------------------------------------------------


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
    url = canonical_url(subject.id)
    if dialect.url and subject.id.scheme == "arxiv":
        url = dialect.url.replace("{id}", subject.id.value)
    has_subtitle = any("{subtitle}" in line for line in dialect.review)
    whole = f"{subject.title}: {subject.subtitle}" if subject.subtitle else subject.title
    values = {
        "{number}": str(number),
        "{title}": _escaped(subject.title if has_subtitle else whole),
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
        match = _HEADING.match(line)
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
