"""Bad input: one located warning that names a way out, the text stays, the build goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.harness import PNG

if TYPE_CHECKING:
    from tests.harness import Build


GOOD = "# Good\n\nA good post.\n"

TWICE = """# A

## 1. [T](https://arxiv.org/abs/2511.10643)

One.

## 2. [T](https://arxiv.org/abs/2511.10643v2)

Two.
"""

#: name → (source, type of the warning, what stays on the page)
CASES = {
    "unclosed-jsx": ("# A\n\n<div>\n\nInside the box.\n", "mdx.jsx", "Inside the box."),
    "stray-close": ("# A\n\nBefore </span> after.\n", "mdx.refused", "Before"),
    "missing-image": ("# A\n\n![A chart](./none.png)\n\nText.\n", "image", "A chart"),
    "missing-import": (
        "import fig from './none.png';\n\n# A\n\n<img src={fig} alt=\"A chart\" />\n", "image",
        "A chart",
    ),
    "image-outside": ("# A\n\n![Words](../../../secret.png)\n", "image", "Words"),
    "duplicate-paper": (TWICE, "duplicate_id", "Two."),
    "impossible-id": (
        "# A\n\n## 1. [T](https://arxiv.org/abs/2513.10643)\n\nOne.\n", "impossible_id", "One.",
    ),
    "misspelt-key": ("---\ntaags: [a]\n---\n\n# A\n\nText.\n", "front_matter", "Text."),
    "expression": ("# A\n\nSee {undefinedName} here.\n", "mdx.expression", "{undefinedName}"),
    "script": ("# A\n\n<script>alert(1)</script>\n\nText.\n", "mdx.", "Text."),
    "bad-link": ("# A\n\n[click](javascript:alert(1)) me.\n", "mdx.link", "click"),
    "dead-link": ("# A\n\n[gone](./gone.mdx) away.\n", "mdx.link", "gone"),
    "unknown-component": ("# A\n\n<Chart>\n\nInside.\n\n</Chart>\n", "mdx.component", "Inside."),
    "unknown-admonition": ("# A\n\n:::custom\nInside.\n:::\n", "mdx.admonition", "Inside."),
    "unclosed-admonition": ("# A\n\n:::note\nInside.\n", None, "Inside."),
    "header-script": (
        "# A\n\n## T\n\n```{paper:header} javascript://x%0aalert(1)\n```\n\nText.\n",
        "paper",
        "Text.",
    ),
    "unknown-ref": ("# A\n\nSee {paper:ref}`arxiv:2501.00001`.\n", None, "arxiv:2501.00001"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_one_located_warning_and_the_text(build: Build, name: str) -> None:
    _source, code, kept = CASES[name]
    files = {f"posts/{each}/2025-11-14.mdx": source for each, (source, _, _) in CASES.items()}
    built = build({"index.md": "# Home\n", "posts/2025-11-13.mdx": GOOD, **files})
    path = f"posts/{name}/2025-11-14"
    if code is not None:
        (warning,) = (warning for warning in built.warnings if warning.startswith(f"{path}.mdx"))
        assert f"[paperreview.{code}" in warning
    page = built.read(f"{path}.html")
    assert kept in page
    assert "<script>alert" not in page
    assert "javascript:" not in page
    assert "A good post." in built.read("posts/2025-11-13.html")
    assert all(warning.startswith("posts/") for warning in built.warnings)


def test_post_without_a_date_is_a_plain_page(build: Build) -> None:
    built = build({"index.md": "# Home\n", "posts/thoughts.mdx": "# Thoughts\n\nText.\n"})
    assert built.codes[0] == "paperreview.date"
    assert "Text." in built.read("posts/thoughts.html")
    assert not built.exists("archive.html")


def test_unknown_organisation(build: Build) -> None:
    text = "# A\n\n## 1. [T](https://arxiv.org/abs/2511.10643) `microsft`\n\nOne.\n"
    built = build(
        {"index.md": "# Home\n", "posts/2025-11-14.mdx": text},
        confoverrides={
            "paperreview_orgs": {"Microsoft": ["microsoft"]},
            "paperreview_orgs_closed": True,
        },
    )
    assert built.codes == ["paperreview.unknown_org"]
    assert built.warnings[0].startswith("posts/2025-11-14.mdx:3:")
    assert built.exists("orgs/microsft.html")


def test_two_posts_with_one_slug(build: Build) -> None:
    post = "---\nslug: daily\n---\n\n# A\n\nText.\n"
    built = build({
        "index.md": "# Home\n", "posts/2025-11-14.mdx": post, "posts/2025-11-13.mdx": post,
    })  # fmt: skip
    assert built.codes == ["paperreview.duplicate_slug"]
    assert built.exists("posts/2025-11-13.html")
    assert built.exists("posts/2025-11-14.html")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\xff\xfe" * 40,
        "# 한글\n\n본문".encode("euc-kr"),
    ],
    ids=["empty", "binary", "euc-kr"],
)
def test_files_that_are_not_text(build: Build, content: bytes) -> None:
    built = build({"index.md": "# Home\n", "posts/2025-11-14.mdx": content})
    assert "paperreview.file" in built.codes
    assert all(warning.startswith("posts/2025-11-14.mdx") for warning in built.warnings)
    assert built.exists("posts/2025-11-14.html")


def test_a_review_without_a_title_is_called_by_its_identifier(build: Build) -> None:
    """A heading may be all comment."""
    heads = ["%%x%%", "<!-- x -->", "{/* x */}", "<b></b>", "&nbsp;"]
    lines = [f"## [{head}](https://arxiv.org/abs/2510.{n:05})" for n, head in enumerate(heads, 1)]
    text = "# A\n\n" + "\n\nWords.\n\n".join(lines) + "\n"
    built = build({"index.md": "# Home\n", "posts/2025-11-14.mdx": text,
                   "posts/2025-11-13.md": text.replace("2510.", "2509.")})  # fmt: skip
    papers = built.env.domains["paper"].data["papers"]
    assert [paper.title for name in papers for paper in papers[name]] == [
        f"arXiv:{month}.{n:05}" for month in ("2509", "2510") for n in range(1, len(heads) + 1)
    ]
    assert built.read("papers/2510.00001.md").count("# arXiv:2510.00001") == 1


def test_a_post_in_another_encoding_is_as_any_other(build: Build) -> None:
    """Sphinx reads a copy of it, of which nothing else is to know."""
    text = "# 감쇠\n\n본문 <Foo/> ![x](none.png) [y](missing.mdx)\n\n"
    files: dict[str, str | bytes] = {
        "index.md": "# Home\n",
        "posts/2025-11-14.mdx": text.encode("euc-kr"),
        "posts/2025-11-13.md": text.encode("utf-16"),
        "posts/2025-11-12.rst": "격자\n====\n\n.. image:: one.png\n".encode("euc-kr"),
        "posts/one.png": PNG,
    }
    changes = {"html_theme": "paperreview"}
    built = build(files, confoverrides=changes)
    assert len(built.warnings) > 7
    assert all(each.startswith("posts/2025-11-1") for each in built.warnings)
    before = built.files()
    found = b"".join(data for name, data in before.items() if name.startswith("_search/"))
    assert all(word.encode() in found for word in ("감쇠", "격자"))
    assert "_images/one" in built.read("posts/2025-11-12.html")
    assert built.rebuild({"index.md": "# Home\n\n"}).files() == before


def test_a_large_post(build: Build) -> None:
    """``test_work_grows_with_the_length`` says that a larger one takes as much longer."""
    paragraph = "모델이 **배운다** 그리고 `코드` 와 [링크](https://example.org) 가 있다. " * 40
    text = "# A\n\n" + (paragraph + "\n\n") * (200_000 // len(paragraph.encode()))
    built = build({"index.md": "# Home\n", "posts/2025-11-14.mdx": text + "The end.\n"})
    assert built.warnings == []
    assert "The end." in built.read("posts/2025-11-14.html")


def test_drafts_and_the_future_are_not_published(build: Build) -> None:
    secret = "xyzzysecret"
    built = build(
        {
            "index.md": "# Home\n\n[draft](posts/2025-11-12.mdx)\n",
            "posts/2025-11-11.mdx": "---\ntags: [seen]\n---\n\n# A\n\n[d](./2025-11-12.mdx)\n",
            "posts/2025-11-12.mdx": f"---\ndraft: true\ntags: [hidden]\n---\n\n# B\n\n{secret}\n",
            "posts/2025-11-13.rst": f":draft: true\n\nB\n=\n\n{secret}\n",
            "posts/2098-11-13.mdx": f"# C\n\n{secret}\n",
        },
        confoverrides={"paperreview_now": "2025-12-01", "html_baseurl": "https://example.org/"},
    )
    leaks = [path for path, content in built.files().items() if secret.encode() in content]
    assert leaks == []
    assert not built.exists("tags/hidden.html")
    assert built.exists("tags/seen.html")
    shown = built.rebuild(confoverrides={"paperreview_show_drafts": True})
    assert secret in shown.read("posts/2025-11-12.html")
    assert secret in shown.read("posts/2098-11-13.html")


@pytest.mark.parametrize("name", ["authors.yml", "tags.yml"])
def test_broken_people_or_tags(build: Build, name: str) -> None:
    built = build({
        "index.md": "# Home\n", name: "a: [\n", "posts/2025-11-14.mdx": "# A\n\nText.\n",
    })  # fmt: skip
    assert set(built.codes) == {"paperreview.authors_file"}
    assert name in built.warnings[0]


def test_malformed_settings(build: Build) -> None:
    built = build(
        {"index.md": "# Home\n", "posts/2025-11-14.mdx": "# A\n\nText.\n"},
        confoverrides={"paperreview_paper_pages": "some", "paperreview_urls": {"x": "y"}},
    )
    assert built.codes == ["paperreview.config", "paperreview.config"]


def test_draft_by_directive_is_not_published(build: Build) -> None:
    built = build(
        {
            "notes/a.rst": ".. paper:post::\n   :date: 2098-01-01\n\nA\n=\n\nxyzzysecret\n",
            "notes/b.md": "# B\n\n```{paper:post}\n:date: 2025-11-14\n:tags: seen\n```\n\nText.\n",
        },
        confoverrides={"paperreview_now": "2025-12-01"},
    )
    assert [path for path, content in built.files().items() if b"xyzzysecret" in content] == []
    assert built.exists("tags/seen.html")
