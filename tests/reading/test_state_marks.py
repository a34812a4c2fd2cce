"""Marks by which people say that a text is not for readers, and texts that only resemble them.

Each is a post of its own in one project: the first are held back with one warning each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.harness import CONF

if TYPE_CHECKING:
    from tests.harness import Build

TEXT = "# Title\n\nWords of it.\n"
PUBLISHING = f'{CONF}paperreview_now = "2025-12-01"\npaperreview_posts = ["**/*"]\n'


def head(metadata: str) -> str:
    return f"---\n{metadata}\n---\n\n{TEXT}"


def line(text: str) -> str:
    return f"# Title\n\n{text}\n\nWords of it.\n"


#: What is held back, by kind.
HELD = {
    "confidentiality": [
        head("tlp: red"), head("TLP: AMBER+STRICT"), head("tlp: green"), head("confidentiality: high"),
        head("classification: top secret"), head("보안 등급: 2급"), head("密级: 秘密"), head("гриф: ДСП"),
        head("riservato: sì"), head("security_level: internal"), line("TLP:RED"), line("**TLP: AMBER**"), line("(not for public eyes)"),
    ],
    "time": [
        head("year: 2999"), head("month: 2999-03"), head("quarter: Q1 2999"), head("연도: 2999"), head("edition: 2999"),
    ],
    "places": [head("export: false"), head("build: no"), head("deploy: false")],
    "waiting": [head("needs review: true"), head("approval_required: yes"), head("not ready: true")],
    "comments": [head("# draft\ntitle: x"), head("title: x # DRAFT, do not publish"), "+++\n# wip\ntitle = 'x'\n+++\n\nText.\n"],
    "sentences": [
        line("Draft as of Nov 2025"), line("*Draft as of 3 November 2025.*"), line("First draft, 3 Nov"),
        line("The following is a draft."), line("What follows is an unfinished draft."), line("Below is a very rough draft."),
        line("이 글은 초안이며 수정될 수 있습니다."), line("아직 다 못 쓴 글입니다."), line("这是草稿，请勿转发。"), line("本文還沒寫完"),
        line("Đây là bản nháp."), line("هذه مسودة."), line("> **Note:** this page is still a draft and will change."),
        line("Warning: this review is unfinished."), line("참고: 이 글은 초안이며 수정될 수 있습니다."),
    ],
    "titles": [
        '<h1 class="draft">Title</h1>\n\nWords.\n', "# Title, first draft\n\nWords.\n", "# Tiêu đề (bản nháp)\n\nWords.\n",
        "# Title — draft, Nov 2025\n\nWords.\n", "# Title [draft of 3 Nov]\n\nWords.\n", "# Title (first draft, 2025-11-03)\n\nWords.\n",
    ],
    "tasks": [line("> [!todo] publish when the paper is out")],
    "encrypted": [
        "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n", "$ANSIBLE_VAULT;1.1;AES256\n3336\n",
        "\0GITCRYPT\0abc", "---\ntitle: x\n---\n\n%%🔐 abc 🔐%%\n", "---\ntitle: x\n---\n```meld-encrypt\nabc\n```\n",
    ],
    "languages": [
        head("状态: 撰写中"), head("可見性: 僅自己"), head("diffusion: interne"), head("confidencial: sí"),
        head("công khai: không"), head("xuất bản: chưa"), head("منشور: لا"), head("الحالة: مسودة"),
    ],
}  # fmt: skip
#: Folders that keep posts back.
FOLDERS = ("scratch", "Scratchpad", "sandbox", "parking lot")
#: What is published, though it has the same words.
SHOWN = [
    head("tlp: clear"), head("confidentiality: public"), head("confidentiality: none"), head("sensitivity: 0.3"),
    head("classification: theory"), head("traffic: 300"), head("year: 2026\nvenue: ICLR"), head("month: 2025-11"),
    head("quarter: Q4 2025"), head("edition: 3"), head("연도: 2026"), head("export: true"), head("build: true\noutput: html"),
    head("needs review: false"), head("keywords: draft tokens"), head("status: read # draft, read or done"),
    head("venue: ICLR # draft | read"), head("# draft: true\ntitle: x"), head("title: x # the draft model of May"),
    line("The draft as of 2024 is long."), line("The following is a summary."), line("Below is a table of drafts."),
    line("Draft of the constitution of 1787"), line("This draft model is small."), line("초안 모델이 토큰을 제안한다."),
    line("本文提出草稿模型。"), line("Bản nháp của mô hình nhỏ."), line("TLP is a protocol."),
    line("**Note:** this draft model is small."), line("Method: this is a survey of drafts."), line("Note: the draft is by Kim."),
    "# Constitution (draft of 1787 explained)\n\nWords.\n", "# Title — NeurIPS, Nov 2025\n\nWords.\n",
    '<h1 class="hero">Title</h1>\n\nWords.\n', "# Plan, draft, verify\n\nWords.\n", line("> [!note] publish when it is out"),
    '<div class="hidden">x</div>\n\nWords of it.\n', line("```text\n-----BEGIN PGP MESSAGE-----\n```"),
]  # fmt: skip
OPEN_FOLDERS = ("from scratch", "sandboxing", "traffic")


def test_marks_hold_a_post_back_with_one_warning_each(build: Build) -> None:
    texts = [text for kind in HELD.values() for text in kind]
    files = {f"posts/2025-11-14-m{n}.md": text for n, text in enumerate(texts)}
    files |= {f"{folder}/2025-11-14-a.md": TEXT for folder in FOLDERS}
    built = build(files, conf=PUBLISHING, builder="dummy")
    assert {files.get(f"{name}.md", name) for name in built.env.found_docs - {"index"}} == set()
    said = [each.partition(":")[0] for each in built.warnings if "this is not published" in each]
    assert sorted(said) == sorted(files)


def test_the_same_words_about_a_paper_hold_nothing_back(build: Build) -> None:
    files = {f"posts/2025-11-14-s{n}.md": text for n, text in enumerate(SHOWN)}
    files |= {f"{folder}/2025-11-14-a.md": TEXT for folder in OPEN_FOLDERS}
    built = build(files, conf=PUBLISHING, builder="dummy")
    held = files.keys() - {f"{name}.md" for name in built.env.found_docs}
    assert {name: files[name] for name in held} == {}
