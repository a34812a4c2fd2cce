"""Where the first sentence ends: four languages, abbreviations, numbers, quotes, brackets."""

from __future__ import annotations

import pytest

from sphinx_paperreview.core.sentences import LONGEST, atom, first_sentence, tidy

FIRST = [
    ("이 논문은 새 방법을 제안한다. 둘째 문장.", "이 논문은 새 방법을 제안한다."),
    ("성능이 3.5점 올랐다고 한다. 끝.", "성능이 3.5점 올랐다고 한다."),
    ("빈칸을 잊은 문장이 있다.다음 문장.", "빈칸을 잊은 문장이 있다."),
    ("정말로 그렇게 될 수 있나? 그렇다고 한다.", "정말로 그렇게 될 수 있나?"),
    ("저자는 “이제 끝이다.” 라고 했다. 다음.", "저자는 “이제 끝이다.” 라고 했다."),
    ('저자는 "이제 끝이다."라고 했다. 다음.', '저자는 "이제 끝이다."라고 했다.'),
    ("1. 이 논문은 새롭다고 한다. 2. 둘째.", "1. 이 논문은 새롭다고 한다."),
    ("We use many tasks, e.g. MMLU and GSM8K. Then more.",
     "We use many tasks, e.g. MMLU and GSM8K."),
    ("As in Fig. 2 of Smith et al. (2020), it works. Next.",
     "As in Fig. 2 of Smith et al. (2020), it works."),
    ("The U.S. team of J. K. Rowe wins. Next.", "The U.S. team of J. K. Rowe wins."),
    ("It runs on GPT-4. It is fast.", "It runs on GPT-4."),
    ("It beats Yahoo! and others at once. Next.", "It beats Yahoo! and others at once."),
    ("A model (small. but good.) is shown. Next.", "A model (small. but good.) is shown."),
    ("It took place in 2020. Then more.", "It took place in 2020."),
    ("我们提出一种新的方法来解决问题。第二句。", "我们提出一种新的方法来解决问题。"),
    ("他说“这个方法很好。”然后继续做实验。第二句。", "他说“这个方法很好。”然后继续做实验。"),
    ("この論文は新しい手法を提案する！次の文。", "この論文は新しい手法を提案する！"),
    ("著者は「これで終わりだ。」と言ったのである。次。", "著者は「これで終わりだ。」と言ったのである。"),
    ("CLIP. 이 모델은 크다. 끝.", "CLIP. 이 모델은 크다."),
    ("마침표가 없는 글", "마침표가 없는 글"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "first"), FIRST, ids=[text[:20] for text, _ in FIRST])
def test_the_first_sentence(text: str, first: str) -> None:
    assert first_sentence(text) == first


def test_a_long_sentence_is_cut_at_a_word() -> None:
    found = first_sentence("단어들이 " * 60)
    assert len(found) <= LONGEST
    assert found.endswith("단어들이…")


@pytest.mark.parametrize("opening", ["(", "「", "“", "（", "["])
def test_a_cut_leaves_no_bracket_open(opening: str) -> None:
    text = "낱말 " * 30 + opening + "괄호 속의 낱말 " * 20
    assert opening not in first_sentence(text)
    closing = first_sentence(opening + "괄호 속의 낱말 " * 40)[-1]
    assert closing in ")」”）]"


def test_a_formula_is_shown_whole_or_not_at_all() -> None:
    formula = atom("a. b = \\frac{1}{2} . c")
    whole = first_sentence(f"손실은 {formula} 이다. 둘째.")
    assert whole == "손실은 a. b = \\frac{1}{2} . c 이다."
    cut = first_sentence("낱말 " * 48 + formula + " 그리고 더 많은 낱말")
    assert "frac" not in cut
    assert cut.endswith("낱말…")


def test_what_is_left_out_leaves_no_brackets_and_no_blanks() -> None:
    gap = "\U0002fffe"
    assert tidy(f"감마는 ({gap}, {gap}) 크다 {gap}. 끝{gap}") == "감마는 크다. 끝"
    assert tidy(f"{gap} 감마는 [{gap}] 크다") == "감마는 크다"


def test_a_text_of_marks_is_read_once() -> None:
    assert len(first_sentence("(" * 100_000 + "." * 100_000)) <= LONGEST + 100
    assert first_sentence("a." * 100_000)
