"""The first rules of the example organisation, Lakeside Leisure: a pool, a gym and a shop. All words are ours."""

from typing import Any

POOL, DESK = "Pool", "Front desk and shop"

RULES: list[dict[str, Any]] = [
    {
        "kind": "policy",
        "title": "No diving in the shallow end",
        "statement": "Nobody dives or goes in head first where the water is less than two metres deep.",
        "body": (
            "## Where it counts\n\n"
            "The shallow end is 0.9 metres deep at the wall and 1.4 metres at the blue line. Head first means "
            "dives, backward jumps and handstands off the side. Going in feet first from the steps is fine. The "
            "deep end is 3.2 metres, and diving is open there whenever a lane is free.\n\n"
            "## When somebody dives\n\n"
            "- Blow one short whistle, point to the deep end and walk over.\n"
            "- Crouch down, so that you talk eye to eye, and say it quietly.\n"
            "- Show them the spot where diving is good. Stay for the first one and say something kind about it.\n"
            "- If the same person dives here again, wave the shift lead over. With a child, talk to the adult too.\n"
            "- Note the time, the place and what you said in the poolside log. Leave the name out."
        ),
        "flexibility": "black",
        "rationale": "At 0.9 metres a dive can break a neck, and nobody on the poolside can judge a dive beforehand.",
        "owner": "petra",
        "team": POOL,
        "say_it": (
            "That looked like fun, and I can see you like diving. It is only 0.9 metres here, and a dive can break "
            "a neck. The deep end is open, so come along and I will show you the best spot."
        ),
        "instead": (
            "Diving at the deep end whenever a lane is free. Or the diving taster on Saturday at ten, half an hour "
            "with a coach for £6."
        ),
        "next_time": (
            "Blue signs on the wall show where the water is deep enough. The lifeguard can tell you when a lane is "
            "free."
        ),
        "search_words": (
            "dive, jump in, head first, header, backflip, somersault, bomb, cannonball, handstand, shallow water, "
            "how deep, deep end"
        ),
        "effect": "adds",
        "part": {
            "principle": (
                "We want everybody to enjoy the water and to leave it unhurt. When only one of the two is "
                "possible, unhurt comes first."
            ),
        },
        "reasons": [
            {
                "basis": "safety",
                "text": (
                    "At 0.9 metres a dive ends on the tiles. It takes one knock on the head to break a neck, and "
                    "good swimmers are hurt this way as often as beginners."
                ),
            },
            {
                "basis": "other",
                "text": "Our insurance covers diving only where the water is at least two metres deep.",
            },
        ],
        "benefits": [
            {"text": "You and your children leave the way you came: on your own two feet."},
            {"text": "People who are learning can put their face in the water without somebody landing on them."},
            {"text": "Divers get water that is deep enough to enjoy it, and a lifeguard who is watching that spot."},
        ],
        "alternatives": [
            {
                "text": "Let good swimmers do flat racing dives",
                "why_not": "A flat dive that goes wrong is a steep one. Children copy what they see, too.",
            },
            {
                "text": "Rope off the shallow end for beginners",
                "why_not": "Families would lose the warmest water, and the floor would be just as close.",
            },
        ],
    },
    {
        "kind": "policy",
        "title": "Refund after the thirty days",
        "statement": (
            "Money back for a change of mind runs for thirty days; later we help with an exchange, a gift card or "
            "a refund, within limits."
        ),
        "body": (
            "## What it is about\n\n"
            "Somebody bought goggles, a kit bag or anything else in our shop, and changes their mind after day 30. "
            "Day 1 is the day after the sale. A fault is another matter: the law gives customers far longer for "
            "that. Look at the item, and ask the shift lead about a repair or a new one.\n\n"
            "## How to go about it\n\n"
            "- Look at the item together, and ask what it was meant for. That often shows what would help.\n"
            "- Find the sale in the till by date, item or the last four digits of the card.\n"
            "- Name two options and let the customer choose. Begin with the one that is worth most to them.\n"
            "- Print the new receipt and write the end date of the gift card on it.\n\n"
            "If nothing here fits, ask before you say no. Write down what you did, so that it can become an "
            "option."
        ),
        "flexibility": "grey",
        "rationale": (
            "After a month we can often still sell the item, so there is room to help. How much room depends on "
            "the item and on the sale that we can find."
        ),
        "owner": "ana",
        "team": DESK,
        "say_it": (
            "Thank you for bringing it in, I can see it was not the right one for you. After thirty days we cannot "
            "always sell it as new. So let us look at what helps you most: a different one, or a gift card."
        ),
        "instead": (
            "An exchange on the spot, or a gift card. It lasts two years, and works for the café and courses too."
        ),
        "next_time": (
            "Within thirty days, and with the label on, you get your money back in two minutes. A photo of the "
            "receipt is enough."
        ),
        "search_words": (
            "refund, money back, return, take back, bring back, exchange, swap, wrong size, changed my mind, late "
            "return, too late, receipt lost, present, gift card, voucher, goggles, swimsuit, trunks"
        ),
        "part": {
            "principle": (
                "Thirty days are plenty for a change of mind. After that we still look for something that is fair "
                "to both of us. Whoever leaves with the right thing comes back."
            ),
        },
        "situations": [
            {
                "text": "there is a receipt, day 31 to 60",
                "options": [
                    {
                        "text": "Exchange it at the price they paid",
                        "say_it": "Have a look round and choose what you like. What you paid counts in full.",
                        "limit_words": "unused, label on",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Gift card for the price they paid",
                        "say_it": "I can put the full amount on a gift card for you. It lasts two years.",
                        "limit_amount": "60.00",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Refund to the card they paid with",
                        "say_it": (
                            "Give me two minutes with my lead. I will ask for the money to go back to your card."
                        ),
                        "limit_amount": "40.00",
                        "limit_words": "unused, label on",
                        "grantor": "lead",
                    },
                ],
            },
            {
                "text": "there is no receipt, but we find the sale in the till",
                "options": [
                    {
                        "text": "Carry on as if the receipt were here",
                        "say_it": "Good news, I have found your sale. So we can do without the receipt.",
                        "limit_amount": "30.00",
                        "limit_words": "up to day 60",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Gift card for the lowest price it has had",
                        "say_it": "I can see that it is ours. May I ask my lead to put its price on a gift card?",
                        "limit_amount": "60.00",
                        "limit_words": "up to day 90",
                        "grantor": "lead",
                    },
                ],
            },
            {
                "text": "the swimwear has been worn",
                "options": [
                    {
                        "text": "A fifth off one that fits, bought today",
                        "say_it": (
                            "Nobody else can wear this one now, so it stays with you. I can take a fifth off one "
                            "that fits."
                        ),
                        "limit_amount": "15.00",
                        "grantor": "anyone",
                        "credited_to": "Sam Lee",
                    },
                    {
                        "text": "Gift card for half the price",
                        "say_it": "Let us share it: I would like to ask my lead for half the price on a gift card.",
                        "limit_amount": "20.00",
                        "limit_words": "up to day 60",
                        "grantor": "lead",
                    },
                    {
                        "text": "Full exchange, if our advice on the size was wrong",
                        "say_it": (
                            "We told you the wrong size, and I am sorry. I am asking my manager to swap it for the "
                            "right one."
                        ),
                        "limit_amount": "45.00",
                        "grantor": "manager",
                    },
                ],
            },
            {
                "text": "it was a present, opened after the thirty days",
                "options": [
                    {
                        "text": "Exchange it as if bought on the day it was opened",
                        "say_it": (
                            "A lovely present should fit. We count from the day you opened it, so please choose."
                        ),
                        "limit_words": "up to day 90, unused",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Gift card for the price in the till",
                        "say_it": "If nothing here is quite right, I can ask my lead for a gift card.",
                        "limit_amount": "60.00",
                        "grantor": "lead",
                    },
                    {
                        "text": "Refund to the card of whoever bought it",
                        "say_it": (
                            "The money can only go back to the card that paid. If that suits you both, I will ask "
                            "my manager."
                        ),
                        "limit_amount": "60.00",
                        "limit_words": "the giver agrees",
                        "grantor": "manager",
                    },
                ],
            },
        ],
        "lines": [
            {"side": "always", "text": "See the item before you promise anything."},
            {"side": "always", "text": "Pay back the way it was paid: card to the same card, cash as cash."},
            {
                "side": "never",
                "text": "Treat a fault as a change of mind. The thirty days have nothing to do with it.",
            },
            {"side": "never", "text": "Put worn swimwear back on the rail."},
        ],
        "alternatives": [
            {
                "text": "Take everything back, however late",
                "why_not": "Swimwear dates fast, and the regulars would pay for it through the prices.",
            },
            {
                "text": "Stop at day 30, whatever the case",
                "why_not": (
                    "We tried it. People left with trunks that did not fit, and bought the next pair elsewhere."
                ),
            },
        ],
    },
    {
        "kind": "policy",
        "title": "Lifeguard course needs the swimming badge",
        "statement": (
            "A place on the lifeguard course is confirmed once we have seen the silver swimming badge, or a pass "
            "in our own test."
        ),
        "body": (
            "## What we look for\n\n"
            "The silver badge shows two things: 200 metres without a stop, and a weight fetched from 3.2 metres. A "
            "badge from another pool or another country is welcome when it shows the same. A photo of it is "
            "enough. It may be up to three years old.\n\n"
            "## When there is no badge\n\n"
            "- Take the booking and hold the place for fourteen days. No payment yet.\n"
            "- Offer the free test: Thursdays at seven, twenty minutes, any lifeguard trainer.\n"
            "- Offer two single lessons before it, for whoever wants to practise first.\n"
            "- After the test, write the result beside the booking the same evening and ring them.\n\n"
            "Somebody who does not pass this time is not a bad swimmer. Say which part was good, which part to "
            "practise, and when the next course begins."
        ),
        "flexibility": "black",
        "rationale": (
            "From the first evening people tow each other through deep water. Someone who tires there puts two at "
            "risk."
        ),
        "owner": "petra",
        "team": POOL,
        "say_it": (
            "How good that you want to become a lifeguard. From the first evening you tow another person through "
            "deep water, so the badge comes first. I can book you a free test on Thursday, and I will hold your "
            "place."
        ),
        "instead": (
            "A free test on Thursday at seven, with your place held for fourteen days. If you would like to "
            "practise first, we have single lessons, or a place on the next course."
        ),
        "next_time": (
            "The booking page shows what the badge asks for, right beside the dates. A photo of your badge is all "
            "we need."
        ),
        "search_words": (
            "lifeguard training, course, prerequisite, requirement, sign up, book a course, badge, certificate, "
            "silver, swimming test, can I join without, proof, rescue"
        ),
        "effect": "barrier",
        "cause": "wording",
        "remedy": (
            "We used to say it at the desk, after people had paid. The booking page now names the badge beside the "
            "price, and we offer the free test in the same breath."
        ),
        "part": {
            "principle": (
                "Anybody can become a lifeguard here, at their own pace. Nobody learns rescue in water that is "
                "still too much for them."
            ),
        },
        "reasons": [
            {
                "basis": "safety",
                "text": (
                    "The course begins in 3.2 metres of water, with one person holding another. Whoever runs out "
                    "of breath there takes their partner down too."
                ),
            },
            {
                "basis": "fairness",
                "text": "Everybody on the course has shown the same, so nobody loses half an evening waiting.",
            },
        ],
        "benefits": [
            {"text": "Your partner in the water can hold you, and you can hold them."},
            {"text": "You spend your fee on learning rescue, not on finding out that it is too early."},
            {"text": "The free test tells you where you stand before you pay anything."},
        ],
        "alternatives": [
            {
                "text": "Test everybody on the first evening",
                "why_not": "People had told their families and paid. Being sent home then hurts far more.",
            },
        ],
    },
    {
        "kind": "policy",
        "title": "Shipping credit when our parcel is late",
        "statement": (
            "When a parcel from our shop arrives after the day we promised, we give something back without being "
            "asked, within the limits here."
        ),
        "body": (
            "## What counts as late\n\n"
            "Count from the day that stands in the order mail, in working days. Late is late: it makes no "
            "difference whether we packed it a day behind or the carrier lost a van. The customer bought from us, "
            "so we are the ones who put it right.\n\n"
            "## How to go about it\n\n"
            "- Open the order and the tracking while they are with you, and say what you see.\n"
            "- Say sorry once, and mean it. Then ask what the parcel was for and by when.\n"
            "- Offer what fits the day they need it. A credit is no help to a child without goggles on Saturday.\n"
            "- Write the choice in the order, so that nobody has to tell the story again.\n\n"
            "When you see a late parcel before the customer does, write to them first."
        ),
        "flexibility": "grey",
        "rationale": (
            "What a late parcel costs somebody depends on what it was for. A fixed sum would be too much for one "
            "and too little for another."
        ),
        "owner": "ana",
        "team": DESK,
        "say_it": (
            "I am sorry, you counted on having it by now. The day was our promise, so this is ours to put right. "
            "Let me give you the postage back, and then we see that you have what you need."
        ),
        "instead": (
            "The postage back, credit in the shop, a second parcel by express, or something on loan until it comes."
        ),
        "next_time": (
            "If a parcel is going to be late, you hear it from us first. You get a new day, and a choice of what "
            "to do."
        ),
        "search_words": (
            "delivery, late, delayed, parcel, package, order, where is my order, tracking, postage, shipping, "
            "courier, carrier, lost in the post, not arrived, wrong address, express"
        ),
        "part": {
            "principle": (
                "The day in the order mail is a promise of ours. When we miss it we say so first, and we put it "
                "right in the way that helps this customer."
            ),
        },
        "situations": [
            {
                "text": "the parcel is one to three working days late",
                "options": [
                    {
                        "text": "Refund the postage",
                        "say_it": "I have just sent the postage back to your card. It is there in about three days.",
                        "limit_amount": "6.95",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Shop credit in place of the postage",
                        "say_it": "Or I can give you £10 for the shop instead, if you would get more out of that.",
                        "limit_amount": "10.00",
                        "limit_words": "once per order",
                        "grantor": "anyone",
                    },
                ],
            },
            {
                "text": "the parcel is four or more working days late, or lost",
                "options": [
                    {
                        "text": "Send a second one today, by express",
                        "say_it": "You have waited long enough. I would like to send a new one today, by express.",
                        "limit_amount": "50.00",
                        "limit_words": "if in stock",
                        "grantor": "lead",
                    },
                    {
                        "text": "Refund the order and the postage",
                        "say_it": "If you no longer need it, I will ask my lead to send everything back to your card.",
                        "limit_amount": "50.00",
                        "grantor": "lead",
                    },
                    {
                        "text": "Refund it all, and they keep it if it comes",
                        "say_it": (
                            "This has cost you enough time. I am asking my manager to refund it, and you simply "
                            "keep the parcel."
                        ),
                        "limit_amount": "80.00",
                        "grantor": "manager",
                    },
                ],
            },
            {
                "text": "the parcel came too late for the day it was meant for",
                "options": [
                    {
                        "text": "Lend what they need from our hire stock",
                        "say_it": (
                            "Saturday still comes first. Please borrow a pair from us, and bring it back next week."
                        ),
                        "limit_words": "one of each item, back within seven days",
                        "grantor": "anyone",
                        "credited_to": "Sam Lee",
                    },
                    {
                        "text": "Postage back, and £10 for the shop",
                        "say_it": "I cannot bring that day back. I can return the postage and ask for £10 on top.",
                        "limit_amount": "16.95",
                        "grantor": "lead",
                    },
                    {
                        "text": "Take it back opened, with a full refund",
                        "say_it": "If it has lost its point, bring it in as it is. My manager can refund all of it.",
                        "limit_amount": "80.00",
                        "limit_words": "within thirty days",
                        "grantor": "manager",
                    },
                ],
            },
            {
                "text": "the address was mistyped, by them or by us",
                "options": [
                    {
                        "text": "Send it again, and we pay the postage",
                        "say_it": "That happens to all of us. Read me the address, and it goes out again today.",
                        "limit_amount": "6.95",
                        "limit_words": "once per order",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Keep it at the desk, with the postage back",
                        "say_it": "Or pick it up here once it is back with us, and you get the postage back today.",
                        "limit_amount": "6.95",
                        "limit_words": "kept for thirty days",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Send a new one before the first is back",
                        "say_it": "If you need it this week, I can ask my lead to send a new one now.",
                        "limit_amount": "50.00",
                        "grantor": "lead",
                    },
                ],
            },
        ],
        "lines": [
            {
                "side": "always",
                "text": "Look at the tracking together and say what you see, also when it is our slip.",
            },
            {"side": "always", "text": "Count working days from the day in the order mail."},
            {
                "side": "never",
                "text": "Send customers to the carrier. Until it is in their hands, the parcel is ours.",
            },
            {"side": "never", "text": "Name a new day that the carrier has not confirmed."},
        ],
        "alternatives": [
            {
                "text": "Wait until customers complain",
                "why_not": "Most of them never do. They order somewhere else, and we do not hear why.",
            },
            {
                "text": "The same £5 for everybody",
                "why_not": "It cost more in a year, and those who had lost a birthday present felt brushed off.",
            },
        ],
    },
    {
        "kind": "policy",
        "title": "Children under eight swim with an adult",
        "statement": (
            "Every child under eight has somebody aged sixteen or over in the water with them, within arm's reach."
        ),
        "body": (
            "## Who goes in with whom\n\n"
            "One adult looks after two children under eight, or after one child under four. Armbands and floats do "
            "not change that. Swimming lessons have their own teachers and helpers. On the splash area, which is "
            "ankle deep, one adult may look after four.\n\n"
            "## At the desk\n\n"
            "- Ask how old the children are while you greet the family, before anybody pays.\n"
            "- If they are one adult short, say it now. At the poolside everybody is already changed and excited.\n"
            "- Look for a way together: the splash area, the crèche, or a friend who joins them. A second adult "
            "who comes only for this pays nothing.\n"
            "- Tell the lifeguard how many small children are on their way.\n\n"
            "Lifeguards who see a small child alone go to the child first, and talk to the family second."
        ),
        "flexibility": "black",
        "rationale": (
            "A small child goes under without a sound. The lifeguard watches sixty people, an adult in reach "
            "watches one."
        ),
        "owner": "petra",
        "team": POOL,
        "say_it": (
            "How lovely that you are all here, and I can see who wants to get in first. Small children slip under "
            "without a sound, so an adult stays within reach. The splash area suits all of you now, or the crèche "
            "has room for one."
        ),
        "instead": (
            "The splash area with one adult for up to four children, or the crèche at £4 an hour. A second adult "
            "who joins you in the water comes in free."
        ),
        "next_time": (
            "With one adult for every two small children you can all go straight in. Helpers over sixteen count too."
        ),
        "search_words": (
            "kids, child, toddler, baby, family, age limit, minimum age, alone, unaccompanied, supervise, "
            "supervision, parent, grandparent, babysitter, how many children, ratio, armbands"
        ),
        "effect": "barrier",
        "cause": "briefing",
        "remedy": (
            "New colleagues spend twenty minutes beside the lifeguard's chair in their first week. The desk asks "
            "about ages before the sale, so that no family hears it in swimsuits."
        ),
        "part": {
            "principle": (
                "Families with small children are welcome at every hour. The youngest have somebody of their own "
                "in the water, for as long as they are in it."
            ),
        },
        "reasons": [
            {
                "basis": "safety",
                "text": (
                    "A child who goes under does not shout or wave. It takes less time than fetching a towel, and "
                    "only somebody within reach is there soon enough."
                ),
            },
        ],
        "benefits": [
            {"text": "Children dare more, and learn faster, with somebody they know beside them."},
            {"text": "You can enjoy the water with your children and need not watch from a bench."},
            {
                "text": (
                    "The lifeguard keeps an eye on the whole pool, so older children and other swimmers are safe too."
                ),
            },
        ],
        "alternatives": [
            {
                "text": "Let children in alone who can swim 25 metres",
                "why_not": "At six, swimming a length and keeping a cool head in a crowd are two different things.",
            },
            {
                "text": "A lifeguard just for small children",
                "why_not": "It would cost £3 more per ticket, and one person still cannot be within reach of ten.",
            },
        ],
    },
    {
        "kind": "procedure",
        "title": "Lost locker key",
        "statement": (
            "When a locker key is lost we help first, open the locker with two of us, and talk about the cost last."
        ),
        "body": (
            "## Why we do it in this order\n\n"
            "Somebody in wet swimwear without their clothes, phone and car key cannot think about £8. Warm and dry "
            "comes first. Most keys turn up within ten minutes: on the shower bench, on the pool steps or in the "
            "filter grid.\n\n"
            "## What the cost is for\n\n"
            "A new key and lock cost us £8. We ask for it so that keys are looked after, not to earn anything. "
            "Regulars who lose one in years of swimming need no lesson from us. Choose the option that lets them "
            "come back gladly, and note it in the key book. If the key turns up later, ring them and say so."
        ),
        "flexibility": "grey",
        "rationale": (
            "How we open a locker is firm, because other people's things are in there too. What we ask for the key "
            "can bend."
        ),
        "owner": "petra",
        "team": POOL,
        "say_it": (
            "That happens here most weeks, so please do not worry. We open lockers in twos, so that nobody else "
            "can get at your things. Tell me three things inside, and you have them back in five minutes."
        ),
        "instead": (
            "A towel, a warm seat and our phone while we look. The cost of the key can wait until you are dressed."
        ),
        "next_time": "The wristbands at the desk hold the key for you, and borrowing one costs nothing.",
        "search_words": (
            "locker, key, lost key, locked out, cannot get my clothes, padlock, wristband, changing room, cubicle, "
            "fee, charge, replacement, eight pounds, forgot my number"
        ),
        "part": {
            "trigger": "A customer says that the key to their locker is gone.",
        },
        "steps": [
            {
                "text": "Offer a towel and a seat, and ask where they last had the key.",
                "who": "Whoever they come to",
                "firmness": "adapt",
            },
            {
                "text": "Look where keys turn up: shower bench, pool steps, filter grid.",
                "who": "Pool team",
                "firmness": "adapt",
                "warning": "The lifeguard on the chair stays on the chair.",
            },
            {
                "text": "Ask for the locker number and for three things inside, before anybody opens it.",
                "firmness": "must",
                "basis": "security",
                "warning": "Let them tell you. A hint from us is no proof.",
            },
            {
                "text": "Open it with the spare key, two of us together, and find the three things.",
                "who": "You and a colleague",
                "firmness": "must",
                "basis": "security",
            },
            {
                "text": (
                    "Put the spare key back in the safe, and write locker, time and both our names in the key book."
                ),
                "firmness": "must",
                "basis": "security",
            },
            {
                "text": (
                    "Tag the locker as out of use. Once they are dressed, talk about the key and choose an option."
                ),
                "firmness": "adapt",
            },
        ],
        "checklist": [
            {"text": "Towel and seat offered"},
            {"text": "Three things named, then found"},
            {"text": "Two of us at the locker"},
            {"text": "Key book filled in, spare key back in the safe"},
            {"text": "Locker tagged as out of use"},
        ],
        "situations": [
            {
                "text": "it is their first lost key, and it cannot be found",
                "options": [
                    {
                        "text": "Let the £8 go",
                        "say_it": "The key is on us this time. I am just glad that you have your things again.",
                        "limit_amount": "8.00",
                        "limit_words": "once a year per person",
                        "grantor": "anyone",
                        "credited_to": "Mia Brandt",
                    },
                    {
                        "text": "Give them two weeks to find it at home",
                        "say_it": "Have a look in your bag at home. If it turns up within two weeks, all is settled.",
                        "limit_words": "fourteen days, then £8",
                        "grantor": "anyone",
                    },
                ],
            },
            {
                "text": "it is their second lost key within a year",
                "options": [
                    {
                        "text": "Ask for £8, and give it back if the key turns up",
                        "say_it": (
                            "A new lock costs us £8, so I would ask you for that today. You get it back when the "
                            "key turns up."
                        ),
                        "limit_words": "back within thirty days",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Ask for half, with a wristband to keep",
                        "say_it": "Let us share it, £4 each. Here is a wristband too, so the key stays with you.",
                        "limit_amount": "4.00",
                        "limit_words": "one wristband",
                        "grantor": "lead",
                    },
                ],
            },
            {
                "text": "they cannot name what is in the locker",
                "options": [
                    {
                        "text": "Ring the friend or parent who packed the bag",
                        "say_it": "Is there somebody who packed it with you? We can ring them from here.",
                        "limit_words": "they name three things to us",
                        "grantor": "lead",
                    },
                    {
                        "text": "Look inside with Petra, and find a name on something",
                        "say_it": (
                            "We will find a way. My manager opens it with us, and something with your name on it "
                            "is enough."
                        ),
                        "limit_words": "a name that fits, nothing handed over before",
                        "grantor": "named",
                        "grantor_name": "Petra, ext. 20",
                    },
                    {
                        "text": "Lend dry clothes until everybody else has gone",
                        "say_it": "Here is something warm to wear. At closing time your locker is the last one left.",
                        "limit_words": "from the box of spare clothes, back within a week",
                        "grantor": "anyone",
                    },
                ],
            },
        ],
        "lines": [
            {"side": "always", "text": "Two of us at the locker, whoever is asking."},
            {"side": "never", "text": "Hand anything over before we know whose it is."},
            {"side": "never", "text": "Let somebody stand there wet and cold while we talk about money."},
        ],
    },
    {
        "kind": "policy",
        "title": "Identity check before membership details",
        "statement": (
            "Before we tell or change anything about a membership, whoever asks shows who they are: at the desk, "
            "on the phone and in writing."
        ),
        "body": (
            "## How we check\n\n"
            "- **At the desk:** the membership card, or anything official with a photo.\n"
            "- **On the phone:** full name, date of birth and the month they joined.\n"
            "- **By e-mail:** we answer only to the address in the account.\n\n"
            "Let the person give the details. Reading them out and waiting for a yes is no check. If one answer "
            "does not fit, ring back on the number in the account.\n\n"
            "## When somebody asks for another person\n\n"
            "Partners, coaches and employers often ask for good reasons. We still do not say whether somebody is a "
            "member, or is here today. Take a message, and pass it on if there is a member to pass it to. For "
            "children under sixteen, the parent named in the account counts as the member. When the police or a "
            "hospital ask, bring Ada or the manager on duty."
        ),
        "flexibility": "black",
        "rationale": (
            "Times, addresses and payments show where a person can be found. Once told, it cannot be taken back."
        ),
        "owner": "ada",
        "team": DESK,
        "say_it": (
            "Of course, I am glad to look that up for you. I ask everybody two questions first, so nobody else can "
            "get at your details. What is your date of birth, and in which month did you join?"
        ),
        "instead": (
            "If the details are not at hand, we ring you back today on the number in your account. If you ask for "
            "somebody else, we gladly take a message."
        ),
        "next_time": (
            "With your membership card it takes five seconds. On the phone it is always the same two questions."
        ),
        "search_words": (
            "data protection, privacy, who is calling, proof of identity, ID, membership number, address, my "
            "husband's account, my wife's account, is she there, was he here, password, change details, bank "
            "details, GDPR"
        ),
        "effect": "neutral",
        "part": {
            "principle": (
                "What members tell us belongs to them. We hand it to nobody else, and we make the check short and "
                "friendly for those who ask for their own."
            ),
        },
        "reasons": [
            {
                "basis": "privacy",
                "text": (
                    "A visit every Tuesday at six tells where somebody is, and when their home is empty. We cannot "
                    "hear from a voice who is asking, or why."
                ),
            },
            {
                "basis": "law",
                "text": "Data protection law asks us to be sure who somebody is before we share personal details.",
            },
        ],
        "benefits": [
            {"text": "Nobody can end or change your membership just by knowing your name."},
            {"text": "People who do not want to be found can swim here in peace."},
            {"text": "Your bank details and address stay with us, however convincing a caller sounds."},
        ],
        "alternatives": [
            {
                "text": "Check only when something seems odd",
                "why_not": "Those who mean harm sound like everybody else. Checking everybody offends nobody.",
            },
        ],
    },
    {
        "kind": "procedure",
        "title": "Call transfer",
        "statement": (
            "A call is passed on once, to somebody who knows what it is about; a call about danger stays where it is."
        ),
        "body": (
            "## What callers should notice\n\n"
            "They tell their story once. They know who is going to pick up, and why that person can help. If the "
            "line drops, we ring back. Most calls need no transfer: when you can find the answer in two minutes, "
            "stay with the caller.\n\n"
            "## What is firm, and what is yours\n\n"
            "Two steps are done just so. A call about danger stays with you, and membership details wait for the "
            "identity check. The rest is a good habit. Use your own words, change the order, skip the number when "
            "you know the caller well. On a busy Saturday a call-back may be kinder than four minutes of music."
        ),
        "flexibility": "black",
        "rationale": (
            "The core has no room: in danger each transfer costs time, and private details can reach the wrong "
            "ear. The steps around it may adapt."
        ),
        "owner": "ana",
        "team": DESK,
        "say_it": (
            "That is a good question, and I want you to get the right answer. Petra plans the courses, so she "
            "knows it better than I do. Let me tell her what it is about, and then I will put you through."
        ),
        "instead": "A call back today from a colleague whose name you know, at a time that suits you.",
        "next_time": "You can ring the courses line directly: extension 20, from nine to five.",
        "search_words": (
            "transfer, put through, pass on, hand over, phone, telephone, on hold, hotline, connect me, speak to "
            "somebody else, manager, call back, cut off, waiting music, emergency call"
        ),
        "effect": "adds",
        "part": {
            "trigger": "A caller asks something that a colleague can answer better, or asks for a colleague.",
        },
        "reasons": [
            {
                "basis": "safety",
                "text": "When somebody is hurt or missing, each transfer costs half a minute, and a line may drop.",
            },
            {
                "basis": "privacy",
                "text": (
                    "Whoever takes the call has not heard the check. Details that we pass on with the call could "
                    "reach somebody who should not have them."
                ),
            },
        ],
        "benefits": [
            {"text": "You tell your story once, and the next person already knows it."},
            {"text": "When it is urgent, the first person you reach is the one who helps."},
            {"text": "Your details stay private, even if the line is passed between three of us."},
        ],
        "steps": [
            {
                "text": (
                    "If somebody is hurt, missing or in danger, keep the call. Ask where they are, take a number "
                    "and wave the shift lead over."
                ),
                "who": "Whoever picks up",
                "firmness": "must",
                "basis": "safety",
                "warning": "If a life may be at risk, ring 999 from the second phone at once.",
            },
            {"text": "Say who can help, and why, and ask whether now is a good time.", "firmness": "adapt"},
            {"text": "Take a number, in case the line drops.", "firmness": "adapt"},
            {
                "text": "Tell your colleague the name and the story before you connect the two.",
                "firmness": "adapt",
                "warning": "If it takes more than a minute, go back to the caller and offer a call-back.",
            },
            {
                "text": "Pass on the question alone. Membership details wait until your colleague has done the check.",
                "who": "You, then your colleague",
                "firmness": "must",
                "basis": "privacy",
            },
            {
                "text": "If nobody picks up, agree on a call-back today, with a time and a name, and write it down.",
                "firmness": "adapt",
            },
        ],
    },
    {
        "kind": "policy",
        "title": "Membership freeze for illness",
        "statement": (
            "A member who is ill or injured can pause the membership and its payments, within the limits here."
        ),
        "body": (
            "## What a freeze is\n\n"
            "The payments stop, the card sleeps, and the price and joining date stay as they are. The end date "
            "moves back by the same number of days. Pregnancy, an operation and caring for a sick child count as "
            "well.\n\n"
            "## How to go about it\n\n"
            "- Listen first. People often tell you more than you need, and none of it goes into the computer.\n"
            "- Enter the first day, the last day and the word health. Nothing else.\n"
            "- Offer to switch a payment that is already on its way into a free month.\n"
            "- Confirm by e-mail before they leave or hang up.\n\n"
            "Ring them in the week before the freeze ends. Ask how they are, and whether they would like a first "
            "session with a trainer."
        ),
        "flexibility": "grey",
        "rationale": (
            "Every illness takes its own time, so a fixed number of weeks fits nobody. Trust costs us little here, "
            "and people remember it."
        ),
        "owner": "ana",
        "team": DESK,
        "say_it": (
            "I am sorry to hear that, and I hope you feel better soon. It would not be right to pay for weeks when "
            "you cannot come. I can pause it from today, and your price stays as it is."
        ),
        "instead": "A pause in place of leaving: the price and the joining date stay, and one call starts it again.",
        "next_time": (
            "A week before the pause ends we ring you. You can come back sooner or ask for longer, whichever suits "
            "you."
        ),
        "search_words": (
            "pause, suspend, hold, stop payments, ill, sick, illness, injury, broken leg, operation, surgery, "
            "hospital, pregnant, pregnancy, doctor's note, sick note, cancel membership, direct debit, cannot come"
        ),
        "part": {
            "principle": (
                "Nobody pays for a gym that they cannot get to. We believe people who are ill, and we make it easy "
                "to come back."
            ),
        },
        "situations": [
            {
                "text": "they tell us that they are ill, and there is no letter",
                "options": [
                    {
                        "text": "Freeze for one month, on their word",
                        "say_it": "Your word is enough for me. I have paused it for a month from today.",
                        "limit_words": "one month, twice a year",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Freeze for two months, on their word",
                        "say_it": "That sounds like a longer road. I would like to ask my lead for two months.",
                        "limit_words": "two months, once a year",
                        "grantor": "lead",
                    },
                ],
            },
            {
                "text": "there is a letter from a doctor, physio or hospital",
                "options": [
                    {
                        "text": "Freeze until the date in the letter",
                        "say_it": "Thank you, the date is all I need. It is paused until then, so please get well.",
                        "limit_words": "up to six months",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Pool only, at half the price, to get fit again",
                        "say_it": (
                            "If gentle swimming would help you back, I can ask my lead for the pool at half the price."
                        ),
                        "limit_words": "up to three months, if their doctor agrees",
                        "grantor": "lead",
                        "credited_to": "Mia Brandt",
                    },
                    {
                        "text": "Freeze for longer, with a call every three months",
                        "say_it": "Take the time you need. I will ask our director for longer, and ring you tomorrow.",
                        "limit_words": "up to eighteen months in all",
                        "grantor": "named",
                        "grantor_name": "Ada, ext. 1",
                    },
                ],
            },
            {
                "text": "a payment went out after they had fallen ill",
                "options": [
                    {
                        "text": "A free month once they are back",
                        "say_it": "That month is not lost. You get it free when you are back with us.",
                        "limit_words": "one month",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Refund that payment",
                        "say_it": "If the money helps you more just now, I will ask my lead to send it back.",
                        "limit_amount": "42.00",
                        "limit_words": "no visits since then",
                        "grantor": "lead",
                    },
                    {
                        "text": "Refund all payments since the illness began",
                        "say_it": (
                            "You had other things on your mind. I am asking my manager to refund all three months."
                        ),
                        "limit_amount": "126.00",
                        "limit_words": "three payments, with a letter",
                        "grantor": "manager",
                    },
                ],
            },
        ],
        "lines": [
            {"side": "always", "text": "Confirm the first and the last day in writing, the same day."},
            {"side": "always", "text": "Ring in the week before the payments start again."},
            {"side": "never", "text": "Ask what the illness is, or write it down if they say it."},
            {"side": "never", "text": "Keep or copy a letter. Look at it, note the date and hand it back."},
        ],
        "alternatives": [
            {
                "text": "A doctor's letter every time",
                "why_not": "A letter costs time and often a fee. Hardly anybody invents an illness to miss the gym.",
            },
            {
                "text": "Go on taking payments, and give the months back later",
                "why_not": "People who are off work are short of money now, not in half a year.",
            },
        ],
    },
    {
        "kind": "procedure",
        "title": "Till count at the end of a shift",
        "statement": (
            "Two of us count each till together at the end of a shift, and write down what we find, exactly as it is."
        ),
        "body": (
            "## Why two\n\n"
            "Money that one person counts alone is one person's word. With two there is never a doubt about "
            "anybody, and a slip is found while we still remember the sale. Differences happen to all of us. A "
            "written one is no trouble at all. One that was evened out from a purse makes every later count "
            "worthless.\n\n"
            "## Around the count\n\n"
            "Tills change over at two and close at nine. Put the sign up five minutes earlier, so that nobody "
            "queues for nothing. If a customer still comes, smile, walk them to the other till and hand them over "
            "by name. If you are alone in the building, lock the drawer in the safe uncounted. Count it with the "
            "early shift."
        ),
        "flexibility": "black",
        "rationale": (
            "A count that one person can change alone proves nothing. Two of us protect the money, and each other."
        ),
        "owner": "ana",
        "team": DESK,
        "say_it": (
            "Thank you for waiting, I know you would like to get on. Two of us count this till together, so that "
            "everybody's change is right. Till two is open, so let me take you across."
        ),
        "instead": (
            "The other till, or the screen by the door for day tickets. If you think your change was wrong, we "
            "count tonight and ring you by noon tomorrow."
        ),
        "next_time": "Tills change over at two and at nine. Ten minutes earlier or later there is hardly a wait.",
        "search_words": (
            "cash, cash up, cashing up, till closed, counter closed, wrong change, short changed, float, drawer, "
            "takings, safe, money missing, difference, why is the till closed, shift change"
        ),
        "effect": "neutral",
        "part": {
            "trigger": "A shift at a till ends, or the till goes to another colleague during the day.",
        },
        "reasons": [
            {
                "basis": "integrity",
                "text": (
                    "Cash leaves no trace. Only a count by two people, written down at once, shows later what was "
                    "there and what was not."
                ),
            },
        ],
        "benefits": [
            {"text": "If you were given the wrong change, we see it the same evening and put it right."},
            {"text": "Prices do not have to make up for money that went astray."},
        ],
        "steps": [
            {
                "text": "Finish the sale you are in, put the sign up and take waiting customers to the other till.",
                "who": "Whoever was at the till",
                "firmness": "adapt",
            },
            {
                "text": "Count notes and coins together: one counts, one watches, and then the other way round.",
                "who": "You and a colleague",
                "firmness": "must",
                "basis": "integrity",
                "warning": "Away from the customers, and with the door of the back office closed.",
            },
            {
                "text": "Leave £100 in coins and small notes for the next shift.",
                "firmness": "adapt",
                "warning": "On Fridays leave £150. Saturday mornings eat coins.",
            },
            {
                "text": "Write the counted sum, the till's own sum and the difference on the sheet, and both sign it.",
                "firmness": "must",
                "basis": "integrity",
                "warning": "Write down ten pence too. Never even it out from your own pocket.",
            },
            {
                "text": "Bring the bag to the safe together, straight away.",
                "firmness": "must",
                "basis": "security",
            },
            {"text": "If the difference is over £5, tell the shift lead the same evening.", "firmness": "adapt"},
        ],
        "checklist": [
            {"text": "Sign up, nobody left waiting"},
            {"text": "Counted twice, by two of us"},
            {"text": "£100 left in the drawer"},
            {"text": "Sheet signed by both"},
            {"text": "Bag in the safe, door checked"},
        ],
    },
    {
        "kind": "standard",
        "title": "Greeting at the counter",
        "statement": (
            "Everybody who comes to a counter is seen and greeted within ten seconds, and served or told how long "
            "it takes within two minutes."
        ),
        "body": (
            "## What it means\n\n"
            "A look, a smile and a few words are enough. If you are on the phone, a nod and a raised hand say the "
            "same. Nobody minds a wait as much as not being seen. Use your own words, and the name when you know "
            "it. If there is a queue, greet the next person too, and tell them how long it will be.\n\n"
            "## What we have not settled yet\n\n"
            "Some of us would keep the ten seconds firm at every counter. Others would like room for quiet "
            "moments: with someone upset, in the middle of a count, or during first aid. Until that is decided, "
            "keep to the ten seconds, and tell Ana about the moments when it does not work."
        ),
        "flexibility": "undecided",
        "rationale": "",
        "owner": "ana",
        "team": DESK,
        "say_it": (
            "Good morning, I have seen you. I am finishing a booking here and want to get it right. In two minutes "
            "I am all yours."
        ),
        "instead": "A seat and a glass of water while you wait, or the screen by the door for day tickets.",
        "next_time": "Weekday mornings before ten are the quietest. At busy times one of us comes along the queue.",
        "search_words": (
            "hello, welcome, good morning, say hello, ignored, nobody there, unfriendly, rude, waiting, queue, "
            "line, how long, reception, first impression, smile"
        ),
        "part": {
            "target": "A look and a word within ten seconds",
            "may_be_missed": "During first aid, an alarm, or while helping somebody who is upset.",
            "when_missed": (
                "We begin with thanks for the wait, and then give this customer all of our attention. If it "
                "happens often at the same hour, Ana looks at the rota."
            ),
        },
        "measures": [
            {
                "criterion": "Visitors greeted within ten seconds",
                "target": "9 in 10",
                "unit": "visits",
                "how_checked": "A friend of the house comes in four times a month and notes the seconds.",
            },
            {
                "criterion": "Longest wait without a word",
                "target": "2",
                "unit": "minutes",
                "how_checked": "The lead watches the queue on Saturdays between ten and eleven.",
            },
        ],
    },
    {
        "kind": "standard",
        "title": "E-mail reply time",
        "statement": "Everybody who writes to us has an answer from a person within one working day.",
        "body": (
            "## What counts as an answer\n\n"
            "An answer settles the question, or says who is settling it and by when. It has a name under it. The "
            "automatic note that a message has arrived does not count. One working day means: what comes in on "
            "Tuesday at three has its answer by Wednesday at three. Saturday counts, Sundays and bank holidays do "
            "not.\n\n"
            "## How we manage it\n\n"
            "- The early shift opens the mailbox at nine, the late shift at four.\n"
            "- Take a message by putting your name on it, so that nobody answers twice.\n"
            "- Today's bookings first, then anything sad or cross, then the rest by age.\n"
            "- Read it aloud before you send it. If it sounds like a form, write it again.\n\n"
            "If a message would need three replies, ring instead."
        ),
        "flexibility": "grey",
        "rationale": (
            "The promise stands, but some answers need a colleague or a supplier. A named person and a day keep it "
            "honest."
        ),
        "owner": "ana",
        "team": DESK,
        "say_it": (
            "Thank you for writing, and for telling us all we need to know. I want to give you the right answer, "
            "so I am asking a colleague. You will hear from me by noon tomorrow."
        ),
        "instead": "If it is urgent, a call: the desk is there from seven in the morning until nine at night.",
        "next_time": "You can expect an answer from a person within one working day, with a name to write back to.",
        "search_words": (
            "email, mail, inbox, message, contact form, no reply, no answer, how long until you answer, response "
            "time, still waiting, wrote last week, automatic reply"
        ),
        "part": {
            "target": "An answer from a person within one working day",
            "may_be_missed": (
                "Between Christmas and New Year, and in the week of the summer gala. The automatic note then says "
                "on which day we answer."
            ),
            "when_missed": (
                "We begin with a short sorry and then with the answer, and ring if there is a number. On Fridays "
                "the lead looks at what was late, and why."
            ),
        },
        "situations": [
            {
                "text": "the answer has to come from somebody else",
                "options": [
                    {
                        "text": "Write today who is on it, and name the day",
                        "say_it": "Our pool engineer knows this best, so I have asked. You hear from me by Thursday.",
                        "limit_words": "within three working days in all",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Ring them with what we know so far",
                        "say_it": "I did not want to leave you waiting. Here is what I know, and the rest follows.",
                        "limit_words": "between nine and six, if they gave a number",
                        "grantor": "anyone",
                        "credited_to": "Ravi Shah",
                    },
                    {
                        "text": "Take up to a week, and say why",
                        "say_it": "The maker needs a few days to check this for us. I will write to you on Monday.",
                        "limit_words": "within seven working days, with a note halfway",
                        "grantor": "lead",
                    },
                ],
            },
            {
                "text": "far more messages come in than we can answer",
                "options": [
                    {
                        "text": "Answer first what is about today or tomorrow",
                        "say_it": "Your booking is for tomorrow, so you come first. All is ready for you.",
                        "limit_words": "the rest within two working days",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Send the others a short note with a day",
                        "say_it": (
                            "Many people have written to us today. I have read your message and answer by Friday."
                        ),
                        "limit_words": "one note per message",
                        "grantor": "lead",
                    },
                    {
                        "text": "Bring in a second person for the mailbox",
                        "say_it": "A colleague is helping me today, so you have your answer this afternoon.",
                        "limit_words": "up to four hours a week",
                        "grantor": "manager",
                    },
                ],
            },
        ],
        "lines": [
            {"side": "always", "text": "Put your name and a day in every note that is not yet the answer."},
            {"side": "always", "text": "Ring at once when a message speaks of an injury, or of worry about a child."},
            {"side": "never", "text": "Count the automatic note as an answer."},
            {"side": "never", "text": "Write membership details to an address that is not in the account."},
        ],
        "measures": [
            {
                "criterion": "First answer within one working day",
                "target": "95",
                "unit": "of 100 messages",
                "how_checked": "The mailbox counts it; the lead looks every Friday.",
            },
            {
                "criterion": "Longest wait in the month",
                "target": "3",
                "unit": "working days",
                "how_checked": "The oldest message, on the last day of the month.",
            },
            {
                "criterion": "Settled by the first answer",
                "target": "8 in 10",
                "unit": "messages",
                "how_checked": "Ana reads twenty at random every month.",
            },
        ],
    },
]
