"""What a post of Docusaurus shows on our page: levels, partials, links, images, code, players."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from docutils import nodes

from tests.harness import PNG, picture

if TYPE_CHECKING:
    from bs4 import Tag

    from tests.harness import Build, Built


#: Makes posts of the documents that these tests are about.
POSTS = 'paperreview_posts = ["a", "b"]\n'
HOME = "# Home\n\n```{toctree}\n:glob:\n\n**\n```\n"


def body(built: Built, page: str = "a.html") -> Tag:
    """Return the body of a page."""
    found = BeautifulSoup(built.read(page), "html.parser").find(role="main")
    assert found is not None
    return found


def test_skipped_levels_keep_their_number(build: Build) -> None:
    built = build(
        {"index.md": HOME, "a.mdx": "# A\n\n### 셋\n\n##### 다섯\n\n## 둘\n\n### 셋 더\n"}
    )
    headings = body(built).find_all(["h1", "h2", "h3", "h4", "h5"])
    assert [heading.name for heading in headings] == ["h1", "h3", "h5", "h2", "h3"]


PARTIAL = """\
---
who: 저자
---
export const unit = '%';

## {props.name} 결과

![그림](./p.png) {props.value}{unit} {props.absent} {frontMatter.who} [옆](./other.mdx)

{props.children}

