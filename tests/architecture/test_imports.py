"""Imports run one way: a room imports rooms named before it, never after."""

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from django.conf import settings

HERE = Path(settings.BASE_DIR)
KINDS = {"policies", "procedures", "standards"}
ROOMS = [  # from the ground up; those beside each other know nothing of each other
    {"policyhub.classifier"},
    {"policyhub.ui"},
    {"policyhub.evidence"},
    {"policyhub.background"},
    {"policyhub.accounts"},
    {"policyhub.glossary"},
    {"policyhub.registry"},
    {"policyhub.classification"},
    {"policyhub.touchpoints"},
    {"policyhub.discussion"},
    {"policyhub.authoring"},
    {"policyhub.publishing"},
    {"policyhub.feedback", *KINDS},
    {"policyhub.search"},
    {"policyhub.lookup"},
    {"policyhub.customers"},
    {"policyhub.offline"},
    {"policyhub.reviews"},
    {"policyhub.imports"},
    {"policyhub.example"},
    {"policyhub.dashboard"},
]
FLOOR = {room: floor for floor, rooms in enumerate(ROOMS) for room in rooms}
# What is around the apps: nobody imports it
WALLS = {"policyhub", "policyhub.settings", "policyhub.urls", "policyhub.wsgi"}


def room_of(module: str) -> str:
    """The room that a module is in, its wall, or "" for what is not ours."""
    parts = module.split(".")
    if parts[0] in KINDS:
        return parts[0]
    return ".".join(parts[:2]) if parts[0] == "policyhub" else ""


def imported(tree: ast.AST, module: str, is_package: bool) -> Iterator[tuple[int, str]]:
    """(line, module) of every import in a file, those inside functions and types too."""
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            start = ".".join([*base, *filter(None, [node.module])])
            # "from policyhub import pages" imports policyhub.pages
            names = [alias.name for alias in node.names] if start == "policyhub" else [""]
            yield from ((node.lineno, f"{start}.{name}".rstrip(".")) for name in names)


def refused(importer: str, target: str) -> str:
    """Why a room may not import another, "" if it may."""
    if importer == target or not target:
        return ""
    if target in WALLS:
        return f"{target} is for Django alone"
    if target not in FLOOR:
        return f"{target} is no room of the house"
    if target in KINDS:
        return "nobody imports a kind"
    if importer in WALLS:
        return "a wall imports no room"
    return "" if FLOOR[target] < FLOOR[importer] else f"{target} is not before {importer}"


def sources() -> list[Path]:
    folders = [HERE / "policyhub", *(HERE / kind for kind in sorted(KINDS))]
    return sorted(chain.from_iterable(folder.rglob("*.py") for folder in folders))


def wrong(path: Path, text: str) -> list[str]:
    module_path = path.relative_to(HERE).with_suffix("")
    is_package = module_path.name == "__init__"
    module = ".".join(module_path.parts[:-1] if is_package else module_path.parts)
    imports = imported(ast.parse(text), module, is_package)
    checked = [(line, target, refused(room_of(module), room_of(target))) for line, target in imports]
    return [f"{path.relative_to(HERE)}:{line} imports {target}: {why}" for line, target, why in checked if why]


def test_every_room_imports_only_rooms_before_it() -> None:
    assert [line for path in sources() for line in wrong(path, path.read_text(encoding="utf-8"))] == []


def test_every_folder_is_a_room() -> None:
    folders = {path.parent.name for path in (HERE / "policyhub").glob("*/__init__.py")}
    assert {f"policyhub.{name}" for name in folders} <= set(FLOOR)
    assert len(sources()) > 50, "the walk sees the house"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("policyhub/background/mail.py", "from policyhub.accounts.models import User"),
        ("policyhub/background/mail.py", "import policyhub.registry.content"),
        ("policyhub/registry/content.py", "def later():\n    from policies.models import Policy"),
        ("policyhub/registry/views/base.py", "from ...search import index"),
        ("policyhub/registry/views/base.py", "if TYPE_CHECKING:\n    from policyhub.dashboard import views"),
        ("policyhub/feedback/models.py", "from standards.models import Measure"),
        ("policyhub/ui/pages.py", "from policyhub.accounts import access"),
        ("policyhub/dashboard/views.py", "from policyhub import settings"),
        ("policyhub/dashboard/views.py", "from policyhub.attic import box"),
        ("policies/models.py", "from procedures.models import Step"),
        ("policies/views.py", "from policyhub.feedback import actions"),
        ("policyhub/evidence/record.py", "from policyhub.background import mail"),
    ],
)
def test_an_import_the_wrong_way_is_seen(path: str, text: str) -> None:
    assert len(wrong(HERE / path, text)) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("policyhub/registry/views/base.py", "from .. import hooks"),
        ("policyhub/registry/views/__init__.py", "from . import base\nfrom ..models import Rule"),
        ("policyhub/authoring/forms/kind.py", "from policyhub.ui.pages import Words\nfrom policyhub.ui import pages"),
        ("policies/views.py", "from policyhub.registry.views import listing\nfrom . import models\nimport json"),
        ("policyhub/dashboard/views.py", "from policyhub.search.search import find"),
    ],
)
def test_an_import_the_right_way_is_let_through(path: str, text: str) -> None:
    assert wrong(HERE / path, text) == []
