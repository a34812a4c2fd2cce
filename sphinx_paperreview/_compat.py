"""Differences between the supported Sphinx versions, each with the condition for its removal."""

from __future__ import annotations

import threading
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docutils.parsers.rst import directives
from docutils.parsers.rst.languages import en as english
from myst_parser.mocking import MockIncludeDirective, MockState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from bibtexparser.library import Library
    from docutils.nodes import Node
    from docutils.parsers.rst import Directive
    from myst_parser.config.main import MdParserConfig
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.project import Project


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


def registered_directives() -> dict[str, type[Directive]]:
    """Return the directives that Sphinx and extensions registered, by name, and a few of docutils.

    docutils has no public list. Can go when it has one, or when a directive can be asked for
    before it runs.
    """
    lookup: Any = directives
    named = {name: lookup.directive(name, english, None)[0] for name in ("csv-table", "raw")}
    return {**named, **lookup._directives}  # noqa: SLF001  # as said above


def run_include(directive: Directive, cls: type[Directive]) -> list[Node]:
    """Run ``include``, of the class *cls*, with what *directive* was given.

    MyST runs its own directive in place of any subclass of docutils' one, so that a subclass has
    no say; it must be asked for it. Can go when MyST runs the class that is registered.
    """
    state: Any = directive.state
    if isinstance(state, MockState):
        mock = MockIncludeDirective(
            state._renderer,  # noqa: SLF001  # as said above
            directive.name,
            cls,  # type: ignore[arg-type]  # a subclass of docutils' Include
            directive.arguments,
            directive.options,
            list(directive.content),
            directive.lineno,
        )
        return list(mock.run())
    made = cls(
        directive.name,
        directive.arguments,
        directive.options,
        directive.content,
        directive.lineno,
        directive.content_offset,
        directive.block_text,
        state,
        directive.state_machine,
    )
    return list(made.run())


def use_myst_settings(env: Any, settings: MdParserConfig) -> None:
    """Have MyST read the next documents with *settings*.

    MyST takes them from an attribute of the environment. Can go when a document can have settings
    of its own that are not in its text.
    """
    vars(env)["myst_config"] = settings


def find_files_by(env: Any, find: Callable[..., tuple[str, str]] | None) -> None:
    """Have Sphinx and extensions look for files by *find* in place of ``env.relfn2path``.

    None gives them back Sphinx's own. It must be back when the environment is stored or sent to
    another process. Can go when there is an event before a document names a file.
    """
    vars(env).pop("relfn2path", None)
    if find is not None:
        vars(env)["relfn2path"] = find


def place_document(env: BuildEnvironment, docname: str, path: Path) -> None:
    """Tell Sphinx that the source of *docname* lies at *path*, outside of the source folder.

    Sphinx has no public way to say so. An absolute path stays itself when it is joined to the
    source folder. Can go when a project can be given documents from elsewhere.
    """
    env.project._docname_to_path[docname] = path.resolve()  # noqa: SLF001  # as said above


def use_project(env: BuildEnvironment, kind: type[Project]) -> None:
    """Let the documents of *env* be found by a project of *kind*.

    Sphinx makes the project itself and offers no place for another. Can go when an extension can
    say which files are documents.
    """
    if not isinstance(env.project, kind):
        project = kind(env.srcdir, env.project.source_suffix)
        project.restore(env.project)
        app = getattr(env, "_app", None) or env.app
        app.project = env.project = project


def is_placed(env: BuildEnvironment, docname: str) -> bool:
    """Tell whether the source of *docname* lies where :func:`place_document` put it."""
    return env.doc2path(docname, base=False).is_absolute()


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


def forget_checksums() -> None:
    """Let Sphinx read style sheets and scripts again for the checksums that pages have.

    It remembers them by path as long as the process lives, also for another build. Can go when
    they belong to a builder.
    """
    from sphinx.builders.html import _assets  # noqa: PLC0415  # private, so it may move

    forget = getattr(getattr(_assets, "_file_checksum_inner", None), "cache_clear", None)
    if forget is not None:
        forget()


def has_translations(builder: StandaloneHTMLBuilder) -> bool:
    """Tell whether Sphinx copies a file of translated messages for its scripts.

    It leaves the file of an earlier build where the language has changed to one without. Can go
    when it does not.
    """
    return bool(translations_file(builder))


def translations_file(builder: StandaloneHTMLBuilder) -> str:
    """Return the path of the file that :func:`has_translations` tells of; empty without one."""
    if not builder.config.language:
        return ""
    return str(builder._get_translations_js() or "")  # noqa: SLF001  # as said above


def parse_bibtex(text: str) -> Library:
    """Parse BibTeX into entries whose values are as written; what failed is in ``failed_blocks``.

    The parser's own log messages are dropped.

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
        return parse_string(text, parse_stack=[])
    finally:
        splitter.logger.removeFilter(is_of_another_thread)
