"""Which documents are posts, and the record of each."""

from __future__ import annotations

import contextlib
import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.matching import patmatch

from sphinx_paperreview.config import settings_of
from sphinx_paperreview.core import dates, frontmatter
from sphinx_paperreview.core.model import Person, Post
from sphinx_paperreview.core.names import display, is_more, read_names
from sphinx_paperreview.core.urls import clean_address, is_web
from sphinx_paperreview.core.values import Values, as_flag
from sphinx_paperreview.mdx.front_matter import front_matter_of
from sphinx_paperreview.mdx.render.files import find_file, is_file, look_up
from sphinx_paperreview.nodes import post_header
from sphinx_paperreview.reading.excerpts import excerpt
from sphinx_paperreview.reading.people import read_person
from sphinx_paperreview.reading.site_files import zone_of
from sphinx_paperreview.reading.state import PublicationState, state_of
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from sphinx.environment import BuildEnvironment

#: Suffixes of pictures that other sites can show in a preview.
_BITMAPS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")


def _matches(docname: str, patterns: Sequence[str]) -> bool:
    """Tell whether *docname* fits one of *patterns*; index files and ``_names`` do not."""
    parts = docname.split("/")
    if parts[-1] == "index" or any(part.startswith("_") for part in parts):
        return False
    return any(patmatch(docname, pattern) for pattern in patterns)


def is_among_posts(env: BuildEnvironment, docname: str) -> bool:
    """Tell whether *docname* lies where posts are, index files and ``_names`` included."""
    patterns = settings_of(env.config).posts
    return any(patmatch(docname, pattern) for pattern in patterns) or (
        bool(patterns)
        and env.doc2path(docname).suffix == ".mdx"
        and dates.date_from_name(docname, dt.UTC) is not None
    )


def is_post_by_name(env: BuildEnvironment, docname: str) -> bool:
    """Tell whether *docname* matches ``paperreview_posts``, or is an MDX file with a dated name.

    So a reviewer's folder of posts can be a source folder without changes. If the setting is
    empty, no document is a post by its name.
    """
    patterns = settings_of(env.config).posts
    if _matches(docname, patterns):
        return True
    return (
        bool(patterns)
        and _matches(docname, ("**",))
        and env.doc2path(docname).suffix == ".mdx"
        and dates.date_from_name(docname, dt.UTC) is not None
    )


def is_post(env: BuildEnvironment, document: nodes.document) -> bool:
    """Tell whether *document* is a post: by its name, or by a ``paper:post`` directive."""
    return is_post_by_name(env, env.docname) or any(document.findall(post_header))


def data_of(env: BuildEnvironment, document: nodes.document) -> dict[str, Any]:
    """Return the metadata of *document*: its front matter or field list, and ``paper:post``."""
    directive: dict[str, Any] = {}
    for node in document.findall(post_header):
        directive |= node["data"]
    if env.doc2path(env.docname).suffix in {".rst", ".txt"}:
        return docinfo_of(document) | directive
    return {**front_matter_of(env).data, **directive}


def claims_of(env: BuildEnvironment, document: nodes.document) -> PublicationState | None:
    """Return what directives and fields of *document* say about its publication; None for nothing.

    Its source was asked before it was read; this is what only docutils understands.
    """
    directives = [node["data"] for node in document.findall(post_header)]
    fields = docinfo_of(document)
    state = state_of((*directives, fields), zone_of(env.config))
    return None if state == PublicationState() else state


def read_post(env: BuildEnvironment, document: nodes.document) -> Post | None:
    """Return the record of *document* if it is a post with a date, else None.

    Warns of a missing date (:attr:`WarningKind.DATE`), of misspelt keys
    (:attr:`WarningKind.FRONT_MATTER`) and of a missing image (:attr:`WarningKind.IMAGE`).
    """
    if not is_post(env, document):
        return None
    docname, zone = env.docname, zone_of(env.config)
    data = data_of(env, document)
    values = _gate(env, document, data)
    _check_keys(data, docname)
    heading = next(iter(document.findall(nodes.title)), None)
    title = values.text("title") or (
        " ".join(heading.astext().split()) if heading is not None else docname.rpartition("/")[2]
    )
    date = post_date(data, docname, heading.astext() if heading is not None else "", zone)
    if date is None and data.get("date"):
        return None  # reported before
    if date is None:
        warn(
            WarningKind.DATE,
            "this post has no date that can be read and stays a plain page; name the file "
            "2025-11-14-name, or write `date: 2025-11-14` into its front matter",
            location=(docname, 1),
        )
        return None
    text = "\n".join(
        part.astext() for part in document.findall(nodes.TextElement) if _is_prose(part)
    )
    top = next(iter(document.findall(nodes.section)), document)
    image, has_image = _image(env, document, values.text("image"))
    return Post(
        docname=docname,
        line=heading.line or 1 if heading is not None else 1,
        title=title,
        date=date,
        updated=_updated(values, date, zone),
        authors=_authors(values),
        tags=values.texts("tags", label="label"),
        description=values.text("description") or excerpt(top),
        language=values.text("language") or dates.language_of(text),
        minutes=dates.minutes(text),
        unlisted=values.flag("unlisted", doubt=True),
        slug=values.text("slug").strip("/"),
        series=values.text("series"),
        pinned=values.flag("pinned"),
        image=image,
        has_image=has_image,
        aliases=values.texts("aliases"),
    )


