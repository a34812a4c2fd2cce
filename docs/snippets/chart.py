"""A component that draws numbers as bars: ``<Chart title="…" data={[3, 1, 2]} />``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx_paperreview import Component


def render(component: Component) -> list[nodes.Node]:
    """Return a figure for HTML, and a list of the numbers for every other builder."""
    data = component.attributes.get("data")
    if not isinstance(data, list) or not all(isinstance(item, int | float) for item in data):
        raise ValueError("data must be a list of numbers")
    height = max(data, default=0) or 1
    bars = "".join(
        f'<rect x="{10 * position}" y="{100 - 100 * item / height:.0f}" width="8" '
        f'height="{100 * item / height:.0f}"/>'
        for position, item in enumerate(data)
    )
    label = nodes.Text(str(component.attributes.get("title", "")))
    numbers = ", ".join(str(item) for item in data)
    svg = (
        f'<svg role="img" aria-label="{numbers}" viewBox="0 0 {10 * len(data)} 100" '
        f'width="{20 * len(data)}" fill="currentColor">{bars}</svg>'
    )
    figure = nodes.paragraph("", "", label, nodes.raw("", svg, format="html"))
    # What HTML draws is text elsewhere.
    for name in ("latex", "text", "man", "texinfo"):
        figure += nodes.raw("", f" {numbers}", format=name)
    return [figure, *component.children]
