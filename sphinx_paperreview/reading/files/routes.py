"""The addresses of documents on the site that they were written for.

An author links to ``/blog/2025/02/02/name`` or to ``{% post_url … %}``, which Docusaurus, Jekyll,
Hugo, Hexo or Obsidian resolve. :class:`Routes` finds the document. It is made of docnames, of the
front matter of each document (:class:`~sphinx_paperreview.core.model.Route`) and of what the
generators' configuration says, once for all links, in time that is linear in the documents.
"""

from __future__ import annotations

import datetime as dt
import difflib
import posixpath
import re
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core import slugs
from sphinx_paperreview.core.metadata import dates
from sphinx_paperreview.core.metadata.values import Values
from sphinx_paperreview.core.model import Route
from sphinx_paperreview.core.site_addresses import (
    loose_key,
    route_key,
    without_numbers,
    without_templates,
)
from sphinx_paperreview.core.urls import names_host

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx_paperreview.reading.layouts.layout import Content, Layout

#: Longest address that a document may claim, and most aliases of one document.
MAX_LENGTH, MAX_ALIASES = 300, 50
#: Most parts at the end of a path by which a document is found.
MAX_TAIL = 6
#: Most names that an address without a document is compared with, and most such comparisons.
MAX_NAMES, MAX_SUGGESTIONS = 300, 200

#: How a document comes by an address; of two documents, the one with the lower number has it.
_OWN, _WRITTEN, _FORMER, _PATH = range(4)

#: The name of a post as Docusaurus parses it (``parseBlogFileName`` of its blog plugin).
DATED_NAME = re.compile(
    r"(?P<folder>.*)(?P<date>[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2})[-/]?(?P<text>.*?)(?:/index)?",
    re.DOTALL,
)
_PLACEHOLDER = re.compile(r":([a-z_]+)")
_FIRST_DATE = re.compile(r"^\d{4}[-_.]?\d{1,2}[-_.]?\d{1,2}[-_. ]*(?=.)")


def read_route(data: Mapping[str, Any], zone: dt.tzinfo) -> Route | None:
    """Return what the front matter *data* says about the address of its document; None: nothing.

    A value that cannot be used is ignored here, and reported where posts are read.
    """
    values = Values(data)
    day = ""
    if data.get("date"):
        try:
            day = dates.parse_date(data["date"], zone).date().isoformat()
        except ValueError:
            day = ""
    aliases = (*values.texts("aliases"), *values.texts("redirect_from"), *values.texts("alias"))
    route = Route(
        slug=_address(values.text("slug")),
        id=_address(values.text("id")),
        address=_address(values.text("permalink") or values.text("url")),
        aliases=tuple(filter(None, map(_address, aliases[:MAX_ALIASES]))),
        day=day,
        title=_address(values.text("title")),
        categories=tuple(map(_address, _categories(data, values)[:MAX_ALIASES])),
    )
    told = route.slug or route.id or route.address or route.aliases or route.day or route.categories
    return route if told else None


def _categories(data: Mapping[str, Any], values: Values) -> tuple[str, ...]:
    """Return the categories; a text under ``categories`` is one for each word, as in Jekyll."""
    written = data.get("categories")
    if isinstance(written, str) and "," not in written:
        return tuple(written.strip("[] ").split())
    return values.texts("categories", "category")


def _address(text: str) -> str:
    return text.strip() if len(text) <= MAX_LENGTH and not names_host(text) else ""


