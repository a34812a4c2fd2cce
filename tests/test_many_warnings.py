"""Many warnings of a kind become one line, with the number and the first places of the others."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from sphinx.cmd.build import build_main

from sphinx_paperreview.cli.check import check
from tests.harness import CONF, PNG

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Build, Built

FEW = {"paperreview_all_warnings": False}


def post(unknown: int, links: int = 0) -> str:
    """Return a post with so many unknown components and refused links."""
    return (
        "# Title\n\n"
        + "".join(f"<Unknown{n}>words</Unknown{n}>\n\n" for n in range(unknown))
        + "".join(f'<a href="x{n}:y">there</a>\n\n' for n in range(links))
    )


def lines_of(built: Built, code: str) -> list[str]:
    return [line for line in built.warnings if f"[paperreview.{code}]" in line]


def test_five_in_a_document_are_shown_and_six_are_one(build: Build) -> None:
    files = {"posts/2025-11-01.mdx": post(5), "posts/2025-11-02.mdx": post(6, 2)}
    built = build(files, confoverrides=FEW)
    shown = lines_of(built, "mdx.component")
    assert [line.partition(": ")[0] for line in shown] == [
        *(f"posts/2025-11-01.mdx:{n}" for n in (3, 5, 7, 9, 11)), "posts/2025-11-02.mdx:3",
    ]  # fmt: skip
    assert shown[-1].endswith(
        "(and 5 more of this kind in this document, in lines 5, 7, 9, 11, 13: paperreview check "
        "lists all) [paperreview.mdx.component]"
    )
    assert "Unknown0" in shown[-1]
    assert all(line.count("WARNING: ") == 1 for line in shown)
    assert len(lines_of(built, "mdx.link")) == 2


def test_a_warning_of_myst_says_what_to_do(build: Build) -> None:
    built = build({"posts/2025-11-01.mdx": "# T\n\n[a](#none)\n"}, confoverrides=FEW)
    (line,) = [each for each in built.warnings if "myst.xref_missing" in each]
    assert line.endswith("'none'; correct the link, or what follows the # [myst.xref_missing]")


def test_a_role_of_ours_has_its_own_advice_alone(build: Build) -> None:
    text = "# T\n\n{paper:ref}`doi:10.1/none`\n\n{ref}`none`\n"
    built = build({"posts/2025-11-01.mdx": text}, confoverrides=FEW)
    ours, label = [each for each in built.warnings if "[ref.ref]" in each]
    assert ours.endswith("or link to its address [ref.ref]")
    assert "write (label)=" in label


#: Faults of a post in Markdown, and what is said to do about each.
ADVICE = {
    "![a](..\\a.png)": "write / in place of \\",
    "![b](../../../b.png)": "copy it into the source folder",
    "![c](git://example.org/c.png)": "write https://…",
    "[d](git://example.org/d)": "write the address of a page",
    "[e](../../../e.md)": "write the full address",
    "<script>f()</script>": "write what it shows",
    "<style>g {}</style>": "html_css_files",
    '<input type="text">': "write - [ ] for a task",
    '<b onclick="h">h</b>': "remove it",
    '<b style="position: fixed">i</b>': "correct or remove it",
}
#: The same for a post of MyST, where Sphinx, MyST and docutils warn.
ADVICE_FOR_MYST = {
    "{ref}`a`": "write (label)= above",
    "{doc}`b`": "correct the name",
    "{eq}`c`": "write the label into the formula",
    "![d](d.png)": "add the file or correct the path",
    "words[^e]": "write the footnote",
    "```{code-block} nolanguage\nx\n```": "name another language",
    "(same)=\n\n## One\n\n(same)=\n\n## Two": "give one of the two another label",
    "[f](#f)": "correct the link",
}


def test_each_fault_is_told_once_with_what_to_do(build: Build) -> None:
    files = {
        **{f"posts/a{n}.md": f"# T\n\n{text}\n" for n, text in enumerate(ADVICE)},
        **{
            f"posts/m{n}.md": f"---\nformat: myst\n---\n\n# T\n\n{text}\n"
            for n, text in enumerate(ADVICE_FOR_MYST)
        },
    }
    built = build({**files, "e.md": "# E\n"}, confoverrides=FEW)
    for letter, advice in (("a", ADVICE), ("m", ADVICE_FOR_MYST)):
        for n, words in enumerate(advice.values()):
            found = [each for each in built.warnings if each.startswith(f"posts/{letter}{n}.md")]
            # Of a footnote, docutils of Sphinx 8 counts the references as well.
            others = ("paperreview.date", "autonumbered footnote")
            (line,) = [each for each in found if not any(map(each.__contains__, others))]
            assert words in line


def test_what_docutils_says_in_many_documents_is_one_line(build: Build) -> None:
    text = "---\nformat: myst\n---\n\n# T\n\nwords[^%d]\n"
    built = build({f"n{n:02}.md": text % n for n in range(11)}, confoverrides=FEW)
    (line,) = [each for each in built.warnings if "[docutils]" in each]
    assert re.search(r'"0"; write .*\(and 10 more .* in 11 documents.*\) \[docutils\]$', line)


def test_what_another_extension_has_is_named_once(build: Build) -> None:
    notes = {
        f"n{n:02}.md": f"---\nformat: myst\n---\n\n# T\n\n{{cite}}`a` {{x:y}}`b` {{numref}}`f{n}`\n"
        "\n(f)=\n\n```{bibliography}\n```\n\n```{figure} x.png\n:name: f%d\n\nC\n```\n" % n
        for n in range(11)
    }
    built = build({"x.png": PNG, **notes}, confoverrides=FEW)
    found = Counter(
        line.partition("WARNING: ")[2].partition(" (and ")[0] for line in built.warnings
    )
    assert found["unknown role name: x:y"] <= 1
    cite = 'Unknown interpreted text role "cite"; add the extension that has it to `extensions` in '
    assert [line for line in found if line.startswith(cite)]
    assert found["numfig is disabled. :numref: is ignored; write `numfig = True` into conf.py"] == 1
    assert sum("bibliography" in line for line in found) == 1


def test_a_kind_in_more_than_ten_documents_is_one_line(build: Build) -> None:
    ten = {f"posts/2025-11-{n:02}.mdx": post(1, 0) for n in range(1, 11)}
    assert len(lines_of(build(ten, confoverrides=FEW), "mdx.component")) == 10
    built = build({**ten, "posts/2025-11-11.mdx": post(3)}, confoverrides=FEW)
    (line,) = lines_of(built, "mdx.component")
    assert line.startswith("posts/2025-11-01.mdx:3: WARNING: ")
    places = ", ".join(f"posts/2025-11-0{n}.mdx:3" for n in range(2, 7))
    assert f"(and 12 more of this kind in 11 documents, as in {places}, …: " in line


@pytest.mark.parametrize("parallel", [1, 2])
def test_a_first_build_of_many_posts_prints_few_lines(build: Build, parallel: int) -> None:
    faults = [
        "<Unknown>words</Unknown>", '<a href="javascript:x">there</a>', "![](missing.png)",
        "{variable.name}", "<div>never closed", '<p style={{{{behavior: "x"}}}}>words</p>',
        ":::unknown\nwords\n:::", "$$\\undefined{x}$$",
    ]  # fmt: skip
    files = {
        f"posts/2025-{n // 28 + 1:02}-{n % 28 + 1:02}.mdx": "\n\n".join(
            ["# Title", *(faults[(n + k) % len(faults)] for k in range(n % 5))] * (1 + n % 3)
        )
        for n in range(120)
    }
    built = build(files, parallel=parallel, confoverrides=FEW)
    ours = [line for line in built.warnings if "[paperreview." in line]
    assert 5 < len(ours) < 50
    assert sum(int(n) for line in ours for n in re.findall(r"\(and (\d+) more", line)) > 200
    assert all("WARNING: " in line and line.startswith("posts/") for line in ours)
    # However the documents are read.
    assert ours == [
        line for line in build(files, confoverrides=FEW).warnings if "[paperreview." in line
    ]


@pytest.mark.parametrize("theme", ["alabaster", "paperreview"])
def test_dead_links_and_loose_documents_are_few_lines_under_every_theme(
    build: Build, theme: str
) -> None:
    text = "# T\n\n" + "".join(f"[a](./none{n}.md) [b](#gone{n})\n" for n in range(6))
    of_myst = "\n```{note}\n[a](other.md)\n```\n"
    notes = {f"notes/n{n:02}.md": text + of_myst * (n % 2) for n in range(12)}
    conf = f'extensions = ["sphinx_paperreview"]\nhtml_theme = "{theme}"\n'
    built = build({"index.md": "# Home\n", **notes}, conf=conf, confoverrides=FEW)
    # MyST resolves the links of its own documents.
    assert Counter(line.rpartition(" [")[2] for line in built.warnings) == {
        "paperreview.mdx.link]": 6, "myst.xref_missing]": 1,
        **({"toc.not_included]": 1} if theme == "alabaster" else {}),
    }  # fmt: skip
    assert all("more of this kind in " in line for line in built.warnings)
    assert all(re.search("; (correct|name|did you mean)", line) for line in built.warnings)


def test_warnings_of_others_pass(build: Build) -> None:
    text = "# Title\n\n" + "{option}`nowhere`\n\n" * 8 + post(7)
    built = build({"posts/2025-11-01.mdx": text}, confoverrides=FEW)
    assert len([line for line in built.warnings if line.endswith("[ref.option]")]) == 8
    assert len(lines_of(built, "mdx.component")) == 1


def test_what_is_suppressed_is_no_line_and_no_place(build: Build) -> None:
    conf = f'{CONF}suppress_warnings = ["paperreview.mdx.component"]\n'
    built = build({"posts/2025-11-01.mdx": post(9, 1)}, conf=conf, confoverrides=FEW)
    assert len(built.warnings) == 1


def test_a_build_that_fails_at_warnings_counts_all(build: Build) -> None:
    built = build({"posts/2025-11-01.mdx": post(13)}, confoverrides=FEW, warningiserror=True)
    assert len(built.warnings) == 1
    assert built.app.statuscode == 1
    assert "13 warnings" in built.status


def test_the_warnings_of_a_build_that_fails_are_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = (
        "\ndef fail(app, env):\n    raise ValueError('no')\n\n"
        "def setup(app):\n    app.connect('env-updated', fail, priority=1)\n"
    )
    names = {"index.md": "# Home\n", "posts/2025-11-01.mdx": post(7), "conf.py": CONF + more}
    for name, text in names.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert build_main(["-q", str(tmp_path), str(tmp_path / "out")]) == 2
    assert "and 6 more of this kind" in capsys.readouterr().err


def test_the_check_lists_all(build: Build) -> None:
    built = build({"posts/2025-11-01.mdx": post(9)}, confoverrides=FEW)
    found = [each for each in check([built.srcdir]) if each.code == "paperreview.mdx.component"]
    assert len(found) == 9
