"""Phrases that writing help looks for, in English and German, and how they are found in a list of words.

A line is a phrase: its words, with "/" between words of which any will do, and a "/" at the end of a word that may be
missing. Behind "=" stands a plainer one. Words are in small letters with plain apostrophes.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from .prose import ProseWord

Phrases = dict[str, dict[tuple[str, ...], str]]  # by first word: the words, and what is plainer


def phrases(lines: str) -> Phrases:
    """The table of all wordings that ``lines`` stand for."""
    table: Phrases = {}
    for line in lines.strip().splitlines():
        phrase, _sign, plainer = (part.strip() for part in line.partition("="))
        for choice in product(*(word.split("/") for word in phrase.split())):
            wording = tuple(word for word in choice if word)
            table.setdefault(wording[0], {})[wording] = plainer
    return table


def find_phrases(tokens: Sequence[ProseWord], table: Phrases) -> Iterator[tuple[int, int, str]]:
    """(from, to, plainer) of each phrase among ``tokens``, the longest at each place."""
    texts = tuple(word.text for word in tokens)
    at = 0
    while at < len(texts):
        wordings = table.get(texts[at], {})
        lengths = range(min(LONGEST, len(texts) - at), 0, -1) if wordings else ()
        length = next((n for n in lengths if texts[at : at + n] in wordings), 0)
        if length:
            yield at, at + length, wordings[texts[at : at + length]]
        at += length or 1


LONGEST = 9  # words in a phrase

OFFICIAL = {
    "en": phrases("""
prior to = before
subsequent to = after
in order to = to
for the purpose/purposes of = for
with the purpose of = to
utilise/utilize = use
utilises/utilizes = uses
utilised/utilized = used
utilising/utilizing = using
utilisation/utilization = use
herewith/hereby/herein/hereof/hereto/hereunder/hereinafter/heretofore = nothing, or “here”
therein/thereof/thereto/thereunder/therefrom/thereon/therewith = “in it”, “of it”
aforementioned/aforesaid/abovementioned/above-mentioned = this
the said = the
forthwith = at once
henceforth = from now on
notwithstanding = despite
pursuant to = under
in accordance with = under, as … says
in compliance with = under, by
in the event that = if
in the event of = if there is
in the case where = if
with regard/regards/respect to = about
in regard/regards/respect/relation to = about
in respect of = about
as regards = about
commence = start
commences = starts
commenced = started
commencing = starting
commencement = start
endeavour/endeavor to = try to
ascertain/ascertaining = find out
ascertained = found out
in lieu of = instead of
by virtue of = by
inasmuch as = because
insofar as = as far as
at this/that point in time = now
at the present time = now
at such time as = when
until such time as = until
until such a time as = until
due to the fact that = because
owing to the fact that = because
in view of the fact that = because
despite the fact that = although
in the absence of = without
in excess of = more than
in conjunction with = with
in the amount of = of
in close proximity to = near
in the vicinity of = near
in the course of = during
on a daily basis = daily
on a weekly basis = weekly
on a monthly basis = monthly
on a yearly/annual basis = yearly
on a regular basis = regularly
on a case-by-case basis = case by case
on an annual basis = yearly
on an ongoing basis = all the time
on behalf of the undersigned = for me
the undersigned = I, we
as per = as in
per annum = a year
make an application = apply
make a determination = decide
make a decision = decide
has/have/had the ability to = can
is/are in receipt of = has
in receipt of = has
remuneration/emoluments = pay
expedite/expediting = speed up
effectuate = carry out
promulgate/promulgated = publish
cognisant/cognizant of = aware of
thereafter = then
thereby = so
whereupon = then
whereof/wherein/whereby/wheresoever = where
whomsoever/whosoever = anybody who
vis-à-vis/vis-a-vis = towards
inter alia = among others
mutatis mutandis = likewise
ipso facto = by itself
prima facie = at first sight
null and void = void
terms and provisions = terms
each and every = every
any and all = all
for the avoidance of doubt = to be clear
without prejudice to = beside
save for/that = except
"""),
    "de": phrases("""