### 자세히
"""


def test_partial(build: Build) -> None:
    post = (
        "import Part from './parts/_part.mdx'\nimport fig from './fig.png'\n\n# A\n\n"
        '<Part name="첫째" value={3}>안쪽 **말**</Part>\n\n## 뒤\n\n'
        '<Part name="둘째" value="7" />\n\n끝\n'
    )
    built = build(
        {
            "index.md": HOME, "a.mdx": post, "parts/_part.mdx": PARTIAL,
            "parts/p.png": picture(2), "parts/other.mdx": "# Other\n", "fig.png": picture(2),
        }
    )  # fmt: skip
    assert not [warning for warning in built.warnings if "toctree" not in warning]
    page = body(built)
    text = " ".join(page.get_text().split())
    assert "3%" in text
    assert "7%" in text
    assert "저자" in text
    assert page.find("strong", string="말") is not None
    assert [link["href"] for link in page.find_all("a", string="옆")] == ["parts/other.html"] * 2
    assert [image["src"] for image in page.find_all("img")] == ["_images/p.png"] * 2
    # On a line of its own it is part of the document's structure.
    section = page.find(id="propsname-결과-1")
    assert section is not None
    assert section.name == "section"
    assert section.find(id="자세히-1") is not None
    assert not built.exists("parts/_part.html")
    again = built.rebuild({"parts/_part.mdx": "바뀐 부분\n"})
    assert body(again).get_text().count("바뀐 부분") == 2


def test_partials_end(build: Build) -> None:
    """Cycles and chains of partials are bounded; a warning names the file of the partial."""
    files = {
        "index.md": HOME,
        "a.mdx": "import One from './_1.mdx'\n\n# A\n\n<One/>\n\n뒤\n",
        "_1.mdx": "import Two from './_2.mdx'\n\n하나\n\n<Two/>\n",
        "_2.mdx": "import One from './_1.mdx'\n\n둘\n\n<One>남는 말</One>\n\n<Nope/>\n",
    }
    built = build(files)
    text = body(built).get_text()
    assert text.count("하나") == text.count("둘") == 1
    assert "남는 말" in text
    assert "뒤" in text
    warnings = [warning for warning in built.warnings if "mdx.component" in warning]
    assert [warning.split(" ")[0] for warning in warnings] == ["_2.mdx:5:", "_2.mdx:7:"]


def test_many_partials(build: Build) -> None:
    files = {"index.md": HOME, "a.mdx": "import P0 from './_0.mdx'\n\n# A\n\n<P0/>\n"}
    for number in range(12):
        uses = f"<P{number + 1}/>\n\n" * 10 if number < 11 else ""
        files[f"_{number}.mdx"] = (
            f"import P{number + 1} from './_{number + 1}.mdx'\n\n층 {number}\n\n{uses}"
        )
    built = build(files)
    assert body(built).get_text().count("층") == 500


def test_missing_partial_keeps_its_children(build: Build) -> None:
    post = "import P from './_none.mdx'\nimport Q from '../../_out.mdx'\n\n# A\n\n<P>말</P> <Q/>\n"
    built = build({"index.md": HOME, "a.mdx": post})
    assert "말" in body(built).get_text()
    assert built.codes.count("paperreview.mdx.component") == 2
    again = built.rebuild({"_none.mdx": "이제 있다\n"})
    assert "이제 있다" in body(again).get_text()


def test_links_to_missing_files(build: Build) -> None:
    post = "# A\n\n[가](/docs/x) [나](./none.md#z) [다](../) [라](./) [마](pathname:///f.pdf)\n"
    built = build({"index.md": HOME, "sub/index.md": "# Sub\n", "sub/a.mdx": post})
    page = body(built, "sub/a.html")
    links = {link.get_text(): link["href"] for link in page.find_all("a", class_="reference")}
    assert links == {"다": "../", "라": "./", "마": "/f.pdf"}
    assert "가 나" in page.get_text()
    assert built.codes.count("paperreview.mdx.link") == 3
    epub = built.rebuild(builder="epub")
    assert "./none.md" not in epub.read("sub/a.xhtml")
    assert "나" in epub.read("sub/a.xhtml")


def test_a_name_that_ends_in_index_is_not_a_folder(build: Build) -> None:
    files = {"index.md": HOME, "myindex.md": "# Mine\n", "a.mdx": "# A\n\n[가](./myindex/)\n"}
    link = body(build(files)).find("a", string="가")
    assert link is not None
    assert link["href"] == "myindex.html"


def test_link_to_a_draft_leaves_its_words(build: Build) -> None:
    built = build(
        {
            "index.md": HOME,
            "blog/2025-11-14-a.mdx": "# A\n\n[다음 글](./2025-11-15-secret.mdx)\n",
            "blog/2025-11-15-secret.mdx": "---\ndraft: true\n---\n\n# 비밀\n",
        }
    )
    assert "다음 글" in built.read("blog/2025-11-14-a.html")
    assert not any(b"2025-11-15-secret" in data for name, data in built.files().items()
                   if name.endswith((".html", ".js", ".atom")))  # fmt: skip


def test_link_to_a_draft_that_is_deleted(build: Build) -> None:
    files = {
        "index.md": HOME,
        "blog/2025-11-14-a.mdx": "# A\n\n[다음 글](./2025-11-15-b.mdx)\n",
        "blog/2025-11-15-b.mdx": "---\ndraft: true\n---\n\n# B\n",
    }
    built = build(files)
    assert "2025-11-15-b" not in built.read("blog/2025-11-14-a.html")
    again = built.rebuild({"blog/2025-11-15-b.mdx": None})
    assert "2025-11-15-b" not in again.read("blog/2025-11-14-a.html")


def test_missing_image_is_left_to_the_browser(build: Build) -> None:
    post = (
        "import fig from './none.png'\n\n# A\n\n![막대](./img/x.png)\n\n"
        "<img src={fig} style={{width: 300}} />\n"
    )
    files = {"index.md": HOME, "a.mdx": post, "b.mdx": "# B\n\n[![](./y.png)](./y.png)\n"}
    built = build(files)
    assert [each for each in built.warnings if each.startswith("b.mdx")] == [
        each for each in built.warnings if "./y.png" in each
    ]
    assert built.codes.count("paperreview.mdx.link") == 0  # said once: the picture is missing
    first, second = body(built).find_all("img")
    assert (first["src"], first["alt"]) == ("./img/x.png", "막대")
    assert second["src"] == "./none.png"
    assert built.codes.count("paperreview.image") == 3
    for builder, page in (("epub", "a.xhtml"), ("text", "a.txt"), ("latex", "reviews.tex")):
        other = build(files, builder=builder)
        assert "막대" in other.read(page)
        assert "none.png" in other.read(page)
    again = built.rebuild({"img/x.png": picture(2)})
    assert body(again).find("img")["src"] == "_images/x.png"  # type: ignore[index]  # it is there


def test_images_of_the_same_name_get_different_names(build: Build) -> None:
    files = {
        "index.md": HOME, "a.mdx": "# A\n\n![x](./1/f.png) ![y](./2/f.png)\n",
        "1/f.png": picture(2), "2/f.png": picture(3),
    }  # fmt: skip
    names = [image["src"] for image in body(build(files)).find_all("img")]
    assert len(set(names)) == 2
    assert all(len(str(name)) == len("_images/f-.png") + 24 for name in names)


@pytest.mark.parametrize(
    ("source", "centred"),
    [
        ('<figure><img src="./f.png"/><figcaption>캡션</figcaption></figure>', False),
        ('<figure align="center"><img src="./f.png"/></figure>', True),
        ('<p align="center">\n  <img src="./f.png"/>\n  <img src="./f.png"/>\n</p>', True),
    ],
)
def test_only_what_is_asked_for_is_centred(build: Build, source: str, centred: bool) -> None:
    built = build({"index.md": HOME, "a.mdx": f"# A\n\n{source}\n", "f.png": picture(2)})
    page = body(built)
    images = page.find_all("img")
    assert images
    assert bool(page.select(".align-center img, .text-center img")) == centred


def test_language_is_kept_though_pygments_does_not_know_it(build: Build) -> None:
    post = "# A\n\n```mermaid\ngraph TD\n```\n\n```jsonc {3}\n\n{}\n// a\n```\n\n```x y\nz\n```\n"
    files = {"index.md": HOME, "a.mdx": post}
    built = build(files)
    assert not built.codes
    blocks = body(built).select("div[class^=highlight-]")
    assert [block["class"][0] for block in blocks] == [  # type: ignore[index]
        "highlight-mermaid", "highlight-jsonc", "highlight-x",
    ]  # fmt: skip
    # The blank line that the numbers count is not lost.
    assert blocks[1].select_one(".hll").get_text().strip() == "// a"  # type: ignore[union-attr]
    assert not build(files, builder="latex").codes


def test_local_video_plays(build: Build) -> None:
    post = '# A\n\n<video src="./v.mp4" controls/>\n\n<video src="/none.mp4"/>\n'
    files = {"index.md": HOME, "a.mdx": post, "v.mp4": b"video"}
    built = build(files)
    first, second = body(built).find_all("video")
    assert built.exists(str(first["src"]))
    assert second["src"] == "/none.mp4"
    assert built.codes == ["paperreview.mdx.link"]
    assert "v.mp4" in build(files, builder="text").read("a.txt")


def test_hosts_of_frames(build: Build) -> None:
    frames = ("https://www.youtube.com/embed/x", "https://demo.example/x", "https://evil.example/")
    post = "# A\n\n" + "".join(f'<iframe src="{url}"/>\n\n' for url in frames)
    files = {"index.md": HOME, "a.mdx": post}
    built = build(files, confoverrides={"paperreview_embed_hosts": ["demo.example"]})
    assert [frame["src"] for frame in body(built).find_all("iframe")] == list(frames[:2])
    assert built.codes == ["paperreview.mdx.attribute"]


@pytest.mark.parametrize(
    ("written", "allowed", "refused"),
    [
        ("autoplay; Encrypted-Media *; picture-in-picture 'src'",
         "autoplay; encrypted-media; picture-in-picture", ""),
        ("camera *; autoplay; geolocation", "autoplay", "camera, geolocation"),
        ("camera", "", "camera"),
        (" ; ", "", ""),
    ],
)  # fmt: skip
def test_a_frame_is_allowed_what_players_use(
    build: Build, written: str, allowed: str, refused: str
) -> None:
    post = f'# A\n\n<iframe src="https://codepen.io/a/embed/b" allow="{written}"/>\n'
    built = build({"index.md": HOME, "a.mdx": post})
    [frame] = body(built).find_all("iframe")
    assert frame.get("allow") == allowed
    assert built.codes == ["paperreview.mdx.attribute"] * bool(refused)
    assert all(f"not allowed {refused};" in warning for warning in built.warnings)
    trusting = build({"index.md": HOME, "a.mdx": post}, more_conf="paperreview_trusted = True\n")
    assert [frame["allow"] for frame in body(trusting).find_all("iframe")] == [written]


def test_heading_besides_the_title_is_kept_for_search(build: Build) -> None:
    post = "---\ntitle: 짧은 제목\n---\n\n# 짧은 제목: 그리고 더\n\n본문.\n"
    files = {"index.md": HOME, "a.mdx": post}
    page = body(build(files, more_conf=POSTS))
    assert [heading.get_text().rstrip("¶") for heading in page.find_all("h1")] == ["짧은 제목"]
    kept = page.find("p", string="짧은 제목: 그리고 더")
    assert kept is not None
    assert "visually-hidden" in kept["class"]
    assert "그리고 더" in build(files, builder="text", more_conf=POSTS).read("a.txt")


@pytest.mark.parametrize("name", ["a", "docs/01-a", "docs/index"])
def test_a_page_that_is_no_post_shows_its_own_heading(build: Build, name: str) -> None:
    front = "---\ntitle: Front\n---\n\n"
    files = {
        f"{name}.mdx": f"{front}# Own *words*\n\nText.\n\n# More\n",
        "docs/late.mdx": f"{front}Text.\n\n## First\n\n# Later\n",
        "docs/only.mdx": f"{front}Text.\n",
        "docs/hidden.mdx": f"---\nhide_title: true\n{front[4:]}Text.\n",
        "docs/shown.mdx": f"---\nhide_title: true\n{front[4:]}# Own\n",
        "docs/alone.mdx": "---\nhide_title: true\n---\n\n# Own\n",
        "posts/2025-01-01-p.mdx": f"{front}# Own\n\nText.\n",
        "dated.mdx": "---\ntitle: Front\ndate: 2025-01-01\n---\n\n# Own\n\nText.\n",
    }
    built = build(files)

    def shown(page: str) -> list[str]:
        headings = body(built, f"{page}.html").find_all("h1")
        return [heading.get_text().rstrip("¶") for heading in headings]

    assert shown(name) == ["Own words", "More"]
    assert built.env.titles[name].astext() == "Own words"
    assert "<title>Front" in built.read(f"{name}.html")
    assert shown("docs/late") == ["Front", "Later"]
    hidden = body(built, "docs/hidden.html").find("h1")
    assert hidden is not None
    assert "visually-hidden" in hidden["class"]
    for page in ("docs/shown", "docs/alone"):
        own = body(built, f"{page}.html").find("h1")
        assert own is not None
        assert not own.get("class")
    for page in ("docs/only", "posts/2025-01-01-p", "dated"):
        assert shown(page) == ["Front"]


def test_other_headings_of_the_first_level_stay(build: Build) -> None:
    post = "---\ntitle: 제목\n---\n\n{first}\n# 하나\n\n## 둘\n\n# 셋\n\n#### 넷\n"
    files = {"index.md": HOME, "a.mdx": post.format(first=""), "b.mdx": post.format(first="## 앞")}
    built = build(files, more_conf=POSTS)
    shown = {
        name: [
            f"{heading.name} {heading.get_text().rstrip('¶')}"
            for heading in body(built, f"{name}.html").find_all(["h1", "h2", "h3", "h4"])
        ]
        for name in "ab"
    }
    assert shown["a"] == ["h1 제목", "h1 하나", "h2 둘", "h1 셋", "h4 넷"]
    assert shown["b"] == ["h1 제목", "h2 앞", "h1 하나", "h2 둘", "h1 셋", "h4 넷"]
    # One section holds them all.
    assert next(node.astext() for node in built.env.tocs["a"].findall(nodes.reference)) == "제목"
    assert len(built.env.tocs["a"].children) == 1


def test_a_heading_further_down_is_not_the_title(build: Build) -> None:
    files = {
        "index.md": HOME,
        "2025-11-14-a.mdx": "글\n\n## 앞\n\n# 끝으로\n",
        "b.mdx": "---\ntitle: 제목\n---\n\n## 앞\n\n# 끝으로\n",
        "c.mdx": "---\ntitle: 제목\n---\n\n---\n\n# 끝으로\n",
    }
    built = build(files)
    titles = {name: built.env.titles[name].astext() for name in ("2025-11-14-a", "b", "c")}
    assert titles == {"2025-11-14-a": "a", "b": "제목", "c": "제목"}
    for name in titles:
        last = body(built, f"{name}.html").find_all("h1")[-1]
        assert last.get_text().rstrip("¶") == "끝으로"


def test_title_within_an_element(build: Build) -> None:
    inner = "<div>\n\n# {0}\n\n글\n\n</div>\n"
    files = {
        "index.md": HOME,
        "a.mdx": "---\ntitle: 제목\n---\n\n" + inner.format("제목"),
        "b.mdx": "---\ntitle: 제목\n---\n\n" + inner.format("다른 말"),
    }
    built = build(files)
    for name in "ab":
        assert len(body(built, f"{name}.html").find_all("h1")) == 1
    kept = body(built, "b.html").find("p", string="다른 말")
    assert "visually-hidden" in kept["class"]


def test_ids_of_any_characters(build: Build) -> None:
    files = {"index.md": HOME, "a.mdx": "# A\n\n## 가 {#a#b}\n\n## 나 {#x y}\n\n## 다 {#a{b}\n"}
    sections = body(build(files)).select("section section")
    assert [section["id"] for section in sections] == ["a#b", "x-y", "a{b"]
    assert [section.h2.get_text() for section in sections] == ["가¶", "나¶", "다¶"]


def test_a_long_comment_vanishes(build: Build) -> None:
    gone = "## 없다 {와 '\n\n- 가\n\n" * 2000
    files = {"index.md": HOME, "a.mdx": f"# A\n\n앞\n\n{{/* {gone} */}}\n\n뒤\n"}
    built = build(files)
    text = body(built).get_text()
    assert "앞" in text
    assert "뒤" in text
    assert "없다" not in text
    assert not built.codes


DATA = """\
import facts, {list} from './facts.json'
import * as all from './facts.json'

