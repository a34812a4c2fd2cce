"""Workarounds for Sphinx, docutils, MyST and other packages, each with a condition for removal."""

from __future__ import annotations

import threading
from copy import copy
from datetime import date
from functools import partial
from importlib import import_module
from inspect import signature
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import sphinx
from docutils.parsers.rst import directives, roles
from docutils.parsers.rst.languages import en as english
from docutils.parsers.rst.languages import get_language
from jinja2 import FileSystemLoader
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.mocking import MockIncludeDirective, MockState
from myst_parser.sphinx_ext import main as myst
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx_design.extension import depart_container as depart_design
from sphinx_design.extension import visit_container as visit_design

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, MutableMapping

    from bibtexparser.library import Library
    from docutils import nodes
    from docutils.nodes import Node
    from docutils.parsers.rst import Directive
    from myst_parser.config.main import MdParserConfig
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

    Sphinx has no public API for it. Can go when Sphinx warns of unknown names, and returns which
    values a project sets.
    """
    return frozenset(config._raw_config) | frozenset(config.overrides)  # noqa: SLF001  # as said above


def is_set(config: Config, name: str) -> bool:
    """Return whether a project sets the value *name*, in ``conf.py`` or on the command line."""
    return name in written_values(config)


class _GeneratedPage(NamedTuple):
    """An entry of Sphinx's list of pages without a document, by which we know our own."""

    name: str
    title: str


def set_generated_pages(pages: Mapping[str, str]) -> None:
    """Let toctrees name *pages* (titles by page name) that have no document, and no others of ours.

    Sphinx has a fixed list of such pages (``genindex``, ``modindex``, ``search``), one for all
    applications of a process. Can go when an extension may add to it.
    """
    known: dict[str, tuple[str, str]] = StandardDomain._virtual_doc_names  # noqa: SLF001  # as said above
    for name in [name for name, page in known.items() if isinstance(page, _GeneratedPage)]:
        del known[name]
    for name, title in pages.items():
        known.setdefault(name, _GeneratedPage(name, title))


def drop_assets(app: Sphinx, unwanted: Callable[[str], object]) -> None:
    """Unregister the style sheets and scripts whose file name is *unwanted*, for all pages.

    Can go when Sphinx can unregister what ``add_css_file`` and ``add_js_file`` registered.
    """
    for name in ("css_files", "js_files"):
        registered: list[Any] = getattr(app.registry, name)
        registered[:] = [file for file in registered if not unwanted(str(file[0] or ""))]
        files: list[Any] = getattr(app.builder, f"_{name}", [])
        files[:] = [file for file in files if not unwanted(str(file.filename or ""))]


def add_template_folder(builder: StandaloneHTMLBuilder, folder: Path) -> None:
    """Let *builder* find templates in *folder*, after those of the project and of its theme.

    ``templates_path`` is a part of the configuration, whose digest must not hold the path of this
    package. Can go when an extension may add a folder of templates.
    """
    loaders = getattr(builder.templates, "loaders", None)
    if loaders is not None:
        loaders.append(FileSystemLoader(folder))


def own_source_suffix(config: Config) -> None:
    """Give *config* suffixes of its own, unless the project sets them.

    Sphinx adds the suffixes of extensions to its default, one mapping for all applications of a
    process, so that the next application reads files of extensions that it does not have. Can go
    when Sphinx copies the default.
    """
    if not is_set(config, "source_suffix"):
        config["source_suffix"] = {".rst": "restructuredtext"}


def set_up_myst_alone(app: Sphinx) -> None:
    """Set MyST up without its parser, so that another extension may read ``.md``.

    MyST before 5.2 cannot be set up a second time, which another extension may do later; there the
    extension itself is loaded. Can go when MyST 5.2 is the oldest that is supported.
    """
    if hasattr(myst, "_SETUP_DONE_ATTR"):
        myst.setup_sphinx(app)
    else:
        app.setup_extension("myst_parser")


def registered_directives() -> dict[str, type[Directive]]:
    """Return the directives that Sphinx and extensions registered, by name.

    docutils has no public list of them. Can go when it has one, or when there is a hook that is
    called before a directive runs.
    """
    lookup: Any = directives
    return dict(lookup._directives)  # noqa: SLF001  # as said above


