"""Guard against directives and roles that read files elsewhere, run code or add markup.

Each such directive and role is wrapped: in a guarded document (:mod:`.guard.documents`) the wrapper
refuses arguments and options that are not allowed, else it runs the original. So the check is the
same in MDX, MyST, reStructuredText, and ``eval-rst`` within them.
"""

from __future__ import annotations

import functools
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives, roles
from docutils.parsers.rst.directives.misc import Include
from sphinx.util.docutils import SphinxDirective

from sphinx_paperreview._compat import (
    registered_directives,
    registered_roles,
    run_include,
    standard_directive,
    standard_names,
)
from sphinx_paperreview.core.blank_rows import LONGEST_ROW, place_of_long_row
from sphinx_paperreview.core.files.globs import PatternLimit
from sphinx_paperreview.core.files.opened import opens_as_page
from sphinx_paperreview.core.long_numbers import LONGEST_NUMBER, place_of_long_number
from sphinx_paperreview.core.urls import names_host
from sphinx_paperreview.mdx.render.files import named_path
from sphinx_paperreview.reading.guard.amounts import REPEATED, SAID_ONCE, amount_problem
from sphinx_paperreview.reading.guard.bibliographies import filter_problem
from sphinx_paperreview.reading.guard.diagrams import DIAGRAMS, diagram_problem
from sphinx_paperreview.reading.guard.documents import is_guarded
from sphinx_paperreview.reading.guard.files import is_repeated
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils.nodes import Node
    from docutils.parsers.rst import Directive

#: Directives that put unchecked HTML or LaTeX on the page.
_MARKUP = frozenset({"raw", "tabularcolumns"})
#: Packages whose directives import modules, run programs or evaluate Python.
_RUNNING = (
    "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx.ext.doctest", "sphinx.ext.ifconfig",
    "sphinx.ext.inheritance_diagram", "matplotlib", "IPython", "jupyter_sphinx", "myst_nb",
    "nbsphinx", "sphinxcontrib.autoprogram", "sphinxcontrib.programoutput", "sphinxcontrib.runcmd",
    "sphinxcontrib.autodoc_pydantic", "sphinxcontrib.datatemplates", "sphinxcontrib.jinja",
    "sphinxcontrib.plantuml", "sphinxcontrib.tikz", "sphinx_jinja", "sphinx_needs",
    "sphinx_pyreverse", "manim", "sphinx_argparse_cli", "sphinxarg", "sphinx_click",
    "sphinx_exec_code", "sphinx_exec_directive", "sphinx_execute_code", "sphinx_gallery",
    "autoapi", "autodoc2", "breathe", "exhale", "numpydoc", "pyvista",
)  # fmt: skip
#: Packages whose directives ask other hosts during a build.
_ASKING = (
    "sphinx_github_changelog", "sphinx_remote", "sphinxcontrib.images", "sphinxcontrib.kroki",
    "sphinxcontrib.remoteliteralinclude",
)  # fmt: skip
#: Directives of other packages that import modules, by name.
_IMPORTING = frozenset({"autoclasstree"})
#: Directives that read a file, and where they name it: the argument (``""``) or options.
_READING: dict[str, tuple[str, ...]] = {
    "include": ("",), "literalinclude": ("", "diff"), "csv-table": ("file",), "figure": ("",),
    "image": ("",), "graphviz": ("",), "mermaid": ("",), "uml": ("",), "plantuml": ("",),
    "video": ("",), "audio": ("",), "bibliography": ("",), "drawio-image": ("",),
    "drawio-figure": ("",), "jsonschema": ("",), "openapi": ("",), "redoc": ("",),
}  # fmt: skip
#: Of these, those whose file docutils reads as reStructuredText.
_PARSING = frozenset({"include", "csv-table"})
#: Of those that read a file, those that may name a URL of another host.
#: :class:`.GuardDocument` checks it.
_SHOWING = frozenset({"figure", "image", "video", "audio"})
#: Key in ``env.current_document`` of what counts the patterns that the document has.
_PATTERNS = "paperreview_patterns"
#: Parsers that ``include`` may name. For names that it does not know docutils imports a module, and
#: those for Markdown have HTML and settings of their own.
_PARSERS = frozenset({"rst", "restructuredtext"})
#: The standard include files of docutils, ``<name.txt>``.
_STANDARD = re.compile(r"<[\w-]+\.txt>", re.ASCII)


