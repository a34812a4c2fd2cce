"""Take a screenshot of the effect of each theme option, for the documentation.

It needs Chromium and a Korean font, as the tests do:

    python tools/draw_options.py docs/reference/options
"""

from __future__ import annotations

import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image
from sphinx.cmd.build import build_main

sys.path.insert(0, str(Path(__file__).parents[1]))
from tools.screenshots import open_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CONF = """
project = "Reading"
extensions = ["sphinx_paperreview"]
language = "ko"
html_theme = "paperreview"
html_theme_options = {options!r}
"""
POST = """# 2025-11-14 papers review

## 1. [Black-Box On-Policy Distillation](https://arxiv.org/abs/2511.10643) `microsoft`

API로만 쓸 수 있는 teacher에서 **on-policy**로 증류하는 방법.

## 2. [Depth Anything 3](https://arxiv.org/abs/2511.10647) `bytedance`

사진이 몇 장이든 3차원 구조를 복원.
"""
GISCUS = {"repo": "us/reviews", "repo_id": "R_1", "category": "Papers", "category_id": "C_1"}
#: For each screenshot: the options, and the part of the page (top, bottom, or a selector).
SHOTS: dict[str, tuple[dict[str, Any], str]] = {
    "brand": ({"brand": "매일 논문"}, "top"),
    "links": ({"links": [{"name": "코드", "url": "https://example.org/"}]}, "top"),
    "accent": ({"accent": "#7a1fa2"}, ".pr-paper"),
    "edit_link": ({"edit_link": "https://example.org/edit/{path}"}, "bottom"),
    "footer": ({"footer": "2023년부터."}, "bottom"),
    "giscus": ({"giscus": GISCUS}, ".pr-talk"),
}
WIDTH, HEIGHT, SHOWN = 1100, 760, 130


def take_screenshot(browser: Browser, options: dict[str, Any], part: str, path: Path) -> None:
    """Build a small site with *options*; write a screenshot of a *part* of its post to *path*."""
    with tempfile.TemporaryDirectory() as name:
        source, output = Path(name, "source"), Path(name, "html")
        (source / "posts").mkdir(parents=True)
        (source / "conf.py").write_text(CONF.format(options=options), encoding="utf-8")
        (source / "posts" / "2025-11-14.mdx").write_text(POST, encoding="utf-8")
        if build_main(["-q", "-b", "html", str(source), str(output)]):
            raise SystemExit(f"{path.stem}: the site cannot be built")
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto((output / "posts" / "2025-11-14.html").as_uri())
        if part.startswith("."):
            data = page.locator(part).first.screenshot()
        else:
            page.evaluate("part => scrollTo(0, part === 'top' ? 0 : 1e6)", part)
            top = 0 if part == "top" else HEIGHT - SHOWN
            clip = {"x": 0, "y": top, "width": WIDTH, "height": SHOWN}
            data = page.screenshot(clip=clip)  # type: ignore[arg-type]  # a FloatRect
        page.close()
    picture = Image.open(BytesIO(data)).convert("RGB").quantize(64)
    picture.save(path, optimize=True)


def main() -> int:
    """Write the screenshots to the folder that the argument names."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with open_browser() as browser:
        for name, (options, part) in SHOTS.items():
            take_screenshot(browser, options, part, folder / f"{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
