"""Write paper reviews in Docusaurus MDX, publish them as a Sphinx archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from sphinx_paperreview.components import Component, ComponentFunction, add_component

__all__ = ["Component", "ComponentFunction", "add_component", "setup"]
__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension; all the wiring is in :mod:`sphinx_paperreview.extension`."""
    from sphinx_paperreview.core.collector import SeldomLooks

    looks = SeldomLooks()
    from sphinx_paperreview.extension import setup_extension

    return setup_extension(app, looks)


def __getattr__(name: str) -> object:
    """Import the public names when they are first asked for (PEP 562)."""
    if name in __all__:
        from sphinx_paperreview import components

        return getattr(components, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
