"""Posts of ABlog as posts of the archive, where ``paperreview_ablog`` says so.

ABlog marks a post by its directive ``post``, by ``blogpost`` in the metadata of a document, or by
the setting ``blog_post_pattern``. Nothing of ABlog is imported: its nodes and settings are known
by name.
"""

from __future__ import annotations

import contextlib
import os
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview.config import settings_of
from sphinx_paperreview.core.metadata import dates
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.mdx.front_matter import front_matter_of
from sphinx_paperreview.reading.files.site_files import zone_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.environment import BuildEnvironment

#: The format of a date unless ``post_date_format`` is set, as ABlog has it.
_DATE = "%d %B %Y"
#: A field or a key of front matter that makes a document a post.
_METADATA = pattern(r"^[ \t{:\"']*blogpost[\"']?[ \t]*[:=]", re.IGNORECASE | re.MULTILINE)


def ablog_data(
    env: BuildEnvironment, document: nodes.document, fields: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return the metadata of a post of ABlog by our keys; None if *document* is none.

    A post without a date, with one that cannot be read or with one to come is a draft for ABlog,
    and no post here: its page stays what ABlog makes of it.

    :param fields: the field list of the document by lower-case name
    """
    if not _counts(env):
        return None
    directive = next((node for node in document.findall(nodes.Element) if _is_post(node)), None)
    found: dict[str, Any]
    if directive is not None:
        found = {key: directive.get(key) for key in ("date", "tags", "author", "language", "title")}
    else:
        fields = {**front_matter_of(env).data, **fields}
        if "blogpost" not in fields and not _is_matched(env, env.docname):
            return None
        found = {key: fields.get(key) for key in ("date", "tags", "author", "language", "title")}
    date = _date(env, found["date"])
    if date is None or date > _now(env):
        return None
    language = found["language"]
    return {
        "date": date,
        "tags": _items(found["tags"]),
        "authors": [_author(env, name) for name in _items(found["author"]) or _default(env)],
        **({"language": _items(language)[0]} if _items(language) else {}),
        **({"title": found["title"]} if found["title"] else {}),
    }


def may_be_ablog_post(env: BuildEnvironment, docname: str, source: str) -> bool:
    """Return whether *docname* may be a post of ABlog by its metadata or its name.

    Its directive has the name of ours, and is not looked for.
    """
    return _counts(env) and (_is_matched(env, docname) or _METADATA.search(source) is not None)


def _counts(env: BuildEnvironment) -> bool:
    return settings_of(env.config).ablog and "ablog" in env.config.extensions


def _is_matched(env: BuildEnvironment, docname: str) -> bool:
    return docname in getattr(env.config, "matched_blog_posts", ())


def _is_post(node: nodes.Element) -> bool:
    kind = type(node)
    return kind.__name__ == "PostNode" and kind.__module__.partition(".")[0] == "ablog"


def _date(env: BuildEnvironment, value: object) -> datetime | None:
    zone = zone_of(env.config)
    form = getattr(env.config, "post_date_format", _DATE)
    if isinstance(value, str):
        with contextlib.suppress(ValueError):
            return datetime.strptime(value.strip(), form).replace(tzinfo=zone)
    with contextlib.suppress(ValueError):
        return dates.parse_date(value, zone)
    return None


def _now(env: BuildEnvironment) -> datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return dates.now(epoch, settings_of(env.config).now, zone_of(env.config))


def _items(value: object) -> list[str]:
    """Return a list of ABlog: words between commas, or a list of YAML."""
    if isinstance(value, str):
        value = value.strip().removeprefix("[").removesuffix("]").split(",")
    items = value if isinstance(value, list | tuple) else [value]
    texts = (str(item).strip().strip("\"'") for item in items if item is not None)
    return [text for text in texts if text]


def _default(env: BuildEnvironment) -> list[str]:
    return _items(getattr(env.config, "blog_default_author", None))


def _author(env: BuildEnvironment, key: str) -> str | dict[str, Any]:
    """Return the author called *key* as an entry of ``authors.yml``, if ABlog knows the person."""
    known = getattr(env.config, "blog_authors", None) or {}
    entry = known.get(key) if isinstance(known, dict) else None
    if not entry:
        return key
    name, *address = entry if isinstance(entry, list | tuple) else [entry]
    person = {"name": str(name)}
    return person | {"url": address[0]} if address and address[0] else person
