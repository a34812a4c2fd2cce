"""The engine and fonts for Korean, unless the project sets its own; and our style file.

Sphinx chooses an engine for sites in Chinese and Japanese. For all others it takes pdfLaTeX, which
has no Hangul, and for Korean it warns that Babel does not know the language, which kotex does.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.latex import LaTeXBuilder
from sphinx.builders.latex.util import ExtBabel

from sphinx_paperreview._compat import is_set
from sphinx_paperreview.core.builders import writes_latex
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.domain.builders import latex_builder
from sphinx_paperreview.domain.indices import INDICES
from sphinx_paperreview.domain.scope import changes_site, has_own_theme
from sphinx_paperreview.latex.symbols import CJK

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config

#: Our style file.
STYLE = Path(__file__).with_name("paperreview.sty")
#: Packages that typeset Korean; a project that names one keeps its own fonts.
_PACKAGES = ("kotex", "xetexko", "luatexko", "CJK", "luatexja")
_CJK = pattern(f"[{CJK}]")
#: kotex has fonts of its own (Un Batang, Un Dotum). Where they are installed, Noto fonts, which
#: have more characters, and FreeFont, which Sphinx uses and which has more symbols, replace them.
_FONTS = r"""
\usepackage{kotex}
\IfFontExistsTF{FreeSerif.otf}{%
  \setmainfont{FreeSerif}[Extension=.otf, UprightFont=*, ItalicFont=*Italic,
    BoldFont=*Bold, BoldItalicFont=*BoldItalic]
  \setsansfont{FreeSans}[Extension=.otf, UprightFont=*, ItalicFont=*Oblique,
    BoldFont=*Bold, BoldItalicFont=*BoldOblique]
  \setmonofont{FreeMono}[Extension=.otf, UprightFont=*, ItalicFont=*Oblique,
    BoldFont=*Bold, BoldItalicFont=*BoldOblique, Scale=0.9]}{%
  \IfFontExistsTF{DejaVu Sans Mono}{\setmonofont{DejaVu Sans Mono}[Scale=0.8]}{}}
\IfFontExistsTF{Noto Serif CJK KR}{%
  \setmainhangulfont{Noto Serif CJK KR}
  \setmainhanjafont{Noto Serif CJK KR}}{}
\IfFontExistsTF{Noto Sans CJK KR}{%
  \setsanshangulfont{Noto Sans CJK KR}
  \setsanshanjafont{Noto Sans CJK KR}}{}
\IfFontExistsTF{Noto Sans Mono CJK KR}{%
  \setmonohangulfont{Noto Sans Mono CJK KR}[Scale=0.8]
  \setmonohanjafont{Noto Sans Mono CJK KR}[Scale=0.8]}{}
"""
#: The names that polyglossia would set for Korean, for which Sphinx does not load it.
_NAMES = r"""
\renewcommand{\contentsname}{차례}
\renewcommand{\appendixname}{부록}
\ifdefined\chaptername \renewcommand{\chaptername}{}\fi
"""


class _KoreanOfKotex(ExtBabel):
    """The language of a book that kotex typesets: nothing is left to Babel."""

    def is_supported_language(self) -> bool:
        return True


class KoreanLaTeXBuilder(LaTeXBuilder):
    """Sphinx's builder, which does not warn of Korean before the engine is chosen."""

    def init_babel(self) -> None:
        """Set the language of the book (``LaTeXBuilder.init_babel``)."""
        self.babel = _KoreanOfKotex(self.config.language, not self.context["babel"])


def is_korean(config: Config) -> bool:
    """Return whether the language of the project is Korean."""
    return str(config.language).partition("_")[0] == "ko"


def choose_engine(app: Sphinx, builder: Builder) -> None:
    """Choose XeLaTeX for Korean and for documents with CJK characters (``write-started``).

    pdfLaTeX has no fonts for them. Values that the project sets are kept, and for a Korean book
    that is left to Babel or polyglossia Sphinx warns of the language.
    """
    if not writes_latex(builder):
        return
    config = app.config
    if changes_site(builder):
        chosen = config.latex_engine != "pdflatex" or is_set(config, "latex_engine")
        if is_korean(config) or (not chosen and _has_cjk(builder)):
            if not chosen:
                _take_xelatex(config)
            _add_fonts(config)
            builder.init()  # again, for it reads the engine from the configuration
        latex_builder(builder).context["preamble"] += _preamble(builder)
    if isinstance(builder, KoreanLaTeXBuilder) and not _has_package(config):
        # It sets the language as Sphinx does, and warns.
        super(KoreanLaTeXBuilder, builder).init_babel()


def _preamble(builder: Builder) -> str:
    """Return what our style file has to know of a book."""
    lines = [f"\n\\paperreviewindex{{{index.localname}}}" for index in INDICES]
    if has_own_theme(builder):
        lines.append("\n\\paperreviewfigures")
    return "".join(lines)


def _has_cjk(builder: Builder) -> bool:
    env = builder.env
    return any(_CJK.search(env.get_doctree(name).astext()) for name in sorted(env.found_docs))


def _has_package(config: Config) -> bool:
    texts = map(str, config.latex_elements.values())
    return any(name in text for text in texts for name in _PACKAGES)


def _take_xelatex(config: Config) -> None:
    config["latex_engine"] = "xelatex"
    if not is_set(config, "latex_use_xindy"):
        config["latex_use_xindy"] = False  # makeindex comes with every TeX, xindy does not


def _add_fonts(config: Config) -> None:
    chosen = config.latex_elements
    if config.latex_engine not in {"xelatex", "lualatex"} or _has_package(config):
        return
    ours = {"fontpkg": _FONTS}
    if is_korean(config) and not {"polyglossia", "babel"} & chosen.keys():
        ours |= {"polyglossia": "", "fontsubstitution": _NAMES}
    config["latex_elements"] = {**ours, **chosen}
