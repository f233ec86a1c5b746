"""What a rule still lacks, told in words: to its owner, in the register and, where it matters, to staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from policyhub.ui.pages import Words

from .content import outlines
from .kinds import address_of, kinds, part_asking, rows_of
from .models import Flexibility, Rule


@dataclass(frozen=True)
class Lack:
    """One missing thing: what to say of it, and the field or list of rows where it is mended."""

    words: Words
    where: str
    field: str = ""  # the very field, where it is one of a row

    def address(self, rule: Rule) -> str:
        """Where it is mended, down to the field or the list of rows."""
        is_list = any(spec.name == self.where for spec in rows_of(rule.kind))
        anchor = self.where if is_list and not self.field else f"id_{self.field or self.where}"
        return f"{address_of(rule, part_asking(rule, self.where))}#{anchor}"


def lacks_for_force(rule: Rule) -> list[Lack]:
    """What must be there before anything can be in force, whatever the switches say."""
    needed = [
        (rule.title, Lack(_("Add a title"), "title")),
        (rule.statement, Lack(_("Add the rule in one sentence"), "statement")),
        (rule.owner, Lack(_("Add an owner"), "owner")),
    ]
    return [lack for there, lack in needed if not there]


def lacks_of_black(said: dict[str, Any], meets_customers: bool) -> list[Lack]:
    needed = [(said["reasons"], Lack(_("Add why it can't bend, such as safety or law"), "reasons"))]
    if meets_customers:
        needed += [
            (said["benefits"], Lack(_("Add how it helps the customer"), "benefits")),
            (said["say_it"], Lack(_("Add what to say"), "say_it")),
            (said["effect"], Lack(_("Complete the enforcement check"), "effect")),
        ]
    return [lack for there, lack in needed if not there]


def lacks_of_grey(said: dict[str, Any]) -> list[Lack]:
    lacking = []
    if not said["lines"]:
        lacking.append(Lack(_("Add an always or never"), "lines"))
    if not said["situations"]:
        lacking.append(Lack(_("Add a situation"), "situations"))
    for at, situation in enumerate(said["situations"]):
        lacking += _lacks_of_options(situation, f"situations-{at}-options")
    return lacking


def _lacks_of_options(situation: dict[str, Any], prefix: str) -> list[Lack]:
    """What the options of one situation lack; ``prefix`` is that of their list in the form."""
    options, about = situation["options"], {"text": situation["text"]}
    free = [n for n, one in enumerate(options) if not (one["limit_amount"] or one["limit_words"])]
    nobody = [n for n, one in enumerate(options) if one["grantor"] == "named" and not one["grantor_name"]]
    found = []
    if len(options) < 2:
        found.append((_("“%(text)s”: add a second option"), f"{len(options)}-text"))
    if free:
        found.append((_("“%(text)s”: add a limit to each option"), f"{free[0]}-limit_amount"))
    if nobody:
        found.append((_("“%(text)s”: name who can approve each option"), f"{nobody[0]}-grantor_name"))
    return [Lack(words % about, "situations", f"{prefix}-{field}") for words, field in found]


def lacks_of_all(rules: Iterable[Rule]) -> dict[int, list[Lack]]:
    """What each of many rules lacks, by key; as many queries for one as for a hundred."""
    return {
        rule.pk: lacks_for_force(rule) + lacks(said, meets_customers=rule.meets_customers)
        for rule, said in outlines(list(rules))
    }


def lacks(said: dict[str, Any], *, meets_customers: bool) -> list[Lack]:
    """What black or grey, and the kind, still lack. ``said`` is an edition's content or a draft's."""
    lacking: list[Lack] = []
    if said["flexibility"] == Flexibility.BLACK:
        lacking += lacks_of_black(said, meets_customers)
    if said["flexibility"] == Flexibility.GREY:
        lacking += lacks_of_grey(said)
    if said["kind"] in kinds:
        lacking += [Lack(words, where) for where, words in kinds[said["kind"]].lacks(said)]
    return lacking
