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
            "The shallow end is 0.9 metres deep at the wall and 1.4 metres at the blue line. Head first means dives, "
            "backward jumps and handstands off the side. Going in feet first from the steps is fine. The deep end is "
            "3.2 metres, and diving is open there whenever a lane is free.\n\n"
            "## When someone dives\n\n"
            "- Blow one short whistle, point to the deep end and walk over.\n"
            "- Crouch down to their eye level, and say it quietly.\n"
            "- Show them the spot where diving is good. Stay for the first dive and say something kind about it.\n"
            "- If the same person dives here again, wave the shift lead over. With a child, talk to the adult too.\n"
            "- Note the time, the place and what you said in the poolside log. Leave the name out."
        ),
        "flexibility": "black",
        "rationale": "At 0.9 metres a dive can break a neck, and nobody on poolside can judge a dive beforehand.",
        "owner": "petra",
        "team": POOL,
        "say_it": (
            "That looked like fun, and I can see you like diving. It's only 0.9 metres here, and a dive can break a "
            "neck. The deep end is open, so come along and I'll show you the best spot."
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
                "We want everyone to enjoy the water and to leave it unhurt. If we can have only one of the two, "
                "safety comes first."
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
            {"text": "You and your children go home unhurt."},
            {"text": "People who are learning can put their face in the water without someone landing on them."},
            {"text": "Divers get water that is deep enough to enjoy it, and a lifeguard who is watching that spot."},
        ],
        "alternatives": [
            {
                "text": "Let good swimmers do flat racing dives",
                "why_not": "A flat dive easily turns into a steep one, and children copy what they see.",
            },
            {
                "text": "Rope off the shallow end for beginners",
                "why_not": "Families would lose the shallow water, and the floor would be just as close.",
            },
        ],
    },
    {
        "kind": "policy",
        "title": "Refund after the thirty days",
        "statement": (
            "Customers who change their mind get their money back for thirty days. After that we help with an "
            "exchange, a gift card or a refund, within limits."
        ),
        "body": (
            "## What it's about\n\n"
            "Someone bought goggles, a kit bag or anything else in our shop, and changes their mind after day 30. "
            "Day 1 is the day after the sale. A fault is different, and the law gives customers far longer for it. "
            "Look at the item and follow “Faulty goods”.\n\n"
            "## How to go about it\n\n"
            "- Look at the item together, and ask what it was meant for. That often shows what would help.\n"
            "- Find the sale in the till by date, item or the last four digits of the card.\n"
            "- Name two options and let the customer choose. Begin with the one that's worth most to them.\n"
            "- Print the new receipt and write the end date of the gift card on it.\n\n"
            "If nothing here fits, ask before you say no. Write down what you did, so it can become an option."
        ),
        "flexibility": "grey",
        "rationale": (
            "After a month we can often still sell the item, so there is room to help. How much room depends on the "
            "item, and on whether we can find the sale."
        ),
        "owner": "ana",
        "team": DESK,
        "say_it": (
            "Thank you for bringing it in, I can see it wasn't the right one for you. It's been more than thirty "
            "days, so let's see what helps you most: a different one, or a gift card."
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
                "Thirty days is plenty for a change of mind. After that we still look for something that's fair to "
                "both sides. Customers who leave with the right item come back."
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
                        "text": "Give a gift card for the price they paid",
                        "say_it": "I can put the full amount on a gift card for you. It lasts two years.",
                        "limit_amount": "60.00",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Refund to the card they paid with",
                        "say_it": "Give me two minutes. I'll ask my lead whether the money can go back to your card.",
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
                        "text": "Carry on as if they had the receipt",
                        "say_it": "Good news, I've found your sale, so we don't need the receipt.",
                        "limit_amount": "30.00",
                        "limit_words": "up to day 60",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Give a gift card for the lowest price it has had",
                        ("say_it"): (
                            "I can see it's one of ours. I'll ask my lead whether I can put its price on a gift card."
                        ),
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
                        "text": "Take a fifth off one that fits, bought today",
                        "say_it": (
                            "This one stays with you, because it's been worn. I can take a fifth off one that fits."
                        ),
                        "limit_amount": "15.00",
                        "grantor": "anyone",
                        "credited_to": "Sam Lee",
                    },
                    {
                        "text": "Give a gift card for half the price",
                        "say_it": "Let's meet halfway. I'll ask my lead for half the price on a gift card.",
                        "limit_amount": "20.00",
                        "limit_words": "up to day 60",
                        "grantor": "lead",
                    },
                    {
                        "text": "Exchange it in full, if our advice on the size was wrong",
                        "say_it": (
                            "We told you the wrong size, and I'm sorry. I'll ask my manager to swap it for the right "
                            "one."
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
                            "A present should fit. We count from the day you opened it, so have a look round and "
                            "choose."
                        ),
                        "limit_words": "up to day 90, unused",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Give a gift card for the price in the till",
                        "say_it": "If nothing here is quite right, I can ask my lead for a gift card.",
                        "limit_amount": "60.00",
                        "grantor": "lead",
                    },
                    {
                        "text": "Refund to the card of the person who bought it",
                        "say_it": (
                            "The money can only go back to the card that paid. If that works for you both, I'll ask "
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
            {"side": "always", "text": "See the item before you promise anything"},
            {"side": "always", "text": "Refund the way they paid: to the same card, or cash as cash"},
            {
                "side": "never",
                "text": "Treat a fault as a change of mind",
            },
            {"side": "never", "text": "Put worn swimwear back on the rail"},
        ],
        "alternatives": [
            {
                "text": "Take everything back, however late",
                "why_not": "Swimwear goes out of fashion fast, and our prices would have to go up.",
            },
            {
                "text": "Stop at day 30, whatever the case",
                "why_not": ("We tried it. People kept trunks that didn't fit, and bought the next pair elsewhere."),
            },
        ],
    },
    {
        "kind": "policy",
        "title": "Lifeguard course entry test",
        "statement": (
            "We confirm a place on the lifeguard course once someone has passed the entry test, here or at another "
            "pool."
        ),
        "body": (
            "## What we look for\n\n"
            "The test has five parts. They swim 50 metres in a minute, then 100 metres on front and back without a "
            "stop. After that they tread water for half a minute, surface dive to the floor of the deep end, and "
            "climb out without the steps. A signed pass from another pool is fine, and so is a photo of it.\n\n"
            "## When they haven't taken it yet\n\n"
            "- Take the booking and hold the place for fourteen days. No payment yet.\n"
            "- Offer our free test: Thursdays at seven, twenty minutes, with any lifeguard trainer.\n"
            "- Offer two single lessons before it, if they want to practise first.\n"
            "- After the test, write the result beside the booking the same evening and call them.\n\n"
            "Someone who doesn't pass this time can still be a good swimmer. Say which part went well, which part to "
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
            "It's great that you want to become a lifeguard. From the first evening you tow another person through "
            "deep water, so there's a test first. I can book you in on Thursday, free of charge, and I'll hold your "
            "place."
        ),
        "instead": (
            "A free test on Thursday at seven, with your place held for fourteen days. If you'd like to practise "
            "first, we have single lessons, or a place on the next course."
        ),
        "next_time": (
            "The booking page lists the five parts of the test beside the dates. If you've passed it elsewhere, a "
            "photo of your pass is enough."
        ),
        "search_words": (
            "lifeguard training, course, prerequisite, requirement, sign up, book a course, badge, certificate, "
            "swimming test, can I join without, proof, rescue"
        ),
        "effect": "barrier",
        "cause": "wording",
        "remedy": (
            "We used to mention the test at the desk, after people had paid. The booking page now names it beside "
            "the price, with the date of the next free test."
        ),
        "part": {
            "principle": (
                "We want everyone who is keen to become a lifeguard to get there. Nobody learns rescue in water "
                "that's still too much for them."
            ),
        },
        "reasons": [
            {
                "basis": "safety",
                "text": (
                    "The course begins in 3.2 metres of water, with one person holding another. Someone who runs out "
                    "of breath there takes their partner down too."
                ),
            },
            {
                "basis": "fairness",
                "text": "Everyone on the course has passed the same test, so nobody loses half an evening waiting.",
            },
        ],
        "benefits": [
            {"text": "Your partner in the water can hold you, and you can hold them."},
            {"text": "You spend your fee on learning rescue, not on finding out that it's too early."},
            {"text": "The free test tells you whether you're ready before you pay anything."},
        ],
        "alternatives": [
            {
                "text": "Test everyone on the first evening",
                "why_not": "By then people have paid and told their families, so being sent home hurts far more.",
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
            "Count working days from the day in the order email. It makes no difference whether we packed it late or "
            "the carrier delayed it. The customer bought from us, so we put it right.\n\n"
            "## How to go about it\n\n"
            "- Open the order and the tracking while they're with you, and say what you see.\n"
            "- Say sorry once, and mean it. Then ask what the parcel was for and by when.\n"
            "- Offer what fits the day they need it. A credit is no help to a child without goggles on Saturday.\n"
            "- Write the choice in the order, so the customer doesn't have to explain it again.\n\n"
            "If you notice a late parcel before the customer does, write to them first."
        ),
        "flexibility": "grey",
        "rationale": (
            "What a late parcel costs someone depends on what it was for. A fixed sum would be too much for one and "
            "too little for another."
        ),
        "owner": "ana",
        "team": DESK,
        "say_it": (
            "I'm sorry, you counted on having it by now. We promised that day, so we'll put it right. Let me refund "
            "the postage, and then we'll make sure you have what you need."
        ),
        "instead": (
            "The postage back, credit in the shop, a second parcel by express, or something on loan until it comes."
        ),
        "next_time": (
            "If a parcel is going to be late, we'll tell you first. You'll get a new date and a choice of what to do."
        ),
        "search_words": (
            "delivery, late, delayed, parcel, package, order, where is my order, tracking, postage, shipping, "
            "courier, carrier, lost in the post, not arrived, wrong address, express"
        ),
        "part": {
            "principle": (
                "The day in the order email is a promise. When we miss it, we say so first and put it right in the "
                "way that helps this customer."
            ),
        },
        "situations": [
            {
                "text": "the parcel is one to three working days late",
                "options": [
                    {
                        "text": "Refund the postage",
                        "say_it": "I've just refunded the postage to your card. It usually takes three to five days.",
                        "limit_amount": "6.95",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Offer shop credit in place of the postage",
                        "say_it": "Or I can give you £10 to spend in the shop instead, if you'd prefer that.",
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
                        "say_it": "You have waited long enough. I'd like to send a new one today, by express.",
                        "limit_amount": "50.00",
                        "limit_words": "if in stock",
                        "grantor": "lead",
                    },
                    {
                        "text": "Refund the order and the postage",
                        "say_it": "If you no longer need it, I'll ask my lead to refund everything to your card.",
                        "limit_amount": "50.00",
                        "grantor": "lead",
                    },
                    {
                        "text": "Refund it all, and let them keep it if it comes",
                        "say_it": (
                            "This has cost you enough time. I'll ask my manager to refund it, and you can keep the "
                            "parcel if it comes."
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
                            "Let's make sure Saturday works. Please borrow a pair from us, and bring it back next "
                            "week."
                        ),
                        "limit_words": "one of each item, back within seven days",
                        "grantor": "anyone",
                        "credited_to": "Sam Lee",
                    },
                    {
                        "text": "Refund the postage, and add £10 for the shop",
                        "say_it": "I'm sorry it came too late. I can refund the postage, and I'll ask for £10 on top.",
                        "limit_amount": "16.95",
                        "grantor": "lead",
                    },
                    {
                        "text": "Take it back opened, with a full refund",
                        ("say_it"): (
                            "If you've no use for it now, bring it in as it is. I'll ask my manager for a full refund."
                        ),
                        "limit_amount": "80.00",
                        "limit_words": "within thirty days",
                        "grantor": "manager",
                    },
                ],
            },
            {
                "text": "the address was wrong, through their typing or ours",
                "options": [
                    {
                        "text": "Send it again at our cost",
                        ("say_it"): (
                            "That happens easily. Read me the address, and I'll send it out again as soon as it's "
                            "back."
                        ),
                        "limit_amount": "6.95",
                        "limit_words": "once per order",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Keep it at the desk and refund the postage",
                        "say_it": "Or pick it up here once it's back with us, and I'll refund the postage today.",
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
                "text": "Look at the tracking together and say what you see, even if it's our mistake",
            },
            {"side": "always", "text": "Count working days from the day in the order email"},
            {
                "side": "never",
                "text": "Send customers to the carrier, because the parcel is our responsibility until they have it",
            },
            {"side": "never", "text": "Name a new day that the carrier hasn't confirmed"},
        ],
        "alternatives": [
            {
                "text": "Wait until customers complain",
                "why_not": "Most of them never do. They order somewhere else, and we don't hear why.",
            },
            {
                "text": "The same £5 for everyone",
                "why_not": "It cost more in a year, and people whose present came too late felt brushed off.",
            },
        ],
    },
    {
        "kind": "policy",
        "title": "Children under eight swim with an adult",
        "statement": (
            "Every child under eight has someone aged sixteen or over in the water with them, within arm's reach."
        ),
        "body": (
            "## Who goes in with whom\n\n"
            "One adult looks after two children under eight, or after one child under four. Armbands and floats do "
            "not change that. Swimming lessons have their own teachers and helpers. On the splash area, which is "
            "ankle deep, one adult may look after four.\n\n"
            "## At the desk\n\n"
            "- Ask how old the children are while you greet the family, before anyone pays.\n"
            "- If they're one adult short, say it now. On poolside everyone is already changed and excited.\n"
            "- Look for a way together: the splash area, the crèche, or a friend who joins them. A second adult who "
            "comes only for this pays nothing.\n"
            "- Tell the lifeguard how many small children are on their way.\n\n"
            "Lifeguards who see a small child alone go to the child first, and talk to the family second."
        ),
        "flexibility": "black",
        "rationale": (
            "A small child goes under without a sound. A lifeguard watches the whole pool, and an adult within reach "
            "watches one or two."
        ),
        "owner": "petra",
        "team": POOL,
        "say_it": (
            "It's lovely that you're all here, and I can see who wants to get in first. Small children slip under "
            "without a sound, so each adult looks after two. You could all use the splash area, or the crèche can "
            "take one."
        ),
        "instead": (
            "The splash area with one adult for up to four children, or the crèche at £4 an hour. A second adult who "
            "joins you in the water comes in free."
        ),
        "next_time": (
            "Bring one adult for every two children under eight, or for each child under four. Then you can all go "
            "straight in. Anyone aged sixteen or over counts as an adult."
        ),
        "search_words": (
            "kids, child, toddler, baby, family, age limit, minimum age, alone, unaccompanied, supervise, "
            "supervision, parent, grandparent, babysitter, how many children, ratio, armbands"
        ),
        "effect": "barrier",
        "cause": "briefing",
        "remedy": (
            "New colleagues spend twenty minutes beside the lifeguard's chair in their first week. The desk asks "
            "about ages before the sale, so no family hears it in their swimwear."
        ),
        "part": {
            "principle": (
                "Families with small children are welcome at every hour. The youngest have an adult beside them for "
                "as long as they're in the water."
            ),
        },
        "reasons": [
            {
                "basis": "safety",
                "text": (
                    "A child who goes under doesn't shout or wave. It takes less time than fetching a towel, and "
                    "only someone within reach can help soon enough."
                ),
            },
        ],
        "benefits": [
            {"text": "Children are braver, and learn faster, with someone they know beside them."},
            {"text": "You can enjoy the water with your children instead of watching from a bench."},
            {
                "text": (
                    "The lifeguard keeps an eye on the whole pool, so older children and other swimmers are safe too."
                ),
            },
        ],
        "alternatives": [
            {
                "text": "Let children in alone who can swim 25 metres",
                "why_not": "A six-year-old who can swim a length can still panic in a crowd.",
            },
            {
                "text": "A lifeguard just for small children",
                "why_not": "Tickets would cost £3 more, and one person still can't be within reach of ten children.",
            },
        ],
    },
    {
        "kind": "procedure",
        "title": "Lost locker key",
        "statement": (
            "When someone loses a locker key, we help first, open the locker in twos, and talk about the cost last."
        ),
        "body": (
            "## Why we do it in this order\n\n"
            "Someone in wet swimwear without their clothes, phone and car key can't think about £8. Warm and dry "
            "comes first. Most keys turn up within ten minutes: on the shower bench, on the pool steps or in the "
            "filter grid.\n\n"
            "## What the cost is for\n\n"
            "A new key and lock cost us £8. We charge it so people look after the keys, not to make money. A regular "
            "who loses one key in years of swimming doesn't need reminding. Choose the option that makes them want "
            "to come back, and note it in the key book. If the key turns up later, ring them and say so."
        ),
        "flexibility": "grey",
        "rationale": (
            "How we open a locker is fixed, because it protects everyone's belongings. What we charge for the key "
            "can bend."
        ),
        "owner": "petra",
        "team": POOL,
        "say_it": (
            "That happens most weeks, so please don't worry. Two of us open the locker, so nobody else can get at "
            "your things. Tell me three things inside, and you'll have them back in five minutes."
        ),
        "instead": (
            "A towel, a warm seat and our phone while we look. The cost of the key can wait until you're dressed."
        ),
        "next_time": "You can borrow a wristband for the key at the desk, free of charge.",
        "search_words": (
            "locker, key, lost key, locked out, cannot get my clothes, padlock, wristband, changing room, cubicle, "
            "fee, charge, replacement, eight pounds, forgot my number"
        ),
        "part": {
            "trigger": "a customer has lost the key to their locker",
        },
        "steps": [
            {
                "text": "Offer a towel and a seat, and ask where they last had the key.",
                "who": "The first person they ask",
                "firmness": "adapt",
            },
            {
                "text": "Look where keys usually turn up: shower bench, pool steps, filter grid.",
                "who": "Pool team",
                "firmness": "adapt",
                "warning": "The lifeguard on the chair stays on the chair.",
            },
            {
                "text": "Ask for the locker number and for three things inside, before anyone opens it.",
                "firmness": "must",
                "basis": "security",
                "warning": "Don't give hints. They prove nothing.",
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
                "text": "Tag the locker as out of use. Once they're dressed, talk about the key and choose an option.",
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
                "text": "it's their first lost key and nobody can find it",
                "options": [
                    {
                        "text": "Waive the £8",
                        "say_it": "There's no charge this time. I'm just glad you've got your things back.",
                        "limit_amount": "8.00",
                        "limit_words": "once a year per person",
                        "grantor": "anyone",
                        "credited_to": "Mia Brandt",
                    },
                    {
                        "text": "Give them two weeks to find it at home",
                        ("say_it"): (
                            "Have a look in your bag at home. If the key turns up within two weeks, there's nothing "
                            "to pay."
                        ),
                        "limit_words": "fourteen days, then £8",
                        "grantor": "anyone",
                    },
                ],
            },
            {
                "text": "it's their second lost key within a year",
                "options": [
                    {
                        "text": "Charge £8, and refund it if the key turns up",
                        "say_it": (
                            "A new lock costs us £8, so I need to charge you that today. If the key turns up, you'll "
                            "get it back."
                        ),
                        "limit_words": "back within thirty days",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Charge half, and give them a wristband to keep",
                        "say_it": "Let's split it, £4 each. Here's a wristband too, so the key stays with you.",
                        "limit_amount": "4.00",
                        "limit_words": "one wristband",
                        "grantor": "lead",
                    },
                ],
            },
            {
                "text": "they can't name what's in the locker",
                "options": [
                    {
                        "text": "Call the friend or parent who packed the bag",
                        "say_it": "Did someone help you pack? We can call them from here.",
                        "limit_words": "they name three things to us",
                        "grantor": "lead",
                    },
                    {
                        "text": "Look inside with Petra, and find a name on something",
                        "say_it": (
                            "We'll find a way. My manager can open it with us, and anything with your name on it is "
                            "enough."
                        ),
                        "limit_words": "a name that fits, nothing handed over before",
                        "grantor": "named",
                        "grantor_name": "Petra, ext. 20",
                    },
                    {
                        "text": "Lend dry clothes until everyone else has gone",
                        ("say_it"): (
                            "Here's something warm to wear. At closing time yours will be the only locker still shut."
                        ),
                        "limit_words": "from the box of spare clothes, back within a week",
                        "grantor": "anyone",
                    },
                ],
            },
        ],
        "lines": [
            {"side": "always", "text": "Open the locker in twos, even for people we know"},
            {"side": "never", "text": "Hand anything over before we know whose it is"},
            {"side": "never", "text": "Let someone stand there wet and cold while we talk about money"},
        ],
    },
    {
        "kind": "policy",
        "title": "Identity check before membership details",
        "statement": (
            "Before we share or change anything about a membership, we check who is asking: at the desk, on the "
            "phone and in writing."
        ),
        "body": (
            "## How we check\n\n"
            "- **At the desk:** the membership card, or anything official with a photo.\n"
            "- **On the phone:** full name, date of birth and the month they joined.\n"
            "- **By email:** we reply only to the address in the account.\n\n"
            "Let the person give the details. Don't read them out and wait for a yes. If one answer doesn't match, "
            "call back on the number in the account.\n\n"
            "## When someone asks for another person\n\n"
            "Partners, coaches and employers often ask for good reasons. We still don't say whether someone is a "
            "member, or is here today. Take a message, and pass it on if there is a member to pass it to. For "
            "children under sixteen, the parent named in the account counts as the member. When the police or a "
            "hospital ask, call Ada or the duty manager. A member who wants a copy of everything we hold about them "
            "gets it from Ada. Tell her the same day, because the law gives us one month."
        ),
        "flexibility": "black",
        "rationale": (
            "Visit times, addresses and payments show where to find a person. Once shared, nobody can take them back."
        ),
        "owner": "ada",
        "team": DESK,
        "say_it": (
            "Of course, I'll look that up for you. I ask everyone two questions first, so nobody else can get at "
            "your details. What's your date of birth, and which month did you join?"
        ),
        "instead": (
            "If you don't have the details to hand, we'll call you back today on the number in your account. If "
            "you're asking for someone else, we can take a message."
        ),
        "next_time": (
            "With your membership card it takes a few seconds. On the phone it's always the same two questions."
        ),
        "search_words": (
            "data protection, privacy, who is calling, proof of identity, ID, membership number, address, my "
            "husband's account, my wife's account, is she there, was he here, password, change details, bank "
            "details, GDPR"
        ),
        "effect": "neutral",
        "part": {
            "principle": (
                "What members tell us belongs to them. We don't share it, and we keep the check short and friendly "
                "for people who ask about their own membership."
            ),
        },
        "reasons": [
            {
                "basis": "privacy",
                "text": (
                    "A visit every Tuesday at six shows where someone is, and when their home is empty. A voice on "
                    "the phone doesn't tell us who is asking, or why."
                ),
            },
            {
                "basis": "law",
                ("text"): (
                    "Data protection law requires us to keep personal details from anyone who has no right to them."
                ),
            },
        ],
        "benefits": [
            {"text": "Nobody can end or change your membership just by knowing your name."},
            {"text": "People who don't want to be found can swim here in peace."},
            {"text": "Your bank details and address stay with us, however convincing a caller sounds."},
        ],
        "alternatives": [
            {
                "text": "Check only when something seems odd",
                "why_not": "People who mean harm sound like everyone else. Nobody minds a check that everyone gets.",
            },
        ],
    },
    {
        "kind": "procedure",
        "title": "Call transfer",
        "statement": (
            "We transfer a call once, to someone who knows what it's about. A call about danger is never transferred."
        ),
        "body": (
            "## What callers should notice\n\n"
            "They explain it once. They know who is going to answer, and why that person can help. If the line "
            "drops, we call back. Most calls need no transfer: when you can find the answer in two minutes, stay "
            "with the caller.\n\n"
            "## What is fixed, and what is up to you\n\n"
            "Two steps are fixed. A call about danger stays with you, and membership details wait for the identity "
            "check. The rest is a good habit. Use your own words, change the order, skip the number when you know "
            "the caller well. On a busy Saturday a call-back may be kinder than four minutes of music."
        ),
        "flexibility": "black",
        "rationale": (
            "Two steps can't bend: in an emergency every transfer costs time, and private details must not reach the "
            "wrong person. The other steps can adapt."
        ),
        "owner": "ana",
        "team": DESK,
        "say_it": (
            "That's a good question, and I want you to get the right answer. Petra plans the courses, so she knows "
            "it better than I do. Let me tell her what it's about, then I'll put you through."
        ),
        "instead": "A call back today, at a time that suits you, from a colleague whose name we give you.",
        "next_time": "For courses, ask for extension 20, from nine to five.",
        "search_words": (
            "transfer, put through, pass on, hand over, phone, telephone, on hold, hotline, connect me, speak to "
            "someone else, manager, call back, cut off, waiting music, emergency call"
        ),
        "effect": "adds",
        "part": {
            "trigger": "a caller asks something that a colleague can answer better, or asks for a colleague",
        },
        "reasons": [
            {
                "basis": "safety",
                "text": "When someone is hurt or missing, every transfer costs time, and the line can drop.",
            },
            {
                "basis": "privacy",
                "text": (
                    "A colleague who takes the call hasn't done the check. Details that we pass on with the call "
                    "could reach someone who shouldn't have them."
                ),
            },
        ],
        "benefits": [
            {"text": "You explain it once, and the next person already knows."},
            {"text": "When it is urgent, the first person you reach is the one who helps."},
            {"text": "Your details stay private, even when we transfer the call."},
        ],
        "steps": [
            {
                "text": (
                    "If someone is hurt, missing or in danger, keep the call. Ask where they are, take a number and "
                    "wave the shift lead over."
                ),
                "who": "The person who answers",
                "firmness": "must",
                "basis": "safety",
                "warning": "If a life may be at risk, call 999 from the second phone at once.",
            },
            {"text": "Say who can help, and why, and ask whether now is a good time.", "firmness": "adapt"},
            {"text": "Take a number, in case the line drops.", "firmness": "adapt"},
            {
                "text": "Tell your colleague the caller's name and question before you connect them.",
                "firmness": "adapt",
                "warning": "If it takes more than a minute, go back to the caller and offer a call-back.",
            },
            {
                ("text"): (
                    "Pass on only the question. Membership details wait until your colleague has done the identity "
                    "check."
                ),
                "who": "You, then your colleague",
                "firmness": "must",
                "basis": "privacy",
            },
            {
                "text": "If nobody answers, agree on a call-back today, with a time and a name, and write it down.",
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
            "The payments stop, the card is paused, and the price and joining date stay as they are. The end date "
            "moves back by the same number of days. Pregnancy, an operation and caring for a sick child count as "
            "well.\n\n"
            "## How to go about it\n\n"
            "- Listen first. People often tell you more than you need. Don't record any of it.\n"
            "- Enter the first day, the last day and the word “health”, and nothing else.\n"
            "- If a payment is already on its way, offer a free month for it.\n"
            "- Confirm by email before they leave or hang up.\n\n"
            "Call them in the week before the freeze ends. Ask how they are, and whether they would like a first "
            "session with a trainer."
        ),
        "flexibility": "grey",
        "rationale": (
            "Some illnesses last a week and some a year, so one fixed length doesn't fit. Taking people's word costs "
            "us little, and they remember it."
        ),
        "owner": "ana",
        "team": DESK,
        "say_it": (
            "I'm sorry to hear that, and I hope you feel better soon. It wouldn't be right to pay for weeks when you "
            "can't come. I can pause it from today, and your price stays the same."
        ),
        ("instead"): (
            "A pause instead of leaving. The price and the joining date stay the same, and one call starts it again."
        ),
        "next_time": "We'll call you in the week before the pause ends. You can come back sooner, or ask for longer.",
        "search_words": (
            "pause, suspend, hold, stop payments, ill, sick, illness, injury, broken leg, operation, surgery, "
            "hospital, pregnant, pregnancy, doctor's note, sick note, cancel membership, direct debit, cannot come"
        ),
        "part": {
            "principle": (
                "Nobody should pay for a gym they can't get to. We believe people who are ill, and we make it easy "
                "to come back."
            ),
        },
        "situations": [
            {
                "text": "they say they are ill and there is no letter",
                "options": [
                    {
                        "text": "Freeze for one month, on their word",
                        "say_it": "Your word is enough for me. I've paused it for a month from today.",
                        "limit_words": "one month, twice a year",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Freeze for two months, on their word",
                        "say_it": "That sounds as if it will take a while. I'll ask my lead for two months.",
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
                        ("say_it"): (
                            "Thank you, the date is all I need. It's paused until then, and I hope you're better soon."
                        ),
                        "limit_words": "up to six months",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Offer the pool only, at half price, to get fit again",
                        "say_it": ("If gentle swimming would help, I can ask my lead for the pool at half price."),
                        "limit_words": "up to three months, if their doctor agrees",
                        "grantor": "lead",
                        "credited_to": "Mia Brandt",
                    },
                    {
                        "text": "Freeze for longer, with a call every three months",
                        "say_it": "Take the time you need. I'll ask our director for longer, and call you tomorrow.",
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
                        "text": "Give a free month once they are back",
                        "say_it": "You won't lose that month. You'll get one free when you're back.",
                        "limit_words": "one month",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Refund that payment",
                        "say_it": "If you'd rather have the money now, I'll ask my lead to refund it.",
                        "limit_amount": "42.00",
                        "limit_words": "no visits since then",
                        "grantor": "lead",
                    },
                    {
                        "text": "Refund all payments since the illness began",
                        "say_it": "You had other things on your mind. I'll ask my manager to refund all three months.",
                        "limit_amount": "126.00",
                        "limit_words": "three payments, with a letter",
                        "grantor": "manager",
                    },
                ],
            },
        ],
        "lines": [
            {"side": "always", "text": "Confirm the first and the last day in writing, the same day"},
            {"side": "always", "text": "Call in the week before the payments start again"},
            {"side": "never", "text": "Ask what the illness is, or write it down if they tell you"},
            {"side": "never", "text": "Keep or copy a doctor's letter: look at it, note the date and hand it back"},
        ],
        "alternatives": [
            {
                "text": "A doctor's letter every time",
                ("why_not"): (
                    "A letter takes time and often costs a fee. Hardly anyone invents an illness to miss the gym."
                ),
            },
            {
                "text": "Keep taking payments, and add free months later",
                "why_not": "People who are off work are short of money now, not in half a year.",
            },
        ],
    },
    {
        "kind": "procedure",
        "title": "Till count at the end of a shift",
        "statement": "Two of us count each till together at the end of a shift, and write down exactly what we find.",
        "body": (
            "## Why two\n\n"
            "If one person counts alone, it's their word against the till. With two nobody is under suspicion, and "
            "we find mistakes while we still remember the sale. Differences happen to all of us, and a written one "
            "is no trouble at all. One made up from someone's own pocket makes every later count worthless.\n\n"
            "## Around the count\n\n"
            "Tills change over at two and close at nine. Put the sign up five minutes earlier, so nobody queues for "
            "nothing. If a customer still comes, walk them to the other till and introduce them to your colleague. "
            "If you're alone at the desk, lock the drawer in the safe uncounted. Count it in the morning with a "
            "colleague."
        ),
        "flexibility": "black",
        "rationale": (
            "A count that one person can change alone proves nothing. Counting in twos protects the money, and each "
            "of us."
        ),
        "owner": "ana",
        "team": DESK,
        "say_it": (
            "Thank you for waiting, I know you'd like to get on. The two of us are counting this till. Till two is "
            "open, so let me take you across."
        ),
        "instead": (
            "The other till, or the screen by the door for day tickets. If you think your change was wrong, we'll "
            "check at tonight's count and call you by noon tomorrow."
        ),
        "next_time": "Tills change over at two and at nine. Ten minutes earlier or later there's hardly a wait.",
        "search_words": (
            "cash, cash up, cashing up, till closed, counter closed, wrong change, short changed, float, drawer, "
            "takings, safe, money missing, difference, why is the till closed, shift change"
        ),
        "effect": "neutral",
        "part": {
            "trigger": "a shift at a till ends, or another colleague takes over the till",
        },
        "reasons": [
            {
                "basis": "integrity",
                "text": (
                    "Cash leaves no trace. Only a count by two people, written down at once, shows later how much "
                    "was there."
                ),
            },
        ],
        "benefits": [
            {"text": "If we gave you the wrong change, we see it the same evening and put it right."},
            {"text": "Prices don't have to make up for money that goes missing."},
        ],
        "steps": [
            {
                "text": "Finish the sale, put the sign up and take waiting customers to the other till.",
                "who": "The person at the till",
                "firmness": "adapt",
            },
            {
                "text": "Count notes and coins together: one counts and one watches, then swap and count again.",
                "who": "You and a colleague",
                "firmness": "must",
                "basis": "integrity",
                "warning": "Count in the back office, with the door closed.",
            },
            {
                "text": "Leave £100 in coins and small notes for the next shift.",
                "firmness": "adapt",
                "warning": "On Fridays leave £150, because Saturday mornings use up the change.",
            },
            {
                "text": "Write the counted amount, the till report and the difference on the sheet, and both sign it.",
                "firmness": "must",
                "basis": "integrity",
                "warning": "Write down even ten pence, and never make it up from your own pocket.",
            },
            {
                "text": "Take the bag to the safe together, straight away.",
                "firmness": "must",
                "basis": "security",
            },
            {
                "text": "If there's a difference, tell the shift lead the same evening and follow “Till differences”.",
                "firmness": "adapt",
            },
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
            "We greet everyone who comes to a counter within ten seconds, and serve them or say how long it will "
            "take within two minutes."
        ),
        "body": (
            "## What it means\n\n"
            "Eye contact, a smile and a few words are enough. If you're on the phone, a nod and a raised hand will "
            "do. People mind being ignored more than they mind a wait. Use your own words, and their name if you "
            "know it. If there is a queue, greet the next person too, and tell them how long it will be.\n\n"
            "## What we haven't decided yet\n\n"
            "Some of us want the ten seconds to be fixed at every counter. Others want exceptions: with someone who "
            "is upset, in the middle of a count, or during first aid. Until we've decided, keep to the ten seconds, "
            "and tell Ana when it doesn't work."
        ),
        "flexibility": "undecided",
        "rationale": "",
        "owner": "ana",
        "team": DESK,
        "say_it": (
            "Good morning, I'll be right with you. I'm just finishing a booking, and it'll take about two minutes."
        ),
        "instead": "A seat and a glass of water while you wait, or the screen by the door for day tickets.",
        ("next_time"): (
            "Weekday mornings before ten are the quietest. At busy times one of us comes along the queue to help."
        ),
        "search_words": (
            "hello, welcome, good morning, say hello, ignored, nobody there, unfriendly, rude, waiting, queue, line, "
            "how long, reception, first impression, smile"
        ),
        "part": {
            "target": "A greeting within ten seconds",
            "may_be_missed": "someone needs first aid, an alarm sounds, or we are helping someone who is upset",
            "when_missed": (
                "Thank them for waiting, then give them your full attention. If it often happens at the same hour, "
                "Ana looks at the rota."
            ),
        },
        "measures": [
            {
                "criterion": "Visitors greeted within ten seconds",
                "target": "9 in 10",
                "unit": "visits",
                "how_checked": "A mystery shopper comes four times a month and times it.",
            },
            {
                "criterion": "Longest wait before we serve or give a time",
                "target": "2",
                "unit": "minutes",
                "how_checked": "The lead watches the queue on Saturdays between ten and eleven.",
            },
        ],
    },
    {
        "kind": "standard",
        "title": "Email reply time",
        "statement": "Everyone who emails us gets an answer from a person within one working day.",
        "body": (
            "## What counts as an answer\n\n"
            "An answer settles the question, or says who will settle it and by when. It has a name under it. The "
            "automatic reply doesn't count. One working day means that an email from Tuesday at three has its answer "
            "by Wednesday at three. Saturdays count, Sundays and bank holidays don't.\n\n"
            "## How we manage it\n\n"
            "- The early shift opens the inbox at nine, the late shift at four.\n"
            "- Put your name on a message when you take it, so nobody answers twice.\n"
            "- Today's bookings first, then anyone who is upset, then the rest, oldest first.\n"
            "- Read it aloud before you send it. If it sounds like a form, write it again.\n\n"
            "If a message would need three replies, call instead."
        ),
        "flexibility": "grey",
        "rationale": (
            "Some answers need a colleague or a supplier. A name and a day tell people that we haven't forgotten them."
        ),
        "owner": "ana",
        "team": DESK,
        "say_it": (
            "Thank you for your email. I want to give you the right answer, so I'm asking a colleague. You'll hear "
            "from me by noon tomorrow."
        ),
        "instead": "If it's urgent, call us. The desk is open from seven in the morning until nine at night.",
        "next_time": "You'll have an answer from a person within one working day, with a name to reply to.",
        "search_words": (
            "email, mail, inbox, message, contact form, no reply, no answer, how long until you answer, response "
            "time, still waiting, wrote last week, automatic reply"
        ),
        "part": {
            "target": "An answer from a person within one working day",
            "may_be_missed": (
                "it's between Christmas and New Year, or the week of the summer gala. The automatic reply then says "
                "when we'll answer."
            ),
            "when_missed": (
                "Apologise briefly, then answer, and call if there's a number. On Fridays the lead looks at what was "
                "late, and why."
            ),
        },
        "situations": [
            {
                "text": "the answer has to come from someone else",
                "options": [
                    {
                        "text": "Say today who is dealing with it, and by when",
                        "say_it": "Our pool engineer knows this best, so I've asked. You'll hear from me by Thursday.",
                        "limit_words": "within three working days in all",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Call them with what we know so far",
                        ("say_it"): (
                            "I didn't want to leave you waiting. Here's what I know so far, and I'll send the rest."
                        ),
                        "limit_words": "between nine and six, if they gave a number",
                        "grantor": "anyone",
                        "credited_to": "Ravi Shah",
                    },
                    {
                        "text": "Take up to a week, and say why",
                        ("say_it"): (
                            "The manufacturer needs a few days to check this for us. I'll write to you on Monday."
                        ),
                        "limit_words": "within seven working days, with a note halfway",
                        "grantor": "lead",
                    },
                ],
            },
            {
                "text": "more messages come in than we can answer",
                "options": [
                    {
                        "text": "Answer first what's about today or tomorrow",
                        ("say_it"): (
                            "Your booking is for tomorrow, so I'm answering you first. Everything's ready for you."
                        ),
                        "limit_words": "the rest within two working days",
                        "grantor": "anyone",
                    },
                    {
                        "text": "Send the others a short note with a day",
                        "say_it": ("We've had a lot of messages today. I've read yours, and I'll answer by Friday."),
                        "limit_words": "one note per message",
                        "grantor": "lead",
                    },
                    {
                        "text": "Bring in a second person for the inbox",
                        "say_it": "A colleague is helping me today, so you'll have your answer this afternoon.",
                        "limit_words": "up to four hours a week",
                        "grantor": "manager",
                    },
                ],
            },
        ],
        "lines": [
            {"side": "always", "text": "Put your name and a day in every reply that isn't the answer yet"},
            {
                "side": "always",
                ("text"): (
                    "Call at once when a message mentions an injury, and tell Ada at once about any worry about a "
                    "child"
                ),
            },
            {"side": "never", "text": "Count the automatic reply as an answer"},
            {"side": "never", "text": "Send membership details to an address that isn't in the account"},
        ],
        "measures": [
            {
                "criterion": "First answer within one working day",
                "target": "95",
                "unit": "of 100 messages",
                "how_checked": "The inbox report, which the lead checks every Friday.",
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