def guarded_directives(language: str) -> Iterator[tuple[str, type[Directive]]]:
    """Yield the names of the directives that are guarded, and the wrapper of each.

    Those of docutils have another name in *language*, that of the project, and are read by both.
    """
    for name, (canonical, cls) in _named_directives(language).items():
        running = cls.__module__.startswith(_RUNNING) or canonical in _IMPORTING
        asking = cls.__module__.startswith(_ASKING)
        if running or asking or canonical in _MARKUP:
            code_or_markup = "run code" if running else "put unchecked markup on the page"
            what = "ask another host" if asking else code_or_markup
            yield name, _guarded(cls, canonical, functools.partial(_refusal, what))
        elif canonical == "include" and issubclass(cls, Include):
            yield name, _guarded_include(cls)
        elif canonical in _READING or canonical in DIAGRAMS:
            yield name, _guarded(cls, canonical, _reading_or_drawing_problem)
        elif "glob" in (cls.option_spec or {}):
            yield name, _guarded(cls, canonical, _matching_problem)
        elif cls.option_spec or canonical == "date":
            yield name, _guarded(cls, canonical, _no_problem)


def _named_directives(language: str) -> dict[str, tuple[str, type[Directive]]]:
    """Return the directives by each of their names, with the name by which they are judged."""
    registered = registered_directives()
    found = {name: (name, cls) for name, cls in registered.items()}
    for name, canonical in standard_names("directives", language).items():
        standard = standard_directive(canonical)
        # What an extension registers under a name goes before it.
        if standard is not None and registered.get(name, standard) is standard:
            found[name] = canonical, registered.get(canonical, standard)
    return found


def _guarded(
    cls: type[Directive], name: str, find_problem: Callable[[Any], str]
) -> type[Directive]:
    """Return a subclass of *cls* that in guarded documents runs only if no problem is found.

    *name* is the one by which the problem is looked for.
    """

    class Guarded(cls):  # type: ignore[valid-type,misc]  # the base is known at run time only
        def run(self) -> list[Node]:
            if is_guarded_document(self.state.document):
                self.name = name
                if problem := find_problem(self) or amount_problem(self):
                    return refused(self, problem)
            return super().run()  # type: ignore[no-any-return]  # as above

    functools.update_wrapper(Guarded, cls, updated=())
    return Guarded


def _guarded_include(cls: type[Directive]) -> type[Directive]:
    """Return a wrapper of ``include``; not a subclass, since MyST would not call its ``run``."""
    spec = {
        # Options of MyST, which adds them to subclasses of docutils' directive only.
        "relative-images": directives.flag,
        "relative-docs": directives.path,
        "heading-offset": directives.nonnegative_int,
        **(cls.option_spec or {}),
        # Unlike docutils' converter, this imports no module while the option is read.
        "parser": directives.unchanged,
    }

    class GuardedInclude(SphinxDirective):
        required_arguments = cls.required_arguments
        optional_arguments = cls.optional_arguments
        final_argument_whitespace = cls.final_argument_whitespace
        option_spec: ClassVar[dict[str, Callable[[str], Any]]] = spec
        has_content = cls.has_content

        def run(self) -> list[Node]:
            parser = self.options.get("parser")
            self.name = "include"
            if is_guarded_document(self.state.document):
                problem = _reading_problem(self) or amount_problem(self)
                if parser is not None and parser.lower() not in _PARSERS:
                    problem = f"names a parser that posts may not use: {parser[:60]}"
                if problem:
                    return refused(self, problem)
            if parser is not None:
                try:
                    self.options["parser"] = directives.parser_name(parser)
                except (ImportError, ValueError) as error:
                    raise self.error(f'Error in "include" directive: {error}') from error
            if is_guarded_document(self.state.document) and "code" in self.options:
                return _included_code(self, cls)
            return run_include(self, cls)

    return GuardedInclude


