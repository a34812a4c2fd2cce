"""Keep a document at which references, transforms or its writer end from ending the build.

:mod:`~sphinx_paperreview.reading.guard.nodes` replaces the nodes that are known for it. Where a
post, or a document that our parser read, still cannot be written, its page has its words alone, and
so has its part of what a builder writes of all documents together, which is then begun again.
"""

from __future__ import annotations

import traceback
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.errors import NoUri, SphinxError
from sphinx.util.logging import suppress_logging

from sphinx_paperreview._compat import unwrap_method, wrap_method
from sphinx_paperreview.config import settings_of
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.nodes import document_of, nodes_of_kinds
from sphinx_paperreview.reading.guard.reading import comes_of_text, summary_of
from sphinx_paperreview.reading.guard.time_limit import TooLongError, time_limit
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet
    from contextlib import AbstractContextManager

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Seconds of the processor for resolving a page, and for writing it. Ordinary ones take a tenth of
#: a second, and the longest lists that were measured a hundredth of this.
SECONDS = 300
#: How often what is written of all documents together is begun again for one of them each time;
#: after that, all that are guarded have their words alone.
MOST_TRIES = 20
_TRANSFORMS, _DOCTREES = "apply_post_transforms", "get_doctree"


class PageGuard:
    """Guards the pages of one build; see above."""

    def __init__(self) -> None:
        self._env: BuildEnvironment
        #: Whether the builder may make one document of all.
        self._makes_one = False
        #: The documents of which what is written of all together has the words alone.
        self._in_words: set[str] = set()
        self._resolve_document: Callable[[nodes.document, str], None]

    def begin(self, app: Sphinx, builder: Builder) -> None:
        """Guard all pages that are resolved and written from now on (``write-started``)."""
        if app.pdb or settings_of(app.config).trusted:
            return
        self._env = app.env
        self._in_words.clear()
        self._makes_one = type(builder).write_documents is not Builder.write_documents
        for domain in app.env.domains.sorted():
            wrap_method(domain, "resolve_xref", partial(self._resolve, is_any=False))
            wrap_method(domain, "resolve_any_xref", partial(self._resolve, is_any=True))
        self._resolve_document = app.env.apply_post_transforms
        wrap_method(app.env, _TRANSFORMS, self._transform)
        wrap_method(app.env, _DOCTREES, self._doctree)
        wrap_method(builder, "write_doc", self._write)
        wrap_method(builder, "write_doc_serialized", self._write)
        if self._makes_one:
            wrap_method(builder, "write_documents", self._write_together)

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Let another build of this process have its environment as it was (``build-finished``)."""
        unwrap_method(app.env, _TRANSFORMS)
        unwrap_method(app.env, _DOCTREES)

    def _resolve(
        self, original: Callable[..., Any], *arguments: Any, is_any: bool, **named: Any
    ) -> Any:
        try:
            return original(*arguments, **named)
        except (NoUri, NotImplementedError, SphinxError):
            raise
        except Exception as error:
            # The last two of both methods.
            node, words = [*arguments, *named.values()][-2:]
            refdoc = str(node.get("refdoc", ""))
            if not self._is_of_text(refdoc, error) and not self._names_no_document(error):
                raise
            warn(
                WarningKind.FILE,
                "the reference “%s” is shown as text, for it cannot be resolved (%s); write it "
                "differently",
                str(node.get("reftarget", ""))[:80],
                summary_of(error),
                location=node,
            )
        return [] if is_any else words

    def _transform(
        self, original: Callable[..., None], document: nodes.document, docname: str
    ) -> None:
        self._has_done(docname, document, partial(original, document, docname))

    def _write(self, original: Callable[..., None], docname: str, document: nodes.document) -> None:
        if not self._has_done(docname, document, partial(original, docname, document)):
            original(docname, document)

    def _has_done(self, docname: str, document: nodes.document, act: Callable[[], None]) -> bool:
        """Return whether *act* ends well; else *document* has its words alone now."""
        try:
            with self._limit(docname):
                act()
        except (Exception, TooLongError) as error:
            if _has_several(document) or not self._is_of_text(docname, error):
                raise
            _report(docname, error)
            _keep_words(document)
            return False
        return True

    def _limit(self, docname: str) -> AbstractContextManager[None]:
        if self._makes_one or not self._is_guarded(docname):
            return nullcontext()
        return time_limit(SECONDS)

    def _write_together(self, original: Callable[..., None], docnames: AbstractSet[str]) -> None:
        """Write *docnames* together; if one of them ends it, again with the words of that one."""
        numbers = self._env.toc_secnumbers, self._env.toc_fignumbers
        while True:
            try:
                original(docnames)
            except Exception as error:
                docname = self._culprit(error)
                if docname in self._in_words or not self._is_of_text(docname, error):
                    raise
                _report(docname, error)
                self._in_words.add(docname)
                if len(self._in_words) >= MOST_TRIES:
                    self._in_words.update(filter(self._is_guarded, self._env.found_docs))
                # The builder for a single page of HTML replaces them.
                self._env.toc_secnumbers, self._env.toc_fignumbers = numbers
            else:
                return

    def _doctree(self, original: Callable[..., nodes.document], docname: str) -> nodes.document:
        document = original(docname)
        if docname in self._in_words:
            _keep_words(document)
        return document

    def _culprit(self, error: Exception) -> str:
        """Return the document, of several that are written as one, at which *error* was raised.

        Empty if it is not known.
        """
        for frame, _line in reversed(list(traceback.walk_tb(error.__traceback__))):
            for name in ("node", "self"):
                node = frame.f_locals.get(name)
                if isinstance(node, nodes.Node) and (docname := self._document_of(node)):
                    return docname
        return self._unresolved()

    def _document_of(self, node: nodes.Node) -> str:
        source = node.document["source"] if node.document else None
        # The first document of a manual page is not marked.
        return document_of(node) or (self._env.path2doc(source) if source else "") or ""

    def _unresolved(self) -> str:
        """Return the first guarded document that cannot be resolved by itself."""
        with suppress_logging():
            for docname in sorted(filter(self._is_guarded, self._env.found_docs)):
                try:
                    self._resolve_document(self._env.get_doctree(docname), docname)
                except Exception:  # noqa: BLE001  # as the one that was raised
                    return docname
        return ""

    def _names_no_document(self, error: Exception) -> bool:
        """Return whether Sphinx has looked for the doctree of a page without one.

        ``numref`` does so for the index and the search, and would for the gathered pages.
        """
        if not isinstance(error, FileNotFoundError) or not error.filename:
            return False
        path = Path(error.filename)
        if path.suffix != ".doctree" or not path.is_relative_to(self._env.doctreedir):
            return False
        name = path.relative_to(self._env.doctreedir).with_suffix("").as_posix()
        return name not in self._env.found_docs

    def _is_guarded(self, docname: str) -> bool:
        return domain_of(self._env).has_records(docname)

    def _is_of_text(self, docname: str, error: BaseException) -> bool:
        return self._is_guarded(docname) and comes_of_text(error)


def _has_several(document: nodes.document) -> bool:
    """Return whether *document* is made of several."""
    return any(map(document_of, document.findall(nodes.section)))


def _report(docname: str, error: BaseException) -> None:
    warn(
        WarningKind.FILE,
        "this page shows its words alone, for it cannot be written (%s); write the document "
        "differently",
        summary_of(error),
        location=docname,
    )


def _keep_words(document: nodes.document) -> None:
    """Leave the title of *document*, a paragraph for each of its texts, and its toctrees."""
    title, *texts = list(_texts(document)) or [""]
    section = next(iter(document.findall(nodes.section)), None)
    words = nodes.section("", nodes.title("", title), ids=section["ids"] if section else ["words"])
    words += [nodes.paragraph("", text) for text in texts]
    words += nodes_of_kinds(document, addnodes.toctree)
    document.children = []
    document += words


def _texts(node: nodes.Node) -> list[str]:
    """Return the texts below *node*, one for each node that has text itself."""
    if isinstance(node, nodes.Invisible | nodes.raw | nodes.meta):
        return []
    if isinstance(node, nodes.TextElement):
        return [node.astext()] if node.astext().strip() else []
    return [text for child in node.children for text in _texts(child)]
