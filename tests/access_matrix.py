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
lookup:home                    | GET    | people      |                                                   |
lookup:home                    | POST   | nobody      | none, because looking up only reads               |
lookup:rule                    | GET    | people      |                                                   | in force
lookup:rule                    | POST   | nobody      | none, because the card only shows                 | in force

# The counter without a network
offline:saved_copy             | GET    | people      |                                                   | in force
offline:saved_copy             | POST   | nobody      | none, because the copy only reads                 | in force
offline:page                   | GET    | people      |                                                   |
offline:page                   | POST   | nobody      | none, because the frame only shows                |
offline:queue                  | GET    | people      |                                                   |
offline:queue                  | POST   | nobody      | none, because what waits is on the device         |
offline:queue_token            | GET    | people      |                                                   |
offline:queue_token            | POST   | nobody      | none, because it only tells                       |
offline:service_worker         | GET    | everybody   |                                                   |
offline:service_worker         | POST   | nobody      | none, because a script only shows                 |
offline:manifest               | GET    | everybody   |                                                   |
offline:manifest               | POST   | nobody      | none, because it only shows                       |
accounts:shared_device         | GET    | people      |                                                   |
accounts:shared_device         | POST   | people      | none, because the switch is the device's          |

# The registry
registry:list                  | GET    | people      |                                                   |
registry:list                  | POST   | nobody      | none, because a list only shows                   |
registry:csv                   | GET    | people      |                                                   |
registry:csv                   | POST   | nobody      | none, because a table only shows                  |
policies:list                  | GET    | people      |                                                   |
policies:list                  | POST   | nobody      | none, because a list only shows                   |
procedures:list                | GET    | people      |                                                   |
procedures:list                | POST   | nobody      | none, because a list only shows                   |
standards:list                 | GET    | people      |                                                   |
standards:list                 | POST   | nobody      | none, because a list only shows                   |
standards:results              | GET    | people      |                                                   | in force, standard
standards:results              | POST   | writers     | result recorded                                   | in force, standard
publishing:history             | GET    | people      |                                                   | in force
publishing:history             | POST   | nobody      | none, because history only shows                  | in force
publishing:on_day              | GET    | people      |                                                   | in force
publishing:on_day              | POST   | nobody      | none, because the page of a day only shows        | in force

# Writing
authoring:capture              | GET    | people      |                                                   |
authoring:capture              | POST   | people      | captured                                          |
authoring:unwritten            | GET    | documenters |                                                   | unwritten
authoring:unwritten            | POST   | nobody      | none, because the list only shows                 | unwritten
registry:gaps                  | GET    | documenters |                                                   |
registry:gaps                  | POST   | nobody      | none, because it only shows                       |
registry:gap_rules             | GET    | documenters |                                                   |
registry:gap_rules             | POST   | nobody      | none, because the list only shows                 |
authoring:take_over            | GET    | nobody      |                                                   | unwritten
authoring:take_over            | POST   | writers     | taken over                                        | unwritten
authoring:ask_for_more         | GET    | writers     |                                                   | unwritten
authoring:ask_for_more         | POST   | writers     | asked for more                                    | unwritten
authoring:tell_more            | GET    | people      |                                                   | unwritten
authoring:tell_more            | POST   | people      | told more                                         | unwritten
authoring:new                  | GET    | documenters |                                                   |
authoring:new                  | POST   | documenters | none, because it only asks which form comes next  |
authoring:create               | GET    | documenters |                                                   |
authoring:create               | POST   | documenters | written                                           |
policies:create                | GET    | documenters |                                                   |
policies:create                | POST   | documenters | written                                           |
procedures:create              | GET    | documenters |                                                   |
procedures:create              | POST   | documenters | written                                           |
standards:create               | GET    | documenters |                                                   |
standards:create               | POST   | documenters | written                                           |
authoring:paste                | GET    | documenters |                                                   |
authoring:paste                | POST   | documenters | written                                           |
authoring:story                | GET    | documenters |                                                   |
authoring:story                | POST   | documenters | written                                           |
authoring:copy                 | GET    | documenters |                                                   |
authoring:copy                 | POST   | documenters | written                                           |
authoring:write                | GET    | writers     |                                                   |
authoring:write                | POST   | nobody      | none, because the list of parts only shows        |
authoring:section              | GET    | writers     |                                                   |
authoring:section              | POST   | writers     | written                                           |
authoring:section              | POST   | writers     | none, because a draft is no part of the record    | typing
authoring:touchpoints          | GET    | writers     |                                                   |
authoring:touchpoints          | POST   | writers     | rules linked                                      |
authoring:edit                 | GET    | writers     |                                                   |
authoring:edit                 | POST   | writers     | written                                           |
authoring:change_type          | GET    | writers     |                                                   |
authoring:change_type          | POST   | writers     | kind changed                                      |
classification:classify        | GET    | writers     |                                                   |
classification:classify        | POST   | writers     | decided                                           |
classification:split           | GET    | writers     |                                                   |
classification:split           | POST   | writers     | written, and split, and decided, and decided      |
classification:undecided       | GET    | documenters |                                                   |
classification:undecided       | POST   | nobody      | none, because it only leads on                    |
classification:strict          | GET    | documenters |                                                   |
classification:strict          | POST   | nobody      | none, because the list only shows                 |
classification:tag             | GET    | nobody      |                                                   |
classification:tag             | POST   | writers     | decided                                           |
authoring:advice_list          | GET    | nobody      |                                                   |
authoring:advice_list          | POST   | documenters | none, because it only reads                       |
authoring:advice               | GET    | writers     |                                                   |
authoring:advice               | POST   | writers     | advice waved off                                  |
authoring:links                | GET    | writers     |                                                   |
authoring:links                | POST   | writers     | linked                                            |
authoring:remove_link          | GET    | nobody      |                                                   |
authoring:remove_link          | POST   | writers     | unlinked                                          |

