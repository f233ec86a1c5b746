"""The building: gym, café, help in an emergency, the team itself. All words are ours."""

from .shape import RuleSpec, black, grey, may, rule, steps, target, when

RULES: list[RuleSpec] = [
    black(
        "policy",
        "Under-16s in the gym",
        "Under-16s use the weights only with one of our trainers beside them.",
        "ada",
        "Weights can damage growing bones without anyone noticing at the time.",
        (
            "safety: Too heavy a weight or a poor lift can injure growth plates. Our insurance covers under-16s only "
            "with a trainer."
        ),
        "Young people learn good technique from the start. / Parents know that someone is watching.",
        (
            "It's great that you want to start. At your age I'd like a trainer beside you, and Thursday at four is "
            "made for that."
        ),
        instead="The youth hour on Thursdays at four, with a trainer, for the price of a swim.",
        search_words="teenager, child, weights, gym age, fourteen, fifteen, young, under sixteen",
    ),
    black(
        "procedure",
        "Gym induction",
        "Everyone has a ten-minute induction before their first session, however experienced they are.",
        "ada",
        "Our machines may work differently from the ones they're used to.",
        "safety: A machine set up wrongly can trap a hand or strain a back.",
        "You know where everything is. / You know who to ask.",
        (
            "I can see you've trained before. Let me show you how our machines work. It takes ten minutes, and then "
            "the gym is all yours."
        ),
        search_words="induction, introduction, first visit, first time, gym, machines, beginner",
        **steps(
            "someone comes to the gym for the first time",
            "Ask what they'd like to do, and about injuries or health conditions.",
            "safety! Show the stop buttons, the clamps and the fire exit.",
            "Record the date on their account, so nobody asks twice.",
        ),
    ),
    black(
        "policy",
        "Outside personal trainers",
        "Only our own trainers give paid training here.",
        "ada",
        "If someone is injured, we're responsible, and we wouldn't know who had trained them.",
        "integrity: We check our trainers' qualifications and insurance. We can't vouch for anyone else's.",
        "Every trainer here is qualified and insured.",
        (
            "I can see you two train well together. Paid training here is with our own team. Shall I introduce you "
            "to one of our trainers?"
        ),
        instead="Training together as members, or applying to us: we look for trainers every spring.",
        search_words="personal trainer, coach, own trainer, lesson, outside",
        effect="barrier",
        cause="rule",
        remedy="At the next review: could we check outside trainers and give them a day pass?",
    ),
    black(
        "policy",
        "Food allergens",
        "We never guess what is in a dish. We look it up in the allergen folder, together with the customer.",
        "ada",
        "A trace of nuts can kill someone with an allergy, and nobody can see it in a dish.",
        "law: Food law requires us to tell customers which of the fourteen allergens each dish contains.",
        "People with an allergy can see what is in every dish before they order.",
        "That's important, so let's look it up together. This folder lists the allergens in every dish.",
        instead=(
            "The dishes on the green page have none of the fourteen in their recipe. We cook in one kitchen, so "
            "please tell us about any severe allergy."
        ),
        search_words="allergy, nuts, gluten, lactose, allergen, vegan, ingredients, coeliac",
    ),
    grey(
        "policy",
        "Bringing food into the café",
        "Anyone can sit in the café, but we ask people to buy their meals from us.",
        "ada",
        "A birthday cake or a jar of baby food doesn't cost us a sale. A packed lunch at noon does.",
        when(
            "they bring a birthday cake",
            may("Bring plates and forks", "no charge", say="Happy birthday. I'll get you some plates."),
            may("Keep it in the fridge until the party", "two hours"),
        ),
        when(
            "they unpack a whole meal",
            may("Let them eat it while tables are free", "not between twelve and two"),
            may("Show them the picnic tables outside", "always"),
        ),
        lines="always: Warm baby food when someone asks / never: Allow alcohol from outside",
        search_words="picnic, own food, cake, bring food, baby jar, café, sandwich",
    ),
    black(
        "policy",
        "Dogs and assistance dogs",
        "Assistance dogs go everywhere except into the water. Other dogs wait outside.",
        "ada",
        "Assistance dogs have a legal right to come in. Other dogs are a hygiene problem beside a pool.",
        "law: The Equality Act gives people with an assistance dog the right to bring it in.",
        "Nobody is separated from the dog they depend on. / Other dogs have shade and water.",
        (
            "What a lovely dog. Only assistance dogs can come inside, but there's shade, water and a hook for the "
            "lead right by the door."
        ),
        instead="Shade, water and a hook for the lead by the door, in sight of the café.",
        search_words="dog, guide dog, assistance dog, pet, animal, outside",
    ),
    black(
        "procedure",
        "Worried about a child",
        "Anyone who is worried about a child tells the safeguarding lead within the hour and keeps it confidential.",
        "ada",
        "We don't need proof to pass a concern on, and questioning a child can harm an investigation.",
        (
            "law: National safeguarding guidance asks everyone who works with children to pass concerns on. Data "
            "protection law doesn't stand in the way."
        ),
        "The child gets help, and nobody is accused on a rumour.",
        "Thank you for telling me. I know who can help, and I'm going to tell them now.",
        restricted=False,
        search_words="safeguarding, child protection, worried, abuse, bruise, neglect",
        **steps(
            "something about a child doesn't feel right",
            "Listen. Don't ask leading questions, and don't promise to keep it secret.",
            (
                "law! In immediate danger, call 999. Otherwise tell Ada, our safeguarding lead, within the hour. If "
                "you can't reach her, call the council's children's services."
            ),
            "privacy! Write down what you saw and heard, in the child's own words. Give it to Ada and keep no copy.",
        ),
    ),
    black(
        "procedure",
        "First aid",
        "The nearest member of staff gives first aid. The next one calls 999 and the duty manager.",
        "ada",
        "The first few minutes matter most, so nobody waits for someone more senior.",
        (
            "safety: In a cardiac arrest, each minute without chest compressions and a defibrillator cuts the chance "
            "of survival by up to ten per cent."
        ),
        "Help begins at once.",
        (
            "My name's Sam and I'm a first aider. Keep still for me. My colleague is calling an ambulance and I'm "
            "staying with you."
        ),
        search_words="accident, injured, ambulance, bleeding, unconscious, first aid, help, defibrillator, AED",
        **steps(
            "someone is hurt or isn't moving",
            "safety! Check for danger, then for a response and for breathing.",
            "safety! Call 999 and the duty manager. Fetch the defibrillator and send someone to the gate.",
            "Keep people back, with towels held up for privacy.",
            "law! Fill in the accident report the same day. The duty manager checks whether RIDDOR applies.",
        ),
    ),
    black(
        "procedure",
        "Fire alarm",
        "When the alarm sounds, everyone leaves just as they are, and nobody goes back in.",
        "ada",
        "We treat every alarm as real until the fire service says otherwise.",
        "safety: In a fire, smoke is usually what kills, and it can fill a corridor before anyone sees a flame.",
        "Everyone gets out, including people in swimwear and wheelchair users.",
        "We're all going outside now, just as you are. There are blankets at the gate, and I'm coming with you.",
        search_words="fire, alarm, evacuate, evacuation, smoke, siren",
        **steps(
            "the alarm sounds",
            "safety! Clear the pool, and send everyone out by the nearest fire exit.",
            "safety! Two of us check the changing rooms and toilets on the way out.",
            "safety! At the gate the duty manager calls 999. Hand out blankets from the red chest.",
            "Let nobody back in until the fire service says so.",
        ),
    ),
    grey(
        "policy",
        "Swapping shifts",
        "You can swap a shift with anyone who is qualified to do it.",
        "ada",
        "Staff know best when they can work, but every post still needs someone qualified.",
        when(
            "both have the same training",
            may("Swap, and change the rota", "a day before"),
            may("Swap on the day", "twice a month", "lead"),
        ),
        when(
            "only one of them has the training",
            may("Ask a third colleague to step in", "someone with the training"),
            may("Change who works at which post", "one shift", "lead"),
        ),
        lines=(
            "never: Leave anyone with less than eleven hours' rest / never: Put someone without the lifeguard "
            "qualification on a lifeguard post"
        ),
        meets_customers=False,
        search_words="swap, shift, rota, change shift, plan, cover",
    ),
    black(
        "procedure",
        "Building keys",
        "We hand building keys over in person, and both people sign the key book.",
        "ada",
        "If nobody has signed for a key, we have to treat it as lost and change the lock.",
        "security: If a master key is lost, we have to change every lock it opens.",
        "What people leave in their lockers is safe.",
        "",
        meets_customers=False,
        search_words="key, master key, lock up, key book, lost key",
        **steps(
            "a building key changes hands",
            "security! Both sign the key book, with the time.",
            "If a key is lost, call Ada straight away, at any hour.",
        ),
    ),
    grey(
        "procedure",
        "Ordering stock",
        "Shop staff reorder what they sell, up to a set amount.",
        "ada",
        "The people in the shop see first what is running out.",
        when(
            "it will run out within a week",
            may("Order as much as last month", "200"),
            may("Order twice as much before the holidays", "400", "lead"),
        ),
        when(
            "it's a new product",
            may("Order six to try out", "60", credit="Mia Brandt"),
            may("Order a whole range", "over £400", "manager"),
        ),
        lines="never: Order from family or friends without telling the manager",
        meets_customers=False,
        search_words="order, stock, supplier, shelf, empty, delivery",
        **steps(
            "stock is down to a third", "Check last month's sales.", "Place the order.", "Note it on the order list."
        ),
    ),
    rule(
        "standard",
        "Broken gym machines",
        "We put a broken machine out of use within ten minutes and have it repaired within a week.",
        "ada",
        search_words="broken, machine, out of order, treadmill, repair",
        **target(
            "Out of use in ten minutes, repaired in a week",
            "we are waiting for a part",
            "Say on the sign what we're waiting for.",
            ("Machines repaired within a week", "9 in 10", "machines", "The repair log"),
        ),
    ),
    rule(
        "",
        "Music in the gym",
        "The first person in chooses the music, at a low volume.",
        "ada",
        search_words="music, loud, radio, headphones",
    ),
    rule(
        "policy",
        "Paper membership cards",
        "Every member carries a paper card with a stamp for the year.",
        "ada",
        search_words="card, stamp, membership card",
    ),
    rule(
        "procedure",
        "The lost property book",
        "We write everything handed in into the blue book.",
        "ada",
        search_words="lost, found, blue book",
        **steps("someone hands something in", "Write it into the blue book."),
    ),
    rule(
        "policy",
        "Guests on Mondays",
        "On Mondays a member's guest comes in for half price.",
        "ada",
        search_words="guest, monday, half price",
    ),
]
