"""Hosts of publishers and conferences: an address of an article there names a paper.

They have no identifiers of their own that a scheme could read, so the address is the identity.
"""

from __future__ import annotations

import re

from sphinx_paperreview.core.urls import host_of, split

#: A host, or the end of one after a dot.
HOSTS = frozenset({
    "ieeexplore.ieee.org", "computer.org", "dl.acm.org", "sciencedirect.com", "springer.com",
    "springeropen.com", "biomedcentral.com", "wiley.com", "tandfonline.com", "sagepub.com",
    "academic.oup.com", "cambridge.org", "jstor.org", "science.org", "sciencemag.org",
    "cell.com", "pnas.org", "nature.com", "royalsocietypublishing.org", "iopscience.iop.org",
    "journals.aps.org", "pubs.acs.org", "pubs.rsc.org", "thelancet.com", "nejm.org", "bmj.com",
    "jamanetwork.com", "mdpi.com", "frontiersin.org", "plos.org", "elifesciences.org",
    "hindawi.com", "peerj.com", "ncbi.nlm.nih.gov", "pubmed.ncbi.nlm.nih.gov", "europepmc.org",
    "biorxiv.org", "medrxiv.org", "chemrxiv.org", "papers.ssrn.com", "hal.science",
    "inria.hal.science", "eprint.iacr.org", "jmlr.org", "jair.org", "ijcai.org", "aaai.org",
    "ecva.net", "usenix.org", "vldb.org", "isca-speech.org", "isca-archive.org",
    "roboticsproceedings.org", "bmva-archive.org.uk", "ndss-symposium.org", "cidrdb.org",
    "mlsys.org", "iclr.cc", "icml.cc", "papers.nips.cc", "lrec-conf.org", "ismir.net",
    "direct.mit.edu", "distill.pub", "transformer-circuits.pub", "jstage.jst.go.jp",
    "ipsj.ixsq.nii.ac.jp", "dbpia.co.kr",
    "kci.go.kr", "cnki.net", "scirp.org", "spiedigitallibrary.org",
    "riss.kr", "koreascience.kr", "koreascience.or.kr", "scienceon.kisti.re.kr", "earticle.net",
    "kiss.kstudy.com", "wanfangdata.com.cn", "cqvip.com", "ci.nii.ac.jp", "cir.nii.ac.jp",
    "researchgate.net", "philpapers.org", "osf.io", "preprints.org", "techrxiv.org", "psyarxiv.com",
})  # fmt: skip
#: The address of an article, not that of a journal: a number, or a file.
_ARTICLE = re.compile(r"/[^/]+/.*[0-9]|/.*[0-9]{3}|/.*\.pdf$", re.IGNORECASE)


#: Ends of the paths of pages that list articles.
_LISTS = frozenset({
    "technical-sessions", "proceedings", "program", "schedule", "toc", "issue", "issues", "archive",
})  # fmt: skip


def is_article(url: str) -> bool:
    """Return whether *url* is the address of an article at a publisher or a conference."""
    parts = split(url)
    if parts is None or not parts.path:
        return False
    host = host_of(parts)
    if parts.path.rstrip("/").rpartition("/")[2].lower() in _LISTS:
        return False
    if not any(end in HOSTS for end in _ends(host)):
        return False
    return _ARTICLE.match(f"{parts.path}?{parts.query}" if parts.query else parts.path) is not None


def _ends(host: str) -> list[str]:
    """Return *host* and its ends that begin after a dot and have one, the longest first."""
    names = host.split(".")
    return [".".join(names[start:]) for start in range(len(names) - 1)]
