"""Who may do what: every page, each method, and the one event that a change leaves. Read it as a document.

A change of two things leaves one event on each: "merged, and dropped".

``tests/access/test_matrix.py`` walks the URL conf, tries every line with every actor, and fails on a page
without a line. Whoever stands on a line is let in; everybody else is sent to sign in or refused, and nothing
changes. The managers are those of the rule's team; the *other manager* manages another team alone. The
*proposer* is a manager who proposed what waits. The *deactivated* person was a manager of the rule's team. The
*senders* of documents are the proposer, who sent some, and whoever administers.

The fifth column says how things stand: what the rule is, ``alone`` where no second person signs, ``demo``,
``debug``, ``empty`` (nobody there yet), ``learnt`` (suggestions that learnt are in use), ``open to customers``
(in force, and the organisation has customers' pages). Where it is blank, things
stand as on any day: a rule is written, two managers, a second person signs.
"""

from dataclasses import dataclass

ACTORS = ("anonymous", "staff", "lead", "manager", "other manager", "admin", "deactivated", "proposer")

GROUPS = {
    "nobody": (),
    "everybody": ACTORS,
    "people": ("staff", "lead", "manager", "other manager", "admin", "proposer"),
    "documenters": ("manager", "other manager", "admin", "proposer"),
    "writers": ("manager", "admin", "proposer"),
    "managers": ("manager", "proposer"),
    "senders": ("proposer", "admin"),
    "leads": ("lead", "manager", "other manager", "admin", "proposer"),
    "answerers": ("lead", "manager", "admin", "proposer"),
    "case's readers": ("staff", "lead", "manager", "admin", "proposer"),
    "case's erasers": ("staff", "admin"),
}

