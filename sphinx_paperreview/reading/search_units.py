"""The text of a document for the search: one unit for each paper, and one for the rest.

Formulas and code are left out.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from sphinx_paperreview.core.papers.identifiers import is_identifier
from sphinx_paperreview.nodes import nodes_of_kinds, paper_facts, paper_list, post_header
from sphinx_paperreview.reading.links import paper_of
from sphinx_paperreview.search.units import keep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docutils.nodes import Element, Node
    from sphinx.environment import BuildEnvironment

_SKIPPED = (
    nodes.literal_block, nodes.math, nodes.math_block, nodes.raw, nodes.comment, nodes.image,
    nodes.system_message, nodes.target, nodes.substitution_definition, nodes.meta, nodes.docinfo,
    paper_facts, paper_list, post_header,
)  # fmt: skip


def read_search(
    env: BuildEnvironment, document: nodes.document,
    facts: Sequence[paper_facts], links: Sequence[nodes.reference],
) -> tuple[str, ...]:  # fmt: skip
    """Store the search units of *document*; return the name of their file, in a tuple.

    The first unit is the text outside of reviews; the others are its reviews in order.

    :param facts: the facts of the reviews
    :param links: all links of the document
    """
    sections = [each.parent for each in facts]
    own = [nodes_of_kinds(section, nodes.reference) for section in sections]
    papers = [
        _unit(env, section, _facts_of(section)["title"], (), _names(found))
        for section, found in zip(sections, own, strict=True)
    ]
    title = next(iter(document.findall(nodes.title)), None)
    within = {id(link) for found in own for link in found}
    others = (link for link in links if id(link) not in within)
    words = title.astext() if title is not None else ""
    rest = _unit(env, document, words, sections, _names(others))
    return (keep(Path(env.doctreedir), [rest, *papers]),)


def _facts_of(section: Element) -> paper_facts:
    """Return the facts in the *section* of a review."""
    return next(iter(section.findall(paper_facts)))


def _unit(
    env: BuildEnvironment, root: Element, title: str, without: Sequence[Element], names: list[str]
) -> dict[str, Any]:
    """Return the unit of *root*, leaving out the sections *without*.

    ``heads`` are the headings, the objects of all domains and the terms of glossaries: position in
    the text, anchor and words. *names* are the identifiers of the papers that it links to.
    """
    lines: list[str] = []
    heads: list[tuple[int, str, str]] = []
    length = 0
    first = True
    for node in _blocks(root, without):
        if anchor := _anchor_of_module(node):
            heads.append((length, anchor, _name_of_module(env, anchor)))
            continue
        words = unicodedata.normalize("NFC", " ".join(_text(node).split()))
        if not words:
            continue
        if isinstance(node, nodes.title) and isinstance(node.parent, nodes.section):
            if not first:
                anchors = node.parent["ids"]
                heads.append((length, anchors[0] if anchors else "", words))
            first = False
            continue
        if anchor := _anchor(node):
            name = _name_of_object(env, node) or words
            heads.append((length, anchor, unicodedata.normalize("NFC", name)))
        lines.append(words)
        length += len(words) + 1
    title = unicodedata.normalize("NFC", " ".join(title.split()))
    return {
        "title": title,
        "heads": heads,
        "text": "\n".join(lines),
        "names": names,
    }


def _anchor(node: Element) -> str:
    """Return the anchor of an object that *node* describes, or of a term of a glossary; or none."""
    if isinstance(node, (addnodes.desc_signature, nodes.term)) and node["ids"]:
        return str(node["ids"][0])
    return ""


def _anchor_of_module(node: nodes.Node) -> str:
    """Return the anchor of the module of Python or JavaScript that *node* enters into the index.

    Nothing else is left of a module in a doctree.
    """
    if not isinstance(node, addnodes.index):
        return ""
    anchors = (str(entry[2]) for entry in node["entries"])
    return next((anchor for anchor in anchors if anchor.startswith("module-")), "")


def _name_of_module(env: BuildEnvironment, anchor: str) -> str:
    """Return name and kind of the module at *anchor*."""
    name = unicodedata.normalize("NFC", anchor.removeprefix("module-"))
    domains = [env.domains[key] for key in ("py", "js") if key in env.domains]
    found = next((each for each in domains if name in each.data["modules"]), None)
    return (
        name if found is None else f"{name} ({found.get_type_name(found.object_types['module'])})"
    )


def _name_of_object(env: BuildEnvironment, node: Element) -> str:
    """Return name and kind of the object with the signature *node*: ``os.path (Python module)``."""
    if not isinstance(node, addnodes.desc_signature):
        return ""
    # Of several lines, the others are the parameters of a template in C++.
    lines = nodes_of_kinds(node, addnodes.desc_signature_line)
    named = next((line for line in lines if line.get("add_permalink")), node)
    parts: list[str] = []
    for part in nodes_of_kinds(named, nodes.Element):
        if isinstance(part, (addnodes.desc_addname, addnodes.desc_name)):
            parts.append(_text(part))
            if isinstance(part, addnodes.desc_name):
                break  # what follows are values, as those of an option
    name = " ".join("".join(parts).split())
    about: Any = node.parent
    domain, objtype = env.domains.get(about.get("domain", "")), about.get("objtype", "")
    if domain is None or not name:
        return name
    kinds = [objtype, *(domain.objtypes_for_role(objtype) or ())]
    kind = next((domain.object_types[each] for each in kinds if each in domain.object_types), None)
    return name if kind is None else f"{name} ({domain.get_type_name(kind)})"


def _names(links: Iterable[Element]) -> list[str]:
    """Return the identifiers of the papers that *links* lead to, sorted."""
    found = map(paper_of, links)
    return sorted({one.value for one in found if one is not None and is_identifier(one)})


def _blocks(node: Element, without: Sequence[Element]) -> Iterator[Element]:
    """Yield the titles, paragraphs and other blocks of text in *node*, in document order."""
    for child in node.children:
        if not isinstance(child, nodes.Element) or isinstance(child, _SKIPPED):
            continue
        if _anchor_of_module(child):
            yield child
            continue
        if (without and child in without) or "pr-subtitle" in child["classes"]:
            continue
        if isinstance(child, nodes.field_list) and isinstance(node, nodes.document):
            continue  # front matter, as MyST writes it; Sphinx's collector of metadata removes it
        if _has_text(child) or (
            isinstance(child, nodes.TextElement)
            and next(iter(child.findall(nodes.paragraph)), None) is None
        ):
            yield child
        else:
            yield from _blocks(child, without)


def _has_text(node: Element) -> bool:
    """Return whether *node* itself has text that is not blank."""
    for part in node.children:
        if isinstance(part, nodes.Text) and not part.isspace() and part:
            return True
    return False


def _text(node: Node) -> str:
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, _SKIPPED) and not isinstance(node, nodes.target):
        return " " if isinstance(node, nodes.math) else ""
    if isinstance(node, (addnodes.desc_parameterlist, addnodes.desc_type_parameter_list)):
        return f"({', '.join(map(_text, node.children))})"
    text = "".join(map(_text, node.children))
    return f" {text}" if isinstance(node, (addnodes.desc_returns, addnodes.desc_optional)) else text
