"""What is not read: drafts, posts with a future date, expired ones; and what a build has written.

Handlers of ``env-get-outdated`` take them out of the project before anything is read, so no
byte of them reaches the output, the search index or the inventory.
"""

from __future__ import annotations

import os
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview import dates, frontmatter
from sphinx_paperreview.posts import is_post_by_name, is_true, post_date
from sphinx_paperreview.site import zone_of

if TYPE_CHECKING:
    from datetime import datetime

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.model import Link

#: How much of a file is read to learn its state: front matter and first heading.
_HEAD_BYTES = 16_384
#: Most posts say neither, and need no YAML to be read for it.
_STATE_KEY = re.compile(r"^[\"']?(?:draft|date|expires|expiry_date)[\"']?[ \t]*:", re.M)
_HEADING = re.compile(r"^(?:#[ \t]+(.+)|(.+)\n={3,}[ \t]*)$", re.M)


def hide_unpublished(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Take unpublished posts out of what Sphinx is about to read (``env-get-outdated``)."""
    if app.config.paperreview_show_drafts:
        return []
    zone = zone_of(app.config)
    now = dates.now(os.environ.get("SOURCE_DATE_EPOCH"), app.config.paperreview_now, zone)
    hidden = {docname for docname in env.found_docs if _is_hidden(env, docname, now)}
    _take_out(hidden, env, added, changed, removed)
    return []


def hide_outputs(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Take out Markdown that a build wrote to a folder within the sources (``env-get-outdated``).

    Sphinx leaves out its own ``_sources`` alone; the folders of its output hold ``.buildinfo``.
    """
    built: dict[str, bool] = {"": False}

    def is_built(folder: str) -> bool:
        if folder not in built:
            own = Path(env.srcdir, folder, ".buildinfo").is_file()
            built[folder] = own or is_built(posixpath.dirname(folder))
        return built[folder]

    hidden = {docname for docname in env.found_docs if is_built(posixpath.dirname(docname))}
    _take_out(hidden, env, added, changed, removed)
    return []


def _take_out(
    hidden: set[str], env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> None:
    added -= hidden
    changed -= hidden
    removed |= hidden & env.all_docs.keys()
    env.project.docnames -= hidden


def reread_linking(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Have documents read again that link to what came or went (``env-get-outdated``).

    MyST decides while it reads whether ``[text](other.md)`` is a document, by looking for the
    file. Our own parser leaves that to the time of writing.
    """
    links: dict[str, tuple[Link, ...]] = env.domains["paper"].data["links"]
    suffixes = app.config.source_suffix
    return sorted(
        docname
        for docname, found in links.items()
        if docname in env.found_docs
        and suffixes.get(env.doc2path(docname).suffix) != "mdx"
        and any(link.type == "myst" and _is_outdated(env, link, tuple(suffixes)) for link in found)
    )


def _is_outdated(env: BuildEnvironment, link: Link, suffixes: tuple[str, ...]) -> bool:
    target = target_document(env, link)
    if not target:
        return False
    there = target in env.found_docs or any(
        Path(env.srcdir, target + suffix).is_file() for suffix in suffixes
    )
    return there != (link.domain == "doc")


def target_document(env: BuildEnvironment, link: Link) -> str:
    """Return the document that a link of Markdown means, whether it exists or not."""
    if link.domain == "doc":
        return link.target
    path = link.target.partition("#")[0]
    if not path:
        return ""
    folder = "" if path.startswith("/") else posixpath.dirname(link.docname)
    return env.path2doc(posixpath.normpath(posixpath.join(folder, path.lstrip("/")))) or ""


def _is_hidden(env: BuildEnvironment, docname: str, now: datetime) -> bool:
    try:
        with env.doc2path(docname).open("rb") as stream:
            head = stream.read(_HEAD_BYTES).decode("utf-8", errors="replace")
    except OSError:
        return False
    head = head.replace("\r\n", "\n")
    if not is_post_by_name(env, docname) and "paper:post" not in head:
        return False
    data = frontmatter.read(head) if _STATE_KEY.search(head) else {}
    data = data or frontmatter.read_fields(head)
    if is_true(data.get("draft")) or _is_expired(data, now):
        return True
    match = _HEADING.search(frontmatter.split(head)[1])
    heading = (match[1] or match[2]) if match else ""
    date = _quiet_date(data, docname, heading, now)
    return date is not None and date > now


def _is_expired(data: dict[str, object], now: datetime) -> bool:
    value = data.get("expires", data.get("expiry_date"))
    assert now.tzinfo is not None  # noqa: S101  # dates.now always gives a zone
    try:
        return bool(value) and dates.parse_date(value, now.tzinfo) <= now
    except ValueError:  # reported when the post is read
        return False


def _quiet_date(
    data: dict[str, object], docname: str, heading: str, now: datetime
) -> datetime | None:
    """Return the date of the post; one that cannot be read is reported when it is read."""
    zone = now.tzinfo
    assert zone is not None  # noqa: S101  # dates.now always gives a zone
    try:
        if data.get("date"):
            dates.parse_date(data["date"], zone)
    except ValueError:
        data = {}
    return post_date(data, docname, heading, zone)