# A

{facts.year}년 {all.deep.name} {list}, {facts.none}
"""


def test_imported_data(build: Build) -> None:
    data = '{"year": 2025, "deep": {"name": "<b>"}, "list": ["가", "나"]}'
    files = {"index.md": HOME, "a.mdx": DATA, "facts.json": data}
    built = build(files)
    # To JavaScript a member that is not there is undefined, which React shows as nothing.
    assert body(built).find("p").get_text().strip() == "2025년 <b> 가나,"
    assert not built.codes
    missing = build({"index.md": HOME, "b.mdx": DATA, "facts.json": "{"})
    assert "facts" not in body(missing, "b.html").get_text()
    assert "paperreview.mdx.expression" in missing.codes
    outside = build({"index.md": HOME, "c.mdx": DATA.replace("./facts", "../../conf")})
    assert "lies outside the source folder" in outside.warnings[0]


def test_unknown_part_of_a_template_string(build: Build) -> None:
    source = "<CodeBlock language='bash'>\n{`run ${tool.name} \\`x\\``}\n</CodeBlock>"
    files = {"index.md": HOME, "a.mdx": f"# A\n\n{source}\n"}
    built = build(files)
    assert body(built).find("pre").get_text().strip() == "run  `x`"
    assert built.codes == ["paperreview.mdx.expression"]


def test_no_patterns_no_posts(build: Build) -> None:
    files = {"index.md": HOME, "blog/2025-11-14-a.mdx": "# A\n"}
    built = build(files, confoverrides={"paperreview_posts": []})
    assert not built.env.domains["paper"].data["posts"]


def test_amounts_of_money(build: Build) -> None:
    files = {"index.md": HOME, "a.mdx": "# A\n\n$10 and $20, $x$ and 0.5\n"}
    assert "$10 and $20, " in body(build(files)).get_text()


def test_formula_carries_its_source(build: Build) -> None:
    files = {"index.md": HOME, "a.mdx": "# A\n\n$a<b$\n\n$$\nx^2\n$$\n\n$\\nosuch{x}$\n"}
    built = build(files, confoverrides={"html_theme": "paperreview"})
    page = BeautifulSoup(built.read("a.html"), "html.parser")
    sources = [node.get_text() for node in page.find_all("annotation")]
    assert sources == ["a<b", "x^2"]
    assert page.select_one("div.katex-display math") is not None
    assert built.codes == ["paperreview.math"]


FORMULAS = r"""# A

