"""Fuzz the MDX parser: no exception, no hang, no lost word, no active HTML.

    python tools/fuzz_mdx.py --seconds 60              # atheris, if it is installed
    python tools/fuzz_mdx.py --random --runs 100000    # without it
    python tools/fuzz_mdx.py --replay FILE …           # inputs that failed before

Bytes are mapped to a sequence of pieces of the dialect, with words and raw bytes between them. Half
of the inputs consist of pieces that cannot hide a word: every word of these must be in the doctree.
Half of the inputs are MDX, half are Markdown.
"""

from __future__ import annotations

import argparse
import contextlib
import html.parser
import importlib
import random
import re
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

sys.path.insert(0, str(Path(__file__).parents[1]))
from tools.mdx_reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

try:
    import atheris
except ImportError:
    atheris = None

#: Maximum number of CPU seconds for one input, which other processes do not take.
LIMIT = 10
#: An input that takes more CPU seconds than this, and than all before it, is printed.
SLOW = 1
#: One input of FULL is read with all of Sphinx's transforms, one of SHOWN is rendered as HTML.
FULL, SHOWN = 64, 256
#: What stands before Markdown, which the suffix of the post would make MDX.
MARKDOWN = "---\nformat: md\n---\n"

#: Pieces that never hide a word next to them, in any order.
KEEPING = (
    "", " ", "\n", "\n\n", "\t", "    ", "<", ">", "</", "/>", "{", "}", "[", "]", "![", "*",
    "**", "***", "_", "__", "~", "~~", "`", "``", "$", "$$", "\n$$\n", "'", '"', ";", ",", "?",
    "(", ")", "!", "&", "&amp;", "\\", "|", "=", "+", "<b>", "</b>", "<i>", "</i>", "<div>",
    "</div>", "<div>\n", "\n</div>\n", "<p>", "</p>", "<span>", "</span>", "<center>\n",
    "</center>\n", "<br/>", "<br>", "<hr/>\n", "<ul>\n", "</ul>\n", "<ol>", "</ol>", "<li>",
    "</li>", "<table>\n", "</table>\n", "<tbody>", "</tbody>", "<thead>", "</thead>", "<tr>",
    "</tr>", "<td>", "</td>", "<th>", "</th>", "<caption>", "</caption>", "<details>\n",
    "</details>\n", "<details>", "</details>", "<summary>", "</summary>", "<figure>\n",
    "</figure>\n", "<figcaption>", "</figcaption>", "<pre>", "</pre>", "<code>", "</code>",
    "<kbd>", "</kbd>", "<sup>", "</sup>", "<sub>", "</sub>", "<mark>", "</mark>", "<a>", "</a>",
    '<a href="https://example.org/">', "<h2>", "</h2>", "<blockquote>\n", "</blockquote>\n",
    "<dl>", "</dl>", "<dt>", "</dt>", "<dd>", "</dd>", "<>", "</>", "<Unknown>", "</Unknown>",
    "<Unknown>\n", "\n</Unknown>\n", "<Tabs>\n", "\n</Tabs>\n", '<TabItem value="a">\n',
    '<TabItem value="b" label="B" default>', "</TabItem>\n", '<Admonition type="tip">\n',
    "</Admonition>\n", "<Details>\n", "</Details>\n", "<section>\n", "</section>\n",
    "<Fragment>", "</Fragment>", "<br/>\n", '<img src="https://example.org/a.png" alt="b"/>',
    "{1}", "{'x'}", "{1 + 1}", "{a}", "{' '}", "{{}}", "{[1]}", "\n:::note\n", "\n:::tip ",
    "\n:::\n", "\n::::info T\n", "\n::::\n", "\n:::note[T]\n", "\n:::other\n", "\n- ", "\n* ",
    "\n1. ", "\n  - ", "\n    ", "\n> ", "\n>> ", "\n# ", "\n## ", "\n### ", "\n#### ",
    "\n---\n", "\n===\n", "\n***\n", "\n```\n", "\n```py\n", "\n~~~\n", "](u)", "](https://a.b/c)",
    "[^1]", "https://example.org/", "www.example.org ", "a@example.org ", "- [ ] ", "\n- [x] ",
    "한글은", "(", "**’", "’", "—", "😀", "e\u0301", "\u200b", "\u00a0", "\u2028", "\r\n", "\r",
)  # fmt: skip
#: Pieces that may hide words next to them.
OTHERS = (
    "<!--", "-->", "<!-- a -->", "{/*", "*/}", "{/* a */}", "<!-- truncate -->",
    "\nimport a from './a.png'\n", "\nimport {b as c} from 'd'\n", "\nimport ", "\nexport ",
    "\nexport const e = {a: 1}\n", "\nexport const f = 'x'\n", "\nexport default g\n",
    "<img src={a} />", "<img src={e.a} style={{width: 5}} />", "{e.a}", "{f}", "{...e}",
    "<div {...e}>", "<b style={{textAlign: 'center', ", "}}>", "<div className='a' ", "id='b'",
    ' id="b">', "onClick={() => 1}", " onclick='a'", "<script>", "</script>", "<style>",
    "</style>", "<iframe src='https://www.youtube.com/embed/x'>", "</iframe>",
    "<iframe srcdoc='<script>'/>", "<video src='https://a.b/c.mp4'/>", "<svg onload=a>",
    "<a href='javascript:a'>", "<a href={'java' + 'script:a'}>", "<img src='data:text/html,a'/>",
    "[a](javascript:b)", "[a](<java\nscript:b>)", "![a](data:text/html,b)",
    "[a](&#106;avascript:b)",
    "[a](vbscript:b)", "<javascript:a>", "<https://a.b>", "[a](./2025.mdx#b)", "[a](#b)",
    "[a]: https://b.c\n", "\n[a]: <", "[a][b]", "[^1]: ", "\n[^1]: a\n", "\n[^a b]: c\n", "[^a]",
    "\n\n| a | b |\n|---|:-:|\n| c | d |\n", "\n|", "|-|", "|---", " {#a}", " {/* #b */}",
    "\n## [T](https://arxiv.org/abs/2511.10643) `org`\n", "\n### s\n", "\n## 1. [T](https://a.b)\n",
    "```jsx title='a' {1,2-3} showLineNumbers\n", "\n```mdx-code-block\n", "\n```{note}\n",
    "\n:::{note} a\n", "\n```{figure} a.png\n", "\n```{paper:list}\n```\n", "{ref}`a`", "{doc}`a`",
    "{math}`a`", "{unknown}`a`", "\n```{math}\n", "\n```{code-block} py\n", "\n```{table}\n",
    "\n```{contents}\n```\n", "\n```{toctree}\na\n```\n", "\n```{image} a.png\n```\n",
    "\n```{list-table}\n* - a\n```\n", "\n```{csv-table}\na,b\n```\n", "\n```{admonition} a\n",
    "\n```{tab-set}\n", "\n```{dropdown} a\n", "\n```{eval-rst}\na\n```\n",
    "\n```mermaid\na\n```\n",
    "(a)=\n", "\n% a\n", "\n+++\n", "\\begin{a}\n", "\\frac{a}{b}", "\n$$\na\n$$ (b)\n", "$`a`$",
    "---\ntitle: a\n---\n", "---\ntitle: [\n---\n", "---\n", "title: ", "date: 2025-11-14\n",
    "tags: [a, b]\n", "authors: [{name: a}]\n", "draft: true\n", "a: &a [*a]\n", "myst: {x: 1}\n",
    ":smile:", "word:b[c]{d}", ":a[b]", "::a", "\x00", "\ufeff", "\ufffd", "\x1b", "\x7f", "\u202e",
    "&#x0;", "&#1114112;", "&lt;script&gt;", "`" * 40, "*" * 40, "[" * 40, "(" * 40, "<" * 40,
    "{" * 40, ":" * 40, "> " * 40, "- " * 40, "'a\\'", "`${", "}`", "//", "=>",
    "require('./a.png')",
    "useBaseUrl(", "?.", "0x", "1e999", "1_0n", "/a/", "[1,,2]", "&&", "||", "NaN", "a: 1,",
)  # fmt: skip
#: Pieces of the dialects around Markdown, which may hide words as well.
DIALECTS = (
    "{: ", "{: .a}", "\n{: #a .note--x}\n", "{: width='5'}", "{width=50%}", "{#a .b}",
    "{::comment}", "\n{::comment}\n", "{:/comment}", "{:toc}", "\n> [!NOTE]\n> ", "\n> [!a]- ",
    "[[", "]]", "[[a|b]]", "![[a.png|30]]", "==", "%%", "\n%%\n", " ^abc\n", "\\(", "\\)",
    "\n\\[\n", "\n\\]\n", "\n[\n", "\n]\n", "\\\\[", "$$a$$", "{% a %}", "\n{% a %}\n",
    "{% enda %}", "{% raw %}", "{% endraw %}", "{% highlight py %}", "{% endhighlight %}",
    "{% comment %}", "{% endcomment %}", "{% include figure.html path='a.png' caption='b' %}",
    "{{ page.title }}", "{{ site.", "{{< a >}}", "{{< /a >}}", "\n{{% notice note %}}\n",
    "\n{{% /notice %}}\n", "{{< details a >}}", "{{< /details >}}", "{{< youtube a >}}",
    "{{< figure src=a.png caption='*b' link='javascript:c' >}}",
    "{{< button href='javascript:a' >}}", "{{< katex >}}", "{{< /katex >}}", "\n```python=3\n",
    "\n```{.py .numberLines}\n", "\n:::spoiler a\n", "\n::: {.note}\n", "\n:::\n",
    "![a](b.png =3x4)", "[a](b c.png)", "[a]({{ site.baseurl }}/b)",
    "[##_Image|kage@a/b.png|c|{}_##]",
    "\n!> ", "\n?> ", " :id=a\n", " {docsify-ignore}\n", "](u ':size=5x6 :target=a b')",
    "\n<!-- tabs:start -->\n", "\n<!-- tabs:end -->\n", "\n#### **a**\n", "@[card](https://a.b)",
    "@[youtube](a)", "\n:::message alert\n", "{{#include a.md}}", "\n{{#title a}}\n",
    "((20240301100000-abcdefg 'a'))", "((a-Bc1dE_g))", "{{[[TODO]]}} ", "{{embed: ((a-Bc1dE_g))}}",
    "{{video https://a.b/c.mp4}}", "#[[", "\na:: b\n", "\n{{{row\n", "\n}}}\n",
)  # fmt: skip
PIECES = KEEPING + OTHERS + DIALECTS

