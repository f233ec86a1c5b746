"""The pool, the changing rooms and the courses in the water. All words are ours."""

from .shape import Told, black, grey, may, rule, steps, target, when

RULES: list[Told] = [
    black(
        "policy",
        "Walking on the poolside",
        "Everybody walks on the wet tiles, staff too, but for a rescue.",
        "petra",
        "Wet tiles and bare feet: most of our accidents happened to somebody who ran.",
        (
            "safety: A fall on the tiles breaks wrists and teeth. Nine of last "
            "year's twelve accident reports begin with running."
        ),
        "Children come home without a plaster. / Older guests dare to walk to the water.",
        (
            "I can see you cannot wait. The tiles are slippery here, and I "
            "do not want you to fall. Walk with me to the slide?"
        ),
        instead="The grass beside the pool, where running is welcome.",
        search_words="run, running, slip, slippery, tiles, chase, tag",
    ),
    black(
        "procedure",
        "Thunder over the outdoor pool",
        "At the first thunder everybody leaves the outdoor water, and comes back half an hour after the last.",
        "petra",
        "Lightning takes no account of tickets, and nobody on the deck can tell how far away it is.",
        (
            "safety: A head above the water is the highest point there is. Half "
            "an hour is what the insurer and the weather service ask."
        ),
        "Nobody is hurt. / People know when they can go back in, to the minute.",
        "That was thunder, so we all come out for a while. The indoor pool is open, and I call you when it is over.",
        instead="The indoor pool, or a drink in the café while we wait.",
        search_words="storm, lightning, weather, outdoor, lido, out of the water",
        **steps(
            "Somebody hears thunder or sees lightning",
            "safety! Three long whistles; everybody leaves the water and the deck.",
            "safety! One of the team stays at the edge until the last one is out.",
            "Tell people what happens now, and where they can wait.",
            "Write the time of each thunder on the board.",
            "safety! Half an hour after the last one, one long whistle: open again.",
        ),
    ),
    black(
        "standard",
        "Water quality",
        (
            "Chlorine and pH are measured before opening and every three "
            "hours, and are inside the limits whenever somebody swims."
        ),
        "petra",
        "The limits are law, and what is wrong with water cannot be seen.",
        "law: The health office sets the limits, and closes pools that leave them.",
        "Clear eyes, no rashes. / Everybody may look at today's figures on the board.",
        "We measure the water every three hours. Today's figures are on the board by the door; have a look.",
        search_words="chlorine, pH, eyes burn, dirty water, cloudy, test, measurement",
        **target(
            "Inside the limits, every time",
            "Never with people in the water.",
            "Close that pool, add or dilute, measure again after twenty minutes.",
            ("Free chlorine", "0.5 to 1.5", "mg per litre", "Photometer, at both ends of the pool"),
            ("pH", "7.2 to 7.6", "", "Photometer"),
        ),
    ),
    black(
        "policy",
        "Swimming after a stomach upset",
        "Whoever had diarrhoea stays out of the water for two days after it is over.",
        "petra",
        "One person can close the pool for everybody, and cannot know it.",
        "safety: What causes it survives in chlorine for days.",
        "The pool stays open. / Babies and people who are weak can swim without worry.",
        (
            "I am glad you told me, and sorry you were ill. Two days after it "
            "is over you are welcome; I move your course for free."
        ),
        instead="The course is moved without a fee; a day ticket is worth the same later.",
        search_words="diarrhoea, sick, ill, stomach bug, vomit, tummy",
    ),
    black(
        "policy",
        "Photos at the poolside",
        (
            "Nobody takes pictures or films at the pool or in the changing "
            "rooms, but of their own family after asking the lifeguard."
        ),
        "petra",
        "People here wear little, and a picture is in the world before anybody has looked at it.",
        "privacy: Pictures of people in swimwear are theirs alone, and those of children are protected by law.",
        "Everybody can swim without minding who is looking. / Parents get their picture, with nobody else in it.",
        (
            "What a lovely moment. Other people are in the picture too, so let me "
            "clear you a corner, and then take as many as you like."
        ),
        instead="A corner of the deck that we keep free for five minutes, or the photo day of each course.",
        search_words="camera, phone, film, video, picture, selfie, photograph",
        effect="barrier",
        cause="briefing",
        remedy="Show the team how to offer the corner before anybody has to be stopped.",
    ),
    black(
        "procedure",
        "The hoist into the water",
        "Two trained people work the hoist, and look over the sling before every use.",
        "petra",
        "Whoever sits in it cannot get out alone.",
        "safety: A strap that slips drops somebody who cannot catch themselves.",
        "People swim who could not otherwise. / They are asked what helps, and not guessed at.",
        "You are the one who knows how you like it. Tell us, and Mia and I will do it just so.",
        search_words="disabled, wheelchair, accessible, lift, sling, carer",
        **steps(
            "Somebody asks for the hoist",
            "Ask what helps, and who should be near.",
            "safety! Two trained people; look at straps, hooks and battery together.",
            "safety! Lift a hand's breadth, stop, ask, go on.",
            "Agree on a sign for getting out.",
        ),
    ),
    black(
        "procedure",
        "Change of lifeguards",
        "Lifeguards change every thirty minutes, and nobody leaves before the next one is looking.",
        "petra",
        "Eyes tire before people notice it.",
        "safety: After half an hour a lifeguard sees a third less.",
        "There is always somebody who looks.",
        "",
        meets_customers=False,
        search_words="rotation, break, shift, lifeguard, handover",
        **steps(
            "Thirty minutes at one post",
            "safety! The next one comes, looks at the water, and says so.",
            "Say what to keep an eye on: who is new, who is tired.",
            "safety! Only then turn away.",
        ),
    ),
    grey(
        "policy",
        "Floats, rings and armbands",
        "Things that help to swim are welcome; large ones have their hours.",
        "petra",
        "A ring that helps one child can hide another; how full it is decides.",
        when(
            "a family brings a large inflatable",
            may(
                "Use it in the play hour, Sunday at two",
                "once a week",
                say="Sunday at two is your hour; we even pump it up.",
            ),
            may("Use it now in the fun pool", "fewer than twenty people in it", "lead"),
        ),
        when(
            "somebody has no armbands with them",
            may("Lend a pair", "for the visit"),
            may("Sell a pair at half price", "4", credit="Sam Lee"),
        ),
        lines=(
            "never: Anything that hides a child from the lifeguard / always: "
            "Armbands stay on until the adult has them in reach"
        ),
        search_words="inflatable, ring, noodle, armbands, lilo, toy, float",
    ),
    grey(
        "policy",
        "What people wear in the water",
        "We ask for swimwear made for it, of any length.",
        "petra",
        "Cut and length are nobody's business; what the filters take is.",
        when(
            "somebody comes in cotton shorts or a T-shirt",
            may(
                "Lend swim shorts or a swim shirt",
                "for the visit, against a name",
                say="Cotton clogs our filters. I have a dry pair you can borrow.",
            ),
            may("Let them in this once and explain", "clean, and not in the training pool"),
        ),
        when(
            "a parent asks about full-body swimwear",
            may("Yes, of course", "swim fabric of any length"),
            may("Show where to change with more room", "whenever it is free"),
        ),
        lines="never: Street clothes in the water / never: A remark about a body or a faith",
        search_words="burkini, shorts, cotton, T-shirt, trunks, bikini, dress code, swimsuit",
    ),
    grey(
        "policy",
        "Eating by the water",
        "Snacks are for the tables; water bottles may come along.",
        "petra",
        "Crumbs and glass are the trouble, not hunger.",
        when(
            "a parent feeds a small child at the edge",
            may("Let them finish, and bring a wipe", "nothing in glass"),
            may("Offer a table in the shade", "any free one"),
        ),
        when(
            "somebody with diabetes must eat",
            may(
                "At once, wherever they are",
                "no limit",
                say="Eat first. I stay with you, and bring you something to drink.",
            ),
            may("Bring juice from the café at no charge", "3"),
        ),
        lines="never: Glass anywhere on the deck / always: Babies are fed wherever they are hungry",
        search_words="food, eat, drink, snack, breastfeed, bottle, picnic, diabetes",
    ),
    grey(
        "procedure",
        "Pool closed at short notice",
        "Whoever came for nothing leaves with something.",
        "petra",
        "Why we closed differs, and so does how far somebody came.",
        when(
            "they are at the door and have not paid",
            may("Gym and sauna at half price today", "today"),
            may("A voucher for a free swim", "one each", "lead"),
        ),
        when(
            "they had paid and were in for less than half an hour",
            may("The money back", "full price of the ticket"),
            may("The next visit free, and a drink now", "12"),
        ),
        lines=(
            "always: Say when we open again, and call whoever asks for it "
            "/ never: Let somebody drive off without a word"
        ),
        search_words="shut, closed, refund ticket, evacuate, came for nothing, no swimming today",
        **steps(
            "A pool has to close while people are here",
            "Say it aloud and kindly, first in the water, then in the changing rooms.",
            "Put it on the door, the web page and the telephone within ten minutes.",
            "Offer what fits, before anybody asks.",
        ),
    ),
    grey(
        "policy",
        "Aqua class is full",
        "A class takes as many as the instructor can see.",
        "petra",
        "The number depends on the class, and regulars plan their week around it.",
        when(
            "somebody stands there without a booking",
            may("First on today's list if a place stays empty", "five minutes after the start"),
            may("A place in the next class, booked now", "same week"),
        ),
        when(
            "we took one booking too many",
            may("Two classes free", "18"),
            may("A lane and a float belt for the hour", "today", "lead"),
        ),
        lines="never: More than the instructor agrees to / always: The instructor decides in the water",
        search_words="aqua, fitness, class, full, waiting list, booking, no place",
    ),
    grey(
        "policy",
        "Missed swimming lesson",
        "A lesson that a child misses can be made up once a course.",
        "petra",
        "Illness cannot be planned; groups can only grow so far.",
        when(
            "the child was ill and they told us before",
            may("A lesson in another group of the level", "one for each course"),
            may("A quarter of an hour alone with the teacher", "if a teacher is free", "lead"),
        ),
        when(
            "they forgot",
            may("Free family swim to practise", "one visit"),
            may("Write down what was done, to try at home", "always"),
        ),
        lines="never: More than eight children in a group",
        search_words="lesson, course, ill child, make up, catch up, missed, absent",
    ),
    rule(
        "standard",
        "Clean changing rooms",
        "Every changing room is looked at once an hour, and cleaned then if it needs it.",
        "petra",
        search_words="dirty, shower, toilet, cubicle, hair, smell, cleaning",
        **target(
            "Looked at once an hour",
            "While somebody is being rescued, or the fire alarm is on.",
            "The shift lead sends two at once.",
            ("Rounds that were signed", "11 of 12", "rounds a day", "The sheet inside the door"),
        ),
    ),
    rule(
        "policy",
        "Lanes for slow and fast swimmers",
        "Lanes have speeds, and people choose their own.",
        "petra",
        search_words="lane, slow, fast, overtaking, crowded, speed",
    ),
    rule(
        "procedure",
        "Rescue drill",
        "Every team does one unannounced drill a month.",
        "petra",
        meets_customers=False,
        search_words="drill, practice, rescue, training",
        **steps("The pool manager drops the dummy", "Whistle, jump, call.", "Talk about it within the hour."),
    ),
]
