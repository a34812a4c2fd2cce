"""Documents that are not read: drafts, future and expired posts, and output of a build.

Handlers of ``env-get-outdated`` remove them from the project before anything is read, so nothing
of them reaches the output, the search index or the inventory.
"""

from __future__ import annotations

import os
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview.config import settings_of
from sphinx_paperreview.core import dates, frontmatter
from sphinx_paperreview.reading.posts import is_post_by_name, is_true, post_date
from sphinx_paperreview.reading.site_files import zone_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


#: How many bytes of a file are read to find its front matter and first heading.
_HEAD_BYTES = 16_384
#: Without one of these keys the front matter need not be parsed.
_STATE_KEY = re.compile(r"^[\"']?(?:draft|date|expires|expiry_date)[\"']?[ \t]*:", re.M)
_HEADING = re.compile(r"^(?:#[ \t]+(.+)|(.+)\n={3,}[ \t]*)$", re.M)


def hide_outputs(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Hide the Markdown that a build wrote to a folder within the sources (``env-get-outdated``).

    Sphinx itself ignores only ``_sources``. Its output folders have a file ``.buildinfo``.
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


def hide_unpublished(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Hide drafts, future and expired posts from Sphinx (``env-get-outdated``)."""
    settings = settings_of(app.config)
    if settings.show_drafts:
        return []
    zone = zone_of(app.config)
    now = dates.now(os.environ.get("SOURCE_DATE_EPOCH"), settings.now, zone)
    hidden = {docname for docname in env.found_docs if _is_hidden(env, docname, now)}
    _take_out(hidden, env, added, changed, removed)
    return []


def _is_hidden(env: BuildEnvironment, docname: str, now: datetime) -> bool:
    try:
        with env.doc2path(docname).open("rb") as stream:
            head = stream.read(_HEAD_BYTES).decode("utf-8-sig", errors="replace")
    except OSError:
        return False
    head = head.replace("\r\n", "\n")
    if not is_post_by_name(env, docname) and "paper:post" not in head:
        return False
    data = frontmatter.parse(head).data if _STATE_KEY.search(head) else {}
    data = data or frontmatter.read_fields(head)
    if is_true(data.get("draft")) or _is_expired(data, now):
        return True
    match = _HEADING.search(head, frontmatter.split(head)[1])
    heading = (match[1] or match[2]) if match else ""
    date = _quiet_date(data, docname, heading, now)
    return date is not None and date > now


def _is_expired(data: Mapping[str, object], now: datetime) -> bool:
    value = data.get("expires", data.get("expiry_date"))
    assert now.tzinfo is not None  # noqa: S101  # dates.now always gives a zone
    try:
        return bool(value) and dates.parse_date(value, now.tzinfo) <= now
    except ValueError:  # reported when the post is read
        return False


def _quiet_date(
    data: Mapping[str, object], docname: str, heading: str, now: datetime
) -> datetime | None:
    """Return the date of the post; a malformed one is reported when the post is read."""
    zone = now.tzinfo
    assert zone is not None  # noqa: S101  # dates.now always gives a zone
    try:
        if data.get("date"):
            dates.parse_date(data["date"], zone)
    except ValueError:
        data = {}
    return post_date(data, docname, heading, zone)