def standard_directive(name: str) -> type[Directive] | None:
    """Return docutils' own directive *name*, in English; None if it has none.

    The lookup of docutils finds one that is registered under the name instead, and registers what
    it finds. Can go when docutils has a list of its directives.
    """
    lookup: Any = directives
    found = lookup._directive_registry.get(name)  # noqa: SLF001  # as said above
    if found is None:
        return None
    module = import_module(f"{directives.__name__}.{found[0]}")
    directive: type[Directive] | None = getattr(module, found[1], None)
    return directive


def standard_names(kind: Literal["directives", "roles"], language: str) -> dict[str, str]:
    """Return all names of docutils' own directives or roles, and the English name of each.

    docutils reads English names in any document, and those of *language* beside them.
    """
    translated = get_language(language or "en", None)
    own: dict[str, str] = getattr(translated, kind, {})
    names: dict[str, str] = {**getattr(english, kind), **own}
    return {**{name: name for name in names.values()}, **names}


def registered_roles() -> dict[str, Any]:
    """Return the roles that Sphinx and extensions registered, by name, without those of domains.

    docutils has no public list of them. Can go when it has one, or when there is a hook that is
    called before a role runs.
    """
    lookup: Any = roles
    return {name: role for name, role in lookup._roles.items() if name}  # noqa: SLF001  # as said above


def is_standard(kind: Literal["directives", "roles"], name: str) -> bool:
    """Return whether docutils itself has a directive or role *name*, in English.

    docutils has no public list of them. Can go when it has one.
    """
    names: Any = english
    directive: Any = directives
    role: Any = roles
    if kind == "directives":
        return name in names.directives or name in directive._directive_registry  # noqa: SLF001  # as said above
    return name in names.roles or name in role._role_registry  # noqa: SLF001  # as said above


def run_include(directive: Directive, cls: type[Directive]) -> list[Node]:
    """Run ``include`` as the class *cls*, with the arguments, options and content of *directive*.

    MyST replaces any subclass of docutils' ``Include`` by its own directive, so the ``run`` of a
    subclass is never called; a wrapper has to call MyST's directive itself. Can go when MyST runs
    the class that is registered.
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
    """Set the *settings* with which MyST reads the next documents.

    MyST reads them from an attribute of the environment. Can go when settings for one document can
    be passed to MyST in another way than in its text.
    """
    vars(env)["myst_config"] = settings


def notebook_settings(env: Any) -> Any:
    """Return the settings with which MyST-NB reads the next documents; None without it.

    They are an attribute of the environment. Can go with :func:`use_notebook_settings`.
    """
    return getattr(env, "mystnb_config", None)


def use_notebook_settings(env: Any, settings: Any) -> None:
    """Set them. Can go when MyST-NB has an event for a notebook that is about to be run."""
    vars(env)["mystnb_config"] = settings


def find_files_by(env: Any, find: Callable[..., tuple[str, str]] | None) -> None:
    """Replace ``env.relfn2path``, by which Sphinx and extensions find files, by *find*.

    None restores Sphinx's own, which is necessary before the environment is pickled. Can go when
    Sphinx has an event for it.
    """
    vars(env).pop("relfn2path", None)
    if find is not None:
        vars(env)["relfn2path"] = find


def wrap_method(owner: object, name: str, wrapper: Callable[..., Any]) -> None:
    """Have the method *name* of *owner* done by *wrapper*, which is given the original first.

    Sphinx has no event for a document that cannot be read, resolved or written, nor for the
    navigation of an EPUB. Can go when it has.
    """
    vars(owner)[name] = partial(wrapper, getattr(owner, name))


def unwrap_method(owner: object, name: str) -> None:
    """Undo :func:`wrap_method`, and can go with it."""
    vars(owner).pop(name, None)


def place_document(env: BuildEnvironment, docname: str, path: Path) -> None:
    """Set the source of *docname* to *path*, which is outside of the source folder.

    Sphinx has no public API for it. An absolute path stays the same when it is joined to the
    source folder. Can go when a project can have documents from other folders.
    """
    env.project._docname_to_path[docname] = path.resolve()  # noqa: SLF001  # as said above


def return_document(env: BuildEnvironment, docname: str, path: Path) -> None:
    """Set the source of *docname* to its own file again, *path* from the source folder.

    It undoes :func:`place_document`, and can go with it.
    """
    env.project._docname_to_path[docname] = path  # noqa: SLF001  # as said there


def use_project(env: BuildEnvironment, kind: type[Project]) -> None:
    """Replace the project of *env*, which finds the documents, by one of the class *kind*.

    Sphinx makes the project itself and has no API to replace it. Can go when an extension can
    choose which files are documents.
    """
    if not isinstance(env.project, kind):
        project = kind(env.srcdir, env.project.source_suffix)
        project.restore(env.project)
        app = getattr(env, "_app", None) or env.app
        app.project = env.project = project


def is_placed(env: BuildEnvironment, docname: str) -> bool:
    """Return whether :func:`place_document` set the source of *docname*."""
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


def unwritten_doctrees(env: BuildEnvironment) -> dict[str, nodes.document]:
    """Return the doctrees that Sphinx keeps from reading until writing, the last read at the end.

    Those that are missing there, it reads from their files. Can go when Sphinx keeps few.
    """
    return env._write_doc_doctree_cache  # noqa: SLF001  # as said above


def forget_pickle(env: BuildEnvironment, docname: str) -> None:
    """Drop the bytes from which the doctree of *docname* was made; they can be read again.

    Can go when Sphinx does not keep those of every document that it writes.
    """
    env._pickled_doctree_cache.pop(docname, None)  # noqa: SLF001  # as said above


def use_contents(env: BuildEnvironment, contents: Mapping[str, nodes.bullet_list]) -> None:
    """Let Sphinx keep the tables of contents of documents (``env.tocs``) in *contents*.

    Can go when those of Sphinx take little memory.
    """
    vars(env)["tocs"] = contents


def set_image_names(env: BuildEnvironment, names: Iterable[str]) -> None:
    """Set the file names that are in use in ``env.images`` to *names*.

    ``FilenameUniqDict`` stores them separately from its values, and chooses the name of a new
    image so that it is not one of them. Can go when the name of an image can be set.
    """
    env.images._existing = set(names)  # noqa: SLF001  # as said above


def font_file(font: Any) -> BytesIO:
    """Return the file of *font*, the one that ``PIL.ImageFont.load_default`` returns.

    Pillow has this file only in memory, in an undocumented attribute, and ``load_default`` has no
    parameter for the layout engine. Can go when Pillow has a public API for the file.
    """
    return BytesIO(font.path.getvalue())


def tidy_search_index(builder: StandaloneHTMLBuilder) -> None:
    """Make Sphinx's search index of an incremental build the same as that of a clean one.

    ``IndexBuilder.prune`` keeps terms without documents, and titles in the order in which the
    documents were read. Absolute paths of documents that :func:`place_document` set are replaced
    as well, because they would reveal folders of the build machine. Can go when ``freeze`` writes
    neither.
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
    if sphinx.version_info < (9,):
        # Its script puts these titles on the page as they are.
        indexer._all_titles = {  # noqa: SLF001  # as said above
            docname: [(title.replace("<", "&lt;"), place) for title, place in found]
            for docname, found in indexer._all_titles.items()  # noqa: SLF001  # as said above
        }
    indexer._all_titles = dict(sorted(indexer._all_titles.items()))  # noqa: SLF001  # as said above
    indexer._index_entries = dict(sorted(indexer._index_entries.items()))  # noqa: SLF001  # as above