# Putting in force
publishing:propose             | GET    | writers     |                                                   |
publishing:propose             | POST   | writers     | proposed                                          |
publishing:propose             | POST   | managers    | put in force                                      | alone
publishing:propose             | POST   | admin       | proposed                                          | alone
publishing:publish_many        | GET    | documenters |                                                   |
publishing:publish_many        | POST   | writers     | proposed                                          |
publishing:publish_many        | POST   | managers    | put in force                                      | alone
publishing:publish_many        | POST   | admin       | proposed                                          | alone
publishing:sign_many           | GET    | documenters |                                                   | waiting
publishing:sign_many           | POST   | manager     | signed                                            | waiting
publishing:sign                | GET    | managers    |                                                   | waiting
publishing:sign                | POST   | manager     | signed                                            | waiting
publishing:sign                | POST   | manager     | returned                                          | waiting, to change
publishing:withdraw            | GET    | managers    |                                                   | waiting
publishing:withdraw            | POST   | managers    | withdrawn                                         | waiting
publishing:withdraw            | POST   | managers    | withdrawn                                         | planned
publishing:retire              | GET    | writers     |                                                   | in force
publishing:retire              | POST   | writers     | proposed                                          | in force
publishing:retire              | POST   | managers    | retired                                           | in force, alone
publishing:retire              | POST   | admin       | proposed                                          | in force, alone
publishing:restore             | GET    | writers     |                                                   | retired
publishing:restore             | POST   | writers     | proposed                                          | retired
publishing:restore             | POST   | managers    | restored                                          | retired, alone
publishing:restore             | POST   | admin       | proposed                                          | retired, alone

# Questions and comments: Nina, who is staff, asked the one that is there
discussion:thread              | GET    | people      |                                                   | in force
discussion:thread              | POST   | people      | commented                                         | in force
discussion:reply               | GET    | nobody      |                                                   | in force
discussion:reply               | POST   | people      | commented                                         | in force
discussion:resolve             | GET    | nobody      |                                                   | in force
discussion:resolve             | POST   | writers     | resolved                                          | in force
discussion:reopen              | GET    | nobody      |                                                   | in force
discussion:reopen              | POST   | writers     | reopened                                          | in force, resolved
discussion:remove              | GET    | nobody      |                                                   | in force
discussion:remove              | POST   | admin       | comment removed                                   | in force
discussion:done                | GET    | nobody      |                                                   | in force
discussion:done                | POST   | people      | none, because what one has seen is one's own      | in force
discussion:find_wording        | GET    | nobody      |                                                   |
discussion:find_wording        | POST   | writers     | commented                                         | a barrier
discussion:meeting_pack        | GET    | documenters |                                                   |
discussion:meeting_pack        | POST   | nobody      | none, because it only shows                       |

