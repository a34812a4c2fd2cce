"""Hugo and Zola: a pattern of addresses for each section."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.reading.layouts.configuration import (
    Program,
    base_path,
    data_in,
    folder_in,
    value_in,
)
from sphinx_paperreview.reading.layouts.globs import expressions, path_prefix, patterns
from sphinx_paperreview.reading.layouts.layout import Content, Layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx_paperreview.reading.layouts.configuration import SiteFolder

#: An expression whose groups are repeated may take exponential time.
_REPEATED_GROUP = re.compile(r"\)[*+{?]")


def _layout(site: SiteFolder, data: Mapping[str, Any]) -> Layout:
    is_zola = "base_url" in data  # of Hugo, it is ``baseURL``
    data = {str(key).lower(): value for key, value in data.items()}
    production = data_in(site.srcdir, site.root, _named("config/production/", "hugo", "config"))
    folder = folder_in(site.root, data.get("contentdir"), "content")
    if folder is None:
        return Layout()
    return Layout(
        bases=(base_path(data.get("baseurl") or data.get("base_url")),),
        contents=(Content(folder, "", "pages"), *_sections(folder, data.get("permalinks"))),
        excluded=(
            *_ignored(folder, data.get("ignorefiles")),
            *expressions(folder, data.get("ignored_content"), crosses=True),  # Zola
            *_left_out_of_mounts(site.root, data.get("module")),
        ),
        hiding=(folder,) if is_zola else (),
        inherited=tuple(
            ("Hugo", folder, value)
            for value in (
                data.get("cascade"),
                production.get("cascade"),
                *(
                    value_in(site.srcdir, site.root, _named(f"config/{each}/", "cascade"))
                    for each in ("_default", "production")
                ),
            )
            if value is not None
        ),
    )


def _sections(folder: str, permalinks: object) -> Iterator[Content]:
    """Yield the sections in *folder* that have a pattern of addresses of their own."""
    sections = permalinks if isinstance(permalinks, dict) else {}
    pages = sections.get("page")
    for section, pattern in {**sections, **(pages if isinstance(pages, dict) else {})}.items():
        inside = folder_in(folder, section, "") if isinstance(section, str) else None
        if isinstance(pattern, str) and inside is not None:
            yield Content(inside, section.strip("/"), "posts", pattern)


def _ignored(folder: str, value: object) -> Iterator[re.Pattern[str]]:
    """Yield the expressions ``ignoreFiles``, which are searched in paths of *folder*."""
    for written in patterns(value):
        if not _REPEATED_GROUP.search(written):
            try:
                yield re.compile(rf"\A(?={path_prefix(folder)})(?:.*?(?:{written}))")
            except re.error:
                continue


def _left_out_of_mounts(root: str, module: object) -> Iterator[re.Pattern[str]]:
    """Yield the expressions for ``excludeFiles`` of the folders that the *module* mounts."""
    mounts = module.get("mounts") if isinstance(module, dict) else None
    for mount in mounts if isinstance(mounts, list) else ():
        if isinstance(mount, dict) and isinstance(source := mount.get("source"), str):
            folder = folder_in(root, source, "")
            if folder is not None:
                yield from expressions(folder, mount.get("excludeFiles"))


def _named(folder: str, *names: str) -> tuple[str, ...]:
    """Return the paths that the files called *names* in *folder* may have."""
    return tuple(
        f"{folder}{name}.{end}" for name in names for end in ("toml", "yaml", "yml", "json")
    )


PROGRAM = Program(
    _layout,
    (*_named("", "hugo", "config"), "zola.toml", *_named("config/_default/", "hugo", "config")),
)
