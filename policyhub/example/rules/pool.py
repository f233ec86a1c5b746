"""The pool, the changing rooms and the courses in the water. All words are ours."""

from .shape import RuleSpec, black, grey, may, rule, steps, target, when

RULES: list[RuleSpec] = [
    black(
        "policy",
        "Walking on poolside",
        "Everyone walks on poolside, staff included. The only exception is a rescue.",
        "petra",
        "Wet tiles and bare feet: running is behind most of our accident reports.",
        (
            "safety: A fall on the tiles can break a wrist or a tooth. Someone was running in nine of last year's "
            "twelve accident reports."
        ),
        "Children go home without cuts and bruises. / Older swimmers feel safe walking to the water.",
        (
            "I can see you can't wait to get in. The tiles are slippery, and I don't want you to fall. "
            "Shall we walk to the slide together?"
        ),
        instead="The grass beside the outdoor pool, where running is fine.",
        search_words="run, running, slip, slippery, tiles, chase, tag",
    ),
    black(
        "procedure",
        "Thunder over the outdoor pool",
        "At the first thunder everyone leaves the outdoor pool. It reopens thirty minutes after the last thunder.",
        "petra",
        "Lightning can strike open water, and nobody on poolside can judge how far away a storm is.",
        (
            "safety: A swimmer's head is the highest point on the water, and a storm can strike again after it "
            "seems to have passed. Thirty minutes is the usual safety advice, and our insurer asks for it."
        ),
        "Nobody gets hurt. / You know to the minute when you can go back in.",
        (
            "That was thunder, so we're all coming out for a while. The indoor pool is open. We'll announce it as "
            "soon as you can come back out here."
        ),
        instead="The indoor pool, or a drink in the café while we wait.",
        search_words="storm, lightning, weather, outdoor, lido, out of the water",
        **steps(
            "someone hears thunder or sees lightning",
            "safety! Blow one long whistle and clear the outdoor pool and poolside.",
            "safety! Keep one lifeguard at the edge until the last swimmer is out.",
            "Tell people how long it will take and where they can wait.",
            "Write the time of each thunder on the board by the gate.",
            "safety! Reopen thirty minutes after the last thunder, once lifeguards are back at their posts.",
        ),
    ),
    black(
        "standard",
        "Water quality",
        (
            "We test chlorine and pH before opening and every two hours, and both are within limits whenever anyone "
            "is swimming."
        ),
        "petra",
        "Too little chlorine spreads infection and too much hurts eyes and skin. Nobody can see either.",
        (
            "law: The Health and Safety at Work Act makes us keep swimmers safe. Inspectors measure us against "
            "HSG179 and the PWTAG code of practice."
        ),
        "No sore eyes or rashes. / Anyone can check today's readings on the board.",
        (
            "Thanks for telling me. We test the water every two hours, and today's readings are on the board by the "
            "door. I'll ask for an extra test now."
        ),
        search_words="chlorine, pH, eyes burn, dirty water, cloudy, test, measurement",
        **target(
            "Within limits at every test",
            "the pool is closed and nobody is in the water",
            "Clear the pool, tell the duty manager, correct the dose, and reopen once a second test is within limits.",
            ("Free chlorine", "0.5 to 1.5", "mg per litre", "Photometer, at both ends of the pool"),
            ("pH", "7.2 to 7.6", "", "Photometer, at both ends of the pool"),
        ),
    ),
    black(
        "policy",
        "Swimming after a stomach upset",
        "Anyone who has had diarrhoea stays out of the pool until 48 hours after it has stopped.",
        "petra",
        "People can still pass on an infection after they feel well, and one accident can close the pool for a day.",
        (
            "safety: Cryptosporidium, one of the causes, survives in chlorinated water for days. If a doctor has "
            "diagnosed it, the wait is fourteen days."
        ),
        "The pool stays open. / Babies and people who are easily infected can swim without worry.",
        (
            "Thanks for telling me, and I'm sorry you've been ill. You're welcome back 48 hours after it has "
            "stopped. I'll move your lesson, and that won't cost you anything."
        ),
        instead="We move the lesson to another day free of charge, and a day ticket stays valid for another visit.",
        search_words="diarrhoea, sick, ill, stomach bug, vomit, tummy, crypto, cryptosporidium",
    ),
    black(
        "policy",
        "Photos on poolside",
        (
            "No photos or filming in the changing rooms. On poolside, families can photograph their own children "
            "after asking a lifeguard."
        ),
        "petra",
        "People are in swimwear here, and once a picture has been shared nobody can take it back.",
        "privacy: Other swimmers, and the parents of other children, haven't agreed to be in anyone's photo.",
        "People can swim without worrying about cameras. / Parents get a photo with nobody else in it.",
        (
            "What a lovely moment. There are other people in the picture, so let me find you a clear corner. Then "
            "take as many as you like."
        ),
        instead="A corner of poolside that we keep clear for five minutes, or the photo day of each course.",
        search_words="camera, phone, film, video, picture, selfie, photograph",
        effect="barrier",
        cause="briefing",
        remedy="Show the team how to offer the clear corner before anyone has taken a photo.",
    ),
    black(
        "procedure",
        "Pool hoist",
        "Two trained members of staff operate the hoist, and check the sling before every use.",
        "petra",
        "The person in the hoist can't get out of it on their own.",
        "safety: If a strap slips, the person falls and may not be able to catch themselves.",
        "You can swim even if you can't use the steps. / You tell us what helps, and nobody guesses.",
        "You know best how this works for you. Tell us what helps, and Mia and I will do it that way.",
        search_words="disabled, wheelchair, accessible, hoist, lift, sling, carer",
        **steps(
            "a customer asks for the hoist",
            "Ask what helps, and who should be with them.",
            "safety! Check straps, hooks and battery together, two trained people.",
            "safety! Lift a few centimetres, stop, ask if all is well, and carry on.",
            "Agree on a signal for getting out.",
        ),
    ),
    black(
        "procedure",
        "Lifeguard rotation",
        "Lifeguards change posts every thirty minutes, and nobody leaves a post until the next one has taken over.",
        "petra",
        "Lifeguards lose concentration before they notice it themselves.",
        "safety: Attention starts to drop within the first half hour of watching, however experienced someone is.",
        "Someone is always watching the water.",
        "",
        meets_customers=False,
        search_words="rotation, break, shift, lifeguard, handover",
        **steps(
            "a lifeguard has been at one post for thirty minutes",
            "safety! The next lifeguard scans the zone, then says “I have the water”.",
            "Point out weak swimmers, small children and anything unusual.",
            "safety! Leave the post only after that.",
        ),
    ),
    grey(
        "policy",
        "Floats, rings and armbands",
        "Armbands and small floats are always welcome. Large inflatables have an hour of their own.",
        "petra",
        "A large ring can hide a child from the lifeguard, so it depends on how full the pool is.",
        when(
            "a family brings a large inflatable",
            may(
                "Invite them to the play hour, Sunday at two",
                "once a week",
                say="Sunday at two is made for that, and we'll even blow it up for you.",
            ),
            may("Let them use it now in the fun pool", "fewer than twenty people in it", "lead"),
        ),
        when(
            "a child has no armbands",
            may("Lend a pair", "for the visit"),
            may("Sell a pair at half price", "4", credit="Sam Lee"),
        ),
        lines=(
            "never: Allow anything that hides a child from the lifeguard / always: "
            "Keep armbands on until an adult has the child within reach"
        ),
        search_words="inflatable, ring, noodle, armbands, lilo, toy, float",
    ),
    grey(
        "policy",
        "Swimwear",
        "We ask for swimwear made of swim fabric. Any length is fine.",
        "petra",
        "How much someone covers is their choice. The fabric matters, because loose fibres clog the filters.",
        when(
            "someone comes in cotton shorts or a T-shirt",
            may(
                "Lend swim shorts or a swim shirt",
                "for the visit, with their name noted",
                say="Cotton clogs our filters. I've got a dry pair you can borrow.",
            ),
            may("Let them in this once and explain", "clean, and not in the training pool"),
        ),
        when(
            "someone asks about full-body swimwear",
            may("Say yes, it's welcome", "swim fabric of any length"),
            may("Show them the larger changing room", "if it's free"),
        ),
        lines="never: Let anyone swim in outdoor clothes / never: Comment on anyone's body or faith",
        search_words="burkini, shorts, cotton, T-shirt, trunks, bikini, dress code, swimsuit",
    ),
    grey(
        "policy",
        "Eating on poolside",
        "Food stays at the tables. Plastic water bottles are fine on poolside.",
        "petra",
        "The problem is crumbs in the water and broken glass, not eating.",
        when(
            "a parent is feeding a small child at the edge",
            may("Let them finish, and bring a wipe", "nothing in glass"),
            may("Offer a table in the shade", "any free one"),
        ),
        when(
            "someone with diabetes needs to eat",
            may(
                "Help them out of the water and let them eat at once",
                "no limit",
                say="Eat first. I'll stay with you, and I'll get you something sugary to drink.",
            ),
            may("Bring juice from the café free of charge", "3"),
        ),
        lines="never: Allow glass on poolside / always: Let parents breastfeed or bottle-feed wherever they are",
        search_words="food, eat, drink, snack, breastfeed, bottle, picnic, diabetes",
    ),
    grey(
        "procedure",
        "Pool closed at short notice",
        "Anyone who has had a wasted trip leaves with something to make up for it.",
        "petra",
        "What is fair depends on why we closed and how far people came.",
        when(
            "they are at the door and haven't paid",
            may("Offer the gym or sauna at half price", "today, the gym after an induction"),
            may("Give a voucher for a free swim", "one each", "lead"),
        ),
        when(
            "they have paid and were in for less than half an hour",
            may("Refund the ticket", "full price of the ticket"),
            may("Give the next visit free, and a drink now", "12"),
        ),
        lines=(
            "always: Say when we expect to reopen, and call anyone who asks us to "
            "/ never: Let anyone leave without knowing why we closed"
        ),
        search_words="shut, closed, refund ticket, evacuate, wasted trip, came for nothing, no swimming today",
        **steps(
            "a pool has to close while people are here",
            "Announce it calmly, first to swimmers, then in the changing rooms.",
            "Put it on the door, the website and the phone greeting within ten minutes.",
            "Offer what fits before anyone has to ask.",
        ),
    ),
    grey(
        "policy",
        "Aqua class is full",
        "Each class has as many places as the instructor can safely supervise.",
        "petra",
        "The number depends on the class, and regulars plan their week around it.",
        when(
            "someone arrives without a booking",
            may("Put them first on today's list, in case a place stays empty", "five minutes after the start"),
            may("Book them into the next class now", "same week"),
        ),
        when(
            "we have taken one booking too many",
            may("Give two classes free", "18"),
            may("Offer a lane and a float belt for the hour", "today", "lead"),
        ),
        lines="never: Admit more people than the instructor agrees to / always: Let the instructor decide",
        search_words="aqua, fitness, class, full, waiting list, booking, no place",
    ),
    grey(
        "policy",
        "Missed swimming lesson",
        "A child who misses a lesson can make it up once per course.",
        "petra",
        "Nobody can plan illness, but a group can only take so many children.",
        when(
            "the child was ill and they told us before",
            may("Offer a lesson in another group of the same level", "one per course"),
            may(
                "Offer fifteen minutes one to one with the teacher",
                "if a teacher is free, with a parent watching",
                "lead",
            ),
        ),
        when(
            "they forgot",
            may("Offer a free family swim to practise", "one visit"),
            may("Write down what the group practised, to try together", "always"),
        ),
        lines="never: Put more than eight children in a group",
        search_words="lesson, course, ill child, make up, catch up, missed, absent",
    ),
    rule(
        "standard",
        "Clean changing rooms",
        "We check every changing room once an hour and clean it if needed.",
        "petra",
        search_words="dirty, shower, toilet, cubicle, hair, smell, cleaning",
        **target(
            "Checked once an hour",
            "there is a rescue or a fire alarm",
            "The shift lead sends two people straight away.",
            ("Signed hourly checks", "13 of 14", "checks a day", "The sheet inside the door"),
        ),
    ),
    rule(
        "policy",
        "Lanes for slow and fast swimmers",
        "Lane signs say slow, medium and fast, and swimmers choose their own.",
        "petra",
        search_words="lane, slow, fast, overtaking, crowded, speed",
    ),
    rule(
        "procedure",
        "Rescue drill",
        "Every team does one unannounced rescue drill a month.",
        "petra",
        meets_customers=False,
        search_words="drill, practice, rescue, training",
        **steps(
            "the pool manager drops the training manikin into the water",
            "Lifeguards respond as in a real rescue: whistle, enter the water, call for help.",
            "Debrief the team within the hour.",
        ),
    ),
]
