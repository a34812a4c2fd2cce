"""Literals are read from the syntax tree; nothing is run."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_paperreview.mdx.javascript.literals import evaluate
from sphinx_paperreview.mdx.javascript.module import read_module
from sphinx_paperreview.mdx.javascript.scope import scope_of
from sphinx_paperreview.mdx.javascript.values import Asset, Markup, NotLiteral, show

if TYPE_CHECKING:
    from sphinx_paperreview.mdx.javascript.values import Value


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
        ("who.list[1]", 2),
        ("who['name']", "김"),
        ("who.none", None),
        ("who?.none?.deep", None),
        ("who.none?.slice(1)", None),
        ("who.list.length + who.name.length", 3),
        ("who.on ? 'a' : 'b'", "a"),
        ("who.off && 'a'", False),
        ("who.off || 'a'", "a"),
        ("'' ?? 'a'", ""),
        ("[] && 'a'", "a"),
        ("who.name === '김' && 2 > 1 && 1 !== true", True),
        ("7 % 3 - -7 % 3", 2),
        ("who.list.map((n, i) => n * 10 + i)", [10, 21]),
        ("who.rows.map(({a, b = 0, c: d}) => `${a}${b}${d}`).join('; ')", "가0x; 나1y"),
        ("who.rows.map(function (row) { return row.a })", ["가", "나"]),
        ("Object.entries({a: 1, b: 2}).map(([k, v]) => k + v)", ["a1", "b2"]),
        ("[...who.list, ...[3]]", [1, 2, 3]),
        ("' aB '.trim().toUpperCase().slice(-1)", "B"),
        ("'a-b'.split('-').includes('b')", True),
        ("(1.005).toFixed(1)", "1.0"),
        ("translate({message: '말', id: 'x'})", "말"),
        ("<b>{who.name}</b>", Markup("<b>{who.name}</b>", {})),
        ("who.list.map(n => <i>{n}</i>)", [Markup("<i>{n}</i>", {"n": n}) for n in (1, 2)]),
    ],
)
def test_literals(source: str, value: object) -> None:
    rows: list[Value] = [{"a": "가", "c": "x"}, {"a": "나", "b": 1, "c": "y"}]
    who: dict[str, Value] = {
        "name": "김", "list": [1, 2], "on": True, "off": False, "none": None, "rows": rows,
    }  # fmt: skip
    assert evaluate(source, {"img": Asset("./x.png"), "who": who}) == value


def test_calls_of_a_function_are_bounded() -> None:
    """Each ``map`` within another multiplies the work."""
    source = "a.map(() => " * 6 + "1" + ")" * 6
    env: dict[str, object] = {}
    scope = scope_of(env)
    scope["a"] = [0] * 40
    with pytest.raises(NotLiteral):
        evaluate(source, scope)


@pytest.mark.parametrize(
    "source",
    [
        "f()",
        "a",
        "() => 1",
        "a b",
        "",
        "x = 1",
        "new Date()",
        "[1].map(f)",
        "f`a`",
        "a.b.c",
        "Math.max(1)",
        "[1].concat(2)",
    ],
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
