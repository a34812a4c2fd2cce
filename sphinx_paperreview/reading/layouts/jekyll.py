"""Jekyll and Hexo: posts have an address by a pattern with a date."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.reading.layouts.configuration import Program, base_path, folder_in
from sphinx_paperreview.reading.layouts.globs import AND_BELOW, expressions, patterns
from sphinx_paperreview.reading.layouts.layout import Content, Layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx_paperreview.reading.layouts.configuration import SiteFolder

#: The patterns of Jekyll by their names.
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title",
    "pretty": "/:categories/:year/:month/:day/:title",
    "ordinal": "/:categories/:year/:y_day/:title",
    "weekdate": "/:categories/:year/:week/:title",
    "none": "/:categories/:title",
}


#: Folders whose names begin so have no pages, but for those of posts.
_NO_POSTS_OF_HEXO = ("_[!p]*", "_p[!o]*")


def _jekyll(site: SiteFolder, data: Mapping[str, Any]) -> Layout:
    root = site.root
    written = data.get("permalink")
    pattern = _STYLES.get(written, written) if isinstance(written, str) else _STYLES["date"]
    above = folder_in(root, data.get("collections_dir"), "") or root
    posts = posixpath.join(above, "_posts")
    found = data.get("collections")
    collections: Mapping[Any, Any] = found if isinstance(found, dict) else {}
    contents = (
        Content(root, "", "pages"),
        Content(posts, "", "posts", pattern, lower=True),
        *(each for each in _contents(above, collections) if each.folder != posts),
    )
    included = {each.strip("/") for each in patterns(data.get("include"))}
    excluded = [each for each in patterns(data.get("exclude")) if each.strip("/") not in included]
    excluded += _without_output(collections)
    return Layout(
        bases=(base_path(data.get("baseurl")),), contents=contents,
        excluded=(
            *expressions(root, excluded, crosses=True, end=AND_BELOW),
            *expressions(root, data.get("exclude_patterns"), end=AND_BELOW),  # Jupyter Book
        ),
        inherited=(("Jekyll", root, data.get("defaults")),),
    )  # fmt: skip


def _contents(above: str, collections: Mapping[Any, Any]) -> Iterator[Content]:
    """Yield the folders of the *collections*, which are in the folder *above*."""
    for name, options in collections.items():
        given = options.get("permalink") if isinstance(options, dict) else None
        folder = folder_in(above, f"_{name}", "")
        if folder is not None:
            pattern = given if isinstance(given, str) else f"/{name}/:path"
            yield Content(folder, str(name), "posts", pattern, lower=True)


def _without_output(collections: Mapping[Any, Any]) -> list[str]:
    """Return the folders of the *collections* of which Jekyll is told to make no pages."""
    return [
        f"**/_{name}"
        for name, options in collections.items()
        if isinstance(options, dict) and options.get("output") is False
    ]


def _hexo(site: SiteFolder, data: Mapping[str, Any]) -> Layout:
    folder = folder_in(site.root, data.get("source_dir"), "source")
    if folder is None:
        return Layout()
    written = data.get("permalink")
    pattern = written if isinstance(written, str) else ":year/:month/:day/:title"
    contents = (
        Content(folder, "", "pages"),
        Content(posixpath.join(folder, "_posts"), "", "posts", pattern),
    )
    excluded = [*patterns(data.get("exclude")), *_NO_POSTS_OF_HEXO]
    return Layout(
        bases=(base_path(data.get("root")), base_path(data.get("url"))), contents=contents,
        excluded=expressions(folder, excluded, end=AND_BELOW),
    )  # fmt: skip


_FILES = ("_config.yml", "_config.yaml")
JEKYLL, HEXO = Program(_jekyll, _FILES), Program(_hexo, _FILES)
