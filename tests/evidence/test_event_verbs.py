"""Every verb that is stored has words for people; the stored verb itself stays."""

import ast
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from policyhub.evidence.models import Event
from policyhub.evidence.verbs import VERBS, subject_display, verb_display
from policyhub.publishing import actions as publishing
from policyhub.registry.models import Edition, SignOff
from policyhub.registry.states import REFUSAL_MESSAGES, TRANSITIONS, RuleState
from tests.factories import RuleFactory, put_in_force

ROOTS = ("policyhub", "policies", "procedures", "standards")
SOURCES = [path for root in ROOTS for path in (Path(settings.BASE_DIR) / root).rglob("*.py")]


class Module:
    """One module's calls of ``record``, directly or through a helper of its own that has a parameter ``verb``."""

    def __init__(self, source: str) -> None:
        self.tree = ast.parse(source)
        functions = [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)]
        names = {f.name: [a.arg for a in (*f.args.args, *f.args.kwonlyargs)] for f in functions}
        self.functions = functions
        self.position = {name: args.index("verb") for name, args in names.items() if "verb" in args}
        self.position["record"] = 1

    def verbs(self) -> Iterator[str]:
        for function in self.functions:
            own = {a.arg for a in (*function.args.args, *function.args.kwonlyargs)}
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                name = call.func.id if isinstance(call.func, ast.Name) else ""
                if name in self.position:
                    yield from self.values(self.argument(call, self.position[name]), function, own)

    @staticmethod
    def argument(call: ast.Call, position: int) -> ast.expr | None:
        named = next((k.value for k in call.keywords if k.arg == "verb"), None)
        return named or (call.args[position] if position < len(call.args) else None)

    def values(self, node: ast.expr | None, function: ast.FunctionDef, own: set[str]) -> Iterator[str]:
        if isinstance(node, ast.Constant):
            yield str(node.value)
        elif isinstance(node, ast.IfExp):
            yield from self.values(node.body, function, own)
            yield from self.values(node.orelse, function, own)
        elif isinstance(node, ast.Tuple):
            yield from self.values(node.elts[0], function, own)  # verb, before = ...
        elif isinstance(node, ast.Dict):
            for value in node.values:
                yield from self.values(value, function, own)
        elif isinstance(node, ast.Subscript):
            yield from self.values(node.value, function, own)
        elif isinstance(node, ast.Name) and node.id not in own:
            yield from self.assigned(node.id, function, own)
        elif not (isinstance(node, ast.Name) and node.id in own):
            raise AssertionError(f"which verb is {ast.dump(node) if node else None}?")

    def assigned(self, name: str, function: ast.FunctionDef, own: set[str]) -> Iterator[str]:
        for scope in (function, self.tree):
            for node in ast.walk(scope):
                if isinstance(node, ast.Assign):
                    target = node.targets[0]
                    first = target.elts[0] if isinstance(target, ast.Tuple) else target
                    if isinstance(first, ast.Name) and first.id == name:
                        yield from self.values(node.value, function, own)


def stored_verbs() -> set[str]:
    sources = (path.read_text(encoding="utf-8") for path in SOURCES if "migrations" not in path.parts)
    return {verb for source in sources if "import record" in source for verb in Module(source).verbs()}


def test_the_search_for_verbs_reads_calls_as_they_are_written() -> None:
    source = (
        "from x import record\nCALM = 'calmed'\nKINDS = {1: 'one'}\n"
        "def a(c):\n    verb, before = ('b', {}) if c else ('d', {})\n    record(s, verb, by=c)\n"
        "    record(s, 'e' if c else 'f')\ndef g(s, *, verb):\n    record(s, verb)\n"
        "def h():\n    g(1, verb='i')\n    record(s, CALM)\n    record(s, KINDS[2])\n"
    )
    assert set(Module(source).verbs()) == {"b", "d", "e", "f", "i", "calmed", "one"}


def test_every_stored_verb_has_a_display_text() -> None:
    verbs = stored_verbs()
    assert len(verbs) > 60
    assert verbs - set(VERBS) == set(), "add them to policyhub/evidence/verbs.py"
    assert set(VERBS) - verbs == set(), "nothing stores these"


def test_no_display_text_is_the_bare_key_of_another_language() -> None:
    for verb in VERBS:
        text = verb_display(verb)
        assert text[0].isupper(), verb
        assert "put in force" not in text


def test_subjects_are_words() -> None:
    assert subject_display("rule:R-014") == "Rule R-014"
    assert subject_display("organisation") == "Organisation"
    assert subject_display("something else") == "something else"


def test_the_admin_shows_words_and_finds_them(people: Any, sign_in: Any) -> None:
    put_in_force(RuleFactory(by=people.ana, title="Towels"), people.ana)
    assert Event.objects.filter(verb="put in force").exists(), "the stored verb stays"
    client = sign_in(people.ada)
    page = client.get(reverse("admin:evidence_event_changelist"), {"q": "published"}).text
    assert "Published" in page
    assert "put in force" not in page
    event = Event.objects.get(verb="put in force")
    page = client.get(reverse("admin:evidence_event_change", args=[event.pk])).text
    assert "Published" in page
    assert "put in force" not in page


# --- States ---


def test_each_state_has_its_own_refusal_in_words() -> None:
    assert set(REFUSAL_MESSAGES) == set(RuleState)
    for state, sentence in REFUSAL_MESSAGES.items():
        assert str(sentence).endswith("."), state
    assert len({str(sentence) for sentence in REFUSAL_MESSAGES.values()}) == len(RuleState)
    assert all(TRANSITIONS.values())


def test_what_is_refused_says_so_in_words(people: Any) -> None:
    rule = RuleFactory(by=people.ana)
    with pytest.raises(ValidationError) as refused:
        publishing.retire(rule, why="", successor=None, number=1, by=people.ana, now=timezone.now())
    assert refused.value.messages == ["You can't do this while the rule is a draft that was never published."]


def test_the_command_prints_words_and_the_organisations_dates(people: Any) -> None:
    rule = RuleFactory(by=people.ana, title="Towels")
    edition = put_in_force(rule, people.ana)
    out = StringIO()
    call_command("in_force", rule.reference, timezone.localdate().isoformat(), stdout=out)
    signed: SignOff = Edition.objects.get(pk=edition.pk).signoffs.get()
    local = timezone.localtime(signed.at)
    assert f"Published alone: Ana Ruiz, {local.day} {local:%B} {local.year}, {local:%H:%M}" in out.getvalue()
    assert "+00:00" not in out.getvalue()


def test_choices_are_shown_by_their_labels_in_the_admin() -> None:
    for model, model_admin in admin.site._registry.items():
        for field in model._meta.fields:
            if field.choices:
                labels = [str(label) for _value, label in field.flatchoices]
                assert all(label and "_" not in label for label in labels), (model_admin, field)
