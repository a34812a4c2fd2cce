"""Sentences by which an author forbids to publish or to pass on a text: ``please don't publish``.

Unlike a note, which is such a phrase and no more, a sentence is found within others. So only verbs
count that are said of texts: networks may "not share" weights.
"""

from __future__ import annotations

from sphinx_paperreview.core.patterns import pattern

_FORBIDDING = pattern(
    # English: an order at the begin of a clause, or what is said of this text.
    r"(?:^|[.!?;:,(*_>]\s*|[-–—]\s|\b(?:but|and|so|please)\s)[*_\s]{0,3}(?:please\s)?"
    r"(?:do\snot|don[’']?t|never)\s(?:yet\s)?"
    r"(?:(?:publish|post|repost|distribute|circulate)\b"
    r"(?!\s(?:the\s|any\s|your\s|their\s)?(?:code|weights|data|results|models?|checkpoints?)\b)"
    r"|(?:share|release|upload|forward|deploy|push)\s(?:this|it)\b)"
    r"|\b(?:it|this(?:\s\w{1,12})?|these\snotes|the\s(?:review|text|draft|notes?|post))\s"
    r"(?:must|may|should|can|shall)\s?not\s(?:yet\s)?be\s"
    r"(?:published|posted|shared|distributed|circulated|forwarded|quoted|put\sonline|passed\son)\b"
    # Languages in which the verb is an infinitive, or last.
    r"|\bnicht\s(?:veröffentlichen|weitergeben|verbreiten|online\sstellen)\b"
    r"|\bne\spas\s(?:publier|diffuser|mettre\sen\sligne)\b|\bno\s(?:publicar|difundir)\b"
    r"|\bnão\s(?:publicar|divulgar)\b|\bnon\s(?:pubblicare|diffondere)\b"
    r"|\bне\s(?:публиковать|распространять)\b"
    r"|(?:게시|공개|배포|발행|유출)\s?하지\s?(?:마세요|말\s?것|마시오|말아\s?주세요|마십시오)"
    r"|(?:公開|転載|配布|投稿)(?:しないで|しないこと|禁止)"
    r"|(?:请勿|請勿|禁止|不要|先别|先不要)(?:发布|發布|公开|公開|外传|外傳|转发|轉發|转载|轉載|传播|傳播)"
)  # fmt: skip


def forbids_publishing(text: str) -> bool:
    """Tell whether a sentence of *text*, one line, forbids to publish it or to pass it on."""
    return _FORBIDDING.search(text.lower()) is not None
