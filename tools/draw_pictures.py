"""Take the pictures of the tutorial, of the landing page and of the README.

It needs Chromium and a Korean font, as the tests do:

    python tools/draw_pictures.py docs/pictures
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from sphinx.cmd.build import build_main

sys.path.insert(0, str(Path(__file__).parents[1]))
from tools.screenshots import open_browser
from tools.tutorial import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
POST = "posts/2025-11-14"
#: Of each picture, in pixels of a page.
WIDTH, HEIGHT = 1280, 800
#: Of those that are shown side by side.
NARROW = 800


def save(page: Page, path: Path, height: int = HEIGHT) -> None:
    """Write what the window shows to *path*, in few colours."""
    width = page.viewport_size["width"] if page.viewport_size else WIDTH
    data = page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": height})
    picture = Image.open(BytesIO(data)).convert("RGB").quantize(128)
    picture.save(path, optimize=True)


def open_page(browser: Browser, address: str, scheme: str = "light", width: int = WIDTH) -> Page:
    """Return *address* in a window of its own."""
    page = browser.new_page(
        viewport={"width": width, "height": HEIGHT},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page.goto(address)
    page.wait_for_load_state("networkidle" if address.startswith("file") else "load")
    return page


def draw_site(browser: Browser, folder: Path) -> None:
    """Take pictures of a post of the example site, light and dark."""
    with tempfile.TemporaryDirectory() as name:
        if build_main(["-Q", "-b", "html", str(ROOT / "example_site"), name]):
            raise SystemExit("the example site cannot be built")
        for scheme in ("light", "dark"):
            page = open_page(
                browser, Path(name, "posts/2025/2025-11-14.html").as_uri(), scheme, NARROW
            )
            save(page, folder / f"post-{scheme}.png", 700)
            page.close()


@contextlib.contextmanager
def serving(source: Path, cache: Path) -> Iterator[str]:
    """Run ``paperreview serve`` on *source*; yield its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sphinx_paperreview", "serve", str(source), "--build-dir", cache],
        stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    try:
        address = ""
        for line in process.stdout or ():
            found = re.search(r"http://\S+", line)
            address = found[0] if found else address
            if line.startswith("ready"):
                break
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def draw_tutorial(browser: Browser, folder: Path) -> None:
    """Take a picture of each step of the tutorial that shows a page."""
    parts = [part for part in parts_of() if part.kind in {"write", "written"}]
    configuration, begun, wrong, right, *_rest = parts
    with tempfile.TemporaryDirectory() as name:
        source = Path(name, "reviews")
        (source / "posts").mkdir(parents=True)
        for part in (configuration, begun):
            (source / part.file).write_text(part.text, encoding="utf-8")
        with serving(source, Path(name, "cache")) as address:
            page = open_page(browser, address)
            save(page, folder / "tutorial-home.png", 640)
            page.goto(f"{address}{POST}.html")
            (source / wrong.file).write_text(wrong.text, encoding="utf-8")
            page.get_by_role("button", name="1 problem").click()
            save(page, folder / "tutorial-problem.png")
            (source / right.file).write_text(right.text, encoding="utf-8")
            page.get_by_role("button", name="1 problem").wait_for(state="detached")
            page.wait_for_load_state("load")
            save(page, folder / "tutorial-post.png")
            page.close()


def main() -> int:
    """Write the pictures to the folder that the argument names."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with open_browser() as browser:
        draw_tutorial(browser, folder)
        draw_site(browser, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
