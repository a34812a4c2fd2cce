"""The Sphinx parsers of ``.mdx`` and ``.md``: MyST's with our rules and our renderer."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.transforms import Transform
from docutils.transforms.references import Footnotes
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import merge_file_level
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser
from myst_parser.warnings_ import create_warning

from sphinx_paperreview._compat import FrontMatterRenderer, app_of
from sphinx_paperreview.components import components_of
from sphinx_paperreview.config import DIALECTS, settings_of
from sphinx_paperreview.core.files.decoding import is_binary
from sphinx_paperreview.core.later import later
from sphinx_paperreview.mdx.front_matter import parse_front_matter
from sphinx_paperreview.mdx.idle import LeaveOut
from sphinx_paperreview.mdx.language import Language, is_message, noted_language
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from pathlib import Path

    from docutils.parsers import Parser
    from markdown_it import MarkdownIt
    from myst_parser.config.main import MdParserConfig
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.core.metadata.frontmatter import FrontMatter
    from sphinx_paperreview.mdx import plugin, renderer
    from sphinx_paperreview.mdx.dialects import plugin as dialects
    from sphinx_paperreview.mdx.elements import registry
    from sphinx_paperreview.mdx.render import titles
else:
    # A build that reads no document needs no rules, and they are a fifth of this package.
    plugin, renderer, dialects, registry, titles = (
        later(f"sphinx_paperreview.mdx.{name}")
        for name in ("plugin", "renderer", "dialects.plugin", "elements.registry", "render.titles")
    )

#: MyST extensions that MDX always has, and those a project may enable.
EXTENSIONS = frozenset({"dollarmath", "strikethrough", "tasklist"})
OPTIONAL_EXTENSIONS = frozenset({"amsmath"})
#: Those with which documents of MyST are read in a project that does not set MyST up.
MYST_EXTENSIONS = frozenset({"amsmath", "colon_fence", "deflist", "dollarmath", "tasklist"})


#: Its key in ``env.current_document``, which Sphinx empties after each document.
_FILE = "paperreview_file"


def note_file(env: BuildEnvironment, copy: Path, file: Path) -> None:
    """Note that *copy*, from which the present document is read, is one of the author's *file*."""
    env.current_document[_FILE] = str(copy), str(file)


def _name_file(env: BuildEnvironment, document: nodes.document) -> None:
    """Let warnings of *document* name the author's file, where another was read."""
    copy, file = env.current_document.get(_FILE) or ("", "")
    if copy != file and document["source"] == copy:
        document["source"] = document.reporter.source = document.settings._source = file  # noqa: SLF001  # docutils reads all three
        document.note_source(file, -1)


class FootnotesIntoSection(Transform):
    """Move footnotes, which MyST collects at the end of the document, into its last section."""

    default_priority = Footnotes.default_priority + 4  # after MyST's CollectFootnotes (+ 3)

    def apply(self, **kwargs: Any) -> None:
        """Move them, except in a document of MyST."""
        if noted_language(self.document.settings.env) is Language.MYST:
            return
        sections = [node for node in self.document.children if isinstance(node, nodes.section)]
        if not sections:
            return
        for node in list(self.document.children):
            if isinstance(node, nodes.footnote):
                self.document.remove(node)
                sections[-1].append(node)


def mdx_config(config: MdParserConfig) -> MdParserConfig:
    """Return a copy of the project's MyST configuration, changed for MDX."""
    enabled = set(config.enable_extensions) & OPTIONAL_EXTENSIONS
    return dataclasses.replace(
        config,
        commonmark_only=False,
        gfm_only=False,
        enable_extensions=enabled | EXTENSIONS,
        heading_anchors=6,
        heading_slug_func=None,
        title_to_header=False,
        dmath_double_inline=True,
        dmath_allow_digits=False,
        dmath_allow_labels=True,
        footnote_transition=False,
        all_links_external=False,
    )


def token_parser(
    env: BuildEnvironment, config: MdParserConfig, kind: Any, language: Language,
    *, cjk_emphasis: bool = True,
) -> MarkdownIt:  # fmt: skip
    """Return a parser of MDX or Markdown with MyST's rules and ours, and the project's dialects.

    It accepts every address: who renders the tokens checks these.

    :param config: the result of :func:`mdx_config`
    :param kind: the class of the renderer
    :param cjk_emphasis: whether ``**`` works beside CJK letters
    """
    parser = create_md_parser(config, kind)
    switches = settings_of(env.config).dialects
    elements = registry.UNSTYLED.union(registry.registry(components_of(app_of(env))))
    for word, names in registry.OF_DIALECTS.items():
        elements = elements if switches.get(word, True) else elements - names
    parser.use(plugin.mdx_plugin, cjk_emphasis=cjk_emphasis, language=language, elements=elements)
    parser.use(dialects.dialects_plugin, [word for word in DIALECTS if switches.get(word, True)])
    parser.validateLink = _accept  # type: ignore[method-assign,assignment]  # its own hook
    return parser


def reading_parser(env: Any) -> MarkdownIt:
    """Return a parser of Markdown as the project reads it, for its tokens alone."""
    return token_parser(env, mdx_config(env.myst_config), RendererHTML, Language.MARKDOWN)


