"""What may happen to a rule. Each verb: one transaction, one event on the rule, followers told.

==============  ==========================================  =====================================
verb            a rule that is                              becomes
==============  ==========================================  =====================================
capture         (new)                                       unwritten
write           any                                         written, if it was unwritten
change kind     without a signed edition                    as it was
decide          any                                         as it was
link, unlink    any                                         as it was
propose         written, planned, in force                  waiting
put in force    written, planned, in force                  in force or planned
sign            waiting                                     in force or planned
return          waiting                                     as it was before
withdraw        waiting, planned                            as it was before
retire          in force                                    retired (or waiting for a signature)
restore         retired                                     in force (or waiting for a signature)
take in         (new, from a document)                      written
adopt           (new, from the command line)                in force
==============  ==========================================  =====================================
"""

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
from .standing import ALLOWED, Stale, Standing, standing
from .writing import Text, capture, change_kind, decide, link, take_in, unlink, write, write_new

__all__ = [
    "ALLOWED",
    "Proposal",
    "Stale",
    "Standing",
    "Text",
    "adopt",
    "capture",
    "change_kind",
    "decide",
    "link",
    "missing",
    "next_number",
    "propose",
    "put_in_force",
    "restore",
    "retire",
    "sign",
    "standing",
    "take_in",
    "unlink",
    "withdraw",
    "write",
    "write_new",
]
