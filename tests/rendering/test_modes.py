"""Pictures for light pages or for dark ones alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.harness import CONF, PNG

if TYPE_CHECKING:
    from tests.harness import Build

WRITTEN = {
    "GitHub": "![l](l.png#gh-light-mode-only) ![d](d.png#gh-dark-mode-only)",
    "Material": "![l](l.png#only-light) ![d](d.png#only-dark)",
    "HTML": '<img src="l.png#gh-light-mode-only" alt="l" />'
    '<img src="d.png#gh-dark-mode-only" alt="d" />',
    "Docusaurus": "<ThemedImage alt='l' sources={{light: './l.png', dark: './d.png'}} />",
}


@pytest.mark.parametrize("form", WRITTEN)
@pytest.mark.parametrize(
    ("builder", "theme", "both"),
    [("html", "paperreview", True), ("html", "furo", True), ("html", "basic", False),
     ("epub", "paperreview", False)],
)  # fmt: skip
def test_each_reader_has_one_picture(
    build: Build, form: str, builder: str, theme: str, *, both: bool
) -> None:
    files = {f"posts/{name}": PNG for name in ("l.png", "d.png")}
    post = f"# 2025-11-14\n\n## 1. [A](https://arxiv.org/abs/2511.10643)\n\n{WRITTEN[form]}\n"
    conf = CONF.replace('"basic"', f'"{theme}"') + 'copyright = "someone"\nversion = "1"\n'
    built = build(
        {"conf.py": conf, "index.md": "# Reviews\n", "posts/2025-11-14.mdx": post, **files},
        builder=builder,
    )
    assert built.warnings == []
    page = built.read(f"posts/2025-11-14.{'html' if builder == 'html' else 'xhtml'}")
    assert page.count("only-light") == 1
    assert page.count("only-dark") == both
    assert "pr-zoom" not in page
