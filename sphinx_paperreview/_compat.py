"""Differences between the supported Sphinx versions, each with the condition for its removal."""

from __future__ import annotations

import threading
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bibtexparser.library import Library
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


def app_of(env: BuildEnvironment) -> Sphinx:
    """Return the application of *env*, for a parser or a transform.

    Sphinx 9 deprecates ``env.app`` without a public successor; its own post-transforms read
    ``env._app``. Can go when a transform is given its application or builder.
    """
    return getattr(env, "_app", None) or env.app


def builder_of(env: BuildEnvironment) -> Builder:
    """Return the builder that a post-transform works for; see :func:`app_of`."""
    return app_of(env).builder


def written_values(config: Config) -> frozenset[str]:
    """Return the names that ``conf.py`` or the command line assigns, registered or not.

    Sphinx offers no public way to ask. Can go when it warns of unknown names, and tells which
    values a project sets.
    """
    return frozenset(config._raw_config) | frozenset(config.overrides)  # noqa: SLF001  # as said above


def is_set(config: Config, name: str) -> bool:
    """Tell whether a project sets the value *name*, in ``conf.py`` or on the command line."""
    return name in written_values(config)


def place_document(env: BuildEnvironment, docname: str, path: Path) -> None:
    """Tell Sphinx that the source of *docname* lies at *path*, outside of the source folder.

    Sphinx has no public way to say so. An absolute path stays itself when it is joined to the
    source folder. Can go when a project can be given documents from elsewhere.
    """
    env.project._docname_to_path[docname] = path.resolve()  # noqa: SLF001  # as said above


def is_placed(env: BuildEnvironment, docname: str) -> bool:
    """Tell whether the source of *docname* lies where :func:`place_document` put it."""
    return env.doc2path(docname, base=False).is_absolute()


def forget_source(env: BuildEnvironment, docname: str) -> None:
    """Make *docname* a document that does not exist; its file is none that Sphinx knows of.

    ``Project`` has no public way to remove one, and is kept in the environment. Can go when it has.
    """
    project = env.project
    project.docnames.discard(docname)
    path = project._docname_to_path.pop(docname, None)  # noqa: SLF001  # as said above
    if path is not None:
        project._path_to_docname.pop(path, None)  # noqa: SLF001  # as said above


def forget_doctree(env: BuildEnvironment, docname: str) -> None:
    """Delete the doctree of *docname*, in memory and on the disk.

    ``env.clear_doc`` leaves both. Can go when it does not.
    """
    for cache in (env._pickled_doctree_cache, env._write_doc_doctree_cache):  # noqa: SLF001  # as said above
        cache.pop(docname, None)
    Path(env.doctreedir, f"{docname}.doctree").unlink(missing_ok=True)


def set_image_names(env: BuildEnvironment, names: Iterable[str]) -> None:
    """Make *names* the file names that are taken in ``env.images``.

    ``FilenameUniqDict`` keeps them apart from its values, and chooses the name of a new image by
    them. Can go when a name can be given to an image.
    """
    env.images._existing = set(names)  # noqa: SLF001  # as said above


def font_file(font: Any) -> BytesIO:
    """Return the file of *font*, the one that ``PIL.ImageFont.load_default`` returns.

    Pillow has this file in memory alone, in an undocumented attribute, and ``load_default`` lets
    nobody choose the layout engine. Can go when Pillow gives out the file.
    """
    return BytesIO(font.path.getvalue())


def tidy_search_index(builder: StandaloneHTMLBuilder) -> None:
    """Take out of Sphinx's search index what only an incremental build leaves in it.

    ``IndexBuilder.prune`` keeps terms without documents, and titles in the order in which
    documents happened to be read, so the index would differ from a clean build's. Can go when
    ``freeze`` writes neither. The path of a document that was placed would tell where on the
    machine the build was.
    """
    indexer = builder.indexer
    if indexer is None:
        return
    for mapping in (indexer._mapping, indexer._title_mapping):  # noqa: SLF001  # as said above
        for term in [term for term, docnames in mapping.items() if not docnames]:
            del mapping[term]
    for docname in indexer._filenames:  # noqa: SLF001  # as said above
        if is_placed(builder.env, docname):
            suffix = builder.env.doc2path(docname).suffix
            indexer._filenames[docname] = docname + suffix  # noqa: SLF001  # as said above
    indexer._all_titles = dict(sorted(indexer._all_titles.items()))  # noqa: SLF001  # as said above
    indexer._index_entries = dict(sorted(indexer._index_entries.items()))  # noqa: SLF001  # as above


def has_translations(builder: StandaloneHTMLBuilder) -> bool:
    """Tell whether Sphinx copies a file of translated messages for its scripts.

    It leaves the file of an earlier build where the language has changed to one without. Can go
    when it does not.
    """
    return bool(builder.config.language and builder._get_translations_js())  # noqa: SLF001  # as said above


def parse_bibtex(text: str) -> Library:
    """Parse BibTeX without the parser's own log messages; what failed is in ``failed_blocks``.

    bibtexparser logs each entry that it cannot read, without the name of the file, although it
    returns it as well. The filter drops the messages of this thread alone, so that others who
    use the parser at the same time still get theirs. Can go when the parser has an option for it.
    """
    from bibtexparser import splitter  # noqa: PLC0415  # slow, and few sites have such a file
    from bibtexparser.entrypoint import parse_string  # noqa: PLC0415  # as above

    thread = threading.get_ident()

    def is_of_another_thread(record: Any) -> bool:
        return bool(record.thread != thread)

    splitter.logger.addFilter(is_of_another_thread)
    try:
        return parse_string(text)
    finally:
        splitter.logger.removeFilter(is_of_another_thread)