#: The raw nodes that this package and MyST make.
_RAW = re.compile(r'<br />\n|\\\\\n|<input class="task-list[^<>]*>')
_ACTIVE = re.compile(r"(?:javascript|vbscript|data:text/html|data:image/svg)", re.IGNORECASE)
_HIDDEN = re.compile(r"[\x00-\x20\x7f]+")


class Failure(Exception):  # noqa: N818  # a result of the fuzzer, not an error in this program
    """An input violates a property."""


class Hang(BaseException):
    """An input took too long; not an Exception, so that no handler catches it."""


def text_of(data: bytes) -> tuple[str, list[str]]:
    """Return the text that *data* encodes, and the words in it that must be kept."""
    if not data:
        return "", []
    keeping = data[0] % 2 == 0
    words: list[str] = []
    parts = [MARKDOWN] if data[0] // 2 % 2 else []
    index = 1
    while index < len(data):
        code = data[index]
        index += 1
        if keeping:
            piece = KEEPING[code % len(KEEPING)]
            words.append(f"글{len(words)}x")
            parts += [piece, words[-1]]
        elif code == 255:
            size = data[index] % 16 + 1 if index < len(data) else 0
            raw = data[index + 1 : index + 1 + size]
            parts.append(raw.decode("utf-8", "replace"))
            index += size + 1
        elif code >= 240:
            high = data[index] if index < len(data) else 0
            parts.append(PIECES[high % len(PIECES)] * (code - 238))
            index += 1
        else:
            high = data[index] if index < len(data) else 0
            parts.append(PIECES[(code * 256 + high) % len(PIECES)])
            index += 1
            if high % 3 == 0:
                parts.append(f"w{len(parts)}x")
    return "".join(parts), words