def leave_sources(builder: StandaloneHTMLBuilder) -> None:
    """Keep *builder* from copying sources, although pages link to copies of them.

    Whether it copies is an attribute of its class that no setting changes. Can go when a handler
    can say for each page what is copied.
    """
    builder.copysource = False


def forget_checksums() -> None:
    """Clear Sphinx's cache of checksums of style sheets and scripts.

    Sphinx caches them by path for the life of the process, across builds. Can go when the cache
    belongs to a builder.
    """
    from sphinx.builders.html import _assets  # noqa: PLC0415  # private, so it may move

    forget = getattr(getattr(_assets, "_file_checksum_inner", None), "cache_clear", None)
    if forget is not None:
        forget()


def has_translations(builder: StandaloneHTMLBuilder) -> bool:
    """Return whether Sphinx copies a file of translated messages for its scripts.

    If the language changes to one without such a file, Sphinx does not delete the file of the
    earlier build. Can go when it does.
    """
    return bool(translations_file(builder))


def translations_file(builder: StandaloneHTMLBuilder) -> str:
    """Return the path of the file of translated messages; empty if there is none."""
    if not builder.config.language:
        return ""
    return str(builder._get_translations_js() or "")  # noqa: SLF001  # as said above


def add_design(app: Sphinx) -> Callable[[Sphinx, Config], None]:
    """Load sphinx-design, with those of its directives and roles whose names nobody else has.

    A project that does not name sphinx-design may have a directive ``card`` or ``grid`` of its own,
    added by any extension or ``conf.py``, before or after. docutils has no public way to look into
    its registers. Can go when Sphinx can add a directive that gives way to others.

    :return: registers them; to be called when all others have theirs (``config-inited``)
    """
    modules: tuple[Any, ...] = (directives, roles)
    registers = (modules[0]._directives, modules[1]._roles)  # noqa: SLF001  # as said above
    others = [dict(register) for register in registers]
    for register in registers:
        register.clear()
    try:
        app.setup_extension("sphinx_design")
    finally:
        added = [dict(register) for register in registers]
        for register, other in zip(registers, others, strict=True):
            register.clear()
            register.update(other)

    def register_free(_app: Sphinx, config: Config) -> None:
        is_named = "sphinx_design" in config.extensions
        for register, names in zip(registers, added, strict=True):
            register.update(names if is_named else {**names, **register})

    return register_free


