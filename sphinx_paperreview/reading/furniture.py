"""Lines that name, date or label a text and are no part of it: facts, links, bylines, captions."""

from __future__ import annotations

import re

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.core.sentences import ends_sentence
from sphinx_paperreview.reading.papers.facts.names import byline_of, without_venue

#: A fact's value is not longer, nor a label.
_VALUE, _LABEL = 120, 30
#: A value that ends as a sentence is one if a verb ends in it, or if it has more blanks.
_FEW = 6
_PROSE = pattern(r"(?:[다요음함임됨]\s?\.|。)(?:\W|$)")
#: Most characters of a rating.
_RATING = 12
#: A line of Hangul, Han or Kana with fewer characters is no sentence.
_SHORT_LINE = 8
#: Words of labels, each language in lines of its own; a label consists of them alone.
_LABEL_WORDS = """
author authors affiliation affiliations institution institutions organization organisation org
orgs venue conference journal publication published publisher accepted presented submitted
year date dates day posted updated modified created written reviewed reviewer reviewers link
links url urls paper papers pdf doi arxiv code github repo repository project page site
website homepage web home demo dataset datasets data model models weights checkpoint
checkpoints video slides poster blog post source sources credit credits reference references
tag tags keyword keywords category categories topic topics field area task tasks series title
titles original full text article layout slug draft permalink status rating score citation
citations cited version openreview huggingface hugging face acl anthology semantic scholar
alphaxiv supplementary appendix youtube twitter official implementation public permission
comments math toc by in on at of the and for to here available download read more note 저자
저자들 글쓴이 작성자 작성 소속 기관 학교 회사 학회 저널 학술지 게재 발표 출판 출간 연도 년도
날짜 일자 작성일 게시일 발행일 발행 수정일 읽은 날 리뷰 링크 주소 논문 원문 원제 제목 코드
깃허브 깃헙 저장소 프로젝트 페이지 홈페이지 공식 구현 데이터 데이터셋 모델 데모 영상 발표자료
슬라이드 출처 참고 참고자료 참조 키워드 태그 분류 카테고리 주제 분야 시리즈 난이도 평점 별점
인용 인용수 발표자 사이트 블로그 번역 이미지 사진 그림 자료 정보 학회명 논문명 논문링크
코드링크 바로가기 作者 机构 單位 单位 会议 會議 期刊 年份 年 日期 发表 發表 发布 發布 链接
連結 地址 代码 代碼 论文 論文 项目 項目 主页 主頁 原文 标题 標題 来源 來源 关键词 關鍵詞 标签
標籤 分类 分類 数据 数据集 论文链接 论文地址 代码链接 代码地址 论文标题 论文作者 项目主页
项目地址 评分 得分 打分 发表时间 发表会议 时间
著者 所属 学会 会議 ジャーナル 発表 日付 公開日 投稿日 更新日
リンク コード プロジェクト タイトル 出典 キーワード タグ カテゴリ 論文リンク 論文タイトル
著者名 発表年 発表学会 実装 書いた人 執筆 編集 summarized presenter cited
"""
_LABELS = frozenset(_LABEL_WORDS.split())
#: Labels of a summary, whose text is read without them; alone they are labels like others.
_SUMMARY = (
    r"TL\s?;?\s?DR|summary|abstract|overview|in short|(?:[한세]|[13]|세)\s?줄\s?요약|핵심\s?요약|"
    r"요약|초록|개요|一句话总结|总结|總結|摘要|概要|要約|まとめ|一言で言うと|ひとことで"
)
_LEAD = r"[\s\W_]{0,8}"
_SUMMARY_LABEL = pattern(
    rf"{_LEAD}(?:TL\s?;?\s?DR\b[\s:：.\-–—]*|(?:{_SUMMARY})\s*(?:\([^)]{{1,20}}\)\s*)?"
    rf"(?:[:：|\-–—]+\s*|\s*$))",
    re.IGNORECASE,
)
_LABELLED = pattern(
    rf"(?P<lead>{_LEAD})(?P<label>[^\W_][^:：=\n]{{0,{_LABEL}}}?)\s*[:：=]\s*(?P<value>.*)",
    re.DOTALL,
)
_WORD = pattern(r"[^\W\d_]+")

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = (
    r"(?:\d{4}\s?[-./]\s?\d{1,2}(?:\s?[-./]\s?\d{1,2})?\.?|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}\.?"
    r"|\d{2,4}\s?[년年]\s?\d{1,2}\s?[월月](?:\s?\d{1,2}\s?[일日])?"
    rf"|(?:[a-z]{{3,9}},?\s)?{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH},?\s\d{{4}}|{_MONTH},?\s\d{{4}})"
    r"(?:\s?\([^)]{1,9}\))?(?:[\sT]\d{1,2}:\d{2}(?::\d{2})?\s?(?:[ap]m)?)?"
)
_MINUTES = (
    r"(?:[^\W\d]{1,12}[\s:：]{1,3}){0,4}[^\W\d]{0,12}~?\s?\d{1,3}\s?"
    r"(?:min(?:ute)?s?|분|分钟|分鐘|分)\s?"
    r"(?:read(?:ing)?(?:\stime)?|소요|읽기|읽음|걸립니다|阅读|で読めます|で読める|程度)?[。.]?"
)
_READING = pattern(r"read|읽|소요|阅读|閱讀|読", re.IGNORECASE)
_NAMES = r"@?\w[\w.'-]*(?:[ ,&]{1,3}@?\w[\w.'-]*){0,5}"
_BYLINE = (
    rf"(?:(?:written|posted|published|reviewed|translated|edited)\s)?by\s{_NAMES}"
    rf"|(?:글쓴이|작성자|글|文|編集|撰文)\s{_NAMES}"
)
_SEGMENT = pattern(
    rf"(?:(?P<day>(?:(?:posted|published|updated|written|last\supdated|created)\s(?:on\s|at\s)?"
    rf"|(?:작성|발행|게시|수정|업데이트)\s?)?{_DAY})|(?P<minutes>{_MINUTES})|(?P<byline>{_BYLINE})"
    rf"|(?P<signed>@?\w[\w.'-]{{0,20}}(?: [\w.'-]{{1,20}}){{0,2}}[ ,，(]{{1,3}}{_DAY}\)?)"
    r"|(?P<tags>(?:#[^\s#]+[\s,]*)+)|(?P<count>cited by \d[\d,]*(?: [\W\d]{1,30})?"
    r"|\d[\d,.]*k?\s(?:views?|likes?|comments?|words?)"
    r"|(?:조회수?|댓글|좋아요)\s?\d[\d,]*))",
    re.IGNORECASE,
)
_SEPARATOR = pattern(r"\s*[|·•・⋅∙]\s*|\s+[/–—-]\s+|\s{3,}")
_BETWEEN_NAMES = pattern(r"(?: ?[;,，、]| and| &) ?(?:and |& )?")
#: A name of two to four words with capitals, perhaps with the mark of an affiliation.
_NAME = pattern(
    r"(?:(?:(?:d[aeiu]|van|von|de[rn]|l[ae]|el|bin) )*[A-ZÀ-Þ][\w.'’-]{0,20} ?){2,4}[\d*†‡§]{0,3}"
)
_LEAST_NAMES, _VENUE = 2, 150
_VENUE_LINE = pattern(
    r"(?m:^)(?=.*\b(?:19|20)\d\d\b).*\b(?:conference|symposium|proceedings|workshop|transactions|journal)\b",
    re.IGNORECASE,
)
#: A year among the facts of a line, with the word for it.
_YEAR_PART = pattern(r"(?:[^\W\d_]{1,6}[ :：]{1,2})?(?:19|20)\d{2} ?[년年]?")
_CAPTION = pattern(
    r"[\s*_<\[(（《【▲△▼↑]*(?:fig(?:ure)?s?|tab(?:le)?|image|algorithm|그림|사진|이미지|표|図|圖|图|表|写真)"
    r"[.\s]*(?:\d{1,3}|[A-Z])(?:[-.]\d{1,3})?[a-z]?\s*(?:[.:：|)\]>》】）]|[-–—]\s|$)",
    re.IGNORECASE,
)
_CONTENTS = pattern(
    r"[\s\W]*(?:table of contents|contents|toc|목차|차례|目录|目錄|目次)[\s\W]*", re.IGNORECASE
)
_ALERT = pattern(r"\\?\[!\w[\w|-]*\\?\][+-]?\s*")
#: A line of another system's markup alone.
_MARKUP = pattern(r"\{[:%{<].*\}|\[\[?toc\]?\]|:{3}.*|-{3,}|\+{3,}|<[^<>]*>", re.IGNORECASE)
#: A line that says whose the pictures of a text are: "All images and tables are taken from the
#: paper", "이미지는 논문에서 발췌하였습니다", "图片均来自论文", "図は論文より引用".
_DISCLAIMER = pattern(
    r"^\W*(?:all |the |most )?(?:of the )?(?:images?|figures?|pictures?|tables?|diagrams?)"
    r"[^.!?]{0,60}\b(?:from|belong to|courtesy of|credit)\b"
    r"|(?:이미지|그림|사진|표|figure|자료)[^.!?]{0,40}(?:논문|저자|출처|원문)[^.!?]{0,20}"
    r"(?:발췌|인용|가져|캡[처쳐]|참고|입니다|출처)"
    r"|(?:图片|图表|插图|配图|文中图|圖片|圖表)[^。]{0,20}(?:来自|来源|出自|摘自|引自|取自|來自)"
    r"|(?:図表?|画像)[^。]{0,20}(?:論文|引用|抜粋|転載)",
    re.IGNORECASE,
)
#: Titles of sections that are not read for a text.
_SIDE_SECTIONS = pattern(
    r"[\s\W\d]*(?:key ?words?|tags?|authors?|urls?|venue|키워드|태그|저자|关键词|标签|作者|"
    r"キーワード|著者|table of contents|contents|toc|references?|bibliography|links?|related links|"
    r"목차|차례|참고\s?문헌|참고\s?자료|참고|레퍼런스|링크|논문\s?정보|目录|目錄|目次|参考文献|參考文獻|链接)"
    r"[\s\W]*",
    re.IGNORECASE,
)


