"""Guard against untrusted documents: which are guarded, and what is removed from them.

Posts, and all documents in MDX or Markdown, are guarded, since they may come from a stranger's pull
request. All other documents belong to the project and are read as Sphinx reads them.
``paperreview_trusted`` switches the guard off.

This module checks the source before it is parsed, and the doctree before any of it is stored.
:mod:`.guard.directives` checks directives and roles.
"""

from __future__ import annotations

import functools
import os
import re
from glob import escape as escape_glob
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_parser.config.main import MdParserConfig
from sphinx import addnodes
from sphinx.ext.todo import todolist
from sphinx.transforms import SphinxTransform
from sphinx.util import url_re
from sphinx.util.i18n import search_image_for_language

from sphinx_paperreview._compat import (
    app_of,
    find_files_by,
    registered_directives,
    use_myst_settings,
)
from sphinx_paperreview.config import THEME, settings_of
from sphinx_paperreview.core.blank_rows import TOO_WIDE, place_of_long_row, without_long_rows
from sphinx_paperreview.core.drawing_loads import find_load
from sphinx_paperreview.core.drawings import active_part
from sphinx_paperreview.core.files.opened import opens_as_page
from sphinx_paperreview.core.files.paths import NO_PATH, PlainFiles, source_path
from sphinx_paperreview.core.long_numbers import (
    TOO_LONG,
    place_of_long_number,
    without_long_numbers,
)
from sphinx_paperreview.core.tex_commands import file_command
from sphinx_paperreview.core.urls import clean_address, is_web, names_host
from sphinx_paperreview.mdx.language import Language, noted_language
from sphinx_paperreview.mdx.parser import MdxParser, parser_of
from sphinx_paperreview.mdx.render.contents import replace_check_box
from sphinx_paperreview.mdx.render.files import named_path
from sphinx_paperreview.mdx.render.sanitize import is_plain_html
from sphinx_paperreview.nodes import (
    LOADING,
    REMOTE,
    ancestor,
    hold_in_paragraph,
    nodes_of_kinds,
    replace_nodes,
)
from sphinx_paperreview.reading.guard.attributes import clean_attributes
from sphinx_paperreview.reading.guard.code import CodeGuard
from sphinx_paperreview.reading.guard.contents import ContentsGuard
from sphinx_paperreview.reading.guard.notebooks import NotebookGuard, as_plain_code
from sphinx_paperreview.reading.posts.ablog import may_be_ablog_post
from sphinx_paperreview.reading.posts.post_rules import may_be_post
from sphinx_paperreview.reading.posts.posts import is_post_by_name, rules_of
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docutils.nodes import Element, Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Key in ``env.current_document``, which Sphinx empties after each document.
_KEY = "paperreview_guarded"
#: The key there of whether a document may have nodes at which a writer ends: :mod:`.guard.nodes`.
MAY_BE_UNWRITABLE = "paperreview_may_be_unwritable"
#: A path that does not exist in any project; it replaces the paths that are refused.
_NOWHERE = ".paperreview/refused"
#: Maximum number of characters of a length, which writers read as a number.
_LONGEST_MEASURE = 50
#: The MyST extension that can run code.
_SUBSTITUTION = "substitution"
_MARKDOWN = frozenset({".md", ".markdown"})
_PLAIN = frozenset({".rst", ".txt"})
_TEXTS = frozenset({".mdx", *_PLAIN, *_MARKDOWN})
#: The directive that makes any document a post, in MyST and reStructuredText.
_POST = re.compile(r"\{paper:post\}|\.\.[ \t]+paper:post::")
#: The same without the domain; ABlog's is called so, too.
_SHORT_POST = re.compile(r"\{post\}|\.\.[ \t]+post::")
#: What in a name may end an attribute of HTML, or a string of JavaScript and then call something.
_NO_NAME = re.compile(r"[\"<>`]|'.*[(=;]|[(=;].*'")
#: What a file is called that is refused, as a predicate of it.
_PAGE = "would be a page that a browser runs; pack it as .zip, or set paperreview_trusted"
#: Attributes of metadata; docutils writes any name that a document has, as it is.
_OF_META = frozenset(
    {*nodes.meta.known_attributes, "name", "property", "itemprop", "content", "lang", "xml:lang",
     "dir", "scheme", "media"}
)  # fmt: skip
#: MathJax commands that make links, styles or other commands.
_COMMAND = re.compile(r"\\(?:href|style|data|cssId|csname)(?![A-Za-z])")
_LINKED = re.compile(r"\\href\s*\{([^{}]*)\}")
#: What begins formulas and commands, and nodes in whose text no formula is looked for.
_SIGN = re.compile(r"([\\$])")
_NO_TEXT = (
    nodes.math, nodes.math_block, nodes.literal, nodes.literal_block, nodes.raw, nodes.comment,
)  # fmt: skip
#: What the title of a ``numref`` has beside ``%s``, ``{number}`` and ``{name}``: a width, such as
#: in ``%9s`` and ``{number:>9}``, or a part of the value.
_WIDTH = re.compile(r"%(?:\([^)]*\))?[-#0 +]*[0-9*.]|\{[^{}]*[][.:!{]")
#: Columns of all cells of a table beside each other in plain text. Sphinx fills all to their width.
_WIDEST = 400
#: More than a name, perhaps with ``()`` behind it.
_SIGNATURE = re.compile(r"[<{\[]|\((?!\)?\Z)")
#: Nodes of docutils that are resolved later, if they are.
_UNRESOLVED = (nodes.footnote, nodes.footnote_reference, nodes.citation_reference, nodes.decoration)
_ICON = re.compile(r"<svg\b[^>]*\bclass=\"sd-(?:octicon|material)")


