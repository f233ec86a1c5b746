"""What is wrong with a page for somebody who reads and uses it: by screen reader, on a narrow phone, in the dark."""

from collections.abc import Callable
from itertools import cycle

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import SIZES
from tests.conftest import share

IN_FULL = share(10) >= 10
NORMAL = "Towels at the pool"
LONG = "Handtuchausgabeschalter" * 8 + "Regelung" * 2  # 200 characters without a space
TITLES = {"one long word": LONG, "titles of words": NORMAL}
VIEWS = [("phone", "light"), ("desk", "dark"), ("phone", "dark"), ("desk", "light")]
WIDTHS = [320, 360, SIZES["desk"]["width"]]


def in_full(name: str, cases: dict[str, object]) -> pytest.MarkDecorator:
    """Every case where the promises are tried in full length, and the first of them everywhere else."""
    tried = dict(list(cases.items())[: None if IN_FULL else 1])
    return pytest.mark.parametrize(name, list(tried.values()), ids=list(tried))


# In full, each page in each view; else each page in one of them, and the next page in the next
in_views = in_full("views", {"in turn": VIEWS})
if IN_FULL:
    in_views = in_full("views", {" and ".join(view): [view] for view in VIEWS})


def looker(page: Page, views: list[tuple[str, str]]) -> Callable[[], list[str]]:
    """A function that says what is wrong with the page that is open, and takes the next view for the next page."""
    page.context.add_init_script(Axe().axe_script)
    turns = cycle(views)

    def turn() -> tuple[str, str]:
        size, scheme = next(turns)
        page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        return size, scheme

    view = turn()

    def look() -> list[str]:
        nonlocal view
        wrong = [f"{page.url} ({', '.join(view)}): {problem}" for problem in serious(page) + too_wide(page)]
        view = turn()
        return wrong

    return look


def serious(page: Page) -> list[str]:
    """What axe finds seriously wrong: the rule, what it is about and where."""
    violations = page.evaluate("axe.run({resultTypes: ['violations']}).then(all => all.violations)")
    return [
        f"{violation['id']} ({violation['help']}): {node['target']} {node['html'][:150]}"
        for violation in violations
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


def too_wide(page: Page) -> list[str]:
    """By how much the page has to be moved sideways, at each width."""
    wrong, usual = [], page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size(usual | {"width": width})
        if (over := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            wrong.append(f"{over} pixels too wide at {width}")
    page.set_viewport_size(usual)
    return wrong