class Routes:
    """Finds the document that an address of another site generator means.

    :param documents: all docnames
    :param facts: what their front matter says
    :param layout: what the generators say
    :param home: the last part of the source folder's own path, under which a generator may serve it
    """

    def __init__(
        self, documents: Iterable[str], facts: Mapping[str, Route], layout: Layout, home: str = ""
    ) -> None:
        self._facts = facts
        self._layout = layout
        self._bases = (*layout.bases, home) if home else layout.bases
        self._known: dict[str, tuple[int, str]] = {}
        #: Documents by the end of their path; None where it is that of several.
        self._tails: dict[str, str | None] = {}
        self._routes: dict[str, str] = {}
        self._folders: dict[str, list[str]] = {}
        self._suggested = 0
        for docname in sorted(documents):
            self._add(docname)
        for old, new in layout.redirects:
            target = self._known.get(route_key(new))
            if target is not None:
                self._known.setdefault(route_key(old), (_FORMER, target[1]))

    def find(self, address: str, docname: str = "") -> str | None:
        """Return the document at *address*, which is written in the document *docname*, or None.

        *address* is a path, a route, a name, or a template that means one; a fragment and a query
        are ignored. To be asked where there is no document of that path. An address that no
        document has may be the end of the path of a single one.
        """
        return self.at(address, docname) or self.ending_in(address, docname)

    def at(self, address: str, docname: str = "") -> str | None:
        """Return the document that has *address*, as :meth:`find` but for ends of paths."""
        for key in dict.fromkeys(self._candidates(_path(address), docname)):
            for spelling in (key, without_numbers(key)):
                if found := self._known.get(spelling):
                    return found[1]
        return None

    def address_of(self, docname: str) -> str:
        """Return the address of *docname* on the site it was written for, without slashes around.

        It has no suffix; empty for the home page.
        """
        return self._routes.get(docname, docname)

    def ending_in(self, address: str, docname: str = "") -> str | None:
        """Return the only document whose path ends in *address*, in any case, or None.

        Obsidian and ``ref`` of Hugo find documents by their names; a path from the folder of its
        own document (``./x.md``) means this one file, in any case, as any path of a file does in
        Docusaurus.
        """
        path = _path(address)
        is_absolute = path.startswith("/")
        is_file = "Docusaurus" in self._layout.generators and _names_file(path)
        if path.startswith(("./", "../")) or (is_file and not is_absolute):
            key = loose_key(route_key(posixpath.join(posixpath.dirname(docname), path)))
            found = self._tails.get(key)
            return found if found and loose_key(route_key(found)) == key else None
        keys = [*self._candidates(path, docname)]
        keys += [] if is_absolute or not path else [route_key(path.lstrip("./"))]
        for key in dict.fromkeys(keys):
            if is_absolute and "/" not in key and not _names_file(path):
                continue  # `/about` is a page of the root; one of this name elsewhere is another
            for spelling in (key, without_numbers(key)):
                if found := self._tails.get(loose_key(spelling)):
                    return found
        return None

    def suggest(self, address: str, docname: str = "") -> str:
        """Return the document whose path is nearest to *address*; empty if none is near."""
        self._suggested += 1
        if self._suggested > MAX_SUGGESTIONS:
            return ""
        for key in self._candidates(_path(address), docname):
            folder, _, name = key.rpartition("/")
            names = self._folders.get(folder, [])[:MAX_NAMES]
            near = difflib.get_close_matches(name, names, n=1, cutoff=0.75)
            if near:
                return posixpath.join(folder, near[0])
        return ""

    def _candidates(self, path: str, docname: str) -> Iterator[str]:
        """Yield the keys that *path* may mean, the likeliest first; none for an empty path."""
        if not path:
            return
        folder = posixpath.dirname(docname)
        key = route_key(path)
        if not path.startswith("/"):
            yield route_key(posixpath.join(folder, path))
            route = self._routes.get(docname, docname)
            yield route_key(posixpath.join(posixpath.dirname(route), path))
            yield route_key(posixpath.join(route, path))
        yield key
        if path.startswith("/"):
            # The root of the site may be any folder above the document.
            for end in (at for at, sign in enumerate(folder + "/") if sign == "/"):
                yield route_key(folder[:end] + path)
        for base in self._bases:
            if key.startswith(f"{base}/"):
                yield key.removeprefix(f"{base}/")
        content = self._layout.content_of(docname)
        if content is not None and _names_file(path):
            # Docusaurus resolves paths of files from the folder of the content as well.
            yield route_key(posixpath.join(content.folder, path.lstrip("/")))
            yield route_key(posixpath.join(content.base, path.lstrip("/")))

    # -- what is known -----------------------------------------------------------------------------

    def _add(self, docname: str) -> None:
        facts = self._facts.get(docname, Route())
        content = self._layout.content_of(docname)
        path = route_key(docname)
        self._learn(path, docname, _OWN)
        own = list(map(route_key, _own_routes(docname, facts, content)))
        written = list(map(route_key, _written_routes(docname, facts, content)))
        self._routes[docname] = (written or own or [path])[0]
        for key in own:
            self._learn(key, docname, _PATH if written else _OWN)
        for key in written:
            self._learn(key, docname, _WRITTEN)
        for alias in facts.aliases:
            self._learn(route_key(alias), docname, _FORMER)
        folder, _, name = path.rpartition("/")
        self._folders.setdefault(folder, []).append(name)
        self._add_tails(docname, path, facts)

    def _learn(self, key: str, docname: str, rank: int) -> None:
        known = self._known.get(key)
        if key and (known is None or rank < known[0]):
            self._known[key] = rank, docname

    def _add_tails(self, docname: str, path: str, facts: Route) -> None:
        parts = path.split("/")
        plain = without_numbers(path).split("/")
        tails = set()
        dated = _dated_route(path)
        for each in filter(None, (parts, plain, dated.split("/"))):
            names = {each[-1], _FIRST_DATE.sub("", each[-1])}
            for count in range(1, min(len(each), MAX_TAIL) + 1):
                tails |= {"/".join((*each[-count:-1], name)) for name in names}
        tails |= {route_key(facts.slug).rpartition("/")[2], facts.id.rpartition("/")[2]}
        for tail in {loose_key(each) for each in tails if each}:
            self._tails[tail] = None if self._tails.get(tail, docname) != docname else docname


def _path(address: str) -> str:
    """Return the path of *address*; empty if it has none, is too long or names a host."""
    plain = re.split(r"[?#]", without_templates(address.strip()), maxsplit=1)[0]
    path = plain.removeprefix("@site").removeprefix("pathname://")
    is_path = len(path) <= 2 * MAX_LENGTH and not names_host(path) and "\0" not in path
    return path if is_path else ""


