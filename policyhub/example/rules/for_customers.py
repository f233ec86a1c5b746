"""What customers of the example read: the rules that are open to them, told from their side. All words are ours."""

from typing import Any

PAGES: dict[str, dict[str, Any]] = {  # by the title of the rule
    "No diving in the shallow end": {
        "customer_text": (
            "# Where you can dive\n\n"
            "The deep end is made for it. The water is more than three metres deep, and a lifeguard watches that "
            "spot. You can dive there whenever a lane is free.\n\n"
            "At the wall of the shallow end the water is less than a metre deep. A dive there can break a neck, and "
            "good swimmers get hurt this way as often as beginners. So at that end we all go in feet first."
        ),
    },
    "Refund after the thirty days": {
        "customer_text": (
            "# When you change your mind about something you bought\n\n"
            "Take thirty days to think about it. Bring it back with its label on, and you'll have your money in two "
            "minutes.\n\n"
            "After a month we look at it together and find what helps you most: often an exchange or a gift card. "
            "If it's faulty, different rules apply and you have far longer."
        ),
    },
    "Faulty goods": {
        "customer_text": (
            "# When something you bought is faulty\n\n"
            "What we sell should last. If it turns out to be faulty, bring it in and we'll put it right. In the "
            "first thirty days you can have your money back. After that we repair or replace it, and refund it if "
            "that doesn't work. Nobody will ask you to argue."
        ),
        "next_time": "A photo of the receipt is enough. If you don't have one, we'll look for the sale in our till.",
    },
    "Reduced prices": {
        "customer_text": (
            "# Who pays less\n\n"
            "Price shouldn't stop anyone from swimming. Students, apprentices, over-65s and anyone with a concession "
            "card pay less, for every ticket that we sell.\n\n"
            "We ask for your card once, quietly. You never need to explain anything at the counter."
        ),
        "instead": "In the quiet hours everyone pays half. Ask us when they are this week.",
        "next_time": "Show your card once and we'll note it: after that you won't need to show it again.",
    },
    "Thunder over the outdoor pool": {
        "customer_text": (
            "# When it thunders\n\n"
            "At the first thunder we all come out of the outdoor pool, staff too. A swimmer's head is the highest "
            "point on the water, and nobody can tell where lightning will strike next.\n\n"
            "You can go back in thirty minutes after the last thunder. The time is on the board by the gate."
        ),
    },
    "Swimming after a stomach upset": {
        "customer_text": (
            "# Swimming after a stomach upset\n\n"
            "If you've had diarrhoea, please wait until 48 hours after it has stopped. Some of the germs survive in "
            "chlorinated water for days, and babies swim here too. If a doctor has diagnosed cryptosporidium, please "
            "make it fourteen days."
        ),
        "next_time": "Call us before you set out. We'll move your lesson, and your ticket stays valid.",
    },
    "Photos on poolside": {
        "customer_text": (
            "# Taking photos by the pool\n\n"
            "People are in swimwear here, and everyone should be able to swim without worrying about cameras. So "
            "please keep phones and cameras in your bag, and never use them in the changing rooms.\n\n"
            "You're welcome to photograph your own children. Ask a lifeguard, and we'll find you a spot with nobody "
            "else in the picture."
        ),
        "next_time": "Every course has its photo day. The date is on your course card.",
    },
    "Swimwear": {
        "customer_text": (
            "# What to wear in the water\n\n"
            "Swimwear of any cut and any length is welcome, from a bikini to full cover. Only the fabric matters. "
            "Cotton and outdoor clothes shed fibres, and those clog the filters that keep the water clear."
        ),
        "instead": "We lend dry swim shorts and swim shirts at the front desk.",
        "next_time": "If the label says polyester, nylon or elastane, it's made for the water.",
    },
    "Missed swimming lesson": {
        "customer_text": (
            "# When your child misses a lesson\n\n"
            "Children fall ill, and a lesson shouldn't be lost because of it. Tell us before it begins, and we'll "
            "look for a place in another group of the same level. Groups stay small, so the teacher can see every "
            "child."
        ),
        "instead": "We can write down what the group practised, so you can try it together at family swim.",
        "next_time": "A short call in the morning is all it takes.",
    },
    "Lost property": {
        "customer_text": (
            "# If you've lost something here\n\n"
            "We keep what people hand in for four weeks, from goggles and phones to the other sock. Describe it "
            "before we open the box, so nobody else can walk off with it. Money and documents wait in the safe."
        ),
        "instead": "Call or email us, and we'll look for you. Try again in a day or two if it isn't here yet.",
        "next_time": "Put your name inside your bag and on your bottle, so we can call you when they turn up.",
    },
    "Ending a membership early": {
        "customer_text": (
            "# When your membership no longer suits you\n\n"
            "A membership runs for a year, and that keeps its price low. If you move away, lose your job or fall ill "
            "before then, tell us. We'll find a fair way to end it, and confirm the date in writing within two days."
        ),
        "instead": "You can also pause it, or try the smaller membership for a while.",
        "next_time": "Come and talk to us as soon as something changes. The earlier we know, the more we can do.",
    },
    "Carers and companions": {
        "customer_text": (
            "# If someone comes along to help you\n\n"
            "The person you need beside you comes in free. Show a pass if you have one, or just tell us. Nobody here "
            "will ask about your health."
        ),
        "instead": (
            "Would you like the pool hoist or a quiet changing room? Tell us in advance, and we'll have it ready for "
            "you."
        ),
        "next_time": "If you like, we'll make a note, so nobody asks a second time.",
    },
    "Under-16s in the gym": {
        "customer_text": (
            "# In the gym before you're sixteen\n\n"
            "It's great that you want to start. Weights can damage growing bones without anyone noticing, so until "
            "you're sixteen one of our trainers is beside you."
        ),
        "next_time": "Bring indoor shoes, and a parent or guardian for the first five minutes.",
    },
    "Dogs and assistance dogs": {
        "customer_text": (
            "# If you come with a dog\n\n"
            "Assistance dogs go wherever you go, up to the edge of the water. Tell us when you arrive, and we'll "
            "agree where your dog can wait while you swim.\n\n"
            "Other dogs wait outside. Their hair clogs our filters, and some customers are afraid of dogs."
        ),
        "next_time": "Bring a long lead, so your dog can move with the shade.",
    },
}
