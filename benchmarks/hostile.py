"""Measure how the time of reading hostile texts grows: it must be linear in their length.

    python benchmarks/hostile.py                 # all, at 25, 50 and 100 kB
    python benchmarks/hostile.py --size 5000 --tokens braces quotes
    python benchmarks/hostile.py --big           # a line of 10 MB, and 10^5 of each opener
    python benchmarks/hostile.py --markdown      # the same texts as .md

Each text is read in two ways, each in its own process with a limit of time and memory: only by the
rules (tokens), and by Sphinx with all transforms (doctree). A text is flagged if twice its length
takes more than 2.6 times the time or memory; values that are too small to measure are ignored.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import itertools
import json
import math
import os
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))
from sphinx_paperreview.mdx.language import Language
from tools.mdx_reader import Reader, read_tokens

if TYPE_CHECKING:
    from collections.abc import Callable

#: Maximum growth for a doubling; seconds and megabytes below which values are not compared.
RATIO, FLOOR, MEMORY_FLOOR = 2.6, 0.5, 150
#: Maximum seconds and megabytes of one reading.
SECONDS, MEGABYTES = 20, 3000


def repeat(piece: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """Return a function that makes a text of *n* bytes of repeated *piece*."""
    return lambda n: before + piece * (n // len(piece.encode()) + 1) + after


def around(opening: str, closing: str, middle: str = "a") -> Callable[[int], str]:
    """Return a function that makes a text of *n* bytes of nested *opening* and *closing*."""

    def make(n: int) -> str:
        count = n // (len(opening) + len(closing)) + 1
        return opening * count + middle + closing * count

    return make


def numbered(line: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """Return a function that makes about *n* bytes of lines, each with its number."""

    def make(n: int) -> str:
        return before + "".join(line.format(i) for i in range(n // (len(line) + 3) + 1)) + after

    return make


def growing(mark: str, between: str = "a") -> Callable[[int], str]:
    """Return a function that makes runs of *mark*, each longer than the one before."""

    def make(n: int) -> str:
        return between.join(mark * i for i in range(1, int((2 * n) ** 0.5)))

    return make


def _wide(n: int) -> str:
    side = int((n / 4) ** 0.5) * 2
    return "|" + "a|" * side + "\n|" + "-|" * side + "\n" + "|a\n" * side


def _tag_table(n: int) -> str:
    side = n // 30
    return "<table>\n<tr>" + "<td/>" * side + "</tr>\n" + "<tr><td/></tr>\n" * side + "</table>\n"


def _spans(n: int) -> str:
    row = '<tr><td rowspan="200" colspan="200">a</td></tr>\n'
    return "<table>\n" + row * (n // len(row)) + "</table>\n"


def _laughs(n: int) -> str:
    lines = [f"a{i}: &a{i} [" + f"*a{i - 1}, " * 9 + "]\n" for i in range(1, n // 60)]
    return "---\ntitle: a\na0: &a0 [b]\n" + "".join(lines) + f"tags: *a{n // 60 - 1}\n---\n\nx\n"


def _wide_laughs(n: int) -> str:
    third = n // 3 // 4
    return (
        "---\na: &a [" + "1, " * third + "]\nb: &b [" + "*a, " * third + "]\nc: ["
        + "*b, " * third + "]\n---\n\nx {frontMatter.a}\n"
    )  # fmt: skip


def _doubling(n: int) -> str:
    lines = [f"export const a{i} = a{i - 1} + a{i - 1}\n" for i in range(1, n // 31)]
    return "export const a0 = 'word'\n" + "".join(lines) + f"\n{{a{n // 31 - 1}}}\n"


def _arrays(n: int) -> str:
    lines = [f"export const a{i} = [a{i - 1}, a{i - 1}]\n" for i in range(1, n // 34)]
    return "export const a0 = ['word']\n" + "".join(lines) + f"\n{{a{n // 34 - 1}}}\n"


def _attributes(n: int) -> str:
    depth = min(n // 8, 2000)
    value = "{a: " * depth + "1" + "}" * depth
    return ("<div a={" + value + "}>\n\nx\n\n</div>\n\n") * (n // (6 * depth + 30) + 1)


def _footnotes(n: int) -> str:
    return "a[^1] " * (n // 12) + "\n\n[^1]: b\n\n" + "[^1]: c\n\n" * (n // 18)


def _many_footnotes(n: int) -> str:
    count = n // 24
    return "".join(f"a[^f{i}] " for i in range(count)) + "\n\n" + "".join(
        f"[^f{i}]: b\n\n" for i in range(count)
    )  # fmt: skip


def _references(n: int) -> str:
    count = n // 30
    return "".join(f"[r{i}]: /u{i}\n" for i in range(count)) + "\n" + "".join(
        f"[r{i}] " for i in range(count)
    )  # fmt: skip


def _yaml(n: int) -> str:
    return "---\na: " + "[" * (n // 2) + "]" * (n // 2) + "\n---\n\nx\n"


def _ladder(mark: str) -> Callable[[int], str]:
    """Return a function that makes lines, each indented by one more column."""
    return lambda n: "".join("  " * i + mark + "a\n" for i in range(int(n**0.5)))


#: Every opener, closer and delimiter of the dialect: single, repeated, nested, unclosed.
CASES: dict[str, Callable[[int], str]] = {
    # text
    "one line": repeat("a"),
    "words": repeat("word "),
    "lines": repeat("a\n"),
    "blank lines": repeat("\n"),
    "blanks": repeat(" "),
    "tabs": repeat("\t"),
    "hangul": repeat("글"),
    "combining": repeat("\u0301", "a"),
    "emoji": repeat("😀"),
    "controls": repeat("\x01\x1b\x7fab"),
    "bidi": repeat("\u202e\u200b"),
    "carriage returns": repeat("a\r\n\rb\n"),
    "replacement": repeat("\ufffdabcdefghijk"),
    "backslashes": repeat("\\"),
    "hard breaks": repeat("a\\\n"),
    "hard blanks": repeat("a  \n"),
    "entities": repeat("&amp;"),
    "entities open": repeat("&a"),
    "numbers": repeat("&#x1F600;"),
    "emoji names": repeat(":smile:"),
    "colons": repeat(":"),
    "text directives": repeat(":a["),
    "indents": _ladder(""),
    # emphasis
    "stars": repeat("*"),
    "stars open": repeat("*a "),
    "strong": repeat("**a "),
    "strong close": repeat("a** "),
    "strong words": repeat("**"),
    "both": repeat("**a *b "),
    "emphasis mix": repeat("*a _b "),
    "emphasis nest": around("*a ", " a*"),
    "strong nest": around("**a ", " a**"),
    "underscores": repeat("_a "),
    "three": repeat("a***b "),
    "long runs": growing("*"),
    "underscore runs": growing("_"),
    "tildes": repeat("~a "),
    "double tildes": repeat("~~a "),
    "tilde runs": growing("~"),
    "cjk strong": repeat("하**(a)**하"),
    "emphasis lines": repeat("*a\n"),
    "star pairs": repeat("a**b"),
    "mixed rule": repeat("*a**b"),
    # marks of other programs
    "tab starts": repeat("<!-- tabs:start -->\n"),
    "marked lines": repeat("!> a\n\n"),
    "heading settings": repeat(" :id=a", "# a"),
    "block references": repeat("((a-Bc1dE_g)) "),
    "block references open": repeat("((a-Bc1dE_g "),
    "outline commands": repeat("{{[[TODO]]}} {{embed "),
    "outline attributes": repeat("a:: "),
    "columns": repeat("{{{row\n"),
    "cards": repeat("@[card](a"),
    "book commands": repeat("{{#include "),
    "message boxes": repeat(":::message\n"),
    # code and formulas
    "backticks": repeat("`"),
    "backtick words": repeat("`a "),
    "backtick runs": growing("`"),
    "backtick runs back": lambda n: "a".join("`" * i for i in range(int((2 * n) ** 0.5), 0, -1)),
    "fences": repeat("```\n"),
    "fence runs": growing("`", "\n"),
    "fences open": repeat("```a\nb\n"),
    "long info": repeat("a", "```"),
    "fence meta": repeat("{1-9999},", "```py {", "}\nb\n```\n"),
    "fence titles": repeat("title=", "```py ", "\nb\n```\n"),
    "long code": repeat("a = 1\n", "```py\n"),
    "bad code": repeat("'\"", "```py\n"),
    "marks": repeat("// highlight-next-line\n", "```js\n"),
    "unwrapped": repeat("```mdx-code-block\n"),
    "unwrapped ends": around("````mdx-code-block\n", "````\n"),
    "dollars": repeat("$"),
    "dollar words": repeat("$a "),
    "dollars close": repeat("a$ "),
    "double dollars": repeat("$$a "),
    "math blocks": repeat("$$\n"),
    "math lines": repeat("$$a\n"),
    "math items": repeat("- $$\n"),
    "math items of TeX": repeat("- $$\n  \\a\n"),
    "math quotes of TeX": repeat("> $$\n> \\a\n\n"),
    "math items in items": lambda size: "".join(
        f"{'  ' * (i % 40)}- $$\n{'  ' * (i % 40)}  \\a\n" for i in range(size // 60)
    ),
    "headings of components": repeat("## a <A/> {b, c} <!-- d -->\n"),
    "sequences": repeat("{a, 1}"),
    "sequence": lambda size: "{" + "1," * (size // 2) + "1}",
    "front matter of text": lambda size: "---\n" + "a *b* {c} $$\n\n" * (size // 16) + "---\n",
    "long formula": repeat("\\frac{a}{", "$$\n", "\n$$\n"),
    "amsmath": repeat("\\begin{a}"),
    "roles": repeat("{a}`b` "),
    "roles open": repeat("{a}`"),
    # links and images
    "brackets": repeat("["),
    "brackets close": repeat("]"),
    "bracket pairs": repeat("[]"),
    "brackets nest": around("[", "]"),
    "images": repeat("!["),
    "image nest": around("![", "](u)"),
    "link ends": repeat("]("),
    "links open": repeat("[a]("),
    "links nest": around("[", "](u)"),
    "links": repeat("[a](https://b.c/d) "),
    "link titles": repeat('[a](b "'),
    "pointy": repeat("[a](<"),
    "parentheses": repeat("(", "[a]("),
    "paren pairs": around("(", ")", ""),
    "references": _references,
    "reference opens": repeat("[a]: "),
    "reference titles": repeat("[a]: b '\n"),
    "same reference": repeat("[a]: b\n"),
    "reference uses": repeat("[a][b]"),
    "labels": repeat("[a", "", "]: b"),
    "colon labels": repeat("[a]:\n"),
    "autolinks": repeat("<https://a>"),
    "addresses": repeat("https://a.b "),
    "one address": repeat("a", "https://"),
    "address ends": repeat(")", "https://a.b/"),
    "address parens": repeat("(", "https://a.b/"),
    "address semicolons": repeat("&a;", "https://a.b/"),
    "address marks": repeat("https://a.b/'*"),
    "mails": repeat("a@b."),
    "mail dots": repeat("a.", "", "@b"),
    "hosts": repeat("www."),
    "hangul address": repeat("에", "https://x.org/"),
    "local links": numbered("[a](./d{}.mdx) "),
    "local images": numbered("![a](./d{}.png)\n\n"),
    "data images": repeat("A", "![a](data:image/png;base64,", ")"),
    "footnotes": _footnotes,
    "many footnotes": _many_footnotes,
    "footnote refs": repeat("[^a] "),
    "footnote opens": repeat("[^a"),
    "inline footnotes": repeat("^["),
    "footnote nest": repeat("[^a]: "),
    # blocks
    "quotes": repeat("> "),
    "quotes tight": repeat(">"),
    "quote lines": repeat("> a\n"),
    "lazy": lambda n: "> " * 50 + "a\n" * (n // 2),
    "lists": repeat("- "),
    "list lines": repeat("- a\n"),
    "list ladder": _ladder("- "),
    "ordered": repeat("1. "),
    "ordered lines": numbered("{}. a\n"),
    "big number": repeat("9", "", ". a"),
    "list and quote": repeat("- > "),
    "quote ladder": lambda n: "".join(">" * i + " a\n" for i in range(int((2 * n) ** 0.5))),
    "loose list": repeat("- a\n\n"),
    "tasks": repeat("- [ ] a\n"),
    "items empty": repeat("-\n"),
    "item paragraphs": repeat("  a\n\n", "- a\n\n"),
    "deep items": repeat("* - + "),
    "headings": repeat("# a\n"),
    "same headings": repeat("## a\n\n"),
    "heading marks": repeat("#"),
    "numbered headings": numbered("## a{}\n"),
    "heading ids": repeat("## a {#b}\n"),
    "heading blanks": repeat(" ", "## a", "{"),
    "suffixed": numbered("## a-{}\n## a\n"),
    "heading levels": repeat("# a\n## b\n### c\n#### d\n##### e\n###### f\n"),
    "papers": numbered("## [T](https://arxiv.org/abs/2511.{:05}) `a`\n\nx\n\n"),
    "setext": repeat("a\n===\n"),
    "underlines": repeat("a\n-\n"),
    "equals": repeat("=\n"),
    "rules": repeat("---\n"),
    "rules apart": repeat("---\n\n"),
    "long rule": repeat("- - "),
    "table rows": repeat("| a |\n", "| a |\n|---|\n"),
    "table wide": _wide,
    "table columns": lambda n: "|" + "a|" * (n // 4) + "\n|" + "-|" * (n // 4) + "\n",
    "tables": repeat("|a|\n|-|\n|b|\n\n"),
    "pipes": repeat("|"),
    "pipe lines": repeat("|\n"),
    "delimiters": repeat("|-"),
    "colon delimiters": repeat(":-:|"),
    "escaped pipes": repeat("\\|", "|a|\n|-|\n|"),
    "html table": repeat("<tr><td>a</td></tr>\n", "<table>\n", "</table>\n"),
    "html table wide": _tag_table,
    "spans": _spans,
    "html table nest": around("<table>\n<tr><td>\n", "</td></tr>\n</table>\n"),
    # dialects
    "alerts": repeat("> [!NOTE] a\n\n"),
    "alert marks": repeat("> [!"),
    "lists of attributes": repeat("{: .a}"),
    "lists of attributes open": repeat("{:"),
    "attributes of images": repeat("![a](b){.c}"),
    "wikilinks": repeat("[[a]] "),
    "wikilinks open": repeat("[[a"),
    "highlighted marks": repeat("==a "),
    "hidden marks": repeat("%%"),
    "comments apart": repeat("a %% b\n\n"),
    "tags of Liquid": repeat("{% a %}\n"),
    "tags of Liquid open": repeat("{% a "),
    "shortcodes": repeat("{{< a >}}"),
    "shortcodes nested": around("{{< a >}}\n", "{{< /a >}}\n"),
    "brackets of TeX": repeat("\\[\n"),
    "brackets of TeX in text": repeat("\\("),
    "pictures of Tistory": repeat("[##_Image|kage@a/b|"),
    # admonitions and directives
    "admonitions": repeat(":::note\n"),
    "admonitions apart": repeat(":::note\n\n"),
    "admonition pairs": repeat(":::note\na\n:::\n"),
    "admonition ladder": lambda n: "".join(
        ":" * (300 - i % 297) + "note\n" for i in range(n // 150)
    ),
    "admonition colons": growing(":", "note\n"),
    "admonition titles": repeat("[", ":::note"),
    "admonition attributes": repeat(".a ", ":::note{", "}\na\n:::\n"),
    "admonition braces": repeat("{", ":::note a"),
    "admonition name": repeat("a-", ":::"),
    "admonition items": repeat("- :::note\n"),
    "admonition blanks": repeat(" ", ":::note a", "{"),
    "closers": repeat(":::\n"),
    "unknown": numbered(":::x{}\na\n:::\n"),
    "directives": repeat("```{note}\n"),
    "directive pairs": repeat("```{note}\na\n```\n"),
    "directive colons": repeat(":::{note}\n"),
    "unknown directives": repeat("```{a}\nb\n```\n"),
    "targets": numbered("(a{})=\n\n"),
    "comments": repeat("% a\n"),
    "breaks": repeat("+++\n"),
    # tags
    "less": repeat("<"),
    "less words": repeat("< a"),
    "less letters": repeat("<a"),
    "greater": repeat(">", "a"),
    "tags open": repeat("<b>"),
    "tags open a": repeat("<b>a\n"),
    "tags close": repeat("</b>"),
    "tags nest": around("<b>", "</b>"),
    "blocks open": repeat("<div>"),
    "blocks open lines": repeat("<div>\n"),
    "blocks close": repeat("</div>\n"),
    "blocks nest": around("<div>\n", "</div>\n"),
    "inline blocks nest": around("<div>", "</div>"),
    "mixed tags": repeat("<b><i>"),
    "crossing": repeat("<b><i></b></i>"),
    "crossing blocks": repeat("<p>\n<b>\n</p>\n</b>\n"),
    "names": numbered("<a{}>"),
    "name lines": numbered("<A{}>\n"),
    "close slash": repeat("</"),
    "empty": repeat("<>"),
    "empty nest": around("<>", "</>"),
    "self": repeat("<b/>"),
    "voids": repeat("<br>"),
    "void lines": repeat("<br>\n"),
    "half tags": repeat("<a "),
    "half lines": repeat("<a\n"),
    "long name": repeat("a", "<"),
    "dotted name": repeat("a.", "<"),
    "slashes": repeat("/", "<a "),
    "attributes": numbered(" a{}=1", "<div", ">"),
    "attribute flags": repeat(" a", "<div", ">x</div>"),
    "string open": repeat("<a b='"),
    "string open lines": repeat("<a b='\n"),
    "expression open": repeat("<a b={"),
    "expression lines": repeat("<a b={\n"),
    "tag braces": repeat("<a>{"),
    "attribute objects": _attributes,
    "long string": repeat("a", "<b title='", "'>x</b>"),
    "long style": repeat("color: red; ", "<b style='", "'>x</b>"),
    "style objects": repeat("<b style={{color: 'red', width: 5}}>a</b> "),
    "classes": repeat("a ", "<b class='", "'>x</b>"),
    "same ids": repeat("<b id='a'>x</b> "),
    "unknown tags": repeat("<Foo>a</Foo> "),
    "unknown blocks": repeat("<Foo>\n\na\n\n</Foo>\n\n"),
    "tabs set": lambda n: "<Tabs>\n" + '<TabItem value="a">a</TabItem>\n' * (n // 32) + "</Tabs>\n",
    "tabs nest": around('<Tabs>\n<TabItem value="a">\n', "</TabItem>\n</Tabs>\n"),
    "details": repeat("<details>\n<summary>a\n"),
    "details nest": around("<details>\n<summary>a</summary>\n", "</details>\n"),
    "figures nest": around("<figure>\n", "</figure>\n"),
    "figure images": lambda n: (
        "<figure>\n" + '<img src="https://a.b/c"/>\n' * (n // 28) + "</figure>\n"
    ),
    "html lists": around("<ul>\n<li>\n", "</li>\n</ul>\n"),
    "html items": lambda n: "<ul>\n" + "<li>a</li>\n" * (n // 11) + "</ul>\n",
    "pre": repeat("a *b* <i>c</i>\n", "<pre>\n", "</pre>\n"),
    "inline row": repeat("<b>a</b> "),
    "div with text": repeat("<div>a</div> b\n"),
    "div in text": repeat("a <div>b</div> c "),
    "other iframes": repeat('<iframe src="https://a.b/c"/>\n'),
    "iframes": repeat('<iframe src="https://www.youtube.com/embed/x"/>\n'),
    "details many": lambda n: "<details>\n" + "a <b>b</b>\n\n" * (n // 12) + "</details>\n",
    "paragraph div": repeat("a\n<div>\n"),
    "items without end": repeat("<li>a\n", "<ul>\n", "</ul>\n"),
    "cells without end": repeat("<tr><td>a<td>b\n", "<table>\n", "</table>\n"),
    "items in items": repeat("<ul><li>"),
    "html headings": repeat("<h2>a</h2>\n"),
    "html heading open": repeat("<h2>a\n"),
    "pre open": repeat("<pre>"),
    "pre pairs": repeat("<pre>a</pre>"),
    "pre lines": repeat("<pre>\n"),
    "script open": repeat("<script>"),
    "script lines": repeat("<script>\na\n\n"),
    "html paragraphs": repeat("<p>\n\na\n\n"),
    "html paragraph": repeat("<p>a\n"),
    "one html block": repeat("a *b* <b>c</b>\n", "<div>\n", "</div>\n"),
    "html code": repeat("<code>", "<div>\n"),
    "markdown divs": repeat('<div markdown="1">\n'),
    "blank addresses": repeat("![a](b c.png) "),
    "blank addresses open": repeat("![](a b"),
    "blank addresses nest": around("![", "](a b.png)"),
    # expressions and comments
    "braces": repeat("{"),
    "brace lines": repeat("{\n"),
    "braces a": repeat("{a\n"),
    "braces close": repeat("}"),
    "braces nest": around("{", "}"),
    "brace pairs": repeat("{a} "),
    "literals": repeat("{1} "),
    "brace blocks": repeat("{a}\n\n"),
    "brace quotes": repeat("{'"),
    "brace ticks": repeat("{`"),
    "template": repeat("${", "{`", ""),
    "templates nest": around("{`${", "}`}"),
    "long expression": repeat("1 + ", "{", "1}"),
    "objects": repeat("a: 1, ", "{{", "}}"),
    "array": repeat("1, ", "{[", "]}"),
    "array nest": around("[", "]", "1"),
    # Longer than one expression may be, at every size: shorter texts need no search.
    "array braces": lambda n: "{" + "[" * (n // 2 + 12_000) + "]" * (n // 2 + 12_000) + "}",
    "apostrophes": repeat("{it's a "),
    "comments open": repeat("<!--"),
    "comment lines": repeat("<!--\n"),
    "comment pairs": repeat("<!-- a -->"),
    "comment blocks": repeat("<!-- a -->\n\n"),
    "js comments": repeat("{/*"),
    "js comment lines": repeat("{/*\n"),
    "js comment pairs": repeat("{/* a */}"),
    "js comment paragraphs": repeat("{/*\n\n"),
    "js comments of one end": lambda n: "{/*" * (n // 6) + "*/" + " " * (n // 2),
    "long js comment": repeat("a {\n\n", "{/*", "*/}\n"),
    "comment paragraphs": repeat("<!--\n\n"),
    "braces in an address": repeat("{", "https://a.b/"),
    "addresses with braces": repeat("https://a.b/{c} "),
    "words before braces": repeat("www.a{ "),
    "js slashes": repeat("{//\n"),
    "truncates": repeat("{/* truncate */}\n\n"),
    "declarations": repeat("<!"),
    "instructions": repeat("<?"),
    "cdata": repeat("<![CDATA["),
    "long comment": repeat("a\n", "<!--", "-->\n"),
    "unclosed long": repeat("a\n", "<!--"),
    "brace text": repeat("a {b c} "),
    "brace then lines": repeat("a\n", "{"),
    # modules
    "imports": numbered("import a{} from './a.png'\n"),
    "imports apart": repeat("import a\n\n"),
    "import open": repeat("import {\n"),
    "import same line": repeat("import a from 'b';"),
    "import prose": repeat("import is a word\n"),
    "export array": repeat("1, ", "export const a = [", "]\n"),
    "export lines": repeat("  {a: 'b', c: [1, 2]},\n", "export const a = [\n", "]\n"),
    "export open": repeat("export const a = {\n\n"),
    "export braces": repeat("export {\n\n"),
    "exports": numbered("export const a{} = {{b: 1}}\n"),
    "export template": repeat("a\n", "export const a = `\n", "`\n"),
    "export function": repeat("  a();\n\n", "export function A() {\n", "}\n"),
    "doubling": _doubling,
    "arrays": _arrays,
    "exported uses": repeat("{a} ", "export const a = 'b'\n\n"),
    "long value": lambda n: "export const a = '" + "b" * (n // 2) + "'\n\n" + "{a} " * (n // 8),
    "long list value": lambda n: (
        "export const a = [" + "1," * (n // 4) + "]\n\n" + "{a} " * (n // 8)
    ),
    # front matter
    "yaml nest": _yaml,
    "yaml keys": numbered("a{}: b\n", "---\n", "---\n\nx\n"),
    "yaml same": repeat("a: b\n", "---\n", "---\n\nx\n"),
    "yaml list": repeat("- a\n", "---\ntags:\n", "---\n\nx\n"),
    "yaml string": repeat("a ", "---\ntitle: '", "'\n---\n\nx\n"),
    "yaml laughs": _laughs,
    "yaml wide laughs": _wide_laughs,
    "yaml open": repeat("a: b\n", "---\n"),
    "yaml block": repeat(" a\n", "---\ntitle: |\n", "---\n\nx\n"),
    "yaml tags": numbered("- {{label: a{}}}\n", "---\ntags:\n", "---\n\nx\n"),
    "yaml indents": lambda n: (
        "---\n" + "".join(" " * i + "a:\n" for i in range(int((2 * n) ** 0.5))) + "---\n\nx\n"
    ),
    "yaml merge": lambda n: "---\na: &a {b: 1}\nc:\n  <<: [" + "*a, " * (n // 4) + "]\n---\n\nx\n",
    "yaml anchors": numbered("a{}: &a {{<<: *a}}\n", "---\nz: &a {b: 1}\n", "---\n\nx\n"),
    "yaml flow": repeat("{a: ", "---\nx: ", "\n---\n\nx\n"),
    "yaml question": repeat("? ", "---\n", "\n---\n\nx\n"),
    "yaml dashes": repeat("- ", "---\n", "a\n---\n\nx\n"),
    "yaml long title": repeat("a", "---\ntitle: ", "\n---\n\nx\n"),
    "yaml authors": numbered("- {{name: a{}}}\n", "---\nauthors:\n", "---\n\nx\n"),
    "yaml misspelt": numbered("taags{}: b\n", "---\n", "---\n\nx\n"),
}


#: What texts of Markdown begin with.
_MARKDOWN = "---\nformat: md\n"


def as_markdown(text: str) -> str:
    """Return *text* with a front matter that says that it is Markdown."""
    is_head = text.startswith("---\n")
    return _MARKDOWN + text[4:] if is_head else f"{_MARKDOWN}---\n\n{text}"


def measure(reader: Reader, text: str, what: str) -> tuple[float, float] | str:
    """Return the seconds and megabytes that reading *text* takes, or the reason of a failure."""
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        os.close(reads)
        answer: object = "died"
        try:
            answer = _measured(reader, text, what)
        except MemoryError:
            answer = f"more than {MEGABYTES} MB"
        except BaseException as problem:  # noqa: BLE001  # it is part of the answer
            answer = f"{type(problem).__name__}: {problem}"[:60]
        finally:
            os.write(writes, json.dumps(answer).encode())
            os._exit(0)
    os.close(writes)
    with os.fdopen(reads) as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    if not answer:
        return f"more than {SECONDS} s"
    found = json.loads(answer)
    return found if isinstance(found, str) else (found[0], found[1])


def _measured(reader: Reader, text: str, what: str) -> tuple[float, float]:
    limit = MEGABYTES * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))  # ends the process
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    gc.collect()
    gc.freeze()  # existing objects are not collected again
    best = math.inf
    for _ in range(3):
        start = time.process_time()
        if what == "tokens":
            read_tokens(text, Language.MARKDOWN if text.startswith(_MARKDOWN) else Language.MDX)
        else:
            reader.read(text)
        best = min(best, time.process_time() - start)
        if best > FLOOR * 2:
            break
    return best, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def judge(results: list[tuple[float, float] | str]) -> tuple[str, float, float]:
    """Return the problem with the results of doubled texts, the worst ratio and the exponent."""
    for result in results:
        if isinstance(result, str):
            return result, math.inf, math.inf
    found = [result for result in results if not isinstance(result, str)]
    worst, wrong = 0.0, ""
    for (time1, memory1), (time2, memory2) in itertools.pairwise(found):
        ratio = time2 / max(time1, 0.01)
        worst = max(worst, ratio)
        if ratio > RATIO and time2 > FLOOR:
            wrong = f"time x{ratio:.1f}"
        if memory2 > MEMORY_FLOOR and memory2 / max(memory1, 10) > RATIO:
            wrong = wrong or f"memory x{memory2 / max(memory1, 10):.1f}"
    exponent = math.log2(max(found[-1][0], 0.001) / max(found[0][0], 0.001)) / max(
        len(found) - 1, 1
    )
    if found[-1][0] <= FLOOR:
        exponent = min(exponent, 1.0)
    return wrong, worst, exponent


def run_case(
    reader: Reader, name: str, sizes: list[int], whats: list[str], *, markdown: bool = False
) -> list[list[object]]:
    """Return a row for each way (*whats*) to read the case *name* at each of *sizes*."""
    texts = [CASES[name](size) for size in sizes]
    texts = [as_markdown(text) if markdown else text for text in texts]
    rows: list[list[object]] = []
    for what in whats:
        results: list[tuple[float, float] | str] = []
        for text in texts:
            results.append(measure(reader, text, what))
            if isinstance(results[-1], str):
                break
        wrong, worst, exponent = judge(results)
        for _ in range(3):
            if not (wrong and len(results) == len(sizes) and math.isfinite(worst)):
                break
            # Measured again, because other processes may have disturbed it.
            again = [measure(reader, text, what) for text in texts]
            results = [_better(one, other) for one, other in zip(results, again, strict=True)]
            wrong, worst, exponent = judge(results)
        times = [f"{r[0]:.2f}" if not isinstance(r, str) else "-" for r in results]
        memory = max([r[1] for r in results if not isinstance(r, str)], default=0.0)
        rows.append([name, what, " ".join(times), worst, exponent, memory, wrong])
    return rows


def _better(
    one: tuple[float, float] | str, other: tuple[float, float] | str
) -> tuple[float, float] | str:
    if isinstance(one, str) or isinstance(other, str):
        return other if isinstance(one, str) else one
    return min(one[0], other[0]), min(one[1], other[1])


def big(reader: Reader) -> int:
    """Read large simple texts: 10^5 of each piece, and lines of 10 MB; return the failures."""
    texts = {f"10^5 of {piece!r}": piece * 100_000 for piece in (
        "<", "{", ":::", ":::\n", ":::note\n", "**", "**a", "[", "`", "$", "<b>", "<div>\n", "> ",
        "- ", "## a\n", "import x from 'y'\n", "|", "~~", "&", "</b>", "{/*", "<!--",
    )}  # fmt: skip
    for piece in ("a", "word ", "글", "<", "{", "**a", "[a](b) ", "<b>a</b>", "https://a.b "):
        texts[f"10 MB of {piece!r}"] = piece * (10_000_000 // len(piece.encode()))
    failed = 0
    for name, text in texts.items():
        for what in ("tokens", "doctree"):
            result = measure(reader, text, what)
            shown = result if isinstance(result, str) else f"{result[0]:6.2f} s {result[1]:6.0f} MB"
            failed += isinstance(result, str)
            print(f"{name:32} {what:8} {shown}", flush=True)
    return failed


def main() -> int:
    """Measure the cases that the arguments name, or all; return 1 if one is flagged."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="names of cases; all by default")
    parser.add_argument("--size", type=int, default=25_000, help="bytes of the smallest text")
    parser.add_argument("--tokens", action="store_true", help="only the rules")
    parser.add_argument("--doctree", action="store_true", help="only the whole reading")
    parser.add_argument("--quiet", action="store_true", help="print only flagged cases")
    parser.add_argument("--big", action="store_true", help="10^5 of each opener, lines of 10 MB")
    parser.add_argument("--markdown", action="store_true", help="as Markdown, not as MDX")
    args = parser.parse_args()
    reader = Reader()
    reader.keep_setup()
    if args.big:
        return min(big(reader), 1)
    sizes = [args.size, 2 * args.size, 4 * args.size]
    whats = [what for what in ("tokens", "doctree") if getattr(args, what)]
    flagged = []
    print(f"{'case':22} {'what':8} {'seconds at ' + str(sizes):34} ratio   exp     MB")
    for name in args.names or CASES:
        for row in run_case(
            reader, name, sizes, whats or ["tokens", "doctree"], markdown=args.markdown
        ):
            _, what, times, worst, exponent, memory, wrong = row
            if wrong:
                flagged.append(f"{name} ({what})")
            if wrong or not args.quiet:
                line = f"{name:22} {what:8} {times!s:34} {worst:5.1f} {exponent:5.2f} {memory:6.0f}"
                print(f"{line}  {wrong}", flush=True)
    print(f"{len(args.names or CASES)} cases, flagged: {', '.join(flagged) or 'none'}")
    return bool(flagged)


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        raise SystemExit(main())
