"""Wie Leute es sagen und wie es in Regeln steht: the German half of the first synonyms, a group a line."""

GROUPS = """
# Geld, Preise, Zahlung
Rückerstattung, Erstattung, Geld zurück, zurückzahlen, erstatten, zurückerstatten, Rückzahlung
Entschädigung, Schadenersatz, Ausgleich, Wiedergutmachung, Kulanz
Preis, Kosten, Gebühr, Tarif, Entgelt, was kostet, Eintrittspreis
Ermäßigung, Rabatt, Nachlass, Vergünstigung, günstiger, billiger, Preisnachlass
Zahlung, bezahlen, zahlen, Bezahlung, überweisen, Überweisung
Rechnung, Abrechnung, Faktura
Quittung, Kassenbon, Beleg, Kaufbeleg, Bon, Kassenzettel
Kaution, Pfand, Anzahlung
Mahnung, überfällig, Rückstand, Zahlungsverzug, nicht bezahlt
Strafe, Bußgeld, Strafgebühr, Sanktion
Spesen, Auslagen, Reisekosten, Reisekostenerstattung
Gehalt, Lohn, Vergütung, Bezahlung, Entgelt
Bargeld, Kasse, bar, Barzahlung
Karte, Kreditkarte, EC-Karte, Kartenzahlung
Einkauf, kaufen, Beschaffung, bestellen, Bestellung
Lieferant, Auftragnehmer, Dienstleister, Anbieter
Vertrag, Vereinbarung, Abmachung
Abo, Abonnement, Mitgliedschaft, Dauerkarte
verlängern, Verlängerung, erneuern
kostenlos, gratis, umsonst, kostenfrei, frei
Gutschein, Geschenkkarte, Coupon, Wertgutschein
leihen, ausleihen, Verleih, Ausleihe, borgen, mieten, Leihe
mieten, Miete, Vermietung, Anmietung, pachten

# Rückgabe, Bestellung, Lieferung
Rückgabe, zurückgeben, zurückbringen, Retoure, Umtausch, Rücksendung
Umtausch, umtauschen, tauschen, Ersatz, ersetzen, austauschen
kaputt, defekt, beschädigt, mangelhaft, Mangel, Schaden, funktioniert nicht
Garantie, Gewährleistung
Ware, Artikel, Produkt, Sache, Gegenstand
Lieferung, Versand, Zustellung, Paket, Sendung
Kunde, Kundin, Gast, Besucher, Besucherin, Kundschaft
Laden, Geschäft, Shop, Filiale

# Buchung, Absage, Veranstaltung
stornieren, Stornierung, absagen, Absage, abbestellen, Storno, Rücktritt
kündigen, Kündigung, austreten, Austritt, beenden
buchen, Buchung, reservieren, Reservierung, anmelden, Termin
verschieben, umbuchen, verlegen, anderer Termin
nicht erschienen, nicht gekommen, versäumt, verpasst
verspätet, zu spät, Verspätung, unpünktlich
Warteliste, Schlange, anstehen
Eintritt, Eintrittskarte, Ticket, Einlass, Zutritt
Veranstaltung, Feier, Fest, Party, Event, Geburtstag
Raum, Saal, Halle, Zimmer, Räumlichkeit
Öffnungszeiten, geöffnet, offen, wann geöffnet, Betriebszeiten
geschlossen, zu, Schließung, Schließtag
Anreise, Check-in, Ankunft
Abreise, Check-out, Abfahrt
Herberge, Hotel, Unterkunft, Hostel, Pension, Jugendherberge

# Bad, Sport, Kinder, Tiere
Schwimmbad, Bad, Freibad, Hallenbad, Becken, Schwimmhalle, Pool
Schwimmkurs, Schwimmunterricht, Kurs, Unterricht, schwimmen lernen
Badehose, Badeanzug, Badebekleidung, Badekleidung, Bikini
Windel, Windeln, Schwimmwindel
Bademeister, Badeaufsicht, Rettungsschwimmer, Aufsicht
Schließfach, Spind, Garderobenschrank, Schrank
Handtuch, Badetuch, Tuch
Mitglied, Mitgliedschaft, beitreten, Beitritt, Verein
Kind, Kinder, Minderjährige, Jugendliche, Kleinkind, Baby
Kinderbetreuung, Betreuung, Kita, Krippe, Tagesmutter, Babysitter
Eltern, Erziehungsberechtigte, Mutter, Vater, Sorgeberechtigte
Aufsicht, beaufsichtigen, Beaufsichtigung, aufpassen, Begleitperson
Hund, Hunde, Haustier, Tier, Tiere, Katze, Blindenhund, Assistenzhund
Senioren, Rentner, ältere Menschen
Schüler, Studierende, Student, Azubi, Auszubildende, Lehrling
barrierefrei, Rollstuhl, behindert, Behinderung, schwerbehindert, Barrierefreiheit
Toilette, WC, Klo, Sanitäranlagen

# Beschwerde, Verhalten
Beschwerde, beschweren, Reklamation, reklamieren, Beanstandung, unzufrieden, Ärger, meckern
Vorgesetzte, Chef, Chefin, Leitung, Führungskraft
wütend, verärgert, aufgebracht, sauer, zornig
entschuldigen, Entschuldigung, leid tun
unhöflich, frech, respektlos, beleidigend, Beleidigung
höflich, freundlich, nett
Mobbing, Belästigung, schikanieren, Schikane, mobben
sexuelle Belästigung, Übergriff, Grapschen
Diskriminierung, Benachteiligung, Rassismus, Gleichbehandlung
Verhalten, Benehmen, Verhaltenskodex, Umgang, Hausordnung
Lärm, laut, Ruhe, Nachtruhe, leise, Ruhezeit
Gewalt, Schlägerei, Angriff, Drohung, bedrohen
Streit, Konflikt, Auseinandersetzung, Meinungsverschiedenheit
Hausverbot, Ausschluss, ausschließen, verbannen, rauswerfen, Rauswurf
Abmahnung, Verwarnung, Ermahnung
verboten, untersagt, nicht erlaubt, nicht gestattet, unzulässig, Verbot
erlaubt, gestattet, zulässig, Erlaubnis, Genehmigung, genehmigen
Ausnahme, Sonderfall, Kulanz, Ausnahmefall
melden, Meldung, Bescheid sagen, informieren, anzeigen, mitteilen
Rauchen, rauchen, Zigarette, Raucher, Vapen
Alkohol, Bier, Wein, trinken, Alkoholkonsum, Schnaps
betrunken, alkoholisiert, angetrunken
Drogen, Rauschmittel, Betäubungsmittel
Diebstahl, gestohlen, geklaut, stehlen, klauen
Waffe, Messer, Pistole

# Redlichkeit
Bestechung, Korruption, Schmiergeld, bestechen, Vorteilsnahme
Geschenk, Geschenke, Zuwendung, Einladung, Bewirtung
Betrug, Täuschung, Schwindel, Unterschlagung
Hinweisgeber, Whistleblower, Hinweis geben, Missstand
Interessenkonflikt, Nebentätigkeit, Nebenjob, Zweitjob
Geldwäsche, verdächtige Zahlung
Ausweis, Personalausweis, Identität, Legitimation, Reisepass

# Arbeit
Urlaub, frei, freier Tag, Ferien, Jahresurlaub, freinehmen, Erholungsurlaub
krank, Krankheit, Krankmeldung, krankmelden, arbeitsunfähig, Erkrankung
Attest, Krankenschein, Arbeitsunfähigkeitsbescheinigung, ärztliche Bescheinigung
Elternzeit, Mutterschutz, Elterngeld, schwanger, Schwangerschaft, Geburt
Todesfall, Trauerfall, Beerdigung, gestorben, verstorben, Sonderurlaub
Arbeitszeit, Dienstzeit, Schicht, Dienstplan, Schichtplan, Gleitzeit
Überstunden, Mehrarbeit, länger arbeiten
Pause, Mittagspause, Ruhepause
Homeoffice, Telearbeit, mobiles Arbeiten, von zu Hause arbeiten, zu Hause, mobile Arbeit
Mitarbeiter, Mitarbeiterin, Beschäftigte, Angestellte, Personal, Mitarbeitende, Belegschaft
Kollege, Kollegin, Kollegen, Mitarbeiter
Arbeitgeber, Firma, Unternehmen, Betrieb, Organisation
Einarbeitung, neue Mitarbeiter, Eintritt, Onboarding, erster Tag
Ausscheiden, Kündigung, Austritt, letzter Tag, Offboarding
entlassen, Entlassung, Kündigung, gefeuert, rausgeworfen
Bewerbung, Einstellung, Bewerber, Vorstellungsgespräch
Probezeit, Probearbeit
Fortbildung, Weiterbildung, Schulung, Training, Kurs, Lehrgang
Zeugnis, Arbeitszeugnis, Referenz
Kleidung, Dienstkleidung, Uniform, Arbeitskleidung, anziehen
Betriebsrat, Personalrat, Gewerkschaft
Ehrenamt, ehrenamtlich, Freiwillige, Helfer
Dienstreise, Reise, Geschäftsreise, unterwegs
Fahrrad, Rad, Dienstrad, Jobrad
Auto, Pkw, Dienstwagen, Fahrzeug
Parkplatz, parken, Parken, Stellplatz
Gepäck, Koffer, Tasche

# IT, Daten
Passwort, Kennwort, Zugangsdaten, PIN
anmelden, einloggen, Login, Anmeldung, Zugang
Rechner, Computer, Laptop, Notebook, PC, Gerät
Handy, Telefon, Smartphone, Mobiltelefon, Diensthandy
verloren, Verlust, weg, abhandengekommen, vermisst, liegen gelassen
USB-Stick, Datenträger, Speicherstick, Wechseldatenträger
Verschlüsselung, verschlüsseln, verschlüsselt
Virus, Schadsoftware, Trojaner, Malware
Hackerangriff, gehackt, Angriff, Sicherheitsvorfall, Einbruch, Datenpanne, Datenleck
Phishing, Betrugsmail, verdächtige E-Mail
Datensicherung, Backup, Sicherungskopie, Wiederherstellung
Ausfall, Störung, Panne, geht nicht
löschen, Löschung, entfernen, vernichten, Vernichtung
entsorgen, Entsorgung, wegwerfen, Müll, Abfall
vertraulich, geheim, Geheimhaltung, Verschwiegenheit, Vertraulichkeit
Datenschutz, personenbezogene Daten, DSGVO, Privatsphäre, persönliche Daten
Auskunft, Auskunftsrecht, welche Daten
Aufbewahrung, aufbewahren, Aufbewahrungsfrist, wie lange
Videoüberwachung, Kamera, Überwachungskamera
Foto, Bild, fotografieren, Aufnahme, filmen
Einwilligung, Zustimmung, Einverständnis
Internet, WLAN, Netz, Netzwerk
E-Mail, Mail, Postfach, Nachricht
Berechtigung, Zugriff, Zugriffsrecht, Rechte

# Sicherheit, Gesundheit, Alltag
Unfall, Verletzung, verletzt, Arbeitsunfall, gestürzt
Erste Hilfe, Notarzt, Sanitäter, Krankenwagen, Rettungswagen, bewusstlos
Brand, Feuer, Feueralarm, Räumung, Evakuierung, brennt
Notfall, Gefahr, Alarm, dringend
gefährlich, Gefahr, Risiko, Gefährdung
Schutzausrüstung, Schutzkleidung, Handschuhe, Schutzbrille, Helm
Sauberkeit, putzen, Reinigung, sauber, Hygiene, aufräumen, waschen
Essen, Speisen, Verpflegung, Lebensmittel, Mahlzeit
Schlüssel, Zutrittskarte, Transponder, Chip
Fundsache, Fundbüro, liegen geblieben, vergessen, gefunden
Werkzeug, Maschine, Gerät
Bibliothek, Bücherei, Leihbücherei
Buch, Bücher, Medien
Antrag, beantragen, Antragstellung, Gesuch
Frist, Termin, bis wann, spätestens, Stichtag
verantwortlich, zuständig, Verantwortung, Zuständigkeit
Regel, Regelung, Vorschrift, Richtlinie, Ordnung
"""
