"""``papers.federation.json``: what other archives review, committed by the author.

Only ``paperreview fetch --federation`` writes it, from the ``papers.json`` of the archives that
``paperreview_federation`` names, so a build needs no network. The file is JSON: ``{"version": 1,
"archives": {name: archive}}``. Nobody vouches for another archive, so a snapshot is checked each
time it is read: texts are put on one line and cut, and an address must be one of the web.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from sphinx_paperreview.core.files.committed import read_table, write_table
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.text import one_line
from sphinx_paperreview.core.urls import clean_address, is_web

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

#: Version of the file format, and of the ``papers.json`` that is understood.
_VERSION = 1
#: Most characters of a text and of an address, and most items of a list.
_LONGEST, _LONGEST_ADDRESS, _MOST = 500, 2_000, 20
#: Most papers of an archive.
MOST_PAPERS = 100_000

_WAY_OUT = "delete it and run `paperreview fetch --federation`"


class FederationError(ValueError):
    """A file of another archive cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class OtherReview:
    """A review in another archive."""

    url: str
    #: Its day, ``2025-11-14``; empty if it is not known.
    date: str = ""


@dataclass(frozen=True, slots=True)
class OtherPaper:
    """A paper as another archive has it."""

    title: str
    reviews: tuple[OtherReview, ...]
    #: The address of its page there; empty if it has none.
    page: str = ""
    summary: str = ""
    orgs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """Return the address of its page, or of its newest review."""
        return self.page or self.reviews[0].url


@dataclass(frozen=True, slots=True)
class OtherArchive:
    """What is known of another archive."""

    #: Its address, which ends in a slash.
    url: str
    title: str = ""
    #: Its papers by key.
    papers: dict[str, OtherPaper] = field(default_factory=dict)


def read_snapshot(path: Path) -> dict[str, OtherArchive]:
    """Return the archives in the file at *path* by name; none if the file does not exist.

    Malformed papers and values are left out. Raise :exc:`.CommittedFileError` if the file cannot
    be read, is not such a file, or has another version.
    """
    found: dict[str, OtherArchive] = {}
    for name, value in read_table(path, "archives", _VERSION, _WAY_OUT).items():
        if not isinstance(value, dict) or not isinstance(value.get("papers"), dict):
            continue
        url = _address(value.get("url"), "")
        pairs = ((key, item) for key, item in value["papers"].items() if isinstance(item, dict))
        if url:
            papers = _papers(pairs, url)
            found[one_line(name)] = OtherArchive(url, _text(value.get("title")), papers)
    return found


def write_snapshot(path: Path, archives: Mapping[str, OtherArchive]) -> bool:
    """Write *archives* to *path* in one step, sorted; equal archives give equal bytes.

    :return: whether the file has changed; it is not written if it would not change
    """
    data: dict[str, Any] = {}
    for name in sorted(archives):
        archive = archives[name]
        papers = {key: _known(asdict(archive.papers[key])) for key in sorted(archive.papers)}
        data[name] = _known({"url": archive.url, "title": archive.title}) | {"papers": papers}
    return write_table(path, "archives", _VERSION, data)


def folder_address(address: str) -> str:
    """Return the *address* of an archive with a slash at its end, without ``index.html``."""
    bare = address.strip().partition("#")[0].partition("?")[0].removesuffix("index.html")
    return bare.rstrip("/") + "/"


def year_files(data: object, base: str) -> list[str]:
    """Return the addresses of the files that the ``papers.json`` *data* names; often none.

    Only addresses below the archive *base* are returned: no other server is asked.
    """
    years = data.get("years") if isinstance(data, dict) else None
    found = [
        _address(year.get("url"), base)
        for year in (years if isinstance(years, list) else ())
        if isinstance(year, dict)
    ]
    return [url for url in found if url.startswith(base)]


def archive_of(parts: Sequence[object], base: str) -> OtherArchive:
    """Return the archive at *base* from its ``papers.json``, or from the files of its years.

    Relative addresses are those of *base*. Raise :exc:`FederationError` if one of *parts* is no
    such file.

    :param parts: the files, as JSON was parsed
    """
    title = ""
    papers: dict[str, OtherPaper] = {}
    for data in parts:
        if not isinstance(data, dict) or not isinstance(data.get("papers"), list):
            raise FederationError('it has no list "papers"')
        if data.get("version") != _VERSION:
            raise FederationError(
                f"its version is {data.get('version')!r}, this release reads {_VERSION}"
            )
        site = data.get("site")
        title = title or _text(site.get("title") if isinstance(site, dict) else "")
        items = (item for item in data["papers"] if isinstance(item, dict))
        papers |= _papers(((item.get("key"), _reduced(item)) for item in items), base)
    return OtherArchive(base, title, papers)


def _reduced(item: dict[str, Any]) -> dict[str, Any]:
    """Return a paper of ``papers.json`` in the form of the snapshot."""
    terms = item.get("terms")
    names: dict[object, list[object]] = {"org": [], "tag": []}
    for term in terms if isinstance(terms, list) else ():
        if isinstance(term, dict) and term.get("kind") in ("org", "tag"):
            names[term["kind"]].append(term.get("label"))
    reviews = item.get("reviews")
    newest = reviews[0] if isinstance(reviews, list) and reviews else None
    summary = item.get("tldr") or (newest.get("summary") if isinstance(newest, dict) else "")
    return item | {"orgs": names["org"], "tags": names["tag"], "summary": summary}


def _papers(pairs: Iterator[tuple[Any, dict[str, Any]]], base: str) -> dict[str, OtherPaper]:
    found: dict[str, OtherPaper] = {}
    for key, value in pairs:
        identifier = identifiers.identify(key) if isinstance(key, str) else None
        paper = _paper(value, base)
        if paper is not None and identifier is not None:
            found[identifier.key] = paper
        if len(found) == MOST_PAPERS:
            break
    return found


def _paper(value: dict[str, Any], base: str) -> OtherPaper | None:
    reviews = value.get("reviews")
    found = [
        OtherReview(url, _text(review.get("date"))[:10])
        for review in (reviews[:_MOST] if isinstance(reviews, list) else ())
        if isinstance(review, dict) and (url := _address(review.get("url"), base))
    ]
    title = _text(value.get("title"))
    if not found or not title:
        return None
    return OtherPaper(
        title,
        tuple(found),
        _address(value.get("page"), base),
        _text(value.get("summary")),
        _texts(value.get("orgs")),
        _texts(value.get("tags")),
    )


def _text(value: object) -> str:
    return one_line(value)[:_LONGEST] if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    items = value[:_MOST] if isinstance(value, list) else ()
    return tuple(dict.fromkeys(text for text in map(_text, items) if text))


def _address(value: object, base: str) -> str:
    """Return *value* as a web address, relative to *base*; empty if it is none."""
    if not isinstance(value, str) or len(value) > _LONGEST_ADDRESS:
        return ""
    try:
        # An archive that does not know its own address writes that of its root as a slash.
        at_root = value.startswith("/") and not value.startswith("//")
        whole = base + value.lstrip("/") if at_root else urljoin(base, value)
    except ValueError:
        return ""
    found = clean_address(whole)
    return found if found is not None and is_web(found) else ""


def _known(values: dict[str, Any]) -> dict[str, Any]:
    """Return *values* without those that are empty, also in the dictionaries of a list."""
    return {
        key: [_known(item) if isinstance(item, dict) else item for item in value]
        if isinstance(value, (list, tuple))
        else value
        for key, value in values.items()
        if value
    }