def is_guarded(env: BuildEnvironment) -> bool:
    """Return whether the document that is being read is guarded."""
    return bool(env.current_document.get(_KEY, False))


def _is_guarded_by_name(env: BuildEnvironment, docname: str) -> bool:
    suffix = env.doc2path(docname).suffix
    return suffix == ".mdx" or (suffix in _TEXTS and is_post_by_name(env, docname))


def _says_post(app: Sphinx, docname: str, source: str) -> bool:
    """Return whether *source* may make *docname* a post of the archive."""
    if _POST.search(source) or may_be_ablog_post(app.env, docname, source):
        return True
    if not _SHORT_POST.search(source):
        return False
    is_ours = app.config.primary_domain == "paper" or "default-domain" in source
    # Else it is the directive of another extension.
    return is_ours or settings_of(app.config).ablog or "post" not in registered_directives()


def is_guarded_source(app: Sphinx, docname: str, source: str) -> bool:
    """Return whether the document *docname* with the text *source* is guarded.

    It may be asked before anything is read. Where it is not yet known whether a document is a post,
    it is taken for one.
    """
    path = app.env.doc2path(docname)
    if path.suffix not in _TEXTS:
        return False
    is_ours = path.suffix not in _PLAIN and issubclass(parser_of(app, path), MdxParser)
    return is_ours or may_be_post(docname, rules_of(app)) or _says_post(app, docname, source)


def _may_be_myst(env: BuildEnvironment) -> bool:
    """Return whether MyST reads the document that is being read."""
    language = noted_language(env)
    if language is None:
        return env.doc2path(env.docname).suffix in _MARKDOWN
    return language is Language.MYST


class MystSettings(MdParserConfig):
    """MyST's settings for one guarded document, without the extension ``substitution``.

    That extension renders ``{{…}}`` with Jinja, without a sandbox and with Sphinx's environment in
    the context, so it can run any Python code. The front matter of a document may enable it; MyST
    then sets the attribute ``enable_extensions``.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute, and remove ``substitution`` from ``enable_extensions``."""
        if name == "enable_extensions" and isinstance(value, list | tuple | set | frozenset):
            value = {item for item in value if item != _SUBSTITUTION}
        super().__setattr__(name, value)


