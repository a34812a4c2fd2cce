"""An engine and fonts for Korean where a project has chosen none, and our own style file.

Sphinx chooses an engine for sites in Chinese and Japanese. What it takes for all others, pdfLaTeX,
has no Hangul.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview._compat import is_set
from sphinx_paperreview.core.builders import writes_latex

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config

#: Our style file, which lies beside this module.
STYLE = "paperreview"
#: Packages that set Korean; a project that names one has made its choice.
_PACKAGES = ("kotex", "xetexko", "luatexko", "CJK", "luatexja")
#: Letters of East Asia, for which pdfLaTeX has no fonts.
_EAST_ASIAN = re.compile(r"[\u1100-\u11ff\u3040-\u318f\u3400-\u9fff\uac00-\ud7a3]")
#: kotex sets Korean with fonts of its own (Un Batang, Un Dotum). Those of Noto have more
#: characters, FreeFont, which Sphinx asks for, more symbols: taken where they are installed.
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
#: What polyglossia would do for Korean, which Sphinx does not ask it for.
_NAMES = r"""
\renewcommand{\contentsname}{차례}
\renewcommand{\appendixname}{부록}
\ifdefined\chaptername \renewcommand{\chaptername}{}\fi
"""


def choose_latex(app: Sphinx, config: Config) -> None:
    """Have our style file copied, and a site in Korean set by XeLaTeX (``config-inited``).

    What a project sets itself stays.
    """
    style = str(Path(__file__).with_name(f"{STYLE}.sty"))
    config["latex_additional_files"] = [*config.latex_additional_files, style]
    if config.language.partition("_")[0] == "ko":
        if not is_set(config, "latex_engine"):
            _take_xelatex(config)
        _add_fonts(config)


def choose_engine(app: Sphinx, builder: Builder) -> None:
    """Choose XeLaTeX where pdfLaTeX would fail and no engine is set (``write-started``)."""
    config = app.config
    chosen = config.latex_engine != "pdflatex" or is_set(config, "latex_engine")
    if not writes_latex(builder) or chosen:
        return
    env = builder.env
    if any(_EAST_ASIAN.search(env.get_doctree(name).astext()) for name in sorted(env.found_docs)):
        _take_xelatex(config)
        _add_fonts(config)
        builder.init()  # as it does by itself, before anything is read


def _take_xelatex(config: Config) -> None:
    config["latex_engine"] = "xelatex"
    if not is_set(config, "latex_use_xindy"):
        config["latex_use_xindy"] = False  # of the two, what comes with every TeX


def _add_fonts(config: Config) -> None:
    chosen = config.latex_elements
    has_package = any(name in str(text) for text in chosen.values() for name in _PACKAGES)
    if config.latex_engine not in {"xelatex", "lualatex"} or has_package:
        return
    ours = {"fontpkg": _FONTS}
    if config.language.startswith("ko") and not {"polyglossia", "babel"} & chosen.keys():
        ours |= {"polyglossia": "", "fontsubstitution": _NAMES}
    config["latex_elements"] = {**ours, **chosen}
