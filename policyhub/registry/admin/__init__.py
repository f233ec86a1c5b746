"""Rules in the admin. Nothing here puts a rule in force: editions and signatures are only looked at."""

from . import discussion, record, rules, words

__all__ = ["discussion", "record", "rules", "words"]
