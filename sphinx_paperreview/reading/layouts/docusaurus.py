"""Docusaurus: each instance of its plugins for content has a folder and an address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.site_addresses import route_key
from sphinx_paperreview.reading.layouts.configuration import Program, base_path, folder_in
from sphinx_paperreview.reading.layouts.globs import expressions
from sphinx_paperreview.reading.layouts.layout import Content, Layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx_paperreview.reading.layouts.configuration import SiteFolder

#: Default folder and route of each plugin.
_PLUGINS = {"docs": ("docs", "docs"), "blog": ("blog", "blog"), "pages": ("src/pages", "")}
#: Files and folders of which no page is made unless the configuration says otherwise.
_PARTIALS = ["**/_*.{md,mdx}", "**/_*/**", "**/*.test.{md,mdx}", "**/__tests__/**"]


def _layout(site: SiteFolder, data: Mapping[str, Any]) -> Layout:
    return Layout.joined(
        (
            Layout(
                bases=(base_path(data.get("baseUrl")),),
                redirects=tuple(_redirects(data.get("plugins"))),
            ),
            *(_content(site.root, kind, options) for kind, options in _instances(data)),
        )
    )


def _instances(data: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Yield kind and options of each plugin for content: those by themselves, then the preset's."""
    for name, options in _with_options(data.get("plugins")):
        kind = next((each for each in _PLUGINS if f"content-{each}" in name), "")
        if kind:
            yield kind, options
    _name, preset = next(_with_options(data.get("presets")), ("", {}))
    for kind in _PLUGINS:
        if preset.get(kind, {}) is not False:
            yield kind, preset.get(kind)


def _with_options(value: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield name and options of each plugin or preset with options."""
    for item in value if isinstance(value, list) else ():
        if isinstance(item, list) and len(item) > 1 and isinstance(item[1], dict):
            yield item[0] if isinstance(item[0], str) else "", item[1]


def _content(root: str, kind: str, options: object) -> Layout:
    given = options if isinstance(options, dict) else {}
    path, route = _PLUGINS[kind]
    folder = folder_in(root, given.get("path"), path)
    if folder is None:
        return Layout()
    written, excluded = given.get("routeBasePath"), given.get("exclude")
    base = route_key(written) if isinstance(written, str) else route
    return Layout(
        contents=(Content(folder, base, kind),),
        excluded=expressions(folder, excluded if isinstance(excluded, list) else _PARTIALS),
    )


def _redirects(plugins: object) -> Iterator[tuple[str, str]]:
    """Yield the addresses that ``plugin-client-redirects`` is told, old and new."""
    told = (options for name, options in _with_options(plugins) if "redirects" in name)
    lists = (each.get("redirects") for each in told)
    for rule in (rule for each in lists if isinstance(each, list) for rule in each):
        if isinstance(rule, dict) and isinstance(rule.get("to"), str):
            old = rule.get("from")
            for address in old if isinstance(old, list) else [old]:
                if isinstance(address, str):
                    yield address, rule["to"]


PROGRAM = Program(
    _layout,
    tuple(f"docusaurus.config.{end}" for end in ("js", "ts", "mjs", "cjs", "mts")),
    ("baseUrl", "presets"),
)