# Cases: the one that is there was asked by Sam, who is staff, about the rule of the managers
feedback:ask                   | GET    | people         |                                                | in force
feedback:ask                   | POST   | people         | asked                                          | in force
feedback:log                   | GET    | people         |                                                | in force
feedback:log                   | POST   | people         | logged                                         | in force
feedback:escalate              | GET    | people         |                                                | in force
feedback:escalate              | POST   | people         | taken further up                               | in force
feedback:cases                 | GET    | leads          |                                                | in force
feedback:cases                 | POST   | nobody         | none, because the queue only shows             | in force
feedback:cases_new             | GET    | people         |                                                | in force
feedback:cases_new             | POST   | nobody         | none, because it only shows                    | in force
feedback:my_cases              | GET    | people         |                                                | in force
feedback:my_cases              | POST   | nobody         | none, because the list only shows              | in force
feedback:case                  | GET    | case's readers |                                                | in force
feedback:case                  | POST   | nobody         | none, because it only shows                    | in force
feedback:case_answer           | GET    | nobody         |                                                | in force
feedback:case_answer           | POST   | answerers      | answered                                       | in force
feedback:case_take_back        | GET    | nobody         |                                                | in force, answered
feedback:case_take_back        | POST   | manager        | answer taken back                              | in force, answered
feedback:case_take_back        | POST   | lead           | none, because it was somebody else's answer    | in force, answered
feedback:case_take_back        | POST   | admin          | none, because it was somebody else's answer    | in force, answered
feedback:case_take_back        | POST   | proposer       | none, because it was somebody else's answer    | in force, answered
feedback:case_seen             | GET    | nobody         |                                                | in force, answered
feedback:case_seen             | POST   | staff          | none, because what one has seen is one's own   | in force, answered
feedback:case_erase            | GET    | nobody         |                                                | in force
feedback:case_erase            | POST   | case's erasers | words removed                                  | in force
feedback:case_option           | GET    | nobody         |                                                | in force, answered
feedback:case_option           | POST   | writers        | written, and became an option                  | in force, answered
feedback:case_situation        | GET    | nobody         |                                                | in force, answered
feedback:case_situation        | POST   | writers        | written, and became a situation                | in force, answered
feedback:options_from_staff    | GET    | people         |                                                | in force
feedback:options_from_staff    | POST   | nobody         | none, because the ledger only shows            | in force

# Taps: what Sam told of the grey rule that is there is his alone to say more of, or to take back
feedback:offered               | GET    | nobody      |                                                   | grey, in force
feedback:offered               | POST   | people      | none, because the tap is the record               | grey, in force
feedback:helped                | GET    | nobody      |                                                   | in force
feedback:helped                | POST   | people      | none, because the tap is the record               | in force
feedback:friction              | GET    | nobody      |                                                   | in force
feedback:friction              | POST   | people      | none, because the tap is the record               | in force
feedback:comfortable           | GET    | nobody      |                                                   | in force
feedback:comfortable           | POST   | people      | none, because the tap is the record               | in force
feedback:my_taps               | GET    | people      |                                                   | grey, in force
feedback:my_taps               | POST   | nobody      | none, because it only shows                       | grey, in force
feedback:use_outcome           | GET    | nobody      |                                                   | grey, in force
feedback:use_outcome           | POST   | staff       | none, because the tap is the record               | grey, in force
feedback:use_undo              | GET    | nobody      |                                                   | grey, in force
feedback:use_undo              | POST   | staff       | none, because the tap is the record               | grey, in force
feedback:entry_explanation     | GET    | nobody      |                                                   | grey, in force
feedback:entry_explanation     | POST   | staff       | none, because words can be erased                 | grey, in force
feedback:entry_undo            | GET    | nobody      |                                                   | grey, in force
feedback:entry_undo            | POST   | staff       | none, because the tap is the record               | grey, in force
feedback:entries               | GET    | documenters |                                                   | grey, in force
feedback:entries               | POST   | nobody      | none, because it only shows                       | grey, in force