def _gate(env: BuildEnvironment, document: nodes.document, data: Mapping[str, Any]) -> Values:
    """Return the values of a post; one that is refused is warned of at the line of its key.

    The kind of the warning is :attr:`WarningKind.FRONT_MATTER`.
    """
    options: dict[str, int] = {}
    for node in document.findall(post_header):
        options |= dict.fromkeys(node["data"], node.line or 1)
    is_rst = env.doc2path(env.docname).suffix in {".rst", ".txt"}
    front_matter = None if is_rst else front_matter_of(env)

    def refuse(key: str, message: str) -> None:
        line = options.get(key) or (front_matter.line_of(key) if front_matter else 1)
        warn(WarningKind.FRONT_MATTER, "%s", message, location=(env.docname, line))

    return Values(data, refuse)


def is_true(value: object) -> bool:
    """Tell whether a value of a front matter, or the text of an option, says yes."""
    return as_flag(value) is True


def post_date(
    data: Mapping[str, Any], docname: str, heading: str, zone: dt.tzinfo
) -> dt.datetime | None:
    """Return the date of a post: from the front matter, else its name, else its heading.

    A malformed date, with which a post is only shown as a draft, was reported before
    (:mod:`~sphinx_paperreview.reading.publishing`), and counts as none.
    """
    if data.get("date"):
        with contextlib.suppress(ValueError):
            return dates.parse_date(data["date"], zone)
    return dates.date_from_name(docname, zone) or dates.date_from_text(heading, zone)


def _updated(values: Values, date: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """Return the date of the last update, never before *date*."""
    _key, value = values.get("last_update")
    value = value.get("date") if isinstance(value, dict) else value
    if value in (None, ""):
        return date
    try:
        return max(date, dates.parse_date(value, zone))
    except ValueError as error:
        values.refuse("last_update", f"the date of `last_update` cannot be read: {error}")
        return date


def _authors(values: Values) -> tuple[Person, ...]:
    """Return the authors in a front matter: keys, names, or mappings that describe them."""
    key, value = values.get("authors", "author")
    if isinstance(value, str):
        names = read_names(value.strip().removeprefix("[").removesuffix("]"))
        items: list[Any] = [display(name.strip("\"'")) for name in names]
    else:
        items = list(values.items("authors", "author"))
    found = []
    for item in items:
        if isinstance(item, dict):
            person = read_person(item, partial(values.refuse, key))
            if person is None:
                values.refuse(key, f"an author under `{key}` has no name; write `name: …`")
            else:
                found.append(person)
        elif is_more(item):
            values.refuse(
                key, f"`{key}` names nobody by {item!r}; write the names, or leave it out"
            )
        else:
            found.append(Person(item, item))
    return tuple(dict.fromkeys(found))


def _check_keys(data: dict[str, Any], docname: str) -> None:
    for key, meant in sorted(frontmatter.misspelt(data).items()):
        warn(
            WarningKind.FRONT_MATTER,
            "the front matter key %r is unknown; did you mean %r?",
            key,
            meant,
            location=(docname, 1),
        )


def _image(env: BuildEnvironment, document: nodes.document, given: str) -> tuple[str, bool]:
    """Return the picture for previews of a post, and whether the front matter names it.

    The picture is an address or a path in the source folder: the one *given* in the front matter,
    else the first bitmap in the text, since social networks do not show SVG. Sphinx is asked to
    copy a *given* file.
    """
    if is_web(given) and (address := clean_address(given)):
        return address, True
    if given:
        found = find_file(env, given, env.docname)
        if found is not None and found.path.lower().endswith(_BITMAPS):
            env.note_dependency(found.path)
            env.images.add_file(env.docname, found.path)
            return found.path, True
        place = look_up(env, given, env.docname)
        if place.path:
            env.note_dependency(place.path)  # so that it is read again when the file is added
        warn(
            WarningKind.IMAGE,
            "the front matter's image %s: %s; add the file, correct the path or write a full "
            "address",
            place.problem or "is no bitmap in the source folder",
            given[:200],
            location=(env.docname, 1),
        )
    addresses = (str(node.get("uri", "")) for node in document.findall(nodes.image))
    bitmaps = (address for address in addresses if address.lower().endswith(_BITMAPS))
    local = (address for address in bitmaps if "://" not in address and "\0" not in address)
    written = (address for address in local if look_up(env, address, env.docname).exists)
    paths = (env.relfn2path(address, env.docname)[0] for address in written)
    return next((path for path in paths if is_file(Path(env.srcdir, path))), ""), False


def _is_prose(node: nodes.TextElement) -> bool:
    return isinstance(node, (nodes.paragraph, nodes.title))


def docinfo_of(document: nodes.document) -> dict[str, Any]:
    """Return the field list at the top of *document* by lower-case name."""
    data: dict[str, Any] = {}
    for docinfo in document.children[:3]:
        if not isinstance(docinfo, (nodes.docinfo, nodes.field_list)):
            continue
        for node in docinfo.children:
            if isinstance(node, nodes.field):
                data[node[0].astext().lower()] = node[1].astext()
            elif isinstance(node, nodes.authors):
                data["authors"] = [author.astext() for author in node.children]
            elif isinstance(node, nodes.TextElement):
                data[node.tagname] = node.astext()
    return data
