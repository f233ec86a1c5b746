"""Names say what a thing is: hardly any filler among them, and no two classes of the product share one."""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ["policyhub", "policies", "procedures", "standards"]
FILLER = set("words found one said told there known seen here it them thing kept shown asked".split())
LARGEST_SHARE = 0.01
DJANGOS = {"Command"}  # each management command has one; models have their Meta inside


def product_files() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (path for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts)


def bound_names(tree: ast.AST) -> Iterator[str]:
    """Every name that a module binds: variables, parameters, attributes, functions, classes, aliases."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name
            case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name) | ast.ExceptHandler(name=str(name)) | ast.alias(asname=str(name)):
                yield name


def test_hardly_a_name_is_filler() -> None:
    names = Counter(name for path in product_files() for name in bound_names(ast.parse(path.read_text())))
    filler = {name: count for name, count in names.items() if name in FILLER}
    assert sum(filler.values()) <= LARGEST_SHARE * sum(names.values()), filler


def test_no_two_classes_share_a_name() -> None:
    places = defaultdict[str, list[str]](list)
    for path in product_files():
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and node.name not in DJANGOS:
                places[node.name].append(str(path.relative_to(ROOT)))
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("a = b.c = 1", ["a", "c"]),
        ("def f(x, *, y): pass", ["f", "x", "y"]),
        ("class K: z: int = 1", ["K", "z"]),
        ("for n in m: pass", ["n"]),
        ("import a.b as c", ["c"]),
        ("try: pass\nexcept E as e: pass", ["e"]),
        ("[i for i in j if (k := i)]", ["i", "k"]),
    ],
)
def test_all_that_is_bound_is_counted(source: str, names: list[str]) -> None:
    assert sorted(bound_names(ast.parse(source))) == sorted(names)
