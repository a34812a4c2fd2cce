"""Take a screenshot of a page of each kind of the example site, for the documentation.

It needs Chromium and a Korean font, as the tests do:

    python tools/draw_gallery.py docs/gallery
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from sphinx.cmd.build import build_main

sys.path.insert(0, str(Path(__file__).parents[1]))
from tools.screenshots import open_browser, take_picture

ROOT = Path(__file__).parents[1]
#: For each screenshot: the page, the width of the window, and the mode.
SHOTS = {
    "home": ("index.html", 1200, "light"),
    "post": ("posts/2025/2025-11-14.html", 1200, "light"),
    "post-dark": ("posts/2025/2025-11-14.html#arxiv-2511.10643", 1200, "dark"),
    "post-phone": ("posts/2025/2025-11-14.html", 390, "light"),
    "archive": ("archive.html", 1200, "light"),
    "archive-phone": ("archive/2025/11.html", 390, "dark"),
    "papers": ("papers.html", 1200, "light"),
    "paper": ("papers/2511.10643.html", 1200, "dark"),
    "org": ("orgs/google.html", 1200, "light"),
    "figures": ("gallery.html", 1200, "light"),
    "map": ("map.html", 1200, "dark"),
    "statistics": ("statistics.html", 1200, "dark"),
    "search": ("index.html?search=증류", 1200, "light"),
    "search-phone": ("index.html?search=증류", 390, "dark"),
}
#: Height of a window by its width, and the width of a screenshot in pixels.
HEIGHTS, SHOWN = {1200: 750, 390: 780}, {1200: 720, 390: 390}


def main() -> int:
    """Write the screenshots to the folder that the argument names."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, open_browser() as browser:
        if build_main(["-q", "-b", "html", str(ROOT / "example_site"), name]):
            raise SystemExit("the example site cannot be built")
        for shot, (path, width, mode) in SHOTS.items():
            page = browser.new_page(
                viewport={"width": width, "height": HEIGHTS[width]},
                color_scheme="dark" if mode == "dark" else "light",
                reduced_motion="reduce",
            )
            page.goto(f"{Path(name).as_uri()}/{path}")
            if "search=" in path:
                page.locator(".pr-hit-text").first.wait_for()
            take_picture(page, folder / f"{shot}.webp", SHOWN[width], quality=72)
            page.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