def visit_container(translator: Any, node: nodes.Element) -> None:
    """Begin a container: as sphinx-design if it is a part of its, else as docutils.

    sphinx-design writes others with ``is_div`` in another way, too. Can go when it does not.
    """
    visit = visit_design if "design_component" in node else type(translator).visit_container
    visit(translator, node)


def depart_container(translator: Any, node: nodes.Element) -> None:
    """End a container; see above."""
    depart = depart_design if "design_component" in node else type(translator).depart_container
    depart(translator, node)


def parse_bibtex(text: str) -> Library:
    """Parse BibTeX into entries with raw values; what cannot be parsed is in ``failed_blocks``.

    bibtexparser also logs each entry that it cannot parse, without the name of the file. These
    messages are dropped by a filter, of this thread only, so that other users of the parser still
    get theirs. Can go when the parser has an option for it.
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


class WarmSphinx(Sphinx):
    """An application that goes on with the environment *env* of an earlier one in this process.

    Sphinx reads the environment from its file for each application, which takes most of the time of
    a small build. What is handed over is what Sphinx would have written to the file. Can go when
    an application can be given an environment.
    """

    def __init__(self, *args: Any, env: BuildEnvironment | None = None, **options: Any) -> None:
        self._earlier = env
        super().__init__(*args, **options)

    def _init_env(self, freshenv: bool) -> BuildEnvironment:
        if self._earlier is None:
            return super()._init_env(freshenv)
        # ``copy`` calls ``__getstate__``, as ``pickle`` does.
        env = copy(self._earlier)
        env.settings = {**env.settings, "env": env}
        self._earlier = None
        env.setup(self)
        self._fresh_env_used = False
        return env


def resolved_doctree(builder: Builder, docname: str) -> nodes.document:
    """Return the doctree of *docname* with its references resolved for *builder*.

    Sphinx 9 wants the tags of the project with it, and earlier versions do not take them. Can go
    when Sphinx 9 is the oldest that is supported.
    """
    resolve: Any = builder.env.get_and_resolve_doctree
    more = {"tags": builder.tags} if "tags" in signature(resolve).parameters else {}
    document: nodes.document = resolve(docname, builder, **more)
    return document


class GivenDocumentRenderer(SphinxRenderer):
    """MyST's renderer, which makes no second document where one is given.

    MyST makes a document with the default settings of docutils each time, for a millisecond, and
    drops it. Can go when it does so only where it is used.
    """

    def setup_render(self, options: dict[str, Any], env: MutableMapping[str, Any]) -> None:
        """Set the same attributes as MyST, for the document in *options*."""
        self.md_env, self.md_options, self.md_config = env, options, options["myst_config"]
        self.document = document = options["document"]
        self.current_node = options.get("current_node", document)
        self.reporter = document.reporter
        language: Any = get_language(document.settings.language_code)
        self.language_module_rst = language
        self._heading_offset = 0
        self._level_to_section = {0: document}
        self._heading_slugs = {}


class FrontMatterRenderer(SphinxRenderer):
    """MyST's renderer, which before 5.2 ends in an error at a date within a list or a mapping.

    Can go when MyST 5.2 is the oldest that is supported.
    """

    def dict_to_fm_field_list(
        self, data: dict[str, Any], language_code: str, line: int = 0
    ) -> nodes.field_list:
        """Return the front matter as fields; what cannot be written as JSON, as Python."""
        try:
            return super().dict_to_fm_field_list(data, language_code, line)
        except (TypeError, ValueError, RecursionError):
            plain = {
                key: value if isinstance(value, date) else str(value) for key, value in data.items()
            }
            return super().dict_to_fm_field_list(plain, language_code, line)
