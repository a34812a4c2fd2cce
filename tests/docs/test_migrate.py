"""What docs/howto/migrate.md says of each program, followed on a small layout of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.harness import PNG, ROOT

if TYPE_CHECKING:
    from tests.harness import Build, Files

CONF = (ROOT / "docs" / "snippets" / "conf.py").read_text(encoding="utf-8")
PAPER = "[Attention](https://arxiv.org/abs/1706.03762)"
#: For each program: its files, the document of the review, and whether that is a post.
LAYOUTS: dict[str, tuple[Files, str, bool]] = {
    "docusaurus": (
        {
            "docusaurus.config.ts": "export default { title: 'T' };\n",
            "node_modules/x/2024-01-01-no.md": "# No\n",
            "docs/intro.md": "# Intro\n\n[the post](/blog/first)\n",
            "blog/authors.yml": "kim:\n  name: Kim\n",
            "blog/2025-11-14-name/index.md": "---\nslug: first\nauthors: kim\n---\n\n# A day\n\n"
            f"## 1. {PAPER} `google`\n\n{{1 + 1}} ways. ![](./a.png)\n",
            "blog/2025-11-14-name/a.png": PNG,
        },
        "blog/2025-11-14-name/index",
        True,
    ),
    "jekyll": (
        {
            "_config.yml": "title: T\npermalink: /:year/:title/\n",
            "_site/index.md": "# Made\n",
            "assets/a.png": PNG,
            "_posts/2025-11-14-attention.md": "---\ntitle: '[Paper Review] Attention'\n---\n\n"
            "- Paper: https://arxiv.org/abs/1706.03762\n\n"
            '![]({{ site.baseurl }}/assets/a.png){: width="300"}\n\n{% comment %}no{% endcomment %}\n',
        },
        "_posts/2025-11-14-attention",
        True,
    ),
    "hugo": (
        {
            "hugo.toml": "title = 'T'\n",
            "themes/x/readme.md": "# Theme\n",
            "content/posts/attention/index.md": "+++\ntitle = 'Attention'\ndate = 2025-11-14\n"
            "arxiv = '1706.03762'\n+++\n\nWords. {{< figure src=\"a.png\" >}}\n",
            "content/posts/attention/a.png": PNG,
        },
        "content/posts/attention/index",
        True,
    ),
    "obsidian": (
        {
            ".obsidian/app.json": "{}",
            "Papers/Attention.md": "# Attention\n\n**Paper**: [arXiv](https://arxiv.org/abs/1706.03762)\n\n"
            "%%not for readers%% ==Marked== ![[a.png|300]]\n",
            "Files/a.png": PNG,
        },
        "Papers/Attention",
        False,
    ),
    "plain": (
        {"llm/attention/README.md": "# Attention\n\nhttps://arxiv.org/abs/1706.03762\n\nWords.\n"},
        "llm/attention/README",
        False,
    ),
}


@pytest.mark.parametrize("program", LAYOUTS)
def test_a_layout_is_an_archive_unchanged(build: Build, program: str) -> None:
    files, docname, is_post = LAYOUTS[program]
    built = build({**files, "index.md": None}, conf=CONF)
    assert built.warnings == []
    domain = built.env.domains["paper"]
    assert {
        name: [one.id.value for one in found] for name, found in domain.data["papers"].items()
    } == {docname: ["1706.03762"]}
    assert (docname in domain.data["posts"]) == is_post
    page = built.read(f"{docname}.html")
    assert ("<img " in page) == (program != "plain")
    for litter in ("{%", "{{", "{:", "==", "%%", "not for readers", "{1 + 1}"):
        assert litter not in page.partition("<main")[2].partition("</main>")[0]
    assert not any("node_modules" in name or "_site" in name for name in built.files())