$$
x = y \tag{3.1}
$$

$\Big[\mathop{\mathrm{KL}}(q\|p)\Big] \tag*{가}$ 과 $a − b ∗ \bm{x}$

$$
\begin{align}
a &= b \tag{1}\\
\sum_{\substack{i<j\\k}} c &= \colorbox{red}{d} \tag{2}
\end{align}
$$

$$
\begin{smallmatrix}a & b\end{smallmatrix} \le 1
$$
"""


def test_formulas_of_papers(build: Build) -> None:
    files = {"index.md": HOME, "a.mdx": FORMULAS}
    built = build(files, confoverrides={"html_theme": "paperreview"})
    assert not built.codes
    page = BeautifulSoup(built.read("a.html"), "html.parser")
    first, second = page.select("div.math")[:2]
    assert first.select_one(".eqno").get_text() == "(3.1)"
    assert "3.1" not in first.math.semantics.mrow.get_text()
    assert first.annotation.get_text() == r"x = y \tag{3.1}"
    assert [text.get_text() for text in second.find_all("mtext")] == ["(1)", "(2)"]
    assert page.select_one("span.math").find("mtext").get_text() == "가"
    assert "&ApplyFunction;" not in built.read("a.html")


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (r"\frac1" * 150 + "1", True),
        (r"\sqrt{" * 3000 + "1" + "}" * 3000, True),
        (r"\hat" * 20_000 + "a", False),
        ("{" * 20_000 + "}" * 20_000, False),
        (r"\def\a{\a\a}\a", False),
    ],
)
def test_formulas_that_would_end_the_program(build: Build, formula: str, shown: bool) -> None:
    files = {"index.md": HOME, "a.mdx": f"# A\n\n$$\n{formula}\n$$\n\n끝\n"}
    built = build(files, confoverrides={"html_theme": "paperreview"})
    page = built.read("a.html")
    assert ("<math" in page) is shown
    assert "끝" in page
    assert built.codes == ([] if shown else ["paperreview.math"])


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (r"f_1 \hdots f_n", "f1...fn"),
        (r"\large( a \large)", "(a)"),
        (r"K\Big{|}_{x} \bigl{\lVert} y", "K|x‖y"),
        ("a \\\nb", "a\xa0b"),
    ],
)
def test_formulas_as_katex_and_mathjax_take_them(build: Build, formula: str, words: str) -> None:
    files = {"index.md": HOME, "a.mdx": f"# A\n\n$$\n{formula}\n$$\n"}
    built = build(files, confoverrides={"html_theme": "paperreview"})
    assert not built.codes
    page = BeautifulSoup(built.read("a.html"), "html.parser")
    assert page.select_one("div.math mrow").get_text() == words


def test_formulas_hold_what_is_written_beside_them(build: Build) -> None:
    text = '# A\n\n($a$)는 $b$를 $c$, $d$-th "$e$" 中$f$中 **$g$의** f($h$)\n'
    built = build({"index.md": HOME, "a.mdx": text}, confoverrides={"html_theme": "paperreview"})
    page = BeautifulSoup(built.read("a.html"), "html.parser")
    for annotation in page.find_all("annotation"):
        annotation.decompose()
    glued = [group.get_text() for group in page.select(".pr-glued")]
    assert glued == ["(a)는", "b를", "c,", "d-t", '"e"', "g의", "(h)"]
    assert page.select_one(".pr-article p").get_text() == '(a)는 b를 c, d-th "e" 中f中 g의 f(h)'
    plain = build({"index.md": HOME, "a.mdx": text}, confoverrides={"html_theme": "basic"})
    assert "pr-glued" not in plain.read("a.html")


TEMPLATES = """\
export const Mark = ({children, color = 'red'}) => (
  <span style={{backgroundColor: color}}>{children}</span>
);
export function Box(props) {
  return <Admonition {...props} type="tip">앞글 {props.children}</Admonition>;
}
export const Both = ({name: who}) => { return <b>{who} <Mark>{who}</Mark></b> }
export const Runs = ({items}) => <b>{items.map((item) => item.name)}</b>
export const Loop = () => <i>고리 <Loop/></i>

