"""Literals are read from the syntax tree; nothing is run."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_paperreview.mdx.javascript.literals import evaluate
from sphinx_paperreview.mdx.javascript.module import read_module
from sphinx_paperreview.mdx.javascript.values import Asset, NotLiteral, show


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("1", 1),
        ("-1.5", -1.5),
        ("0x10", 16),
        ("'a\\'b\\u00e9'", "a'bé"),
        ('"글"', "글"),
        ("`a${1 + 1}b`", "a2b"),
        ("true", True),
        ("null", None),
        ("[1, 'a', [2]]", [1, "a", [2]]),
        ("{a: 1, 'b-c': {d: 2}, ...{e: 3}}", {"a": 1, "b-c": {"d": 2}, "e": 3}),
        ("1 + 1", 2),
        ("'a' + 1", "a1"),
        ("10 / 4", 2.5),
        ("img", Asset("./x.png")),
        ("img.default", Asset("./x.png")),
        ("require('./y.png').default", Asset("./y.png")),
        ("useBaseUrl('/img/z.png')", Asset("/img/z.png")),
    ],
)
def test_literals(source: str, value: object) -> None:
    assert evaluate(source, {"img": Asset("./x.png")}) == value


@pytest.mark.parametrize(
    "source", ["f()", "a", "() => 1", "a b", "", "<b/>", "x = 1", "new Date()"]
)
def test_all_else_is_refused(source: str) -> None:
    with pytest.raises(NotLiteral):
        evaluate(source, {})


def test_depth_is_bounded() -> None:
    with pytest.raises(NotLiteral):
        evaluate("[" * 500 + "]" * 500, {})


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(alphabet="{}[]()'\"`$,.:+-*/ab1 \n", max_size=60))
def test_any_source_is_answered(source: str) -> None:
    with contextlib.suppress(NotLiteral):
        show(evaluate(source, {"a": 1}))


def test_module() -> None:
    source = (
        "import a, {b as c} from './x.png'\nimport * as d from '@theme/Tabs';\n"
        "export const e = 'f', g = h();\nexport function Foo() { return 1 }"
    )
    module = read_module(source, {})
    assert module.valid
    assert module.bindings["a"] == module.bindings["c"] == Asset("./x.png")
    assert module.bindings["e"] == "f"
    assert module.opaque == {"g", "Foo"}
    assert not read_module("import is a word", {}).valid
