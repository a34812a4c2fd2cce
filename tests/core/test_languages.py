"""A text has a language and a time to read, told from its letters."""

from __future__ import annotations

import pytest

from sphinx_paperreview.core import languages


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", 1), ("word " * 200, 1), ("word " * 201, 2), ("가" * 500, 1), ("漢" * 501, 2),
     ("- — … * " * 5000, 1), ("word " * 100 + "나" * 250, 1), ("word " * 100 + "나" * 251, 2)],
)  # fmt: skip
def test_minutes(text: str, expected: int) -> None:
    assert languages.minutes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("이 논문은 LLM distillation 방법을 다룬다", "ko"),
        ("This paper evaluates on the 한글 benchmark of Korean", "en"),
        ("これは日本語の論文です", "ja"),
        ("这是一篇中文论文", "zh"),
        ("漢字 가나다 한국어", "ko"),
        ("", ""),
        ("12 + 3", ""),
    ],
)
def test_language_of(text: str, expected: str) -> None:
    assert languages.language_of(text) == expected
