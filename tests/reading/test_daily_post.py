"""A reviewer's daily post, unchanged, with a conf.py of five lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sphinx.util.inventory import InventoryFile

from tests.harness import picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.harness import Build, Built

POST = """import fig_20251114_a from './asset/fig_20251114_a.png';
import fig_20251114_b from './asset/fig_20251114_b.png';

# 2025-11-14 papers review

## 1. [Black-Box On-Policy Distillation of Large Language Models](https://arxiv.org/abs/2511.10643) `microsoft`

작은 모델이 스스로 낸 답으로 배운다.
- 교사의 확률은 보지 않는다.
- 판별자가 보상을 준다.

:::note
정답만 보고 배우면 한 번 어긋난 뒤를 모른다.

그래서 스스로 낸 답으로 배우게 한다.
:::

<div style={{textAlign: 'center'}}>
 <img src={fig_20251114_a} style={{width: 500}} />
</div>

## 2. [Depth Anything 3](https://huggingface.co/papers/2511.10647) `bytedance`
### Recovering the Visual Space from Any Views

<div style={{textAlign: 'center'}}>
 <img src={fig_20251114_b} style={{width: 700}} />
</div>

1. 변환기 하나면 된다.

## 3. [Solving a Million-Step LLM Task with Zero Errors](https://huggingface.co/papers/2511.09030)

투표로 한 걸음씩. 오류가 0.1%라도 쌓인다.

## 4. [Music Flamingo](https://huggingface.co/papers/2511.10289) `nvidia`
### Scaling Music Understanding in Audio Language Models

음악을 듣고 답한다.


## 5. [AlphaResearch](https://huggingface.co/papers/2511.08522)
### Accelerating New Algorithm Discovery with Language Models

가치와 구현을 나누어 본다.

## 6. [Benchmarking Diversity in Image Generation via Attribute-Conditional Human Evaluation](https://huggingface.co/papers/2511.10547) `google`

사람이 다양성을 잰다.   https://www.imagine.art/ 여기서 해 보자.

:::note
"널리 쓰이는 임베딩은 사람의 판단과 다르다."
:::

## 7. [One Small Step in Latent, One Giant Leap for Pixels: Fast Latent Upscale Adapter for Your Diffusion Models](https://huggingface.co/papers/2511.10629)

잠재 공간에서 바로 키운다.

## 8. [PAN](https://huggingface.co/papers/2511.09057)
### A World Model for General, Interactable, and Long-Horizon World Simulation

https://panworld.ai/