# Touchpoints
touchpoints:list               | GET    | documenters |                                                   |
touchpoints:list               | POST   | nobody      | none, because the map only shows                  |
touchpoints:walk_through       | GET    | documenters |                                                   |
touchpoints:walk_through       | POST   | documenters | added                                             |
touchpoints:detail             | GET    | documenters |                                                   |
touchpoints:detail             | POST   | nobody      | none, because it only shows                       |
touchpoints:decide             | GET    | documenters |                                                   |
touchpoints:decide             | POST   | documenters | needs decided                                     |
touchpoints:none_needed        | GET    | documenters |                                                   |
touchpoints:none_needed        | POST   | documenters | needs decided                                     |
touchpoints:rename             | GET    | documenters |                                                   |
touchpoints:rename             | POST   | documenters | renamed                                           |
touchpoints:rules              | GET    | documenters |                                                   |
touchpoints:rules              | POST   | documenters | rules linked                                      |
touchpoints:remove_rule        | GET    | nobody      |                                                   |
touchpoints:remove_rule        | POST   | documenters | rules linked                                      |
touchpoints:merge              | GET    | documenters |                                                   |
touchpoints:merge              | POST   | documenters | merged, and dropped                               |
touchpoints:remove             | GET    | documenters |                                                   |
touchpoints:remove             | POST   | documenters | dropped                                           |

# Search synonyms, and what they look for in vain
search:synonyms                | GET    | documenters |                                                   |
search:synonyms                | POST   | nobody      | none, because the list only shows                 |
search:new_synonym             | GET    | documenters |                                                   |
search:new_synonym             | POST   | documenters | synonyms added                                    |
search:edit_synonym            | GET    | documenters |                                                   |
search:edit_synonym            | POST   | documenters | synonyms reworded                                 |
search:switch_synonym          | GET    | nobody      |                                                   |
search:switch_synonym          | POST   | documenters | synonyms switched off                             |
search:failed_searches         | GET    | documenters |                                                   |
search:failed_searches         | POST   | people      | none, because the tap is the record               |
search:failed_search_opened    | GET    | nobody      |                                                   |
search:failed_search_opened    | POST   | people      | none, because the tap is the record               |
search:failed_search_rule      | GET    | nobody      |                                                   |
search:failed_search_rule      | POST   | documenters | captured, and settled                             |
search:failed_search_synonym   | GET    | documenters |                                                   |
search:failed_search_synonym   | POST   | documenters | synonyms added, and settled                       |
search:failed_search_none      | GET    | documenters |                                                   |
search:failed_search_none      | POST   | documenters | settled                                           |
search:failed_search_reopen    | GET    | nobody      |                                                   |
search:failed_search_reopen    | POST   | documenters | reopened                                          | missed and settled

# Our words
glossary:list                  | GET    | people      |                                                   |
glossary:list                  | POST   | nobody      | none, because the page only shows                 |
glossary:confirm_read          | GET    | nobody      |                                                   |
glossary:confirm_read          | POST   | people      | words read                                        |
glossary:new                   | GET    | admin       |                                                   |
glossary:new                   | POST   | admin       | word added                                        |
glossary:edit                  | GET    | admin       |                                                   |
glossary:edit                  | POST   | admin       | word reworded                                     |
glossary:remove                | GET    | admin       |                                                   |
glossary:remove                | POST   | admin       | word dropped                                      |

# Reviews
reviews:list                   | GET    | documenters |                                                   |
reviews:list                   | POST   | nobody      | none, because the queue only shows                |
reviews:review                 | GET    | writers     |                                                   | in force
reviews:review                 | POST   | writers     | reviewed                                          | in force
reviews:request                | GET    | writers     |                                                   | in force
reviews:request                | POST   | writers     | review opened                                     | in force
reviews:set_date               | GET    | writers     |                                                   | in force
reviews:set_date               | POST   | writers     | review day set                                    | in force
reviews:rounds                 | GET    | documenters |                                                   |
reviews:rounds                 | POST   | nobody      | none, because a list only shows                   |
reviews:new_round              | GET    | documenters |                                                   |
reviews:new_round              | POST   | documenters | none, because here it only counts                 |
reviews:round                  | GET    | documenters |                                                   |
reviews:round                  | POST   | nobody      | none, because it only shows                       |
reviews:close_round            | GET    | nobody      |                                                   |
reviews:close_round            | POST   | admin       | round closed                                      |