def _included_code(directive: SphinxDirective, cls: type[Directive]) -> list[Node]:
    """Run ``include`` with its option ``code``, and leave the lexing to Sphinx.

    docutils would lex the file at once, without the limits of :mod:`.guard.code`.
    """
    language = directive.options["code"] or "none"
    settings = directive.state.document.settings
    before = settings.syntax_highlight
    settings.syntax_highlight = "none"
    try:
        included = run_include(directive, cls)
    finally:
        settings.syntax_highlight = before
    for block in included:
        if isinstance(block, nodes.literal_block):
            block["language"] = language
    return included


def is_guarded_document(document: nodes.document) -> bool:
    """Return whether *document* is guarded.

    What another extension has docutils parse, without Sphinx, has no environment.
    """
    env = getattr(document.settings, "env", None)
    return env is not None and is_guarded(env)


def _refusal(what: str, directive: Directive) -> str:
    return f"would {what}"


def _no_problem(directive: Directive) -> str:
    return ""


def _reading_or_drawing_problem(directive: Directive) -> str:
    name = directive.name.lower()
    reading = _reading_problem(directive) if name in _READING else ""
    drawing = diagram_problem(directive) if name in DIAGRAMS and not reading else ""
    return reading or drawing or (filter_problem(directive) if name == "bibliography" else "")


def _matching_problem(directive: Directive) -> str:
    """Return why *directive* may not look for documents by patterns; empty if it may."""
    if "glob" not in directive.options:
        return ""
    current = directive.state.document.settings.env.current_document
    limit: PatternLimit = current.setdefault(_PATTERNS, PatternLimit())
    return limit.problem(directive.content)


def _reading_problem(directive: Directive) -> str:
    """Return why *directive* may not read the file that it names; empty if it may."""
    options, env = directive.options, directive.state.document.settings.env
    paths = set[Path]()
    if "url" in options:
        return "would fetch a file; download it once, and name the copy by :file:"
    for name in _READING.get(directive.name.lower(), ("",)):
        given = directive.arguments[0] if not name and directive.arguments else options.get(name)
        written = "".join(line.strip() for line in str(given or "").splitlines())
        if not written or (directive.name.lower() in _SHOWING and names_host(written)):
            continue
        if directive.name == "include" and _STANDARD.fullmatch(written):
            continue
        if name == "file" and written.startswith("/"):
            return "names a file by an absolute path; write a path relative to this document"
        for base in _bases(directive):
            found = named_path(env, written, base)
            path = Path(env.srcdir, found.path)
            if problem := found.problem or _content_problem(directive, path):
                return f"names {written[:200]}, which {problem}"
            paths.add(path)
    if directive.name.lower() not in _SHOWING and any(is_repeated(env, path) for path in paths):
        return REPEATED
    if options.get("figwidth") == "image" and directive.arguments[0].startswith("/"):
        del options["figwidth"]  # docutils would read the path as absolute
    return ""


def _content_problem(directive: Directive, path: Path) -> str:
    """Return why *directive* may not have the content of the file at *path*, as a predicate."""
    name = directive.name.lower()
    if name in _SHOWING and opens_as_page(path):
        return "would be a page that a browser runs"
    part = _unreadable_part(path, directive.options.get("encoding")) if name in _PARSING else ""
    return part and f"has {part}"


