"""Tags as the program of a site reads them, and those of documents that are no posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Build, Files

REVIEW = "paper: arxiv:2401.00050\n---\n\n# Alpha\n\nText.\n"
SITES: dict[str, tuple[Files, set[str]]] = {
    "Jekyll": (
        {
            "_config.yml": "title: x\n",
            "_posts/2025-03-01-a.md": (
                "---\ntags: one two\ncategories: [three, Four Five]\n---\n\nText.\n"
            ),
            "_posts/2025-03-02-b.md": "---\ncategory: six seven\ntags: [one, 'eight nine']\n---\nText.\n",
        },
        {"one", "two", "three", "four-five", "six-seven", "eight-nine"},
    ),
    "Hugo": (
        {
            "hugo.toml": "title = 'x'\n",
            "content/posts/a.md": "+++\ndate = 2025-03-01\ntags = ['one']\ncategories = ['two']\n+++\nT.\n",
        },
        {"one", "two"},
    ),
    "Obsidian": (
        {
            ".obsidian/app.json": "{}",
            "Papers/a.md": f"---\ntags: one two/three\n{REVIEW}",
            "Papers/b.md": f"---\ntags: ['#four', five six]\n{REVIEW.replace('50', '51')}",
            "Papers/c.md": (
                "# Beta: a net\n\nPaper: https://arxiv.org/abs/2401.00052\nTags: #seven #eight/nine\n"
            ),
        },
        {"one", "two-three", "four", "five-six", "seven", "eight-nine"},
    ),
    "HackMD": (
        {
            "a.md": (
                "# Gamma: a net\n\n###### tags: `one` `two three`\n\n"
                "Paper: https://arxiv.org/abs/2401.00053\n\n## Notes\n\nText.\n"
            ),
        },
        {"one", "two-three"},
    ),
    "Zenn": (
        {
            "articles/a.md": (
                '---\nemoji: "📝"\ntype: tech\ntopics: [one, "두 낱말"]\npublished: true\n'
                "published_at: 2025-03-01 09:00\n---\n\nText.\n"
            ),
            "articles/b.md": (
                "---\ntags: []\ntopics: [three]\npublished: true\npublished_at: 2025-03-02\n---\n\nT.\n"
            ),
            "articles/c.md": "---\n태그: four\ndate: 2025-03-03\n---\n\nT.\n",
        },
        {"one", "두-낱말", "four"},
    ),
    "none": (
        {
            "papers/a.md": f"---\ntags: one two, three\ncategories: [four]\n{REVIEW}",
            "posts/2025-03-01.md": "---\ntags: [five]\ncategories: [six]\n---\n\nText.\n",
        },
        {"one-two", "three", "five"},
    ),
}


@pytest.mark.parametrize("program", SITES)
def test_tags(build: Build, program: str) -> None:
    files, tags = SITES[program]
    built = build(files)
    assert {path.stem for path in (built.outdir / "tags").glob("*.html")} == tags
    assert [each for each in built.warnings if "toc.not_included" not in each] == []