# A

글 <Mark color="#eee">하나 **둘**</Mark> <Mark>셋</Mark> <Both name="넷"/> <Runs>남는 말</Runs>

<Box title="제목">

안쪽

</Box>

<Loop/>
"""


def test_components_that_a_post_defines_by_jsx_alone(build: Build) -> None:
    built = build({"index.md": HOME, "a.mdx": TEMPLATES})
    page = body(built)
    marks = [(mark.get_text(), mark["style"]) for mark in page.select("span[style]")]
    assert marks == [
        ("하나 둘", "background-color: #eee"),
        ("셋", "background-color: red"),
        ("넷", "background-color: red"),
    ]
    assert page.find("strong", string="둘") is not None
    box = page.select_one(".admonition.tip")
    assert box is not None
    assert " ".join(box.get_text().split()) == "제목 앞글 안쪽"
    assert "남는 말" in page.get_text()
    assert 2 <= page.get_text().count("고리") <= 10
    about = [warning.split("<")[1].split(">")[0] for warning in built.warnings if "<" in warning]
    assert about == ["Runs", "Loop"]


def test_children_that_would_multiply_are_bounded(build: Build) -> None:
    template = "export const X = ({children}) => <b>" + "{children}" * 10 + "</b>\n\n"
    post = template + "# A\n\n" + "<X>" * 8 + "가" + "</X>" * 8 + "\n\n뒤\n"
    built = build({"index.md": HOME, "a.mdx": post})
    assert built.codes == ["paperreview.mdx.component"]
    assert body(built).get_text().count("가") <= 100_000
    assert "뒤" in body(built).get_text()


def test_citations(build: Build) -> None:
    bib = "@article{kim2025, author = {Kim, A.}, title = {첫 논문}, year = {2025}}\n"
    post = "# A\n\n앞 (@kim2025)와 `(@kim2025)` (@none 뒤\n\n```{bibliography}\n```\n"
    files = {"index.md": HOME, "a.mdx": post, "refs.bib": bib}
    extensions = ["sphinx_paperreview", "sphinxcontrib.bibtex"]
    overrides = {"extensions": extensions, "bibtex_bibfiles": ["refs.bib"]}
    page = body(build(files, confoverrides=overrides))
    link = page.select_one("p a.reference.internal")
    assert link is not None
    assert page.find(id=str(link["href"]).removeprefix("#")) is not None
    assert page.select_one("code").get_text() == "(@kim2025)"  # type: ignore[union-attr]
    plain = build({"index.md": HOME, "a.mdx": "# A\n\n앞 (@kim2025)와 뒤\n"})
    assert not plain.warnings
    assert "앞 (@kim2025)와 뒤" in body(plain).get_text()


def test_mermaid(build: Build) -> None:
    post = "# A\n\n- 목록\n\n  ```mermaid\n  graph TD;\n    A[가]-->B;\n  ```\n\n뒤\n"
    files = {"index.md": HOME, "a.mdx": post}
    built = build(
        files, confoverrides={"extensions": ["sphinx_paperreview", "sphinxcontrib.mermaid"]}
    )
    diagram = body(built).select_one("li .mermaid")
    assert diagram is not None
    assert "A[가]-->B" in diagram.get_text()
    block = body(build(files)).select_one("li .highlight-mermaid pre")
    assert block is not None
    assert block.get_text() == "graph TD;\n  A[가]-->B;\n"


RAW = """\
import code from '!!raw-loader!./a.py'
import same from './a.py?raw'
import CodeBlock from '@theme/CodeBlock'

