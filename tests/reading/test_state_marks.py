"""Marks by which people say that a text is not for readers, and texts that only resemble them.

Each is a post of its own in one project: the first are held back with one warning each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.harness import CONF

if TYPE_CHECKING:
    from tests.harness import Build

TEXT = "# Title\n\nWords of it.\n"
RST = "Title\n=====\n\nWords of it.\n"
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
        "# [비공개] 데이터 없이 배우기\n\nWords.\n", "# 비공개: 데이터 없이 배우기\n\nWords.\n", head("title: 데이터 없이 배우기 (미공개)"), "# 비공개 - 데이터\n\nWords.\n",
        '<h1 class="draft">Title</h1>\n\nWords.\n', "# Title, first draft\n\nWords.\n", "# Tiêu đề (bản nháp)\n\nWords.\n",
        "# Title — draft, Nov 2025\n\nWords.\n", "# Title [draft of 3 Nov]\n\nWords.\n", "# Title (first draft, 2025-11-03)\n\nWords.\n",
    ],
    "tasks": [line("> [!todo] publish when the paper is out")],
    "labels": [
        line("CONFIDENTIAL - programme committee only"), line("> Notes of mine, for my eyes only."), line("Review notes, for internal use only."),
        line("> [!CAUTION]\n> Please do not quote, share or post any of this before the day of the notification; thank you."),
        line("**Status:** my adviser has to see it before this goes online"), "# Title :noexport:\n\nWords.\n", "# Title :llm:noexport:\n\nWords.\n",
        f"{TEXT}\nOne.\n\nTwo.\n\n---\n\nFor use within the group of Han. Do not forward.\n", f"{TEXT}\nOne.\n\nTwo.\n\n공유 금지.\n",
        f"{{# unpublished, keep local #}}\n\n{TEXT}", "%% not for publishing - quotes of a rebuttal %%\n\n# Title\n\nWords.\n", f"{TEXT}\n（草稿，请勿外传）\n",
        line(":::{attention}\nNot for distribution. This has parts of a submission that I was asked to referee in spring.\n:::"),
        line("- [x] read the paper\n- [x] write the summary\n- [ ] OK to publish"), f"{TEXT}\n---\ntitle: x\ndraft: true\n---\n",
        head("audience: lab-internal"), head("veroeffentlicht: nein"),
        f"<meta name='draft' content='true'>\n\n{TEXT}", f"<meta content='draft' name='status'/>\n\n{TEXT}", f"{TEXT}\n:draft: true\n",
    ],
    "readers": [
        head("readPermission: owner"), head("view_permission: private"), head("allowed_users:\n  - kim\n  - lee"), head("allowed users: kim"),
        head("required_role: member"), head("kanban: Backlog"),
    ],
    "encrypted": [
        "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n", "$ANSIBLE_VAULT;1.1;AES256\n3336\n",
        "\0GITCRYPT\0abc", "---\ntitle: x\n---\n\n%%🔐 abc 🔐%%\n", "---\ntitle: x\n---\n```meld-encrypt\nabc\n```\n",
    ],
    "more sentences": [
        line("Draft · 3 min read"), line("Early draft: please send comments."), line("Embargoed until the paper is out"), line("Not intended for publication."),
        line("I have yet to finish this review."), line("This post isn't finished."), line("The review below is unfinished."), line("이 글은 계속 수정 중입니다."),
        line("이 글은 나중에 공개할 예정입니다."), line("本文仍在撰写中。"), line("Dieser Beitrag ist noch nicht fertig."), line("Cet article n'est pas terminé."),
        line("This review is still being written."), "# Title – not finished\n\nWords.\n", "# Title · draft\n\nWords.\n", "# Title (incomplete)\n\nWords.\n",
        line('::: {.callout-warning title="Draft"}\nx\n:::'), '{% callout title="Unfinished" %}\n\n# Title\n\nWords.\n', f"{TEXT}\n> Draft\n",
        head("audience: coauthors only"), head("restricted_to: lab"), head("not_until: 2999-01-01"),
        "+++\n+++\ndate = 2999-01-01\n[last_update]\nauthor = 'x'\n+++\n\n# Title\n\nWords.\n",
        line("This is a stub."), line("Please keep this private."), "# Title\n\nTBD\n", "# Title\n\n## Summary\n\nComing soon\n", head("emoji: 🚧"), head("listed: false"),
    ],
    "tables": [
        line("| | |\n|---|---|\n| Paper | Attention |\n| Status | draft |"), line("| Reviewer | Venue | Status |\n|---|---|---|\n| Kim | ICLR | WIP |"),
        line("|항목|내용|\n|-|-|\n|논문|A|\n|상태|작성 중|"), line("<table><tr><td>Paper</td><td>A</td></tr>\n<tr><td>State</td><td>draft</td></tr></table>"),
        line("Venue\n: ICLR\n\nStatus\n: draft"), line("**Paper**: A<br>**State**: draft"), line("Author: Kim | Status: WIP | May"),
        line("*Kim, 2025-11-01, draft*"), line("By Kim · November 2025 · unpublished draft"),
    ],
    "notices": [
        "<DraftBanner />\n\n# Title\n\nWords.\n", "<UnpublishedNotice/>\n\n# Title\n\nWords.\n", line("<wip-callout></wip-callout>"), line('<div id="draft-notice">x</div>'),
        "{% include draft_notice.html %}\n\n# Title\n\nWords.\n", "![[draft-notice]]\n\n# Title\n\nWords.\n", "```{include} _draft.md\n```\n\n# Title\n\nWords.\n",
        line("```{note}\n:class: draft\nx\n```"), line("```{warning} Not for publication\n```"), line("[![draft](https://img.example/badge/x)](https://example.org)"),
    ],
    "lines of tags": [
        f"{TEXT}\nTags: rl, draft\n", f"{TEXT}\n**Tags:** #rl #draft\n", f"{TEXT}\n태그: 강화학습, 초안\n", f"{TEXT}\nKeywords: attention; work in progress\n",
        line("Tags: rl, draft"), head("태그: [rl, 초안]"), "type:: #draft\n\n# Title\n\nWords.\n",
    ],
    "reminders": [
        "# TODO: finish this review\n\nWords.\n", line("TODO: finish this review."), line("FIXME: complete the write-up"), line("TODO: rewrite this post before publishing"),
        line("- [ ] finish the review"), line("> [!todo]\n> finish this note"), "<!-- TODO: finish this post -->\n# Title\n\nWords.\n",
        line("할 일: 이 리뷰 마무리하기"), line("TODO: 마저 쓰기"),
    ],
    "completion": [
        head("ready: 50%"), head("progress: 0.3"), head("completeness: 3/5"), head("진행률: 40%"), head("percent_done: 80"), line("Progress: 40%"),
        "# Title (60% done)\n\nWords.\n", line("![](https://img.example/badge/progress-40%25-orange)"),
    ],
    "keys": [
        head("include: false"), head("show_on_site: false"), head("review: pending"), head("publish_after: camera-ready"),
        head("permissions:\n  read: owner"), head("share: {with: lab}"), line("This post is incomplete."), line("Come back later: this page is not ready."),
    ],
    "languages": [
        head("状态: 撰写中"), head("可見性: 僅自己"), head("diffusion: interne"), head("confidencial: sí"),
        head("công khai: không"), head("xuất bản: chưa"), head("منشور: لا"), head("الحالة: مسودة"),
    ],
}  # fmt: skip
#: Folders that keep posts back.
FOLDERS = (
    "scratch",
    "Scratchpad",
    "sandbox",
    "parking lot",
    "team-only",
    "internal docs",
    "review-queue",
)
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
    "# 비공개 데이터 없이 배우기\n\nWords.\n", head("title: 미공개 데이터로 학습한 모델의 재현성"),
    "# Constitution (draft of 1787 explained)\n\nWords.\n", "# Title — NeurIPS, Nov 2025\n\nWords.\n",
    '<h1 class="hero">Title</h1>\n\nWords.\n', "# Plan, draft, verify\n\nWords.\n", line("> [!note] publish when it is out"),
    line("| Paper | State |\n|---|---|\n| A | accepted |\n| B | draft |"), line("| Model | Draft |\n|---|---|\n| A | 68M |"), line("| Task | Progress |\n|---|---|\n| A | 40% |\n| B | 60% |"),
    line("Draft\n: a small model\n\nTarget\n: a large one"), line("Author: Kim | Code: private"), line("*Kim, 2025-11-01, on drafts*"),
    "<DraftModel/>\n\n# Title\n\nWords.\n", head("hide_banner: true\nshow_notice: false"), line("```{figure} draft.png\n:class: wide\n```"), line("![draft](draft.png) and more"),
    line("[Draft](https://example.org) is a paper."), f"{TEXT}\nTags: privacy, draft-models\n", line("See [[draft]] for more."), line("```{note}\n:class: margin\nx\n```"),
    line("TODO: read the appendix"), line("- [ ] try the code"), line("- [x] finish the review"), line("> [!todo] ask the authors"), line("TODO lists help agents finish tasks."),
    head("progress: 100%"), head("completion: 5 of 5"), head("reading_progress: 40%"), head("accuracy: 40%"), head("done: 12"), line("Progress: 40% better than before"), "# Models at 70%\n\nWords.\n",
    head("execute:\n  output: false\n  include: false"), head("format:\n  html:\n    output: false"), head("alias: [draft]"), head("paper_status: draft"), head("share: true"),
    line("Draft: 68M, target: 7B"), line("I have yet to try this."), line("This method isn't finished."), line("Coming soon to a GPU near you."), "# Title\n\n## Summary\n\nTBD\n\n## Method\n\nWords.\n",
    head("emoji: 🔒"), head("up: '[[drafts]]'"), head("related: [draft]"), head("listed: true"), line("Only for me does it crash."), line("Keep this in mind."),
    line("| Drafts | 4 |\n|---|---|\n| Draft length | 8 |"), line("Labels: cat, private"), line('{{< figure src="a.png" title="Draft" >}}'), line("![[wip-chart.png]]"),
    head("review: positive"), head("publish_after: 2025-01-01"), line("This post is about internal states."), line("Not yet public: the weights."),
    head("readPermission: everyone"), head("allowed_users: all"), head("allowed_groups:\n  - everyone"), head("roles: [author]"), head("kanban: done"),
    head("build:\n  render: always\n  list: always\n  publishResources: false"), "# Title :llm:rl:\n\nWords.\n", line("IBM - researchers only"), line("Access to the data: members only"), line("Please do not cite this post; cite the paper."),
    f"{TEXT}\nOne.\n\nTwo.\n\nThe authors do not share the weights.\n", f"{TEXT}\nOne.\n\nTwo.\n\nThey say: do not forward the cache.\n",
    line("They had read it before it was published at ICLR."), line("> " + "A quotation of a hidden state that is shared. " * 2), f"{TEXT}\n:draft: false\n", f"<meta name='theme-color' content='black'>\n\n{TEXT}",
    line("- [x] read the paper\n- [x] write the summary\n- [ ] try the code"), f"{TEXT}\n---\nvenue: ICLR\n---\n", head("audience: lab scientists"), "{# a comment on drafts #}\n\n# Title\n\nWords.\n",
    '<div class="hidden">x</div>\n\nWords of it.\n', line("```text\n-----BEGIN PGP MESSAGE-----\n```"),
]  # fmt: skip
OPEN_FOLDERS = (
    "from scratch",
    "sandboxing",
    "traffic",
    "internal states",
    "team games",
    "read only",
    "NBA draft",
    "zz",
)
#: The same in reStructuredText.
HELD_RST = [
    f".. draft-notice::\n\n{RST}", f".. include:: /draft-banner.rst\n\n{RST}", f".. todo:: Finish this review.\n\n{RST}",
    "Title\n=====\n\n.. todo::\n\n   Complete this post.\n\nWords.\n", f"{RST}\n:tags: draft\n", f".. |draft| image:: draft.svg\n\n|draft|\n\n{RST}",
    f".. list-table::\n\n   * - Status\n     - draft\n   * - Venue\n     - A\n\n{RST}", "Title\n=====\n\n====== =====\nVenue  ICLR\nStatus draft\n====== =====\n\nWords.\n",
    "Title\n=====\n=====\n\n:date::\n   2999-01-01\n",
    f".. header:: CONFIDENTIAL - programme committee only\n\n{RST}", f"{RST}\n:draft: true\n\nMore words.\n", f"{RST}\n:venue: A\n:unlisted:\n",
]  # fmt: skip
SHOWN_RST = [
    "Title\n=====\n\nThe API has tiers:\n\n1. The public API, available when :file:`x.h` is included.\n2. The rest.\n",
    f".. todo:: Read the appendix.\n\n{RST}", f".. include:: drafts-of-law.rst\n\n{RST}", f"{RST}\n:tags: rl\n", f".. |draft| replace:: the draft model\n\n{RST}",
    f"{RST}\n:hidden: 128\n:published: no\n\nMore words.\n",
    "Title\n=====\n\n====== =====\nVenue  ICLR\nDraft  68M\n====== =====\n\nWords.\n", f"{RST}\nAs in::\n\n   :draft: true\n   Status: draft\n",
]  # fmt: skip


def test_marks_hold_a_post_back_with_one_warning_each(build: Build) -> None:
    texts = [text for kind in HELD.values() for text in kind]
    files = {f"posts/2025-11-14-m{n}.md": text for n, text in enumerate(texts)}
    files |= {f"posts/2025-11-14-r{n}.rst": text for n, text in enumerate(HELD_RST)}
    files |= {f"{folder}/2025-11-14-a.md": TEXT for folder in FOLDERS}
    built = build(files, conf=PUBLISHING, builder="dummy")
    shown = {path for path in files if path.rpartition(".")[0] in built.env.found_docs}
    assert {path: files[path] for path in shown} == {}
    said = [each.partition(":")[0] for each in built.warnings if "this is not published" in each]
    assert sorted(said) == sorted(files)


def test_the_same_words_about_a_paper_hold_nothing_back(build: Build) -> None:
    files = {f"posts/2025-11-14-s{n}.md": text for n, text in enumerate(SHOWN)}
    files |= {f"posts/2025-11-14-r{n}.rst": text for n, text in enumerate(SHOWN_RST)}
    files |= {f"{folder}/2025-11-14-a.md": TEXT for folder in OPEN_FOLDERS}
    built = build(files, conf=PUBLISHING, builder="dummy")
    held = {path for path in files if path.rpartition(".")[0] not in built.env.found_docs}
    assert {name: files[name] for name in held} == {}
