"""The Sphinx parser of ``.mdx``: MyST's own few lines, with our rules and renderer."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, ClassVar

import yaml
from docutils import nodes
from docutils.transforms import Transform
from docutils.transforms.references import Footnotes
from myst_parser.config.main import merge_file_level
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser
from myst_parser.warnings_ import create_warning

from sphinx_paperreview.core import frontmatter
from sphinx_paperreview.mdx import mdx_plugin
from sphinx_paperreview.mdx.render.titles import title_of_file
from sphinx_paperreview.mdx.renderer import MdxRenderer
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from myst_parser.config.main import MdParserConfig
    from sphinx.environment import BuildEnvironment

#: MyST extensions that MDX has by itself, and those a project may add to them.
EXTENSIONS = frozenset({"dollarmath", "strikethrough", "tasklist"})
OPTIONAL_EXTENSIONS = frozenset({"amsmath"})


class FootnotesIntoSection(Transform):
    """Move the footnotes that MyST gathers after the title's section into it."""

    default_priority = Footnotes.default_priority + 4  # CollectFootnotes is + 3

    def apply(self, **kwargs: Any) -> None:
        """Move them."""
        sections = [node for node in self.document.children if isinstance(node, nodes.section)]
        if not sections:
            return
        for node in list(self.document.children):
            if isinstance(node, nodes.footnote):
                self.document.remove(node)
                sections[-1].append(node)


def mdx_config(config: MdParserConfig) -> MdParserConfig:
    """Return a copy of the project's MyST configuration for MDX."""
    chosen = set(config.enable_extensions) & OPTIONAL_EXTENSIONS
    return dataclasses.replace(
        config,
        commonmark_only=False,
        gfm_only=False,
        enable_extensions=chosen | EXTENSIONS,
        heading_anchors=6,
        heading_slug_func=None,
        title_to_header=False,
        dmath_double_inline=True,
        dmath_allow_digits=False,
        dmath_allow_labels=True,
        footnote_transition=False,
        all_links_external=False,
    )


def is_text(text: str) -> bool:
    """Return whether *text* can be a post: not empty, and no bytes of another kind of file."""
    if not text.strip() or "\0" in text:
        return False
    strange = sum(text.count(mark) for mark in ("\ufffd", "\x01", "\x02", "\x03", "\x04"))
    return strange * 10 <= len(text)


class MdxParser(MystParser):
    """Parser of MDX as Docusaurus writes it."""

    supported: ClassVar[tuple[str, ...]] = ("mdx",)  # type: ignore[misc]  # MyST does not say ClassVar

    def get_transforms(self) -> list[type[Transform]]:
        """Return MyST's transforms and ours."""
        mysts: list[type[Transform]] = super().get_transforms()  # type: ignore[no-untyped-call]  # MyST's own
        return [*mysts, FootnotesIntoSection]

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse *inputstring* into *document*; what is no text becomes a page with a title."""
        env: BuildEnvironment = document.settings.env
        if not is_text(inputstring):
            message = "the file is empty or no text (UTF-8); write a title into it, or exclude it"
            warn(WarningKind.FILE, message, location=(env.docname, 1))
            _empty_page(document, title_of_file(env.docname))
            return
        config = mdx_config(env.myst_config)  # type: ignore[attr-defined]  # set by MyST
        config = _merge_front_matter(config, inputstring, document)
        parser = create_md_parser(config, MdxRenderer)
        cjk = getattr(env.config, "paperreview_cjk_emphasis", True)
        amounts = getattr(env.config, "paperreview_dollar_amounts", True)
        parser.use(mdx_plugin, cjk_emphasis=bool(cjk), dollar_amounts=bool(amounts))
        # The renderer refuses addresses itself, and says so.
        parser.validateLink = _accept  # type: ignore[method-assign,assignment]  # its own hook
        parser.options["document"] = document
        # Quotes and dashes stay as typed, as in Docusaurus.
        document.settings.smart_quotes = False
        parser.render(inputstring)


def _empty_page(document: nodes.document, title: str) -> None:
    section = nodes.section("", nodes.title(title, title), names=[title.lower()])
    section.source, section.line = document["source"], 1
    section[0].source, section[0].line = document["source"], 1
    document.note_implicit_target(section, section)
    document += section
    # What MyST's renderer would have set for its transforms.
    document.settings.myst_footnote_transition = False
    document.settings.myst_footnote_sort = False
    document.settings.myst_heading_anchors_html_ids = False


def _merge_front_matter(
    config: MdParserConfig, text: str, document: nodes.document
) -> MdParserConfig:
    """Return *config* with what the front matter's ``myst`` key sets for this file."""
    lines = text.split("\n")
    if lines[0].strip() != "---" or "---" not in [line.rstrip() for line in lines[1:]]:
        return config
    end = [line.rstrip() for line in lines[1:]].index("---") + 1
    source = "\n".join(lines[1:end])
    if "myst:" not in source:
        return config
    try:
        data = frontmatter.load(source)
    except yaml.YAMLError:
        return config
    if not isinstance(data, dict) or not isinstance(data.get("myst"), dict):
        return config

    def warning(kind: Any, message: str) -> None:
        create_warning(document, message, kind, line=1, append_to=document)

    return merge_file_level(config, {"myst": data["myst"]}, warning)


def _accept(_address: str) -> bool:
    return True
