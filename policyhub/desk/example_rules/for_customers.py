"""What customers of the example read: the rules that are open to them, told from their side. All words are ours."""

from typing import Any

PAGES: dict[str, dict[str, Any]] = {  # by the title of the rule
    "No diving in the shallow end": {
        "customer_text": (
            "# Where you can dive\n\n"
            "The deep end is made for it: more than three metres of water, and a lifeguard who watches that spot. It "
            "is open for diving whenever a lane is free.\n\n"
            "At the shallow end the water reaches your hips. A head that meets the tiles there can break a neck, and "
            "good swimmers are hurt this way as often as beginners. So at that end we all go in feet first."
        ),
    },
    "Refund after the thirty days": {
        "customer_text": (
            "# When you change your mind about something you bought\n\n"
            "Take thirty days to think about it. Bring it back with its label on, and you have your money in two "
            "minutes.\n\n"
            "After a month it is rarely as good as new for the next one, so we look at it together and find what "
            "helps you most. And if something is broken, that is another matter: then you have far longer."
        ),
    },
    "Things that broke too soon": {
        "customer_text": (
            "# When something you bought breaks too soon\n\n"
            "What we sell should last. If it breaks within two years, and not because somebody sat on it, that is "
            "for us to put right, and no favour. Just bring it in. Nobody will ask you to argue."
        ),
        "next_time": "A photo of the receipt is enough, and if you have none, we look for the sale in our till.",
    },
    "Reduced prices": {
        "customer_text": (
            "# Who pays less\n\n"
            "Swimming should fail for nobody because of its price. Students, apprentices, people over sixty-five and "
            "people with a support card pay less, for every ticket that we sell.\n\n"
            "We ask for your card once, quietly. You never have to explain anything at the counter."
        ),
        "instead": "In the quiet hours everybody pays half. Ask us when they are this week.",
        "next_time": "Show your card once, and we note it: from then on your own ticket knows.",
    },
    "Thunder over the outdoor pool": {
        "customer_text": (
            "# When it thunders\n\n"
            "At the first thunder we all come out of the outdoor pool, staff too. A head above the water is the "
            "highest point there is, and lightning is quicker than any of us.\n\n"
            "Half an hour after the last thunder you can go back in. The time stands on the board by the gate, so "
            "that you need not guess."
        ),
    },
    "Swimming after a stomach upset": {
        "customer_text": (
            "# Swimming after a stomach upset\n\n"
            "Please give it two days after it is over. What makes people ill lives on in the water for days, whatever "
            "we put in, and babies swim here too. Thanks to you they can."
        ),
        "next_time": "Ring us before you set out. We move your lesson and keep your ticket good.",
    },
    "Photos at the poolside": {
        "customer_text": (
            "# Taking pictures by the water\n\n"
            "People wear little here, and everybody should be able to swim without minding who is looking. So "
            "cameras and phones stay in the bag, in the changing rooms always.\n\n"
            "Your own family is another matter. Ask the lifeguard, and you have your picture in a minute, with nobody "
            "else in it."
        ),
        "next_time": "Every course has its photo day. The date is on your course card.",
    },
    "What people wear in the water": {
        "customer_text": (
            "# What to wear in the water\n\n"
            "Swimwear of any cut and any length is welcome, from bikini to full cover. Only the cloth matters: cotton "
            "and street clothes lose threads, and the threads stop the filters that keep the water clear."
        ),
        "instead": "We lend dry swim shorts and swim shirts at the front desk, in all sizes.",
        "next_time": "If the label says polyester, nylon or elastane, it is made for the water.",
    },
    "Missed swimming lesson": {
        "customer_text": (
            "# When your child misses a lesson\n\n"
            "Children fall ill, and a lesson should not be lost over it. Tell us before it begins, and we look for "
            "a place in another group of the same level. Groups stay small, so that the teacher sees every child."
        ),
        "instead": "We write down what was done, so that you can try it together at family swim.",
        "next_time": "A short call in the morning is all it takes.",
    },
    "Lost property": {
        "customer_text": (
            "# If you lost something here\n\n"
            "What is found is kept for four weeks: goggles, phones, the other sock. Tell us how it looks before we "
            "open the box: so nobody else walks away with what is yours. Money and papers wait in the safe."
        ),
        "instead": "Ring or write to us, and we look for you. What is not here today may be tomorrow.",
        "next_time": "A name inside a bag or on a bottle brings most things back the same day.",
    },
    "Leaving before the year is over": {
        "customer_text": (
            "# When your membership no longer suits you\n\n"
            "A membership runs for a year, because that is how we can keep its price low. Lives change faster. If you "
            "move away, lose your work or fall ill, tell us, and we find an end that is fair. You have it in writing "
            "within two days."
        ),
        "instead": "You can also pause it, or try the smaller membership for a while.",
        "next_time": "Come and talk to us as soon as something changes. The earlier we know, the more we can do.",
    },
    "Carers and companions": {
        "customer_text": (
            "# If somebody comes along to help you\n\n"
            "Whoever you need beside you comes in free. Show a pass if you have one, or just tell us. Nobody here "
            "will ask what you have."
        ),
        "instead": "Tell us in advance if you would like the hoist or a quiet changing room, and it is ready for you.",
        "next_time": "If you like, we make a note, so that nobody asks a second time.",
    },
    "Under sixteen in the gym": {
        "customer_text": (
            "# In the gym before you are sixteen\n\n"
            "Good that you want to start. Bones that still grow can be hurt by weights without anybody noticing, so "
            "until you are sixteen a trainer is beside you."
        ),
        "next_time": "Bring shoes for indoors, and a parent for the first five minutes.",
    },
    "Dogs, and dogs that help": {
        "customer_text": (
            "# If you come with a dog\n\n"
            "Assistance dogs go wherever you go, up to the edge of the water. Other dogs wait outside: their hair "
            "stops our filters, and some of our guests are afraid of them."
        ),
        "next_time": "Bring a long lead, so that your dog can move with the shade.",
    },
}
