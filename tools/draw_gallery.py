"""Take a screenshot of a page of each kind of the example site, for the documentation.

It needs Chromium and a Korean font, as the tests do:

    python tools/draw_gallery.py docs/gallery
"""

from __future__ import annotations

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright
from sphinx.cmd.build import build_main

sys.path.insert(0, str(Path(__file__).parents[1]))
from tools.setup_browser import find_browser

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

#: Whether the pictures in view, which are loaded lazily, are there.
SHOWN_WHOLE = """() => [...document.images].every((image) =>
  image.complete || image.getBoundingClientRect().top > innerHeight)"""


def main() -> int:
    """Write the screenshots to the folder that the argument names."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        if build_main(["-q", "-b", "html", str(ROOT / "example_site"), name]):
            raise SystemExit("the example site cannot be built")
        browser = playwright.chromium.launch(
            executable_path=str(find_browser()), args=["--no-sandbox"]
        )
        for shot, (path, width, mode) in SHOTS.items():
            page = browser.new_page(
                viewport={"width": width, "height": HEIGHTS[width]},
                color_scheme="dark" if mode == "dark" else "light",
                reduced_motion="reduce",
            )
            page.goto(f"{Path(name).as_uri()}/{path}")
            if "search=" in path:
                page.locator(".pr-hit-text").first.wait_for()
            page.wait_for_function(SHOWN_WHOLE)
            picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
            page.close()
            picture.thumbnail((SHOWN[width], SHOWN[width] * 3), Image.Resampling.LANCZOS)
            picture.save(folder / f"{shot}.webp", quality=72, method=6)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
