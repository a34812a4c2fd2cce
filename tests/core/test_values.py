"""What authors write, as values: lines of text, words of YAML, lists of names."""

from __future__ import annotations

import json
import unicodedata

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sphinx_paperreview.core.metadata import names, yaml_text
from sphinx_paperreview.core.metadata.values import Values, as_flag, as_text
from sphinx_paperreview.core.text import has_unfit, one_line, whole

ANY = st.text(st.characters(exclude_categories=()))


@given(ANY)
def test_a_line_can_be_written_everywhere(text: str) -> None:
    line = one_line(text)
    assert line.encode() is not None
    assert not has_unfit(line)
    assert line == " ".join(line.split()) == unicodedata.normalize("NFC", line)
    assert one_line(line) == line


@given(ANY)
def test_what_can_be_written_stays(text: str) -> None:
    kept = "".join(char for char in text if not has_unfit(char))
    assert whole(kept) == kept
    letters = [char for char in kept if char.isalnum()]
    assert [char for char in whole(text) if char.isalnum() and char in letters] == letters or any(
        "\ud800" <= char <= "\udfff" for char in text
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\ud83d\ude80 출시", "🚀 출시"),
        ("a\ud83d b", "a b"),
        ("\ude80\ud83d", ""),
        ("ef\x08ficient", "efficient"),
        ("page\x0cend", "page end"),
        ("a\x85b\u2028c", "a b c"),
        ("\u202eabc\ufeff", "abc"),
        ("\u1112\u1161\u11ab", "한"),
        (" a \t\n b ", "a b"),
    ],
)
def test_lines(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize(
    "word",
    [
        "yes",
        "no",
        "on",
        "off",
        "y",
        "n",
        "12:30",
        "010",
        "0o17",
        "0x1F",
        "1_000",
        "1e3",
        ".inf",
        ".nan",
        "=",
        "1.10",
        "2511.10640",
        "+1",
        "2025-11-14",
        "2025-02-30",
        "2025-11-14T09:00:00Z",
        "123456789012345678901234567890",
        "00",
        "-010",
        "1.",
        ".5",
    ],
)
def test_words_stay_as_written(word: str, fast: bool) -> None:
    assert yaml_text.load(f"a: {word}\nb: [{word}]\n", fast=fast).data == {"a": word, "b": [word]}


@pytest.mark.parametrize("fast", [False, True])
def test_what_yaml_means_stays(fast: bool) -> None:
    source = 'a: [true, False, 5, -3, 1.5, null, ~]\nb: "\\uD83D\\uDE80 \\uD83D \\0"\na: 1\n'
    loaded = yaml_text.load(source, fast=fast)
    assert loaded.data == {"a": 1, "b": "🚀  "}
    assert loaded.lines == {"a": 3, "b": 2}
    assert loaded.repeated == ("a",)
    assert yaml_text.load("[true, False, 5, -3, 1.5, null, ~]", fast=fast).data == [
        True, False, 5, -3, 1.5, None, None,
    ]  # fmt: skip


@given(st.recursive(st.none() | st.booleans() | st.text(), st.lists))
def test_text_of_json_is_read(value: object) -> None:
    def fit(item: object) -> object:
        return whole(item) if isinstance(item, str) else (
            [fit(each) for each in item] if isinstance(item, list) else item
        )  # fmt: skip

    try:
        found = yaml_text.load(json.dumps(value)).data
    except yaml.YAMLError:
        return  # too deep
    assert found == fit(value)


LAUGHS = "a0: &a0 [x]\n" + "".join(
    f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 10)}]\n" for n in range(9)
)
MERGES = "a0: &a0 {k: v}\n" + "".join(
    f"a{n + 1}: &a{n + 1} {{<<: [{', '.join([f'*a{n}'] * 10)}]}}\n" for n in range(9)
)


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize(
    "bomb",
    [
        LAUGHS, MERGES, "a: &a [*a]\n", "a: &a {b: *a}\n", "[" * 100, "- " * 5000 + "x",
        "? " * 5000, "a: !!python/name:os.system x", "a: !!timestamp 2025-02-30", "x" * 1_000_001,
    ],
    ids=lambda bomb: bomb[:12],
)  # fmt: skip
def test_bombs_are_errors(bomb: str, fast: bool) -> None:
    with pytest.raises(yaml.YAMLError):
        yaml_text.load(bomb, fast=fast)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A and B", ["A", "B"]),
        ("A; B", ["A", "B"]),
        ("A, B", ["A", "B"]),
        ("A, B, and C", ["A", "B", "C"]),
        ("A & B", ["A", "B"]),
        ("Minsu Kim, Hana Lee and Jun Park", ["Minsu Kim", "Hana Lee", "Jun Park"]),
        ("Kim, Minsu and Lee, Hana", ["Kim, Minsu", "Lee, Hana"]),
        ("Kim, Minsu; Lee, Hana", ["Kim, Minsu", "Lee, Hana"]),
        ("Kim, Minsu and Hana Lee", ["Kim, Minsu", "Hana Lee"]),
        ("Kim, M., Lee, H., and Park, J.", ["Kim, M.", "Lee, H.", "Park, J."]),
        ("van der Berg, Jan and de la Cruz, José", ["van der Berg, Jan", "de la Cruz, José"]),
        ("King, Jr., Martin and A. B.", ["King, Jr., Martin", "A. B."]),
        ("Sammy Davis, Jr.", ["Sammy Davis, Jr."]),
        ("{Barnes and Noble} and Lee, Hana", ["{Barnes and Noble}", "Lee, Hana"]),
        ("{A; B, and C}", ["{A; B, and C}"]),
        ("Minsu Kim et al.", ["Minsu Kim", "et al."]),
        ("Minsu Kim, et al", ["Minsu Kim", "et al."]),
        ("Kim, Minsu and others", ["Kim, Minsu", "et al."]),
        ("Minsu Kim, Hana Lee and others", ["Minsu Kim", "Hana Lee", "et al."]),
        ("Minsu Kim and 12 others", ["Minsu Kim", "et al."]),
        ("김민수 외 3명", ["김민수", "et al."]),
        ("김민수, 이하나 외", ["김민수", "이하나", "et al."]),
        ("김민수·이하나", ["김민수", "이하나"]),
        ("김민수, 이하나 and 박준", ["김민수", "이하나", "박준"]),
        ("山田太郎、鈴木花子ほか", ["山田太郎", "鈴木花子", "et al."]),
        ("卡尔·马克思，张三 等", ["卡尔·马克思", "张三", "et al."]),
        ("{Not closed and B", ["{Not closed", "B"]),
        ("Metal, Alice", ["Metal", "Alice"]),
        (" ,; and , ", []),
        ("", []),
    ],
)
def test_lists_of_names(text: str, found: list[str]) -> None:
    assert [name for name in names.read_names(text) if name != "and"] == found


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Kim, Minsu", "Minsu Kim"),
        ("van der Berg, Jan", "Jan van der Berg"),
        ("King, Jr., Martin", "Martin King Jr."),
        ("Sammy Davis, Jr.", "Sammy Davis Jr."),
        ("김, 민수", "김민수"),
        ("{Qwen Team}", "Qwen Team"),
        ("OpenAI, Inc", "OpenAI, Inc"),
        ("Minsu Kim", "Minsu Kim"),
        ("et al.", "et al."),
    ],
)
def test_names_are_shown(name: str, shown: str) -> None:
    assert names.display(name) == shown


