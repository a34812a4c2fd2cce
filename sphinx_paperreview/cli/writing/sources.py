"""Where papers are taken from: web services, a reference manager, a file of references.

Each source gives papers with their titles, in its own order. Only what is asked for is requested,
once for each call; nothing is sent but the question.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from sphinx_paperreview.cli.fetch.arxiv import read_feed
from sphinx_paperreview.cli.fetch.client import Answer, Client, ServiceError, is_offline
from sphinx_paperreview.core.files.digests import text_digest
from sphinx_paperreview.core.files.lockfile import checked_metadata
from sphinx_paperreview.core.files.store import write_atomic
from sphinx_paperreview.core.papers.identifiers import identify, identify_url
from sphinx_paperreview.core.text import one_line
from sphinx_paperreview.reading.bibfile import read_entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sphinx_paperreview.core.model import Metadata, PaperId

    _Reader = Callable[["_Cached", str, str, dt.date], Iterator["Offer | str"]]

#: Most papers of one source, and the seconds for which its answer is kept.
MOST, _KEPT = 100, 3600
#: Types of items in Zotero that belong to another item or stand for none.
_NO_PAPERS = frozenset({"attachment", "note", "annotation"})
#: Tags in titles: https://www.zotero.org/support/kb/rich_text_bibliography
_RICH_TEXT = re.compile(r"</?(?:i|b|sub|sup)>|<span (?:style|class)=[^<>]*>|</span>")
_ARXIV = re.compile(r"arxiv\s*:\s*(\S+)", re.IGNORECASE)


class SourceError(Exception):
    """A source cannot be used; the text says why and what to write."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper of a source."""

    id: PaperId
    about: Metadata
    orgs: tuple[str, ...] = ()
    #: A few words beside its title, such as the number of votes.
    note: str = ""


@dataclass(frozen=True, slots=True)
class Offers:
    """What a source has."""

    papers: tuple[Offer, ...]
    #: Titles of what has neither an identifier nor an address.
    nameless: tuple[str, ...] = ()


class _Cached:
    """Asks a service, or takes its answer of less than an hour ago.

    So the numbers of a list mean the same papers when they are picked afterwards.

    :param folder: where answers are kept
    :param label: name of the service
    """

    def __init__(self, client: Client, folder: Path, label: str) -> None:
        self._client = client
        self._folder = folder
        self._label = label

    def get(self, url: str, params: Mapping[str, str | int]) -> Answer:
        """Return the answer at *url* with the query *params*."""
        path = (
            self._folder / f"{text_digest(f'{url}?{urlencode(sorted(params.items()))}', 32)}.json"
        )
        try:
            if time.time() - path.stat().st_mtime < _KEPT:
                return Answer(200, path.read_bytes())
        except OSError:
            pass
        if is_offline([url]):
            start = "start it" if self._label == "Zotero" else "is there a network?"
            raise ServiceError(f"cannot be reached; {start}")
        answer = self._client.get(url, params)
        if answer.status == 200:
            # A folder that cannot be written is no reason not to go on.
            with contextlib.suppress(OSError):
                write_atomic(path, answer.body)
        return answer


