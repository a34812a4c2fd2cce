"""What is not published: however its source says so, and whatever cannot be understood."""

from __future__ import annotations

import codecs
import json
import re
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_paperreview.reading.states import reader as judge
from tests.harness import CONF, count_calls

if TYPE_CHECKING:
    from tests.harness import Build, Built

#: A parser of notebooks for tests: the text of the cells, as Markdown.
CONF_NOTEBOOKS = f"""{CONF}
html_baseurl = "https://example.org/"
paperreview_now = "2025-12-01"
import json
from myst_parser.parsers.sphinx_ import MystParser

class Notebook(MystParser):
    supported = ("ipynb",)
    def parse(self, text, document):
        cells = json.loads(text)["cells"]
        super().parse("\\n\\n".join("".join(cell["source"]) for cell in cells), document)

def setup(app):
    app.add_source_suffix(".ipynb", "ipynb")
    app.add_source_parser(Notebook)
"""


def yaml_head(text: str, body: str = "# Title WORD\n\nWORD is here.\n") -> str:
    return f"---\n{text}\n---\n\n{body}"


def notebook(metadata: object, *cells: tuple[str, str]) -> str:
    parts = [*cells, ("markdown", "# Title WORD\n\nWORD is here.\n")]
    return json.dumps({
        "cells": [
            {"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True)}
            for kind, source in parts
        ],
        "metadata": metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    })  # fmt: skip


TEXT = "\n\n# Title WORD\n\nWORD is here.\n"
RST = "\nTitle WORD\n====================\n\nWORD is here.\n"
LONG = "".join(f"key{n}: value {n}\n" for n in range(1500))
COMMENT = "   of many lines\n" * 2000
FAR = "Some words of a paragraph.\n\n" * 1500

#: Heads of YAML that say so plainly: no warning.
CLEAR = [
    "draft: true", "draft: yes", "draft: on", "draft: TRUE", "draft: 'true'", 'draft: "Yes"',
    "draft: !!bool true", "!!str draft: true", "{draft: true}", "{title: x, draft: true}",
    "  draft: true\n  title: x", '"draft": true', '"dr\\u0061ft": true', "? draft\n: true",
    "'draft' : true", "a: &a {draft: true}\n<<: *a", "a: &a true\ndraft: *a", "draft: true # soon",
    f"draft: true\n{LONG}", f"{LONG}draft: true", "published: false", "published: no",
    "publish: false", "publish: off", "private: true", "unpublished: true", "hidden: true",
    "status: draft", "status: Draft", "status: private", "status: hidden", "status: unpublished",
    "visibility: private", "status: [read, draft]", "params: {draft: true}",
    "metadata:\n  draft: true", "extra: {draft: yes}", "date: 2999-01-01", "date: 2999-01-01 00:00", "Date: 2999-01-01",
    "date: 2999-01-01T00:00:00+09:00", "date: 2999-12-31 23:59 -0800", "date: 9999-12-31",
    "date: '9999.12.31'", "date: 99991231", "date: 2026년 1월 1일", "publishDate: 2031-01-01",
    "pubDate: 2031-01-01T00:00:00Z", "published_at: 2031-01-01", "published: 2031-01-01",
    "expires: 2025-11-20", "expiry_date: 2025-12-01", "expiryDate: 2025-11-20T00:00:00Z",
    "expirydate: 2025-11-20", "date: 2025-12-01T00:00:01Z", "draft: true\ndate: someday", "draft: false\ndraft: true",
    "date: Nov 14, 2030", "date: 14 November 2030", "date: November 14th, 2030", "date: 14.11.2030",
    "date: 2030-11-14 09:00:00 +0900", "date: Thu, 14 Nov 2030 09:00:00 GMT", "date: 2030-Nov-14",
    "date: 2030년 11월 14일 (목)", "date: 2025-12-01 11:59 PM", "pubDate: Nov 14 2030",
    "expires: Nov 20, 2025", "expires: 20.11.2025", "published: 14. Nov. 2030",
    f"a: {'9' * 5000}\ndraft: true", "last_update: 2025-02-30\ndraft: true",
    "expiry: 2025-11-30", "expiration: Nov 30, 2025", "post_status: draft", "status: embargo",
    "build: {render: never, list: never}", "_build:\n  render: false", "build: {render: link}",
]  # fmt: skip
#: Heads of YAML that nobody can be sure of: one warning.
DOUBTFUL = [
    "title: a: b\ndraft: true", "draft: true\ntitle: a: b", "title: a: b", "\tdraft: true",
    "author: @x\ndraft: true", "draft: true\ntitle: `x`", "description: %50", "a: *x",
    "title: a\x08b\ndraft: true", f"a: {'[' * 41}{']' * 41}\ndraft: true",
    "- draft: true", "draft:true", "draft", "{draft}",
    "draft true\ntitle: x", "draft: true\n draft: true", "draft: 1", "draft: 0", "draft: maybe",
    "draft:", "draft: ~", "draft: [true]", "draft: {a: true}", "draft: ''", "draft: y",
    "draft: true false", "draft: 2025-01-01", "unlisted: 1", "unlisted: perhaps", "unlisted:",
    "date: someday", "date: 12/25/2030", "date: 10000-01-01", "date: 2025-02-30", "date: 2030",
    "date: 03/04/2030", "date: 03.04.2025", "date: 14/11/2025", "date: Nov 14", "date: Nov 2030",
    "date: 31 November 2025", "date: 2025-11-14 13:00 PM", "date: 25.11.14", "expires: 03.04.2025",
    "date:", "date: [2025-01-01]", "date: true", "date: 0001-01-01", "date: tomorrow",
    "date: 2025-11-14 25:00", "date: 2025-11-14 Asia/Seoul", "expires: 11/20/2025",
    "expires: never", "expires:", "expires: 2025", "expires: true", "publishDate: soon",
    "published: maybe", "Draft: true", "DRAFT: true", "draft : true\ndraft: false", "drfat: true",
    "draf: true", "drafts: true", "dr\u0430ft: true", "dr\u200baft: true", "ｄｒａｆｔ: true",
    "isdraft: x\ndraf t: true", "Published: false", "publishd: false", "Unlisted: true",
    "unlistd: true", "Expires: 2025-11-20", "expire: 2025-11-20", "expiry-date: 2025-11-20",
    "daet: 2999-01-01", "dat: 12/25/2030", "PublishDate: 2031-01-01",
    "Private: true", "privat: true", "Status: draft", "status: drfat", "status: private (until May)",
    "status: draft, to be read again", "status: [read, hidden for now]", "tags:\n  draft: true",
    "last_update:\n  date: 2025-01-01\n  draft: true", "description: |\n  a\n  draft: true",
    "title: 'It\ndraft: true\nx: y'", "draft: 0\ndraft: false", "draft: false\ndraft: false", "!!set {draft}", "!!omap [draft: true]", "title: x\n--- # a\ndraft: true",
    "title: 'open\ndraft: true", "draft： true", "draft;true", "title: x\ndraft; true", "draft = true", "title: x\n...\ndraft: true",
    "darfft: true", "publsihe: false", "state: draft", "expirytdae: 2025-11-20",
    'description: |\n  a\n  more "expires": 2025-11-20',
    # Words of other programs and languages.
    "wip: true", "public: false", "visible: no",
    "isPublic: false", "is_published: no", "saveAsDraft: true", "ignorePublish: true", "do-not-publish: yes",
    "donotpublish: true", "nopublish: true", "hide_post: true", "scheduled: true", "embargo: 2999-01-01",
    "embargo_until: 2999-01-01", "publish-on: 2026-02-01", "visible from: Jan 2, 2026", "go_live: 2999-01-01",
    "valid_until: 2025-11-01", "render: false", "permalink: false", "headless: true", "exclude: true",
    "eleventyExcludeFromCollections: true", "internal: true", "secret: yes", "deleted: true",
    "members_only: true",
    "초안: true", "비공개: 예", "공개: false", "공개 여부: 아니오", "발행: 아니요",
    "공개일: 2026-02-01", "만료일: 2025-11-01",
    "下書き: はい", "公開: いいえ", "发布: 否", "entwurf: ja",
    "borrador: sí", "publicado: no", "veröffentlicht: nein", "черновик: да",
    "exclude_from_site: true", "pub date time: 2999-01-01", "postDate: 2999-01-01", "article_date: 2999-01-01",
    "post_at: 2999-01-01", "goes_live: 2999-01-01", "issued: 2999-01-01", "notBefore: 2999-01-01",
    "removeAfter: 2025-11-01", "takedown: 2025-11-01", "delete_on: 2025-11-01", "offline from: 2025-11-01", "retire_on: 2025-11-01",
    "members: true", "email only: yes", "encrypted: true", "under_embargo: yes", "password_protected: yes", "expired: true",
    "not approved: true", "final: false", "임시글: 예", "보류: true", "숨기기: 예", "공개 예정일: 2999-01-01", "公開フラグ: オフ", "公開: しない",
    "是否公开: 否", "加密: true", "en ligne: non", "sichtbar: nein", "gepubliceerd: nee", "publicerad: nej", "opublikowane: nie",
    "скрыто: да", "yayınlandı: hayır",
    "published_to_web: false", "공개: ❌", "공개 여부: ×", "초안: ☑", "visible: x", "비공개: O",
    "embargo: {until: 2999-01-01}", "embargo:\n- 2999-01-01", "공개:\n  여부: 아니오", "embargo: until May 2999", "publish on: Q1 2999",
    "first_published_at: 2999-01-01", "작성일: 2999-01-01", "created: 2999-01-01", "is_temp: true", "ready_to_publish: false", "배포: 안함", "will_publish: 2999-02-03", "go_public: 2999-01-01", "공개유무: 무", "公開可否: 否",
    "finalized: no", "routable: false", "delisted: true",
    "web: false", "site: no", "url: false", "slug: false", "path: false", "hold: true", "on_hold: yes", "hold until: 2999-01-01",
    "queue: true", "login_required: true", "공개시각: 2999-01-01 09:00", "오픈: false", "дата публикации: 2999-01-01",
    "active: false", "unlist: true", "placeholder: true", "公開する: いいえ", "опубликован: нет", "luonnos: kyllä",
    "my_eyes_only: true", "숨김처리: Y", "定时: 2999-01-01", "nur intern: ja", "скрыть: да", "hugo_publishdate: 2999-01-01",
    "fecha_publicacion: 2999-01-01", "date de publication: 2999-01-01", "publicação: não",
]  # fmt: skip
#: The same, of posts alone.
DOUBTFUL_POSTS = [
    "status: WIP", "status: skip", "visibility: false", "stage: draft", "type: draft",
    "category: wip", "access: private", "audience: [me, internal]", "publishState: draft",
    "published-status: not published", "tags: [rl, draft]", "tags: draft, rl",
    "keywords: [private]", "title: '[WIP] x'", "title: 'Draft: x'", "title: (초안) x", "공개여부: 비공개",
    "상태: 작성 중", "status: 비공개", "visibility: 나만 보기", "비밀번호: 1234", "password: x1", "status: 草稿",
    "状態: 非公開", "status: brouillon", "estado: borrador",
    "visibility: paid", "access: subscribers", "permission: only me", "classification: internal", "display: hidden",
    "status: expired", "status: incomplete", "post_status: auto-draft", "post_password: x1", "publish on: TBD", "공개일: 미정",
    "상태: 미완성", "상태: 수정중", "공개범위: 나만", "状態: 書きかけ", "状态: 待发布", "статус: скрыт",
    "tags: [rl, do-not-publish]", "title: x (WIP)", "title: x [draft]", "title: x - draft", "title: Unpublished | x", "title: WIP x",
    "title: '🚧 WIP: x'", "title: Draft", "title: x (작성 중)",
    "title: '[draft 2] x'", "title: 'Draft v3: x'", "title: ~~Old words~~", "title: 🚧 x", "title: '[공개 예정] x'", "title: '[대외비] x'",
    "title: DO NOT PUBLISH x", "title: 'Private: x'", "title: x **draft**", "title: x <b>draft</b>", "title: TBD", "title: 'x #wip'",
    "tags: [draft/2026]", "tags: rl draft", "categories: [[draft, rl]]", "labels: [wip]",
    "status: second draft", "status: draft v2", "status: to be published", "status: awaiting publication", "status: 공개하지 않음",
    "note_type: private", "visibility: friends", "status: 비공개 처리", "share: nobody", "access: {site.login: true}", "review_status: pending", "version: draft", "title: x (unfinished)", "title: Draft 3 of x",
    "label: draft", "topic: wip", "tag: private", "type: private", "kind: hidden", "layout: private", "status: 🚧", "visibility: 🔒", "tags: [🚧]",
    "title: x (not for publication)", "title: x [private]", "title: 〔草稿〕x", "title: ':construction: x'", "공개: 나중에", "status: koncept",
    "상태: 발행 전", "status: 尚未发布", "状態: 公開しない", "who_can_see: me", "status: 0", "dg-publish:", "public: ''", "공개:", "wip: half of it", "status: [not to be published]", "공개 상태: 아직 공개하지 말 것",
    "status: in-review", "status: under review", "status: needs work", "상태: 검토중", "phase: writing", "access_level: team", "visibility: lab only",
    "title: DRAFT_x", "title: Rough draft of the review", "title: Notes DRAFT of May", "title: notes.draft", "title: '[on hold] x'", "tags: [needs-review]",
    "acl: private", "type: draft-post", "subtitle: (draft)", "summary: WIP", "publication_state: preview", "todo: publish later", "description: x - do not publish", "notes: not ready for publication", "Freigabe: ausstehend",
]  # fmt: skip
#: Whole files that are no more than they say, by suffix.
FILES = {
    "mdx": [
        f"Title: x\nStatus: draft\nDate: 2025-11-14\n{TEXT}",
        f"public:: false\n{TEXT}",
        f"+++\ndraft = true\n+++\n{TEXT}", f"+++\ndate = 2999-01-01\n+++\n{TEXT}",
        f"+++\ntitle = 'x'\n[params]\ndraft = true\n+++\n{TEXT}", f"---yaml\ndraft: true\n---\n{TEXT}",
        f"--- toml\ndraft = true\n---\n{TEXT}", f'---json\n{{"draft": true}}\n---\n{TEXT}',
        yaml_head("cascade:\n  draft: true"), yaml_head("cascade:\n- build:\n    render: never"),
        f'{{\n  "title": "x",\n  "draft": true\n}}\n{TEXT}', f'{{"date": "2999-01-01"}}\n{TEXT}',
        yaml_head("draft: true").replace("\n", "\r"), yaml_head("draft: true").replace("\n", "\r\n"),
        yaml_head("draft: true").replace("---\n", "--- \t\n"),
        yaml_head("draft: true").encode("utf-16"), yaml_head("draft: true").encode("utf-16-le"),
        yaml_head("draft: true").encode("utf-16-be"), yaml_head("draft: true").encode("utf-32"),
        ("\0" + yaml_head("draft: true")).encode("utf-16"),  # which begins as UTF-32 does
        codecs.BOM_UTF16_BE + yaml_head("draft: true").encode("utf-16-be"),
        codecs.BOM_UTF8 + yaml_head("draft: true").encode(),
        yaml_head("title: 한글\ndraft: true").encode("cp949"),
        yaml_head("title: é\ndraft: true").encode("latin-1"),
        f"---\ndraft: true\n...\n{TEXT}", "# Title WORD\n\n```{paper:post}\n:draft: true\n```\n\nWORD\n",
        f"{yaml_head('title: x')}\n\n```{{paper:post}}\n:date: 2999-01-01\n```\n",
        f"<!--\n.. title: x\n.. status: draft\n-->\n{TEXT}", f"<!--\n.. date: 2999-01-01 10:00\n-->\n{TEXT}",
        yaml_head("date:\n  created: 2999-01-01"),
        "# 2999-01-01 papers WORD\n\nWORD\n", yaml_head("title: 2999-01-01 WORD", "WORD\n"),
    ],
    "md": [
        "# WORD\n\n```{paper:post}\n---\ndate: 2025-11-14\ndraft: true\n---\n```\n\nWORD\n",
        f"# WORD\n\n{FAR}```{{paper:post}}\n:draft: true\n```\n\nWORD\n",
        "# WORD\n\n~~~~{paper:post}\n:draft:\n~~~~\n\nWORD\n",
        "# WORD\n\n::::{paper:post}\n:date: 2999-01-01\n::::\n\nWORD\n",
        "# WORD\n\n```{paper:post} :draft: true\n```\n\nWORD\n",
        "# WORD\n\n```{paper:post} 2999-01-01\n:tags: a\n```\n\nWORD\n",
        "# WORD\n\n````{note}\nWORD\n\n```{paper:post}\n:draft: true\n```\n````\n",
        "# WORD\n\n```{note}\nWORD\n```\n\n```{paper:post}\n:draft: true\n```\n",
        "# WORD\n\n```{eval-rst}\n.. paper:post::\n   :draft: true\n```\n\nWORD\n",
        "# WORD\n\n> ```{paper:post}\n> :draft: true\n> ```\n\nWORD\n",
        "# WORD\n\n```{paper:post}\ndraft: true\n```\n\nWORD\n",
        "# WORD\n\n```{paper:post}\n:expires: 2025-11-20\n:date: 2025-11-14\n```\n\nWORD\n",
        f"+++\ndraft = true\n+++\n{TEXT}",
    ],
    "rst": [
        f":draft: true\n{RST}", "Title\n=====\n\n:draft: true\n\nWORD\n",
        f":draft:\n   true\n{RST}", f":date:\n   2999-01-01\n{RST}", f":Draft: yes\n{RST}",
        f":dr\\aft: true\n{RST}", f":**draft**: true\n{RST}", f":status: draft\n{RST}",
        f".. A comment\n{COMMENT}\n:draft: true\n{RST}",
        f".. meta::\n   :a: b\n\n:expires: 2025-11-20\n{RST}",
        f".. paper:post::\n   :draft:\n{RST}", f".. paper:post::\n   :date: 2999-01-01\n{RST}",
        f".. paper:post::\n\n   :draft: true\n{RST}", f".. paper:post:: :draft: true\n{RST}",
        f"{RST}\n{FAR}.. paper:post::\n   :date: 2025-11-14\n   :draft: true\n",
        f".. paper:post:: 2999-01-01\n{RST}",
        f".. PAPER:POST::\n   :draft: true\n{RST}", f".. note::\n\n   .. paper:post::\n      :draft: yes\n{RST}",
        f"---\ndraft: true\n---\n{RST}", f":draft: true\n{RST}".encode("utf-16"),
    ],
    "ipynb": [
        notebook({"draft": True}), notebook({"date": "2030-01-01"}), notebook({"expires": "2025-11-01"}),
        notebook({"myst": {"draft": True}}), notebook({"nikola": {"status": "draft"}}),
        notebook({"frontmatter": {"published": False}}),
        notebook({}, ("raw", "---\ndraft: true\n---\n")), notebook({}, ("markdown", "---\ndraft: true\n---\n")),
        notebook({}, ("code", "x = 1"), ("markdown", "```{paper:post}\n:draft: true\n```")),
    ],
}  # fmt: skip
#: Files in doubt, by suffix.
DOUBTFUL_FILES = {
    "mdx": [
        f"---\ndraft: true\n{TEXT}", f"\n\n---\ndraft: true\n---\n{TEXT}", f" ---\ndraft: true\n---\n{TEXT}",
        f"<!-- a -->\n---\ndraft: true\n---\n{TEXT}", f"{{/* a */}}\n\n---\ndraft: true\n---\n{TEXT}",
        f"----\ndraft: true\n----\n{TEXT}", f"—\ndraft: true\n—\n{TEXT}",
        f"\ufeff\ufeff---\ndraft: true\n---\n{TEXT}", f"\u200b---\ndate: 2999-01-01\n---\n{TEXT}",
        f"+++\ndraft = tru\n+++\n{TEXT}", f"+++\ndraft = true\n{TEXT}", f"+++\nDraft = true\n+++\n{TEXT}",
        f'{{"draft": true,}}\n{TEXT}', f'\n{{"draft": true}}\n{TEXT}', f'{{"draft": 1}}\n{TEXT}',
        f"Title x\ndate: Nov 14, 2030\n{TEXT}", f"Title x\ndate: 14.11.2030\n{TEXT}",
        f"draft: true\n{TEXT}", f"Title: x\nStatus: draft\n{TEXT}",
        f'{{"draft" "true", "venue": "A"}}\n{TEXT}', f'{{\n"title": "x"}}\n"draft": true\n}}\n{TEXT}', f'{{"publish\ned": false}}\n{TEXT}',
        f"--\ndraft true\n---\n{TEXT}", f"---\npriva\nte: true\n—--\n{TEXT}",
        f"Title: x\ndate: 11/14/2030\n{TEXT}", f"# T\n\n상태: 초안\n생성일: 2025년 11월 1일\n{TEXT}",
        f"<!-- draft -->\n{TEXT}", f"{{/* WIP */}}\n{TEXT}", f"<!--\ntitle: x\ndraft: true\n-->\n{TEXT}",
        f"---\ntitle: x\n---\n\n<!-- 초안 -->\n{TEXT}", f"# [Draft] WORD\n{TEXT}", f"<!--\n.. title: x\n.. tags: a, draft\n-->\n{TEXT}",
        f"---\nx: {{y: 1}}\n---\n<!-- published: false -->\n{TEXT}", f"+++\nrender = false\n+++\n{TEXT}",
        f"[//]: # (draft)\n{TEXT}", f'[comment]: <> "status: wip"\n{TEXT}', f"%% WIP %%\n{TEXT}", f"{{% comment %}} draft: true {{% endcomment %}}\n{TEXT}",
        f"<!-- do not publish -->\n{TEXT}", f"<!-- DRAFT: finish it -->\n{TEXT}", f"<!-- TODO: do not publish -->\n{TEXT}", f"이 글은 초안입니다.\n{TEXT}", f":::caution\nDraft\n:::\n{TEXT}", f"<Callout>Draft</Callout>\n{TEXT}", f"Publish: ❌\n{TEXT}", f"<!-- to be published on 2999-01-01 -->\n{TEXT}", f"<!-- 아직 공개하지 마세요 -->\n{TEXT}",
        f"> [!draft]\n> words\n{TEXT}", f"# Title\n\n> [!caution] 작성 중\n{TEXT}", f"# Title\n\n:::warning Draft\nx\n:::\n{TEXT}", f'# Title\n\n!!! note "This is a draft"\n    x\n{TEXT}',
        f"# Title\n\nDraft — do not share\n{TEXT}", f"# Title\n\nEmbargoed until 2999-01-01\n{TEXT}", f"{{{{% draft %}}}}\n{TEXT}", f"{{/* 초안입니다 */}}\n{TEXT}", f"#+DRAFT: t\n{TEXT}",
        f"![draft](https://example.org/badge.svg)\n{TEXT}", f"---\ntitle: x\n---\n---\ndraft: true\n---\n{TEXT}", f"```yaml\ntitle: x\ndraft: true\n```\n{TEXT}", f"```\n+++\ndate = 2999-01-01\n+++\n```\n{TEXT}",
        f"(Draft, Nov 2025)\n{TEXT}", f"이 글은 아직 공개되지 않았습니다.\n{TEXT}", f"공유하지 마세요\n{TEXT}", f"Noch in Arbeit\n{TEXT}", f"Internal only\n{TEXT}",
        f"![](https://img.example/badge/status-draft-red)\n{TEXT}", f"#draft/llm\n{TEXT}", f"외부 공유 금지\n{TEXT}", f"임시 저장된 글입니다.\n{TEXT}", f"草稿，请勿转载\n{TEXT}", f"#+PUBLISH: nil\n{TEXT}",
        f":construction: Words\n{TEXT}", f"{{{{< callout >}}}}Draft{{{{< /callout >}}}}\n{TEXT}", f"Please do not share this post.\n{TEXT}", f"本文尚未完成\n{TEXT}",
        f"这是一篇草稿\n{TEXT}", f"Ceci est un brouillon.\n{TEXT}", f"Noch nicht veröffentlichen\n{TEXT}", f"이 포스트는 비공개입니다\n{TEXT}", f"Coming 2999-01-01\n{TEXT}",
        f"<!-- hold until 2999-01-01 -->\n{TEXT}", f"{TEXT}\n*Draft*\n", f"{TEXT}\n<!-- WIP -->\n",
        yaml_head("草稿: 是").encode("gb18030"), yaml_head("статус: черновик").encode("cp1251"), yaml_head("状態: 下書き").encode("cp932"),
        f"# Title\n\n**DRAFT**\n{TEXT}", f"> Draft\n{TEXT}", f"# Title\n\n#rl #draft\n{TEXT}", f"{TEXT}\n#wip\n", f"<Draft />\n{TEXT}", f"# Title {{.draft}}\n{TEXT}",
        f"# Title\n\n### DRAFT\n{TEXT}", "# Title\n\nWIP\n---\n\nText.\n", yaml_head("title: x", "# [WIP] Title\n\nText.\n"), f"# Title\n\nPrivate — do not distribute\n{TEXT}", f"# Title\n\nDo not share outside the lab.\n{TEXT}",
        f"# Title\n\nTo appear on our blog on 2999-01-01\n{TEXT}", f"# Title\n\nTo be published after the talk.\n{TEXT}", f"<!-- TODO: publish after the talk -->\n{TEXT}", f"{{/* TODO publish when ready */}}\n{TEXT}", f"<!-- 학회 후 공개 -->\n{TEXT}", f"<!-- finish before publishing -->\n{TEXT}",
        f"<!-- keep private -->\n{TEXT}", f"\\documentclass[11pt,draft]{{article}}\n{TEXT}", f"<h1>[Draft] Title</h1>\n{TEXT}", f"{TEXT}\n[^a]: draft\n", f"{TEXT}\n\\[draft\\]\n", f"[![WIP](https://img.example/badge/WIP-red.svg)](x)\n{TEXT}", f"# Title\n\nEn construcción\n{TEXT}", f"# Title\n\nVertraulich\n{TEXT}", f"# Title\n\n대외비입니다\n{TEXT}", f"# Title\n\nThis is a draft and will change.\n{TEXT}", f"# Title\n\nI haven't published this yet.\n{TEXT}", f"# Title\n\nEmbargo lifts 2999-01-01\n{TEXT}",
        f"<!-- publish on Friday -->\n{TEXT}", f"<!-- 나중에 공개 -->\n{TEXT}", f"<!-- später veröffentlichen -->\n{TEXT}", f"<!-- hide this post -->\n{TEXT}", f"<!-- not yet -->\n{TEXT}", f"# Title {{#a .draft}}\n{TEXT}", f"# Title\n\n草稿勿传\n{TEXT}", f"# Title\n\n- [ ] publish\n{TEXT}", f"<PostMeta draft />\n{TEXT}", f"{{% note warning %}}Draft{{% endnote %}}\n{TEXT}",
        f"# Title\n\n외부 유출 금지\n{TEXT}",
    ],
    "md": [
        "# WORD\n\n```{meta}\n:draft: true\n```\n\nWORD\n", "# WORD\n\n```{post} Jan 1, 2999\n:tags: a\n```\n\nWORD\n",
        "# WORD\n\n```{article}\n:draft: true\n```\n\nWORD\n", "# WORD\n\n````{note}\n```{blog}\n:status: draft\n```\n````\n\nWORD\n", "# WORD\n\n:::{blog-entry}\n:status: draft\n:::\n\nWORD\n", "# WORD\n\n```{of-others}\n---\npublished: no\n---\n```\n\nWORD\n",
        f"% draft\n{TEXT}", f"{{::comment}}draft{{:/comment}}\n{TEXT}",
        "# WORD\n\n```{paper:post}\n:draft: 1\n```\n\nWORD\n", "# WORD\n\n```{paper:post}\n:drfat: true\n```\n\nWORD\n",
        "# WORD\n\n```{paper:post}\n---\ndate: a: b\n---\n```\n\nWORD\n",
        "# WORD\n\n```{paper:post}\n:date: someday\n```\n\nWORD\n",
        "# WORD\n\n```{paper:post}\n:venue: A\n:dat:e 2999-01-01\n```\n\nWORD\n",
        "# WORD\n\n```{paper:post}\n---\nsummary: |\n  a\n  moreexpires: 2025-11-20\n---\n```\n\nWORD\n",
        "# WORD\n\n```{paper:post}\n:published:2 031-01-01\n  :pinned: true\n```\n\nWORD\n",
    ],
    "rst": [
        f":venue: A:draft: true\n{RST}", f":venue: A:private:\n{RST}", f":sta\ntus: hidden\n{RST}",
        f":private:+true:venue:\n{RST}", f":status :p rivate\n{RST}", f":published:\n2031-01-01\n{RST}",
        f".. paper:post::\n   :dra\nft: yes\n{RST}", f".. paper:post::\n   :publishDa\nte: 2031-01-01\n{RST}",
        f".. paper:post::\n*   :draft: true\n{RST}", f"  Title\n  =====\n\n:expiryDate: 2\n025-11-20\n{RST}",
        f".. article:: Words\n   :draft:\n{RST}", f".. page-info::\n   :status: draft\n{RST}", f"{RST}\n.. of-others:: Words\n   :published: no\n", f"{RST}\n:draft: true\n", f"{RST}\n:venue: A\n:draft:\n   yes\n\nLast words.\n", f"{RST}\n:status: draft\n", f".. image:: https://img.example/badge/status-draft-red\n{RST}", "WORD\n====\n\nDraft\n-----\n\nText.\n",
        f".. meta::\n   :draft: true\n{RST}", f".. meta::\n   :date: 2999-01-01\n{RST}", f".. post:: 2999-01-01 10:00\n   :tags: a\n{RST}",
        f".. draft\n{RST}", f"..\n   draft: true\n{RST}", f".. WIP: words on it\n{RST}", f".. not ready\n{RST}", f".. a note\n\n   status: draft\n{RST}", "WORD (draft)\n============\n\nWORD\n", f".. title: x\n.. status: draft\n{RST}", f":wip:\n{RST}", f":hidden,\n   on\n{RST}", f":상태: 초안\n{RST}",
        f".. paper:post::\n   :public: no\n{RST}", f":drfat: true\n{RST}", f":draft: 1\n{RST}", f".. paper:post::\n   :date: 1/2/2030\n{RST}"],
    "ipynb": [
        notebook({}, ("code", "\n# draft\nx = 1")), notebook({}, ("code", "#| draft: true")), notebook({}, ("code", '"""WIP"""')),
        notebook({"wip": True}), notebook({"tags": ["draft"]}), notebook({"Draft": True}), notebook({"draft": "1"}), notebook({}, ("markdown", "<!-- draft -->")), notebook({}, ("markdown", "x")).replace('"metadata": {}', '"metadata": {"tags": ["draft"]}', 1), '{"metadata": {"draft": true'],
}  # fmt: skip
#: Names that say so, or may.
NAMES = [
    "2999-01-01", "2999/01/01/a", "2999-01-01-a/index", "9999-12-31", "29991231", "2026_01_02-a",
    "2026.01.02 a", "26.01.02-a", "260102_a", "20260102_a", "[2026-01-02] a", "2026년 1월 2일 a",
    "2026년/1월/3일/a", "2-Jan-2026", "a Jan 2, 2026", "2026/01-02-a",
    "_drafts/2025-11-14-a", "a/_drafts/b/2025-11-14", "_Drafts/c", "drafts/2025-11-14-d", "private/2025-11-14-e",
    "00-drafts/2025-11-14-j", "2. Drafts/k", "unpublished/l", "private notes/m", "trash/n", "草稿箱/o", "미완성/p",
    "drafts.nosync/2025-11-14-t", "to-publish-2026-01-01/u",
    "초안/2025-11-14-f", "drafts-2025/q", "my old drafts/r", "예약발행/s", "비공개/g", "a/wip/h", "_private/i",
]  # fmt: skip
DOUBTFUL_NAMES = [
    "2999-02-30", "2025-11-14/2025-13-01-a", "2025.13.01 a", "2025년 2월 30일", "30-Feb-2026-a",
    "2025-11-14-b.draft", "2025-11-14-c-wip", "[draft] 2025-11-14 d", "2025-11-14 e 초안", "2025-11-14_f_draft",
    "WIP-2025-11-14-g", "wip_h", "draft-2025-11-14-i", "2025-11-14 j (draft)", "초안-2025-11-14-k", "2025-11-14-l.private", "2025-11-14-m.bak",
    "2025-11-14-n-draft/index", "[WIP] o/index",
    "2025-11-14-p.draft2", "2025-11-14 q draft v2", "2025-11-14-do-not-publish", "2025-11-14.sync-conflict-20251115-101010-A", "r (conflicted copy 2025-11-15)",
    "2025-11-14-s.old", "draft_Some-title-0a1b2c3d4e5f", "private-2025-11-14-t", "2999-01", "2999-W03 u", "2999-Q1-v", "03-04-2999 w", "2999년 1월",
    "2025-11-14-brouillon-v", "2025-11-14 [초안] w",
    "wip.v", "3000",
    "99991231-a", "9999-99-99 b", "0000-00-00-c", "2025-XX-XX-d", "20XX-XX-XX", "2025-11-DD e", "do-not-publish-f", "queue/g", "01_inbox/h", "in-review/i", "검토중/j", "publish-later/k", "internal/m", "mamba+draft", "temp/l",
    "2999", "2999 papers", "2999년", "2031/x", "WIP - papers/y", "2025-11-14-u (not for publication)",
]  # fmt: skip


def all_cases() -> dict[str, tuple[str | bytes, bool]]:
    """Return each file with a word of its own in place of ``WORD``, and whether it is in doubt."""
    cases: dict[str, tuple[str | bytes, bool]] = {}

    def add(folder: str, suffix: str, content: str | bytes, *, doubt: bool, name: str = "") -> None:
        word = f"zebrafinch{len(cases)}x"
        path = f"{folder}/{name or word}.{suffix}"
        if isinstance(content, str):
            content = content.replace("WORD", word)
        else:
            for code in ("utf-16-le", "utf-16-be", "utf-32-le", "ascii"):
                content = content.replace("WORD".encode(code), word.encode(code))
        cases[path] = content, doubt

    for heads, doubt in ((CLEAR, False), (DOUBTFUL, True), (DOUBTFUL_POSTS, True)):
        for n, head in enumerate(heads):
            add("posts", ("mdx", "md")[n % 2], yaml_head(head), doubt=doubt)
            is_for_posts = (
                "stat" in head.lower() or "visib" in head or head.lower().startswith("da")
            )
            if not is_for_posts and heads is not DOUBTFUL_POSTS:
                add("notes", ("md", "mdx")[n % 2], yaml_head(head), doubt=doubt)
    for files, doubt in ((FILES, False), (DOUBTFUL_FILES, True)):
        for suffix, contents in files.items():
            for content in contents:
                add("blog/a", suffix, content, doubt=doubt)
    for names, doubt in ((NAMES, False), (DOUBTFUL_NAMES, True)):
        for name in names:
            add("posts", "mdx", "# Title WORD\n\nWORD\n", doubt=doubt, name=f"{name}")
    add("posts", "md", "# Title WORD\n\nWORD\n", doubt=True, name="_draft-n")
    return cases


CASES = all_cases()


def traces(built: Built) -> str:
    """Return all that a build wrote, unpacked: paths and contents, of output and doctrees."""
    texts = []
    for folder in (built.outdir, built.app.doctreedir):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                content = path.read_bytes()
                if path.name == "objects.inv":
                    content = zlib.decompress(content.split(b"zlib.\n", 1)[1])
                texts.append(f"{path}\n{content.decode('utf-8', 'replace')}")
    return "\n".join(texts)


def test_nothing_is_written_of_what_is_not_published(build: Build) -> None:
    files = {path: content for path, (content, _doubt) in CASES.items()}
    seen = {"posts/2025-11-03.mdx": "# Seen\n\nA post that all may read.\n"}
    built = build({**files, **seen}, conf=CONF_NOTEBOOKS)
    assert "zebrafinch" not in traces(built)
    assert built.exists("posts/2025-11-03.html")
    assert built.env.found_docs == {"index", "posts/2025-11-03"}
    warned = {}
    for warning in built.warnings:
        path = warning.partition(":")[0]
        assert path not in warned, (warning, warned[path])
        warned[path] = warning
    assert set(warned) == {path for path, (_content, doubt) in CASES.items() if doubt}
    clear = len(CASES) - len(warned)
    assert all("this is not published: " in warning for warning in warned.values())
    counts = [
        int(n)
        for n in built.status.split("not published: ")[1].splitlines()[0].split()
        if n.isdigit()
    ]
    assert sum(counts) == len(CASES)
    assert counts[-1] == len(warned)
    assert sum(counts[:-1]) == clear


PUBLISHED = [
    yaml_head("title: x\ndate: 2025-11-14\ntags: [a]"), yaml_head("draft: false"),
    yaml_head("draft: no"), yaml_head("draft: 'off'"), yaml_head("published: true"),
    yaml_head("published: 2025-01-01"), yaml_head("publish: yes"), yaml_head("private: false"),
    yaml_head("publisher: MIT\ndata: [1]\nrate: 5\ncraft: true"), yaml_head("status: read"),
    yaml_head("expires: 2099-01-01"), yaml_head("expires: 9999-12-31"), yaml_head("unlisted: true"),
    yaml_head("# draft: true\ntitle: x"), yaml_head("title: not a draft, true"), yaml_head(LONG),
    yaml_head("papers:\n  2511.10643: {status: read}"), yaml_head("date: 2025-01-09 00:00:00 +0900"),
    yaml_head('title: "\\uD83D\\uDE80 x \\uD83D"'), yaml_head("a: &a {b: 1}\nc: *a"),
    yaml_head("Draft: false"), yaml_head("Date: 2025-11-14"), yaml_head("'yes': 1\non: 2"),
    yaml_head("title: x").replace("\n", "\r"), codecs.BOM_UTF8 + yaml_head("title: x").encode(),
    yaml_head("title: x").encode("utf-16"), yaml_head("title: 한글").encode("cp949"),
    f"+++\ntitle = 'x'\ndate = 2025-01-06\n+++\n{TEXT}", f'{{"title": "x"}}\n{TEXT}', TEXT,
    f"---\nSome prose between rules.\n---\n{TEXT}", f"---\n---\n{TEXT}",
    f"{TEXT}\n---\n\ndraft: true\n\n---\n\nMore.\n",
    f"{TEXT}\n````md\n```{{paper:post}}\n:draft: true\n```\n````\n",
    f"{TEXT}\n````{{code-block}} md\n```{{paper:post}}\n:draft: true\n```\n````\n",
    f"{TEXT}\n```{{paper:post}}\n:date: 2025-11-14\n:draft: false\n```\n",
    f"{TEXT}\n```{{paper:post}}\n---\ndate: 2025-11-14\n---\n```\n",
    f"# Title WORD\n\nTags: a\nDate: 04/02/2019\n{TEXT}", yaml_head("date:   2015-11-3 10:30:00"),
    yaml_head("summary: >-\n  It has three\n  states: pending, hidden and read."),
    f"# Title WORD\n\n- **Published**: Nov 2019\n- **Status**: on hold\n{TEXT}",
    f"# Title WORD\n\nThe draft, on the other hand, is private.\nTrue words.\n{TEXT}",
    yaml_head("date: 2025년 3월 22일\ntitle: 2025년 12월 논문"), yaml_head("date: 2025年12月1日\nx: 3"),
    yaml_head("date:\n  created: 2025-11-14\n  updated: 2025-11-20"), yaml_head("hide_title: true\nhide: [navigation]"),
    yaml_head("show_date: false\nshowReadingTime: no\nhide_comment: true\nnoindex: true\nsearch: false"),
    yaml_head("status: in progress\ntype: post\nstate: reading"), yaml_head("public: true\nvisible: yes\nwip: false"),
    yaml_head("publication date: 2024-01-02\nreleased: 2023-05-01\nvalid_until: 2099-01-01\nexclude: [a]"),
    yaml_head("title: '[WIP] x'\ndraft: false\ntags: [draft]"), yaml_head("title: Draft & verify\nvenue: hidden"),
    yaml_head("label: fig-a\ntype: post\nlayout: default\nhold: false\nhold_out: true\nstatus: on hold"), yaml_head("permalink: /drafting/\nweb: true\nsite: https://example.org"),
    f"# Title\n\nNot for publication bias, but for taste.\n{TEXT}", f"# Title\n\nDo not publish models without cards, they say.\n{TEXT}", f"{TEXT}\n*Draft models win.*\n",
    yaml_head('resource:\n  date: "2024-06"\n  arxiv: "2406.00001"'), yaml_head("source: {published: 2024-03, status: draft}"),
    yaml_head("keywords: [private set intersection]\nconference: {date: 2999-01-01}\nversion: 3\nlogin: kim\nshare: true\nreview_status: done"),
    f"![](https://img.example/badge/papers-7-red)\n{TEXT}", f"#rl/private-learning\n{TEXT}", yaml_head("title: Figure 3 of x\ntags: private inference"),
    yaml_head("title: 🔒 Private inference"), yaml_head("title: 标题").encode("gb18030"), yaml_head("title: заголовок").encode("cp1251"),
    yaml_head("공개: true\n상태: 발행\n비공개: 아니오"), f"<!-- markdownlint-disable -->\n{TEXT}",
    yaml_head("dg-publish: true\ndescription: draft"), yaml_head("share: false\nconference_date: 2999-01-01\ncode_release: no"),
    yaml_head("title: Draft and verify (ACL 2025)\ntags: [draft-models]"), f"# Title\n\nThe draft is private.\n{TEXT}", f"# Title\n\n#rl #privacy\n{TEXT}",
    f"[//]: # (a note)\n{TEXT}", f"{{{{% private %}}}}\n{TEXT}", f"# Title\n\n```yaml\ndraft: true\n```\n{TEXT}", f"% of all words\n{TEXT}", yaml_head("removed: no\nmembers: false\nstatus: final"), f"<!-- draft of a table: no -->\n{TEXT}",
    yaml_head("cover:\n  hidden: true\nsidebar: {hidden: true}\npaper:\n  status: draft\nsearch:\n  exclude: true"),
    f"# Title\n\nStatus: under review\n{TEXT}", f"# Title\n\nUnder review as a paper at ICLR 2026\n{TEXT}", f"# Title\n\nTo appear at ACL on July 5, 2999\n{TEXT}", f"# Title\n\nCode will be released after acceptance.\n{TEXT}",
    f"# Title\n\n## Draft, then verify\n\n## Private sets\n{TEXT}", f"# Title\n\nDo not share weights between layers.\n{TEXT}", f"<!-- TODO: publish the code after the talk -->\n{TEXT}", f"```latex\n\\documentclass[draft]{{article}}\n```\n{TEXT}",
    yaml_head("title: 'Under review: how papers are judged'\nvenue: under review\nstart_date: 2024-01-01\nend_date: 2024-01-02\ndue_date: 2999-01-01\nstatus: reviewed"), f"<!-- published 2024 -->\n{TEXT}", f"<!-- TODO later: add the table -->\n{TEXT}", f"# Title\n\nCode not yet public\n{TEXT}", yaml_head("subtitle: Draft models\nsummary: WIP is short for it"), yaml_head("status:\nvisibility:\nvenue:"), f"<!-- private key handling -->\n{TEXT}", f"# Title\n\n- [ ] read the appendix\n{TEXT}", f"# Title\n\nPreprint. To be published.\n{TEXT}", f"# Title\n\nSmith et al., not yet published\n{TEXT}", yaml_head("title: draft_model and its tokens\ntags: [queue, pending]"), yaml_head("title: 초안 모델"),
    f"# Title\n\n```{{figure}} draft.png\n:name: draft\n```\n{TEXT}",
    yaml_head("public: O\n비공개: ❌\nexpired: false\nprivate_dataset: true\npublication:\nrelease: ''"), yaml_head("title: 'Drafting: how models write'\nlastmod: 2999-01-01"),
    yaml_head("title: Unpublished work of old\npublic code: no"), yaml_head("title: Later"), f"<!-- draft: false -->\n{TEXT}", f"<!-- wip: no -->\n{TEXT}", f"# On drafts\n{TEXT}", f'<Figure src="draft.png" />\n{TEXT}', f"# Title\n\nUnpublished, 2023\n{TEXT}", f"# Title\n\n비공개 데이터\n{TEXT}", f"# Title\n\n~~Old~~ words\n{TEXT}",
    f"# Title\n\n:::note Hidden states\nx\n:::\n{TEXT}", f"<!-- this draft model is from 2024 -->\n{TEXT}", f"# Title\n\nPublished 2025-11-01\n{TEXT}",
    f"{TEXT}\nThe list (`:date:`, `:draft:`), or\nthe directive `paper:post` (`:draft: true`).\n",
]  # fmt: skip
PUBLISHED_RST = [
    f".. paper:post::\n   :date: 2025-11-14\n{RST}", f":date: 2025-11-14\n:draft: no\n{RST}",
    f"{RST}\nAs in::\n\n   .. paper:post::\n      :draft: true\n",
    f"{RST}\n.. code-block:: rst\n\n   .. paper:post::\n      :draft: true\n",
    f"{RST}\n.. a comment\n   .. paper:post::\n      :draft: true\n", f"{RST}\n:draft: false\n", f"{RST}\n::\n\n   :draft: true\n",
    f".. meta::\n   :robots: noindex\n   :description: draft\n   :keywords: hidden states\n{RST}", f".. post:: Jan 1, 2025\n   :tags: a\n{RST}",
    f"Title\n=====\n\n.. contents::\n   :hidden:\n{RST}", f".. _draft:\n{RST}", f".. only:: draft\n\n   Text.\n{RST}", f".. image:: draft.png\n   :alt: hidden\n{RST}", f".. req:: x\n   :status: draft\n{RST}", f".. article:: Words\n   :draft: no\n{RST}", f".. a note on drafts\n{RST}",
    f"{RST}\nSay ``:draft: true`` in the directive ``paper:post``.\n",
]  # fmt: skip
PUBLISHED_NOTEBOOKS = [
    notebook({}, ("code", "# a draft of tokens, to be verified\nx = 1")), notebook({}, ("code", "x = 1\n# draft")),
    notebook({}, ("code", '"""Hidden states."""\n# private keys are not needed')),
]  # fmt: skip
#: What a documentation may have that is no blog.
DOCS = {
    "adr/1.md": yaml_head("status: draft\ndate: Q3"),
    "adr/2.rst": f":Status: Draft\n:Date: $Date$\n{RST}",
    "roadmap-2999-01-01.md": TEXT,
    "posts/2048-game.md": TEXT,
    "posts/2025.md": TEXT,
    "posts/2080ti.md": TEXT,
    "events/2999-13-01.rst": RST,
    "note.md": f"Note: words\n{TEXT}",
    "book.ipynb": notebook({"kernelspec": {"name": "python3"}, "title": "x"}),
}


def test_what_is_published_is_published(build: Build) -> None:
    posts = {
        f"posts/2025-11-{n % 28 + 1:02}-p{n}.{('mdx', 'md')[n % 2 and isinstance(text, str)]}": text
        for n, text in enumerate(PUBLISHED)
    }
    posts |= {f"posts/2025-10-01-r{n}.rst": text for n, text in enumerate(PUBLISHED_RST)}
    posts |= {f"posts/2025-10-02-n{n}.ipynb": text for n, text in enumerate(PUBLISHED_NOTEBOOKS)}
    folders = ("writing", "preview", "queue-models", "internals", "Untitled")
    posts |= {f"posts/{folder}/2025-09-01-a.md": TEXT for folder in folders}
    built = build({**posts, **DOCS}, conf=CONF_NOTEBOOKS)
    assert {f"{name.rpartition('.')[0]}.html" for name in (*posts, *DOCS)} <= built.files().keys()
    assert not [each for each in built.warnings if "not published" in each]
    assert "not published" not in built.status
    assert len(built.env.domains["paper"].data["posts"]) == len(posts)


def test_a_preview_shows_all_and_says_the_doubt(build: Build) -> None:
    files = {path: content for path, (content, _doubt) in CASES.items() if "ipynb" not in path}
    files = {path: text for path, text in files.items() if path.endswith(".mdx")}
    # What is said of a page is also said of a post: a tenth of them is enough.
    pages = [path for path in files if path.startswith("notes/")]
    files = {path: files[path] for path in files if path not in pages or path in pages[::10]}
    options = {"paperreview_show_drafts": True}
    built = build(files, conf=CONF_NOTEBOOKS, confoverrides=options, builder="dummy")
    doubtful = {path for path in files if CASES[path][1]}
    said = [each.partition(":")[0] for each in built.warnings if "this is not published" in each]
    assert sorted(said) == sorted(doubtful)
    assert built.env.found_docs > {path.rpartition(".")[0] for path in files} - {"index"}


def test_states_are_read_once(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    start = yaml.SafeLoader.__init__

    def count(loader: yaml.SafeLoader, stream: object) -> None:
        read.append(stream)
        start(loader, stream)  # type: ignore[arg-type]  # what YAML takes

    monkeypatch.setattr(yaml.SafeLoader, "__init__", count)
    names = [f"posts/2025-11-{n:02}-a.mdx" for n in range(1, 29)]
    built = build({name: yaml_head(f"title: {name}") for name in names})
    assert len(read) >= len(names)
    read.clear()
    built = built.rebuild()
    assert read == []
    built.rebuild({names[0]: yaml_head("title: y\ndraft: true")})
    assert len(read) == 1


def test_the_judge_is_linear() -> None:
    def work(text: str, kind: judge.Kind) -> int:
        return count_calls(judge.read_state, text.encode(), kind, UTC)

    for piece, kind in (
        ("```{note}\n", "markdown"), ("```{paper:post}\n:a: b\n", "markdown"), ("```\n", "markdown"),
        (".. paper:post::\n", "rst"), (" .. note::\n", "rst"), (":a: b\n", "rst"), ("=\n", "rst"),
        ("```{toctree}\na\n", "markdown"), ("~~~{toctree}\n```{toctree}\n", "markdown"),
        ("<!-- a -->\n", "markdown"), (".. a\n", "rst"), ("```{article}\n:draft: no\n", "markdown"), ("```{a}\n:draft: no\n", "markdown"), (".. a::\n   :draft: no\n\n", "rst"),
        ("## a\n", "markdown"), ("[\\[", "markdown"),
        (".. toctree::\n", "rst"), (".. toctree::\n   a <b>\n\n", "rst"),
    ):  # fmt: skip
        work(f"{piece}\n\n{piece}paper:post", kind)  # type: ignore[arg-type]  # a kind; fills caches
        small, large = (work(f"{piece * n}\n\n{piece * n}paper:post", kind) for n in (100, 400))  # type: ignore[arg-type]  # a kind
        assert large < 4.1 * small, piece


@pytest.mark.parametrize("text", ["[//]: #{}", "{{{{{}", "![a{}", "<!--{}"])
def test_a_comment_of_blanks_or_slashes_ends(text: str) -> None:
    for fill in (" " * 100_000, "/" * 70, "![a" * 25):
        state = judge.read_state(text.format(fill).encode(), "markdown", UTC)
        assert state.verdict(datetime(2025, 12, 1, tzinfo=UTC), is_review=True) == ""


#: Documents of which only docutils can tell that they are not published.
LATE = {
    "notes/domain.rst": f".. default-domain:: paper\n\n{RST}\n\n.. post::\n   :draft: true\n",
    "notes/list.md": "# WORD\n\n- WORD\n\n    ```{paper:post}\n    :draft: true\n    ```\n",
    "notes/future.rst": f"{RST}\n.. default-domain:: paper\n\n.. post::\n   :date: 2999-01-01\n",
    "posts/heading.rst": ".. |w| replace:: 2999-01-01\n\n|w| WORD\n====================\n\nWORD\n",
}
LATE = {path: text.replace("WORD", "zebrafinch") for path, text in LATE.items()}
INDEX = "# Home\n\n```{toctree}\nseen\nnotes/list\nnotes/domain\n```\n"


@pytest.mark.parametrize("parallel", [0, 2])
def test_what_only_reading_shows_is_taken_out_again(build: Build, parallel: int) -> None:
    seen = {"index.md": INDEX, "seen.md": "# Seen\n\nText.\n"}
    more = {f"more/{n}.md": f"# More {n}\n" for n in range(8)} if parallel else {}
    conf = f"{CONF_NOTEBOOKS}paperreview_posts = ['posts/**']\n"
    built = build({**LATE, **seen, **more}, conf=conf, parallel=parallel)

    def check(built: Built) -> None:
        assert "Title zebrafinch" not in traces(built)
        assert "zebrafinch is here" not in traces(built)
        assert not {f"{path.rpartition('.')[0]}.html" for path in LATE} & built.files().keys()
        about = {path: [line for line in built.warnings if path in line] for path in LATE}
        assert {path: len(lines) for path, lines in about.items()} == dict.fromkeys(LATE, 1)
        assert all("[paperreview.front_matter]" in lines[0] for lines in about.values())
        assert "Seen" in built.read("index.html")
        assert built.env.found_docs.isdisjoint(path.rpartition(".")[0] for path in LATE)

    check(built)
    again = built.rebuild()
    check(again)
    fixed = again.rebuild({"notes/list.md": "# Now here\n\nText.\n"})
    assert "Now here" in fixed.read("index.html")
    check(fixed.rebuild({"notes/list.md": LATE["notes/list.md"]}))


def test_a_home_page_that_only_reading_shows_to_be_a_draft(build: Build) -> None:
    home = f".. default-domain:: paper\n\n{RST}\n\n.. post::\n   :draft: true\n"
    files = {"index.rst": home, "posts/2025-11-03.mdx": "# Seen\n\nText.\n"}
    built = build(files, conf=CONF_NOTEBOOKS)
    for site in (built, built.rebuild()):
        assert "Title WORD" not in traces(site)
        assert "Seen" in site.read("index.html")
    assert "Title WORD" in built.rebuild({"index.rst": RST}).read("index.html")


STATES = [
    "draft: true", "title: a: b", "date: 2999-01-01", "expires: 2025-11-20", "Draft: true",
    "draft: 1", "published: false", "status: draft",
]  # fmt: skip


@pytest.mark.parametrize("name", ["posts/2025-11-05-a.mdx", "posts/b.md", "index.md"])
def test_to_each_state_and_back(build: Build, name: str) -> None:
    seen = {"posts/2025-11-03.mdx": "# Seen\n\n[there](2025-11-05-a.mdx) and <../index.md>\n"}
    public = yaml_head("date: 2025-11-05\ntags: [zebrafinch]", "# zebrafinch\n\nzebrafinch.\n")
    built = build({**seen, name: public}, conf=CONF_NOTEBOOKS)
    first = built.files()
    assert any(b"zebrafinch" in content for content in first.values())
    for state in STATES:
        text = public.replace("---\n", f"---\n{state}\n", 1)
        if state.startswith("date"):
            text = text.replace("date: 2025-11-05\n", "")
        built = built.rebuild({name: text})
        if state.startswith("status") and name == "index.md":
            continue  # a page, of which the status may be anything
        assert "zebrafinch" not in traces(built)
    again = built.rebuild({name: public}).files()
    assert {path: first[path] for path in first if not path.startswith("searchindex")} == {
        path: again[path] for path in again if not path.startswith("searchindex")
    }


#: Lines that say "not published" on 2025-12-01, and lines that do not matter.
HIDING = [
    "draft: true", "draft: yes", "private: true", "hidden: true", "published: false",
    "publish: no", "status: draft", "status: private", "date: 2999-01-01", "expires: 2025-11-20",
    "expiry_date: 2025-11-20", "publishDate: 2031-01-01", "pubDate: 2031-01-01T00:00:00Z",
    "date: 2999-01-01 00:00:00 +0900", "'draft': true", 'draft: "true"',
]  # fmt: skip
HARMLESS = [
    "title: A title", "tags: [a, b]", "author: kim", "description: words of it", "venue: ICLR",
    "slug: here", "draft: false", "published: true", "expires: 2099-01-01", "# a comment",
    "papers: {2511.10643: {venue: ICLR}}", "series: 읽기",
]  # fmt: skip
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp949"]
#: Keys of everyday use that one letter makes of one of ours.
#: Another value is one as well.
OTHER_WORDS = r"\b(?:[cg]raft|drift|[a-z]ate|da[a-z]e|data|dote|publisher|[brm]idden|publish: on)\b"
heads = st.lists(st.sampled_from(HARMLESS), max_size=6, unique_by=lambda line: line.split(":")[0])
ends = st.sampled_from(["\n", "\r\n", "\r"])


def enclosed(lines: list[str], end: str) -> str:
    return end.join(["---", *lines, "---", "", "# Title", "", "Text.", ""])


def verdict(text: str, encoding: str) -> str:
    data = text.encode(encoding, "replace")
    now = datetime(2025, 12, 1, tzinfo=UTC)
    return judge.read_state(data, "markdown", UTC).verdict(now, is_review=True)


@settings(max_examples=100)
@given(heads, ends, st.sampled_from(ENCODINGS), st.integers(0, 300))
def test_a_head_that_says_nothing_against_it_is_published(
    lines: list[str], end: str, encoding: str, more: int
) -> None:
    assert not verdict(enclosed([*lines, *(f"k{n}: v" for n in range(more))], end), encoding)


@settings(max_examples=300)
@given(
    heads, st.sampled_from(HIDING), st.integers(0, 6), ends, st.sampled_from(ENCODINGS), st.data()
)
def test_no_slip_of_the_pen_publishes_a_post(
    lines: list[str], hiding: str, place: int, end: str, encoding: str, data: st.DataObject
) -> None:
    """One letter more, less, other or exchanged, anywhere in the head, publishes nothing.

    A mark of a comment and a digit may: ``# draft: true`` and ``date: 1999-01-01`` are no slips.
    """
    key = hiding.split(":", maxsplit=1)[0].strip("'")
    lines = [line for line in lines if line.split(":")[0] != key]
    lines.insert(place, hiding)
    text = enclosed(lines, end)
    assert verdict(text, encoding) not in {"", "doubt"}
    at = data.draw(st.integers(0, text.index(f"{end}{end}# Title")))
    kind = data.draw(st.sampled_from(["insert", "delete", "replace", "swap"]))
    letter = data.draw(st.characters(codec="utf-8", exclude_characters="#0123456789"))
    if kind != "insert" and (text[at].isdigit() or (kind == "swap" and text[at + 1].isdigit())):
        return
    changed = {
        "insert": text[:at] + letter + text[at:],
        "delete": text[:at] + text[at + 1 :],
        "replace": text[:at] + letter + text[at + 1 :],
        "swap": text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
    }[kind]
    if re.search(OTHER_WORDS, changed):
        return
    assert verdict(changed, encoding) != "", changed


def test_a_notebook_is_a_post_with_its_metadata(build: Build) -> None:
    metadata = {"kernelspec": {"name": "python3"}, "title": "In front", "tags": ["rl"]}
    built = build({"posts/2025-11-12-a.ipynb": notebook(metadata)}, conf=CONF_NOTEBOOKS)
    (post,) = built.env.domains["paper"].data["posts"].values()
    assert (post.title, post.tags) == ("In front", ("rl",))
    assert built.exists("tags/rl.html")


def test_the_front_matter_of_hugo_is_read_and_not_shown(build: Build) -> None:
    toml = '+++\ntitle = "토믈 글"\ndate = 2025-01-06\ntags = ["a"]\n+++\n\n본문이다.\n'
    written = '{\n  "title": "제이슨 글",\n  "date": "2025-01-07"\n}\n\n본문이다.\n'
    files = {"posts/a.mdx": toml, "posts/b.mdx": written}
    files |= {f"posts/m{name[6:8]}md": f"{text}\n# 머리\n" for name, text in files.items()}
    built = build(files)
    assert built.warnings == []
    for name, title, key in (
        ("a", "토믈 글", "tags ="), ("b", "제이슨 글", "&quot;title"), ("ma", "토믈 글", "tags ="),
        ("mb", "제이슨 글", "&quot;title"),
    ):  # fmt: skip
        page = built.read(f"posts/{name}.html")
        assert f"{title}</h1>" in page.replace('<a class="headerlink"', "</h1>")
        assert key not in page
    assert built.exists("archive/2025/01/06.html")


def test_surrogates_are_joined(build: Build) -> None:
    head = 'title: "\\uD83D\\uDE80 A \\uD83D"\ntags: ["\\uD83D\\uDE80"]\nseries: "\\uDE80"'
    files = {f"posts/2025-11-14.{suffix}": f"---\n{head}\n---\n\n글\n" for suffix in ("mdx", "md")}
    files["posts/2025-11-13.md"] = files.pop("posts/2025-11-14.md")
    built = build(files, conf=CONF_NOTEBOOKS)
    posts = built.env.domains["paper"].data["posts"].values()
    assert {(post.title, post.tags, post.series) for post in posts} == {("🚀 A", ("🚀",), "")}


def test_the_day_shown_is_the_day_written(build: Build) -> None:
    conf = f'{CONF_NOTEBOOKS}\npaperreview_timezone = "America/New_York"\n'
    days = {"a": "2025-01-31 23:00 -0800", "b": "2025-02-01 00:30 +0900", "c": "2025-01-31"}
    files = {f"posts/{name}.mdx": yaml_head(f"date: {day}") for name, day in days.items()}
    built = build(files, conf=conf)
    assert built.exists("archive/2025/01/31.html")
    assert built.exists("archive/2025/02/01.html")
    assert "<published>2025-02-01T00:30:00+09:00</published>" in built.read("atom.xml")
    page = built.read("archive.html")
    assert page.count("January 2025</a></h2>") == page.count("February 2025</a></h2>") == 1
    order = [post.docname for post in built.env.domains["paper"].archive.posts]
    assert order == ["posts/b", "posts/a", "posts/c"]


@pytest.mark.parametrize("date", ["2030-01-01", "14/11/2025", "someday"])
@pytest.mark.parametrize("form", ["last_update: {date: %s}", "last_update:\n  date: %s"])
def test_the_day_of_the_last_edit_hides_nothing(form: str, date: str) -> None:
    text = yaml_head(f"title: x\ndate: 2025-11-14\n{form % date}")
    state = judge.read_state(text.encode(), "markdown", UTC)
    assert state.verdict(datetime(2025, 12, 1, tzinfo=UTC), is_review=True) == ""


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ('description: |\n  a\n  more "expires": 2025-11-20', 4),
        ("title: x\nvenue: A\nwip: true", 4),
        ("title: x\nimage: 'a\n\n  b\n  private\n  : true'", 6),
        ("title: x\nvenue: A # so date: 2031-01-01", 3),
        ("title: x\ntags:\n  - twoexpiry_date: 2025-11-20 # so", 4),
        ("title: x # soexpiryDate: 2025-11-20", 2),
        ("date: 2025-11-14 # sopubDate: 2031-01-01", 2),
        ("title: x\nfate: 2999-01-01", 3),
        ("title: x\nexpires: 2205-11-20", 3),
        ("venue: A\ntags: [a, draft]", 3),
        ("venue: A\ntitle: '[WIP] x'", 1),
    ],
)
def test_a_doubt_names_its_line(head: str, line: int) -> None:
    state = judge.read_state(yaml_head(head).encode(), "markdown", UTC)
    problems = state.problems_at(datetime(2025, 12, 1, tzinfo=UTC), is_review=True)
    assert [problem.line for problem in problems] == [line]


@pytest.mark.parametrize("comment", ["draft: true", "status: draft"])
def test_a_comment_beside_the_state_is_one(comment: str) -> None:
    text = yaml_head(f"draft: false # {comment}\ntitle: x # words of it\n# {comment}")
    state = judge.read_state(text.encode(), "markdown", UTC)
    assert state.verdict(datetime(2025, 12, 1, tzinfo=UTC), is_review=True) == ""
