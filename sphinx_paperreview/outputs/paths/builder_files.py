"""The paths in the output folder of what Sphinx writes, and of the author's own files."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.matching import Matcher

from sphinx_paperreview._compat import is_placed
from sphinx_paperreview.core.builders import stores_context
from sphinx_paperreview.core.files.digests import text_digest
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.domain.scope import changes_page
from sphinx_paperreview.outputs.paths.claims import Claim
from sphinx_paperreview.outputs.paths.copied_files import copied_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

#: Folders of the output that Sphinx fills.
SPHINX_FOLDERS = ("_static", "_images", "_downloads", "_sources")
#: Characters that have to be escaped in a URL, but themes do not escape them in links to sources.
NOT_IN_LINKS = re.compile(r"[#?%\\]")


def page_file(builder: StandaloneHTMLBuilder, page: str) -> str:
    """Return the path of *page*, a docname or the name of a gathered page, in the output folder."""
    known = domain_of(builder.env).page_files
    if page not in known:
        path = os.fspath(builder.get_output_path(page))
        known[page] = path[len(os.fspath(builder.outdir)) + 1 :].replace(os.sep, "/")
    return known[page]


def source_suffix(env: BuildEnvironment, docname: str) -> str:
    """Return the suffix of the source of *docname*, in any Unicode form of the file name."""
    name = unicodedata.normalize("NFC", env.doc2path(docname, base=False).name)
    return name.removeprefix(docname.rpartition("/")[2])


def source_name(builder: StandaloneHTMLBuilder, docname: str) -> str:
    """Return the path in ``_sources`` of the copy of *docname*; empty if there is none.

    The copy is Markdown where we may change the page (:mod:`.source_copies`), else the source.
    Themes do not escape it in links, so characters with a meaning in URLs (``#``, ``?``, ``%``,
    backslash) become hyphens, and a digest is appended to the name.
    """
    config, env = builder.config, builder.env
    if not config.html_copy_source or not type(builder).copysource or is_placed(env, docname):
        return ""
    is_changed = changes_page(builder, docname)
    if is_changed and stores_context(builder):
        return ""  # SerializingHTMLBuilder would copy the source to any path that it is given
    suffix = ".md" if is_changed else source_suffix(env, docname)
    link_suffix = str(config.html_sourcelink_suffix)
    name = docname
    if NOT_IN_LINKS.search(name):
        name = f"{NOT_IN_LINKS.sub('-', name)}-{text_digest(name, 8)}"
    return name + suffix + ("" if suffix == link_suffix else link_suffix)


def document_files(builder: StandaloneHTMLBuilder, env: BuildEnvironment) -> set[str]:
    """Return the paths of the pages and the copied sources of all documents."""
    files = {page_file(builder, docname) for docname in env.found_docs}
    sources = (source_name(builder, docname) for docname in env.found_docs)
    return files | {f"_sources/{name}" for name in sources if name}


def sphinx_claims(builder: StandaloneHTMLBuilder) -> Iterator[Claim]:
    """Yield claims for what Sphinx itself writes, apart from the pages of documents."""
    pages = [name for name, _template in builder.config.html_additional_pages.items()]
    pages += [each[0] for each in getattr(builder, "domain_indices", ())]
    pages += ["search"] if getattr(builder, "search", False) else []
    pages += ["genindex"] if getattr(builder, "use_index", False) else []
    for name in pages:
        yield Claim(page_file(builder, name), f"Sphinx's page {name!r}")
    files = ["objects.inv", getattr(builder, "searchindex_filename", ""), ".buildinfo"]
    for name in filter(None, files):
        yield Claim(name, f"Sphinx's file {name}")


def author_files(builder: StandaloneHTMLBuilder) -> dict[str, Path]:
    """Return the sources of the author's files (``html_extra_path``) by their output paths.

    As in Sphinx, ``exclude_patterns`` applies, and of two files with one path the later one counts.
    """
    excluded = Matcher(builder.config.exclude_patterns)
    found: dict[str, Path] = {}
    for entry in builder.config.html_extra_path:
        source = Path(builder.confdir, entry)
        for name, path in copied_files(source, excluded, "html_extra_path"):
            if os.path.isfile(path):  # noqa: PTH113  # often
                found[name] = Path(path)
    # Sphinx reads it to find what to write again; that of another build would be wrong.
    found.pop(".buildinfo", None)
    return found
