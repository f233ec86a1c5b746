"""What ordinary people say against what rules say: a group a line, all words of a group mean much the same.

Written by us, to begin with; an organisation changes it under *Synonyms*. Here: customers, money, conduct, places.
"""

GROUPS = """
# Money back, prices, payment
refund, money back, give money back, pay back, reimburse, reimbursement, repay, cash back, recompense
compensation, compensate, make good, damages, recompense, make up for, service credit, credit, goodwill gesture
price, cost, charge, fee, rate, tariff, how much, fare
expensive, dear, overpriced, costly
cheap, cheaper, discount, reduction, concession, price cut, sale, special offer, voucher, money off
payment, pay, paying, settle, remit, transfer
invoice, bill, billing, statement of account
receipt, proof of purchase, till slip, sales slip
deposit, down payment, bond, caution money, prepayment
overdue, late payment, arrears, unpaid, outstanding, owe, debt
fine, penalty, late fee, surcharge, fined
expenses, expense, out of pocket, costs, claim back, reimbursement, spending
allowance, stipend, per diem, daily rate, subsidy, perk
budget, funds, funding, finances, financial, money
grant, donation, sponsorship, funding, subsidy, give money
salary, wage, pay, earnings, remuneration, compensation, payroll, pay cheque, paycheck
bonus, incentive, reward, premium
pay rise, raise, salary increase, promotion
tax, vat, sales tax, duty, levy
bank, credit union, account, banking
credit card, debit card, card payment, plastic, company card, purchase card, visa
cash, coins, notes, till, petty cash
purchase, buy, buying, procure, procurement, order, acquire, bought, shopping
tender, bid, quotation, quote, offer, three quotes
supplier, vendor, contractor, provider, third party, subcontractor, partner
contract, agreement, deal, terms, terms of service
subscription, plan, membership, recurring, renewal, monthly payment
renew, renewal, extend, extension, prolong
free, free of charge, complimentary, no cost, at no charge, gratis, for nothing
upgrade, better plan, higher plan, premium
downgrade, lower plan, cheaper plan
trial, try out, test period, free period
gift card, voucher, gift certificate, coupon, store credit
mortgage, loan, lending, borrow, credit
lend, loan, borrow, borrowing, check out, hire
hire, rent, rental, let, lease, book

# Returns, orders, delivery
return, send back, bring back, give back, take back, hand back, sending back, bring in
exchange, swap, replace, replacement, change, switch
faulty, broken, defective, damaged, does not work, out of order, malfunction, defect, smashed
damage, break, breakage, broken, wreck, crack, smash, liability, who pays
warranty, guarantee, cover
goods, item, product, merchandise, article, things, stuff, wares
delivery, shipping, shipment, dispatch, courier, post, mail, postage, parcel, package, send
parcel, package, shipment, box, packet
post office box, po box, postbox
tracking, where is my order, track
order, purchase, basket, booking
out of stock, sold out, unavailable, back order
wrong item, incorrect item, mistake, mix up
unhappy, dissatisfied, not satisfied, disappointed, displeased, upset, unsatisfied
change my mind, cooling off, no longer needed, withdrawal
used, second hand, worn, opened
packaging, wrapping, box, carton
shop, store, retail, outlet
customer, client, guest, patron, visitor, consumer, buyer, user, shopper

# Bookings, cancelling, events
cancel, call off, cancellation, cancelled, drop out, pull out, withdraw, terminate
book, booking, reserve, reservation, appointment, schedule
reschedule, change the date, postpone, put off, move, rebook, another day, delay
no show, not turn up, did not come, nobody in, nobody home, missed appointment, not at home, failed to attend
late, tardy, overdue, delayed, behind, unpunctual
wait, waiting list, queue, line up, waitlist
ticket, pass, admission, entry, entrance
event, conference, party, function, gathering, festival, occasion, meeting, ceremony, camp
party, celebration, birthday, wedding, function, event
organiser, organizer, host, planner
attendee, participant, delegate, visitor, guest
venue, hall, room, premises, space, site
meeting room, conference room, study room, function room
room, hall, space
chairs, tables, furniture, seating, equipment
projector, screen, av equipment, microphone
speaker, presenter, talk, session
opening hours, open, opening times, what time, hours of operation, closing time
holiday closing, closed, shut, closure
check in, arrival, arrive, checkin
check out, departure, leave, checkout
hotel, hostel, accommodation, lodging, guest house, inn, overnight stay, room
restaurant, table, dining, meal, diner, cafe
golf, tee time, green fee, course
tennis, court, racket
plumber, handyman, electrician, technician, repair, engineer, tradesman, home repair, mechanic
appointment, visit, consultation, booking, session
hairdresser, beauty, salon, spa, wellness, treatment, massage
doctor, physician, gp, medical, healthcare professional, nurse

# Sports, pools, leisure
swim, swimming, pool, water, bathe, bathing, dive, diving
lesson, lessons, class, course, teaching, tuition, instruction, coaching, training, workshop
swimming costume, swimwear, bathing suit, trunks, bikini, swimsuit
nappy, nappies, diaper, diapers, swim diaper
lifeguard, pool attendant, rescue
locker, cabinet, changing room, key
towel, towels
gym, fitness, workout, exercise, training room
membership, member, join, joining, sign up, enrol, subscription, belong
join, sign up, register, enrol, enroll, become a member, registration, apply
club, association, society, hackspace, makerspace
tent, camping, caravan, campervan, motorhome, live-in vehicle, van
bring along, what to bring, pack, packing list, equipment

# Children, vulnerable people, animals
child, children, kid, kids, minor, minors, toddler, youngster, under 18, baby, infant, young person, juvenile
child, kid, son, daughter, boy, girl
childcare, creche, nursery, babysitting, babysitter, look after, daycare, kindergarten, nanny, minding
lost child, missing child, child is missing, child is lost, cannot find my child
lost child, missing child, wandering, alone, unaccompanied, unattended
parent, guardian, mother, father, carer, mum, dad, caregiver
safeguarding, child protection, vulnerable, abuse, harm, neglect, protect
supervise, supervision, watch, oversee, accompany, look after, chaperone
pet, pets, dog, dogs, animal, animals, cat, guide dog, service animal
elderly, senior, pensioner, older people, retired
student, pupil, learner, trainee, apprentice
teacher, tutor, instructor, coach, trainer, tutoring

# Disability and access
disabled, disability, handicapped, handicap, impaired, wheelchair, accessibility, accessible, special needs
wheelchair, mobility, step free, ramp, lift, accessible, accessibility
accommodation, adjustment, adaptation, reasonable accommodation, adapt
deaf, hearing, hard of hearing, sign language, hearing loop, captions
blind, sight, visually impaired, braille, screen reader, partially sighted
toilet, bathroom, restroom, washroom, loo, wc, lavatory
quiet space, calm room, quiet room

# Complaints, conduct
complaint, complain, grievance, concern, worry, dissatisfaction, unhappy, problem, issue, moan, raise
escalate, escalation, speak to a manager, supervisor, higher up, pass on, take further
angry, upset, furious, irate, annoyed, shouting, frustrated, cross, mad, grumpy
apologise, apologize, sorry, apology
rude, impolite, disrespectful, offensive, unfriendly, abusive, disruptive, insult, swear
tone, wording, phrasing, voice, style, how to word, how to write, say
polite, courteous, kind, friendly, warm, empathetic, respectful
firm, formal, strict
reply, answer, respond, response, write back, react
bully, bullying, harassment, harass, mobbing, intimidation, pick on, victimise
harassment, sexual harassment, groping, unwanted touching, unwelcome, molest, stalking
discrimination, racism, sexism, prejudice, unequal treatment, bias, equality, diversity
behaviour, behavior, conduct, code of conduct, manners, how to behave, misbehave, act
disturb, disrupt, disruption, noise, noisy, loud, disturbance, nuisance
noise, quiet, loud music, quiet hours, peace
fight, violence, assault, attack, hit, threat, threaten
dispute, conflict, disagreement, argument, quarrel, row, mediation, fall out
appeal, object, objection, contest, challenge, reinstate, reinstatement, overturn
ban, banned, bar, exclude, suspend, suspension, prohibit, block, barred, forbidden
expel, expulsion, throw out, kick out, remove, exclude, thrown out, terminate
warning, caution, reprimand, discipline, disciplinary, corrective action
punish, punishment, sanction, discipline, consequence, penalty
violation, breach, break the rules, infringement, misconduct, offence, rule breaking
allowed, permitted, permission, authorised
forbidden, prohibited, not allowed, banned, not permitted, restricted
exception, special case, exemption, waiver, leeway, bend the rules, discretion
feedback, review, opinion, suggestion, comment, survey
witness, see, notice, observe
report, tell, notify, inform, raise, disclose, let know, flag
lawyer, solicitor, attorney, legal, counsel, sue, court
police, law enforcement, authorities, officer
service level, uptime, availability, service level agreement, sla, site breaks, downtime
politics, political, campaign, election, petition
pornography, porn, sexually explicit, obscene, adult content, nudity, indecent, sexual material

# Fraud, gifts, integrity
bribe, bribery, kickback, corruption, backhander, inducement, improper payment
gift, gifts, present, presents, hospitality, invitation, freebie, treat
fraud, scam, cheat, cheating, deception, swindle, embezzle, theft, dishonest
whistleblow, whistleblower, whistleblowing, speak up, blow the whistle, report wrongdoing, malpractice
wrongdoing, misconduct, illegal, malpractice, crime, unlawful
conflict of interest, side business, private interest, outside work, second job, moonlighting
insider, inside information, insider trading, share dealing, shares, stocks, securities, dealing
money laundering, anti-money-laundering, suspicious activity, dirty money, bank secrecy
identity theft, stolen identity, impersonation, id theft, pretend to be
identity, identification, id, proof of identity, passport, driving licence, verify, verification
copyright, piracy, copied, infringement, plagiarism, intellectual property, dmca, takedown, stolen work
trademark, brand, logo
steal, stolen, theft, thief, robbery, shoplifting, burglary, nick, taken
lie, honest, honesty, integrity, truth

# Library, school, council, public service
library, reading room, library card, lending
book, books, novel, novels, title, reading, literature, materials, collection
library card, borrower card, reader card, card
patron, reader, borrower, library user, visitor
museum, exhibition, museum pass
reading habits, borrowing history, what i read
resident, local, live in town, non-resident, another town, out of town
school, college, academy, education, code school
admission, admissions, apply, application, entry requirements, get in, enrol, enrolment, acceptance
tuition, course fees, school fees, fees, instalment
exam, test, assessment, grading, marks
attendance, absent, miss class, truancy
graduation, graduate, certificate, diploma, finish the course
council, municipality, local authority, parish, town hall, local government
councillor, mayor, clerk, chairman, member
vote, voting, ballot, election, quorum
meeting, assembly, session
church, parish, chapel, church hall
planning permission, building permit, licence, permit
bylaw, by-laws, statute, regulations, rules, constitution, standing orders
rule, rules, policy, regulation, guideline

# Workshop, safety, health
workshop, studio, lab, hackspace, makerspace, work room
tool, tools, drill, saw, machine, equipment, power tool
alone, on my own, by myself, unsupervised, lone working, solo, keyholder, unattended
key, keys, keyholder, fob, access card, key card, door code
store, storage, shelf, keep, leave, storing, leave behind
abandoned, uncollected, not collected, nobody collects, left behind, forgotten, unclaimed, pick up
lost property, lost and found, found items, left behind
pottery, ceramics, clay, pot, pots, vase, vases, bowl, mug, piece, work, ware
kiln, oven, firing, fired, furnace
glaze, glazing, clay, material
dangerous, hazardous, risky, unsafe, hazard, risk, danger
safety, safe, secure, health and safety, protection
accident, injury, injured, hurt, incident, wound, fall
first aid, medic, medical help, ambulance, injured, collapse, collapses, unconscious, faint, heart attack, unwell
first aid, dizzy, bleeding, choking, seizure, stung
fire, evacuation, evacuate, alarm, fire alarm, burning, flames
emergency, 999, 911, accident, fire, ambulance, urgent
chemical, toxic, poison, hazardous substance
protective equipment, ppe, goggles, gloves, safety glasses, helmet, protective clothing
risk assessment, assess, risk
hygiene, clean, cleaning, tidy, wash, dirty, sanitary, mess
food, eating, snacks, eat, meal, catering
allergy, allergies, allergic, allergic reaction, allergen, allergens, intolerance, what is in the food, ingredients
covid, coronavirus, pandemic, infection, mask
weather, storm, rain, lightning, thunder
waste, rubbish, trash, garbage, litter, recycling
car repair, fix a car, automotive, vehicle, mechanic, fixing
repair, fix, mend, fixing, maintenance
laser, laser cutting, cutter
electricity, electrical, power, voltage, power supply

# Words of doing
begin, start, commence, launch
end, finish, terminate, stop, expire, conclude
change, alter, modify, amend, edit, update
ask, request, apply, application, enquire
decide, decision, approve, approval, authorise, sign off, permission
approve, approval, authorise, authorization, sign off, consent, green light
limit, maximum, cap, ceiling, up to, how many
minimum, at least, lowest
owner, ownership, belongs to, who owns
responsible, responsibility, in charge, accountable, duty, obligation
need, require, requirement, must, necessary
help, assist, support, aid
transfer, give to someone else, pass on, hand over, name change, resell
worry, concern, anxious, doubt
suspicion, suspect, suspicious, suspected
mistake, error, by accident, accidentally, wrong
deadline, due date, time limit, by when, last day, cut off
quick, fast, rush, express, urgent, soon, priority
weekend, saturday, sunday
remember, remind, reminder, notice
sell, selling, sale, commercial, vendor, trade, advertise, business
advertise, advertising, flyer, poster, promotion, marketing, leaflet
press, media, journalist, newspaper, interview
"""
