"""MDX as Docusaurus writes it, read by markdown-it rules; no JavaScript is ever run."""

from __future__ import annotations

from sphinx_paperreview.mdx.plugin import mdx_plugin

__all__ = ["mdx_plugin"]
