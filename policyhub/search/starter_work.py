"""What ordinary people say against what rules say: a group a line, all words of a group mean much the same.

Written by us, to begin with; an organisation changes it under *Synonyms*. Here: work, machines and data.
"""

GROUPS = """
# Working here: time and leave
leave, time off, day off, days off, absence, off work, vacation
vacation, holiday, annual leave, paid leave, time off, holidays, holiday entitlement, days off, pto
sick, ill, illness, unwell, sickness, sick leave, sick day, flu, off sick
doctor's note, sick note, fit note, medical certificate, certificate
parental leave, maternity, paternity, maternity leave, paternity leave, new parent, baby, newborn, adoption, birth
pregnant, pregnancy, expecting, maternity, having a baby
father, dad, paternity, fathers, new parent
mother, mum, maternity, mothers
bereavement, death, funeral, mourning, compassionate leave, died, passed away, loss
dead, deceased, died, death, late, passed away
emergency, crisis, urgent, unexpected
caring, carer, family leave, medical leave, look after a relative, family
sabbatical, career break, long leave, unpaid leave
jury duty, court duty, civic duty, jury
religious holiday, prayer, faith, festival
overtime, extra hours, long hours, additional hours, comp time
working hours, work schedule, shift, schedule, hours, timetable, rota, roster, core hours, flexitime
break, lunch, rest, pause
part time, reduced hours, job share
work from home, remote work, home office, remote, telework, teleworking, hybrid, telecommute, working from home
office, workplace, desk, on site, premises
commute, commuting, travel to work, journey to work
bicycle, bike, bikes, cycle, cycling, cycle to work
punctual, on time, lateness

# Working here: people
employee, staff, worker, workers, team member, personnel, colleague, workforce, people who work here
colleague, coworker, co-worker, workmate, teammate, fellow employee
employer, company, firm, organisation, organization, business, corporation, boss
boss, manager, supervisor, line manager, lead, superior, director, head
director, board, executive, management, trustee, committee
new hire, new starter, new employee, onboarding, joiner, first day, induction, newcomer, new user
leaver, offboarding, offboard, leaving, quit, resign, resignation, last day, leaves the company, exit, departure
dismiss, dismissal, fire, fired, sack, sacked, let go, terminate, termination, lose my job, laid off, redundancy
recruit, recruitment, hiring, job interview, candidate, applicant, job application, interview
job reference, employment verification, proof of employment, confirm employment, job history
background check, screening, vetting, dbs check, criminal record
probation, trial period, probationary
training, learning, education, course, professional development, skills, conference
performance, appraisal, review, evaluation, feedback
career, promotion, progression
benefits, perks, extras, fringe benefits
pension, retirement, retire, retirement plan, 401k
health insurance, medical insurance, health plan, insurance, healthcare
insurance, insured, cover, liability, policy
volunteer, volunteering, helper, unpaid help, steward
intern, internship, placement, trainee, work experience
dress code, clothing, clothes, uniform, what to wear, outfit
drunk, intoxicated, drunkenness, inebriated, tipsy, refuse service
alcohol, drink, drinks, beer, wine, liquor, booze, bar, drinking, spirits
drugs, substance, narcotics, cannabis, substance abuse, drug test
smoking, smoke, cigarette, vape, vaping, tobacco, e-cigarette
weapon, gun, knife, firearm, weapons
relationship, dating, romance, affair
mental health, stress, burnout, wellbeing, welfare, depression, anxiety
union, works council, representative
privacy, personal data, data protection, gdpr, confidentiality, private information
monitoring, monitor, surveillance, spying, spy, tracking, watching, snoop, inspect, search
handbook, manual, guide, guidance

# Travel
travel, trip, journey, business trip, travelling, itinerary
abroad, overseas, foreign, roaming, international, another country, in other countries
flight, flights, plane, airline, air travel, airfare, fly
luggage, baggage, suitcase, bag, bags, checked bag
train, rail, railway
car, vehicle, automobile, motor vehicle, driving
motorbike, motorcycle, vehicle, automotive, scooter
parking, park, car park, parking space
taxi, cab, ride share
passenger, traveller, traveler
voucher, travel claim, reimbursement
mileage, fuel, petrol, gas
airport, plane, travel
visa, passport, entry requirements

# IT, security
password, passphrase, passcode, pin, login, credentials, secret
log in, login, sign in, get into, access, log on
locked out, cannot get in, lost access, account recovery, recover, recovery, forgot password, regain
two factor, 2fa, mfa, multi factor, second factor, authenticator, one time code
computer, laptop, pc, pcs, machine, workstation, desktop, notebook, device, hardware
phone, mobile, smartphone, cell phone, device, handset, tablet, gadget, telephone
own device, own phone, private phone, personal device, byod, bring your own device, own laptop
lost, missing, mislaid, misplaced, gone, left behind, lose
usb stick, memory stick, removable media, thumb drive, flash drive, external drive, portable media, usb
encrypt, encryption, encrypted, cipher, scramble
virus, malware, antivirus, ransomware, infected, trojan
hack, hacked, hacker, hackers, breach, break in, attack, intrusion, compromised, security incident, got into
incident, breach, event, emergency, outage, leak
leak, leaked, disclosure, exposed, spill, data breach, published by accident
phishing, scam email, suspicious email, fake email, bogus, bogus call, social engineering, fraudulent call
vulnerability, bug, security hole, flaw, weakness, disclosure
backup, back up, copy, restore, disaster recovery, recovery
outage, downtime, down, unavailable, offline, not working, breaks
software, app, application, program, tool
install, installation, set up, setup
update, patch, upgrade, updating
network, wifi, wi-fi, wireless, internet, internet access, broadband
internet, web, online, website, surf, browsing
email, e-mail, mail, mailbox, inbox, messages
social media, facebook, twitter, instagram, posting online
website, site, web page, homepage
cloud, cloud storage, dropbox, online storage
remote access, vpn, connect from outside
access rights, permissions, permission, access, privileges, authorisation, access control, rights
account, profile, user account, username, login
username, handle, account name, user name
delete, erase, wipe, remove, deletion, destroy, purge, get rid of, shut down, clear
close account, cancel account, delete account, shut down, deactivate
dispose, disposal, throw away, discard, get rid of, shred, destroy, scrap, bin
classify, classification, label, confidential, sensitive, secret
confidential, confidentiality, secret, sensitive, private, non-disclosure, classified
share, sharing, pass on, give to, hand over, disclose
acceptable use, allowed use, personal use, misuse, use of computers
misuse, abuse, abusive usage, spam, restricted use
code, coder, programmer, developer, software engineer, repository, project
on call, out of hours, standby, pager
support, help, assistance, help desk, helpdesk, customer service, tech support
ticket, case, request, issue
priority, severity, urgency, prioritization, how urgent
signal, reception, network, coverage, no service
troubleshoot, troubleshooting, fix, repair, tech support, diagnose
outsource, outsourcing, offshore, offshoring
printer, print, printing, photocopy, photocopies, copying, copies, copy
3d printing, 3d printer, filament
inventory, asset, equipment list
audit, inspection, control, check, review
server, cluster, hosting, data centre
api, interface, integration

# Privacy and records
data, information, records, files, details
personal data, private data, personal information, private details, personal details
record, records, file, document, documents, paperwork
retention, keep, how long, storage period, kept for
right of access, subject access request, see my data, what you hold
freedom of information, public records, request information, foi
cctv, camera, cameras, video surveillance, security camera, footage, filmed, recording
photo, photograph, photography, picture, pictures, film, video, filming, image, camera, selfie
consent, permission, agreement, waiver, release form
cookie, cookies, tracking
address change, move house, new address, change of address, moved, where mail goes
medical record, health information, patient data, phi, hipaa
minutes, meeting notes, agenda, motion
"""
