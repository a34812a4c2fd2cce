"""Components of sphinx-design, whose transforms run only where there are any."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.harness import Build

TABS = (
    ".. tab-set::\n\n   .. tab-item:: One\n\n      First\n\n   .. tab-item:: Two\n\n      Second\n"
)
DROPDOWN = ".. dropdown:: More\n\n   Hidden\n"
PIECES = {
    "tabs": (TABS, 'class="sd-tab-label"'),
    "dropdown": (DROPDOWN, "<details"),
    "nested": ("* A\n\n  " + DROPDOWN.replace("\n", "\n  "), "<details"),
    "aside": (".. aside::\n\n   Beside\n", "<aside"),
    # Without a container.
    "button": (".. button-ref:: tabs\n   :ref-type: doc\n\n   A **bold** button\n", "<strong>bold"),
    "badge": (":bdg-link-primary:`A badge <https://example.org>`\n", "sd-badge"),
}


def test_components_are_written(build: Build) -> None:
    pages = {f"{name}.rst": f"Title\n=====\n\n{text}" for name, (text, _) in PIECES.items()}
    home = "Home\n====\n\n.. toctree::\n   :glob:\n\n   *\n"
    built = build({"index.rst": home, **pages})
    found = {name: shown in built.read(f"{name}.html") for name, (_, shown) in PIECES.items()}
    assert found == dict.fromkeys(PIECES, True)
