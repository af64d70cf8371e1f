"""The words by which column names in many languages say that they hold personal data, as a table to read and extend.

A phrase is written without accents, in lower case, its words parted by spaces; it is found in `customer_email`,
`EmailAddress`, `E-Mail-Adresse` or `emailaddress` alike. The longest phrase in a name wins.
"""

from __future__ import annotations

from typing import Literal

PersonalType = Literal[
    "name", "first_name", "last_name", "email", "phone", "iban", "credit_card", "national_id", "passport",
    "license_plate", "address", "street", "city", "postcode", "birth_date", "ip", "url", "username", "company",
]  # fmt: skip

LABELS: dict[PersonalType, str] = {
    "name": "a person's name",
    "first_name": "a first name",
    "last_name": "a surname",
    "email": "an e-mail address",
    "phone": "a phone number",
    "iban": "a bank account number (IBAN)",
    "credit_card": "a payment card number",
    "national_id": "a national or social security number",
    "passport": "a passport number",
    "license_plate": "a number plate",
    "address": "an address",
    "street": "a street",
    "city": "a town",
    "postcode": "a postcode",
    "birth_date": "a date of birth",
    "ip": "an internet (IP) address",
    "url": "a web address",
    "username": "a user name",
    "company": "a company",
}

WORDS: dict[PersonalType, str] = {
    "name": """
        full name, person name, complete name, legal name, maiden name, contact person, next of kin,
        vollstandiger name, nom complet, nom prenom, nom et prenom, nombre completo, nombre y apellidos,
        nome completo, nome e cognome, volledige naam, imie i nazwisko, fullt navn, fullstandigt namn,
        ansprechpartner, cardholder, card holder, фио, 姓名, 氏名, 名前, 성명, الاسم""",
    "first_name": """
        first name, firstname, given name, forename, christian name, middle name, fname, vorname, rufname,
        prenom, primer nombre, voornaam, imie, fornavn, fornamn, etunimi, jmeno, keresztnev, prenume, имя, 名,
        이름""",
    "last_name": """
        last name, lastname, surname, family name, lname, nachname, familienname, zuname, geburtsname,
        nom de famille, nom famille, nom naissance, apellido, apellidos, primer apellido, segundo apellido,
        cognome, sobrenome, apelido, achternaam, nazwisko, efternavn, etternavn, efternamn, sukunimi, prijmeni,
        vezeteknev, soyad, soyadi, фамилия, 姓""",
    "email": """
        email, e mail, mail, email address, e mail address, mail address, email adresse, e mail adresse,
        adresse email, adresse mail, courriel, correo, correo electronico, posta elettronica, sahkoposti, eposta,
        e posta, epost, почта, 邮箱, 电子邮件, メール, メールアドレス, 이메일""",
    "phone": """
        phone, phone number, phone no, telephone, telephone number, tel, tel no, mobile, mobile phone,
        mobile number, cell, cell phone, cellphone, cellular, landline, fax, fax number, msisdn, whatsapp,
        telefon, telefonnummer, handy, handynummer, mobil, mobiltelefon, mobilnummer, rufnummer, festnetz,
        faxnummer, portable, telefono, movil, celular, cellulare, telefone, telemovel, telefoon, telefoonnummer,
        mobiel, komorka, puhelin, puhelinnumero, cep telefonu, телефон, 电话, 手机, 手机号, 電話, 電話番号, 전화,
        전화번호, هاتف""",
    "iban": """
        iban, bank account, bank account number, account iban, kontonummer, konto, bankverbindung,
        numero de compte, cuenta bancaria, numero de cuenta, conto corrente, conta bancaria, rekeningnummer,
        numer konta""",
    "credit_card": """
        credit card, credit card number, card number, card no, cc number, ccnum, cc num, debit card,
        payment card, kreditkarte, kreditkartennummer, kartennummer, carte bancaire, carte de credit,
        numero de carte, tarjeta de credito, tarjeta credito, numero de tarjeta, carta di credito,
        cartao de credito, creditcard, kreditkort""",
    "national_id": """
        ssn, social security, social security number, social security no, soc sec, national id,
        national id number, national identifier, national identification number, nin, nino, national insurance,
        national insurance number, ni number, identity number, id card, id card number, identity card,
        personal number, personal id number, tax id, tax number, taxpayer id, tin, itin, nhs number, nhs no,
        medicare number, aadhaar, aadhar, pan number, driver license, drivers license, driving licence,
        driver licence, driver license number, sozialversicherungsnummer, steuer id, steuernummer,
        steueridentifikationsnummer, ausweisnummer, personalausweis, fuhrerscheinnummer, ahv, ahv nummer, svnr,
        versichertennummer, numero de securite sociale, securite sociale, num secu, nir, insee, dni, nie, nif,
        nss, cedula, curp, rut, cuil, documento de identidad, documento identidad, codice fiscale, cpf,
        cartao de cidadao, bsn, burgerservicenummer, rijksregisternummer, pesel, personnummer, fodselsnummer,
        cpr, cpr nummer, henkilotunnus, hetu, rodne cislo, cnp, egn, oib, jmbg, tc kimlik, kimlik no, снилс, инн,
        身份证, 身份证号, マイナンバー, 주민등록번호""",
    "passport": """
        passport, passport number, passport no, pass number, reisepass, reisepassnummer, passnummer, passeport,
        numero de passeport, pasaporte, passaporto, passaporte, paspoort, paspoortnummer, paszport, pas nummer,
        pasaport, паспорт, 护照, パスポート, 여권""",
    "license_plate": """
        license plate, licence plate, number plate, plate number, plate no, vehicle registration,
        registration plate, vehicle reg, kennzeichen, kfz kennzeichen, nummernschild, immatriculation,
        plaque immatriculation, matricula, targa, kenteken, numer rejestracyjny, rejestracja,
        registreringsnummer, plaka, 车牌, 车牌号""",
    "address": """
        address, addr, home address, postal address, mailing address, residential address, billing address,
        shipping address, delivery address, full address, residence, adresse, anschrift, wohnadresse, domicile,
        adresse postale, direccion, domicilio, indirizzo, endereco, morada, adres, woonadres, zamieszkania,
        adresa, osoite, adress, lakcim, адрес, 地址, 住址, 住所, 주소, عنوان""",
    "street": """
        street, street name, street address, street and number, address line, strasse, str,
        strasse und hausnummer, hausnummer, rue, voie, calle, rua, straat, straatnaam, ulica, gade, gata, katu,
        utca, ulice, улица, 街道""",
    "city": """
        city, town, city name, place of residence, place of birth, birth place, birthplace, municipality, stadt,
        ort, wohnort, geburtsort, gemeinde, ville, commune, lieu de naissance, ciudad, municipio, localidad,
        poblacion, lugar de nacimiento, citta, comune, luogo di nascita, cidade, localidade, plaats, woonplaats,
        gemeente, miasto, miejscowosc, stad, kaupunki, mesto, varos, oras, sehir, город, 城市, 市, 도시""",
    "postcode": """
        postcode, post code, postal code, postalcode, zip, zip code, zipcode, plz, postleitzahl, code postal,
        codigo postal, codice postale, cep, kod pocztowy, postnummer, postnr, postinumero, psc, iranyitoszam,
        cod postal, posta kodu, индекс, 邮编, 郵便番号, 우편번호""",
    "birth_date": """
        birth date, birthdate, date of birth, dob, d o b, birthday, birth day, birth year, year of birth, yob,
        birth month, born, born on, geburtsdatum, geburtstag, geburtsjahr, geb datum, gebdat, date de naissance,
        date naissance, annee de naissance, ne le, fecha de nacimiento, fecha nacimiento, fec nac, nacimiento,
        data di nascita, data nascita, nascita, data de nascimento, data nascimento, geboortedatum, geboortejaar,
        data urodzenia, fodselsdato, fodselsdag, fodelsedatum, syntymaaika, datum narozeni, dogum tarihi,
        szuletesi datum, дата рождения, 出生日期, 生年月日, 생년월일""",
    "ip": """
        ip, ip address, ip addr, client ip, remote addr, remote address, ip adresse, adresse ip, direccion ip,
        indirizzo ip""",
    "url": """
        url, web address, website, web site, homepage, home page, profile url, linkedin, facebook, webseite,
        site web, sitio web, sito web""",
    "username": """
        username, user name, login, login name, user login, screen name, screenname, nickname, nick name, nick,
        handle, twitter, instagram, skype, account name, benutzername, nutzername, benutzer, nom utilisateur,
        nom d utilisateur, pseudo, identifiant, usuario, nombre de usuario, nome utente, utente, gebruikersnaam,
        nazwa uzytkownika, brukernavn, anvandarnamn, 用户名, ユーザー名""",
    "company": """
        company, company name, employer, employer name, organisation, organization, organisation name,
        organization name, firma, firmenname, unternehmen, arbeitgeber, entreprise, societe, raison sociale,
        employeur, empresa, razon social, empleador, azienda, societa, ragione sociale, bedrijf, bedrijfsnaam,
        werkgever, foretag, bedrift, virksomhed, yritys, sirket, 公司, 会社, 회사""",
}