# Documents in
imports:upload                 | GET    | documenters |                                                   |
imports:upload                 | POST   | documenters | none, because nothing of it is a rule yet         |
imports:sample                 | GET    | documenters |                                                   |
imports:sample                 | POST   | nobody      | none, because it is only a file to take           |
imports:batch                  | GET    | senders     |                                                   |
imports:batch                  | POST   | nobody      | none, because it only shows                       |
imports:read                   | GET    | nobody      |                                                   |
imports:read                   | POST   | senders     | none, because nothing of it is a rule yet         |
imports:split                  | GET    | nobody      |                                                   |
imports:split                  | POST   | senders     | none, because nothing of it is a rule yet         |
imports:correct                | GET    | senders     |                                                   |
imports:correct                | POST   | senders     | none, because nothing of it is a rule yet         |
imports:leave_out              | GET    | nobody      |                                                   |
imports:leave_out              | POST   | senders     | none, because nothing of it is a rule yet         |
imports:add                    | GET    | nobody      |                                                   |
imports:add                    | POST   | senders     | taken in                                          |
imports:undo                   | GET    | nobody      |                                                   |
imports:undo                   | POST   | senders     | none, because nothing of it has been added        |

# Coming in and going out
dashboard:start                | GET    | anonymous   |                                                   | empty
dashboard:start                | GET    | nobody      |                                                   |
dashboard:start                | POST   | nobody      | none, because it only asks what to do             |
accounts:set_up                | GET    | anonymous   |                                                   | empty
accounts:set_up                | POST   | anonymous   | started                                           | empty
accounts:set_up                | GET    | nobody      |                                                   |
accounts:set_up                | POST   | nobody      | none, because it is gone once anybody is there    |
dashboard:start_example        | GET    | nobody      |                                                   |
dashboard:start_example        | POST   | nobody      | none, because it is gone once anybody is there    |
dashboard:leave_example        | GET    | nobody      |                                                   |
dashboard:leave_example        | POST   | nobody      | none, because there is no example to leave        |
accounts:join                  | GET    | everybody   |                                                   |
accounts:join                  | POST   | everybody   | joined                                            |
account_login                  | GET    | everybody   |                                                   |
account_login                  | POST   | everybody   | none, because a session is no part of the record  |
account_logout                 | GET    | everybody   |                                                   |
account_logout                 | POST   | everybody   | none, because a session is no part of the record  |
accounts:confirm_reset         | GET    | people      |                                                   |
accounts:confirm_reset         | POST   | people      | none, because nothing was reset                   |
accounts:new_password          | GET    | everybody   |                                                   |
accounts:new_password          | POST   | everybody   | password reset                                    |
accounts:me                    | GET    | people      |                                                   |
accounts:me                    | POST   | people      | details changed                                   |
accounts:second_factor         | GET    | people      |                                                   |
accounts:second_factor         | POST   | people      | second factor on                                  |
accounts:second_factor_off     | GET    | nobody      |                                                   |
accounts:second_factor_off     | POST   | nobody      | none, because there is none to turn off           |
accounts:second_factor_codes   | GET    | nobody      |                                                   |
accounts:second_factor_codes   | POST   | nobody      | none, because there is none whose codes they are  |
mfa_authenticate               | GET    | nobody      |                                                   |
mfa_authenticate               | POST   | nobody      | none, because it follows the password             |
account_change_password        | GET    | people      |                                                   |
account_change_password        | POST   | people      | password changed                                  |

