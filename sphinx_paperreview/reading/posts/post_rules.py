"""Which documents are posts, decided over all of them before any is read.

A document is one by a pattern of ``paperreview_posts``, or as an MDX file whose name is a date.
In a project that leaves that setting alone and does not set up MyST itself, so is a Markdown file
with a date of its own in a folder of posts: one with a name that people give to such folders, or
one in which most documents have a date. What stands in a toctree has its place already.

The index file of a folder (``name/index.md``) stands for the folder.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx.util.matching import patfilter, patmatch

from sphinx_paperreview.core.files.filenames import is_index, stem_of
from sphinx_paperreview.core.files.globs import PatternLimit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

#: Names of folders of posts: their last word, in the singular and without case.
_POST_WORDS = frozenset({
    "post", "blog", "article", "entry", "essay", "journal", "diary", "devlog", "log", "paper",
    "review", "reading", "summary", "note", "digest", "daily", "weekly", "monthly", "newsletter",
    "news", "til", "seminar", "journalclub",
    "글", "노트", "일지", "일기", "데일리", "주간", "스터디", "세미나", "포스트",
    "文章", "日记", "日报", "周报", "阅读", "記事", "日記", "日報", "週報", "メモ",
})  # fmt: skip
#: Words that need not stand apart from others.
_POST_SYLLABLES = ("논문", "리뷰", "블로그", "论文", "笔记", "博客", "論文", "ブログ")
#: Names of folders of dated documents that are no posts.
_OTHER_WORDS = frozenset({
    "change", "changelog", "release", "releasenote", "whatsnew", "minute", "meeting",
    "meetingnote", "template", "example", "test", "fixture", "attachment", "asset",
})  # fmt: skip
#: Names of folders in which a date in the metadata says nothing.
_DOCUMENTATION = frozenset({
    "doc", "documentation", "guide", "manual", "api", "reference", "tutorial", "howto", "wiki",
    "book",
})  # fmt: skip
#: Why a document in a folder of posts is none.
NO_DATE = (
    "it is in a folder of posts and has no date; name the file 2025-11-14-name, or write `date: "
    "2025-11-14` into its front matter"
)
#: Why a document whose name is a date is none: where folders are looked at, and where they are not.
NO_FOLDER = (
    "its name has a date, but it is in no folder of posts; add a pattern to paperreview_posts if "
    "it is one"
)
NO_PATTERN = (
    "its name has a date, but no pattern of paperreview_posts matches it, and only those count "
    "where that is set or conf.py names a parser for Markdown; add a pattern if it is one"
)
#: Most words in the name of such a folder; more are a title.
_LONGEST = 4
_NUMBER = re.compile(r"(?<![0-9])[0-9]++[\s_.-]+(?=.)")
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_a-zA-Z]+|[0-9]+")
#: Names of documents that say something about a site and are no posts, wherever they are.
_ABOUT_SITE = frozenset({
    "index", "readme", "_index", "about", "contributing", "license", "licence", "changelog",
    "security", "code_of_conduct", "archive", "archives", "tags", "categories", "search", "404",
    "todo", "template", "contact", "links", "cv", "resume", "home", "roadmap",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of one document before it is read."""

    docname: str
    #: Whether it is an MDX file, and whether it is of MDX or Markdown at all.
    is_mdx: bool
    is_markdown: bool
    #: Whether a folder or a file in its path has a date.
    is_dated_by_name: bool
    #: Whether its metadata has one, or its heading is one.
    has_date: bool
    #: Whether its heading has a date among other words.
    has_date_in_heading: bool
    #: Documents in its toctrees: names, and patterns of them.
    toctree: tuple[str, ...] = ()
    #: Whether a directive makes it a post, whatever its name is.
    has_directive: bool = False
    #: Whether a parser of the project reads it, and none of ours.
    is_hosts: bool = False

    @property
    def is_dated(self) -> bool:
        """Whether its name or its metadata has a date."""
        return self.is_dated_by_name or self.has_date


@dataclass(frozen=True, slots=True)
class PostRules:
    """What a project says about which documents are posts."""

    patterns: Sequence[str]
    #: Whether folders of posts are recognised besides the patterns.
    finds_folders: bool
    #: Whether documents that the project's own parsers read need a date to be posts: the project
    #: has another theme than ours, and has named no patterns.
    asks_hosts_for_dates: bool = False
    #: Whether such documents are no posts by a pattern at all: another extension has posts.
    leaves_hosts: bool = False

    def leave(self, source: Source) -> bool:
        """Return whether a document that fits a pattern is the project's all the same."""
        if not source.is_hosts:
            return False
        is_dated = source.is_dated or source.has_date_in_heading
        return self.leaves_hosts or (self.asks_hosts_for_dates and not is_dated)


