"""The helper that reads pages in tests finds what a person would, and says what is there when it does not."""

import re

import pytest

from tests.pages import read

MARKUP = """
<head><title>Not read</title></head><main id="here"><h1>Late <b>refund</b></h1><template>Not read either</template>
<a href="/a/">Edit</a> <a href="/b/" aria-label="Edit the title"><i></i></a>
<table><tr id="R-001"><td>One</td><td>Two</td></tr></table>
<form><label for="t">Title</label><input id="t" name="title" value="Towels">
<input type="hidden" name="key" value="7"><input type="checkbox" name="team" value="1" checked>
<input type="checkbox" name="team" value="2" checked><input type="radio" name="kind" value="policy">
<select name="owner"><option value="3">Ana</option><option value="4" selected>Ben</option></select>
<textarea name="body">\nLong</textarea><button name="act" value="save">Save</button></form>
</main>
"""


def test_a_page_is_read_by_role_and_name():
    page = read(MARKUP)
    assert page.names("heading") == ["Late refund"]
    assert page.link("Edit") == "/a/"
    assert page.link(re.compile("title$")) == "/b/"
    assert page.rows == {"R-001": "One Two"}
    assert page.field("Title")["value"] == "Towels"
    assert "Not read" not in page.text


def test_a_form_tells_what_its_button_sends():
    sent = {"title": "Towels", "key": "7", "team": ["1", "2"], "owner": "4", "body": "Long", "act": "save"}
    assert read(MARKUP).form("Save") == sent


def test_what_is_missing_or_there_twice_fails_and_says_what_is_there():
    with pytest.raises(AssertionError, match="Late refund"):
        read(MARKUP).get("heading", "Early refund")
    with pytest.raises(AssertionError, match="2 of link"):
        read(MARKUP).get("link", re.compile("Edit"))