세계를 흉내 낸다.
"""

IDENTIFIERS = ["2511.10643", "2511.10647", "2511.09030", "2511.10289",
               "2511.08522", "2511.10547", "2511.10629", "2511.09057"]  # fmt: skip

CONF = """project = "Paper reviews"
language = "ko"
extensions = ["sphinx_paperreview"]
html_theme = "paperreview"
html_baseurl = "https://example.org/"
"""


@pytest.fixture
def site(build: Callable[..., Built]) -> Built:
    """The post in a folder of its own: no index, nothing else."""
    return build({
        "conf.py": CONF,
        "index.md": None,
            "posts/2025-11-14.mdx": POST,
        "posts/asset/fig_20251114_a.png": picture(1000, 600),
        "posts/asset/fig_20251114_b.png": picture(1400, 350),
    })  # fmt: skip


def test_no_warning_and_no_leak(site: Built) -> None:
    page = site.read("posts/2025-11-14.html")
    article = page[page.index("<h1>") :]
    assert site.warnings == []
    for leaked in ("import fig", "{{", ":::"):
        assert leaked not in article


def test_sections_and_subtitles(site: Built) -> None:
    page = site.read("posts/2025-11-14.html")
    ids = re.findall(r'<section class="pr-paper" id="arxiv-([\d.]+)"', page)
    assert ids == IDENTIFIERS
    assert page.count('<p class="pr-subtitle"') == 4
    assert "<h3" not in page


def test_notes_and_figures(site: Built) -> None:
    page = site.read("posts/2025-11-14.html")
    assert page.count('class="admonition note"') == 2
    found = re.findall(r"<img[^>]+asset[^>]*>|<img[^>]*_images[^>]*>", page)
    images = [image for image in found if "pr-picture" not in image]
    assert (len(found), len(images)) == (4, 2)
    for image, (width, height) in zip(images, ((500, 300), (700, 175)), strict=True):
        assert f'width="{width}"' in image
        assert f'height="{height}"' in image
        assert "align-center" in image
    assert 'loading="eager"' in images[0]
    assert 'loading="lazy"' in images[1]


def test_gathered_pages(site: Built) -> None:
    paths = ["index", "archive", "archive/2025", "archive/2025/11", "orgs", "papers", "search"]
    paths += [f"orgs/{org}" for org in ("bytedance", "google", "microsoft", "nvidia")]
    paths += [f"papers/{identifier}" for identifier in IDENTIFIERS]
    missing = [path for path in paths if not site.exists(f"{path}.html")]
    assert missing == []
    assert len(list((site.outdir / "orgs").glob("*.html"))) == 4
    for feed in ("atom.xml", "rss.xml", "feed.json"):
        assert "Black-Box On-Policy" in site.read(feed)


def test_inventory(site: Built) -> None:
    with (site.outdir / "objects.inv").open("rb") as stream:
        inventory = InventoryFile.load(
            stream, "https://example.org", lambda base, uri: f"{base}/{uri}"
        )
    papers = (
        inventory.data["paper:paper"] if hasattr(inventory, "data") else inventory["paper:paper"]
    )
    assert sorted(papers) == sorted(f"arxiv:{identifier}" for identifier in IDENTIFIERS)


def test_nothing_is_written_into_the_source(site: Built) -> None:
    def sources(folder: Path) -> list[str]:
        return sorted(
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.is_file() and "_build" not in path.parts
        )

    assert sources(site.srcdir) == [
        "conf.py",
        "posts/2025-11-14.mdx",
        "posts/asset/fig_20251114_a.png",
        "posts/asset/fig_20251114_b.png",
    ]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_second_build_writes_nothing(build: Callable[..., Built], builder: str) -> None:
    first = build({"conf.py": CONF, "posts/2025-11-14.mdx": "# A\n\nText.\n"}, builder=builder)
    before = first.files()
    second = first.rebuild(builder=builder)
    assert second.files() == before
    assert "0 added, 0 changed, 0 removed" in second.status


def test_unlisted_post_is_in_no_list(build: Callable[..., Built]) -> None:
    built = build({
        "conf.py": CONF,
        "index.md": None,
        "posts/2025-11-14.mdx": POST.replace("import ", "---\nunlisted: true\n---\nimport ", 1),
        "posts/2025-11-13.mdx": "# A day\n\nText.\n",
        "posts/asset/fig_20251114_a.png": picture(10, 10),
        "posts/asset/fig_20251114_b.png": picture(10, 10),
    })  # fmt: skip
    assert '<meta name="robots" content="noindex">' in built.read("posts/2025-11-14.html")
    assert not built.exists("papers.html")
    for path in ("archive.html", "index.html", "atom.xml", "posts/2025-11-13.html"):
        assert "2025-11-14" not in built.read(path)


def test_a_box_without_its_end_hides_no_review(build: Build) -> None:
    text = "# Reviews\n\n## 1. [Alpha](https://arxiv.org/abs/2511.10001)\n\n:::note\n가\n\n"
    text += "## 2. [Beta](https://arxiv.org/abs/2511.10002)\n\n나\n"
    built = build({"2025-11-14.mdx": text}, builder="dummy")
    papers = built.env.domains["paper"].records("papers", "2025-11-14")
    assert [paper.title for paper in papers] == ["Alpha", "Beta"]
    (warning,) = built.warnings
    assert ":::note is not closed" in warning