class MdxParser(MystParser):
    """Parser of MDX as in Docusaurus, and of documents whose front matter has another ``format``.

    A translated message, which Sphinx parses as a document, is in the language of its document.
    """

    supported: ClassVar[tuple[str, ...]] = ("mdx",)  # type: ignore[misc]  # MyST does not say ClassVar
    #: Whether ``**`` works beside CJK letters; comparisons with CommonMark switch it off.
    cjk_emphasis: ClassVar[bool] = True

    def get_transforms(self) -> list[type[Transform]]:
        """Return MyST's transforms and ours."""
        mysts: list[type[Transform]] = super().get_transforms()  # type: ignore[no-untyped-call]  # MyST's own
        return [*mysts, FootnotesIntoSection, LeaveOut]

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse *inputstring* into *document*.

        An empty or binary file becomes a page of a title alone, with a warning (``FILE``).
        """
        env: BuildEnvironment = document.settings.env
        _name_file(env, document)
        # Sphinx 8 shares the settings among documents of one type.
        document.settings.smart_quotes = env.settings.get("smart_quotes", True)
        if is_message(document) and inputstring.startswith(_LITERAL):
            lines = inputstring.rstrip("\n").split("\n")[2:]
            literal = "\n".join(line.removeprefix("   ") for line in lines)
            document.append(nodes.literal_block(literal, literal))
            return
        language = noted_language(env) or Language.MDX
        if language is Language.MYST:
            self._parse_myst(inputstring, document)
            return
        front_matter = parse_front_matter(env, document, inputstring)
        if is_message(document):
            inputstring = _heading_of_message(inputstring)
        if not inputstring.strip() or is_binary(inputstring):
            message = "the file is empty or no text (UTF-8); write a title into it, or exclude it"
            warn(WarningKind.FILE, message, location=(env.docname, 1))
            _empty_page(document, titles.title_of_file(env.docname))
            return
        config = mdx_config(env.myst_config)  # type: ignore[attr-defined]  # set by MyST
        config = _merge_myst_key(config, front_matter, document)
        parser = token_parser(
            env, config, renderer.MdxRenderer, language, cjk_emphasis=self.cjk_emphasis
        )
        parser.options["document"] = document
        parser.options["front_matter"] = front_matter
        # Docusaurus and GitHub keep quotes and dashes as typed.
        document.settings.smart_quotes = False
        parser.render(inputstring)

    def _parse_myst(self, inputstring: str, document: nodes.document) -> None:
        """Parse by MyST, with the extensions of Jupyter Book if the project chooses none."""
        env: Any = document.settings.env
        if env.myst_config.enable_extensions:
            super().parse(inputstring, document)
            return
        config = dataclasses.replace(env.myst_config, enable_extensions=set(MYST_EXTENSIONS))
        front_matter = parse_front_matter(env, document, inputstring)
        config = _merge_myst_key(config, front_matter, document)
        parser = create_md_parser(config, FrontMatterRenderer)
        parser.options["document"] = document
        parser.render(inputstring)


class MarkdownParser(MdxParser):
    """Parser of ``.md`` where a project has not set up MyST: as MDX, as Markdown or by MyST."""

    supported: ClassVar[tuple[str, ...]] = ("markdown",)  # type: ignore[misc]  # as above


def parser_of(app: Sphinx, path: Path) -> type[Parser]:
    """Return the class of the parser that reads the document at *path*."""
    kind = app.config.source_suffix.get(path.suffix) or "restructuredtext"
    return app.registry.get_source_parser(kind)


#: What begins a translated formula or block of code: reStructuredText, whatever the document is in
#: (``sphinx.transforms.i18n.Locale``). No message of words holds an empty line.
_LITERAL = "::\n\n   "


def _heading_of_message(text: str) -> str:
    """Return a translated heading, which Sphinx underlines, in the form with ``#``.

    Underlined, ``1. Title`` would be a list (``sphinx.transforms.i18n.Locale``). Any other message
    is returned as it is.
    """
    words, _newline, line = text.rpartition("\n")
    if words and "\n" not in words and line == "=" * (2 * len(words)):
        return f"# {words} #"
    return text


def _empty_page(document: nodes.document, title: str) -> None:
    section = nodes.section("", nodes.title(title, title), names=[title.lower()])
    section.source, section.line = document["source"], 1
    section[0].source, section[0].line = document["source"], 1
    document.note_implicit_target(section, section)
    document += section
    # MyST's renderer sets these for MyST's transforms.
    document.settings.myst_footnote_transition = False
    document.settings.myst_footnote_sort = False
    document.settings.myst_heading_anchors_html_ids = False


def _merge_myst_key(
    config: MdParserConfig, front_matter: FrontMatter, document: nodes.document
) -> MdParserConfig:
    """Return *config* with what the ``myst`` key of the front matter sets for this file."""
    settings = front_matter.data.get("myst")
    if not isinstance(settings, dict):
        return config

    def warning(kind: Any, message: str) -> None:
        create_warning(document, message, kind, line=1, append_to=document)

    return merge_file_level(config, {"myst": settings}, warning)


def _accept(_address: str) -> bool:
    return True
