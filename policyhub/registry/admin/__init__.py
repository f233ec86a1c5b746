"""Rules in the admin. Nothing here puts a rule in force: editions and signatures are only looked at."""

from . import record, rules, words

__all__ = ["record", "rules", "words"]