zwecks = um … zu, für
seitens = von
hinsichtlich/bezüglich/betreffs/betreffend = zu, über
diesbezüglich/diesbezügliche/diesbezüglichen = dazu
mittels/vermittels = mit
infolge = wegen
aufgrund/auf dessen/deren = deshalb
behufs = für
anlässlich = bei, zu
unter zuhilfenahme = mit
unter berücksichtigung = mit Blick auf
unter beachtung = und beachten dabei
unter bezugnahme auf = zu
in bezug auf = zu, über
in hinblick auf = für
im hinblick auf = für
im rahmen der/des/von/einer/eines = bei, in
im zuge der/des/von/einer/eines = bei
im falle der/des/von/einer/eines = wenn, bei
in ermangelung = ohne
nach maßgabe = wie … es sagt
zur anwendung kommt/kommen/gelangt/gelangen = gilt, gelten
zur anwendung gebracht = angewendet
zur durchführung bringen/gebracht/kommt = machen
zur verfügung stellen = geben
zur verfügung gestellt = gegeben
zum ausdruck bringen/gebracht = sagen
zur kenntnis bringen/gebracht = mitteilen
in kenntnis setzen/gesetzt/setzt = Bescheid geben
in abzug bringen/gebracht/bringt = abziehen
in anspruch nehmen/genommen/nimmt = nutzen
in rechnung stellen/gestellt/stellt = berechnen
in erwägung ziehen/gezogen/zieht = erwägen
in augenschein nehmen/genommen/nimmt = ansehen
unter beweis stellen/gestellt/stellt = beweisen
inanspruchnahme = wenn jemand … nutzt
zuwiderhandlung/zuwiderhandlungen = wer dagegen verstößt
in zuwiderhandlung = gegen
obliegt/obliegen = ist Sache von
vorgenannt/vorgenannte/vorgenannten/vorgenannter/vorgenanntes = dieser
vorbezeichnet/vorbezeichnete/vorbezeichneten = dieser
obig/obige/obigen/obiger/obiges = dieser
nachstehend/nachstehende/nachstehenden = folgende
etwaig/etwaige/etwaigen/etwaiger/etwaiges = mögliche
hiermit/hierdurch = so, damit
hierfür = dafür
hiervon = davon
dergestalt = so
derselben/desselben/derselbige = ihr, sein
selbiger/selbige/selbiges = dieser
dahingehend = so
allfällige/allfälliger/allfälligen = mögliche
verbringung/verbringen = bringen
aushändigung = geben, zurückgeben
vornahme = machen
entrichten/entrichtet = zahlen
veräußern/veräußert = verkaufen
unbeschadet = auch wenn
vorbehaltlich = wenn nicht
gegebenenfalls = vielleicht, wenn nötig
nichtsdestotrotz = trotzdem
mithin = also
selbstredend = natürlich
fernmündlich = am Telefon
postalisch = per Post
"""),
}

# What customers hear as "I won't help"
POLICY = {
    "en": phrases("""
that's/it's/this/that/it is/ just/ our/company/club/store/house/hotel/library policy
it's/that's against our/the/company/club/store/house/ policy/rules
against our/the/company/club/store policy
per/under/by our/company/club/store policy
according to our/the/company/club/store/ policy
due to our/company/club/store/ policy
because of our/company/club/store policy
our/company/club/store policy is/says/states/requires/forbids/prohibits
our/company/club/store policy does not allow
our/company/club/store policy doesn't allow
the policy says/states/requires/forbids/prohibits
policy prevents/forbids/prohibits
it's/that's/those/these/are the/our rules
the rules say/state/forbid/don't
rules are rules
that's/it's the rule
i'm/we're afraid
i/we am/are afraid
unfortunately
regrettably
we/i regret to
we/i regret that
not allowed
not permitted
isn't/aren't/wasn't allowed/permitted
are/is strictly/ prohibited/forbidden
you must
you must not
you have to
you've got to
you are/you're required/obliged/obligated to
you will/you'll have to
there is/there's nothing i/we can do
nothing i/we can do
nothing more/else i/we can do
i/we can't/cannot
i/we can/am/are/'m/'re not able to
i'm/we're not able to
i'm/we're unable to
i am unable to
we are unable to
my/our hands are tied
no exceptions
i/we don't make the rules
that's/that is/just how it is
that's/it's not my/our problem/job/department
the system won't let/allow
the system doesn't let/allow
you need to understand
you'll/you have to understand
take it or leave it
"""),
    "de": phrases("""