def _names_file(path: str) -> bool:
    return path.endswith((".md", ".mdx", ".markdown"))


def _own_routes(docname: str, facts: Route, content: Content | None) -> Iterator[str]:
    """Yield the addresses that generators make of the path of a document, the likeliest first."""
    if content is None:
        return
    path = docname.removeprefix(f"{content.folder}/") if content.folder else docname
    if content.kind == "blog":
        match = DATED_NAME.fullmatch(path)
        if match:
            day = match["date"].replace("-", "/")
            yield posixpath.join(content.base, day, match["folder"] + match["text"])
            yield posixpath.join(content.base, _dated_route(path))
        yield posixpath.join(content.base, path)
    elif content.kind == "docs":
        plain = without_numbers(path)
        folder, _, name = plain.rpartition("/")
        is_index = name.lower() == folder.rpartition("/")[2].lower()
        name = facts.id.rpartition("/")[2] or name
        yield posixpath.join(content.base, folder if is_index and not facts.id else plain)
        yield posixpath.join(content.base, folder, name)
    elif content.kind == "posts":
        yield from _patterned(docname, path, facts, content)
    yield posixpath.join(content.base, path)


def _dated_route(path: str) -> str:
    """Return *path* with its date as folders: ``blog/2025/02/01/x``; empty without a date."""
    match = DATED_NAME.fullmatch(path)
    if match is None:
        return ""
    day = match["date"].replace("-", "/")
    return route_key(posixpath.join(match["folder"], day, match["text"].lstrip("/")))


def _written_routes(docname: str, facts: Route, content: Content | None) -> Iterator[str]:
    """Yield the addresses that a document asks for by its front matter."""
    if facts.address:
        lower = content is not None and content.lower
        yield posixpath.join(*_expanded(facts.address, docname, facts, lower=lower))
    if not facts.slug:
        return
    base = content.base if content else ""
    kind = content.kind if content else ""
    if facts.slug.startswith("/"):
        yield posixpath.join(base, facts.slug.lstrip("/"))
        yield facts.slug
        return
    path = docname.removeprefix(f"{content.folder}/") if content and content.folder else docname
    folder = posixpath.dirname(without_numbers(path))
    if path.endswith("/index"):
        folder = posixpath.dirname(folder)
    if kind == "blog":
        yield posixpath.join(base, facts.slug)
    if kind == "posts" and content is not None:
        yield from _patterned(docname, path, facts, content)
    yield posixpath.join(base, folder, facts.slug)


def _patterned(docname: str, path: str, facts: Route, content: Content) -> Iterator[str]:
    """Yield the address that the pattern of *content* makes, if all of it is known."""
    if content.permalink:
        found = _expanded(
            content.permalink, docname, facts, path, content.base, lower=content.lower
        )
        if ":" not in "".join(found):
            yield posixpath.join(*found)


def _expanded(
    pattern: str,
    docname: str,
    facts: Route,
    path: str = "",
    collection: str = "",
    *,
    lower: bool = False,
) -> list[str]:
    """Return the parts of *pattern* with its placeholders filled in, as far as they are known.

    They are those of Jekyll, Hexo and Hugo; without categories, the part for them is empty.

    :param lower: whether categories are in lower case
    """
    path = path or docname
    name = route_key(path).rpartition("/")[2]
    plain = _FIRST_DATE.sub("", name)
    day = _day(docname, facts)
    title = facts.slug.strip("/") or plain
    categories = "/".join(facts.categories)
    categories = categories.lower() if lower else categories
    values = {
        "categories": categories, "category": categories,
        "title": title, "slug": title, "post_title": plain, "name": plain, "filename": name,
        "slugorfilename": title, "contentbasename": name, "slugorcontentbasename": title,
        "path": route_key(path), "output_ext": "", "collection": collection,
        "section": collection or path.partition("/")[0],
        "sections": collection or posixpath.dirname(path),
    }  # fmt: skip
    if "filename" in pattern or "contentbasename" in pattern:
        values["title"] = slugs.slug(facts.title) if facts.title else title
    if day is not None:
        values |= {
            "year": f"{day.year}", "month": f"{day.month:02}", "day": f"{day.day:02}",
            "i_month": f"{day.month}", "i_day": f"{day.day}", "short_year": f"{day.year % 100:02}",
            "y_day": f"{day.timetuple().tm_yday:03}", "yearday": f"{day.timetuple().tm_yday}",
            "monthname": dates.MONTHS[day.month - 1],
        }  # fmt: skip
    filled = _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), pattern)
    return [part for part in filled.split("/") if part] or [""]


def _day(docname: str, facts: Route) -> dt.date | None:
    """Return the day of a document: of its front matter, else of its name."""
    if facts.day:
        return dt.date.fromisoformat(facts.day)
    found = dates.date_from_name(docname, dt.UTC)
    return found.date() if found else None
