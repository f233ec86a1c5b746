"""The rules that a rule stands together with, for somebody who reads it: as SQL, since a card is one statement."""

import json
from typing import NamedTuple

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from policyhub.accounts.models import User
from policyhub.registry.models import Rule, RuleLink

# Where ``{x}`` is a rule and u a person: whether they may know of it. The same stands in RuleQuerySet.for_reader.
READABLE = """(u.is_admin OR NOT {x}.restricted OR EXISTS (SELECT 1 FROM registry_rule_restricted_to t
    JOIN accounts_membership m ON m.team_id = t.team_id WHERE t.rule_id = {x}.id AND m.person_id = u.id))"""
LIST = {
    "sqlite": "nullif(json_group_array(json_array({0})), '[]')",
    "postgresql": "json_agg(json_build_array({0}))::text",
}
# Where r is a rule and u a person: its links as JSON, those to rules in force that they may know of
LINKS = """(SELECT {list} FROM registry_rulelink l
    JOIN registry_rule x ON x.id = CASE WHEN l.from_rule_id = r.id THEN l.to_rule_id ELSE l.from_rule_id END
    JOIN lookup_searchrow y ON y.rule_id = x.id AND y.starts <= %(now)s AND (y.ends IS NULL OR y.ends > %(now)s)
    JOIN registry_edition e ON e.id = y.edition_id
    WHERE (l.from_rule_id = r.id OR l.to_rule_id = r.id) AND {readable})"""


class Linked(NamedTuple):
    """Another rule as its edition in force calls it, and how this one stands to it."""

    how: str
    title: str
    address: str


def links_sql() -> str:
    columns = "CASE WHEN l.from_rule_id = r.id THEN 0 ELSE 1 END, l.id, l.kind, x.slug, e.title"
    return LINKS.format(list=LIST[connection.vendor].format(columns), readable=READABLE.format(x="x"))


def links_from(found: str | None) -> list[Linked]:
    """What ``links_sql`` found: first those that this rule names, then those that name it."""
    if not found:
        return []
    rows = sorted(json.loads(found))
    names = dict(RuleLink.Kind.choices)
    hows = (_("see also") if backward else str(names[kind]) for backward, _key, kind, _slug, _title in rows)
    return [Linked(how, row[4], reverse("rule", args=[row[3]])) for how, row in zip(hows, rows, strict=True)]


def links_of(rule: Rule, person: User) -> list[Linked]:
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    sql = f"SELECT {links_sql()} FROM registry_rule r JOIN accounts_user u ON u.id = %(person)s WHERE r.id = %(rule)s"
    with connection.cursor() as cursor:
        cursor.execute(sql, {"now": now, "person": person.pk, "rule": rule.pk})
        (found,) = cursor.fetchone()
    return links_from(found)
