"""What may happen to a rule. Each verb: one transaction, one event on the rule, followers told.

==============  ==========================================  =====================================
verb            a rule that is                              becomes
==============  ==========================================  =====================================
capture         (new)                                       unwritten
take over       unwritten                                   written, its author named
ask for more    unwritten, its author works here            as it was
tell more       unwritten                                   as it was, with more in it
write           any                                         written, if it was unwritten
copy            (new, like another)                         written
change kind     without a signed edition                    as it was
decide          any                                         as it was
link, unlink    any                                         as it was
split           any, with clauses that may bend             black, and a grey one beside it
wave off        any                                         as it was, and so is its version
take up         any                                         as it was, and so is its version
open to, close  any                                         as it was, read by customers or no more
propose         written, planned, in force                  waiting
put in force    written, planned, in force                  in force or planned
sign            waiting                                     in force or planned
return          waiting                                     as it was before
withdraw        waiting, planned                            as it was before
retire          in force                                    retired (or waiting for a signature)
restore         retired                                     in force (or waiting for a signature)
take in         (new, from a document)                      written
take out        written, nobody has worked on it            (gone; its number stays given)
adopt           (new, from the command line)                in force
==============  ==========================================  =====================================
"""

from . import customers, discussion, drafts, suggestions, touchpoints, words
from .advice import take_up, wave_off
from .copying import copy
from .force import (
    Proposal,
    adopt,
    missing,
    next_number,
    propose,
    put_in_force,
    restore,
    retire,
    sign,
    withdraw,
)
from .splitting import split
from .standing import ALLOWED, Stale, Standing, standing
from .together import Seen, bring_in_force, keeps_back, seen, sign_together
from .unwritten import ask_for_more, take_over, tell_more
from .writing import Text, capture, change_kind, decide, link, take_in, take_out, unlink, write, write_new

__all__ = [
    "ALLOWED",
    "Proposal",
    "Seen",
    "Stale",
    "Standing",
    "Text",
    "adopt",
    "ask_for_more",
    "bring_in_force",
    "capture",
    "change_kind",
    "copy",
    "customers",
    "decide",
    "discussion",
    "drafts",
    "keeps_back",
    "link",
    "missing",
    "next_number",
    "propose",
    "put_in_force",
    "restore",
    "retire",
    "seen",
    "sign",
    "sign_together",
    "split",
    "standing",
    "suggestions",
    "take_in",
    "take_out",
    "take_over",
    "take_up",
    "tell_more",
    "touchpoints",
    "unlink",
    "wave_off",
    "withdraw",
    "words",
    "write",
    "write_new",
]
