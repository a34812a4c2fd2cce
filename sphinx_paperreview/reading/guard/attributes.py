"""Take out of the attributes of a node what a writer or a script would read as more than a name.

Writers escape most of what they write, but not all: classes in LaTeX, the words for a diagram, the
category of an entry in the index, which is a part of a file's name, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_paperreview.mdx.render.sanitize import FORMULA_CLASSES

if TYPE_CHECKING:
    from docutils.nodes import Element

#: Characters with a meaning in TeX or in HTML.
_MARKUP = re.compile(r"[\\{}%#$^~&\"'<>`]")
#: Words for a drawing, which extensions write into an attribute as they are.
_WORDS = str.maketrans({'"': "”", "<": "‹", ">": "›", "&": "＆"})
_CATEGORY = re.compile(r"\w{1,30}")


def clean_attributes(node: Element) -> None:
    """Clean the attributes of *node*, which a guarded document has."""
    attributes = node.attributes
    if classes := attributes.get("classes"):
        is_formula = isinstance(node, nodes.math | nodes.math_block)
        kept = [
            name
            for name in classes
            if not _MARKUP.search(name) and (is_formula or name.lower() not in FORMULA_CLASSES)
        ]
        if len(kept) != len(classes):
            node["classes"] = kept
    if "code" in attributes and isinstance(attributes.get("alt"), str):
        node["alt"] = attributes["alt"].translate(_WORDS)
    if isinstance(attributes.get("icon"), str):
        node["icon"] = _MARKUP.sub("", attributes["icon"])
    if isinstance(node, addnodes.index):
        node["entries"] = [
            (*entry[:4], entry[4] if entry[4] and _CATEGORY.fullmatch(entry[4]) else None)
            for entry in node["entries"]
        ]
    elif isinstance(node, addnodes.desc_signature) and node.get("module"):
        # sphinx.ext.viewcode imports it, and shows its source.
        node["module"] = ""
