"""Tabs on pages: their labels are valid HTML, whichever notation they are written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from tests.harness import Build

FILES: dict[str, str | bytes | None] = {
    "index.md": "# Home\n\n::::{tab-set}\n:::{tab-item} One\nFirst.\n:::\n:::{tab-item} Two\nSecond.\n:::\n::::\n",
    "posts/2026-01-02.mdx": '# Post\n\n<Tabs>\n<TabItem label="One">\n\nFirst.\n\n</TabItem>\n'
    '<TabItem label="Two">\n\nSecond.\n\n</TabItem>\n</Tabs>\n',
}


def test_labels_name_their_input_alone(build: Build) -> None:
    built = build(
        FILES,
        confoverrides={"html_theme": "paperreview", "myst_enable_extensions": ["colon_fence"]},
    )
    for page in ("index.html", "posts/2026-01-02.html"):
        soup = BeautifulSoup(built.read(page), "html.parser")
        labels = soup.select("label.sd-tab-label")
        assert [label.get_text(strip=True) for label in labels] == ["One", "Two"]
        assert [soup.find(id=label["for"]).name for label in labels] == ["input", "input"]
        assert not any("aria-controls" in label.attrs for label in labels)
