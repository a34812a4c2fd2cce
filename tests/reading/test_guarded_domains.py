"""Signatures in posts that Sphinx's parsers cannot read, or read without end, are text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.harness import CONF

if TYPE_CHECKING:
    from tests.harness import Build

INDEX = "# Home\n\n```{toctree}\n:glob:\n\nposts/*\n```\n"
#: Directives and their arguments, each of which ends a build or takes it minutes.
DIRECTIVES = [
    ("py:function", f"f(a={'-' * 1500}1)"), ("py:function", f"f(a: {'|'.join('a' * 1500)})"),
    ("py:data", f"a: {'List[' * 400}a{']' * 400}"), ("js:function", f"f(a{'[, b' * 600}{']' * 600})"),
    ("c:var", f"int {'*' * 1500}a"), ("c:var", f"int a = {'(' * 24}a{')' * 24}"),
    ("cpp:var", f"int a = {'(' * 24}a{')' * 24}"), ("cpp:var", f"int a = {'a<' * 24}1"),
    ("cpp:class", f"a{'::a' * 1500}"), ("cpp:function", f"void f({'A<' * 500}a{'>' * 500} x)"),
]  # fmt: skip
ROLES = [
    ("cpp:expr", f"{'(' * 24}a{')' * 24}"), ("c:expr", f"{'-' * 1500}a"), ("cpp:any", f"A<{'(' * 24}a"),
    ("py:class", f"{'[' * 200}a"), ("any", f"A<{'(' * 24}a"), ("any", "a<" * 24), ("any", f"f({'int(' * 99}"),
]  # fmt: skip
ALLOWED = """\
# T

```{py:function} f(a: dict[str, int] = {}, *, b=(1, 2)) -> list[str]
Words.
```

```{js:function} g(a, b)
Words.
```

{py:func}`f` {any}`f()` {any}`posts/2025-01-02-a` {js:func}`g`
"""


def test_signatures_that_cannot_be_read_are_text(build: Build) -> None:
    texts = [f"```{{{name}}} {given}\nWords.\n```" for name, given in DIRECTIVES]
    texts += [f"A {{{name}}}`{given}` here." for name, given in ROLES]
    plain = "T\n=\n\n" + "\n\n".join(
        [f".. {name}:: {given}\n\n   Words." for name, given in DIRECTIVES]
        + [f"A :{name}:`{given}` here." for name, given in ROLES]
    )
    posts = {
        "posts/2025-01-02-a.mdx": "# T\n\n" + "\n\n".join(texts),
        "posts/2025-01-03-b.rst": plain,
    }
    built = build({"index.md": INDEX, **posts}, conf=CONF)
    assert built.codes.count("paperreview.unsafe") == 2 * (len(DIRECTIVES) + len(ROLES))
    for name in ("2025-01-02-a", "2025-01-03-b"):
        words = built.doctree(f"posts/{name}").astext()
        for _kind, given in [*DIRECTIVES, *ROLES]:
            assert given in words


def test_other_signatures_stay(build: Build) -> None:
    built = build({"index.md": INDEX, "posts/2025-01-02-a.mdx": ALLOWED}, conf=CONF)
    page = built.read("posts/2025-01-02-a.html")
    assert page.count('class="sig sig-object') == 2
    assert page.count('href="#f"') >= 2
    assert built.codes == []


def test_an_author_of_all_posts_has_signatures_of_c(build: Build) -> None:
    post = "# T\n\n```{cpp:function} void f(int a)\nWords.\n```\n\n{cpp:func}`f`\n"
    files = {"index.md": INDEX, "posts/2025-01-02-a.mdx": post}
    built = build(files, conf=f"{CONF}paperreview_trusted = True\n")
    assert 'class="sig sig-object cpp' in built.read("posts/2025-01-02-a.html")
    assert built.codes == []
