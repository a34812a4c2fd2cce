"""Warnings about inconsistent reviews: facts in every build, advice where it is switched on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.harness import Build, Built


DAY = "posts/2025-09-14.mdx"
ALL = 'paperreview_lint = "all"\n'
PIXEL = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


def paper(number: int, heading: str = "## {}. [T](https://arxiv.org/abs/2501.{:05})") -> str:
    return heading.format(number, number + 1) + "\n\nOne.\n\n"


def advised(build: Build, text: str, **files: str | bytes) -> list[str]:
    """Return the warnings about the post *text* with all advice, as ``line code``."""
    others = {name.replace("__", "."): content for name, content in files.items()}
    built = build({DAY: text, **others}, more_conf=ALL)
    return [place(warning) for warning in built.warnings]


def place(warning: str) -> str:
    """Return line and code of a warning."""
    head, _, rest = warning.partition(": WARNING: ")
    return f"{head.rpartition(':')[2]} {rest.rpartition('[')[2].removeprefix('paperreview.')[:-1]}"


def together(texts: Iterable[str]) -> dict[str, str | bytes]:
    """Return one project of all *texts*, each a post of the same day in a folder of its own."""
    posts = {f"posts/case-{n}/{Path(DAY).name}": text for n, text in enumerate(texts)}
    return {**posts, "posts/a.gif": PIXEL}


def places(built: Built, number: int) -> list[str]:
    """Return the warnings about one post of :func:`together`, as ``line code``."""
    assert all(warning.startswith("posts/case-") for warning in built.warnings)
    folder = f"posts/case-{number}/"
    return [place(warning) for warning in built.warnings if warning.startswith(folder)]


# -- facts -----------------------------------------------------------------------------------------

FACTS = {
    "later": ("## [T](https://arxiv.org/abs/2511.10643)\n", ["3 id_date"]),
    "next month": ("## [T](https://huggingface.co/papers/2510.00001)\n", ["3 id_date"]),
    "same month": ("## [T](https://arxiv.org/abs/2509.00001)\n", []),
    "updated since": (
        "---\nlast_update: 2025-11-02\n---\n\n## [T](https://arxiv.org/abs/2511.10643)\n", [],
    ),
    "impossible": ("## [T](https://arxiv.org/abs/2513.10643)\n", ["3 impossible_id"]),
    "line of links": (
        ("## [T](https://arxiv.org/abs/2501.00001)\n\n"
        "[arXiv](https://arxiv.org/abs/2501.00001) | [HF](https://huggingface.co/papers/2501.00002)\n"),
        ["5 id_mismatch"],
    ),
    "list of links": (
        ("## [T](https://arxiv.org/abs/2501.00001)\n### A subtitle\n\n"
        "- 논문: https://arxiv.org/abs/2501.00001v2\n- HF: https://huggingface.co/papers/2501.00002\n"),
        ["7 id_mismatch"],
    ),
    "same paper in other forms": (
        ("## [T](https://arxiv.org/abs/2501.00001)\n\n"
        "[PDF](https://arxiv.org/pdf/2501.00001v3), [HF](https://hf.co/papers/2501.00001), "
        "[DOI](https://doi.org/10.1145/3292500)\n"),
        [],
    ),
    "another paper": (
        "## [T](https://arxiv.org/abs/2501.00001)\n\n[DPO](https://arxiv.org/abs/2305.18290)의 후속.\n",
        [],
    ),
    "two links in a title": (
        "## [T](https://arxiv.org/abs/2501.00001) [HF](https://hf.co/papers/2501.00002)\n",
        ["3 id_mismatch"],
    ),
    "two papers in a title": (
        "## [T](https://arxiv.org/abs/2501.00001) vs [U](https://hf.co/papers/2501.00002)\n", [],
    ),
    "header": (
        "## [T](https://arxiv.org/abs/2501.00001)\n\n```{paper:header} arxiv:2501.00002\n```\n",
        ["3 id_mismatch"],
    ),
    "header with a DOI": (
        "## [T](https://arxiv.org/abs/2501.00001)\n\n```{paper:header} doi:10.1145/3292500\n```\n",
        [],
    ),
    "twice": (paper(1) + paper(1).replace("1.", "2.", 1), ["7 duplicate_id"]),
}  # fmt: skip


@pytest.mark.parametrize("name", FACTS)
def test_facts_are_checked_in_every_build(build: Build, name: str) -> None:
    texts = [text if text.startswith("---") else f"# A\n\n{text}" for text, _ in FACTS.values()]
    built = build(together(texts))
    assert places(built, list(FACTS).index(name)) == FACTS[name][1]


def test_facts_can_be_switched_off(build: Build) -> None:
    texts = [FACTS[name][0] for name in ("later", "impossible", "line of links", "twice")]
    files = {f"posts/2025-09-{day}.mdx": f"# A\n\n{text}" for day, text in enumerate(texts, 10)}
    built = build(files, more_conf='paperreview_lint = "off"\n')
    assert built.warnings == []


def test_an_unknown_level(build: Build) -> None:
    built = build({DAY: FACTS["later"][0]}, more_conf='paperreview_lint = "strict"\n')
    assert built.codes == ["paperreview.config", "paperreview.id_date"]
    assert "must be all, facts or off, not 'strict'" in built.warnings[0]


def test_advice_is_off_by_default(build: Build) -> None:
    text = "# A\n\n" + paper(1) + paper(3) + "![](../a.gif)\n"
    built = build({DAY: text, "a.gif": PIXEL, "tags.yml": "a:\n  label: A\n"})
    assert built.warnings == []


# -- links -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["mdx", "md"])
def test_dead_links_are_reported_once(build: Build, suffix: str) -> None:
    links = {
        "#missing": False, "./2025-09-15.mdx#arxiv-9999.00001": False, "./none.mdx#part": False,
        "#arxiv-2501.00002": True, "#part-one": True, "./2025-09-15.mdx#arxiv-2501.00003": True,
        "./2025-09-15.mdx#2-t": True, "./2025-09-15.mdx#box": True, "./2025-09-15.mdx": True,
    }  # fmt: skip
    lines = "".join(f"[a]({address})\n\n" for address in links)
    other = f'# B\n\n{paper(2)}<div id="box">\n\ntext\n\n</div>\n'
    built = build({
        f"posts/2025-09-14.{suffix}": f"{lines}# A\n\n{paper(1)}### Part one\n",
        "posts/2025-09-15.mdx": other,
    })  # fmt: skip
    dead = [2 * number + 1 for number, alive in enumerate(links.values()) if not alive]
    assert sorted(int(place(warning).split()[0]) for warning in built.warnings) == dead


def test_links_to_what_the_site_serves_besides_documents(build: Build) -> None:
    alive = (
        "/archive", "../archive.html", "/archive/2025/09", "../tags/agents", "/orgs/lab.html",
        "/papers/2501.00002", "/papers/", "/atom.xml", "/tags/agents/atom.xml", "/papers.json",
        "/search.html", "/old/page.html", "/was/here/", "/blog/2025/09/14", "./2025-09-14.html",
    )  # fmt: skip
    dead = ("/archive/1999", "/tags/none", "/orgs/none/atom.xml", "/papers/2501.99999", "/archives")
    front = "---\ntags: [agents]\naliases: [/was/here]\n---\n\n"
    links = "".join(f"[a]({address})\n" for address in alive + dead)
    heading = "## [T](https://arxiv.org/abs/2501.00002) `lab`\n\n"
    built = build(
        {DAY: f"{front}# A\n\n{heading}{links}"},
        more_conf='paperreview_redirects = {"/old/page.html": "index"}\n'
        'paperreview_docusaurus_blog = "blog"\n',
    )
    assert [place(warning).split()[0] for warning in built.warnings] == [
        str(10 + len(alive) + number) for number in range(len(dead))
    ]


# -- advice ----------------------------------------------------------------------------------------

NUMBERS = {
    "a gap": ("# A\n\n" + paper(1) + paper(2) + paper(4), ["11 numbering"]),
    "twice": ("# A\n\n" + paper(1) + paper(1, "## {}. [T](https://hf.co/papers/2501.{:04}1)"),
              ["7 numbering"]),
    "none": (("# A\n\n## [T](https://arxiv.org/abs/2501.00001)\n\n"
             "## [U](https://arxiv.org/abs/2501.00002)\n"), []),
    "one without": ("# A\n\n" + paper(1) + "## [U](https://arxiv.org/abs/2501.00009)\n\n" + paper(2),
                    []),
    "other sections count": ("# A\n\n## 1. News\n\nOne.\n\n" + paper(2) + "## 3) More\n\nOne.\n", []),
    "groups": (("# A\n\n## Vision\n\n### 1. [T](https://arxiv.org/abs/2501.00001)\n\n## Text\n\n"
               "### 1. [U](https://arxiv.org/abs/2501.00002)\n"), []),
    "begins again": ("# A\n\n" + paper(1) + paper(2) + "## Text\n\nOne.\n\n"
                     + paper(1, "## {}. [T](https://hf.co/papers/2501.{:04}1)"), []),
    "counts down": ("# A\n\n" + paper(3) + paper(2) + paper(1), []),
    "no papers": ("# A\n\n## 1. B\n\n## 5. C\n", []),
}  # fmt: skip


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_count_on(build: Build, name: str) -> None:
    built = build(together(text for text, _ in NUMBERS.values()), more_conf=ALL)
    assert places(built, list(NUMBERS).index(name)) == NUMBERS[name][1]


IMAGES = {
    "Markdown": ("![](../a.gif)", True),
    "Markdown with a text": ("![A dot](../a.gif)", False),
    "tag": ("<img src={require('../a.gif').default} />", True),
    "tag on the web": ('<img src="https://example.org/a.gif" width="3" />', True),
    "tag with a text": ('<img src="../a.gif" alt="A dot" />', False),
    "decoration": ('<img src="../a.gif" alt="" />', False),
    "hidden": ('<img src="../a.gif" aria-hidden="true" />', False),
    "figure": ('<figure>\n<img src="../a.gif" />\n<figcaption>A dot</figcaption>\n</figure>', False),
    "figure without caption": ('<figure>\n<img src="../a.gif" />\n</figure>', True),
    "directive": ("```{paper:figure} ../a.gif\n:width: 3\n```", True),
    "directive with a caption": ("```{paper:figure} ../a.gif\nA dot\n```", False),
    "directive for decoration": ("```{paper:figure} ../a.gif\n:alt:\n```", False),
    "badge": ("[![](../a.gif)](https://example.org)", True),
}  # fmt: skip


@pytest.mark.parametrize("name", IMAGES)
def test_images_say_what_they_show(build: Build, name: str) -> None:
    texts = [f"# A\n\nText.\n\n{text}\n" for text, _ in IMAGES.values()]
    found = places(build(together(texts), more_conf=ALL), list(IMAGES).index(name))
    assert [each.split()[1] for each in found] == ["image_alt"] * IMAGES[name][1]
    assert all(each.split()[0] in {"5", "6"} for each in found)


def test_images_of_other_formats(build: Build) -> None:
    rst = (
        "A\n=\n\n.. image:: a.gif\n\n.. image:: a.gif\n   :alt:\n\n.. image:: a.gif\n   :alt: Dot\n"
    )
    md = "# B\n\n![](a.gif)\n\n![dot](a.gif)\n"
    built = build(
        {"a.rst": rst, "b.md": md, "a.gif": PIXEL}, more_conf=ALL,
    )  # fmt: skip
    reported = [warning.partition(": ")[0] for warning in built.warnings if "image_alt" in warning]
    assert reported == ["a.rst:4", "b.md:3"]


TITLES = {
    "case and dashes": ("BLACK-BOX  on policy", "", "Black-Box On-Policy", False),
    "LaTeX": ("π0.5: a VLA² model", "", r"$\pi_{0.5}$: A \textbf{VLA}$^2$ Model", False),
    "subtitle": ("Depth Anything 3", "Recovering the Visual Space", "Depth Anything 3: Recovering the Visual Space", False),
    "subtitle left out": ("Depth Anything 3", "", "Depth Anything 3: Recovering the Visual Space", False),
    "own subtitle": ("Depth Anything 3", "이런 논문", "Depth Anything 3: Recovering the Visual Space", False),
    "mistake in the subtitle": ("Depth Anything 3", "Recovering the Visal Spaces", "Depth Anything 3: Recovering the Visual Space", True),
    "mistake": ("Depth Anythin 3", "", "Depth Anything 3", True),
    "accents": ("Frechet & co", "", "Fréchet and Co", False),
}  # fmt: skip


@pytest.mark.parametrize("name", TITLES)
def test_titles_are_those_of_the_lockfile(build: Build, name: str) -> None:
    title, subtitle, known, warned = TITLES[name]
    lock = {"version": 1, "papers": {"arxiv:2501.00001": {"title": known, "source": ["arxiv"]}}}
    heading = f"## [{title}](https://arxiv.org/abs/2501.00001)\n" + (
        f"### {subtitle}\n" * bool(subtitle)
    )
    built = build(
        {DAY: f"# A\n\n{heading}\nOne.\n", "papers.lock.json": json.dumps(lock)},
        more_conf=ALL,
    )
    assert built.codes == ["paperreview.title"] * warned
    assert all(repr(known) in warning and title in warning for warning in built.warnings)


def test_a_newer_version(build: Build) -> None:
    lock = {"version": 1, "papers": {f"arxiv:2501.0000{n}": {"version": 3} for n in (1, 2, 3)}}
    text = "# A\n\n" + "".join(
        f"## [T](https://arxiv.org/abs/2501.0000{name})\n\n" for name in ("1v2", "2v3", "3")
    )
    assert advised(build, text, papers__lock__json=json.dumps(lock)) == ["3 newer_version"]


def test_spellings_of_organisations(build: Build) -> None:
    orgs = ["meta ai", "meta-ai", "Meta AI", "c", "c++", "deep-mind", "open ai"]
    text = "# A\n\n" + "".join(
        f"## [T](https://arxiv.org/abs/2501.{number:05}) `{org}`\n\n"
        for number, org in enumerate(orgs, 1)
    )
    conf = "paperreview_lint = 'all'\npaperreview_orgs = {'DeepMind': [], 'OpenAI': ['open ai']}\n"
    built = build({DAY: text}, more_conf=conf)
    assert [place(warning) for warning in built.warnings] == ["5 org_spelling", "13 org_spelling"]
    assert "'meta-ai' is spelt 'meta ai' elsewhere" in built.warnings[0]
    assert "'deep-mind' is spelt 'DeepMind' elsewhere" in built.warnings[1]


def test_tags_are_in_their_file(build: Build) -> None:
    front = "---\ntags: [rl, Vision, agents]\n---\n\n# A\n\nText.\n"
    file = "rl:\n  label: Reinforcement learning\nimages:\n  label: Vision\n"
    assert advised(build, front) == []
    assert advised(build, front, tags__yml=file) == ["1 unknown_tag"]


def test_a_paper_may_be_reviewed_in_two_posts(build: Build) -> None:
    text = "# A\n\n" + paper(1)
    built = build({DAY: text, "posts/2025-09-15.mdx": text}, more_conf=ALL)
    assert built.warnings == []


def test_parallel_builds_warn_of_the_same(build: Build) -> None:
    files = {
        f"posts/2025-09-{day:02}.mdx": "# A\n\n" + paper(1) + paper(3) + f"![](x.png) `{day}`\n"
        for day in range(1, 13)
    }
    options = {"more_conf": ALL}
    one = build(files, name="one", **options)
    two = build(files, name="two", parallel=2, **options)
    assert sorted(one.warnings) == sorted(two.warnings)
    assert one.codes.count("paperreview.numbering") == 12


def test_the_command_always_gives_advice(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    text = "# A\n\n" + paper(1) + paper(3)
    built = build({DAY: text}, more_conf='paperreview_lint = "off"\n')
    assert main(["check", "-j1", str(built.srcdir), "--format", "json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert finding["code"] == "paperreview.numbering"
    assert finding["message"] == "number 3 comes after 1; write 2, or number none"


#: The option of a list, and what the warning about it says; nothing if there is none.
LISTS = {
    ":tag: agnets": "nothing has the tag 'agnets' (did you mean 'agents'?)",
    ":tag: 강화학슴": "nothing has the tag '강화학슴' (did you mean '강화학습'?)",
    ":tag: Agents": "",
    ":tag: robots": "",  # nothing is like it: it may be that of the next review
    ":tag: agentz": "",  # tags.yml has it
    ":org: Gogle Deepmind": "no review has the organisation 'Gogle Deepmind' (did you mean",
    ":org: google deepmind, meat": "no review has the organisation 'meat' (did you mean 'meta'?)",
    ":org: google deepmind, meta": "",
    ":org: metal": "",  # the settings have it
    ":author: Hana Kin": "no post is by 'Hana Kin' (did you mean 'Hana Kim'?)",
    ":author: hana": "",
    ":series: Long contxt": "no post is in the series 'Long contxt' (did you mean",
    ":by: Ada Lovelase": "no paper is by 'Ada Lovelase' (did you mean 'Ada Lovelace'?)",
    ":by: ada lovelace": "",
}


def test_lists_of_misspelt_names(build: Build) -> None:
    post = (
        "---\nauthors: hana\ntags: [agents, 강화학습]\nseries: Long context\n"
        "papers: {2501.00001: {authors: [Ada Lovelace]}}\n---\n\n# A\n\n"
        "## [T](https://arxiv.org/abs/2501.00001) `google deepmind` `meta`\n\nOne.\n"
    )
    files = {
        DAY: post,
        "authors.yml": "hana: {name: Hana Kim}\n",
        "tags.yml": "agents:\n강화학습:\nagentz:\n",
        # The first list is in line 6, and each takes three.
        "lab.rst": ":orphan:\n\nLab\n===\n\n"
        + "".join(f".. paper:list::\n   {option}\n\n" for option in LISTS),
    }
    built = build(files, more_conf="paperreview_orgs = {'metal': []}\n")
    wanted = {6 + 3 * n: text for n, text in enumerate(LISTS.values()) if text}
    assert [place(warning) for warning in built.warnings] == [
        f"{line} unknown_term" for line in wanted
    ]
    for warning, text in zip(built.warnings, wanted.values(), strict=True):
        assert text in warning