@dataclass(frozen=True, slots=True)
class Posts:
    """The posts of a project, by their docnames."""

    names: frozenset[str] = frozenset()
    #: Those without a date, each with the number of posts that it speaks for: where most have none,
    #: the first one speaks for all of its pattern, and the others for none.
    undated: Mapping[str, int] = field(default_factory=dict)
    #: Why documents that look like posts are none.
    nearly: Mapping[str, str] = field(default_factory=dict)
    #: Documents that a directive makes posts, wherever they are.
    given: frozenset[str] = frozenset()

    #: The pattern of each of :attr:`names`.
    patterns: Mapping[str, str] = field(default_factory=dict)

    @property
    def folders(self) -> frozenset[str]:
        """The folders with posts."""
        return frozenset(posixpath.dirname(docname) for docname in self.names | self.given)

    def among(self, docnames: AbstractSet[str]) -> Posts:
        """Return what is said here of *docnames*, and of no other document."""
        patterns = {name: self.patterns[name] for name in self.patterns if name in docnames}
        undated = [name for name in self.undated if name in docnames]
        return Posts(
            self.names & docnames,
            _speakers(undated, patterns),
            {name: reason for name, reason in self.nearly.items() if name in docnames},
            self.given & docnames,
            patterns,
        )

    @property
    def silent(self) -> Iterator[str]:
        """The documents without a date for which another one speaks."""
        return (name for name, number in self.undated.items() if number == 0)


def find_posts(sources: Iterable[Source], rules: PostRules) -> Posts:
    """Return the posts among all documents of a project, in time linear in their number."""
    known = {source.docname: source for source in sources}
    given = {name for name, source in known.items() if source.has_directive}
    if not rules.patterns:
        return Posts(given=frozenset(given))
    named = {name for name in known if matches(name, rules.patterns)}
    posts = {
        name
        for name, source in known.items()
        if is_among(source, rules.patterns, in_pattern=name in named)
        and _can_be_post(source)
        and not rules.leave(source)
    }
    folders = _FoldersOfPosts(known.values()) if rules.finds_folders else None
    in_toctrees = _in_toctrees(known) if folders or len(posts) < len(known) else frozenset()
    nearly: dict[str, str] = {}
    for name, source in known.items():
        if name in posts or name in in_toctrees or name in given:
            continue
        if not source.is_markdown or _is_special(name):
            continue
        in_folder = folders is not None and folders.holds(source)
        if source.is_dated and in_folder and _can_be_post(source):
            posts.add(name)
        elif source.is_dated_by_name:
            nearly[name] = NO_PATTERN if folders is None else NO_FOLDER
        elif in_folder and not source.is_dated and _is_name_of_post(name):
            nearly[name] = NO_DATE
    undated = [
        name for name in sorted(posts)
        if not known[name].is_dated and not known[name].has_date_in_heading
    ]  # fmt: skip
    patterns = {name: _pattern_of(name, rules.patterns) for name in posts} if undated else {}
    return Posts(frozenset(posts), _speakers(undated, patterns), nearly, frozenset(given), patterns)


def may_be_post(docname: str, rules: PostRules) -> bool:
    """Return whether *docname* alone allows a document to be a post."""
    return matches(docname, rules.patterns) or (
        rules.finds_folders
        and any(_kind_of(folder) == "posts" for folder in docname.split("/")[:-1])
    )


def matches(docname: str, patterns: Sequence[str]) -> bool:
    """Return whether *docname* fits one of *patterns*."""
    return any(patmatch(docname, pattern) for pattern in patterns)


def is_among(source: Source, patterns: Sequence[str], *, in_pattern: bool | None = None) -> bool:
    """Return whether a document is where posts are by a pattern, or is an MDX file with a date.

    So a reviewer's folder of posts can be a source folder without changes.
    """
    if in_pattern is None:
        in_pattern = matches(source.docname, patterns)
    return in_pattern or (bool(patterns) and source.is_mdx and source.is_dated_by_name)


def _is_special(docname: str) -> bool:
    """Return whether *docname*, or a folder it is in, begins with ``_`` and not for posts."""
    *folders, name = docname.split("/")
    return name.startswith("_") or any(
        folder.startswith("_") and _kind_of(folder) != "posts" for folder in folders
    )


def _can_be_post(source: Source) -> bool:
    """Return whether a document is no partial, and no index file that only lists others."""
    return not _is_special(source.docname) and (source.is_dated or not is_index(source.docname))