# A

<CodeBlock language="py">{code}</CodeBlock>

<CodeBlock language="py">{same}</CodeBlock>
"""


def test_text_of_a_file(build: Build) -> None:
    built = build({"index.md": HOME, "a.mdx": RAW, "a.py": 'print("$x$ {a}")\n'})
    shown = [each.get_text().strip() for each in body(built).find_all("pre")]
    assert shown == ['print("$x$ {a}")'] * 2
    assert not built.codes
    again = built.rebuild({"a.py": "print(2)\n"})
    assert body(again).find("pre").get_text().strip() == "print(2)"
    missing = build({"index.md": HOME, "b.mdx": RAW})
    assert "is not there" in missing.warnings[0]
    assert "code" not in body(missing, "b.html").get_text()


def test_page_keeps_text_before_its_heading(build: Build) -> None:
    files = {"index.md": HOME, "a.mdx": "앞 문단\n\n# 제목\n\n뒤\n\n## 제목\n"}
    built = build(files)
    shown = [each.get_text().rstrip("¶") for each in body(built).find_all(["p", "h1", "h2"])]
    assert shown == ["앞 문단", "제목", "뒤", "제목"]
    assert built.env.titles["a"].astext() == "제목"
    # The h1 of a page has an id, which a heading below it does not take.
    assert [each["id"] for each in body(built).find_all("section")] == ["제목", "제목-1"]


def test_headings_within_a_table_of_html(build: Build) -> None:
    table = "<table><tr><th rowspan='2'>가</th><td>1</td></tr><tr><td>2</td></tr></table>"
    built = build({"index.md": HOME, "a.mdx": f"# A\n\n{table}\n"})
    cells = [(each.name, each.get("rowspan")) for each in body(built).find_all(["th", "td"])]
    assert cells == [("th", "2"), ("td", None), ("td", None)]
    text = build({"index.md": HOME, "a.mdx": f"# A\n\n{table}\n"}, builder="text")
    assert "가" in text.read("a.txt")


def test_a_refused_frame_has_a_short_name(build: Build) -> None:
    address = "https://example.org/part/page?" + "x" * 900
    built = build({"index.md": HOME, "a.mdx": f'# A\n\n<iframe src="{address}" />\n'})
    link = body(built).find("a", href=address)
    assert link.get_text() == "example.org/…/page"


def test_a_picture_within_the_page_may_be_of_any_length(build: Build) -> None:
    data = base64.b64encode(PNG + b"\0" * 40_000).decode()
    source = f'# A\n\n글 <img src="data:image/png;base64,{data}" alt="가" /> 끝\n'
    built = build({"index.md": HOME, "a.mdx": source})
    assert body(built).find("p").get_text().split() == ["글", "끝"]
    assert body(built).find("img")["alt"] == "가"


@pytest.mark.parametrize("suffix", ["mdx", "md"])
def test_a_list_of_cards_without_items_shows_the_folder(build: Build, suffix: str) -> None:
    card = "\n<DocCardList />\n"
    files = {
        f"guide/index.{suffix}": f"# Guide\n{card}",
        "guide/01-one.mdx": f"# One\n{card}",
        "guide/02-two.mdx": "---\ndraft: true\n---\n\n# Two\n",
        "guide/deep/index.mdx": "# Deep\n",
        "guide/deep/a.mdx": f"# Alone\n{card}",
        "other/x.mdx": "# Other\n",
    }
    conf = "paperreview_posts = []\nsuppress_warnings = ['toc.not_included']\n"
    built = build({"docusaurus.config.js": "", **files}, more_conf=conf)

    def shown(site: Built, page: str) -> list[tuple[str, str]]:
        links = body(site, page).select("li > p > a")
        return [(str(link["href"]), link.get_text()) for link in links]

    both = [("01-one.html", "One"), ("deep/index.html", "Deep")]
    assert shown(built, "guide/index.html") == both
    assert shown(built, "guide/01-one.html") == both[1:]
    (warning,) = built.warnings  # in a folder of its own
    assert warning.startswith("guide/deep/a.mdx:3: WARNING: <DocCardList> has no pages to show")
    again = built.rebuild({"guide/02-two.mdx": "# Two\n", "guide/deep/index.mdx": "# Deeper\n"})
    assert shown(again, "guide/index.html") == [
        both[0], ("02-two.html", "Two"), ("deep/index.html", "Deeper"),
    ]  # fmt: skip
    last = again.rebuild({"guide/01-one.mdx": None})
    assert [words for _href, words in shown(last, "guide/index.html")] == ["Two", "Deeper"]


def test_a_file_of_data_that_is_missing_is_one_warning(build: Build) -> None:
    text = (
        "import Code from '!!raw-loader!./none.txt';\nimport facts from './none.json';\n\n# A\n\n"
        "<CodeBlock>{Code}</CodeBlock>\n\n수 {facts.count} {facts} {`x ${facts.y}`} "
        "<b title={facts.t}>굵게</b>\n"
    )
    built = build({"index.md": HOME, "a.mdx": text}, more_conf=POSTS)
    assert [line.partition("; ")[0] for line in built.warnings if "mdx." in line] == [
        f"a.mdx:1: WARNING: the file ./none.{suffix} is not there" for suffix in ("txt", "json")
    ]
    assert "facts" not in body(built).get_text()
    assert "굵게" in body(built).get_text()