class SourceGuard:
    """Checks each source before it is parsed; there is one for each application."""

    def __init__(self) -> None:
        #: MyST's settings of the project.
        self._settings: MdParserConfig | None = None
        self._notebooks = NotebookGuard()

    def note(self, app: Sphinx, docname: str, source: list[str]) -> None:
        """Note whether a document is guarded, and set MyST's settings for it (``source-read``).

        A ``{{…}}`` of a guarded document is reported as :attr:`.WarningKind.UNSAFE`.
        """
        env: Any = app.env
        if settings_of(app.config).trusted:
            return
        guarded = (
            _is_guarded_by_name(env, docname)
            or noted_language(env) in {Language.MDX, Language.MARKDOWN}
            or (env.doc2path(docname).suffix in _TEXTS and _says_post(app, docname, source[0]))
        )
        env.current_document[_KEY] = guarded
        find_files_by(env, None)
        if self._settings is None:
            self._settings = env.myst_config
        use_myst_settings(env, MystSettings(**vars(self._settings)) if guarded else self._settings)
        if not guarded:
            return
        place = place_of_long_row(source[0])
        _change_source(docname, source, place, without_long_rows, TOO_WIDE)
        if env.doc2path(docname).suffix in _PLAIN or "eval-rst" in source[0]:
            place = place_of_long_number(source[0])
            _change_source(docname, source, place, without_long_numbers, TOO_LONG)
        find_files_by(env, _file_finder(env))
        place = source[0].find("{{") if _may_be_myst(env) else -1
        head = source[0].partition("\n---")[0] if source[0].startswith("---") else ""
        self._notebooks.begin(env, docname, head)
        named = _SUBSTITUTION in head
        if place >= 0 and (named or _SUBSTITUTION in self._settings.enable_extensions):
            warn(
                WarningKind.UNSAFE,
                "a post cannot have substitutions ({{…}}), which can run code; write their text "
                "instead, or set paperreview_trusted",
                location=(docname, source[0].count("\n", 0, place) + 1),
            )

    def end(self, app: Sphinx, document: nodes.document) -> None:
        """Restore ``env.relfn2path`` of Sphinx and the settings of MyST-NB (``doctree-read``)."""
        find_files_by(app.env, None)
        self._notebooks.end(app.env)

    def restore(self, app: Sphinx, env: Any) -> list[str]:
        """Restore MyST's settings of the project (``env-updated``)."""
        if self._settings is not None:
            use_myst_settings(env, self._settings)
        return []


def _change_source(
    docname: str, source: list[str], place: int, change: Callable[[str], str], message: str
) -> None:
    """Change a source if there is a *place* for it (not -1), and report that as ``UNSAFE``."""
    if place >= 0:
        location = (docname, source[0].count("\n", 0, place) + 1)
        source[0] = change(source[0])
        warn(WarningKind.UNSAFE, "%s", message, location=location)


def _file_finder(env: BuildEnvironment) -> Callable[..., tuple[str, str]]:
    """Return a function that replaces ``env.relfn2path`` for guarded documents.

    For a path that :func:`.source_path` refuses, it returns a path that does not exist. Sphinx's
    own leaves the source folder for ``//etc/passwd``, and raises for NUL or a cycle of links. Of a
    symbolic link it returns the path, not the target: the file keeps its name.
    """

    def find_file(filename: str | Path, docname: str | None = None) -> tuple[str, str]:
        found = named_path(env, str(filename), docname or env.docname)
        path = found.path or _NOWHERE
        return path, os.path.join(env.srcdir, path)  # noqa: PTH118  # called for each picture

    return find_file