# Whom a column may be about: `customer`, `patient_name`, `nom_client`. Alone they must hold names that are known.
PERSONS = """
    person, customer, client, patient, citizen, household, employee, staff, worker, user, member, owner, holder,
    account holder, guest, host, passenger, student, pupil, teacher, author, doctor, physician, nurse, contact,
    applicant, candidate, driver, player, parent, mother, father, spouse, child, manager, director, buyer, seller,
    recipient, sender, beneficiary, donor, subscriber, insured, tenant, landlord, voter, witness, suspect,
    victim, defendant, lawyer, agent, respondent, participant, subject, cust, emp, kunde, kunden, mitarbeiter,
    patienten, inhaber, versicherter, schuler, mieter, besitzer, autor, fahrer, abonne, adherent, salarie,
    beneficiaire, titulaire, eleve, etudiant, cliente, paciente, empleado, usuario, alumno, titular, propietario,
    paziente, dipendente, funcionario, aluno, klant, medewerker, eigenaar, klient, pacjent, pracownik, kund,
    asiakas"""

# Words that turn a name into something else: `email_status` is no e-mail address, nor `city_code` a town.
OTHERWISE = """
    type, kind, class, category, group, status, state, flag, verified, valid, confirmed, consent, opt, domain,
    provider, operator, brand, model, make, count, total, length, size, score, rate, index, rank, level, code,
    change, changes, time, duration, minutes, distance, price, cost, fee, charge, charges, area, population,
    density, capacity, version, usage, has, is, since, typ, anzahl, land, tipo, tipus"""

# Phrases so short that they stand for much else inside a longer name.
ALONE = (
    "sin, tin, nir, nie, nif, nin, nss, rut, str, nick, cell, cep, psc, ip, born, login, handle, plaka, portable, handy"
)

# What a bare name is called; to be believed only where the values are known names.
NAMES = "name, names, nom, noms, nombre, nome, naam, namn, navn, nazwa, nimi, nev, nume, ad, isim, ime, имена"
