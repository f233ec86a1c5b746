"""Markdown becomes HTML that can do nothing but be read."""

import re
import time
from html.parser import HTMLParser

import pytest

from policyhub.ui.markdown import SCHEMES, TAGS, render
from tests.pages import read
from tests.payloads import naughty_strings, scripts

WIDE = [("class", "wide"), ("tabindex", "0")]  # the frame in which a table may be moved sideways
NO_REFERRER = ("rel", "noopener noreferrer")


class Harmless(HTMLParser):
    """Reads HTML as a browser would and complains of whatever could do more than be read."""

    def __init__(self, html):
        super().__init__()
        self.complaints, self.links = [], []
        self.feed(html)
        self.close()

    def complain(self, what):
        self.complaints.append(what)

    handle_comment = handle_decl = handle_pi = unknown_decl = complain

    def handle_starttag(self, tag, attrs):
        if tag == "div" and attrs == WIDE:
            return
        if tag not in TAGS:
            self.complain(tag)
        for name, value in attrs:
            if (tag, name) == ("a", "href"):
                self.check_link(value)
            elif (tag, name) != ("ol", "start") and (tag, name, value) != ("a", *NO_REFERRER):
                self.complain(f"{tag} {name}={value}")

    def check_link(self, target):
        """A browser leaves out blanks and control characters before it looks for the scheme."""
        self.links.append(target)
        scheme = re.match(r"[a-z][a-z0-9+.-]*(?=:)", re.sub(r"[\x00-\x20\x7f]", "", target).lower())
        if scheme and scheme[0] not in SCHEMES:
            self.complain(f"a link to {target}")


def everywhere(payload):
    """A text with ``payload`` in every place that Markdown has."""
    line = " ".join(payload.split())
    places = ["{}", "[x]({})", "[x](<{}>)", "![x]({})", "<{}>", "[{}](http://a.example)", "# {}", "- {}", "> {}"]
    places += [
        "[r]: {}\n\n[r]",
        "```{}\ncode\n```",
        "`{}`",
        "    {}",
        "| a | b |\n|---|---|\n| {} | [x]({}) |",
        "**{}**",
    ]
    return "\n\n".join(place.replace("{}", line) for place in places) + "\n\n" + payload


def complaints(text):
    return Harmless(render(text)).complaints


def test_no_script_gets_through():
    complaints_by_line = {line: complaints(everywhere(line)) for line in scripts()}

    assert {line: problems for line, problems in complaints_by_line.items() if problems} == {}


def test_no_naughty_string_gets_through():
    complaints_by_text = {text: complaints(everywhere(text)) for text in naughty_strings()}

    assert {text: problems for text, problems in complaints_by_text.items() if problems} == {}


ATTEMPTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:x) [x](data:text/html,x) [x](file:///etc/passwd) [x](ftp://a.example) [x](blob:x)",
    "<javascript:alert(1)>",
    '[x](http://a.example "onclick=alert(1)")',
    '[x](http://a.example"onclick=alert(1))',
    "```js onclick=alert(1)\nx\n```",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "<svg><style><!--</style><img src=x onerror=alert(1)>-->",
    "<div class=wide tabindex=0 onclick=alert(1)>",
    "<h1 onclick=alert(1)>x</h1>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]


@pytest.mark.parametrize("text", ATTEMPTS)
def test_nothing_in_a_text_can_run(text):
    assert complaints(text) == []
    assert complaints(everywhere(text)) == []


def test_the_complaints_are_made_where_there_is_something_to_complain_of():
    bad = [
        "<script>",
        "<p onclick=x>",
        "<a href=' java\nscript:x'>",
        "<!-- x -->",
        "<div>",
        "<img src=x>",
        "<a rel=x>",
    ]

    assert all(Harmless(html).complaints for html in bad)


def test_html_is_shown_as_it_was_typed():
    assert render("<b>bold</b> & co") == "<p>&lt;b&gt;bold&lt;/b&gt; &amp; co</p>\n"


def test_a_picture_is_no_picture_and_asks_nobody():
    html = render("![a plan](https://evil.example/x.png)")

    assert "<img" not in html
    assert "a plan" in html


@pytest.mark.parametrize(
    "target", ["https://a.example/x?y=z#q", "http://a.example", "mailto:a@b.example", "tel:+4412"]
)
def test_links_to_pages_mail_and_telephone_stay(target):
    assert Harmless(render(f"[x]({target})")).links == [target]


@pytest.mark.parametrize("target", ["/rules/towels/", "#here"])
def test_links_within_the_house_stay(target):
    assert Harmless(render(f"[x]({target})")).links == [target]


@pytest.mark.parametrize(
    ("marks", "level"), [("#", 2), ("##", 3), ("###", 4), ("####", 5), ("#####", 6), ("######", 6)]
)
def test_headings_stand_below_the_one_of_the_page(marks, level):
    assert render(f"{marks} Towels") == f"<h{level}>Towels</h{level}>\n"


def test_a_heading_with_a_line_under_it_stands_below_too():
    assert render("Towels\n======\n\nLinen\n-----") == "<h2>Towels</h2>\n<h3>Linen</h3>\n"


def test_a_table_stays_and_can_be_moved_sideways():
    html = render("| Size | Price |\n|:-----|---:|\n| S | £2 |\n| L | £3 |")

    assert html.startswith('<div class="wide" tabindex="0"><table>')
    assert html.rstrip().endswith("</table></div>")
    assert read(html).names("cell") == ["Size", "Price", "S", "£2", "L", "£3"]


def test_lists_stay_with_their_numbers():
    html = render("3. three\n4. four\n   - below\n     1. deeper\n\n* a\n* b")

    assert '<ol start="3">' in html
    assert html.count("<li>") == 6
    assert html.count("<ul>") == 2


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>\n"),
        ("one  \ntwo", "<p>one<br>\ntwo</p>\n"),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>\n"),
        ("```\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>\n"),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>\n"),
        ("", ""),
        ("שלום \u202e x", "<p>שלום \u202e x</p>\n"),
    ],
)
def test_what_people_write_reads_as_they_meant_it(text, html):
    assert render(text) == html


def test_words_in_deep_lists_are_not_lost():
    text = "\n".join(f"{'  ' * depth}- depth {depth}" for depth in range(9))

    assert all(f"depth {depth}" in render(text) for depth in range(9))


HOSTILE = [
    "[",
    "*",
    "`",
    "<",
    ">",
    "> ",
    "- ",
    "![",
    "[a](",
    "*a_",
    "a**b",
    "&",
    "|-|\n",
    "- a\n  ",
    "[a]: b\n",
    "(",
    "~",
]


@pytest.mark.parametrize("mark", HOSTILE, ids=ascii)
def test_fifty_thousand_marks_take_no_longer_than_as_much_text(mark):
    text = (mark * (50_000 // len(mark) + 1))[:50_000]

    began = time.process_time()
    html = render(text)

    assert time.process_time() - began < 2
    assert Harmless(html[:200_000]).complaints == []