def refuse_linked(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Leave out posts that are symbolic links out of the source folder (``env-get-outdated``).

    Such a link could publish any text file of the machine. Each is reported as
    :attr:`.WarningKind.FILE`.
    """
    if settings_of(app.config).trusted:
        return []
    refused = _refuse_names(app, env)
    rules, plain = rules_of(app), PlainFiles(env.srcdir)
    for docname in sorted(env.found_docs):
        path = env.doc2path(docname, base=False)
        may_be = path.suffix in _TEXTS and may_be_post(docname, rules)
        if path.is_absolute() or not (may_be or _is_guarded_by_name(env, docname)):
            continue  # an absolute path is that of a document of ours
        name = path.as_posix()
        if name in plain:
            continue
        found = source_path(env.srcdir, f"/{name}", docname)
        if found.problem and found.problem != NO_PATH:
            refused.add(docname)
            warn(
                WarningKind.FILE,
                "this post %s and is left out; copy the file, or make a symbolic link to its "
                "folder directly in the source folder",
                found.problem,
                location=f"{env.doc2path(docname)}:1",
            )
    added -= refused
    changed -= refused
    removed |= refused & env.all_docs.keys()
    env.project.docnames -= refused
    return []


def _refuse_names(app: Sphinx, env: BuildEnvironment) -> set[str]:
    """Return the guarded documents whose names other themes would write as markup or a script."""
    found = set()
    for docname in sorted(env.found_docs) if app.config.html_theme != THEME else ():
        if _NO_NAME.search(docname) and is_guarded_source(app, docname, ""):
            found.add(docname)
            warn(
                WarningKind.FILE,
                "the name of this post has characters that the theme would write as markup, so it "
                "is left out; rename the file",
                location=f"{env.doc2path(docname)}:1",
            )
    return found


class GuardDocument(SphinxTransform):
    """Remove what a guarded document may not link to, load, read or run.

    Its text stays. Each removal is reported once, at the node's line, mostly as
    :attr:`.WarningKind.UNSAFE`.
    """

    # After targets have given references their addresses (640, 660); before PaperSections (700)
    # and SphinxDomains (850), which store what is in the document.
    default_priority = 690

    def apply(self, **kwargs: Any) -> None:
        """Check each node of the document."""
        if not is_guarded(self.env):
            return
        code = CodeGuard(self.config.highlight_language, self._colourless)
        contents = ContentsGuard(self.document, self._repeated)
        checks: list[tuple[type[nodes.Element], Callable[[Any], None]]] = [
            (nodes.literal, code.check),
            (nodes.literal_block, code.check),
            (nodes.doctest_block, functools.partial(self._doctest, code)),
            (addnodes.highlightlang, code.note_language),
            (addnodes.download_reference, self._download),
            (nodes.reference, self._reference),
            (nodes.target, self._target),
            (nodes.image, self._image),
            (nodes.figure, self._measures),
            (nodes.table, self._measures),
            (nodes.raw, self._raw),
            (nodes.meta, self._meta),
            (nodes.math, self._formula),
            (nodes.math_block, self._formula),
            (addnodes.toctree, functools.partial(self._toctree, contents)),
            (nodes.pending, functools.partial(self._pending, contents)),
            (todolist, contents.check_todos),
            (nodes.tgroup, _narrow),
            (nodes.list_item, self._item),
            (nodes.acronym, _abbreviate),
            (addnodes.pending_xref, self._mention),
            *((kind, self._note_unwritable) for kind in _UNRESOLVED),
        ]
        known: dict[type[nodes.Element], Callable[[Any], None] | None] = {}
        texts: list[nodes.Text] = []
        for node in nodes_of_kinds(self.document, nodes.Element, nodes.Text):
            if isinstance(node, nodes.Text):
                texts.append(node)
                continue
            if node.__class__ not in known:
                found = (check for kind, check in checks if isinstance(node, kind))
                known[node.__class__] = next(found, None)
            clean_attributes(node)
            check = known[node.__class__]
            if check is not None:
                check(node)
            elif "svg" in node.attributes:  # an icon of sphinx-design
                self._icon(node)
        contents.end()
        if any("\\" in text for text in texts):
            _part_formulas([text for text in texts if not isinstance(text.parent, _NO_TEXT)])

    def _warn(self, node: Element, message: str, kind: WarningKind = WarningKind.UNSAFE) -> None:
        warn(kind, "%s", message, location=_placed(node, self.env.docname))

    def _doctest(self, code: CodeGuard, node: nodes.doctest_block) -> None:
        code.check(node)
        if "sphinx.ext.doctest" in app_of(self.env).extensions:
            as_plain_code(node)

    def _colourless(self, node: Element, problem: str) -> None:
        self._warn(node, f"code is shown without colours, for it {problem}; name another language, "
                         "or set paperreview_trusted")  # fmt: skip

    def _note_unwritable(self, _node: Element) -> None:
        self.env.current_document[MAY_BE_UNWRITABLE] = True

    def _pending(self, contents: ContentsGuard, node: nodes.pending) -> None:
        contents.check_contents(node)
        self._note_unwritable(node)

    def _item(self, node: nodes.list_item) -> None:
        if not isinstance(node.parent, nodes.bullet_list | nodes.enumerated_list):
            self._note_unwritable(node)

    def _repeated(self, node: Element, problem: str) -> None:
        self._warn(node, f"{problem} in a post, further ones are left out; write fewer, or set "
                         "paperreview_trusted")  # fmt: skip

    def _reference(self, node: nodes.reference) -> None:
        if not check_link(node, _placed(node, self.env.docname)):
            return
        if not (len(node) == 1 and isinstance(node[0], nodes.image)):
            hold_in_paragraph(node)

    def _target(self, node: nodes.target) -> None:
        if clean_address(str(node.get("refuri", ""))) is None:
            del node["refuri"]

    def _download(self, node: addnodes.download_reference) -> None:
        if ancestor(node, nodes.title) is not None:
            self._warn(node, "a download cannot stand in a heading, whose words toctrees show; its "
                             "text is kept, write it below")  # fmt: skip
            _unwrap(node)
            return
        written = str(node["reftarget"])
        if "://" in written or written.startswith("//"):
            if not is_web(clean_address(written) or ""):
                self._warn(node, f"a download from this address is not allowed: {written[:80]}; "
                                 "write https:// before a page", WarningKind.MDX_LINK)  # fmt: skip
                _unwrap(node)
            return
        problem = self._problem(written) or self._active(written)
        if not problem and (load := self._load(written)):
            problem = f"loads {load[:80]!r} when it is opened; embed that in the drawing"
        if problem:
            self._warn(node, f"a download is left out: {written[:200]} {problem}")
            _unwrap(node)

    def _measures(self, node: Element) -> None:
        for name in ("width", "height", "scale"):
            written = str(node.get(name, ""))
            # docutils makes "inf" of more digits than Python reads, and its writers end at it.
            if len(written) > _LONGEST_MEASURE or written.startswith("inf"):
                del node[name]
                self._warn(node, f"the {name} has too many digits and is left out; write 300px or "
                                 "50%", WarningKind.IMAGE)  # fmt: skip

    def _image(self, node: nodes.image) -> None:
        self._measures(node)
        written = str(node["uri"])
        problem = ""
        if written.startswith("data:"):
            if clean_address(written, image=True) is None:
                problem = f"{written[:40]}… is not a bitmap in base64"
        elif names_host(written):
            if clean_address(written) is None or not is_web(written):
                problem = f"{written[:80]} is not a web address; write https://"
            node[REMOTE] = True
        else:
            names = self._spellings(written)
            problem = next(filter(None, map(self._problem, names)), "")
            problem = problem or next(filter(None, map(self._active, names)), "")
            problem = problem and f"{written[:200]} {problem}"
            load = "" if problem else next(filter(None, map(self._load, names)), "")
            if load:
                node[LOADING] = True
                self._warn(node, f"browsers do not load {load[:80]!r} for {written[:200]}, and the "
                                 "published copy is without it; embed it in the drawing",
                           WarningKind.IMAGE)  # fmt: skip
        if problem:
            self._warn(node, f"an image is left out: {problem}", WarningKind.IMAGE)
            words = str(node.get("alt") or written.rpartition("/")[2][:200])
            text = nodes.inline(words, words, classes=["pr-missing"])
            node.replace_self(text)
            hold_in_paragraph(text)

    def _spellings(self, written: str) -> list[str]:
        """Return the paths that Sphinx chooses from: other languages, and formats for ``.*``."""
        if not written.endswith(".*"):
            return list(dict.fromkeys([written, search_image_for_language(written, self.env)]))
        full = self.env.relfn2path(written, self.env.docname)[1]
        pattern = f"{escape_glob(full[:-2])}.*"
        language = self.env.config.language or ""
        other = f"{escape_glob(full[:-2])}.{escape_glob(language)}.*"
        folder = Path(written).parent
        # Sphinx does not escape the name, so brackets in it are a pattern.
        found = {*glob(pattern), *glob(other), *glob(full)}  # noqa: PTH207  # as Sphinx does
        return [(folder / Path(path).name).as_posix() for path in sorted(found)]

    def _problem(self, written: str) -> str:
        """Return why a path is refused, as a predicate of the path; empty if it is allowed."""
        return named_path(self.env, written, self.env.docname).problem

    def _active(self, written: str) -> str:
        """Return what a browser would run of a file, as a predicate of it; empty if nothing."""
        path = named_path(self.env, written, self.env.docname)
        if not path.exists:
            return ""
        full = Path(self.env.srcdir, path.path)
        if opens_as_page(full):
            return _PAGE
        if full.suffix.lower() != ".svg":
            return ""
        self.env.note_dependency(full)
        found = active_part(full)
        return f"contains {found}; save the drawing without it" if found else ""

    def _load(self, written: str) -> str:
        """Return the first thing that a drawing without active content loads; empty if none."""
        path = named_path(self.env, written, self.env.docname)
        if Path(written).suffix.lower() != ".svg" or not path.exists:
            return ""
        try:
            return find_load(Path(self.env.srcdir, path.path))
        except OSError:  # Sphinx says that it cannot copy the file
            return ""

    def _raw(self, node: nodes.raw) -> None:
        if "html" not in str(node.get("format", "")).split() or replace_check_box(node):
            return
        text = node.astext()
        # Elsewhere only directives make raw nodes; these are checked by name.
        own = _may_be_myst(self.env) or _ICON.match(text)
        if own and not is_plain_html(text):
            if not text.startswith("</"):  # the opening tag was reported
                message = f"a post cannot have this HTML, its text is shown: {text[:60]!r}; "
                self._warn(node, f"{message}write Markdown, or set paperreview_trusted")
            within = isinstance(node.parent, nodes.TextElement)
            node.replace_self(_as_code(text, within=within))

    def _icon(self, node: Element) -> None:
        if not is_plain_html(str(node["svg"])):
            self._warn(node, "an icon is left out: a class may not have these characters; write "
                             "letters, digits and hyphens")  # fmt: skip
            node.parent.remove(node)

    def _meta(self, node: nodes.meta) -> None:
        if other := min(node.attributes.keys() - _OF_META, default=""):
            self._warn(node, f"a post cannot have {other[:80]!r} in its metadata; take it out")
            node.parent.remove(node)

    def _formula(self, node: Element) -> None:
        if not node["ids"] and self.config.numfig:
            self._note_unwritable(node)
        text = node.astext()
        rest = _LINKED.sub(_without_good_link, text)
        command = _COMMAND.search(rest)
        if refused := command[0] if command else file_command(text):
            where = " to this address" if refused == "\\href" else ""
            self._warn(node, f"a formula cannot have {refused}{where}; it is shown as text")
            node.replace_self(_as_code(text, within=isinstance(node, nodes.math)))

    def _mention(self, node: addnodes.pending_xref) -> None:
        if ancestor(node, addnodes.pending_xref) is not None:
            self._note_unwritable(node)
        else:
            hold_in_paragraph(node)
        if node.get("reftype") == "numref" and node.get("refexplicit"):
            self._number(node)
        # For the role ``any`` each domain reads the target, that of C++ in exponential time.
        target = str(node.get("reftarget", ""))
        if node.get("reftype") == "any" and (len(target) > 200 or _SIGNATURE.search(target)):
            self._warn(node, "the role “any” cannot find a signature; write the name alone")
            node.replace_self(nodes.literal("", node.astext()))

    def _number(self, node: addnodes.pending_xref) -> None:
        text = node.astext()
        if _WIDTH.search(text):
            self._warn(node, f"the text of a numref cannot have a width: {text[:80]!r}; write %s, "
                             "{number} or {name}")  # fmt: skip
            node.replace_self(nodes.literal("", text))

    def _toctree(self, contents: ContentsGuard, node: addnodes.toctree) -> None:
        kept = []
        for title, place in node["entries"]:
            # Sphinx takes an entry for an address by what stands before it, as in "a://b <c>".
            known = place == "self" or place in node["includefiles"] or url_re.match(place)
            if known and clean_address(place) is not None:
                kept.append((title, place))
            else:
                self._warn(node, f"a toctree cannot have this address: {place[:80]}; write the "
                                 "name of a document, or https: before a page")  # fmt: skip
        node["entries"] = kept
        contents.check_toctree(node)
        self.env.domains["paper"].data["toctrees"][self.env.docname] = True


def check_link(node: nodes.reference, location: Any) -> bool:
    """Return whether a page may have the link *node*; if not, unwrap it.

    A warning says so, at *location* (:attr:`.WarningKind.MDX_LINK`).
    """
    written = str(node.get("refuri", ""))
    address = clean_address(written) if written else ""
    if address is None:
        warn(
            WarningKind.MDX_LINK,
            "a link to this address is not allowed: %s; write https: before a page, ./ before a "
            "path",
            written[:80],
            location=location,
        )
        _unwrap(node)
        return False
    if address != written:
        node["refuri"] = address
    return True


def _as_code(text: str, *, within: bool) -> Element:
    """Return *text* as code without colours, *within* a paragraph or as a block."""
    if within:
        return nodes.literal(text, text)
    return nodes.literal_block(text, text, language="none")


def _part_formulas(texts: Sequence[nodes.Text]) -> None:
    """Let MathJax find no formula in *texts*, if they have what a formula may not have.

    A script of the page looks for formulas in all text, but not across elements. Parts of a command
    may stand in several nodes.
    """
    whole = "".join(text.astext() for text in texts)
    if _COMMAND.search(_LINKED.sub(_without_good_link, whole)):
        for text in texts:
            _part_signs(text)


def _part_signs(text: nodes.Text) -> None:
    """Put each sign in *text* with which formulas and commands begin into a node of its own."""
    parts = _SIGN.split(text)
    if len(parts) > 1:
        text.parent.replace(
            text,
            [
                nodes.inline("", part) if number % 2 else nodes.Text(part)
                for number, part in enumerate(parts)
                if part
            ],
        )


def _without_good_link(match: re.Match[str]) -> str:
    return "" if clean_address(match[1]) is not None else match[0]


def _unwrap(node: Element) -> None:
    """Replace *node* by its children, or by its text."""
    replace_nodes([(node, node.children or [nodes.Text(node.astext())])])


def _narrow(node: nodes.tgroup) -> None:
    """Make the columns of *node* narrower in proportion, if they are wider than any page."""
    columns = [each for each in node.children if isinstance(each, nodes.colspec)]
    total = sum(each.get("colwidth", 0) for each in columns)
    if total > max(_WIDEST, len(columns)):
        for each in columns:
            each["colwidth"] = max(1, each.get("colwidth", 0) * _WIDEST // total)


def _abbreviate(node: nodes.acronym) -> None:
    """Replace *node*, which the writers of Sphinx for LaTeX, text and manual pages do not know."""
    node.replace_self(nodes.abbreviation("", "", *node.children, **node.attributes))


def _placed(node: Node, docname: str) -> Node | tuple[str, int]:
    """Return the location for a warning about *node*: its nearest ancestor with a line."""
    found: Any = node
    while found is not None and not (found.source and found.line):
        found = found.parent
    return found if found is not None else (docname, 1)
