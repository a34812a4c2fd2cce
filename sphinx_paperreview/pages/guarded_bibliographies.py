"""Keep bibliographies of ``sphinxcontrib.bibtex`` from ending a build, and check their links.

That extension applies filters and styles to the entries of ``.bib`` files when all documents are
read. Where it ends at one in a guarded document, or at an entry that one may have cited, that is
left out, with a warning.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import nullcontext
from time import process_time
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_paperreview._compat import app_of, unwrap_method, wrap_method
from sphinx_paperreview.config import settings_of
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.nodes import nodes_of_kinds
from sphinx_paperreview.reading.guard.documents import check_link
from sphinx_paperreview.reading.guard.reading import comes_of_text, summary_of
from sphinx_paperreview.reading.guard.time_limit import TooLongError, time_limit
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_BIBTEX = "sphinxcontrib.bibtex"
#: Seconds of the processor for all bibliographies of a guarded document; a thousand entries take
#: some.
SECONDS = 60
#: A limit of no time would be none.
_LEAST = 0.001
#: How many of the entries that are left out a warning names.
_NAMED = 5
_FORMAT, _CHOOSE = "get_formatted_entries", "get_sorted_entries"


class BibliographyGuard:
    """Guards the bibliographies of one build; see above."""

    def __init__(self) -> None:
        self._domain: Any
        #: The seconds that the bibliographies of each document have taken.
        self._taken = defaultdict[str, float](float)

    def begin(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Guard what is about to be formatted (``env-updated``, before the extension does it)."""
        if _BIBTEX in app.extensions and not app.pdb and not settings_of(app.config).trusted:
            self._domain = env.domains["cite"]
            self._taken.clear()
            wrap_method(self._domain, _FORMAT, self._format)

    def end(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Leave the domain as it was (``env-updated``, after all handlers)."""
        if _BIBTEX in app.extensions:
            unwrap_method(env.domains["cite"], _FORMAT)

    def _format(self, original: Callable[..., Any], key: Any, *options: Any) -> list[Any]:
        """Return the formatted entries of the bibliography *key*, but for those that cannot be."""
        records = domain_of(self._domain.env)
        is_guarded = records.has_records(key.docname)
        cite = (reference.docname for reference in self._domain.citation_refs)
        if not is_guarded and not any(map(records.has_records, cite)):
            return list(original(key, *options))
        begin = process_time()
        left = max(SECONDS - self._taken[key.docname], _LEAST)
        try:
            with time_limit(left) if is_guarded else nullcontext():
                return self._formatted(original, key, *options)
        except (Exception, TooLongError) as error:
            if not comes_of_text(error):
                raise
            self._report(key, "this bibliography", error)
            return []
        finally:
            self._taken[key.docname] += process_time() - begin

    def _formatted(self, original: Callable[..., Any], key: Any, *options: Any) -> list[Any]:
        """Return the formatted entries; if *original* ends at some, those of the others."""
        try:
            return list(original(key, *options))
        except Exception as error:
            if not comes_of_text(error):
                raise
        good, bad = [], dict[str, Exception]()
        for name, entry in self._domain.get_sorted_entries(key, options[0]):
            try:
                self._format_only([(name, entry)], original, key, *options)
            except Exception as error:  # noqa: BLE001  # what a style raises is not known
                bad[name] = error
            else:
                good.append((name, entry))
        if bad and not good:
            raise next(iter(bad.values()))
        if bad:
            names = ", ".join(name[:40] for name in [*bad][:_NAMED])
            more = f" and {len(bad) - _NAMED} more" if len(bad) > _NAMED else ""
            self._report(key, f"of this bibliography {names}{more}", next(iter(bad.values())))
        return self._format_only(good, original, key, *options)

    def _format_only(
        self, entries: list[Any], original: Callable[..., Any], key: Any, *options: Any
    ) -> list[Any]:
        wrap_method(self._domain, _CHOOSE, lambda *_arguments: entries)
        try:
            return list(original(key, *options))
        finally:
            unwrap_method(self._domain, _CHOOSE)

    def _report(self, key: Any, what: str, error: BaseException) -> None:
        warn(
            WarningKind.FILE,
            "%s is left out, for it cannot be formatted (%s); write its style, filter or fields "
            "differently",
            what,
            summary_of(error),
            location=(key.docname, self._domain.bibliographies[key].line),
        )


class BibliographyLinks(SphinxPostTransform):
    """Unwrap links that may not be followed in bibliographies, also of trusted documents.

    Their addresses are fields of ``.bib`` files, which may be a stranger's.
    """

    # After the extension has made citations (5), before others look at links.
    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        """Check the links of each entry."""
        if _BIBTEX not in app_of(self.env).extensions or settings_of(self.config).trusted:
            return
        made = [note for note in nodes_of_kinds(self.document, nodes.citation, nodes.list_item)
                if "docname" in note]  # fmt: skip
        if not made:
            return
        docnames = {note["docname"] for note in made}
        lines = {
            (key.docname, name): bibliography.line
            for key, bibliography in self.env.domains["cite"].data["bibliographies"].items()
            if key.docname in docnames
            for note in bibliography.citation_nodes.values()
            for name in note["ids"]
        }
        for note in made:
            line = next((lines[place] for name in note["ids"]
                         if (place := (note["docname"], name)) in lines), 0)  # fmt: skip
            if line:
                for link in nodes_of_kinds(note, nodes.reference):
                    check_link(link, (note["docname"], line))