def papers_of(
    source: str, day: dt.date, *, cache: Path, timeout: float, mailto: str = ""
) -> Offers:
    """Return the papers of *source*, each once, and what else it has.

    :param source: ``hf`` (the daily papers of *day*), ``hf:2025-11-14``, ``arxiv:cs.CL``,
        ``openreview:ICLR.cc/2026/Conference``, ``zotero``, ``zotero:COLLECTION``, or the path of a
        ``.bib`` file
    :param cache: folder for answers, which are kept for an hour
    :param timeout: seconds to wait for a service
    :raises SourceError: for anything else, and where a source gives no usable answer
    """
    if source.lower().endswith((".bib", ".bibtex")):
        found = list(_bib(Path(source).expanduser()))
    else:
        name, _, what = source.partition(":")
        reader = _READERS.get(name.lower())
        if reader is None:
            raise SourceError(
                f"there is no source {source!r}; write hf, arxiv:cs.CL, "
                "openreview:VENUE, zotero, or the path of a .bib file"
            )
        label, default, read = reader
        variable = f"PAPERREVIEW_{label.upper().replace(' ', '')}_URL"
        url = (os.environ.get(variable) or default).rstrip("/")
        try:
            with Client(pause=3.0, timeout=timeout, mailto=mailto) as client:
                found = list(read(_Cached(client, cache, label), url, what.strip(), day))
        except ServiceError as error:
            raise SourceError(f"{label} {str(error).strip()}") from error
    papers = once(each for each in found if isinstance(each, Offer))
    nameless = tuple(each for each in found if isinstance(each, str))
    return Offers(tuple(papers[:MOST]), nameless)


def once(offers: Iterable[Offer]) -> list[Offer]:
    """Return *offers* without those of a paper that is among them before."""
    found: dict[str, Offer] = {}
    for offer in offers:
        found.setdefault(offer.id.key, offer)
    return list(found.values())


def _bib(path: Path) -> Iterator[Offer | str]:
    """Yield the papers of a file of references; of an entry that names none, its title or key."""
    if not path.is_file():
        raise SourceError(f"there is no file {path}")
    for paper, about in read_entries(path, path.name):
        yield Offer(paper, about) if paper is not None else about.title or about.citekey


def _json(client: _Cached, url: str, params: Mapping[str, str | int]) -> Any:
    answer = client.get(url, params)
    if answer.status != 200:
        raise ServiceError(f"answers {answer.status}")
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise ServiceError("answers with something that is not JSON") from error


