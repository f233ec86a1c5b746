"""Words that make a clause firm or free, in English and German.

A cue is a name for many wordings: "must", "is required to" and "muss" are all duty. What a cue is worth is learnt,
not said here. The two languages share the names, so that what is learnt from English holds for German too.
"""

import re

ENGLISH = {
    "ban": r"""
        (?:must|shall|may|can|should|will|do|does|are|is|could|would)(?:\ also)?(?:\ not|n't|\ never|\ no\ longer)\b
        | \b(?:cannot|never|refrain\ from|zero[-\ ]tolerance|under\ no\ circumstances|prohibit(?:s|ed|ion)?)\b
        | \b(?:is|are|be|strictly|expressly)(?:\ strictly|\ expressly)?\ (?:forbidden|banned|unacceptable|disallowed)\b
        | \bnot\ (?:be\ )?(?:permitted|allowed|acceptable|tolerated|eligible|refundable|transferable|accepted|entitled)\b
        | \bnot\ (?:available|valid|to\ be)\b | \bnon-?(?:refundable|transferable)\b
        | \bno\ (?:refunds?|exceptions?|smoking|pets|person|one|more|animals|members?|users?|food|alcohol|cash|other)\b
        | \bno\ unauthori[sz]ed\b | \bavoid\b | \b(?:nobody|no\ one|none)\ (?:may|can|must|shall|should|is)\b""",
    "plain ban": r"\b(?:nobody|no\ one|none)\ (?:may|can|must|shall)\b | \b(?:may|must|shall|do|should|will|can)(?:\ not|\ never)\b | \b(?:don|won|can)'t\b | \bcannot\b",
    "duty": r"""
        \b(?:must|shall|needs?\ to|ha(?:s|ve)\ to|(?:is|are)\ to\ be|requires?|required|mandatory|obliged|obligated
        |ensures?|responsible\ for|comply|complies|at\ all\ times|only|always|immediately|without\ exception
        |no\ later\ than|at\ least|at\ most|minimum|maximum)\b""",
    "strong": r"\b(?:must|shall|required|mandatory|always|never|immediately|strictly|only|at\ all\ times)\b",
    "permission": r"""
        \b(?:may|can|could|might|free\ to|welcome\ to|(?:are|is)\ able\ to|permitted|allowed|optional(?:ly)?|you\ choose
        |up\ to\ you|choose\ between|if\ you\ (?:wish|like|prefer|want)|whichever|either)\b(?!\ not)""",
    "discretion": r"""
        \b(?:discretion(?:ary)?|case[-\ ]by[-\ ]case|reserves?\ the\ right|judge?ment|exceptions?|waived?|at\ our\ option
        |considered|by\ arrangement|(?:up)?on\ request|subject\ to\ (?:availability|approval)|deem(?:s|ed)?
        |as\ (?:appropriate|necessary|needed)|unless\ (?:otherwise\ )?(?:agreed|approved|authori[sz]ed|permitted)
        |with\ (?:the\ )?(?:prior\ )?(?:approval|permission|consent|agreement)|approved\ by|exceptional|flexib\w+
        |negotiable|depending\ on|work\ with\ you|individually|special\ circumstances|extenuating
        |(?:where|when(?:ever)?|if)\ (?:possible|appropriate|practical|practicable|feasible|necessary|needed)
        |may\ (?:be\ )?(?:require|request|ask|refuse|revoke|suspend|terminate|remove|change|consider|grant|approve|deny
        |decline|offer|charge|result|lead))\b""",
    "hedged": r"""
        \b(?:generally|normally|usually|typically|ordinarily|by\ default|as\ a\ (?:general\ )?rule|in\ general|in\ principle
        |in\ (?:most|many|some|certain|rare|exceptional|extreme)\ (?:cases|circumstances|situations)|case\ basis|convenience
        |(?:prior|manager|management|head|director|board|lead|staff|committee)('s)?\ (?:approval|authori[sz]ation|override)
        |goodwill|gesture|reasonable|see\ what\ we\ can|as\ you\ (?:see\ fit|like|wish)|where\ (?:relevant|better|needed))\b""",
    "advice": r"""
        \b(?:should|recommend(?:s|ed|ation)?|encouraged?|suggest(?:s|ed)?|advised?|please|try\ to|aims?\ to|strive
        |endeavou?r|best\ effort|prefer(?:red|ably|ence)?|ideally|consider|ought|reasonable\ effort|where\ possible
        |(?:good|best)\ practice|tips?|feel\ free|attempt\ to|hope|be\ kind|friendly|polite(?:ly)?|empath\w+
        |calm(?:ly)?|understand(?:ing)?|avoid|remember)\b""",
    "cap": r"""
        \b(?:up\ to|within|no\ (?:more|later|longer|fewer|less)\ than|at\ least|at\ most|maximum|minimum|exceed
        |limit(?:ed)?\ (?:of|to)|after|before|by|for)
        \ (?:a\ |the\ )?(?:[$£€]|\d|one\b|two\b|three\b|four\b|five\b|six\b|seven\b|ten\b|twelve\b|fourteen\b|thirty\b)""",
    "number": r"\d",
    "money": r"[$£€]|\b(?:fee|charge|pay|cost|price|dollars|euro)\w*",
    "time": r"\b\d*\s?(?:day|hour|week|month|year|minute|am|pm)s?\b",
    "definition": r"""
        \b(?:means|refers?\ to|(?:is\ )?defined(?:\ as)?|definition|is\ an?\ \w+|are\ the|includes?|including|such\ as
        |for\ example|known\ as|stands\ for|consists?\ of|examples?)\b | \be\.g\. | \bi\.e\.""",
    "purpose": r"""
        \b(?:purpose|scope|this\ (?:policy|document|section|procedure|standard|page)|applies\ to|aims?|objective|goal
        |intended\ to|designed\ to|overview|background|committed|commitment|mission|believe|values?|vision|strive
        |proud|we\ are)\b""",
    "lifted": r"""
        \b(?:not\ required|need\ not|(?:do|does)(?:\ not|n't)\ (?:have|need)\ to|no\ need|not\ necessary|not\ obligated
        |without\ (?:having|needing)|optional|exempt|voluntary|not\ mandatory)\b""",
    "approval": r"\b(?:approv\w+|authori[sz]\w+|permission|consent|agree\w*|sign(?:ed)?[-\ ]off)\b",
    "third party": r"\b(?:third\ part(?:y|ies)|courts?|police|law\ enforcement|regulator)\b",
    "law": r"""
        \b(?:laws?|lawful(?:ly)?|legal(?:ly)?|liab\w+|copyright|regulations?|statut\w+|act|licen[cs]e[sd]?|warrant\w+
        |indemnif\w+|terms|rights?|gdpr|hipaa|jurisdiction|contract\w*|discriminat\w+|harass\w+|compliance|comply)\b""",
    "liability": r"""
        \b(?:no\ (?:responsibility|liability|warrant\w+)|not\ (?:be\ )?(?:responsible|liable)|as[-\ ]is|bound\ by|supersedes?
        |accountable|responsib\w+\ for|at\ (?:your|their)\ own\ risk|rights?\ (?:are\ )?reserved|prevails?|govern(?:s|ed)
        |shall\ be\ deemed|agrees?\ to|entitled\ to|owned\ by|remains?\ the\ property)\b""",
    "security": r"""
        \b(?:password|credential|access|encrypt\w*|account|device|key|secur\w+|authenticat\w+|identity|verif\w+|login
        |vpn|software|network|server|malware)\w*\b""",
    "safety": r"""
        \b(?:safe\w*|injur\w+|fire|child(?:ren)?|hygiene|emergency|accident|hazard\w*|medical|first\ aid|equipment
        |danger\w*|alcohol|weapon\w*|drugs?|diving|swim\w*|evacuat\w+|health)\b""",
    "privacy": r"""
        \b(?:personal\ (?:data|information)|confidential\w*|privacy|private|data\ subject|disclos\w+|photos?|e?phi
        |patient)\b""",
    "ability": r"\b(?:allows?\ (?:you|users|us)|enables?|lets\ you|is\ able\ to|gives\ you|helps?)\b",
    "past": r"\b(?:was|were|had|has\ been|have\ been|did)\b",
    "condition first": r"^(?:if|when|where|in\ case|in\ the\ event|unless|once|for|as|while|before|after|upon|during|until)\b",
    "condition": r"\b(?:if|when|unless|where|once|in\ case|in\ the\ event)\b",
    "may result": r"\b(?:may|could|can|might)\ (?:result|lead|cause|be\ subject)\b",
    "explains": r"\b(?:in\ order\ to|so\ that|because|to\ ensure|to\ help|therefore)\b",
    "future": r"\b(?:will\b|\w+'ll\b)",
    "we": r"""
        \bwe\ (?:will|do|are|may|can|use|keep|store|collect|offer|provide|believe|want|have|try|aim|only|never|don|won
        |ask|require|share|make|take|reserve|recommend|encourage|strive|understand|process|also)\b""",
    "you": r"""
        \byou(?:'re)?\ (?:will|do|are|may|can|must|should|have|need|agree|want|cannot|can't|shall|might|would|could|own
        |use|retain|acknowledge|understand)\b""",
}

