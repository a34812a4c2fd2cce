"""How an author writes posts, learned from the newest one.

A review is a section. Its first lines name the paper; they become a template, in which what is
about the paper (number, title, address, organisations, labelled facts) is replaced. Headings that
stand in every review of the post become its skeleton.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_paperreview.core.metadata import frontmatter
from sphinx_paperreview.core.papers.identifiers import identify
from sphinx_paperreview.reading.papers.facts.labels import label_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_paperreview.cli.writing.sources_of_site import SourcePost
    from sphinx_paperreview.core.model import Paper

_LINK = re.compile(
    r"(?<!!)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*+\])*+)\]"
    r"\((?P<url>[^()\s]*+(?:\([^()\s]*+\))?+[^()\s]*+)\)"
)
_BARE = re.compile(r"(?P<open><?)(?P<url>https?://[^\s<>()\"'`\]]+)(?P<close>>?)")
#: A heading; the marks that may close it are not in its text.
HEADING = re.compile(
    r"(?P<marks>#{1,6})[ \t]++(?P<text>(?:[^ \t#\n]++|[ \t]++(?!#*+$)|#++(?!$))*+)[ \t]*+#*+$"
)
_LABEL = re.compile(
    r"(?P<before>[-*+>\s]*(?:\*\*|__)?)(?P<label>[^\W\d_][^:：*_|\n]{0,28}?)"
    r"(?P<after>(?:\*\*|__)?\s*[:：](?:\*\*|__)?\s*)(?P<value>.*)"
)
_CODES = re.compile(r"`[^`\n]+`(?:[ ,·/]*`[^`\n]+`)*")
_TRUNCATE = re.compile(r"\s*(?:<!--\s*(?:truncate|more)\s*-->|\{/\*\s*truncate\s*\*/\})\s*$")


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
        match = HEADING.match(line)
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
        heading = HEADING.match(line)
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
    elif "{title}" in text and HEADING.match(text):
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
        {match["text"].strip() for line in part[1:] if (match := HEADING.match(line))}
        for part in parts
    ]
    return set.intersection(*headings)


def _skeleton(parts: Sequence[Sequence[str]], review: Sequence[str]) -> tuple[str, ...]:
    """Return the headings of every review, in the order of the first, with a place below each."""
    wanted = _common_headings(parts)
    found: list[str] = []
    for line in parts[0][1:]:
        match = HEADING.match(line)
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
        match["text"].strip() for line in before.text.split("\n") if (match := HEADING.match(line))
    )
    wanted = set(texts)
    found: list[str] = []
    is_below = False
    for line in part:
        match = HEADING.match(line)
        if match:
            is_below = match["text"].strip() in wanted and line not in review
            found += [line.rstrip(), "", ""] if is_below else []
        elif is_below and "{url}" in (slotted := _slots(line, paper)) and slotted not in review:
            found[-1:] = [slotted, ""]
    return tuple(found)
