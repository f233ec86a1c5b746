"""An edition keeps everything that a rule says, and what was once kept can be read for ever."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.template.loader import render_to_string

from policyhub.evidence.canonical import canonical, digest
from policyhub.registry import content, writing
from policyhub.registry.kinds import RowSpec, kinds, row_specs_of
from policyhub.registry.models import Row, Rule
from policyhub.registry.requirements import missing_items
from tests.factories import RuleFactory, option, put_in_force

NOON = datetime(2026, 3, 2, 12, 0, 0, 250, tzinfo=UTC)
SAMPLES = Path(__file__).parent / "samples"
DIGESTS = {"schema_1.json": "788245a6889c299e2362b2cdfd08a91168078d3d0c1765f222fc222f6be19fe0"}

ABOUT_RULES = "registry glossary classification touchpoints discussion authoring policies procedures standards".split()
NOT_IN_AN_EDITION = {
    "Comment": "is said about a rule, and can be erased",
    "Draft": "is what one person has typed and not saved",
    "Edition": "is what content stands in",
    "SignOff": "stands beside the content that it signs",
    "Decision": "is kept for ever by itself",
    "OldSlug": "an address",
    "Result": "is what was found, not what was asked for",
    "InformationRequest": "is about a rule that is not written yet",
    "RuleLink": "changes without an edition",
    "Suggestion": "is read out of the text, and read again whenever that changes",
    "Term": "is a word of the organisation's, for all rules",
    "TermReading": "says who read the words",
    "Touchpoint": "changes without an edition, and so does what covers it",
    "TrainingRun": "is about suggestions, not about a rule",
    "Mention": "tells somebody of a comment",
    "Need": "is about a touchpoint, not about a rule",
}


def rows_everywhere() -> list[RowSpec]:
    """Every list of rows that any rule has, and those below them."""
    specs: list[RowSpec] = [spec for kind in ("", *kinds) for spec in row_specs_of(kind)]
    for spec in specs:
        specs += spec.nested
    return list(dict.fromkeys(specs))


def models_in_an_edition() -> set[type[models.Model]]:
    return {Rule, *(kind.model for kind in kinds.values()), *(spec.model for spec in rows_everywhere())}


def named_in_content(model: type[models.Model]) -> set[str]:
    """Fields that content keeps, and those that say whose part or row a thing is."""
    names = set(content.KEPT_FIELDS) if model is Rule else set()
    for kind in kinds.values():
        names |= {*kind.fields, "rule_ptr"} if kind.model is model else set()
    for spec in rows_everywhere():
        names |= {"key", spec.parent, *spec.fields} if spec.model is model else set()
    return names


def own_fields(model: type[models.Model]) -> set[str]:
    return {f.name for f in [*model._meta.local_fields, *model._meta.local_many_to_many]}


def test_every_model_of_a_rule_is_in_an_edition_or_said_not_to_be():
    all_models = {model for room in ABOUT_RULES for model in apps.get_app_config(room).get_models()}
    outside = {model for model in all_models if model.__name__ in NOT_IN_AN_EDITION}
    assert models_in_an_edition() == all_models - outside
    assert {model.__name__ for model in outside} == set(NOT_IN_AN_EDITION)


@pytest.mark.parametrize("model", sorted(models_in_an_edition(), key=lambda m: m.__name__), ids=lambda m: m.__name__)
def test_every_field_is_kept_or_left_out_for_a_reason(model):
    named = named_in_content(model)
    assert own_fields(model) - named - set(content.LEFT_OUT) == set()
    assert named - own_fields(model) == set(), "content names a field that is not there"
    assert named & set(content.LEFT_OUT) == set(), "a field is both kept and left out"


def test_nothing_is_left_out_that_does_not_exist():
    existing = {name for model in models_in_an_edition() for name in own_fields(model)}
    assert set(content.LEFT_OUT) - existing == set()
    assert all(content.LEFT_OUT.values())


# One of everything


def step(text: str, **fields: Any) -> dict[str, Any]:
    return {"text": text, "who": "", "firmness": "adapt", "basis": "", "warning": "", **fields}


EVERY_ROW: dict[str, list[dict[str, Any]]] = {
    "reasons": [{"basis": "law", "text": "Consumer law gives thirty days."}],
    "benefits": [{"text": "Nobody argues at the counter."}],
    "lines": [{"side": "always", "text": "See the goods first"}, {"side": "never", "text": "Cash over £40"}],
    "situations": [
        {
            "text": "there is a receipt, day 31 to 60",
            "options": [
                option("Exchange", say_it="Let us find the right size.", credited_to="Sam Lee"),
                option("Refund “in full”", grantor="lead", limit_amount=Decimal("40.00"), limit_words=""),
                option("Anything else", grantor="named", grantor_name="the duty desk"),
            ],
        },
        {"text": "there is no receipt", "options": [option("Gift card", grantor="manager"), option("A kind no")]},
    ],
    "steps": [
        step("Look at the goods.", who="Whoever is at the till", warning="Never take food back."),
        step("Ask for the receipt.", firmness="must", basis="integrity"),
    ],
    "checklist": [{"text": "Receipt stapled to the slip"}],
}
EVERY_TEXT = {
    "title": "Goods come back after thirty days — Rückgabe",
    "statement": "After thirty days we help, inside these lines.",
    "body": "# How\n\n- look\n- ask\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<script>alert(1)</script>",
    "say_it": "I can see why you ask.",
    "next_time": "Bring the receipt.",
    "instead": "A gift card at full price.",
    "customer_text": "We take goods back for thirty days.",
    "effect": "barrier",
    "cause": "wording",
    "remedy": "Ravi rewrites the sign.",
    "trigger": "A customer brings goods back",
}


@pytest.fixture
def procedure(people):
    """A grey procedure in which nothing is empty."""
    return RuleFactory(
        by=people.ana,
        now=NOON,
        kind="procedure",
        team=people.desk,
        flexibility="grey",
        rationale="It depends on the goods.",
        rows=EVERY_ROW,
        source="shop/returns.md",
        **EVERY_TEXT,
    )


def frozen(rule: Rule) -> str:
    return content.freeze(
        rule,
        number=3,
        change="meaning",
        note="Sixty days, not thirty.",
        objections="“It was always thirty.” It still is, as of right.",
        planned=NOON,
        proposed_by="Ana Ruiz",
        proposed_at=NOON,
    )


def empty(content: Any, path: str = "") -> list[str]:
    if isinstance(content, dict):
        return [empty_path for name, value in content.items() for empty_path in empty(value, f"{path}.{name}")]
    if isinstance(content, list) and content:
        return sorted({empty_path for value in content for empty_path in empty(value, path)})
    return [path] if content in ("", None, []) else []


def test_everything_that_was_written_is_in_the_edition(procedure):
    content_data = json.loads(frozen(procedure))
    rows_may_lack = {"who", "basis", "basis_label", "warning", "say_it", "limit_amount", "limit_words"}
    rows_may_lack |= {"grantor_name", "credited_to"}
    lacking = {path for path in empty(content_data) if path.split(".")[-1] not in rows_may_lack or path.count(".") < 2}
    assert lacking == {".retired"}
    text = json.dumps(content_data, ensure_ascii=False)
    written = [*EVERY_TEXT.values(), *(str(v) for v in flat(EVERY_ROW)), "shop/returns.md", "It depends on the goods."]
    missing = [expected for expected in written if json.dumps(expected, ensure_ascii=False)[1:-1] not in text]
    assert missing == []


def flat(node: Any) -> list[Any]:
    """Everything that is not empty at any depth."""
    if isinstance(node, dict | list):
        return [v for inner in (node.values() if isinstance(node, dict) else node) for v in flat(inner)]
    return [node] if node else []


def test_what_is_frozen_twice_is_the_same_to_the_byte(procedure):
    again = Rule.objects.get(pk=procedure.pk)
    assert frozen(procedure).encode() == frozen(again).encode()
    assert canonical(json.loads(frozen(procedure))) == frozen(procedure)


def test_an_edition_names_people_as_they_were_called_then(procedure, people):
    edition = put_in_force(procedure, people.ana, NOON)
    people.ana.name, people.ana.phone = "Ana Ruiz-Shah", "ext. 99"
    people.ana.save()
    content_data = edition.rule.edition_at(NOON).content_data
    assert (content_data["owner"], content_data["owner_phone"], content_data["decided_by"]) == (
        "Ana Ruiz",
        "ext. 12",
        "Ana Ruiz",
    )


def test_rows_keep_their_keys_from_edition_to_edition(procedure, people):
    first = put_in_force(procedure, people.ana, NOON)
    live_lines = procedure.lines.live()
    rows = {"lines": [{"key": str(line.key), "side": line.side, "text": "New words"} for line in live_lines]}
    writing.write(procedure, writing.RuleInput({}, rows), version=procedure.version, by=people.ana, now=NOON)
    second = put_in_force(procedure, people.ana, NOON)
    assert [line["key"] for line in first.content_data["lines"]] == [
        line["key"] for line in second.content_data["lines"]
    ]
    assert [line["text"] for line in second.content_data["lines"]] == ["New words", "New words"]


def test_rows_that_were_dropped_are_not_kept(procedure, people):
    put_in_force(procedure, people.ana, NOON)
    version = procedure.version
    writing.write(procedure, writing.RuleInput({}, {"steps": []}), version=version, by=people.ana, now=NOON)
    assert put_in_force(procedure, people.ana, NOON).content_data["steps"] == []


# What was once kept is read for ever


@pytest.fixture(params=sorted(DIGESTS))
def sample(request):
    """The text of an edition, frozen when its schema was the newest. These files are never made anew."""
    return (SAMPLES / request.param).read_bytes().decode()


def test_every_schema_has_a_sample():
    assert {f"schema_{n + 1}.json" for n in range(content.SCHEMA)} == set(DIGESTS)
    assert {path.name for path in SAMPLES.iterdir()} == set(DIGESTS)


@pytest.mark.parametrize("name", DIGESTS)
def test_a_sample_is_what_it_was(name):
    text = (SAMPLES / name).read_bytes().decode()
    assert digest(text) == DIGESTS[name]
    assert canonical(json.loads(text)) == text
    assert json.loads(text)["schema"] == int(name.split("_")[1].split(".")[0])


def test_a_sample_comes_forward_to_the_newest_schema(sample, procedure):
    """It has all that an edition frozen now has, so that no page misses a part."""
    content_data = content.parse_content(sample)
    assert content_data["schema"] == content.SCHEMA
    assert content_data.keys() == json.loads(frozen(procedure)).keys()
    assert missing_items(content_data, meets_customers=True) == []


def shown_in(template, content_data):
    rule = Rule(slug="returns", title=content_data["title"], reference=content_data["reference"])
    return render_to_string(
        template, {"said": content_data, "rule": rule, "template": kinds[content_data["kind"]].template}
    )


def told_first(content_data):
    situation = content_data["situations"][0]
    texts = [
        content_data["reference"],
        content_data["say_it"],
        content_data["instead"],
        content_data["next_time"],
        content_data["lines"][1]["text"],
    ]
    return [*texts, situation["text"], situation["options"][0]["text"], "up to £40"]


def test_a_sample_is_still_a_card(sample):
    content_data = content.parse_content(sample)
    html = shown_in("_components/card.html", content_data)

    details = [
        content_data["statement"],
        content_data["situations"][1]["text"],
        content_data["part"]["trigger"],
        content_data["checklist"][0]["text"],
    ]
    details += [
        content_data["steps"][0]["text"],
        content_data["steps"][0]["warning"],
        content_data["benefits"][0]["text"],
    ]
    assert [expected for expected in told_first(content_data) + details if expected not in html] == []


def test_a_sample_is_still_an_answer(sample):
    content_data = content.parse_content(sample)
    html = shown_in("lookup/answer.html", content_data)

    assert [
        expected
        for expected in [*told_first(content_data), content_data["title"], "1 other situation"]
        if expected not in html
    ] == []


def test_every_row_of_every_kind_is_a_row():
    assert all(issubclass(spec.model, Row) for spec in rows_everywhere())
