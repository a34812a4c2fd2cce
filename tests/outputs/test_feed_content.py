"""FeedContent of feeds: whole, with absolute addresses, without what only the site needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_paperreview.outputs.feeds.content import prepare
from sphinx_paperreview.rendering.formulas.mathml import to_mathml
from tests.harness import count_calls

if TYPE_CHECKING:
    from sphinx_paperreview.outputs.feeds.content import FeedContent

POST = """\
<section id="review">
<h1>Review<a class="headerlink" href="#review">¶</a></h1>
<p class="pr-meta"><time>today</time></p>
<p class="pr-tags"><a class="pr-tag" href="../tags/a.html">a</a></p>
<nav aria-label="Papers" class="pr-digest">
<ol><li><nav>inner</nav></li></ol>
</nav>
<p>Lead.</p>
<section class="pr-paper" id="arxiv-1">
<span id="old"></span><h2>One<a class="headerlink" href="#arxiv-1">¶</a></h2>
<p class="pr-subtitle" id="sub">Subtitle</p>
<p class="pr-facts">facts</p>
<section id="details">
<h3>Details</h3>
<p>Deep.</p>
</section>
<p>After.</p>
</section>
<section class="pr-paper" id="arxiv-2">
<h2>Two</h2>
<h1>Late</h1>
</section>
<nav class="pr-neighbours"><a href="b.html">older</a></nav>
</section>
"""

#: Of a displayed formula, as Sphinx writes it.
NUMBER = '<span class="eqno">(1)<a class="headerlink" href="#equation-e">¶</a></span>'


def fit(html: str) -> str:
    return prepared(html).html


def prepared(html: str) -> FeedContent:
    return prepare(html, BASE, to_mathml)


def test_header_and_footer_of_the_post_are_left_out() -> None:
    html = fit(POST)
    for gone in ("Review<", "pr-meta", "pr-tags", "pr-digest", "inner", "pr-neighbours", "¶"):
        assert gone not in html
    for kept in ("Lead.", "<h2>One</h2>", "Subtitle", "facts", "Deep.", "<h1>Late</h1>"):
        assert kept in html
    assert html.count("<section") == html.count("</section>") == 4


def test_the_text_of_a_section_is_found_by_its_id() -> None:
    content = prepared(POST)
    assert content.section("arxiv-1") == (
        '<p>facts</p>\n<section id="details">\n<h3>Details</h3>\n'
        "<p>Deep.</p>\n</section>\n<p>After.</p>"
    )
    assert content.section("details") == "<p>Deep.</p>"
    assert content.section("arxiv-2") == "<h1>Late</h1>"
    assert content.section("unknown") == ""


def test_unmatched_sections_are_kept() -> None:
    content = prepared('</section><section id="a">x<section id="b">y</section>')
    assert content.section("b") == "y"
    assert content.html == '</section><section id="a">x<section id="b">y</section>'


@pytest.mark.parametrize(
    ("html", "block"),
    [
        (r'<span class="math notranslate">\(a &lt; b\)</span>', False),
        ('<span class="math">$a &lt; b$</span>', False),
        (f'<div class="math" id="equation-e">\n{NUMBER}\\[a &lt; b\\]</div>', True),
    ],
)
def test_a_formula_that_waits_for_a_script_is_mathml(html: str, block: bool) -> None:
    made = fit(html)
    assert ("<math" in made, 'display="block"' in made) == (True, block)
    assert made.count("a &lt; b") == 1
    assert 'alttext="a &lt; b"' in made
    assert ("(1)</span>" in made) == block
    for gone in ("annotation", "\\(", "\\[", "$", "headerlink"):
        assert gone not in made


@pytest.mark.parametrize(
    "tex",
    [r"\begin{split}a &= b \\ c &= d\end{split}", r"a &= b \\ c &= d",
     r"\begin{align}\begin{aligned}a\\b\end{aligned}\end{align}", r"\begin{gather*}a\\b\end{gather*}"],
)  # fmt: skip
def test_formulas_of_several_lines(tex: str) -> None:
    made = fit(f'<div class="math">\\[{tex.replace("&", "&amp;")}\\]</div>')
    assert "<mtable" in made
    assert "<code>" not in made


def test_a_formula_that_cannot_be_converted_stays_as_tex() -> None:
    made = fit(r'<p><span class="math">\(\unheard{x} &lt; 1\)</span> $5</p>')
    assert made == r"<p><span><code>\unheard{x} &lt; 1</code></span> $5</p>"


def test_mathml_is_kept_once() -> None:
    formula = to_mathml(r"\frac{a}{b} \text{ if } c", block=False)
    made = fit(f'<p><span class="math katex">{formula}</span> and \n <b>x</b></p>')
    assert made.count(r"\frac") == 1
    assert r'alttext="\frac{a}{b} \text{ if } c"' in made
    assert "annotation" not in made
    assert " and \n <b>x</b>" in made


def test_text_outside_of_formulas_is_kept() -> None:
    html = r"<p>\(a\) <code>$x$</code></p>"
    assert fit(html) == html


def test_what_only_a_browser_needs_goes() -> None:
    html = (
        '<div data-x="1" data-y><input checked id="t" name="n" type="radio"/>'
        '<input type="checkbox" disabled/><object data="a.pdf"></object></div>'
    )
    assert fit(html) == (
        f'<div><input type="checkbox" disabled/><object data="{SITE}/posts/a.pdf"></object></div>'
    )


BASE = "https://reviews.example.org/posts/a.html"
SITE = "https://reviews.example.org"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a class="x" href="b.html#c">b</a>', f'<a href="{SITE}/posts/b.html#c">b</a>'),
        ('<a href="#p">b</a>', f'<a href="{BASE}#p">b</a>'),
        ('<a href="../tags/a.html?x=1&amp;y=2">', f'<a href="{SITE}/tags/a.html?x=1&amp;y=2">'),
        ('<a href="//cdn.example/x">', '<a href="https://cdn.example/x">'),
        ("<a href='b c.html'>", f'<a href="{SITE}/posts/b c.html">'),
        ("<a href=b.html>", f'<a href="{SITE}/posts/b.html">'),
        (
            '<img alt="a > b" src="../_images/x.png" loading="lazy" decoding="async" />',
            f'<img alt="a > b" src="{SITE}/_images/x.png" />',
        ),
        (
            '<img srcset="a.png, b.png 2x,\n c,d.png 100w," src="a.png">',
            f'<img srcset="{SITE}/posts/a.png, {SITE}/posts/b.png 2x, {SITE}/posts/c,d.png 100w" src="{SITE}/posts/a.png">',
        ),
        ('<video poster="p.png" controls>', f'<video poster="{SITE}/posts/p.png" controls>'),
        ('<h2>T<a class="headerlink" href="#t" title="Link">¶</a></h2>', "<h2>T</h2>"),
        ("<h2>T<a title='x' class='headerlink'>¶</a>!</h2>", "<h2>T!</h2>"),
        ("a<script>if (a < b) { '</p>' }</script>b<STYLE>p{}</STYLE >c", "abc"),
        ('<p onclick="x()" id="i">', '<p id="i">'),
        ('<!-- <a href="b"> -->', '<!-- <a href="b"> -->'),
        ("a < b &amp; c &lt; d &nbsp; 1 <2", "a < b &amp; c &lt; d &nbsp; 1 <2"),
        ('<a href="">x</a><img src="data:image/png;base64,AA==">', None),
        ('<a href="https://Example.org/?">x</a><a href="mailto:a@b.c">', None),
        ('<a href="http://[bad">x</a>', None),
        ('<p>cut <a href="', '<p>cut &lt;a href="'),
        ('<code>href="x"</code>', None),
    ],
)
def test_absolute(html: str, expected: str | None) -> None:
    assert fit(html) == (html if expected is None else expected)


@given(st.text("<>/=\"' ahrefscipt!-&;,", max_size=60))
def test_absolute_takes_any_text_and_settles(html: str) -> None:
    made = fit(html)
    assert fit(fit(made)) == fit(made)


@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [("", "<a", ""), ("", "<!--", ""), ("", '<a "', ""), ("", "<script>", ""), ("<a ", " ", "/>"),
     ('<img srcset="', ",", '">'), ("<a ", "x ", ">"), ('<img srcset="', "a, ", '">'),
     ("", '<a class="headerlink">', ""), ("", '<span class="math">', ""),
     ("", '<span class="math">$', ""), ("", '<section id="a">', ""), ("", "<math>", ""),
     ("<math>", "<annotation></annotation>", ""), ("", "<math><annotation>", ""),
     ("", '<nav class="pr-digest"><nav>', ""), ('<p class="', "x ", '">'), ("", "</", "")],
)  # fmt: skip
def test_work_is_linear(before: str, piece: str, after: str) -> None:
    half, whole = (count_calls(fit, before + piece * n + after) for n in (500, 1000))
    assert whole <= 2.2 * half + 200
    # What regular expressions do is not counted: if that were quadratic, this would take minutes.
    assert isinstance(fit(before + piece * 100_000 + after), str)
