"""What a rule still lacks: shown to its owner, in the register and, where it matters, to staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from .content import outlines
from .kinds import kinds, row_specs_of, section_address, section_asking
from .models import Flexibility, Rule


@dataclass(frozen=True)
class MissingItem:
    """One missing thing: its label, and the field or list of rows where it is filled in."""

    label: StrOrPromise
    field_name: str  # or the name of a list of rows
    row_field: str = ""  # the id of the field, where it is one of a row

    def address(self, rule: Rule) -> str:
        """The address where it is filled in, down to the field or the list of rows."""
        is_list = any(spec.name == self.field_name for spec in row_specs_of(rule.kind))
        anchor = self.field_name if is_list and not self.row_field else f"id_{self.row_field or self.field_name}"
        return f"{section_address(rule, section_asking(rule, self.field_name))}#{anchor}"


def missing_essentials(rule: Rule) -> list[MissingItem]:
    """What must be there before anything can be in force, whatever the switches say."""
    needed = [
        (rule.title, MissingItem(_("Add a title"), "title")),
        (rule.statement, MissingItem(_("Add the rule in one sentence"), "statement")),
        (rule.owner, MissingItem(_("Add an owner"), "owner")),
    ]
    return [missing_item for field_value, missing_item in needed if not field_value]


def missing_in_black(content: dict[str, Any], meets_customers: bool) -> list[MissingItem]:
    needed = [(content["reasons"], MissingItem(_("Add why it can't bend, such as safety or law"), "reasons"))]
    if meets_customers:
        needed += [
            (content["benefits"], MissingItem(_("Add how it helps the customer"), "benefits")),
            (content["say_it"], MissingItem(_("Add what to say"), "say_it")),
            (content["effect"], MissingItem(_("Complete the enforcement check"), "effect")),
        ]
    return [missing_item for rows, missing_item in needed if not rows]


def missing_in_grey(content: dict[str, Any]) -> list[MissingItem]:
    missing = []
    if not content["lines"]:
        missing.append(MissingItem(_("Add an always or never"), "lines"))
    if not content["situations"]:
        missing.append(MissingItem(_("Add a situation"), "situations"))
    for number, situation in enumerate(content["situations"]):
        missing += _missing_in_options(situation, f"situations-{number}-options")
    return missing


def _missing_in_options(situation: dict[str, Any], prefix: str) -> list[MissingItem]:
    """What the options of one situation lack; ``prefix`` is that of their list in the form."""
    options, params = situation["options"], {"text": situation["text"]}
    without_limit = [n for n, option in enumerate(options) if not (option["limit_amount"] or option["limit_words"])]
    without_grantor = [
        n for n, option in enumerate(options) if option["grantor"] == "named" and not option["grantor_name"]
    ]
    problems = []
    if len(options) < 2:
        problems.append((_("“%(text)s”: add a second option"), f"{len(options)}-text"))
    if without_limit:
        problems.append((_("“%(text)s”: add a limit to each option"), f"{without_limit[0]}-limit_amount"))
    if without_grantor:
        problems.append((_("“%(text)s”: name who can approve each option"), f"{without_grantor[0]}-grantor_name"))
    return [MissingItem(label % params, "situations", f"{prefix}-{field}") for label, field in problems]


def missing_items_by_rule(rules: Iterable[Rule]) -> dict[int, list[MissingItem]]:
    """What each of many rules lacks, by key; as many queries for one as for a hundred."""
    return {
        rule.pk: missing_essentials(rule) + missing_items(content, meets_customers=rule.meets_customers)
        for rule, content in outlines(list(rules))
    }


def missing_items(content: dict[str, Any], *, meets_customers: bool) -> list[MissingItem]:
    """What black or grey, and the kind, still lack. ``content`` is an edition's or a draft's."""
    missing: list[MissingItem] = []
    if content["flexibility"] == Flexibility.BLACK:
        missing += missing_in_black(content, meets_customers)
    if content["flexibility"] == Flexibility.GREY:
        missing += missing_in_grey(content)
    if content["kind"] in kinds:
        missing += [
            MissingItem(label, field_name) for field_name, label in kinds[content["kind"]].missing_fields(content)
        ]
    return missing
