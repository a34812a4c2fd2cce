"""Take screenshots of the archive under other themes, for the documentation.

The pages are those of the example site, in a small project whose toctree has the lists of the
archive. A theme that is not installed is left out. It needs Chromium and a Korean font, as the
tests do:

    python tools/draw_themes.py docs/gallery/themes
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))
from tools.screenshots import open_browser, take_picture

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
POST = "posts/2025/2025-11-14.html"
#: For each theme: the page of the wide screenshot; the narrow one, in dark mode, is of a post.
THEMES = {
    "furo": "archive.html",
    "pydata_sphinx_theme": "home.html",
    "sphinx_book_theme": "papers.html",
    "shibuya": "home.html",
    "sphinx_rtd_theme": "archive.html",
    "alabaster": "home.html",
    "sphinxawesome_theme": "statistics.html",
    "piccolo_theme": "gallery.html",
}
CONF = """
project = "Lab notes"
language = "ko"
html_theme = {theme!r}
extensions = ["sphinx_paperreview"]
html_baseurl = "https://example.org/"
paperreview_authors = "authors.yml"
paperreview_tags = "tags.yml"
paperreview_bibliography = ["references.bib"]
suppress_warnings = ["paperreview.*"]  # a post of the example site shows them
"""
INDEX = """
Lab notes
=========

.. toctree::

   home
   archive
   papers
   orgs
   tags
   gallery
   statistics

.. toctree::
   :hidden:
   :glob:

   posts/*/*
"""
HOME = "Papers\n======\n\n.. paper:home::\n   :limit: 5\n"
#: Window, and width of the picture in pixels.
WIDE, NARROW = ((1440, 900), 640), ((390, 780), 260)
#: What themes keep of a reader's choice of dark mode, where the system's is not asked.
DARK = """
for (const name of ["mode", "theme"]) localStorage.setItem(name, "dark");
addEventListener("DOMContentLoaded", () => {
  for (const element of [document.documentElement, document.body]) {
    for (const name of ["mode", "theme"])
      if (name in element.dataset) element.dataset[name] = "dark";
  }
});
"""


def build(theme: str, folder: Path) -> Path:
    """Build the example under *theme* in *folder*, and return the output."""
    source, output = folder / "source", folder / "html"
    ignored = shutil.ignore_patterns("_build", "index.*", "about.*")
    shutil.copytree(ROOT / "example_site", source, ignore=ignored)
    for name, text in {"conf.py": CONF, "index.rst": INDEX, "home.rst": HOME}.items():
        (source / name).write_text(text.format(theme=theme), encoding="utf-8")
    # A process of its own: one of the themes leaves parts of itself to the next.
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", str(source), str(output)]
    subprocess.run(command, check=True)
    return output


def take_screenshots(browser: Browser, theme: str, output: Path, folder: Path) -> None:
    """Write both screenshots of *theme* to *folder*."""
    for path, (window, width), mode, name in (
        (THEMES[theme], WIDE, "light", theme),
        (POST, NARROW, "dark", f"{theme}-phone"),
    ):
        context = browser.new_context(
            viewport={"width": window[0], "height": window[1]},
            color_scheme="dark" if mode == "dark" else "light",
            reduced_motion="reduce",
        )
        page = context.new_page()
        if mode == "dark":
            page.add_init_script(DARK)
        page.goto((output / path).as_uri())
        page.evaluate("document.fonts.ready")
        take_picture(page, folder / f"{name}.webp", width, quality=70)
        context.close()


def main() -> int:
    """Write the screenshots to the folder that the argument names."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with open_browser() as browser:
        for theme in THEMES:
            if find_spec(theme) is None:
                print(f"{theme} is not installed", file=sys.stderr)
                continue
            with tempfile.TemporaryDirectory() as name:
                take_screenshots(browser, theme, build(theme, Path(name)), folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
