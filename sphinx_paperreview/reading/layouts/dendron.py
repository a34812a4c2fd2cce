"""Dendron: hierarchies of notes, of which its configuration names those that are published.

Source: https://wiki.dendron.so, notes on the configuration of publishing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.reading.layouts.configuration import Program, folder_in
from sphinx_paperreview.reading.layouts.globs import path_prefix, patterns
from sphinx_paperreview.reading.layouts.layout import Content, Layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx_paperreview.reading.layouts.configuration import SiteFolder

#: The hierarchy that all others are below.
_ROOT = "root"


def _layout(site: SiteFolder, data: Mapping[str, Any]) -> Layout:
    publishing = _mapping(data.get("publishing") or data.get("site"))
    vaults = _mapping(data.get("workspace")).get("vaults") or data.get("vaults")
    folders: list[str] = []
    excluded: list[re.Pattern[str]] = []
    for vault in vaults if isinstance(vaults, list) else ():
        path = _mapping(vault).get("fsPath")
        folder = folder_in(site.root, path, "") if isinstance(path, str) else None
        if folder is None:
            continue
        folders.append(folder)
        if vault.get("visibility") == "private":
            excluded.append(re.compile(rf"\A{path_prefix(folder)}"))
    named = patterns(publishing.get("siteHierarchies"))
    if named and _ROOT not in named:
        excluded += (
            re.compile(rf"\A{path_prefix(folder)}(?!{_below(named)})[^/]+\.md\Z")
            for folder in folders
        )
    hierarchies = _mapping(publishing.get("hierarchy") or publishing.get("config"))
    return Layout(
        contents=tuple(Content(folder, "notes", "pages") for folder in folders),
        excluded=tuple(excluded),
        inherited=tuple(("Dendron", folder, list(_held(hierarchies))) for folder in folders),
    )


def _held(hierarchies: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield in the form of ``defaults`` of Jekyll which of *hierarchies* are not published.

    A note of one can say that it is.
    """
    said = {
        str(name): _mapping(options).get("publishByDefault")
        for name, options in hierarchies.items()
    }
    opened = [name for name, flag in said.items() if flag is True]
    for name, flag in said.items():
        if flag is False:
            path = "" if name == _ROOT else name
            within = [each for each in opened if not path or each.startswith(f"{path}.")]
            yield {"scope": {"path": path, "except": within}, "values": {"published": False}}


def _below(hierarchies: list[str]) -> str:
    """Return the expression for the begin of the name of a note in one of *hierarchies*."""
    return rf"(?:{'|'.join(map(re.escape, hierarchies))})\."


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


PROGRAM = Program(_layout, ("dendron.yml",))
