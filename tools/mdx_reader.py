"""Read any number of MDX texts with one Sphinx application, for fuzzing and timing."""

from __future__ import annotations

import copy
import functools
import io
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sphinx.util.docutils
from docutils.readers import standalone
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils import base
from myst_parser.parsers.mdit import create_md_parser
from sphinx.application import Sphinx

from sphinx_paperreview._compat import resolved_doctree
from sphinx_paperreview.config import DIALECTS
from sphinx_paperreview.mdx import parser as mdx_parser
from sphinx_paperreview.mdx.dialects.plugin import dialects_plugin
from sphinx_paperreview.mdx.elements.registry import UNSTYLED, registry
from sphinx_paperreview.mdx.language import Language, note_language, noted_language
from sphinx_paperreview.mdx.parser import mdx_config
from sphinx_paperreview.mdx.plugin import mdx_plugin

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

CONF = """\
extensions = ["sphinx_paperreview"]
html_theme = "basic"
html_search = False
"""
#: Directives that embed raw HTML or files are off, as in a project with untrusted posts.
SETTINGS = {"raw_enabled": False, "file_insertion_enabled": False}
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def read_tokens(text: str, language: Language = Language.MDX) -> list[Token]:
    """Return the tokens of *text*, from markdown-it and its rules without Sphinx."""
    md = create_md_parser(mdx_config(MdParserConfig()), RendererHTML)
    md.use(mdx_plugin, language=language, elements=frozenset(registry({})) | UNSTYLED)
    return md.use(dialects_plugin, DIALECTS).parse(text, {})


def _once(function: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[object, Any] = {}

    @functools.wraps(function)
    def settings(*components: Any, **kwargs: Any) -> Any:
        key = tuple(each if isinstance(each, type) else type(each) for each in components)
        if key not in known:
            known[key] = function(*components, **kwargs)
        return copy.copy(known[key])

    return settings


class Reader:
    """A project with one post, which is read again and again with different texts."""

    def __init__(self, folder: str | None = None, docname: str = "2025-11-14-post") -> None:
        """Start Sphinx on a project in *folder*, by default a temporary one."""
        if folder is None:
            # The folder is removed together with the reader.
            self._temporary = tempfile.TemporaryDirectory(prefix="mdx-reader-")
            folder = self._temporary.name
        self.source = Path(folder, "source")
        self.source.mkdir(parents=True, exist_ok=True)
        (self.source / "conf.py").write_text(CONF, encoding="utf-8")
        (self.source / "index.rst").write_text("I\n=\n", encoding="utf-8")
        self.docname = docname
        self._post = self.source / f"{docname}.mdx"
        self._post.write_text("# T\n", encoding="utf-8")
        self._warnings = io.StringIO()
        output = self.source.parent / "output"
        self.app = Sphinx(
            self.source, self.source, output, output / "doctrees", "html",
            status=None, warning=self._warnings, freshenv=True,
        )  # fmt: skip
        self.app.build()
        self.app.env.settings.update(SETTINGS)
        self._read: list[nodes.document] = []
        self.app.connect("doctree-read", self._keep)

    def keep_setup(self) -> None:
        """Do once in this process what a build does again for each text, and no text changes.

        These are the settings of docutils and the rules of markdown-it; a text with a ``myst`` key
        in its front matter has rules of its own. This halves the time of a reading.
        """
        for module, name in (
            (sphinx.util.docutils, "_get_settings"),
            (base, "get_default_settings"),
        ):
            setattr(module, name, _once(getattr(module, name)))
        create = create_md_parser
        kept: dict[Language, tuple[MdParserConfig, MarkdownIt]] = {}

        def kept_parser(config: MdParserConfig, renderer: Any) -> MarkdownIt:
            language = noted_language(self.app.env) or Language.MDX
            known = kept.get(language)
            # Not compared as a whole: guarded documents have settings of a class of their own.
            if known is None or vars(known[0]) != vars(config):
                md = create(config, renderer)
                kept.setdefault(language, (config, md))
            else:
                md = known[1]
                md.use = lambda *_args, **_kwargs: md  # type: ignore[method-assign]  # it has them
            return md

        mdx_parser.create_md_parser = kept_parser  # type: ignore[attr-defined]  # imported there

    def _keep(self, app: Sphinx, doctree: nodes.document) -> None:
        self._read.append(doctree)

    def read(self, text: str) -> nodes.document:
        """Return the doctree of *text*, after all transforms and events of reading."""
        self._post.write_text(text, encoding="utf-8", newline="")
        self._forget()
        env = self.app.env
        self.app.emit("env-before-read-docs", env, [self.docname])
        self.app.builder.read_doc(self.docname, _cache=False)
        return self._read[-1]

    def parse(self, text: str) -> nodes.document:
        """Return the doctree of *text* before any transform, which is faster."""
        self._forget()
        env = self.app.env
        env.prepare_settings(self.docname)
        note_language(env, text, is_mdx=True)
        try:
            parser = self.app.registry.create_source_parser("mdx", config=self.app.config, env=env)
            settings = sphinx.util.docutils._get_settings(  # noqa: SLF001  # as Sphinx does
                standalone.Reader, parser, defaults={"traceback": True, **env.settings}
            )
            document = sphinx.util.docutils.new_document(str(self._post), settings)
            document.reporter.report_level = 4  # only severe errors of docutils matter here
            with sphinx.util.docutils.sphinx_domains(env):
                parser.parse(text, document)
        finally:
            env.current_document.clear()
        return document

    def _forget(self) -> None:
        env = self.app.env
        self._warnings.seek(0)
        self._warnings.truncate()
        self.app.emit("env-purge-doc", env, self.docname)
        env.clear_doc(self.docname)
        self._read.clear()

    @property
    def warnings(self) -> list[str]:
        """The warnings for the text that was read last."""
        return _ESCAPES.sub("", self._warnings.getvalue()).splitlines()

    def html(self) -> str:
        """Return the HTML of the text that was read last: the body of its page."""
        builder: Any = self.app.builder
        doctree = resolved_doctree(builder, self.docname)
        doctree.settings = builder.docsettings
        builder.current_docname = self.docname
        builder.secnumbers, builder.fignumbers = {}, {}
        visitor = builder.create_translator(doctree, builder)
        doctree.walkabout(visitor)
        return "".join(visitor.body)