def _unreadable_part(path: Path, encoding: str | None) -> str:
    """Return what the file at *path* has that takes docutils too long, or ends it; else nothing."""
    try:
        text = path.read_text(encoding or "utf-8-sig", errors="replace")
    except (OSError, ValueError, LookupError):
        return ""  # the directive says so
    if place_of_long_number(text) >= 0:
        return f"a number of more than {LONGEST_NUMBER} digits"
    if place_of_long_row(text) >= 0:
        return f"blanks in a row of more than {LONGEST_ROW} columns"
    return ""


def _bases(directive: Directive) -> list[str]:
    """Return the files that a path may be relative to: the document, and the included file."""
    env = directive.state.document.settings.env
    bases = [env.docname]
    current = directive.state.document.current_source or ""
    if current and Path(current).is_absolute():
        bases.append(Path(os.path.relpath(current, env.srcdir)).as_posix())
    return bases


def refused(directive: Directive, problem: str) -> list[Node]:
    """Warn (:attr:`.WarningKind.UNSAFE`), and return the source of *directive* as text."""
    env = directive.state.document.settings.env
    if problem in SAID_ONCE and env.current_document.setdefault(problem, directive) != directive:
        return shown_as_text(directive)  # that is said once
    warn(
        WarningKind.UNSAFE,
        "the directive “%s” %s, which is not allowed in a post; its source is shown as text. If "
        "you write all posts yourself, set paperreview_trusted",
        directive.name,
        problem,
        location=place_of(directive),
    )
    return shown_as_text(directive)


def place_of(directive: Directive) -> str:
    """Return path and line of *directive*, which may stand in an included file."""
    source, line = directive.state_machine.get_source_and_line(directive.lineno)
    return f"{source or directive.state.document['source']}:{line or directive.lineno}"


def shown_as_text(directive: Directive) -> list[Node]:
    """Return the source of *directive* as text."""
    text = directive.block_text or _written(directive)
    block = nodes.literal_block(text, text, language="none")
    block.source, block.line = directive.state.document["source"], directive.lineno
    return [block]


def _written(directive: Directive) -> str:
    """Return what *directive* was read from, where MyST before 5.2 does not pass it on."""
    head = " ".join([f"{{{directive.name}}}", *directive.arguments])
    options = [f":{name}: {value}" for name, value in directive.options.items()]
    return "\n".join([head, *options, "", *directive.content]).rstrip()


def guarded_roles(language: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the names of the roles that are guarded, and the wrapper of each.

    *language* is that of the project; see :func:`guarded_directives`.
    """
    registered = registered_roles()
    for name, canonical in standard_names("roles", language).items():
        own = registered.get(name, roles.raw_role)
        if canonical == "raw" and (name == "raw" or own is roles.raw_role):
            yield name, _guarded_role("raw", roles.raw_role, "put unchecked markup on the page")
        elif name not in registered and canonical in registered:
            yield name, registered[canonical]
    for name, role in registered.items():
        if str(getattr(role, "__module__", "")).startswith(_RUNNING):
            yield name, _guarded_role(name, role, "run code")


def _guarded_role(registered: str, role: Callable[..., Any], what: str) -> Callable[..., Any]:
    """Return a role that in guarded documents shows its text instead of *role*.

    There a warning says so (:attr:`.WarningKind.UNSAFE`).
    """

    @functools.wraps(role)
    def guarded(
        name: str, rawtext: str, text: str, lineno: int, inliner: Any, *rest: Any, **options: Any
    ) -> tuple[list[Node], list[Any]]:
        if not is_guarded_document(inliner.document):
            result: tuple[list[Node], list[Any]] = role(
                name, rawtext, text, lineno, inliner, *rest, **options
            )
            return result
        warn(
            WarningKind.UNSAFE,
            "the role “%s” would %s, which is not allowed in a post; its source is shown as text. "
            "If you write all posts yourself, set paperreview_trusted",
            name or registered,  # the default role has no name
            what,
            location=(inliner.document.settings.env.docname, lineno),
        )
        return [nodes.literal(text, text)], []

    return guarded
