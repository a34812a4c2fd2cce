"""How texts become search terms, and that the browser makes the same of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_paperreview.search.words import RULES, english, fold, jamo, order, stem, terms

SCRIPT = Path(__file__).parents[2] / "sphinx_paperreview/search/scripts/paperreview-search.js"

TEXTS = [
    "오늘의 리뷰는 GPT-4o와 2511.10643을 다룬다. SFT방식은 강화학습으로 바뀌었고, RL이 더 낫다.",
    "초해상화를 하는 판별자가 누적되는 오차를 줄여서 정확도가 올랐습니다. 실험결과와 평가의 한계.",
    "모델들은 학습시키는 데 오래 걸렸으며, 데이터로부터 배웠다. 효율적인 구조로서 제안하였다.",
    "Efficient distilling of models: policies, boxes, planning, trained, classes and the e-mail's end.",
    "DINOv2, x4 초해상도, c++와 c#, foo_bar, U-Net’s, 3.5배, ResNet-50을, cafés naïve ﬁne ＡＢＣ",
    "ㅍㅂㅈ 판별ㅈ ㄳ ㅘ 데이터세 모델ㅇ",
    "월드モデルを学ぶ。强化学习 方法, 深度学習、東 々",
    unicodedata.normalize("NFD", "한글을 풀어 쓴 판별자"),
    "Привет мир, Ωμέγα, İstanbul, straße, १२३ ٣٤ 𝔸𝔹 👩‍👩‍👧 \u200b끝",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("모델을 모델의 모델에서는 모델들은 모델이며", ["모델"] * 5),
        ("누적되는 누적되어 누적이라는 누적시키는", ["누적"] * 4),
        ("정확도 속도 평가 결과 해상도", ["정확도", "속도", "평가", "결과", "해상도"]),
        ("말을 값이 나는", ["말을", "값이", "나는"]),
        ("RL이 LLM들은 SFT방식", ["rl", "llm", "sft", "방식"]),
        ("GPT-4o 2511.10643 x4", ["gpt4o", "gpt", "4o", "2511.10643", "2511", "10643", "x4"]),
        ("models policies trained training", ["model", "policy", "train", "train"]),
        ("学習 強", ["学習", "強"]),
        ("the of", []),
        ("", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("학습으로", "학습"),
        ("데이터로", "데이터"),
        ("모델로", "모델"),
        ("방법으로", "방법"),
        ("판별자가", "판별자"),
    ],
)
def test_a_particle_goes_only_after_the_final_it_can_follow(word: str, expected: str) -> None:
    # 으로 after a final consonant; 로 after a vowel or ㄹ.
    assert stem(word) == expected


def test_initials_are_not_made_parts_of_syllables() -> None:
    assert terms("ㅍㅂㅈ") == ["ㅍㅂㅈ"]


def test_letters_as_typed_begin_alike_however_far_a_syllable_is_typed() -> None:
    assert jamo("데이터셋").startswith(jamo("데이터세"))
    assert jamo("판별자").startswith(jamo("판별ㅈ"))
    assert jamo("모델").startswith(jamo("모데"))
    assert jamo("ㄳ") == "ㄱㅅ"


@given(st.text())
def test_folding_twice_is_folding_once_for_terms(text: str) -> None:
    assert terms(fold(text)) == terms(text)


@given(st.text(alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1))
def test_a_stem_keeps_two_syllables_and_begins_the_word(word: str) -> None:
    found = stem(word)
    assert word.startswith(found)
    assert len(found) >= min(2, len(word))


@given(st.text(alphabet="가각강학습을를이a-1 .\u1100\u1161\u11a8"))
def test_composed_and_decomposed_texts_have_the_same_terms(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert terms(unicodedata.normalize("NFD", composed)) == terms(composed)


@given(st.lists(st.text(min_size=1)))
def test_the_order_is_that_of_the_browser(words: list[str]) -> None:
    assert sorted(words, key=order) == sorted(
        words, key=lambda word: jamo(word).encode("utf-16-be", "surrogatepass")
    )


def test_english_endings_leave_a_word() -> None:
    assert english("using") == "using"
    assert english("is") == "is"
    assert english("planning") == "plan"


def in_browser(texts: list[str]) -> list[list[str]]:
    """Return the terms that the script makes of *texts*, by node."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here")
    script = SCRIPT.read_text(encoding="utf-8")
    script = script[script.index("// -- words:") : script.index("// -- end of words")]
    program = (
        f"{script}\nconst {{terms}} = paperreviewWords({json.dumps(RULES)});"
        "let data = '';process.stdin.on('data', (part) => { data += part; });"
        "process.stdin.on('end', () => console.log(JSON.stringify(JSON.parse(data).map(terms))));"
    )
    done = subprocess.run(
        [node, "-e", program], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_the_browser_makes_the_same_terms() -> None:
    assert in_browser(TEXTS) == [terms(text) for text in TEXTS]


def test_the_browser_makes_the_same_terms_of_a_corpus() -> None:
    path = os.environ.get("PAPERREVIEW_SEARCH_UNITS")
    if not path:
        pytest.skip("PAPERREVIEW_SEARCH_UNITS names no file of texts")
    units = json.loads(Path(path).read_text(encoding="utf-8"))
    texts = [unit["text"] for unit in units]
    assert in_browser(texts) == [terms(text) for text in texts]
