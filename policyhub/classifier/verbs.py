"""Verbs with which an instruction begins: "Offer an exchange.", "Check the receipt first."

English, in their base form. German instructions end with theirs ("den Beleg prüfen"), which needs no list.
"""

VERBS = frozenset(
    """
    accept access acknowledge acquire act adapt add address adhere adjust adopt advise agree aim alert align allow
    alter analyse analyze announce answer anticipate apologise apologize apply appoint appreciate approve arrange
    ask assemble assess assign assist assume assure attach attempt attend audit authenticate authorise authorize
    avoid await back balance base be bear become begin block book borrow bracket brainstorm break brief bring browse
    budget build buy calculate calibrate call calm cancel cap capture care carry cast catch categorise categorize cc
    celebrate centre change charge chase chat check choose cite claim clarify classify clean clear click close
    collaborate collect combine come command commit communicate compare compensate compile complain complete comply
    compose compute conduct configure confine confirm confuse connect conserve consider consolidate construct
    consult contact continue contribute control convert cook cool cooperate coordinate copy correct count couple
    cover craft create credit cross cut date deal debrief decide decline defer define delay delegate delete deliver
    demand demonstrate deny depart depend deploy deposit describe deselect design destroy detach detail detect
    determine develop devote diagnose dial dig direct disable discard discharge disclose disconnect discontinue
    discount discuss dismiss display dispose distinguish distribute divide do document donate double download draft
    drain draw dress drill drive drop dry earn eat edit educate elaborate elect elevate eliminate email embed
    emphasise emphasize employ empower empty enable encourage encrypt end enforce engage enjoy enlist enrol enroll
    ensure enter erase escalate escort establish evacuate evaluate examine exchange execute exempt exercise exhaust
    exit expect explain explore export expose express extend familiarise familiarize feed fetch file fill find
    finish fix flag focus fold follow forward frame freeze gather gauge get give go graduate grant greet guide hand
    handle have hear heat help hold honor honour hurry identify ignore implement include incorporate inflate inform
    inspect install intervene interview invest investigate invite invoice involve iron isolate issue itemise join
    keep kick kneel knock know label launch lay lead learn leave let lie lift light limit line link list listen loan
    locate lock log look loop loosen lower maintain make manage mark maximise maximize measure meet mention mind
    minimise minimize mix model monitor mop mount move mute name negotiate nominate note notify obey obtain occupy
    offer omit open operate order organise organize outline overcome overlap own pack pad paint park participate
    pass paste patch pause pay perform permit phone pick pin ping place plan plug position post postpone pour
    practice practise praise pray prepare present preserve press pretend prevail prevent prime print prioritise
    prioritize probe proceed process produce program prohibit promote proofread protect prove provide publish pull
    pump purchase push put qualify question quote raise rate reach react read realise realize reassure reboot recall
    recap receive reclaim recognise recognize recommend reconcile record recover recruit recycle redirect reduce
    refer reference refill refrain reframe refresh refund refuse regard register reimburse reject relate relay
    release rely remain remember remind remove render renew rent repair repeat rephrase replace reply report
    represent request require reschedule research reserve reset reside resist resolve respect respond rest restart
    restore restrict retain retest rethink retrieve retry return reuse reveal review revoke reward ring rinse roll
    rotate round run rush save say scale scan schedule score scrape screen scroll scrub seal search secure see seek
    select sell send sense separate serve service set settle shake share ship shout show shut sign sit skip slow
    smile snap soften solve sort sound speak specify spell spend split spot spread sprinkle squeeze stack staff
    stamp stand start state stay steer step stick stop store strip strive structure study submit subscribe
    substitute suggest suit summarise summarize supervise supplement supply support surface surrender suspend
    sustain swap sweep switch sync tackle tag tailor take talk tap taste teach tear tell terminate test text thank
    think throw tidy tie time tour trace track trade train transcribe transfer translate travel treat trigger trim
    trust try turn tweak twist type understand unlock unpack unplug untick update upgrade upload urge use utilise
    utilize vacate vacuum validate value vary verify view visit volunteer vote wait walk warm warn wash watch wear
    weigh welcome wind wipe withdraw work wrap write yield
    """.split()
)
