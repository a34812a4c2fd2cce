"""Leave out transforms that would find nothing in a document.

Each transform of Sphinx, docutils, MyST and sphinx-design walks through the whole document to find
the nodes of one or two kinds. There are seventy of them, and a usual document has no node of most
of these kinds. So the kinds in a document are collected in one walk, and transforms are left out
that change nothing without one of theirs. Any other extension may add nodes between two transforms;
where one has a transform, all are applied.

Can go when Sphinx asks for the nodes of many kinds in one walk.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from weakref import ref

from docutils import nodes
from docutils.transforms import Transform
from sphinx import addnodes
from sphinx.domains.c import AliasNode
from sphinx.domains.cpp import AliasNode as CppAliasNode

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.nodes import nodes_of_kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx

    Kinds = frozenset[type[nodes.Node]]

#: Packages whose transforms are known to add no node of the kinds below to a document without one.
_KNOWN = frozenset({"docutils", "sphinx", "myst_parser", "sphinx_design", "sphinx_paperreview"})
#: The kinds that transforms of reading look for, by their names.
READING: dict[str, tuple[type[nodes.Node], ...]] = {
    "docutils.transforms.references.ExternalTargets": (nodes.target,),
    "docutils.transforms.references.InternalTargets": (nodes.target,),
    "docutils.transforms.references.PropagateTargets": (nodes.target,),
    "docutils.transforms.misc.Transitions": (
        nodes.transition, nodes.footnote,  # above which MyST draws one
    ),
    "docutils.transforms.references.Substitutions": (nodes.substitution_reference,),
    "sphinx.builders.latex.transforms.FootnoteDocnameUpdater": (
        nodes.footnote, nodes.footnote_reference,
    ),
    "sphinx.domains.citation.CitationDefinitionTransform": (nodes.citation,),
    "sphinx.domains.citation.CitationReferenceTransform": (nodes.citation_reference,),
    "sphinx.transforms.AutoIndexUpgrader": (addnodes.index,),
    "sphinx.transforms.DefaultSubstitutions": (nodes.substitution_reference,),
    "sphinx.transforms.DoctestTransform": (nodes.doctest_block,),
    "sphinx.transforms.GlossarySorter": (addnodes.glossary,),
    "sphinx.transforms.HandleCodeBlocks": (nodes.block_quote,),
    "sphinx.transforms.MoveModuleTargets": (nodes.target,),
    "sphinx.transforms.ReorderConsecutiveTargetAndIndexNodes": (nodes.target,),
    "sphinx_paperreview.reading.empty_quotes.EmptyQuotes": (nodes.block_quote,),
    "sphinx_design.extension.AddFirstTitleCss": (nodes.docinfo, nodes.field_list),
}  # fmt: skip
#: The same of transforms of writing.
WRITING: dict[str, tuple[type[nodes.Node], ...]] = {
    "myst_parser.sphinx_ext.myst_refs.MystReferenceResolver": (addnodes.pending_xref,),
    "sphinx.domains.c.AliasTransform": (AliasNode,),
    "sphinx.domains.cpp.AliasTransform": (CppAliasNode,),
    "sphinx.transforms.post_transforms.OnlyNodeTransform": (addnodes.only,),
    "sphinx.transforms.post_transforms.ReferencesResolver": (
        addnodes.pending_xref, AliasNode, CppAliasNode,  # which become such references
    ),
    "sphinx.transforms.post_transforms.PropagateDescDomain": (addnodes.desc_signature,),
    "sphinx.transforms.post_transforms.code.TrimDoctestFlagsTransform": (
        nodes.literal_block, nodes.doctest_block,
    ),
    "sphinx_design.badges_buttons.BadgeRefTooltipStash": (addnodes.pending_xref,),
    "sphinx_design.badges_buttons.ButtonRefContentStash": (addnodes.pending_xref,),
    "sphinx_paperreview.pages.document_links.DocumentLinks": (addnodes.pending_xref,),
    "sphinx_paperreview.pages.tab_labels.TabLabels": (nodes.container,),
    "sphinx_paperreview.rendering.formulas.breaks.GluedFormulas": (nodes.math,),
    "sphinx_paperreview.rendering.formulas.equations.Equations": (nodes.math, nodes.math_block),
    "sphinx_paperreview.rendering.tables.TableBoxes": (nodes.table,),
}  # fmt: skip
#: Kinds by whose names a visitor is called, which is not called for kinds that inherit from them.
VISITING: dict[str, tuple[type[nodes.Node], ...]] = {
    "sphinx.transforms.post_transforms.code.HighlightLanguageTransform": (
        nodes.literal_block, addnodes.highlightlang,
    ),
}  # fmt: skip
#: Converters of pictures, and the attribute of builders for whose pages they convert none.
CONVERTING: dict[str, str] = {
    "sphinx.transforms.post_transforms.images.DataURIExtractor": "supported_data_uri_images",
    "sphinx.transforms.post_transforms.images.ImageDownloader": "supported_remote_images",
}
#: Modules whose post-transforms look for the components of sphinx-design.
_COMPONENTS = frozenset({"sphinx_design.aside", "sphinx_design.dropdown", "sphinx_design.tabs"})
#: References are replaced by transforms up to this priority.
_RESOLVED = 50


class _Marked(nodes.Element):
    """Stands for elements whose links open in a new tab, as sphinx-design marks them."""


class _Known:
    """The kinds of nodes of the document that is being written."""

    def __init__(self) -> None:
        self._document: ref[nodes.document] | None = None
        self._kinds: Kinds = frozenset()

    def kinds(self, document: nodes.document) -> Kinds:
        """Return the kinds of the nodes in *document*, as they were when first asked for."""
        if self._document is None or self._document() is not document:
            self._document, self._kinds = ref(document), _kinds(document)
        return self._kinds


class LeaveOut(Transform):
    """Leave out the transforms of reading that would find nothing in a document of ours."""

    default_priority = 21  # after Sphinx's Locale (20), by which messages become nodes

    def apply(self, **kwargs: Any) -> None:
        """Remove them from the list of those that are to come."""
        transformer = self.document.transformer
        classes = [kind for _priority, kind, _pending, _words in transformer.transforms]
        if not _all_known(classes):
            return
        there = _kinds(self.document)
        transformer.transforms = [
            each
            for each in transformer.transforms
            if _has_any(there, READING.get(transform_name(each[1])))
        ]


def spare(app: Sphinx) -> None:
    """Let transforms of writing run only for documents in which they find something.

    To be called when all extensions have added theirs (``config-inited``). Sphinx has no public way
    to replace a post-transform: ``add_post_transform`` only adds.
    """
    found = app.registry.post_transforms
    if not _all_known(found):
        found[:] = [_spared(kind, None) for kind in found]
        return
    before, after = _Known(), _Known()
    found[:] = [
        _spared(kind, before if (kind.default_priority or 0) < _RESOLVED else after)
        for kind in found
    ]
    handlers = app.events.listeners["doctree-resolved"]
    for place, listener in enumerate(handlers):
        if getattr(listener.handler, "__module__", "") == "sphinx_design.extension":
            handler = partial(_in_new_tabs, listener.handler, after)
            handlers[place] = listener._replace(handler=handler)


def _in_new_tabs(
    handler: Callable[..., None],
    known: _Known,
    app: Sphinx,
    doctree: nodes.document,
    docname: str,
) -> None:
    """Call the *handler* of sphinx-design if links open in new tabs (``doctree-resolved``)."""
    if _Marked in known.kinds(doctree):
        handler(app, doctree, docname)


def _spared(kind: Any, known: _Known | None) -> type[Transform]:
    """Return *kind*, or a transform that applies it where it finds something.

    :param known: the kinds of nodes of the document; None to take only those of sphinx-design,
        which look at each node by a function
    """
    finds = _search_of(kind, known)
    if finds is None:
        return kind  # type: ignore[no-any-return]  # a transform

    def apply(self: Transform, **kwargs: Any) -> None:
        if finds(self.document):
            kind.apply(self, **kwargs)

    made: type[Transform] = type(kind.__name__, (kind,), {"apply": apply, "__module__": __name__})
    return made


def _search_of(kind: Any, known: _Known | None) -> Callable[[nodes.document], bool] | None:
    """Return what tells whether *kind* finds something in a document; None if nothing does."""
    name = transform_name(kind)
    if name in CONVERTING:
        return partial(_has_to_convert, CONVERTING[name])
    if kind.__module__ in _COMPONENTS:
        return partial(_has_component, known)
    wanted = WRITING.get(name) or VISITING.get(name)
    if known is None or not wanted:
        return None
    if name in VISITING:
        return lambda document: not known.kinds(document).isdisjoint(wanted)
    return lambda document: _has_any(known.kinds(document), wanted)


def _has_to_convert(attribute: str, document: nodes.document) -> bool:
    return getattr(builder_of(document.settings.env), attribute, None) is not True


def _has_component(known: _Known | None, document: nodes.document) -> bool:
    if known is not None and not _has_any(known.kinds(document), (nodes.container,)):
        return False
    return any("design_component" in each for each in nodes_of_kinds(document, nodes.container))


def _all_known(classes: Iterable[type[Transform]]) -> bool:
    return all(each.__module__.partition(".")[0] in _KNOWN for each in classes)


def transform_name(kind: type[Transform]) -> str:
    """Return the name of a transform as the tables have it."""
    return f"{kind.__module__}.{kind.__qualname__}"


def _kinds(document: nodes.document) -> Kinds:
    """Return the kinds of the nodes in *document*, and :class:`_Marked` if one is marked."""
    found: set[type[nodes.Node]] = set()
    rest: list[nodes.Node] = [document]
    while rest:
        node = rest.pop()
        found.add(node.__class__)
        if node.children:
            rest += node.children
            if "sd_new_tab" in node.attributes:  # type: ignore[attr-defined]  # it is an element
                found.add(_Marked)
    return frozenset(found)


def _has_any(there: Kinds, wanted: tuple[type[nodes.Node], ...] | None) -> bool:
    """Return whether nodes of the kinds *there* are of any *wanted* kind, if any is named."""
    return wanted is None or any(issubclass(kind, wanted) for kind in there)
