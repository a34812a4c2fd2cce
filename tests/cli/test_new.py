"""``paperreview new``: a post in the form of the newest one, and where its papers come from."""

from __future__ import annotations

import json
from collections import deque
from typing import TYPE_CHECKING, Any

import pytest

from sphinx_paperreview.cli import main
from sphinx_paperreview.core.text import one_line
from tests.cli.conftest import FEED, Reply, closed_address, entry
from tests.harness import CONF, PNG, build_project, write_files
from tests.reading.hostile import MARKUP

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Services

LOCK = json.dumps(
    {
        "version": 1,
        "papers": {
            "arxiv:2511.00002": {
                "title": "Second Steps: Walking with *Stars*",
                "authors": ["Kim Hana", "José García"],
                "venue": "ICLR 2026",
                "code": "https://github.com/k/steps",
            },
            "arxiv:2511.00003": {"title": "Third Person"},
        },
    }
)
#: Name → files of a site, options, the path of the new post, its text.
DIALECTS: dict[str, tuple[dict[str, str], list[str], str, str]] = {
    "nothing yet": (
        {},
        ["2511.00002", "2511.00003", "https://arxiv.org/pdf/2511.00002v3", "--org", "meta", "--org", "a`b"],
        "posts/2025-11-24.mdx",
        ("# 2025-11-24\n\n"
        "## 1. [Second Steps](https://arxiv.org/abs/2511.00002) `meta` `a b`\n"
        "### Walking with \\*Stars\\*\n\n\n"
        "## 2. [Third Person](https://arxiv.org/abs/2511.00003) `meta` `a b`\n"),
    ),
    "numbers, organisations, subtitles": (
        {
            "posts/2025/11/2025-11-14.mdx": "import a from './img/a.png'\n\n# 2025-11-14 (금) 논문\n\n오늘은 두 편.\n\n"
            "## 1. [One](https://arxiv.org/abs/2511.00001) `DeepMind`\n### A Start\n\n글.\n\n"
            "## 2. [Zero](https://huggingface.co/papers/2511.00000) `google` `meta`\n\n글.\n",
        },
        ["arxiv:2511.00002", "--org", "deepmind"],
        "posts/2025/11/2025-11-24.mdx",
        ("# 2025-11-24 (월) 논문\n\n"
        "## 1. [Second Steps](https://arxiv.org/abs/2511.00002) `DeepMind`\n"
        "### Walking with \\*Stars\\*\n"),
    ),
    "front matter and skeleton": (
        {
            "blog/2025-10-31-daily/index.md": "---\ntitle: Daily 2025-10-31\nauthors: [kim]\ntags: [daily]\n---\n\n"
            "### [Zero](https://arxiv.org/abs/2511.00000v2)\n\n#### 요약\n\n글\n\n#### 한계\n\n글\n\n---\n\n"
            "### [One](https://arxiv.org/abs/2511.00001)\n\n#### 요약\n\n글\n\n#### 한계\n\n글\n",
            "blog/2025-10-30-daily/index.md": "---\ntitle: Daily 2025-10-30\nauthors: [kim]\ntags: [daily]\n---\n\ntext\n",
        },
        ["2511.00002", "2511.00003", "--date", "2026-01-02"],
        "blog/2026-01-02-daily/index.md",
        ("---\ntitle: Daily 2026-01-02\nauthors: [kim]\ntags: [daily]\n---\n\n"
        "### [Second Steps: Walking with \\*Stars\\*](https://arxiv.org/abs/2511.00002)\n\n#### 요약\n\n\n#### 한계\n\n\n"
        "---\n\n"
        "### [Third Person](https://arxiv.org/abs/2511.00003)\n\n#### 요약\n\n\n#### 한계\n"),
    ),
    "facts below the heading": (
        {
            "posts/20251103.mdx": "# Nov 3, 2025\n\n## Alpha\n\n- **Paper**: https://arxiv.org/pdf/2511.00001\n- **Authors**: A, B\n"
            "- Code: https://github.com/a/b\n\nText.\n\n## Beta\n\n- **Paper**: https://arxiv.org/pdf/2511.00000\n\nText.\n",
        },
        ["2511.00002"],
        "posts/20251124.mdx",
        ("# Nov 24, 2025\n\n## Second Steps: Walking with \\*Stars\\*\n\n"
        "- **Paper**: https://arxiv.org/pdf/2511.00002\n- **Authors**: Kim Hana, José García\n"
        "- Code: https://github.com/k/steps\n"),
    ),
    "a post for each paper": (
        {
            "_config.yml": "title: x\n",
            "_posts/2025-11-03-alpha-beta.md": "---\nlayout: post\ntitle: '[논문리뷰] Alpha Beta'\ndate: 2025-11-03 10:00:00 +0900\n"
            "description: what it is\n---\n\n# [논문리뷰] Alpha Beta\n\n[Paper](https://arxiv.org/abs/2511.00001)\n\n글.\n\n## 요약\n\n글.\n\n## 이 글에만\n\n## 링크\n\n- [A. Kim, Alpha Beta, 2025](https://arxiv.org/abs/2511.00001)\n",
            "_posts/2025-11-01-zero.md": "---\nlayout: post\ntitle: Zero\n---\n\n## 요약\n\n글.\n\n## 링크\n",
        },
        ["2511.00002", "2511.00003"],
        "_posts/2025-11-24-third-person.md",
        ("---\nlayout: post\ntitle: '[논문리뷰] Third Person'\ndate: 2025-11-24 10:00:00 +0900\n---\n\n"
        "# [논문리뷰] Third Person\n\n[Paper](https://arxiv.org/abs/2511.00003)\n\n## 요약\n\n\n## 링크\n\n- [Third Person](https://arxiv.org/abs/2511.00003)\n"),
    ),
    "numbers that go on": (
        {"posts/2025.11.03.md": "## #41 [One](https://arxiv.org/abs/2511.00001)\n\n글\n\n## #42 [Zero](https://arxiv.org/abs/2511.00000)\n\n글\n"},
        ["2511.00003"],
        "posts/2025.11.24.md",
        "## #43 [Third Person](https://arxiv.org/abs/2511.00003)\n",
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let today be Monday, 24 November 2025."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763942400")


def site(folder: Path, files: dict[str, Any]) -> Path:
    write_files(folder, {"conf.py": CONF, "papers.lock.json": LOCK, **files})
    return folder


@pytest.mark.parametrize("name", DIALECTS)
def test_the_form_of_the_newest_post(tmp_path: Path, name: str) -> None:
    files, options, path, text = DIALECTS[name]
    folder = site(tmp_path / "내 사이트", files)
    assert main(["new", "--site", str(folder), *options]) == 0
    assert (folder / path).read_text(encoding="utf-8") == text


def test_lines_end_as_in_the_newest_post(tmp_path: Path) -> None:
    old = b"# 2025-11-03\r\n\r\n## [One](https://arxiv.org/abs/2511.00001)\r\n\r\ntext\r\n"
    folder = site(tmp_path, {"posts/2025-11-03.md": old})
    assert main(["new", "--site", str(folder), "2511.00003"]) == 0
    written = (folder / "posts/2025-11-24.md").read_bytes()
    assert written.startswith(b"# 2025-11-24\r\n\r\n## [Third Person](")
    assert written.count(b"\r\n") == written.count(b"\n") == 3


def test_a_new_post_is_read_as_it_is_meant(tmp_path: Path) -> None:
    folder = site(tmp_path / "a b", {})
    assert main(["new", "--site", str(folder), "2511.00002", "2511.00003", "--org", "meta"]) == 0
    built = build_project(folder, builddir=tmp_path / "out")
    papers = built.env.domains["paper"].data["papers"]["posts/2025-11-24"]
    assert [(paper.number, paper.title, paper.subtitle) for paper in papers] == [
        ("1", "Second Steps", "Walking with *Stars*"),
        ("2", "Third Person", ""),
    ]
    assert [paper.orgs for paper in papers] == [("meta",), ("meta",)]


def test_whatever_a_service_calls_a_paper_is_its_title(tmp_path: Path) -> None:
    titles = [
        *MARKUP[::4], "[Re] A Study of Things", "[a]: javascript:XSS()", "[^1]: x", "~~s~~",
        "==m== ++i++ %%c%%", "&lt;b&gt; &amp; &#106;avascript", "A | B", "`", "``", "a \\ b",
        "Costs $5", "# A", "![[x]]", "<!-- c -->", "{/* c */} {{< x >}} {% y %}", "- - -",
    ]  # fmt: skip
    titles = [title for title in map(one_line, titles) if ": " not in title]
    lock = {f"arxiv:2510.{n:05}": {"title": title} for n, title in enumerate(titles, 1)}
    folder = site(tmp_path, {"papers.lock.json": json.dumps({"version": 1, "papers": lock})})
    assert main(["new", "--site", str(folder), *lock, "--org", "a`<b>{c}`"]) == 0
    written = folder / "posts/2025-11-24.mdx"
    written.with_name("2025-11-23.md").write_bytes(written.read_bytes())
    built = build_project(folder, builddir=tmp_path / "out")
    for day in (23, 24):
        papers = built.env.domains["paper"].data["papers"][f"posts/2025-11-{day}"]
        assert [paper.title for paper in papers] == titles
        assert {paper.orgs for paper in papers} == {("a b c",)}
    assert set(built.codes) <= {"paperreview.lockfile"}


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = site(tmp_path, {"posts/2025-11-24.mdx": "# mine\n"})
    assert main(["new", "--site", str(folder), "2511.00003"]) == 2
    assert "write another --date, or --force" in capsys.readouterr().err
    assert (folder / "posts/2025-11-24.mdx").read_text() == "# mine\n"
    assert main(["new", "--site", str(folder), "2511.00003", "--date", "2025-11-25", "-n"]) == 0
    assert not (folder / "posts/2025-11-25.mdx").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "name papers"),
        (["no paper"], "names no paper"),
        (["2511.00002", "--date", "03/04/2025"], "--date 03/04/2025"),
        (["--from", "newspaper"], "there is no source 'newspaper'"),
        (["--from", "none.bib"], "there is no file none.bib"),
        (["2511.00002", "--pick", "1"], "--pick chooses from a list"),
    ],
)
def test_mistakes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    folder = site(tmp_path, {})
    assert main(["new", "--site", str(folder), *options]) == 2
    assert said in capsys.readouterr().err
    assert not (folder / "posts").exists()


