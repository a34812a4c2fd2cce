"""Upstream code that ours replaces or imitates has not changed since ours was compared with it."""

from __future__ import annotations

import hashlib
import inspect
from typing import Any

import myst_parser
import pytest
from mdit_py_plugins.front_matter import index as front_matter_plugin
from myst_parser.mdit_to_docutils.base import DocutilsRenderer
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.sphinx_ import MystParser

from sphinx_paperreview.mdx.parser import MdxParser
from sphinx_paperreview.mdx.render.base import BaseRenderer
from sphinx_paperreview.mdx.renderer import MdxRenderer

#: The MyST-Parser (major and minor version) that the digests are of.
PINNED = "5.2"

#: Upstream's owner and name, the function of ours that does its work, the digest of its source.
WATCHED: tuple[tuple[Any, str, str, str], ...] = (
    (MystParser, "parse", "parser.MdxParser.parse", "0d71d5731b4a6f7c"),
    (DocutilsRenderer, "render_fence", "render.fences.render_fence", "55c905b3464f23c2"),
    (
        DocutilsRenderer,
        "render_front_matter",
        "render.document.render_front_matter",
        "3b818d9ecdfafdcc",
    ),
    (DocutilsRenderer, "render_hardbreak", "render.inline.render_hardbreak", "cff406138d172493"),
    (DocutilsRenderer, "render_heading", "render.headings.render_heading", "0055314ca6bd9a12"),
    (DocutilsRenderer, "render_image", "render.references.render_image", "48d1079c82ea2456"),
    (DocutilsRenderer, "render_link", "render.references.render_link", "915103f5319275ca"),
    (DocutilsRenderer, "render_math_inline", "render.inline.render_math", "2ee7fb3dde92bf28"),
    (
        DocutilsRenderer,
        "render_math_inline_double",
        "render.inline.render_display_math",
        "0101caf57a612446",
    ),
    (
        DocutilsRenderer,
        "render_paragraph",
        "render.paragraphs.render_paragraph",
        "aba11257667353b8",
    ),
    (DocutilsRenderer, "render_s", "render.inline.render_strikethrough", "a8c5d70a8a88c5f9"),
    (DocutilsRenderer, "render_table_row", "render.tables.render_row", "06e842cc2ba5b738"),
    (
        DocutilsRenderer,
        "update_section_level_state",
        "render.base.BaseRenderer.update_section_level_state",
        "c9dd6acf51c2ebf6",
    ),
    # Not overridden, but ours does the same, or depends on how it is done.
    (DocutilsRenderer, "generate_heading_target", "render.headings._identify", "2f9f564a69838d85"),
    (DocutilsRenderer, "render_list_item", "render.contents.replace_check_box", "586f0fc20750c563"),
    (DocutilsRenderer, "_render_finalise", "parser._empty_page", "be55d58b62adfe11"),
    (SphinxRenderer, "render_link_unknown", "render.references._local", "6d3e19c74b403f02"),
    (
        front_matter_plugin,
        "_front_matter_rule",
        "rules.front_matter.front_matter_rule",
        "48cb8a93e52bdf15",
    ),
)
#: Methods of MyST that ours call and add to.
EXTENDED = {
    "_render_finalise",
    "_render_initialise",
    "_render_tokens",
    "get_transforms",
    "nested_render_text",
    "render",
    "render_footnote_ref",
    "render_footnote_reference",
    "render_myst_role",
    "render_myst_target",
    "render_table",
    "run_directive",
    "render_restructuredtext",
    "setup_render",
}


def digest_of(function: Any) -> str:
    return hashlib.sha256(inspect.getsource(function).encode()).hexdigest()[:16]


@pytest.mark.skipif(
    not myst_parser.__version__.startswith(f"{PINNED}."),
    reason=f"the digests are of MyST-Parser {PINNED}",
)
@pytest.mark.parametrize(
    ("owner", "name", "ours", "digest"), WATCHED, ids=[f"{name}" for _, name, _, _ in WATCHED]
)
def test_upstream_is_as_compared(owner: Any, name: str, ours: str, digest: str) -> None:
    function = getattr(owner, name)
    assert digest_of(function) == digest, (
        f"{function.__module__}.{function.__qualname__} has changed. Compare it with "
        f"sphinx_paperreview.mdx.{ours}, adopt what is new, then set its digest to "
        f"{digest_of(function)!r}:\n{inspect.getsource(function)}"
    )


def test_every_override_is_listed() -> None:
    """What upstream renames or removes is an override no longer, and missing here."""
    overridden = {
        name
        for ours, theirs in (
            (MdxRenderer, SphinxRenderer),
            (BaseRenderer, SphinxRenderer),
            (MdxParser, MystParser),
        )
        for name, value in vars(ours).items()
        if inspect.isfunction(value) and hasattr(theirs, name) and not name.startswith("__")
    }
    replaced = {name for owner, name, _, _ in WATCHED if owner is not front_matter_plugin}
    assert overridden <= replaced | EXTENDED
    assert overridden >= EXTENDED
