"""The posts of a site as files: found and dated without a build."""

from __future__ import annotations

import datetime as dt
import os
import posixpath
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview.core.metadata import dates, frontmatter
from sphinx_paperreview.core.papers.identifiers import identify
from sphinx_paperreview.reading.files.generators import generators_of, without_sources

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUFFIXES = (".md", ".mdx", ".markdown")
#: Addresses in a text, and code in one line.
_ADDRESS = re.compile(r"https?://[^\s<>()\"'`\]]+")
_CODE = re.compile(r"`([^`\n]{1,60})`")
_HEADING = re.compile(r"^#{1,6} .*$", re.M)
#: Largest file that is looked at, in characters.
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class SourcePost:
    """A dated file."""

    #: From the source folder, with ``/``.
    path: str
    #: Its lines end with a line feed.
    text: str
    day: dt.date
    #: How its lines end in the file.
    newline: str = "\n"

    @property
    def front(self) -> frontmatter.FrontMatter:
        """Its front matter."""
        return frontmatter.parse(self.text)

    @property
    def papers(self) -> frozenset[str]:
        """The keys of the papers that it has an address of."""
        found = (identify(address.rstrip(".,")) for address in _ADDRESS.findall(self.text))
        return frozenset(each.key for each in found if each is not None)


def find_posts(srcdir: Path) -> list[SourcePost]:
    """Return the dated files below *srcdir*, the newest first.

    A date is in the name, or in the front matter of a file that lies in a folder.
    """
    found = [post for path in _files(srcdir, "") if (post := _post(srcdir, path)) is not None]
    return sorted(found, key=lambda post: (post.day, post.path), reverse=True)


def _files(srcdir: Path, folder: str) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(srcdir / folder), key=lambda entry: entry.name)
    except OSError:
        return
    names = [entry.name for entry in entries]
    if ".buildinfo" in names:  # the output of a build
        return
    left_out = without_sources(names, generators_of(names))
    for entry in entries:
        path = posixpath.join(folder, entry.name)
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in {*left_out, "_build"} and not entry.name.startswith("."):
                yield from _files(srcdir, path)
        elif entry.name.lower().endswith(_SUFFIXES) and not entry.name.startswith(("_", ".")):
            yield path


def _post(srcdir: Path, path: str) -> SourcePost | None:
    try:
        if (srcdir / path).stat().st_size > _LARGEST:
            return None
        with (srcdir / path).open(encoding="utf-8-sig") as file:
            text = file.read()
            newline = "\r\n" if file.newlines == "\r\n" else "\n"
    except (OSError, UnicodeDecodeError):
        return None
    day = dates.date_from_name(path, dt.UTC)
    if day is None and "/" in path:
        try:
            day = dates.parse_date(frontmatter.parse(text).data.get("date"), dt.UTC)
        except ValueError:
            return None
    return SourcePost(path, text, day.date(), newline) if day is not None else None


def known_orgs(posts: list[SourcePost]) -> dict[str, str]:
    """Return the spelling of each organisation in the headings of *posts*, by its folded form.

    Of several spellings the most frequent counts.
    """
    counts = Counter(
        code
        for post in posts
        for heading in _HEADING.findall(post.text)
        for code in _CODE.findall(heading)
    )
    found: dict[str, str] = {}
    for code, _count in counts.most_common():
        found.setdefault(folded(code), code)
    return found


def folded(name: str) -> str:
    """Return *name* in a form in which spellings of an organisation do not differ."""
    return re.sub(r"[\W_]+", "", name).casefold()


def known_tags(srcdir: Path, posts: list[SourcePost]) -> set[str]:
    """Return the tags of *posts* and the keys of ``tags.yml`` nearest to the newest."""
    found: set[str] = set()
    for post in posts:
        tags = post.front.data.get("tags")
        found |= {tag for tag in tags if isinstance(tag, str)} if isinstance(tags, list) else set()
    folders = {posixpath.dirname(posts[0].path), ""} if posts else {""}
    for folder in folders:
        path = Path(srcdir, folder, "tags.yml")
        if path.is_file():
            data = frontmatter.parse(f"---\n{path.read_text(encoding='utf-8')}\n---\n").data
            found |= set(data)
    return found
