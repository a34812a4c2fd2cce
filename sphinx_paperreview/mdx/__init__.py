"""The language: MDX as in Docusaurus, from text to a doctree. No JavaScript is ever run."""

from __future__ import annotations

from sphinx_paperreview.mdx.plugin import mdx_plugin

__all__ = ["mdx_plugin"]