def _is_name_of_post(docname: str) -> bool:
    return not is_index(docname) and docname.rpartition("/")[2].lower() not in _ABOUT_SITE


def _kind_of(folder: str) -> str:
    """Return what the name *folder* says of what is in it: ``posts``, ``other``, ``docs`` or none.

    ``AI-Paper-Reviews``, ``PaperReview`` and ``02_papers`` are names of folders of posts.
    """
    parts = [_singular(part.lower()) for part in _PART.findall(_NUMBER.sub("", folder, count=1))]
    if not parts or len(parts) > _LONGEST:
        return ""
    words = {"".join(parts), parts[-1]}
    if words & _OTHER_WORDS:
        return "other"
    if words & _POST_WORDS or any(word in folder for word in _POST_SYLLABLES):
        return "posts"
    return "docs" if words & _DOCUMENTATION else ""


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word.removesuffix('ies')}y"
    return word.removesuffix("s") if word != "news" else word


class _FoldersOfPosts:
    """The folders whose dated documents are posts."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._kinds: dict[str, str] = {"": ""}
        self._documents: Counter[str] = Counter()
        self._by_name: Counter[str] = Counter()
        self._dated: Counter[str] = Counter()
        # Beside an index.rst, Markdown with dates may be anything of a project.
        self._root_is_markdown = True
        for source in sources:
            if not source.is_markdown and "/" not in source.docname:
                self._root_is_markdown = False
            if source.is_markdown and not _is_special(source.docname) and _counts(source):
                folder = _folder_of(source.docname)
                self._documents[folder] += 1
                self._by_name[folder] += source.is_dated_by_name
                self._dated[folder] += source.is_dated

    def holds(self, source: Source) -> bool:
        """Return whether a document of this path, if it has a date, is a post.

        A date in the metadata alone is no proof for a folder of one document.
        """
        folder = _folder_of(source.docname)
        kind = self._kind(folder)
        if kind in {"posts", "other"}:
            return kind == "posts"
        most, by_name, dated = (
            self._documents[folder] / 2, self._by_name[folder], self._dated[folder]
        )  # fmt: skip
        may_be = not kind and (bool(folder) or self._root_is_markdown)
        is_dated = may_be and dated > most and dated > 1
        return _counts(source) and (by_name > most or is_dated)

    def _kind(self, folder: str) -> str:
        """Return what the names in the path *folder* say: the lowest that has a kind decides."""
        if folder not in self._kinds:
            parent, _, name = folder.rpartition("/")
            self._kinds[folder] = _kind_of(name) or self._kind(parent)
        return self._kinds[folder]


def _counts(source: Source) -> bool:
    """Return whether a document says something about its siblings."""
    return source.is_dated_by_name or (
        stem_of(source.docname).lower() not in _ABOUT_SITE
        and (source.is_dated or not is_index(source.docname))
    )


def _folder_of(docname: str) -> str:
    """Return the folder of a document; of an index file, the folder of its folder."""
    folder = posixpath.dirname(docname)
    return posixpath.dirname(folder) if is_index(docname) else folder


def _in_toctrees(sources: Mapping[str, Source]) -> frozenset[str]:
    """Return the documents that stand in a toctree of another.

    One with patterns that take time without end has no toctree: a post may not have them.
    """
    found: set[str] = set()
    for docname, source in sources.items():
        folder = posixpath.dirname(docname)
        if source.toctree and PatternLimit().problem(source.toctree):
            continue
        for entry in source.toctree:
            path = entry[1:] if entry.startswith("/") else posixpath.join(folder, entry)
            path = posixpath.normpath(path)
            found |= set(patfilter(sources, path)) if re.search(r"[*?\[]", path) else {path}
    return frozenset(found)


def _speakers(undated: Sequence[str], patterns: Mapping[str, str]) -> dict[str, int]:
    """Return, for each document without a date, the number of documents that it speaks for.

    :param patterns: the pattern of each post
    """
    found = dict.fromkeys(undated, 1)
    if len(undated) < 2:
        return found
    totals = Counter(patterns.values())
    groups: dict[str, list[str]] = defaultdict(list)
    for name in undated:
        groups[patterns[name]].append(name)
    for pattern, names in groups.items():
        if len(names) * 2 > totals[pattern] and len(names) > 1:
            found |= {**dict.fromkeys(names, 0), names[0]: len(names)}
    return found


def _pattern_of(docname: str, patterns: Sequence[str]) -> str:
    return next((pattern for pattern in patterns if patmatch(docname, pattern)), "")
