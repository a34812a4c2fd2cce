"""Code in posts that a lexer takes without end, or ends at, is shown without colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.reading.guard import code as guarded_code
from tests.harness import CONF

if TYPE_CHECKING:
    from tests.harness import Build

INDEX = "# Home\n\n```{toctree}\n:glob:\n\nposts/*\n```\n"
#: Lexers of a project, since the faults of those of Pygments change with its version.
LEXERS = f"""{CONF}
from pygments.lexer import Lexer, RegexLexer
from pygments.token import Keyword, Text

class Slow(RegexLexer):
    tokens = {{"root": [("(a|a)*b", Keyword), (".|\\\\n", Text)]}}

class Odd(Lexer):
    def get_tokens_unprocessed(self, text):
        if "odd" in text:
            raise IndexError(text)
        yield 0, Keyword, text

class Deep(Lexer):
    def get_tokens_unprocessed(self, text):
        self.call(len(text))
        yield 0, Keyword, text
    def call(self, times):
        if times:
            self.call(times - 1)

def setup(app):
    app.add_lexer("deep", Deep)
    app.add_lexer("slow", Slow)
    app.add_lexer("odd", Odd)
"""
#: The lexer takes exponential time for it: about an hour.
SLOW = "a" * 40
#: A file as code, twice; the lexer of the second ends at its brackets.
INCLUDED_RST = "T\n=\n\n" + "".join(
    f".. include:: unit.txt\n   :code: {name}\n\n" for name in ("js", "robotframework")
)
INCLUDED_MYST = "# T\n\n" + "".join(
    f"```{{include}} unit.txt\n:code: {name}\n```\n\n" for name in ("js", "robotframework")
)
FORMS = {
    "a.mdx": f"# T\n\n```slow\n{SLOW}\n```\n",
    "b.md": f"# T\n\n```{{code-block}} slow\n{SLOW}\n```\n",
    "c.rst": f"T\n=\n\n.. highlight:: slow\n\nA::\n\n   {SLOW}\n",
    "d.rst": f"T\n=\n\n.. role:: unit(code)\n   :language: slow\n\n:unit:`{SLOW}`\n",
    "e.md": "# T\n\n```{literalinclude} unit.txt\n:language: slow\n```\n",
    "f.mdx": f"# T\n\n> - ```slow\n>   {SLOW}\n>   ```\n",
    "g.rst": "T\n=\n\n.. include:: unit.txt\n   :code: slow\n",
    "h.md": f"# T\n\n```{{code-block}} slow\n:caption: C\n:linenos:\n\n{SLOW}\n```\n",
    "i.mdx": f"# T\n\n<CodeBlock language='slow'>{SLOW}</CodeBlock>\n",
    "j.mdx": f"# T\n\n<Tabs><TabItem value='a'>\n\n```slow\n{SLOW}\n```\n\n</TabItem></Tabs>\n",
    "k.md": f"# T\n\n```{{eval-rst}}\n.. code:: slow\n\n   {SLOW}\n```\n",
    "l.md": f"# T\n\n~~~ {{.slow}}\n{SLOW}\n~~~\n",
}


@pytest.fixture(autouse=True)
def short_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the code of a document half a second of the processor."""
    monkeypatch.setattr(guarded_code, "SECONDS", 0.5)


@pytest.mark.parametrize("builder", ["html", "latex"])
def test_each_way_of_writing_code_is_limited(
    build: Build, builder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarded_code, "SECONDS", 0.05)
    files = {f"posts/2025-01-02-{name}": text for name, text in FORMS.items()}
    files |= {"index.md": INDEX, "posts/unit.txt": SLOW}
    built = build(files, conf=LEXERS, builder=builder)
    assert built.codes == ["paperreview.unsafe"] * len(FORMS)
    for name, warning in zip(FORMS, sorted(built.warnings), strict=True):
        assert f"posts/2025-01-02-{name}:" in warning
        assert "name another language" in warning
        assert SLOW in built.doctree(f"posts/2025-01-02-{name.partition('.')[0]}").astext()


def test_code_after_such_code_has_no_colours_and_code_before_it_has(build: Build) -> None:
    post = f"# T\n\n```js\nlet a;\n```\n\n```slow\n{SLOW}\n```\n\n```js\nlet b;\n```\n"
    built = build({"index.md": INDEX, "posts/2025-01-02-a.mdx": post}, conf=LEXERS)
    page = built.read("posts/2025-01-02-a.html")
    assert page.count('<span class="kd">let</span>') == 1
    assert "let b;" in page
    assert [warning.partition(" WARNING")[0] for warning in built.warnings] == [
        "posts/2025-01-02-a.mdx:7:",
        "posts/2025-01-02-a.mdx:11:",
    ]


def test_a_lexer_that_raises_does_not_end_a_build(build: Build) -> None:
    post = "# T\n\n```odd\nodd\n```\n\n```odd\neven\n```\n\nAn `odd` word.\n"
    built = build({"index.md": INDEX, "posts/2025-01-02-a.mdx": post}, conf=LEXERS)
    assert built.codes == ["paperreview.unsafe"]
    page = built.read("posts/2025-01-02-a.html")
    assert '<span class="k">even' in page
    assert page.count("odd\n") == 1


@pytest.mark.parametrize("builder", ["html", "latex"])
def test_no_depth_of_calls_ends_a_build(build: Build, builder: str) -> None:
    blocks = [
        f"{'> ' * 15}```deep\n{'> ' * 15}{'a' * n}\n{'> ' * 15}```" for n in range(1, 1001, 20)
    ]
    post = "# T\n\n" + "\n\n".join(blocks)
    built = build({"index.md": INDEX, "posts/2025-01-02-a.mdx": post}, conf=LEXERS, builder=builder)
    assert set(built.codes) == {"paperreview.unsafe"}
    assert 10 < len(built.codes) < 40


@pytest.mark.parametrize("text", [INCLUDED_RST, INCLUDED_MYST])
def test_included_code_is_lexed_by_sphinx_alone(build: Build, text: str) -> None:
    suffix = "rst" if text is INCLUDED_RST else "md"
    code = "let a = 1;\n" + "{}" * 1000 + "\n"
    files = {"index.md": INDEX, f"posts/2025-01-02-a.{suffix}": text, "posts/unit.txt": code}
    built = build(files, conf=LEXERS)
    assert built.codes == ["paperreview.unsafe"]
    page = built.read("posts/2025-01-02-a.html")
    assert page.count('<span class="kd">let</span>') == 1
    assert page.count("{}{}{}") >= 2


def test_other_code_is_as_before(build: Build) -> None:
    code = "```js\nlet a = 1;\n```\n\n```\n>>> 1 + 1\n2\n```\n\n```unheard\nlet a = 1;\n```\n"
    built = build({"index.md": INDEX, "posts/2025-01-02-a.mdx": f"# T\n\n{code}"}, conf=LEXERS)
    assert "paperreview.unsafe" not in built.codes
    assert '<span class="kd">let</span>' in built.read("posts/2025-01-02-a.html")


def test_an_author_of_all_posts_has_no_limit(build: Build) -> None:
    post = f"# T\n\n```slow\n{SLOW[:22]}\n```\n"
    conf = f"{LEXERS}paperreview_trusted = True\n"
    built = build({"index.md": INDEX, "posts/2025-01-02-a.mdx": post}, conf=conf)
    assert built.codes == []
    assert built.doctree("posts/2025-01-02-a").findall()