das/so ist bei uns so
das ist/ bei uns nun/ mal/ so
das ist halt/eben/nun so
das ist so vorgeschrieben
das ist vorschrift
so ist/lautet/lauten die/das/unsere regel/regeln/vorschrift/vorschriften
das sind unsere/die regeln/vorschriften
unsere regeln/richtlinie/richtlinien/vorschriften
laut/gemäß vorschrift/vorschriften/richtlinie/hausordnung
vorschrift ist vorschrift
leider
bedauerlicherweise
wir bedauern
nicht erlaubt/gestattet/zulässig
ist/sind/strengstens verboten/untersagt
sie müssen
du musst
ihr müsst
sie haben zu
da/dagegen/daran kann/können ich/wir/ leider/ nichts/nix machen/tun/ändern
da/dagegen/daran kann/können man nichts machen/tun/ändern
da ist nichts zu machen
mir/uns sind die hände gebunden
ich/wir kann/können ihnen/dir/da leider/ nicht helfen/weiterhelfen
ich/wir kann/können nicht
ich/wir darf/dürfen nicht
dafür bin ich/ nicht zuständig
dafür sind wir nicht zuständig
keine ausnahmen
ohne ausnahme
das geht nicht
geht leider nicht
das system lässt/erlaubt das nicht
"""),
}

BLAME = {
    "en": phrases("""
you failed/neglected/refused to
you have/you've failed/neglected/refused to
you failed
you forgot
your own/ fault
your own/ mistake
your own/ carelessness/negligence
you claim/claimed/allege/alleged that/to
you ignored/violated/disregarded
you have/you've ignored/violated/disregarded
you have only yourself to blame
you should know better
you ought/should to/ have known
you should/ought to/ have read/asked/checked/thought/called/told/kept/brought/paid
you should/ought to/ have listened/noticed/realised/realized/informed/cancelled/canceled/booked
you should've known/read/asked/checked/thought/called/told/kept/brought/paid/listened/noticed/cancelled/canceled/booked
you didn't bother
you didn't/did not bother/follow/obey/listen
as you should know
as i/we already/have/ told you
as i/we have already told/explained
if you had read/listened/followed/asked/checked
if you'd read/listened/followed/asked/checked
you people
calm down
"""),
    "de": phrases("""
sie haben es/ versäumt
du hast es/ versäumt
haben/hast sie/du es/ versäumt
ihr versäumnis
selbst schuld
selber schuld
ihre/deine eigene/ schuld
ihr/dein eigener/ fehler
ihr/dein eigenes/ verschulden
sie/du behaupten/behauptest
sie haben/hätten sich nicht
wie sie wissen sollten
das hätten sie wissen müssen
das/da hätten sie wissen/lesen/fragen/merken/sagen/melden müssen/sollen
hätten sie doch
hätten sie mal
wenn sie gelesen/gefragt/aufgepasst hätten
sie hätten wissen/lesen/fragen/merken/sagen/melden/aufpassen müssen/sollen
sie haben nicht aufgepasst/gelesen/zugehört
sie haben vergessen
du hast vergessen
wie ich ihnen bereits/schon/ gesagt/erklärt
wie bereits/schon gesagt/erklärt
beruhigen sie sich
"""),
}
