"""There is one place where editions are made and one where they are approved; whoever comes in by it signs.

The lists below are meant to be read: a new way in fails here until somebody has said who signs it.
"""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError

from policyhub.publishing import actions as publishing
from policyhub.registry.models import Edition, Rule, SignOff
from policyhub.registry.models.edition import State
from tests.factories import RuleFactory, put_in_force
from tests.people import PASSWORD, People

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ACTIONS = "policyhub/publishing/actions.py"
MAKERS = {"create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "acreate"}

WAYS_IN = {
    "Edition(": [f"{ACTIONS} _make_edition"],
    "_make_edition(": [f"{ACTIONS} _freeze", f"{ACTIONS} adopt"],
    "_freeze(": [f"{ACTIONS} _alone_or_waiting", f"{ACTIONS} propose", f"{ACTIONS} put_in_force"],
    "_alone_or_waiting(": [f"{ACTIONS} restore", f"{ACTIONS} retire"],
    "state=APPROVED": [f"{ACTIONS} _approve", f"{ACTIONS} _make_edition"],
    "_approve(": [f"{ACTIONS} _finish"],
    "_finish(": [f"{ACTIONS} _alone_or_waiting", f"{ACTIONS} put_in_force", f"{ACTIONS} sign"],
    "adopt(": ["policyhub/imports/bulk_import.py import_document"],
}


@cache
def sources() -> list[tuple[str, ast.Module]]:
    """Every Python file that ships, but the migrations: what makes an edition there stands in a review of its own."""
    folders = ["policyhub", "policies", "procedures", "standards"]
    files = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    files += [ROOT / "manage.py", ROOT / "dev.py"]
    files = [path for path in files if "migrations" not in path.parts]
    return [(str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))) for path in files]