@given(ANY)
def test_no_name_is_lost(text: str) -> None:
    found = " ".join(names.read_names(text)).replace("{", "")
    words = {word for word in one_line(text).replace("{", "").split() if word.isalpha()}
    ends = {"and", "et", "al", "others", "more", "외", "他", "等", "ほか", "等人"}
    missing = {word for word in words if word.lower() not in ends and word not in found}
    assert all(word.endswith(("ほか", "等人")) for word in missing)


def test_wrong_types_are_reported_once_and_left_out() -> None:
    reported: list[tuple[str, str]] = []
    data = {
        "title": ["a"], "tags": ["a", None, "", ["b"], {"c": 1}, True, 1.5, " a "], "pinned": "maybe",
        "year": True, "note": b"x", "series": {"a": 1}, "slug": None,
    }  # fmt: skip
    values = Values(data, lambda key, message: reported.append((key, message)))
    assert values.text("title") == values.text("title") == values.text("slug") == ""
    assert values.texts("tags") == ("a", "1.5")
    assert values.flag("pinned") is False
    assert values.text("year") == values.text("note") == values.text("series") == ""
    assert [key for key, _message in reported] == [
        "title",
        "tags",
        "pinned",
        "year",
        "note",
        "series",
    ]
    assert all(key in message for key, message in reported)


@pytest.mark.parametrize(
    ("value", "text", "flag"),
    [
        ("Yes", "Yes", True), ("off", "off", False), (True, None, True), (None, None, False),
        (7, "7", None), (float("nan"), None, None), (10**400, None, None), ("", "", False),
        (["true"], None, None),
    ],
)  # fmt: skip
def test_text_and_flag(value: object, text: str | None, flag: bool | None) -> None:
    assert as_text(value) == text
    assert as_flag(value) is flag