# Looking after it
accounts:settings              | GET    | admin       |                                                   |
accounts:settings              | POST   | admin       | settings changed                                  |
accounts:people                | GET    | admin       |                                                   |
accounts:people                | POST   | admin       | invited                                           |
accounts:person                | GET    | admin       |                                                   |
accounts:person                | POST   | admin       | role changed                                      |
accounts:person_active         | GET    | admin       |                                                   |
accounts:person_active         | POST   | admin       | left                                              |
accounts:person_active         | POST   | admin       | came back                                         | after leaving
accounts:person_admin          | GET    | nobody      |                                                   |
accounts:person_admin          | POST   | admin       | made an administrator                             |
accounts:person_password       | GET    | nobody      |                                                   |
accounts:person_password       | POST   | admin       | new password offered                              |
accounts:leave_team            | GET    | nobody      |                                                   |
accounts:leave_team            | POST   | admin       | left a team                                       |
accounts:second_factor_reset   | GET    | nobody      |                                                   |
accounts:second_factor_reset   | POST   | admin       | none, because there is none to reset              |
accounts:invite_many           | GET    | admin       |                                                   |
accounts:invite_many           | POST   | admin       | invited                                           |
accounts:cancel_invitation     | GET    | nobody      |                                                   |
accounts:cancel_invitation     | POST   | admin       | invitation cancelled                              |
accounts:mail_server           | GET    | admin       |                                                   |
accounts:mail_server           | POST   | admin       | mail server changed                               |
accounts:mail_test             | GET    | nobody      |                                                   |
accounts:mail_test             | POST   | admin       | none, because a test is not kept                  |
classification:suggestions     | GET    | admin       |                                                   |
classification:suggestions     | POST   | nobody      | none, because it only shows                       |
classification:learn           | GET    | nobody      |                                                   |
classification:learn           | POST   | admin       | none, because one decision is too few             |
classification:use_training    | GET    | nobody      |                                                   |
classification:use_training    | POST   | admin       | suggestions restored                              | learnt
accounts:team                  | GET    | admin       |                                                   |
accounts:team                  | POST   | admin       | team renamed                                      |
accounts:add_team              | GET    | admin       |                                                   |
accounts:add_team              | POST   | admin       | team added                                        |

# The desk
dashboard:to_do                | GET    | people      |                                                   |
dashboard:to_do                | POST   | nobody      | none, because it only shows                       |
dashboard:components           | GET    | everybody   |                                                   | debug
dashboard:components           | GET    | nobody      |                                                   |
dashboard:components           | POST   | nobody      | none, because it only shows                       | debug
dashboard:demo_people          | GET    | everybody   |                                                   | demo
dashboard:demo_people          | GET    | nobody      |                                                   |
dashboard:demo_people          | POST   | nobody      | none, because it only shows                       | demo
dashboard:demo_sign_in         | GET    | nobody      |                                                   | demo
dashboard:demo_sign_in         | POST   | everybody   | none, because a session is no part of the record  | demo
dashboard:demo_sign_in         | POST   | nobody      | none, because it is not there outside the example |

# What customers see
customers:list                 | GET    | everybody   |                                                   | open to customers
customers:list                 | GET    | nobody      |                                                   |
customers:list                 | POST   | nobody      | none, because it only shows                       | open to customers
customers:page                 | GET    | everybody   |                                                   | open to customers
customers:page                 | GET    | nobody      |                                                   | in force
customers:page                 | POST   | nobody      | none, because it only shows                       | open to customers
customers:fragment             | GET    | everybody   |                                                   | open to customers
customers:fragment             | GET    | nobody      |                                                   | in force
customers:fragment             | POST   | nobody      | none, because it only shows                       | open to customers
customers:sitemap              | GET    | everybody   |                                                   | open to customers
customers:sitemap              | GET    | nobody      |                                                   |
customers:sitemap              | POST   | nobody      | none, because it only shows                       | open to customers
customers:robots               | GET    | everybody   |                                                   |
customers:robots               | POST   | nobody      | none, because it only shows                       |
customers:show                 | GET    | people      |                                                   | in force
customers:show                 | POST   | nobody      | none, because it only shows                       | in force
customers:preview              | GET    | writers     |                                                   | in force
customers:preview              | POST   | writers     | opened to customers                               | in force
customers:preview              | POST   | writers     | closed to customers                               | open to customers
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
