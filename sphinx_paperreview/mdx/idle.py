"""Leave out transforms that would find nothing in a document.

Each transform of Sphinx, docutils, MyST and sphinx-design walks through the whole document to find
the nodes of one or two kinds, or those with an attribute. There are seventy of them, and a usual
document has no node of most of these kinds. So what a document has is collected in one walk, and
transforms are left out that change nothing without one of theirs. Any other extension may add nodes
between two transforms; where one has a transform, all are applied.

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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sphinx.application import Sphinx

    #: What a document has: kinds of nodes, names of attributes, names of visitors.
    Traits = frozenset[type | str]

#: Packages whose transforms are known to add nothing of the below to a document without any of it.
_KNOWN = frozenset({"docutils", "sphinx", "myst_parser", "sphinx_design", "sphinx_paperreview"})
#: What transforms of reading look for, by their names.
READING: dict[str, tuple[type | str, ...]] = {
    "docutils.transforms.references.AnonymousHyperlinks": ("anonymous",),
    "docutils.transforms.references.ExternalTargets": (nodes.target,),
    "docutils.transforms.references.InternalTargets": (nodes.target,),
    "docutils.transforms.references.PropagateTargets": (nodes.target,),
    "docutils.transforms.misc.Transitions": (
        nodes.transition, nodes.footnote,  # above which MyST draws one
    ),
    "docutils.transforms.references.Substitutions": (nodes.substitution_reference,),
    "myst_parser.mdit_to_docutils.transforms.ResolveAnchorIds": ("id_link",),
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
    "sphinx.transforms.i18n.RemoveTranslatableInline": ("translatable",),
    "sphinx.transforms.references.SphinxDanglingReferences": ("refname", nodes.target),
    "sphinx_paperreview.reading.empty_quotes.EmptyQuotes": (nodes.block_quote,),
    "sphinx_design.extension.AddFirstTitleCss": (nodes.docinfo, nodes.field_list),
}  # fmt: skip
#: The same of transforms of writing.
WRITING: dict[str, tuple[type | str, ...]] = {
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
    "sphinx.transforms.post_transforms.code.HighlightLanguageTransform": (
        "visit_literal_block", "visit_highlightlang",
    ),
    "sphinx_design.badges_buttons.BadgeRefTooltipStash": (addnodes.pending_xref,),
    "sphinx_design.badges_buttons.ButtonRefContentStash": (addnodes.pending_xref,),
    "sphinx_paperreview.pages.document_links.DocumentLinks": (addnodes.pending_xref,),
    "sphinx_paperreview.pages.tab_labels.TabLabels": (nodes.container,),
    "sphinx_paperreview.rendering.formulas.breaks.GluedFormulas": (nodes.math,),
    "sphinx_paperreview.rendering.formulas.equations.Equations": (nodes.math, nodes.math_block),
    "sphinx_paperreview.rendering.tables.TableBoxes": (nodes.table,),
}  # fmt: skip
#: Converters of pictures, and the attribute of builders for whose pages they convert none.
CONVERTING: dict[str, str] = {
    "sphinx.transforms.post_transforms.images.DataURIExtractor": "supported_data_uri_images",
    "sphinx.transforms.post_transforms.images.ImageDownloader": "supported_remote_images",
}
#: Modules whose post-transforms look at each node for the components of sphinx-design.
_COMPONENTS = frozenset({"sphinx_design.aside", "sphinx_design.dropdown", "sphinx_design.tabs"})
#: The attributes of components, and of elements whose links open in a new tab.
_COMPONENT, _NEW_TAB = "design_component", "sd_new_tab"
#: How many attributes each element has (docutils, ``Element.list_attributes``).
_ALWAYS = len(nodes.Element.list_attributes)
#: References are replaced by transforms up to this priority.
_RESOLVED = 50


class _Known:
    """What the document has that is being written."""

    def __init__(self) -> None:
        self._document: ref[nodes.document] | None = None
        self._traits: Traits = frozenset()

    def traits(self, document: nodes.document) -> Traits:
        """Return what *document* had when first asked for."""
        if self._document is None or self._document() is not document:
            self._document, self._traits = ref(document), traits_of(document)
        return self._traits


class LeaveOut(Transform):
    """Leave out the transforms of reading that would find nothing in a document of ours."""

    default_priority = 21  # after Sphinx's Locale (20), by which messages become nodes

    def apply(self, **kwargs: Any) -> None:
        """Remove them from the list of those that are to come."""
        transformer = self.document.transformer
        classes = [kind for _priority, kind, _pending, _words in transformer.transforms]
        if not _all_known(classes):
            return
        there = traits_of(self.document)
        transformer.transforms = [
            each
            for each in transformer.transforms
            if not there.isdisjoint(READING.get(transform_name(each[1]), there))
        ]


def spare(app: Sphinx) -> None:
    """Let transforms of writing run only for documents in which they find something.

    To be called when all extensions have added theirs (``config-inited``). Sphinx has no public way
    to replace a post-transform: ``add_post_transform`` only adds.
    """
    found = app.registry.post_transforms
    if not _all_known(found):
        found[:] = [_spared(kind, traits_of, {}) for kind in found]
        return
    before, after = _Known(), _Known()
    found[:] = [
        _spared(
            kind, (before if (kind.default_priority or 0) < _RESOLVED else after).traits, WRITING
        )
        for kind in found
    ]
    handlers = app.events.listeners["doctree-resolved"]
    for place, listener in enumerate(handlers):
        if getattr(listener.handler, "__module__", "") == "sphinx_design.extension":
            handler = partial(_in_new_tabs, listener.handler, after.traits)
            handlers[place] = listener._replace(handler=handler)


def _in_new_tabs(
    handler: Callable[..., None],
    traits: Callable[[nodes.document], Traits],
    app: Sphinx,
    doctree: nodes.document,
    docname: str,
) -> None:
    """Call the *handler* of sphinx-design if links open in new tabs (``doctree-resolved``)."""
    if _NEW_TAB in traits(doctree):
        handler(app, doctree, docname)


def _spared(
    kind: Any,
    traits: Callable[[nodes.document], Traits],
    table: Mapping[str, tuple[type | str, ...]],
) -> type[Transform]:
    """Return *kind*, or a transform that applies it where it finds something.

    :param traits: returns what the document has at that time
    :param table: what the transforms look for that may be left out
    """
    name = transform_name(kind)
    wanted = (_COMPONENT,) if kind.__module__ in _COMPONENTS else table.get(name)
    finds: Callable[[nodes.document], bool]
    if name in CONVERTING:
        finds = partial(_has_to_convert, CONVERTING[name])
    elif wanted is not None:
        finds = partial(_has_any, traits, wanted)
    else:
        return kind  # type: ignore[no-any-return]  # a transform

    def apply(self: Transform, **kwargs: Any) -> None:
        if finds(self.document):
            kind.apply(self, **kwargs)

    made: type[Transform] = type(kind.__name__, (kind,), {"apply": apply, "__module__": __name__})
    return made


def _has_to_convert(attribute: str, document: nodes.document) -> bool:
    return getattr(builder_of(document.settings.env), attribute, None) is not True


def _has_any(
    traits: Callable[[nodes.document], Traits],
    wanted: Iterable[type | str],
    document: nodes.document,
) -> bool:
    return not traits(document).isdisjoint(wanted)


def _all_known(classes: Iterable[type[Transform]]) -> bool:
    return all(each.__module__.partition(".")[0] in _KNOWN for each in classes)


def transform_name(kind: type[Transform]) -> str:
    """Return the name of a transform as the tables have it."""
    return f"{kind.__module__}.{kind.__qualname__}"


def traits_of(document: nodes.document) -> Traits:
    """Return what is in *document*: kinds of nodes, and the names of their attributes and visitors.

    A node is of its kind and of those from which that inherits; a visitor has the name of its own
    kind alone. Attributes that each element has are left out.
    """
    kinds: set[type] = set()
    found: set[type | str] = set()
    rest: list[nodes.Node] = [document]
    while rest:
        node = rest.pop()
        kinds.add(node.__class__)
        rest += node.children
        attributes = getattr(node, "attributes", ())
        if len(attributes) > _ALWAYS:
            found.update(attributes)
    for kind in kinds:
        found.update(kind.__mro__)
        found.add(f"visit_{kind.__name__}")
    return frozenset(found)