def named_in(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """(the function around it, node) of everything in a module."""

    def walk(node: ast.AST, function: str) -> Iterator[tuple[str, ast.AST]]:
        for child in ast.iter_child_nodes(node):
            inside = child.name if isinstance(child, ast.FunctionDef | ast.ClassDef) else function
            yield inside, child
            yield from walk(child, inside)

    return walk(tree, "the module")


def dotted(node: ast.AST) -> str:
    """``Edition.objects.create`` as text; what is not a name in it becomes an empty part."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return dotted(node.func)
    return node.id if isinstance(node, ast.Name) else ""


def makes_an_edition(call: ast.Call) -> bool:
    name = dotted(call.func)
    path, _dot, last = name.rpartition(".")
    through_rows = last in MAKERS and bool({"Edition", "editions"} & set(path.split(".")))
    return last == "Edition" or through_rows


def approves(call: ast.Call) -> bool:
    """Writes the state; a filter that asks for it does not."""
    writes = dotted(call.func).rpartition(".")[2] in {"Edition", "update", "dict", *MAKERS}
    states = [ast.unparse(k.value) for k in call.keywords if k.arg == "state"]
    return writes and any("APPROVED" in state or "approved" in state for state in states)


def places_that_do(what: str) -> list[str]:
    """Where the project does this: "file function", sorted."""
    places = set()
    for file, tree in sources():
        for function, node in named_in(tree):
            if isinstance(node, ast.Call) and does(what, node):
                places.add(f"{file} {function}")
            elif what == "adopt(" and isinstance(node, ast.Attribute) and dotted(node) == "publishing.adopt":
                places.add(f"{file} {function}")  # handed on, and called by another name
    return sorted(places)


def does(what: str, call: ast.Call) -> bool:
    if what == "Edition(":
        return makes_an_edition(call)
    if what == "state=APPROVED":
        return approves(call)
    return dotted(call.func).rpartition(".")[2] == what.removesuffix("(")


@pytest.mark.parametrize("what", WAYS_IN)
def test_the_ways_in_are_those_listed(what):
    assert places_that_do(what) == WAYS_IN[what]


def test_nobody_writes_editions_in_sql():
    tables = ("registry_edition", "registry_signoff")
    verbs = ("INSERT", "UPDATE", "REPLACE", "COPY", "MERGE")
    for file, tree in sources():
        for _function, node in named_in(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                tokens = node.value.upper().split()
                assert not any(t in node.value for t in tables) or not set(tokens) & set(verbs), (file, node.value)


@pytest.mark.parametrize(
    "text",
    [
        "Edition(rule=r)",
        "models.Edition(rule=r)",
        "Edition.objects.create(rule=r)",
        "Edition.objects.using('x').bulk_create([])",
        "rule.editions.create(number=1)",
        "rule.editions.filter(number=1).update_or_create(state='approved')",
    ],
)
def test_control_a_hidden_way_in_would_be_found(text):
    assert makes_an_edition(ast.parse(text).body[0].value)


def test_control_a_hidden_approval_would_be_found():
    assert approves(ast.parse("rule.editions.filter(pk=1).update(state=State.APPROVED)").body[0].value)
    assert approves(ast.parse("editions.update(state='approved')").body[0].value)
    assert not approves(ast.parse("editions.filter(state=State.APPROVED)").body[0].value)


# Whoever comes in by them signs


def propose_and_sign(rule: Rule, people: People) -> Edition:
    number = publishing.next_number(rule)
    waiting = publishing.propose(rule, publishing.Proposal(), number=number, by=people.ana, now=NOW)
    return publishing.sign(waiting, "approve", "", digest=waiting.digest, by=people.petra, now=NOW)


def retire(rule: Rule, people: People) -> Edition:
    put_in_force(rule, people.ana, NOW)
    return publishing.retire(rule, why="Over.", successor=None, number=2, by=people.ana, now=NOW)


def restore(rule: Rule, people: People) -> Edition:
    retire(rule, people)
    return publishing.restore(rule, why="Missed.", number=3, by=people.ana, now=NOW)


BY_HAND = {
    "sign": propose_and_sign,
    "put in force": lambda rule, people: put_in_force(rule, people.ana, NOW),
    "retire": retire,
    "restore": restore,
}


def unsigned() -> list[Edition]:
    """Approved, though nobody signed this very text for it."""
    approving = [SignOff.Meaning.APPROVE, SignOff.Meaning.APPROVE_WITH_COMMENT, SignOff.Meaning.ALONE]
    approved = Edition.objects.filter(state=State.APPROVED, adopted=False)
    return [e for e in approved if not e.signoffs.filter(meaning__in=approving, digest=e.digest).exists()]


@pytest.mark.parametrize("way", BY_HAND)
def test_what_people_put_in_force_is_signed(way, people):
    edition = BY_HAND[way](RuleFactory(by=people.ana), people)
    assert (edition.state, edition.adopted) == (State.APPROVED, False)
    signature = edition.signoffs.get()
    assert (signature.digest, signature.at) == (edition.digest, NOW)
    assert signature.meaning == ("approve" if way == "sign" else "alone")
    assert unsigned() == []


@pytest.mark.parametrize("way", ["put in force", "retire", "restore"])
def test_nobody_comes_in_alone_where_a_second_person_signs(way, people):
    rule = RuleFactory(by=people.ana)
    for before in {"put in force": [], "retire": ["put in force"], "restore": ["retire"]}[way]:
        BY_HAND[before](rule, people)
    people.organisation.second_person = True
    people.organisation.save()
    approved = Edition.objects.filter(state=State.APPROVED).count()
    number = publishing.next_number(rule)
    last: Any = {"by": people.ana, "now": NOW + timedelta(1), "number": number}
    if way == "put in force":
        with pytest.raises(ValidationError):
            publishing.put_in_force(rule, publishing.Proposal(), **last)
    elif way == "retire":
        assert publishing.retire(rule, why="Over.", successor=None, **last).state == State.WAITING
    else:
        assert publishing.restore(rule, why="Missed.", **last).state == State.WAITING
    assert Edition.objects.filter(state=State.APPROVED).count() == approved


def test_what_is_taken_over_says_that_nobody_signed(people, tmp_path):
    (tmp_path / "returns.md").write_text("# Returns\n\nWe take goods back for thirty days.\n", encoding="utf-8")
    for _ in range(2):
        call_command("import_rules", tmp_path, adopt=True, by="ana", owner="ana", verbosity=0)
    edition = Edition.objects.get()
    assert (edition.state, edition.adopted, edition.number) == (State.APPROVED, True, 1)
    assert edition.content_data["edition"]["adopted"] is True
    assert not edition.signoffs.exists()


def test_what_is_taken_in_as_a_draft_is_not_in_force(people, tmp_path):
    (tmp_path / "returns.md").write_text("# Returns\n\nWe take goods back for thirty days.\n", encoding="utf-8")
    call_command("import_rules", tmp_path, verbosity=0)
    assert Rule.objects.count() == 1
    assert not Edition.objects.exists()


def test_only_a_first_edition_is_taken_over(people):
    rule = RuleFactory(by=people.ana)
    put_in_force(rule, people.ana, NOW)
    second = Edition(rule=rule, number=2, content="{}", adopted=True, state=State.APPROVED, starts=NOW)
    second.change, second.proposed_by_name, second.proposed_at = "meaning", "x", NOW
    with pytest.raises(DatabaseError):
        second.save()


# The pages

ANSWERS = {"propose": {"change": "meaning"}, "retire": {"why": "Over."}, "restore": {"why": "Missed."}}


def prepare(page: str, people: People) -> Rule:
    rule: Rule = RuleFactory(by=people.ana)
    if page == "retire":
        put_in_force(rule, people.ana, NOW)
    if page == "restore":
        retire(rule, people)
    return rule


@pytest.mark.parametrize("page", ANSWERS)
@pytest.mark.parametrize("password", ["", "wrong", None])
def test_no_page_puts_in_force_without_the_password(password, page, people, sign_in):
    rule = prepare(page, people)
    made = Edition.objects.count()
    form = {"number": publishing.next_number(rule), **ANSWERS[page]}
    form |= {} if password is None else {"password": password}
    response = sign_in(people.ana).post(f"{rule.get_absolute_url()}{page}/", form)
    assert response.status_code == 422
    assert Edition.objects.count() == made


@pytest.mark.parametrize("page", ANSWERS)
def test_each_page_that_puts_in_force_leaves_a_signature(page, people, sign_in):
    rule = prepare(page, people)
    form = {"number": publishing.next_number(rule), "password": PASSWORD, **ANSWERS[page]}
    response = sign_in(people.ana).post(f"{rule.get_absolute_url()}{page}/", form)
    assert response.status_code == 302
    assert rule.editions.last().signoffs.get().meaning == SignOff.Meaning.ALONE
    assert unsigned() == []


@pytest.mark.parametrize("password", ["", "wrong", None])
def test_nobody_signs_without_the_password(password, people, sign_in):
    rule = RuleFactory(by=people.ana)
    waiting = publishing.propose(rule, publishing.Proposal(), number=1, by=people.ana, now=NOW)
    form = {"number": 1, "digest": waiting.digest, "meaning": "approve"}
    form |= {} if password is None else {"password": password}
    response = sign_in(people.petra).post(f"{rule.get_absolute_url()}sign/", form)
    assert response.status_code == 422
    assert not SignOff.objects.exists()


def test_a_manager_signs_on_the_page(people, sign_in):
    rule = RuleFactory(by=people.ana)
    waiting = publishing.propose(rule, publishing.Proposal(), number=1, by=people.ana, now=NOW)
    form = {"number": 1, "digest": waiting.digest, "meaning": "approve", "password": PASSWORD}
    assert sign_in(people.petra).post(f"{rule.get_absolute_url()}sign/", form).status_code == 302
    assert Edition.objects.get().signoffs.get().person == people.petra
    assert unsigned() == []