class _Page(html.parser.HTMLParser):
    """Checks each tag of a page for active content."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Raise :exc:`Failure` for scripts, event handlers and executable URLs."""
        if tag in {"script", "object", "embed", "base", "meta", "style"}:
            raise Failure(f"<{tag}> in the HTML")
        for name, value in attrs:
            bare = _HIDDEN.sub("", value or "")
            address = name in {"href", "src", "action", "formaction", "poster", "srcdoc", "data"}
            if name.startswith("on") or name == "srcdoc":
                raise Failure(f"the attribute {name} in the HTML")
            if address and _ACTIVE.match(bare):
                raise Failure(f"{name}={value!r} in the HTML")
            if name == "style" and re.search(r"url\(|expression\(|javascript:", bare, re.I):
                raise Failure(f"style={value!r} in the HTML")

    handle_startendtag = handle_starttag


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise :exc:`Hang` if the body takes more than *seconds* of CPU."""

    def stop(number: int, frame: object) -> None:
        raise Hang(f"more than {seconds} s")

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


class Fuzzer:
    """Reads inputs and keeps those that violate a property."""

    def __init__(self, folder: Path) -> None:
        """Write failures to *folder*."""
        self.folder = folder
        self.reader = Reader()
        self.reader.keep_setup()
        self.count = self.words = self.full = self.shown = 0
        self.slowest = 0.0
        self.failures: dict[str, bytes] = {}

    def check(self, data: bytes, number: int = 0) -> None:
        """Raise the exception that *data* causes, if any: a :exc:`Failure` or an error."""
        text, words = text_of(data)
        with limited(LIMIT):
            full, shown = number % FULL == 0, number % SHOWN == 0
            doctree = self.reader.read(text) if full else self.reader.parse(text)
            self.full += full
            self._check_doctree(doctree, words)
            if shown:
                self.shown += 1
                page = _Page()
                page.feed(self.reader.html())

    def _check_doctree(self, doctree: nodes.document, words: list[str]) -> None:
        for raw in doctree.findall(nodes.raw):
            if not _RAW.fullmatch(raw.astext()):
                raise Failure(f"a raw node: {raw.astext()[:60]!r}")
        if words:
            self.words += len(words)
            shown = doctree.astext()
            for word in words:
                if word not in shown:
                    raise Failure("a word is lost")

    def run(self, data: bytes) -> bool:
        """Read *data*; return whether it violates no property."""
        self.count += 1
        start = time.process_time()  # unlike elapsed time, not affected by other processes
        try:
            self.check(data, self.count)
        except (Exception, Hang) as problem:  # noqa: BLE001  # that nothing is raised is the property
            self._keep(data, problem)
            return False
        finally:
            taken = time.process_time() - start
            if taken > max(self.slowest, SLOW):
                print(f"slow: {taken:.1f} s for {text_of(data)[0]!r}", flush=True)
            self.slowest = max(self.slowest, taken)
        return True

    def _keep(self, data: bytes, problem: BaseException) -> None:
        key = _key(problem)
        if key in self.failures:
            return
        self.failures[key] = data
        small = self._shrink(data, key)
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"fail{len(self.failures):03}"
        path.write_bytes(small)
        print(f"FAILURE {key}\n  {path}: {text_of(small)[0]!r}", flush=True)

    def _shrink(self, data: bytes, key: str) -> bytes:
        """Return a short form of *data* that fails in the same way."""
        size = len(data) // 2
        until = time.monotonic() + 30
        while size:
            start = 1
            while start < len(data) and time.monotonic() < until:
                shorter = data[:start] + data[start + size :]
                if self._fails(shorter) == key:
                    data = shorter
                else:
                    start += size
            size //= 2
        return data

    def _fails(self, data: bytes) -> str:
        try:
            self.check(data)
        except (Exception, Hang) as problem:  # noqa: BLE001  # as above
            return _key(problem)
        return ""

    def report(self, seconds: float) -> None:
        """Print the numbers of inputs and failures."""
        print(
            f"{self.count} inputs in {seconds:.0f} s ({self.count / max(seconds, 0.001):.0f}/s), "
            f"{self.full} with all transforms, {self.shown} as HTML, {self.words} words checked, "
            f"slowest {self.slowest:.2f} s, {len(self.failures)} kinds of failure",
            flush=True,
        )


def _key(problem: BaseException) -> str:
    """Return a key for the kind of failure: the error, and where it was raised."""
    frames = traceback.extract_tb(problem.__traceback__)
    ours = [frame for frame in frames if "sphinx_paperreview" in frame.filename]
    frame = frames[-1] if not ours or isinstance(problem, Failure) else ours[-1]
    if isinstance(problem, Hang):
        return f"Hang in {Path(frame.filename).name}:{frame.name}"
    last = frames[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}, {Path(last.filename).name}:{last.lineno}"
    return f"{type(problem).__name__} at {place}: {str(problem)[:80]}"


def run_random(fuzzer: Fuzzer, seed: int, runs: int, seconds: float) -> None:
    """Read *runs* random inputs, or as many as fit into *seconds*."""
    chance = random.Random(seed)  # noqa: S311  # not for cryptography
    end = time.monotonic() + seconds
    while fuzzer.count < runs and time.monotonic() < end:
        size = chance.choice((4, 8, 8, 8, 16, 16, 16, 32, 64))
        fuzzer.run(chance.randbytes(chance.randint(1, size)))


def run_guided(fuzzer: Fuzzer, runs: int, seconds: float, corpus: Sequence[str]) -> None:
    """Let atheris choose the inputs; end the process after *runs* or *seconds*."""
    start = time.monotonic()

    def one(data: bytes) -> None:
        fuzzer.run(data)
        late = time.monotonic() - start > seconds
        if late or fuzzer.count >= runs:
            fuzzer.report(time.monotonic() - start)
            sys.stdout.flush()
            import os  # noqa: PLC0415  # a normal exit would run the handlers of libFuzzer

            os._exit(bool(fuzzer.failures))

    arguments = [sys.argv[0], "-max_len=160", "-timeout=60", "-verbosity=0", "-print_final_stats=0"]
    atheris.Setup([*arguments, *corpus], one)
    atheris.Fuzz()


def main() -> int:
    """Run the fuzzer; return 1 if there was a failure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--random", action="store_true", help="do not use atheris")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--runs", type=int, default=10**9)
    parser.add_argument("--seconds", type=float, default=10**9)
    parser.add_argument("--failures", type=Path, default=Path("_build/fuzz"), help="a folder")
    parser.add_argument("--corpus", help="a folder for the inputs of atheris")
    parser.add_argument("--replay", type=Path, nargs="+", help="files to read again")
    args = parser.parse_args()
    if atheris is None or args.random or args.replay:
        fuzzer = Fuzzer(args.failures)
    else:
        with atheris.instrument_imports(include=["sphinx_paperreview"]):
            for name in [name for name in sys.modules if name.startswith("sphinx_paperreview")]:
                del sys.modules[name]
            importlib.import_module("sphinx_paperreview.extension")
        fuzzer = Fuzzer(args.failures)
    start = time.monotonic()
    if args.replay:
        for path in args.replay:
            fuzzer.count -= 1  # each with all transforms and as HTML
            fuzzer.run(path.read_bytes())
    elif atheris is None or args.random:
        run_random(fuzzer, args.seed, args.runs, args.seconds)
    else:
        run_guided(fuzzer, args.runs, args.seconds, [args.corpus] if args.corpus else [])
    fuzzer.report(time.monotonic() - start)
    return bool(fuzzer.failures)


if __name__ == "__main__":
    raise SystemExit(main())
