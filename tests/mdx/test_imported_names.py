"""A name that a post imports or defines never takes the place of an element of HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from tests.harness import picture

if TYPE_CHECKING:
    from tests.harness import Build

POST = """\
import img from './red.png';
import blue from './blue.png';
import a from './red.png';
import details from './_part.mdx';
import b, {i as em, table} from './x';
export const span = () => <b>no</b>;
export const sub = window.x;
import Red from './red.png';
import part from './_part.mdx';

# Title

<img src={blue} alt="blue" />

<a href="https://x.example/">link word</a> and <b>bold word</b>, <em>em word</em>,
<span>span word</span>, <sub>sub word</sub>.

<details><summary>more</summary>

hidden word

</details>

<Red alt="red" />
"""


def test_lower_case_is_html(build: Build) -> None:
    built = build({
        "posts/2025-11-14.mdx": POST,
        "posts/red.png": picture(color="red"),
        "posts/blue.png": picture(color="blue"),
        "posts/_part.mdx": "part word\n",
    })  # fmt: skip
    soup = BeautifulSoup(built.read("posts/2025-11-14.html"), "html.parser")
    pictures = {str(img["alt"]): str(img["src"]).rpartition("/")[2] for img in soup.find_all("img")}
    assert pictures == {"blue": "blue.png", "red": "red.png"}
    text = soup.get_text()
    for word in ("link word", "bold word", "em word", "span word", "sub word", "hidden word"):
        assert word in text
    assert "part word" not in text
    assert soup.find("a", href="https://x.example/").get_text() == "link word"
    assert soup.find("details") is not None
