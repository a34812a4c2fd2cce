"""Which files our parsers read, by their suffix and by what the project says of Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.sphinx_ import MystParser

from sphinx_paperreview._compat import written_values
from sphinx_paperreview.mdx import language
from sphinx_paperreview.mdx.parser import MarkdownParser, MdxParser, parser_of

if TYPE_CHECKING:
    from docutils.parsers import Parser
    from sphinx.application import Sphinx
    from sphinx.config import Config


def markdown_reader(app: Sphinx, config: Config) -> tuple[type[Parser], list[str]] | None:
    """Return who reads Markdown, and the suffixes that are to be registered for it.

    It is our parser, or MyST's where the project or an extension sets a value of MyST. Where the
    project sets ``source_suffix``, only the suffixes in it are read. None: another extension reads
    Markdown.
    """
    registry = app.registry
    parser = registry.get_source_parsers().get("markdown")
    if "myst_parser" in config.extensions or "myst_nb" in app.extensions:
        return None
    if parser not in {None, MystParser} or (parser is None and ".md" in registry.source_suffix):
        return None
    written = written_values(config)
    defaults = {f"myst_{name}": default for name, default, _ in MdParserConfig().as_triple()}
    is_mysts = any(name in config and config[name] != value for name, value in defaults.items())
    is_mysts |= any(name.startswith("myst_") or name == "source_suffix" for name in written)
    suffixes = {".md"} if is_mysts else {".md", ".markdown"}
    new = set() if "source_suffix" in written else suffixes - registry.source_suffix.keys()
    return MystParser if is_mysts else MarkdownParser, sorted(new)


def note_language(app: Sphinx, docname: str, source: list[str]) -> None:
    """Decide in which language a document is that one of our parsers reads (``source-read``)."""
    parser = parser_of(app, app.env.doc2path(docname))
    if issubclass(parser, MdxParser):
        language.note_language(app.env, source[0], is_mdx=parser is not MarkdownParser)


def leave_out_partials(app: Sphinx, config: Config) -> None:
    """Make no pages of MDX files named ``_…``, as in Docusaurus: they are partials.

    The event is ``config-inited``.
    """
    chosen = config.source_suffix if isinstance(config.source_suffix, dict) else {}
    kinds = {**app.registry.source_suffix, **chosen}
    parsers = app.registry.get_source_parsers()
    suffixes = sorted(suffix for suffix, kind in kinds.items() if parsers.get(kind) is MdxParser)
    patterns = [pattern for suffix in suffixes for pattern in (f"_*{suffix}", f"**/_*{suffix}")]
    config["exclude_patterns"] = list(dict.fromkeys([*config.exclude_patterns, *patterns]))