def is_side_section(title: str) -> bool:
    """Return whether a section of this *title* holds references, links or contents alone."""
    return len(title) <= 60 and _SIDE_SECTIONS.fullmatch(title) is not None


def is_label(text: str) -> bool:
    """Return whether *text* consists of words that label a fact, as ``Paper link`` or ``저자``."""
    words = _WORD.findall(text.casefold())
    return bool(words) and all(
        word in _LABELS or word.removesuffix("들") in _LABELS for word in words
    )


def is_fact(text: str) -> bool:
    """Return whether *text* is a fact after its label, as ``Authors: Kim, Lee``."""
    found = _LABELLED.fullmatch(text)
    if found is None or not is_label(found["label"]):
        return False
    value = found["value"].strip()
    return not (ends_sentence(value) and (_PROSE.search(value) or value.count(" ") > _FEW))


def is_short_pair(text: str) -> bool:
    """Return whether *text* is any label with a short value that is no sentence."""
    found = _LABELLED.fullmatch(text)
    return found is not None and len(found["value"]) <= _VALUE // 2 and not ends_sentence(text)


def is_furniture(text: str) -> bool:
    """Return whether the line *text*, without its links, is no part of a running text."""
    bare = text.strip()
    if not _WORD.search(bare):
        return True
    if len(bare) > 2 * _VALUE:
        return False
    return (
        _MARKUP.fullmatch(bare) is not None
        or _CONTENTS.fullmatch(bare) is not None
        or _CAPTION.match(bare) is not None
        or is_fact(bare)
        or _DISCLAIMER.search(bare) is not None
        or byline_of(bare) is not None
        or _is_bibliographic(bare)
        or _are_names(bare)
        or (
            len(bare) <= _VENUE and _VENUE_LINE.search(bare) is not None and not ends_sentence(bare)
        )
        or all(map(_is_segment, filter(None, _SEPARATOR.split(bare))))
    )


