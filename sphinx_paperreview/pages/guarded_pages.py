"""Keep a document at which references, transforms or its writer end from ending the build.

:mod:`~sphinx_paperreview.reading.guard.nodes` replaces the nodes that are known for it. Where a
post, or a document that our parser read, still cannot be written, its page has its words alone. A
builder that writes all documents as one cannot leave one out, and ends; only references are
resolved one by one there, too.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import NoUri, SphinxError

from sphinx_paperreview._compat import unwrap_method, wrap_method
from sphinx_paperreview.config import settings_of
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.reading.guard.reading import comes_of_text, summary_of
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

_TRANSFORMS = "apply_post_transforms"


class PageGuard:
    """Guards the pages of one build; see above."""

    def __init__(self) -> None:
        self._env: BuildEnvironment

    def begin(self, app: Sphinx, builder: Builder) -> None:
        """Guard all pages that are resolved and written from now on (``write-started``)."""
        if app.pdb or settings_of(app.config).trusted:
            return
        self._env = app.env
        for domain in app.env.domains.sorted():
            wrap_method(domain, "resolve_xref", partial(self._resolve, is_any=False))
            wrap_method(domain, "resolve_any_xref", partial(self._resolve, is_any=True))
        wrap_method(app.env, _TRANSFORMS, self._transform)
        wrap_method(builder, "write_doc", self._write)

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Let another build of this process have its environment as it was (``build-finished``)."""
        unwrap_method(app.env, _TRANSFORMS)

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
        try:
            original(document, docname)
        except Exception as error:  # noqa: BLE001  # raised again unless it comes of the text
            document.children = self._words_instead(docname, document, error).children
            for child in document.children:
                document.setup_child(child)

    def _write(self, original: Callable[..., None], docname: str, document: nodes.document) -> None:
        try:
            original(docname, document)
        except Exception as error:  # noqa: BLE001  # as above
            original(docname, self._words_instead(docname, document, error))

    def _words_instead(
        self, docname: str, document: nodes.document, error: Exception
    ) -> nodes.document:
        """Report *error*, and return the words of *document*; raise it if it is the machine's."""
        if not self._is_of_text(docname, error):
            raise error
        warn(
            WarningKind.FILE,
            "this page shows its words alone, for it cannot be written (%s); write the document "
            "differently",
            summary_of(error),
            location=docname,
        )
        return _words_of(document)

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

    def _is_of_text(self, docname: str, error: Exception) -> bool:
        return domain_of(self._env).has_records(docname) and comes_of_text(error)


def _words_of(document: nodes.document) -> nodes.document:
    """Return a document with the title of *document*, and a paragraph for each of its texts."""
    words = document.copy()
    words.settings = document.settings
    title, *texts = list(_texts(document)) or [""]
    section = nodes.section("", nodes.title("", title), ids=["words"])
    section += [nodes.paragraph("", text) for text in texts]
    words += section
    return words


def _texts(node: nodes.Node) -> list[str]:
    """Return the texts below *node*, one for each node that has text itself."""
    if isinstance(node, nodes.Invisible | nodes.raw | nodes.meta):
        return []
    if isinstance(node, nodes.TextElement):
        return [node.astext()] if node.astext().strip() else []
    return [text for child in node.children for text in _texts(child)]