def test_a_folder_that_is_no_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".git").mkdir()
    assert main(["new", "--site", str(tmp_path), "2511.00002"]) == 2
    assert "paperreview init makes one" in capsys.readouterr().err


def test_titles_from_the_services(
    tmp_path: Path, services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = site(tmp_path, {})
    services.arxiv = {"2511.00009": entry("2511.00009", title="Ninth: A\n Symphony")}
    assert main(["new", "--site", str(folder), "2511.00009", "-n"]) == 1
    assert services.asked == []
    assert "--fetch asks for it" in capsys.readouterr().err
    assert main(["new", "--site", str(folder), "2511.00009", "2511.00003", "--fetch"]) == 0
    assert services.questions("arxiv") == ["2511.00009"]
    text = (folder / "posts/2025-11-24.mdx").read_text()
    assert "## 1. [Ninth](https://arxiv.org/abs/2511.00009)\n### A Symphony\n" in text
    kept = json.loads((folder / "papers.lock.json").read_text())["papers"]
    assert kept["arxiv:2511.00009"]["title"] == "Ninth: A Symphony"


DAILY = [
    {"paper": {"id": "2511.00009", "title": "Ninth", "upvotes": 12, "authors": [{"name": "A B"}]}, "organization": {"name": "deepmind", "fullname": "Deep Mind"}},
    {"paper": {"id": "not an id", "title": "x"}},
    {"paper": {"id": "2511.00010", "title": "Tenth", "upvotes": 1}},
    "nonsense",
]  # fmt: skip
ZOTERO = [
    {"key": "A", "data": {"itemType": "preprint", "title": "Ninth", "archiveID": "arXiv:2511.00009", "creators": [{"creatorType": "author", "firstName": "A", "lastName": "B"}], "dateAdded": "2025-11-20T10:00:00Z"}},
    {"key": "B", "data": {"itemType": "journalArticle", "title": "In print", "DOI": "10.1145/3612345", "url": ""}},
    {"key": "C", "data": {"itemType": "attachment", "title": "a file"}},
]  # fmt: skip
VENUE = {"notes": [{"id": "abcdefgh12", "forum": "abcdefgh12", "content": {"title": {"value": "Open"}, "authors": {"value": ["A B"]}, "venue": {"value": "ICLR 2026 Poster"}}}]}  # fmt: skip
BIB = "@misc{a, title={A {B}ib Title}, eprint={2511.00011}, archivePrefix={arXiv}}\n@article{b, title={C}, doi={10.1145/3612345}}\n"
#: Source → variable of its address, the answer, the first identity and title in the list.
SOURCES: dict[str, tuple[str, bytes, str]] = {
    "hf": ("HUGGINGFACE", json.dumps(DAILY).encode(), "1\tarXiv:2511.00009\tNinth\t12 votes\n2\tarXiv:2511.00010\tTenth\n"),
    "zotero": ("ZOTERO", json.dumps(ZOTERO).encode(), "1\tarXiv:2511.00009\tNinth\t2025-11-20\n2\tdoi:10.1145/3612345\tIn print\n"),
    "zotero:ABCD2345": ("ZOTERO", json.dumps(ZOTERO[1:]).encode(), "1\tdoi:10.1145/3612345\tIn print\n"),
    "openreview:ICLR.cc/2026/Conference": ("OPENREVIEW", json.dumps(VENUE).encode(), "1\tOpenReview:abcdefgh12\tOpen\n"),
    "arxiv:cs.CL": ("ARXIV", FEED.format(entry("2511.00009", title="Ninth")).encode(), "1\tarXiv:2511.00009\tNinth\t2025-11-13\n"),
}  # fmt: skip


@pytest.mark.parametrize("source", SOURCES)
def test_lists_of_services(
    tmp_path: Path,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    source: str,
) -> None:
    name, body, expected = SOURCES[source]
    monkeypatch.setenv(f"PAPERREVIEW_{name}_URL", f"{services.url}/list")
    services.instead["list"] = deque([Reply(200, body)])
    folder = site(tmp_path, {})
    assert main(["new", "--site", str(folder), "--from", source]) == 0
    out = capsys.readouterr().out
    listed = "".join(line for line in out.splitlines(keepends=True) if "\t" in line)
    assert listed.lower() == expected.lower()
    assert "choose with --pick" in out
    assert not (folder / "posts").exists()
    assert main(["new", "--site", str(folder), "--from", source, "--pick", "1"]) == 0
    title = expected.split("\t")[2].strip()
    assert f"## 1. [{title}](" in (folder / "posts/2025-11-24.mdx").read_text()
    assert len(services.asked) == 1


def test_what_names_no_paper_is_said(
    tmp_path: Path,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PAPERREVIEW_ZOTERO_URL", f"{services.url}/list")
    items = [
        {"data": {"itemType": "book", "title": "A <i>Book</i>", "url": ""}},
        {"data": {"itemType": "attachment", "title": "PDF"}},
        {
            "data": {
                "title": '<span class="nocase">H<sub>2</sub>O</span> if a<b',
                "DOI": "10.1145/3612345",
            }
        },
    ]
    services.instead["list"] = deque([Reply(200, json.dumps(items).encode())])
    folder = site(tmp_path, {"some.bib": "@book{one, title={Of B{\\'e}la}}\n@book{two}\n", "old.bib": b"@book{\xb1}"})  # fmt: skip
    assert main(["new", "--site", str(folder), "--from", "Zotero"]) == 0
    out = capsys.readouterr().out
    assert "left out: 1 entry with neither identifier nor address, as A Book\n" in out
    assert "\tH2O if a<b" in out
    for name, expected in {
        "some.bib": ("left out: 2 entries with neither identifier nor address, as Of Béla\n", ""),
        "old.bib": ("", "write it as BibTeX in UTF-8"),
    }.items():
        assert main(["new", "--site", str(folder), "--from", str(folder / name)]) == 2
        out, err = capsys.readouterr()
        assert out == expected[0]
        assert expected[1] in err


def test_a_file_of_references(tmp_path: Path) -> None:
    folder = site(tmp_path / "s", {"내 논문.bib": BIB})
    source = str(folder / "내 논문.bib")
    assert main(["new", "--site", str(folder), "--from", source, "--pick", "all"]) == 0
    text = (folder / "posts/2025-11-24.mdx").read_text()
    assert "## 1. [A Bib Title](https://arxiv.org/abs/2511.00011)" in text
    assert "## 2. [C](https://doi.org/10.1145/3612345)" in text


@pytest.mark.parametrize("body", [b"<html>", b"{}", b'{"notes": 3}', b"[1]"])
def test_a_service_that_answers_nonsense(
    tmp_path: Path,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    body: bytes,
) -> None:
    monkeypatch.setenv("PAPERREVIEW_HUGGINGFACE_URL", f"{services.url}/list")
    services.instead["list"] = deque([Reply(200, body)])
    assert main(["new", "--site", str(site(tmp_path, {})), "--today"]) == 2
    assert capsys.readouterr().err.startswith("paperreview new: ")


def test_figures(tmp_path: Path) -> None:
    folder = site(
        tmp_path / "s",
        {
            "posts/2025-11-03.mdx": "import a from './asset/a.png'\n\n# Nov\n\n## 1. [One](https://arxiv.org/abs/2511.00001)\n\n<img src={a} alt='' />\n",
            "posts/asset/a.png": PNG,
            "posts/asset/my-figure.png": b"another",
        },
    )
    figure = tmp_path / "My Figure.PNG"
    figure.write_bytes(PNG)
    assert main(["new", "--site", str(folder), "2511.00003", "--figure", str(figure)]) == 0
    text = (folder / "posts/2025-11-24.mdx").read_text()
    assert text.startswith("import my_figure_2 from './asset/my-figure-2.png';\n\n")
    assert text.endswith('\n\n<img src={my_figure_2} alt="" />\n')
    assert (folder / "posts/asset/my-figure-2.png").read_bytes() == PNG
    assert (folder / "posts/asset/my-figure.png").read_bytes() == b"another"


def test_tags_as_the_site_spells_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = site(tmp_path, {"posts/tags.yml": "small-models: {}\n", "posts/2025-11-03.md": "---\ntags:\n  - a\n---\n\n# 2025-11-03\n"})  # fmt: skip
    options = [
        "--title",
        "Notes: on 'a'",
        "--tag",
        "Small Models",
        "--tag",
        "new",
        "--tag",
        "a, b: c]",
    ]
    assert main(["new", "--site", str(folder), *options]) == 0
    text = (folder / "posts/2025-11-24.md").read_text()
    assert text == "---\ntags: [small-models, new, 'a, b: c]']\n---\n\n# Notes: on 'a'\n"
    assert "the site has no tag 'new' yet" in capsys.readouterr().out


def test_an_editor_needs_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "--site", str(site(tmp_path, {})), "2511.00003", "--edit"]) == 0
    assert "not opened: there is no terminal" in capsys.readouterr().out


def test_a_service_that_is_not_there(
    tmp_path: Path,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PAPERREVIEW_ZOTERO_URL", closed_address())
    assert main(["new", "--site", str(site(tmp_path, {})), "--from", "zotero"]) == 2
    assert "Zotero cannot be reached; start it" in capsys.readouterr().err
    monkeypatch.setenv("PAPERREVIEW_ZOTERO_URL", f"{services.url}/list")
    services.instead["list"] = deque([Reply(403, b"Local API is not enabled")])
    assert main(["new", "--site", str(tmp_path), "--from", "zotero"]) == 2
    assert "does not let other programs ask; allow it in its settings" in capsys.readouterr().err
    for name in ("ARXIV", "HUGGINGFACE"):
        monkeypatch.setenv(f"PAPERREVIEW_{name}_URL", closed_address())
    assert main(["new", "--site", str(tmp_path), "2511.00009", "--fetch"]) == 2
    assert "is there a network?" in capsys.readouterr().err
    assert not (tmp_path / "posts").exists()