def _is_bibliographic(text: str) -> bool:
    """Return whether *text* is ``names · year · venue``, in any order and with any bar or dot.

    Names or a title may also have the venue and its year behind a comma: ``Taku Kudo, ACL 2018``.
    """
    if without_venue(text)[1] is not None and not ends_sentence(text):
        return True
    parts = [part.strip(" *_") for part in _SEPARATOR.split(text)]
    if len(parts) < 2:
        return False
    # A rating begins a row of remarks: "Relevance: high · Why read: …".
    first = _LABELLED.fullmatch(parts[0])
    if first is not None and len(first["value"]) <= _RATING and all(map(_LABELLED.match, parts)):
        return True
    return any(map(_YEAR_PART.fullmatch, parts)) and not ends_sentence(text)


def _are_names(text: str) -> bool:
    """Return whether *text* is a line of the names of three people or more."""
    parts = [part for part in _BETWEEN_NAMES.split(text.strip(" *_.")) if part]
    return len(parts) >= _LEAST_NAMES and all(map(_NAME.fullmatch, parts))


def _is_segment(text: str) -> bool:
    """Return whether a part of a line between two separators is a date, a byline or the like."""
    bare = text.strip(" \t*_()[]📅🗓⏱🕒✍️👤🏷")
    if not _WORD.search(bare):
        return True
    if is_fact(bare):
        return True
    found = _SEGMENT.fullmatch(bare)
    if found is None:
        return False
    if found["minutes"]:
        return _READING.search(bare) is not None or re.fullmatch(r"\d+\s?min", bare) is not None
    if found["byline"]:
        names = [word for word in bare.split() if word[0].isascii() and word[0].isalpha()]
        small = {"by", "and", "on", "written", "posted", "published", "reviewed", "translated",
                 "edited"}  # fmt: skip
        return all(word[0].isupper() or word.lower() in small for word in names)
    return True


