"""The rules that a rule stands together with, for somebody who reads it."""

from typing import NamedTuple

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from policyhub.accounts.models import User
from policyhub.registry.models import RuleLink

# Where ``{x}`` is a rule and u a person: whether they may know of it. The same stands in RuleQuerySet.for_reader.
READABLE = """(u.is_admin OR NOT {x}.restricted OR EXISTS (SELECT 1 FROM registry_rule_restricted_to t
    JOIN accounts_membership m ON m.team_id = t.team_id WHERE t.rule_id = {x}.id AND m.person_id = u.id))"""
# The links of a rule to rules in force that a person may know of
LINKS = f"""SELECT l.kind, CASE WHEN l.from_rule_id = %(rule)s THEN 0 ELSE 1 END AS backward, x.slug, e.title
    FROM registry_rulelink l JOIN accounts_user u ON u.id = %(person)s
    JOIN registry_rule x ON x.id = CASE WHEN l.from_rule_id = %(rule)s THEN l.to_rule_id ELSE l.from_rule_id END
    JOIN search_searchrow y ON y.rule_id = x.id AND y.starts <= %(now)s AND (y.ends IS NULL OR y.ends > %(now)s)
    JOIN registry_edition e ON e.id = y.edition_id
    WHERE (l.from_rule_id = %(rule)s OR l.to_rule_id = %(rule)s) AND {READABLE.format(x="x")}
    ORDER BY backward, l.id"""


class RuleLinkRow(NamedTuple):
    """Another rule as its edition in force calls it, and how this one stands to it."""

    relation: str
    title: str
    url: str


def links_of(rule: int, person: User) -> list[RuleLinkRow]:
    """Those of the rule with this key; first those that this rule names, then those that name it."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(LINKS, {"now": now, "person": person.pk, "rule": rule})
        rows = cursor.fetchall()
    names = dict(RuleLink.Kind.choices)
    return [
        RuleLinkRow(_("is related to") if backward else str(names[kind]), title, reverse("lookup:rule", args=[slug]))
        for kind, backward, slug, title in rows
    ]
