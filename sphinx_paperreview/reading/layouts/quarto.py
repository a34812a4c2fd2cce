"""Quarto: drafts of a website or book, what ``render`` leaves out, and what all documents have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_paperreview.reading.layouts.configuration import Program
from sphinx_paperreview.reading.layouts.globs import AND_BELOW, expressions, patterns
from sphinx_paperreview.reading.layouts.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_paperreview.reading.layouts.configuration import SiteFolder


def _layout(site: SiteFolder, data: Mapping[str, Any]) -> Layout:
    written: list[str] = []
    for part in ("website", "book"):
        options = data.get(part)
        written += patterns(options.get("drafts") if isinstance(options, dict) else None)
    project = data.get("project")
    rendered = project.get("render") if isinstance(project, dict) else None
    written += [each[1:] for each in patterns(rendered) if each.startswith("!")]
    return Layout(
        excluded=expressions(site.root, written, end=AND_BELOW),
        inherited=(("Quarto", site.root, [{"values": dict(data)}]),),
    )


PROGRAM = Program(_layout, ("_quarto.yml", "_quarto.yaml"))