def is_bar(links: list[str], rest: str) -> bool:
    """Return whether a line is a bar of links.

    :param links: the texts of the links in it
    :param rest: its text with each link replaced by a line end
    """
    if not links or any(ends_sentence(link) and " " in link for link in links):
        return False
    parts = [part.strip() for part in rest.split("\n")]
    if all(not _WORD.search(part) or is_label(part) for part in parts):
        return True
    # ``My notes: [one] | [two]``
    first, others = parts[0], parts[1:]
    return (
        first.endswith((":", "："))
        and len(first) <= _LABEL
        and all(not _WORD.search(part) or is_label(part) for part in others)
    )


def is_few_words(text: str) -> bool:
    """Return whether *text* is a name, a word or the beginning of a list, and no sentence.

    That is a word alone, two or three words with capitals ("Jane Doe"), or what ends in a colon or
    a dash ("Gist -").
    """
    if len(text) > _VALUE or ends_sentence(text):
        return False
    if text.endswith((":", "：", " -", " –", " —")):
        return len(text) <= _VALUE // 2
    words = text.split()
    if not text.isascii():
        return len(text) < _SHORT_LINE and len(words) < 3
    return len(words) == 1 or (len(words) <= 3 and all(word[:1].isupper() for word in words))


def without_label(text: str) -> str:
    """Return *text* without the label of a summary (``TL;DR:``) or of an alert (``[!NOTE]``)."""
    if found := _ALERT.match(text):
        text = text[found.end() :]
    found = _SUMMARY_LABEL.match(text)
    return text[found.end() :] if found else text