GERMAN = {
    "ban": r"""
        \b(?:verboten|untersagt|unzulässig|niemals|nie|unter\ keinen\ umständen|ausgeschlossen|niemand|kein(?:e|en|er|em)?
        |keinesfalls|keinerlei|(?:auf|in)\ keine[nm]\ fall|strengstens|verfallen|verfällt)\b
        | \bgrundsätzlich\b.{0,40}\b(?:nicht|kein\w*)\b | \b(?:nicht|kein\w*)\b.{0,20}\bgrundsätzlich\b
        | \bnicht\ (?:gestattet|erlaubt|zulässig|zugelassen|möglich|erstattet|übertragbar)\b
        | \b(?:darf|dürfen|soll|sollen|kann|können|wird|werden)\b.{0,60}\b(?:nicht|nie|kein\w*)\b""",
    "plain ban": r"""
        \b(?:darf|dürfen)\b.{0,60}\b(?:nicht|nie|kein\w*)\b | \bnicht\ (?:gestattet|erlaubt|zulässig)\b
        | \b(?:verboten|untersagt)\b""",
    "duty": r"""
        \b(?:muss|müssen|ist\ zu|sind\ zu|hat\ zu|haben\ zu|verpflichtet|pflicht|erforderlich|zwingend|stets|immer
        |sofort|unverzüglich|umgehend|ausschließlich|nur|mindestens|höchstens|spätestens|ohne\ ausnahme)\b
        | \b(?:ist|sind|hat|haben)\b.{0,60}\b(?:zu\ \w+en|(?:ab|an|auf|aus|ein|frei|fern|fest|mit|nach|sauber|vor|zurück|weg|bereit|her|hin|um)zu\w+en)\b""",
    "strong": r"\b(?:muss|müssen|keinesfalls|strengstens|zwingend|stets|immer|niemals|sofort|unverzüglich|ausschließlich|streng)\b",
    "permission": r"""
        \b(?:kann|können|darf|dürfen|könnte|könnten|gerne?|erlaubt|gestattet|zulässig|wahlweise|frei|freiwillig
        |entweder|auf\ wunsch|wählen|wahl|(?:lässt|lassen)\ sich)\b(?!\ nicht) | \bsteht\b.{0,30}\bfrei\b""",
    "discretion": r"""
        \b(?:ermessen|spielraum|einzelfall|im\ einzelnen|ausnahmen?|ausnahmsweise|kulanz|behalten?\ (?:wir\ )?uns\b.*\bvor
        |nach\ (?:absprache|vereinbarung|rücksprache|möglichkeit)|sofern\ möglich|wenn\ möglich|soweit\ möglich|je\ nach
        |in\ begründeten\ fällen|besondere\w*\ umstände\w*|verhandelbar|abweichen\w*|entscheide[nt]|in\ der\ regel
        |mit\ (?:zustimmung|genehmigung|einverständnis))\b""",
    "hedged": r"""
        \b(?:üblicherweise|normalerweise|gewöhnlich|gegebenenfalls|in\ der\ regel|meist(?:ens)?|im\ allgemeinen
        |in\ (?:den\ meisten|manchen|einzelnen|begründeten|seltenen)\ fällen|härtef[aä]ll\w*|von\ fall\ zu\ fall|nachlass
        |entgegenkommen|(?:mit|nach)\ (?:zustimmung|genehmigung|rücksprache))\b | \bggf\. | \bnach\ eigenem\ ermessen\b""",
    "advice": r"""
        \b(?:soll|sollen|sollte|sollten|bitte|empfehl\w+|empfohlen|möglichst|bemüh\w+|versuch\w+|raten|freundlich
        |höflich|ruhig|idealerweise|nach\ möglichkeit|gern|wünschenswert|hilfreich)\b""",
    "cap": r"""
        \b(?:bis\ zu|innerhalb|binnen|höchstens|mindestens|maximal|spätestens|nach|vor|für)
        \ (?:von\ |der\ |dem\ )?(?:[$£€]|\d|ein\w*\b|zwei\b|drei\b|vier\b|fünf\b|sechs\b|sieben\b|zehn\b|vierzehn\b)""",
    "money": r"[$£€]|\b(?:gebühr|kosten|preis|entgelt|zahl|bezahl|erstatt)\w*|\beuro\b",
    "time": r"\b\d*\s?(?:tag|stunde|woche|monat|jahr|minute|werktag)(?:e|en|s|n)?\b|\buhr\b",
    "definition": r"""
        \b(?:bedeutet|bezeichnet|ist\ eine?\b|sind\ die|umfasst|beinhaltet|zum\ beispiel|unter\ anderem|beispiele?
        |verstehen\ wir|definiert)\b | \bz\.\ ?b\.""",
    "purpose": r"""
        \b(?:zweck|ziel|diese\ (?:richtlinie|regel|anweisung)|dieses\ dokument|gilt\ für|geltungsbereich|leitbild
        |hintergrund|überblick|wir\ sind|wir\ glauben|werte|(?:diese|dieser|dieses)\ \w+\ (?:beschreibt|regelt|erklärt))\b""",
    "lifted": r"""
        \b(?:nicht\ (?:erforderlich|nötig|notwendig|verpflichtet)|(?:muss|müssen|braucht|brauchen)\b.{0,40}\bnicht
        |kein\w*\b.{0,30}\b(?:erforderlich|nötig|notwendig)
        |freiwillig|befreit|entfällt|optional|ohne\ angabe\ von\ gründen)\b""",
    "approval": r"\b(?:genehmig\w+|zustimm\w+|erlaubnis|einwillig\w+|freigabe|freigegeben)\b",
    "third party": r"\b(?:dritte[nr]?|gericht\w*|polizei|behörde\w*)\b",
    "law": r"""
        \b(?:gesetz\w*|recht\w*|haft(?:en|et|ung)\w*|vertrag\w*|urheber\w*|verordnung\w*|dsgvo|lizenz\w*|diskriminier\w*
        |belästig\w*|jugendschutz\w*|bußgeld\w*)\b""",
    "security": r"""
        \b(?:passw\w+|kennw\w+|zugang\w*|zugriff\w*|verschlüssel\w*|konto|gerät\w*|schlüssel\w*|ausweis\w*|identität\w*
        |anmeld\w+|netzwerk\w*|software)\b""",
    "safety": r"""
        \b(?:sicherheit\w*|verletz\w*|feuer\w*|brand\w*|kind(?:er|ern)?|hygiene\w*|notfall\w*|unfall\w*|gefahr\w*
        |gefährlich\w*|erste\ hilfe|alkohol\w*|waffe\w*|drogen|tauch\w*|schwimm\w*|springen|evakuier\w*|gesundheit\w*)\b""",
    "privacy": r"\b(?:personenbezogen\w*|vertraulich\w*|datenschutz\w*|privat\w*|foto\w*|daten|patient\w*)\b",
    "liability": r"""
        \b(?:haft(?:en|et|ung)|gewähr(?:leistung)?|auf\ eigene\ gefahr|verantwortlich\ für|vorbehalten|eigentum|gehört)\b""",
    "past": r"\b(?:wurden?|waren?|hatten?|gab|ist\ \w+\ worden)\b",
    "condition first": r"^(?:wenn|falls|sofern|sobald|bei|im\ falle|nach|vor|während|bis|bevor|nachdem)\b",
    "condition": r"\b(?:wenn|falls|sofern|sobald|soweit)\b",
    "explains": r"\b(?:damit|weil|um\ \w+|deshalb|daher)\b",
    "future": r"\bwird\b|\bwerden\b",
    "we": r"\bwir\b",
    "you": r"\b(?:sie|du|ihr)\b",
}


def compiled(cues: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.VERBOSE | re.DOTALL) for name, pattern in cues.items()}


CUES = {"en": compiled(ENGLISH), "de": compiled(GERMAN | {"number": ENGLISH["number"]})}

# The verb that carries a clause, by its English name
GERMAN_MODALS = {
    "muss": "must",
    "müssen": "must",
    "darf": "may",
    "dürfen": "may",
    "kann": "can",
    "können": "can",
    "soll": "should",
    "sollen": "should",
    "sollte": "should",
    "sollten": "should",
    "wird": "will",
    "werden": "will",
    "ist": "is",
    "sind": "are",
    "hat": "has",
    "haben": "have",
}

# Who a clause speaks of
SUBJECTS = {
    "you": "you your sie du",
    "we": "we our wir i",
    "staff": "staff employee employees manager managers agent agents team mitarbeiter mitarbeitende leitung",
    "customer": """
        member members customer customers user users patron patrons visitor visitors guest guests child children
        student students participant participants parent parents passenger passengers kunde kunden gast gäste mitglied
        mitglieder kinder besucher""",
    "they": "they he she es",
    "it": "it",
}
SUBJECT_OF = {word: subject for subject, names in SUBJECTS.items() for word in names.split()}