def _items(value: object) -> Iterator[dict[str, Any]]:
    yield from (item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()


def _at(value: object, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _text(value: object) -> str:
    return one_line(value) if isinstance(value, str) else ""


def _daily(client: _Cached, url: str, what: str, day: dt.date) -> Iterator[Offer]:
    """Yield the daily papers of Hugging Face, in their order.

    Source: https://huggingface.co/docs/hub/api#get-apidailypapers
    """
    if what:
        try:
            day = dt.date.fromisoformat(what)
        except ValueError as error:
            raise SourceError(f"{what!r} is not a date such as 2025-11-14") from error
    found = _json(client, f"{url}/api/daily_papers", {"date": day.isoformat(), "limit": MOST})
    for item in _items(found):
        paper = item.get("paper")
        identifier = identify(f"arxiv:{_text(_at(paper, 'id'))}")
        title = _text(_at(paper, "title")) or _text(item.get("title"))
        if identifier is None or not title:
            continue
        about = checked_metadata({
            "title": title,
            "authors": [_text(each.get("name")) for each in _items(_at(paper, "authors"))],
            "code": _at(paper, "githubRepo"), "project": _at(paper, "projectPage"),
        })  # fmt: skip
        org = _at(item, "organization") or _at(paper, "organization")
        name = _text(_at(org, "fullname")) or _text(_at(org, "name"))
        votes = _at(paper, "upvotes")
        note = f"{votes} votes" if isinstance(votes, int) and votes != 1 else ""
        yield Offer(identifier, about, (name,) if name else (), note)


def _listing(client: _Cached, url: str, what: str, _day: dt.date) -> Iterator[Offer]:
    """Yield the newest papers of a subject class of arXiv."""
    if not re.fullmatch(r"[a-z][a-z-]{1,20}(?:\.[A-Za-z-]{2,20})?", what):
        raise SourceError(f"arxiv:{what} names no subject class; write arxiv:cs.CL")
    params: dict[str, str | int] = {
        "search_query": f"cat:{what}", "sortBy": "submittedDate", "sortOrder": "descending",
        "max_results": MOST,
    }  # fmt: skip
    answer = client.get(url, params)
    if answer.status != 200:
        raise ServiceError(f"answers {answer.status}")
    for key, about in read_feed(answer.body):
        if (identifier := identify(key)) is not None:
            yield Offer(identifier, about, note=about.published)


def _venue(client: _Cached, url: str, what: str, _day: dt.date) -> Iterator[Offer]:
    """Yield the papers that a venue of OpenReview has accepted.

    Source: https://docs.openreview.net/reference/api-v2
    """
    if not what:
        raise SourceError(
            "write the venue as OpenReview has it: openreview:ICLR.cc/2026/Conference"
        )
    found = _json(client, f"{url}/notes", {"content.venueid": what, "limit": MOST})
    for note in _items(_at(found, "notes")):
        content = note.get("content")
        identifier = identify(f"openreview:{_text(note.get('forum')) or _text(note.get('id'))}")
        title = _text(_at(content, "title", "value"))
        authors = _at(content, "authors", "value")
        if identifier is not None and title:
            about = checked_metadata({
                "title": title,
                "authors": [_text(name) for name in authors] if isinstance(authors, list) else [],
                "venue": _text(_at(content, "venue", "value")),
            })  # fmt: skip
            yield Offer(identifier, about)


def _zotero(client: _Cached, url: str, what: str, _day: dt.date) -> Iterator[Offer | str]:
    """Yield the newest items of a library in Zotero, which answers on this machine alone.

    Of an item that names no paper, the title is yielded.

    Source: https://www.zotero.org/support/dev/web_api/v3/basics; the local interface is switched on
    under Settings > Advanced.
    """
    if what and not re.fullmatch(r"[A-Z0-9]{8}", what):
        raise SourceError(f"{what!r} is not the key of a collection, as ABCD2345")
    folder = f"/collections/{what}" if what else ""
    params: dict[str, str | int] = {
        "format": "json",
        "limit": MOST,
        "sort": "dateAdded",
        "direction": "desc",
    }
    try:
        found = _json(client, f"{url}/api/users/0{folder}/items/top", params)
    except ServiceError as error:
        if error.status == 403:
            raise ServiceError(
                "does not let other programs ask; allow it in its settings, under Advanced"
            ) from error
        raise
    for item in _items(found):
        data = item.get("data")
        title = _RICH_TEXT.sub("", _text(_at(data, "title")))
        if not title or _at(data, "itemType") in _NO_PAPERS:
            continue
        identifier = _zotero_paper(data)
        if identifier is None:
            yield title
            continue
        names = (
            " ".join(filter(None, (_text(each.get("firstName")), _text(each.get("lastName")))))
            or _text(each.get("name"))
            for each in _items(_at(data, "creators"))
            if each.get("creatorType") in {"author", None}
        )
        about = checked_metadata({
            "title": title, "authors": list(names),
            "venue": _text(_at(data, "publicationTitle")) or _text(_at(data, "proceedingsTitle")),
        })  # fmt: skip
        yield Offer(identifier, about, note=_text(_at(data, "dateAdded"))[:10])


def _zotero_paper(data: object) -> PaperId | None:
    """Return the paper of an item: by its arXiv number, its address, else its DOI."""
    noted = _ARXIV.search(f"{_text(_at(data, 'archiveID'))} {_text(_at(data, 'extra'))}")
    candidates = (
        f"arxiv:{noted[1]}" if noted else "", _text(_at(data, "url")),
        f"doi:{_text(_at(data, 'DOI'))}",
    )  # fmt: skip
    found = (identify(text) for text in candidates if text not in {"", "doi:"})
    known = next((each for each in found if each is not None), None)
    return known or identify_url(_text(_at(data, "url")))


_READERS: Mapping[str, tuple[str, str, _Reader]] = {
    "hf": ("Hugging Face", "https://huggingface.co", _daily),
    "arxiv": ("arXiv", "https://export.arxiv.org/api/query", _listing),
    "openreview": ("OpenReview", "https://api2.openreview.net", _venue),
    "zotero": ("Zotero", "http://127.0.0.1:23119", _zotero),
}
