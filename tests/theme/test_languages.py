"""The words of the site in the languages that come with it, and what each needs of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Build


POST = "# Papers\n\n## 1. [PAN](https://arxiv.org/abs/2511.09057)\n\nText.\n"
FILES = {"posts/2025-11-14.mdx": POST}


@pytest.mark.parametrize(
    ("language", "code", "words"),
    [
        ("ja", "ja", ("アーカイブ", "論文1本", "2025年11月14日", "引用")),
        ("zh_CN", "zh-CN", ("归档", "1 篇论文", "2025年11月14日", "引用")),
        ("ko", "ko", ("아카이브", "논문 1편", "2025년 11월 14일", "인용")),
    ],
)
def test_words_of_the_site(build: Build, language: str, code: str, words: tuple[str, ...]) -> None:
    built = build(FILES, confoverrides={"html_theme": "paperreview", "language": language})
    page = built.read("posts/2025-11-14.html")
    assert f'<html lang="{code}" data-' in page
    for word in words:
        assert word in page


def test_direction_of_writing(build: Build) -> None:
    own = POST.replace("# Papers", "---\nlanguage: en\n---\n\n# Papers", 1)
    files = {"posts/2025-11-14.mdx": POST, "posts/2025-11-15.mdx": own}
    built = build(files, confoverrides={"html_theme": "paperreview", "language": "ar"})
    assert '<html lang="ar" dir="rtl"' in built.read("archive.html")
    assert '<article class="pr-article" lang="en" dir="ltr">' in built.read("posts/2025-11-15.html")
    plain = build(files, confoverrides={"html_theme": "paperreview"}, name="plain")
    assert " dir=" not in plain.read("posts/2025-11-15.html")
