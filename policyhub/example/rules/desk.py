"""The front desk and the shop: money, members, the phone. All words are ours."""

from .shape import RuleSpec, black, grey, may, rule, steps, target, when

RULES: list[RuleSpec] = [
    grey(
        "policy",
        "Exchange without a receipt",
        "We exchange unused items without a receipt when it's clear that they came from our shop.",
        "ana",
        (
            "A receipt proves the sale, but our label or a colleague who remembers it will do. Worn swimwear is "
            "different."
        ),
        when(
            "it has our label and is unused",
            may(
                "Exchange it for anything at the same price",
                "60",
                say="It's one of ours, I can see that. Choose anything you like for the same price.",
            ),
            may("Give a gift card for today's price", "60", "lead"),
        ),
        when(
            "it has been used once and isn't swimwear",
            may("Exchange it if we can sell it as second-hand", "20", "lead"),
            may("Repair it", "10"),
        ),
        lines="never: Pay out cash without a receipt / always: Look at the item together",
        search_words="no receipt, swap, return, lost receipt, wrong size, gift",
    ),
    black(
        "policy",
        "Faulty goods",
        (
            "We refund faulty goods within thirty days of purchase. After that we repair or replace them first, and "
            "refund if that doesn't work."
        ),
        "ana",
        "It's the customer's legal right, so nobody should have to argue for it.",
        (
            "law: Under the Consumer Rights Act 2015 goods have to be of satisfactory quality, fit for purpose and "
            "as described. Claims can run for up to six years."
        ),
        "Nobody has to argue. / You can trust what we sell.",
        "I'm sorry, that shouldn't have happened. Let's look at it together. I can offer you a new one straight away.",
        instead="A replacement today if it's in stock. If it isn't, a repair or the money back.",
        search_words="faulty, broken, defect, warranty, guarantee, goggles leak, torn, stopped working",
    ),
    grey(
        "policy",
        "Expired vouchers",
        "Vouchers and gift cards are valid for two years. After that we look for a fair solution.",
        "ana",
        "The customer has paid, but our prices have gone up since.",
        when(
            "it expired less than a year ago",
            may("Accept it at full value", "100", say="It has passed its date, but that's fine. Let's use it today."),
            may("Replace it with a new one", "100"),
        ),
        when(
            "it expired longer ago",
            may("Accept it for what they paid at the time", "50", "lead"),
            may("Swap it for a day ticket", "one"),
        ),
        lines="never: Pay out cash for a voucher",
        search_words="gift card, voucher, expired, out of date, coupon",
    ),
    grey(
        "policy",
        "Reduced prices",
        "Students, apprentices, over-65s and anyone with a concession card pay the reduced price.",
        "ana",
        "The card proves it, but anyone can leave a card at home.",
        when(
            "they left the card at home",
            may(
                "Charge the reduced price today, on their word",
                "once per person",
                say="That's fine, I'll take your word for it. Bring it next time and I'll make a note.",
            ),
            may("Charge full price, and refund the difference later", "within two weeks, with the card"),
        ),
        when(
            "they only just miss the age or income limit",
            may("Sell the ten-visit ticket at the reduced price", "one", "lead"),
            may("Tell them about the quiet hours, half price for everyone", "always"),
        ),
        lines="always: Ask once, quietly / never: Make anyone explain their income at the counter",
        search_words="discount, student, senior, pensioner, concession, cheaper, concession card, jobseeker",
    ),
    black(
        "procedure",
        "Opening the till",
        "Two people count the float and sign for it before the first customer.",
        "ana",
        "If two people agree the float before opening, nobody gets the blame for money that was never there.",
        "integrity: With two signatures, a shortage can't be put down to one person.",
        "The till is ready when the doors open.",
        "",
        meets_customers=False,
        search_words="float, cash, morning, count, open till",
        **steps(
            "it's half an hour before opening",
            "integrity! Count the float together, notes first. Both sign the sheet.",
            "Check the till roll and the card reader.",
        ),
    ),
    grey(
        "procedure",
        "Till differences",
        "Report any till difference the same evening. If it's under £5, that's the end of it.",
        "ana",
        "Everyone is a few pounds out now and then. If it keeps happening, we need to find out why.",
        when(
            "the difference is under £5",
            may("Note it on the sheet and close the till", "5"),
            may("Count again with a colleague", "ten minutes"),
        ),
        when(
            "the difference is £5 or more",
            may("Close the till and check the till roll tomorrow", "50", "lead"),
            may("Call the manager tonight", "over £50", "manager"),
        ),
        lines="never: Make it up from your own pocket / always: Report it the same evening",
        meets_customers=False,
        search_words="difference, shortage, missing money, cash up, too much",
        **steps(
            "the cash in the drawer doesn't match the till report",
            "Count again.",
            "Note the difference on the sheet.",
            "Tell the shift lead.",
        ),
    ),
    grey(
        "procedure",
        "Lost property",
        "We keep lost property for four weeks and give it back to anyone who can describe it.",
        "ana",
        "How careful we need to be depends on what the item is worth.",
        when(
            "they can describe it well",
            may("Hand it over", "anything but valuables and documents"),
            may("Hand it over and note their name", "phones, keys, watches", "lead"),
        ),
        when(
            "we had it and can't find it any more",
            may(
                "Offer something similar from the sale box",
                "10",
                say="It was here, and we've lost track of it. I'm sorry. Would this one do until you have a new one?",
            ),
            may("Pay half the price of a new one", "25", "manager"),
        ),
        lines=(
            "never: Show the box and let people choose / always: Ask for proof of identity before you hand over "
            "money or documents"
        ),
        search_words="lost, found, left behind, towel, goggles, ring, phone, forgotten, keys",
        **steps(
            "a customer is missing something, or hands something in",
            "Ask for a description before you open the box.",
            "security! Put money and documents in the safe, with the time and two names.",
            "After four weeks, take items to the charity shop. Hand phones, keys and documents to Ana.",
        ),
    ),
    grey(
        "standard",
        "Answering the phone",
        "We answer within four rings, or call back within the hour.",
        "ana",
        "Customers at the counter come first, so voicemail can take a call.",
        when(
            "three people are waiting at the counter",
            may("Let voicemail take it", "call back within the hour"),
            may(
                "Answer, ask what it's about and promise a time to call back",
                "twenty seconds",
                say="I've got someone in front of me. Can I call you back at ten past?",
            ),
        ),
        lines="never: Keep anyone on hold for more than a minute / always: Make every call you've promised",
        search_words="phone, ring, call back, hold, answering machine, voicemail",
        **target(
            "Four rings, or a call back within the hour",
            "there is a rescue or an alarm",
            "The next person who is free works through the missed calls.",
            ("Calls answered within four rings", "8 in 10", "calls", "The phone system's weekly report"),
            ("Calls returned within the hour", "all", "calls", "The phone system's weekly report"),
        ),
    ),
    grey(
        "standard",
        "Waiting at the counter",
        "Nobody waits longer than five minutes, and we acknowledge everyone straight away.",
        "ana",
        "On a hot Saturday the wait can reach ten minutes, but we can always acknowledge people straight away.",
        when(
            "more than six people are waiting",
            may("Open the second till", "until four are left"),
            may("Take payments along the queue with the tablet", "card only", credit="Ravi Shah"),
        ),
        lines="always: Greet the next three people in the queue / never: Close both tills at once for the count",
        search_words="queue, wait, line, slow, how long, crowded",
        **target(
            "Five minutes at most",
            "it's the first hot Saturday, or ten o'clock in the school holidays",
            "Offer water to people in the queue and tell them how long it will take.",
            ("Longest wait of the day", "5", "minutes", "Two counts a day, at eleven and four"),
        ),
    ),
    grey(
        "procedure",
        "A complaint at the counter",
        "We hear every complaint out, say what happens next, and tell the customer what came of it.",
        "ana",
        "How we put it right depends on what went wrong.",
        when(
            "we can put it right now",
            may("Put it right", "15", say="Thank you for telling me. I can put that right for you now."),
            may("Offer a free visit", "one", "lead"),
        ),
        when(
            "we can't put it right now, or it's about a colleague",
            may("Write it down together, and say who will answer", "within three days"),
            may("Bring the manager", "if one is here", "manager"),
        ),
        lines="never: Say whose fault it was / always: Tell them what came of it",
        search_words="complain, angry, unhappy, rude, bad service, feedback, upset",
        **steps(
            "a customer is unhappy",
            "Listen to the end. Repeat it in your own words.",
            "Do what you can, or say who will and by when.",
            "Record it in the complaints log, without a colleague's name.",
        ),
    ),
    grey(
        "policy",
        "Course refund",
        "We refund a course before it begins. After that we look for another solution.",
        "ana",
        "Once a course has started we can't fill the place again, and the teacher still has to be paid.",
        when(
            "it hasn't begun",
            may("Refund it in full", "less than a week before: minus £10"),
            may("Move them to the next course", "once"),
        ),
        when(
            "it has begun, and they are ill or moving away",
            may("Give the remaining lessons as a voucher", "80"),
            may("Refund the remaining lessons", "80", "manager"),
        ),
        lines="never: Refund more than they paid",
        search_words="refund, course, cancel course, money back, lessons, ill, moved",
    ),
    grey(
        "policy",
        "Ending a membership early",
        "A membership runs for a year. If a member's situation changes sooner, we look for a fair way out.",
        "ana",
        "People who leave on good terms are more likely to come back.",
        when(
            "they move away, lose their job or fall ill",
            may(
                "End it at the end of this month",
                "any proof, or their word",
                "lead",
                say="Of course. I'll end it this month, and I hope we see you again.",
            ),
            may("Freeze it for up to six months", "no fee"),
        ),
        when(
            "they just don't come any more",
            may("Offer two months of the smaller membership", "then as before"),
            may("End it for two monthly payments", "84", "manager"),
        ),
        lines=("never: Charge a fee when a member has died / always: Confirm the end date in writing within two days"),
        search_words="cancel membership, quit, leave, contract, notice, terminate, end early",
    ),
    grey(
        "policy",
        "Members' guests",
        "A member can bring the same guest three times, at a third off the price.",
        "ana",
        "Many of our members first came as someone's guest.",
        when(
            "it's the fourth time",
            may("Let them in once more and mention membership", "one visit"),
            may("Offer a trial week", "one per guest", "lead"),
        ),
        when(
            "the member has already gone",
            may("Charge the guest price", "today"),
            may("Sell a day ticket", "full price"),
        ),
        lines="never: Let a guest train in the gym without an induction",
        search_words="guest, friend, bring someone, plus one, visitor",
    ),
    black(
        "procedure",
        "Police requests for information",
        "Only the manager gives out personal information, and only on a written legal request.",
        "ana",
        "Members gave us their details for their membership, and for nothing else.",
        (
            "privacy: The UK GDPR lets us share personal details only where the law gives a reason for it. The "
            "manager checks that reason before anything is shared."
        ),
        "You can trust us with your address.",
        "I'd like to help, but I can't share anything about our members. Let me get our manager for you.",
        search_words="police, officer, data, address, member details, request, lawyer, court order",
        **steps(
            "a police officer or another official asks about a member",
            "privacy! Don't confirm or deny anything, not even whether the person is a member.",
            "Call the manager and offer a seat. If someone's life is at risk, say so on the phone.",
            "law! The manager checks the request, keeps a copy and records what was shared.",
        ),
    ),
    black(
        "policy",
        "CCTV footage",
        (
            "We keep CCTV footage for thirty days. Only the manager can release it, to the police or to a person "
            "who asks for footage of themselves."
        ),
        "ada",
        "The cameras film everyone who walks past, and nobody else needs to know who was here.",
        "privacy: Footage is personal data. Everyone on it has the same right to have it protected.",
        "Nobody's visit is passed around. / The police can still trace what was stolen.",
        (
            "I understand you want to know who it was. Other people's footage stays private, but our manager can save "
            "it for the police right now."
        ),
        instead=(
            "We save the footage before it's deleted, and give the police the time and place. Anyone can ask for "
            "footage of themselves and hears from us within one month."
        ),
        search_words="CCTV, camera, video, stolen, theft, footage, who took, subject access",
    ),
    grey(
        "policy",
        "Hiring a room",
        "A room booking can be moved. The later someone cancels, the more it costs.",
        "ana",
        "We rarely fill a room again at short notice, above all on a Saturday.",
        when(
            "they cancel more than two weeks before",
            may("Refund it in full", "no fee"),
            may("Move it to another day", "within a year"),
        ),
        when(
            "they cancel later than that",
            may("Refund half", "150"),
            may("Give a voucher for all of it if someone else takes the room", "300", "lead"),
        ),
        lines="always: Confirm it in writing / never: Put two groups in one room",
        search_words="room, hire, party room, booking, cancel booking, hall, deposit",
    ),
    grey(
        "policy",
        "Birthday parties",
        "A party is for up to twelve children. More children need a second helper.",
        "ana",
        "Families often bring a friend or a sister who wasn't on the list.",
        when(
            "one or two more children come",
            may("Let them join", "£6 each"),
            may(
                "Let them join free, as it's a birthday",
                "two children",
                "lead",
                say="The more the merrier. I'll get two more plates.",
            ),
        ),
        when(
            "many more children come",
            may("Bring in a second helper, if one is free", "25", "lead"),
            may("Let them play in turns", "fourteen at a time"),
        ),
        lines="never: Let under-eights swim without one adult in the water for every two of them",
        search_words="party, birthday, children, more guests, how many, helper",
    ),
    grey(
        "policy",
        "Carers and companions",
        "A carer or companion of someone who needs help comes in free.",
        "ana",
        "A pass makes it simple, but not everyone who needs help has one, and not every disability shows.",
        when(
            "there is no pass",
            may("Let the companion in free, on their word", "one companion", say="That's fine, you come in together."),
            may("Offer to make a note, so nobody asks again", "if they agree"),
        ),
        lines="never: Ask anyone to prove a disability or an illness",
        search_words="carer, companion, disabled, assistant, free entry, wheelchair, pass",
    ),
    grey(
        "policy",
        "Last entry",
        "The last entry is forty-five minutes before we close.",
        "ana",
        "Some people are happy with a twenty-minute swim, as long as they know before they pay.",
        when(
            "they come ten minutes late",
            may(
                "Let them in at the short-swim price",
                "out of the water with everyone else",
                say="You'd have about twenty minutes in the water, for half the price. Would you like that?",
            ),
            may("Book them in for tomorrow morning at the same price", "tomorrow"),
        ),
        lines="never: Leave anyone in the water after the last whistle",
        search_words="late, closing time, last entry, too late, how long open",
    ),
    rule(
        "standard",
        "Replies on social media",
        "We answer questions within one working day, in a friendly tone.",
        "ana",
        search_words="facebook, instagram, review, comment, post",
    ),
    rule(
        "policy",
        "Free water",
        "Anyone can refill a water bottle at the counter.",
        "ana",
        search_words="water, bottle, thirsty, tap, refill",
    ),
    rule(
        "",
        "Posters and flyers",
        "We put up posters for local clubs and community events.",
        "ana",
        search_words="poster, flyer, notice board, advertising",
    ),
    rule(
        "policy",
        "Paying by card",
        "We take cards for any amount.",
        "ana",
        search_words="card, contactless, minimum, cash only, pay",
    ),
]
