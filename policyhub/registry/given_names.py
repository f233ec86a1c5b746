"""Given names that are common where people speak English or German, as a list of our own.

Left out are those that are common words too (Mark, Will, Rose, May, Max, Can, Ernst, Rosa), or are met more often as
something else (Jordan, Paris, Chase): after a title they are seen all the same.
"""

GIVEN_NAMES = frozenset(
    """
    aaron abigail adam adele adrian agnes agnieszka ahmed ahmet aisha alan albert alejandro alessandro alexander
    alexandra alfred ali alice alina alison amanda amelia amelie amina amy ana anastasia andrea andreas andrew
    andrzej aneta angela angelika anika anita anja anke ann anna anne anneliese annette annika anthony antje antonia
    antonio arthur astrid aylin ayse barbara bastian beate beatrice ben benedikt benjamin bernadette bernd bernhard
    bettina bianca birgit birgitta björn brandon brenda brian brigitte britta bruno burak callum cameron carina
    carla carlos carmen carol caroline carolyn carsten catherine cecilia celina charles charlotte cheryl christa
    christel christiane christina christine christoph christopher claire clara claudia claus clemens colin connor
    conrad constanze corinna cornelia craig cynthia dagmar daniel daniela darren david deborah deepak denise dennis
    derek detlef diana dieter dietmar dilara dirk dmitri dominik donald donna dora doris dorothea dorothy douglas
    duncan dylan eberhard eckhard edith eduard edward egon eileen ekaterina elaine elena elfriede elias elif elisa
    elisabeth elizabeth elke ella ellen elli emil emilia emily emine emma emre enrico eric erica erich erik erika
    erwin esther ethan eugen eva evelyn fabian fatima fatma felicitas felix ferdinand finja finn fiona florian franz
    franziska frauke frederik frieda friederike friedrich fritz gabriel gabriele gareth gary gavin geoffrey georg
    george georgia gerald gerd gerhard gertrud gillian giovanni gisela giulia giuseppe gordon graham gregor gregory
    greta gudrun guido gunter gustav günter günther hakan hamza hanna hannah hannelore hannes hans harald hassan
    heather hedwig heidi heike heiko heiner heinrich heinz helen helena helene helga helmut hendrik henrik henry
    herbert hermann hildegard holger horst howard hubert hugh hüseyin ian ibrahim ilse imke ines inga ingeborg ingo
    ingrid irene irina irmgard isabel isabella isabelle ivan ivana jacob jacqueline jakob jakub james jamie jan jana
    jane janet janina janine jasmin jason javier jeffrey jennifer jens jeremy jessica joachim joan joanna joanne
    jochen joe johann johanna johannes john jonas jonathan josef josefine joseph joshua josé joyce juan judith julia
    julian juliane julie justin jutta jörg jörn jürgen kai karen karin karl karla karsten katarzyna kate katharina
    katherine kathleen kathrin kathryn katja katrin kayla kelly kenneth kerstin kevin khadija kimberly kirsten klara
    klaus konrad konstantin kristin kristina krzysztof kurt kyle larissa lars laura lauren lea leah lena leni leon
    leonard leonie leonora leopold leyla liam lian lieselotte lilian lina linda linus lisa lisbeth lorena lorenz
    lothar louis louisa louise luca lucas lucia lucy ludwig luis luisa lukas luke lydia maddison magdalena maike
    maja malcolm malte manfred manuel manuela marc marcel marco marcus mareike margaret margarete margit maria
    mariam marianne marie marina mario marion marius markus marlene marlies marta martha martin martina marvin mary
    mateusz mathilde matteo matthew matthias maureen maurice maximilian maya megan mehmet melanie melissa merle
    meryem michael michaela michelle mia miguel mika milan mirjam mohamed mohammad mohammed monica monika moritz
    muhammad murat mustafa nadine nadja nancy naomi natalia natalie natascha nathan neil niamh nicholas nick nicola
    nicole niklas nikolaus nils nina noah nora norbert oleg olga oliver olivia omar oscar oskar othmar otto owen
    pamela patricia patrick patrizia paul paula pauline pawel pedro peter petra philip philipp phoebe pia piotr
    priya rachel rafael rainer ralf ralph raymond rebecca regina regine reiner reinhard renate rené ricardo riccardo
    richard rita robert roberta robin rodrigo roger roland rolf romy ronald rosemarie rosemary roswitha roy rudolf
    rupert ruth ryan sabine sabrina samantha samuel sandra sara sarah sascha savannah sebastian selina sergei sharon
    shaun sheila shirley sibylle siegfried sigrid silke silvia simon simone sinem siobhan sofia solveig sonja sophia
    sophie stefan stefanie steffen stephan stephanie stephen steven stuart susan susanna susanne sven svenja
    svetlana sybille tamara tanja tatjana teresa thea theodor theresa thomas thorsten tilman tim timo timothy tina
    tobias tom tomasz torben torsten traute tristan udo ulrich ulrike ursula ute uwe valentina valeria vanessa vera
    verena veronica veronika victoria viktor viktoria vincent viola virginia volker walter waltraud wendy werner
    wiebke wilfried wilhelm william wolfgang xaver yannick yasemin yasmin yusuf yvonne zeynep zoe
    """.split()
)