TABLE = """
# page                  | method | who may     | leaves                                            | as things stand

# Look up
home                    | GET    | people      |                                                   |
home                    | POST   | nobody      | none, because looking up only reads               |
rule                    | GET    | people      |                                                   | in force
rule                    | POST   | nobody      | none, because the card only shows                 | in force

# The counter without a network
saved_copy              | GET    | people      |                                                   | in force
saved_copy              | POST   | nobody      | none, because the copy only reads                 | in force
offline                 | GET    | people      |                                                   |
offline                 | POST   | nobody      | none, because the frame only shows                |
later                   | GET    | people      |                                                   |
later                   | POST   | nobody      | none, because what waits is on the device         |
later_token             | GET    | people      |                                                   |
later_token             | POST   | nobody      | none, because it only tells                       |
service_worker          | GET    | everybody   |                                                   |
service_worker          | POST   | nobody      | none, because a script only shows                 |
manifest                | GET    | everybody   |                                                   |
manifest                | POST   | nobody      | none, because it only shows                       |
till                    | GET    | people      |                                                   |
till                    | POST   | people      | none, because the switch is the device's          |

# The registry
rules                   | GET    | people      |                                                   |
rules                   | POST   | nobody      | none, because a list only shows                   |
rules_csv               | GET    | people      |                                                   |
rules_csv               | POST   | nobody      | none, because a table only shows                  |
policies:list           | GET    | people      |                                                   |
policies:list           | POST   | nobody      | none, because a list only shows                   |
procedures:list         | GET    | people      |                                                   |
procedures:list         | POST   | nobody      | none, because a list only shows                   |
standards:list          | GET    | people      |                                                   |
standards:list          | POST   | nobody      | none, because a list only shows                   |
standards:results       | GET    | people      |                                                   | in force, standard
standards:results       | POST   | writers     | result recorded                                   | in force, standard
rule_history            | GET    | people      |                                                   | in force
rule_history            | POST   | nobody      | none, because history only shows                  | in force
rule_on                 | GET    | people      |                                                   | in force
rule_on                 | POST   | nobody      | none, because the page of a day only shows        | in force

# Writing
rule_capture            | GET    | people      |                                                   |
rule_capture            | POST   | people      | captured                                          |
rules_unwritten         | GET    | documenters |                                                   | unwritten
rules_unwritten         | POST   | nobody      | none, because the list only shows                 | unwritten
rules_left              | GET    | documenters |                                                   |
rules_left              | POST   | nobody      | none, because it only shows                       |
rules_left_list         | GET    | documenters |                                                   |
rules_left_list         | POST   | nobody      | none, because the list only shows                 |
rule_take_over          | GET    | nobody      |                                                   | unwritten
rule_take_over          | POST   | writers     | taken over                                        | unwritten
rule_ask_more           | GET    | writers     |                                                   | unwritten
rule_ask_more           | POST   | writers     | asked for more                                    | unwritten
rule_tell_more          | GET    | people      |                                                   | unwritten
rule_tell_more          | POST   | people      | told more                                         | unwritten
rule_new                | GET    | documenters |                                                   |
rule_new                | POST   | documenters | none, because it only asks which form comes next  |
rule_create             | GET    | documenters |                                                   |
rule_create             | POST   | documenters | written                                           |
policies:create         | GET    | documenters |                                                   |
policies:create         | POST   | documenters | written                                           |
procedures:create       | GET    | documenters |                                                   |
procedures:create       | POST   | documenters | written                                           |
standards:create        | GET    | documenters |                                                   |
standards:create        | POST   | documenters | written                                           |
rule_paste              | GET    | documenters |                                                   |
rule_paste              | POST   | documenters | written                                           |
rule_story              | GET    | documenters |                                                   |
rule_story              | POST   | documenters | written                                           |
rule_copy               | GET    | documenters |                                                   |
rule_copy               | POST   | documenters | written                                           |
rule_write              | GET    | writers     |                                                   |
rule_write              | POST   | nobody      | none, because the list of parts only shows        |
rule_part               | GET    | writers     |                                                   |
rule_part               | POST   | writers     | written                                           |
rule_part               | POST   | writers     | none, because a draft is no part of the record    | typing
rule_touchpoints        | GET    | writers     |                                                   |
rule_touchpoints        | POST   | writers     | rules linked                                      |
rule_edit               | GET    | writers     |                                                   |
rule_edit               | POST   | writers     | written                                           |
rule_kind               | GET    | writers     |                                                   |
rule_kind               | POST   | writers     | kind changed                                      |
rule_decide             | GET    | writers     |                                                   |
rule_decide             | POST   | writers     | decided                                           |
rule_split              | GET    | writers     |                                                   |
rule_split              | POST   | writers     | written, and split, and decided, and decided      |
rules_undecided         | GET    | documenters |                                                   |
rules_undecided         | POST   | nobody      | none, because it only leads on                    |
rules_firm              | GET    | documenters |                                                   |
rules_firm              | POST   | nobody      | none, because the list only shows                 |
rule_tag                | GET    | nobody      |                                                   |
rule_tag                | POST   | writers     | decided                                           |
rules_advice            | GET    | nobody      |                                                   |
rules_advice            | POST   | documenters | none, because it only reads                       |
rule_advice             | GET    | writers     |                                                   |
rule_advice             | POST   | writers     | advice waved off                                  |
rule_links              | GET    | writers     |                                                   |
rule_links              | POST   | writers     | linked                                            |
rule_unlink             | GET    | nobody      |                                                   |
rule_unlink             | POST   | writers     | unlinked                                          |

# Putting in force
rule_propose            | GET    | writers     |                                                   |
rule_propose            | POST   | writers     | proposed                                          |
rule_propose            | POST   | managers    | put in force                                      | alone
rule_propose            | POST   | admin       | proposed                                          | alone
rules_in_force          | GET    | documenters |                                                   |
rules_in_force          | POST   | writers     | proposed                                          |
rules_in_force          | POST   | managers    | put in force                                      | alone
rules_in_force          | POST   | admin       | proposed                                          | alone
rules_sign              | GET    | documenters |                                                   | waiting
rules_sign              | POST   | manager     | signed                                            | waiting
rule_sign               | GET    | managers    |                                                   | waiting
rule_sign               | POST   | manager     | signed                                            | waiting
rule_sign               | POST   | manager     | returned                                          | waiting, to change
rule_withdraw           | GET    | managers    |                                                   | waiting
rule_withdraw           | POST   | managers    | withdrawn                                         | waiting
rule_withdraw           | POST   | managers    | withdrawn                                         | planned
rule_retire             | GET    | writers     |                                                   | in force
rule_retire             | POST   | writers     | proposed                                          | in force
rule_retire             | POST   | managers    | retired                                           | in force, alone
rule_retire             | POST   | admin       | proposed                                          | in force, alone
rule_restore            | GET    | writers     |                                                   | retired
rule_restore            | POST   | writers     | proposed                                          | retired
rule_restore            | POST   | managers    | restored                                          | retired, alone
rule_restore            | POST   | admin       | proposed                                          | retired, alone

# Questions and comments: Nina, who is staff, asked the one that is there
rule_discussion         | GET    | people      |                                                   | in force
rule_discussion         | POST   | people      | commented                                         | in force
comment_answer          | GET    | nobody      |                                                   | in force
comment_answer          | POST   | people      | commented                                         | in force
comment_resolve         | GET    | nobody      |                                                   | in force
comment_resolve         | POST   | writers     | resolved                                          | in force
comment_reopen          | GET    | nobody      |                                                   | in force
comment_reopen          | POST   | writers     | reopened                                          | in force, resolved
comment_remove          | GET    | nobody      |                                                   | in force
comment_remove          | POST   | admin       | comment removed                                   | in force
comment_done            | GET    | nobody      |                                                   | in force
comment_done            | POST   | people      | none, because what one has seen is one's own      | in force
rule_find_words         | GET    | nobody      |                                                   |
rule_find_words         | POST   | writers     | commented                                         | a barrier
rules_pack              | GET    | documenters |                                                   |
rules_pack              | POST   | nobody      | none, because it only shows                       |

# Cases: the one that is there was asked by Sam, who is staff, about the rule of the managers
ask_new                 | GET    | people         |                                                | in force
ask_new                 | POST   | people         | asked                                          | in force
log_new                 | GET    | people         |                                                | in force
log_new                 | POST   | people         | logged                                         | in force
escalate_new            | GET    | people         |                                                | in force
escalate_new            | POST   | people         | taken further up                               | in force
cases                   | GET    | leads          |                                                | in force
cases                   | POST   | nobody         | none, because the queue only shows             | in force
cases_new               | GET    | people         |                                                | in force
cases_new               | POST   | nobody         | none, because it only shows                    | in force
my_cases                | GET    | people         |                                                | in force
my_cases                | POST   | nobody         | none, because the list only shows              | in force
case                    | GET    | case's readers |                                                | in force
case                    | POST   | nobody         | none, because it only shows                    | in force
case_answer             | GET    | nobody         |                                                | in force
case_answer             | POST   | answerers      | answered                                       | in force
case_take_back          | GET    | nobody         |                                                | in force, answered
case_take_back          | POST   | manager        | answer taken back                              | in force, answered
case_take_back          | POST   | lead           | none, because it was somebody else's answer    | in force, answered
case_take_back          | POST   | admin          | none, because it was somebody else's answer    | in force, answered
case_take_back          | POST   | proposer       | none, because it was somebody else's answer    | in force, answered
case_heard              | GET    | nobody         |                                                | in force, answered
case_heard              | POST   | staff          | none, because what one has seen is one's own   | in force, answered
case_erase              | GET    | nobody         |                                                | in force
case_erase              | POST   | case's erasers | words removed                                  | in force
case_option             | GET    | nobody         |                                                | in force, answered
case_option             | POST   | writers        | written, and became an option                  | in force, answered
case_situation          | GET    | nobody         |                                                | in force, answered
case_situation          | POST   | writers        | written, and became a situation                | in force, answered
grown                   | GET    | people         |                                                | in force
grown                   | POST   | nobody         | none, because the ledger only shows            | in force

# Taps: what Sam told of the grey rule that is there is his alone to say more of, or to take back
rule_offered            | GET    | nobody      |                                                   | grey, in force
rule_offered            | POST   | people      | none, because the tap is the record               | grey, in force
rule_helped             | GET    | nobody      |                                                   | in force
rule_helped             | POST   | people      | none, because the tap is the record               | in force
rule_friction           | GET    | nobody      |                                                   | in force
rule_friction           | POST   | people      | none, because the tap is the record               | in force
rule_fine               | GET    | nobody      |                                                   | in force
rule_fine               | POST   | people      | none, because the tap is the record               | in force
my_taps                 | GET    | people      |                                                   | grey, in force
my_taps                 | POST   | nobody      | none, because it only shows                       | grey, in force
use_outcome             | GET    | nobody      |                                                   | grey, in force
use_outcome             | POST   | staff       | none, because the tap is the record               | grey, in force
use_undo                | GET    | nobody      |                                                   | grey, in force
use_undo                | POST   | staff       | none, because the tap is the record               | grey, in force
signal_words            | GET    | nobody      |                                                   | grey, in force
signal_words            | POST   | staff       | none, because words can be erased                 | grey, in force
signal_undo             | GET    | nobody      |                                                   | grey, in force
signal_undo             | POST   | staff       | none, because the tap is the record               | grey, in force
signals                 | GET    | documenters |                                                   | grey, in force
signals                 | POST   | nobody      | none, because it only shows                       | grey, in force

# Touchpoints
touchpoints             | GET    | documenters |                                                   |
touchpoints             | POST   | nobody      | none, because the map only shows                  |
touchpoints_walk        | GET    | documenters |                                                   |
touchpoints_walk        | POST   | documenters | added                                             |
touchpoint              | GET    | documenters |                                                   |
touchpoint              | POST   | nobody      | none, because it only shows                       |
touchpoint_decide       | GET    | documenters |                                                   |
touchpoint_decide       | POST   | documenters | needs decided                                     |
touchpoint_none         | GET    | documenters |                                                   |
touchpoint_none         | POST   | documenters | needs decided                                     |
touchpoint_rename       | GET    | documenters |                                                   |
touchpoint_rename       | POST   | documenters | renamed                                           |
touchpoint_rules        | GET    | documenters |                                                   |
touchpoint_rules        | POST   | documenters | rules linked                                      |
touchpoint_unlink       | GET    | nobody      |                                                   |
touchpoint_unlink       | POST   | documenters | rules linked                                      |
touchpoint_merge        | GET    | documenters |                                                   |
touchpoint_merge        | POST   | documenters | merged, and dropped                               |
touchpoint_drop         | GET    | documenters |                                                   |
touchpoint_drop         | POST   | documenters | dropped                                           |

# Search synonyms, and what they look for in vain
synonyms                | GET    | documenters |                                                   |
synonyms                | POST   | nobody      | none, because the list only shows                 |
synonym_new             | GET    | documenters |                                                   |
synonym_new             | POST   | documenters | synonyms added                                    |
synonym_edit            | GET    | documenters |                                                   |
synonym_edit            | POST   | documenters | synonyms reworded                                 |
synonym_switch          | GET    | nobody      |                                                   |
synonym_switch          | POST   | documenters | synonyms switched off                             |
missed                  | GET    | documenters |                                                   |
missed                  | POST   | people      | none, because the tap is the record               |
missed_then             | GET    | nobody      |                                                   |
missed_then             | POST   | people      | none, because the tap is the record               |
missed_rule             | GET    | nobody      |                                                   |
missed_rule             | POST   | documenters | captured, and settled                             |
missed_means            | GET    | documenters |                                                   |
missed_means            | POST   | documenters | synonyms added, and settled                       |
missed_none             | GET    | documenters |                                                   |
missed_none             | POST   | documenters | settled                                           |
missed_reopen           | GET    | nobody      |                                                   |
missed_reopen           | POST   | documenters | reopened                                          | missed and settled

# Our words
words                   | GET    | people      |                                                   |
words                   | POST   | nobody      | none, because the page only shows                 |
words_confirm           | GET    | nobody      |                                                   |
words_confirm           | POST   | people      | words read                                        |
word_new                | GET    | admin       |                                                   |
word_new                | POST   | admin       | word added                                        |
word_edit               | GET    | admin       |                                                   |
word_edit               | POST   | admin       | word reworded                                     |
word_drop               | GET    | admin       |                                                   |
word_drop               | POST   | admin       | word dropped                                      |

# Reviews
reviews                 | GET    | documenters |                                                   |
reviews                 | POST   | nobody      | none, because the queue only shows                |
review                  | GET    | writers     |                                                   | in force
review                  | POST   | writers     | reviewed                                          | in force
review_ask              | GET    | writers     |                                                   | in force
review_ask              | POST   | writers     | review opened                                     | in force
review_day              | GET    | writers     |                                                   | in force
review_day              | POST   | writers     | review day set                                    | in force
rounds                  | GET    | documenters |                                                   |
rounds                  | POST   | nobody      | none, because a list only shows                   |
round_new               | GET    | documenters |                                                   |
round_new               | POST   | documenters | none, because here it only counts                 |
round                   | GET    | documenters |                                                   |
round                   | POST   | nobody      | none, because it only shows                       |
round_close             | GET    | nobody      |                                                   |
round_close             | POST   | admin       | round closed                                      |

# Documents in
import                  | GET    | documenters |                                                   |
import                  | POST   | documenters | none, because nothing of it is a rule yet         |
import_sample           | GET    | documenters |                                                   |
import_sample           | POST   | nobody      | none, because it is only a file to take           |
import_batch            | GET    | senders     |                                                   |
import_batch            | POST   | nobody      | none, because it only shows                       |
import_read             | GET    | nobody      |                                                   |
import_read             | POST   | senders     | none, because nothing of it is a rule yet         |
import_split            | GET    | nobody      |                                                   |
import_split            | POST   | senders     | none, because nothing of it is a rule yet         |
import_fix              | GET    | senders     |                                                   |
import_fix              | POST   | senders     | none, because nothing of it is a rule yet         |
import_leave_out        | GET    | nobody      |                                                   |
import_leave_out        | POST   | senders     | none, because nothing of it is a rule yet         |
import_add              | GET    | nobody      |                                                   |
import_add              | POST   | senders     | taken in                                          |
import_undo             | GET    | nobody      |                                                   |
import_undo             | POST   | senders     | none, because nothing of it has been added        |

# Coming in and going out
start                   | GET    | anonymous   |                                                   | empty
start                   | GET    | nobody      |                                                   |
start                   | POST   | nobody      | none, because it only asks what to do             |
start_own               | GET    | anonymous   |                                                   | empty
start_own               | POST   | anonymous   | started                                           | empty
start_own               | GET    | nobody      |                                                   |
start_own               | POST   | nobody      | none, because it is gone once anybody is there    |
start_example           | GET    | nobody      |                                                   |
start_example           | POST   | nobody      | none, because it is gone once anybody is there    |
leave_example           | GET    | nobody      |                                                   |
leave_example           | POST   | nobody      | none, because there is no example to leave        |
join                    | GET    | everybody   |                                                   |
join                    | POST   | everybody   | joined                                            |
account_login           | GET    | everybody   |                                                   |
account_login           | POST   | everybody   | none, because a session is no part of the record  |
account_logout          | GET    | everybody   |                                                   |
account_logout          | POST   | everybody   | none, because a session is no part of the record  |
new_password            | GET    | everybody   |                                                   |
new_password            | POST   | everybody   | password changed                                  |
me                      | GET    | people      |                                                   |
me                      | POST   | people      | details changed                                   |
second_factor           | GET    | people      |                                                   |
second_factor           | POST   | people      | second factor on                                  |
second_factor_off       | GET    | nobody      |                                                   |
second_factor_off       | POST   | nobody      | none, because there is none to turn off           |
second_factor_codes     | GET    | nobody      |                                                   |
second_factor_codes     | POST   | nobody      | none, because there is none whose codes they are  |
mfa_authenticate        | GET    | nobody      |                                                   |
mfa_authenticate        | POST   | nobody      | none, because it follows the password             |
account_change_password | GET    | people      |                                                   |
account_change_password | POST   | people      | password changed                                  |

# Looking after it
settings                | GET    | admin       |                                                   |
settings                | POST   | admin       | settings changed                                  |
people                  | GET    | admin       |                                                   |
people                  | POST   | admin       | invited                                           |
person                  | GET    | admin       |                                                   |
person                  | POST   | admin       | role changed                                      |
person_active           | GET    | admin       |                                                   |
person_active           | POST   | admin       | left                                              |
person_active           | POST   | admin       | came back                                         | after leaving
person_admin            | GET    | nobody      |                                                   |
person_admin            | POST   | admin       | made an administrator                             |
person_password         | GET    | nobody      |                                                   |
person_password         | POST   | admin       | new password offered                              |
person_team_leave       | GET    | nobody      |                                                   |
person_team_leave       | POST   | admin       | left a team                                       |
second_factor_reset     | GET    | nobody      |                                                   |
second_factor_reset     | POST   | admin       | none, because there is none to reset              |
invite_many             | GET    | admin       |                                                   |
invite_many             | POST   | admin       | invited                                           |
invitation_cancel       | GET    | nobody      |                                                   |
invitation_cancel       | POST   | admin       | invitation cancelled                              |
mail_server             | GET    | admin       |                                                   |
mail_server             | POST   | admin       | mail server changed                               |
mail_test               | GET    | nobody      |                                                   |
mail_test               | POST   | admin       | none, because a test is not kept                  |
suggestions             | GET    | admin       |                                                   |
suggestions             | POST   | nobody      | none, because it only shows                       |
suggestions_learn       | GET    | nobody      |                                                   |
suggestions_learn       | POST   | admin       | none, because one decision is too few             |
suggestions_use         | GET    | nobody      |                                                   |
suggestions_use         | POST   | admin       | suggestions restored                              | learnt
team                    | GET    | admin       |                                                   |
team                    | POST   | admin       | team renamed                                      |
team_add                | GET    | admin       |                                                   |
team_add                | POST   | admin       | team added                                        |

# The desk
to_do                   | GET    | people      |                                                   |
to_do                   | POST   | nobody      | none, because it only shows                       |
components              | GET    | everybody   |                                                   | debug
components              | GET    | nobody      |                                                   |
components              | POST   | nobody      | none, because it only shows                       | debug
demo_people             | GET    | everybody   |                                                   | demo
demo_people             | GET    | nobody      |                                                   |
demo_people             | POST   | nobody      | none, because it only shows                       | demo
demo_sign_in            | GET    | nobody      |                                                   | demo
demo_sign_in            | POST   | everybody   | none, because a session is no part of the record  | demo
demo_sign_in            | POST   | nobody      | none, because it is not there outside the example |

# What customers see
customers               | GET    | everybody   |                                                   | open to customers
customers               | GET    | nobody      |                                                   |
customers               | POST   | nobody      | none, because it only shows                       | open to customers
customers_page          | GET    | everybody   |                                                   | open to customers
customers_page          | GET    | nobody      |                                                   | in force
customers_page          | POST   | nobody      | none, because it only shows                       | open to customers
customers_fragment      | GET    | everybody   |                                                   | open to customers
customers_fragment      | GET    | nobody      |                                                   | in force
customers_fragment      | POST   | nobody      | none, because it only shows                       | open to customers
customers_sitemap       | GET    | everybody   |                                                   | open to customers
customers_sitemap       | GET    | nobody      |                                                   |
customers_sitemap       | POST   | nobody      | none, because it only shows                       | open to customers
robots                  | GET    | everybody   |                                                   |
robots                  | POST   | nobody      | none, because it only shows                       |
rule_show               | GET    | people      |                                                   | in force
rule_show               | POST   | nobody      | none, because it only shows                       | in force
rule_customers          | GET    | writers     |                                                   | in force
rule_customers          | POST   | writers     | opened to customers                               | in force
rule_customers          | POST   | writers     | closed to customers                               | open to customers
"""


@dataclass(frozen=True)
class Row:
    """One line: ``may`` names actors, ``leaves`` a verb or "none, because ...", ``stands`` how things stand."""

    page: str
    method: str
    may: tuple[str, ...]
    leaves: str
    stands: str

    def __str__(self) -> str:
        return ", ".join(filter(None, [f"{self.method} {self.page}", self.stands]))


def read(table: str) -> list[Row]:
    rows = []
    for line in table.splitlines():
        if line.strip() and not line.startswith("#"):
            page, method, who, leaves, stands = (cell.strip() for cell in line.split("|"))
            rows.append(Row(page, method, GROUPS.get(who, (who,)), leaves, stands))
    return rows


ROWS = read(TABLE)
