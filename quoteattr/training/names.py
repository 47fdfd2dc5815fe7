"""Names of the world for the training of the Stanza models: people, bodies and places, put in where others stood.

The corpora are of US politics and of the web; here a share of their names gives way to names of other customs, so that
the models learn what surrounds a name and how it is written rather than who was in the news in one year.
"""

# ruff: noqa: SIM905
from __future__ import annotations

import random
import re
from collections.abc import Sequence

Token = dict[str, str]
LOCALES = (
    "en_US en_GB en_IN en_NZ es_ES es_MX es_CO fr_FR de_DE it_IT pt_BR nl_NL pl_PL cs_CZ hu_HU ro_RO fi_FI no_NO "
    "sv_SE da_DK tr_TR id_ID hr_HR sl_SI lt_LT lv_LV et_EE yo_NG zu_ZA tw_GH az_AZ sk_SK"
).split()
# names that faker has in no Latin spelling, or not at all: given names, then family names
GIVEN = (
    "Mohammed Mohamed Ahmed Abdullah Khalid Omar Youssef Hassan Ali Mahmoud Fatima Aisha Layla Nour Ibrahim "
    "Mustafa Abdel Volodymyr Oleksandr Andriy Olena Serhiy Dmytro Iryna Vladimir Sergei Dmitry Alexei Maria "
    "Yelena Olga Igor Wei Xiaoming Jun Li Min-jun Ji-woo Hyun-woo Seo-yeon Yoon Hiroshi Kenji Yuki Haruto Sakura "
    "Takeshi Naoko Fumio Shigeru Minh Thi Van Huong Duc Somchai Prayut Anutin Aung Min Daw Khin Joko Budi Sri "
    "Siti Agus Dewi Ferdinand Maria Bongbong Leni Wanjiru Kipchoge Otieno Achieng Uhuru William Raila Amina Abebe "
    "Tigist Hailemariam Paul Jean-Claude Jean-Pierre Célestin Furaha Félix Marie-Claire Chukwu Ngozi Emeka Bola "
    "Kwame Kofi Nana Ama Thabo Sipho Cyril Nomvula Narendra Rahul Priya Sanjay Amit Anjali Imran Shehbaz Nawaz "
    "Bilawal Sheikh Tarique Rajapaksa Anura Sanna Jón Guðrún Katrín Bjarni Sigríður Kristrún Gábor László Zsófia "
    "Péter Márta Viktor Orsolya Łukasz Agnieszka Donald Emmanuel Olaf Ursula Giorgia Luiz Evo Rosa José María "
    "Javier Gustavo Andrés Nicolás Dina Claudia Xiomara Nayib Kassym-Jomart Nursultan Gulnara Nikol Ilham Salome "
    "Benjamin Yair Itamar Yoav Tamar Ebrahim Hossein Zahra Mahsa Bashar Abu Umm Nassim Kaïs Abdelmadjid Malik "
    "Tedros Mette Ulf Jens"
).split()
FAMILY = (
    "al-Masri al-Sudani al-Burhan el-Sissi Hamdan Haddad Khoury Nasrallah Abbas Barzani Zelensky Kovalchuk "
    "Shevchenko Petrenko Bondarenko Ivanov Petrov Smirnova Kuznetsov Volkov Lavrov Peskova Kim Park Lee Choi Jung "
    "Nguyen Tran Pham Le Li Wang Zhang Chen Liu Zhao Xu Tanaka Sato Suzuki Takahashi Watanabe Ishiba Yamamoto "
    "Nakamura Suharto Widodo Subianto Wibowo Santoso Marcos Duterte Aquino Dela Reyes Shinawatra Wongsakul Thein "
    "Hlaing Mwangi Odhiambo Kamau Ruto Kenyatta Kiplagat Rotich Cheruiyot Wekesa Tesfaye Abiy Tshisekedi Bahati "
    "Mukendi Kabila Kagame Museveni Okonkwo Adeyemi Okafor Tinubu Buhari Mensah Asante Mahama Ramaphosa Dlamini "
    "Nkosi Mokoena Modi Singh Sharma Patel Gupta Kumar Khan Sharif Bhutto Rahman Hasina Perera Jónsdóttir "
    "Einarsson Gunnarsson Sigurðardóttir Halldórsson Orbán Szabó Nagy Kovács Tóth Matolcsy Varga Tusk Kaczyński "
    "Wójcik Nováková Dvořák Babiš Fico Čaputová Iohannis Popescu Radev Borissov Erdoğan Yılmaz Demir Kaya "
    "Mitsotakis Papadopoulos Vučić Kurti Plenković Golob Macron Dubois Lefèvre Scholz Müller Weber Meloni Rossi "
    "Bianchi Sánchez García Lula Silva Bolsonaro Quispe Mamani Condori Morales Boluarte Castillo Milei Fernández "
    "Petro Maduro Bukele Sheinbaum Tokayev Mirziyoyev Aliyev Pashinyan Kobakhidze Netanyahu Gantz Levi Cohen "
    "Khamenei Raisi Pezeshkian Assad Saied Tebboune O'Leary McBride Taylor-Smith van-Dijk Frederiksen Støre "
    "Kristersson Stubb Orpo Rutte Guterres Grossi Ghebreyesus Tikhanovskaya"
).split()
# syllables of Korean names, "Kim Min-jun", and of Vietnamese and Burmese ones, "Do Thi Bich Hanh"
KOREANS = (
    "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Baek Moon Ko Yang Noh"
).split()
SYLLABLES = (
    "Min Hyun Ji Seo Joon Soo Eun Kyung Sang Do Jae Woo Young Hye Mi Jin Seon Ho Cheol Won Da In Na Tae Dong Hee Seok"
).split()
SOUTHEAST = (
    "Do Nguyen Tran Le Pham Hoang Vu Thi Van Bich Hanh Minh Anh Duc Thanh Mai Lan Quang Hai Sau Tuan Saw Eh Doh Naw "
    "Mar Lwin Htay Kyaw Zaw Moe Khin Aung Hlaing Soe Myint Thida Nay Win Than Shwe"
).split()
CITIES = (
    "Nairobi|Kisumu|Mombasa|Addis Ababa|Kinshasa|Goma|Kampala|Kigali|Lagos|Abuja|Accra|Dakar|Bamako|Ouagadougou|"
    "Niamey|Khartoum|Juba|Cairo|Tripoli|Tunis|Algiers|Rabat|Johannesburg|Pretoria|Harare|Lusaka|Maputo|Luanda|"
    "Antananarivo|Mogadishu|Djibouti|Beirut|Damascus|Amman|Baghdad|Tehran|Riyadh|Doha|Dubai|Sanaa|Jerusalem|"
    "Tel Aviv|Gaza City|Ankara|Istanbul|Kyiv|Odesa|Kharkiv|Zaporizhzhia|Kherson|Moscow|Saint Petersburg|Belgorod|"
    "Minsk|Warsaw|Gdansk|Vilnius|Riga|Tallinn|Helsinki|Stockholm|Oslo|Copenhagen|Reykjavik|Dublin|London|"
    "Edinburgh|Paris|Marseille|Brussels|The Hague|Rotterdam|Berlin|Munich|Vienna|Bern|Geneva|Prague|Bratislava|"
    "Budapest|Debrecen|Bucharest|Sofia|Belgrade|Sarajevo|Pristina|Skopje|Athens|Rome|Milan|Madrid|Barcelona|"
    "Valencia|Lisbon|Tbilisi|Yerevan|Baku|Astana|Almaty|Tashkent|Bishkek|Dushanbe|Kabul|Islamabad|Karachi|"
    "New Delhi|Mumbai|Kolkata|Dhaka|Kathmandu|Colombo|Yangon|Naypyidaw|Bangkok|Hanoi|Ho Chi Minh City|Phnom Penh|"
    "Kuala Lumpur|Singapore|Jakarta|Surabaya|Semarang|Manila|Cebu|Tacloban|Beijing|Shanghai|Hong Kong|Taipei|"
    "Seoul|Pyongyang|Tokyo|Osaka|Sydney|Melbourne|Canberra|Wellington|Auckland|Suva|Port Moresby|Ottawa|Toronto|"
    "Montreal|Mexico City|Guadalajara|Guatemala City|San Salvador|Tegucigalpa|Managua|Panama City|Havana|"
    "Port-au-Prince|Kingston|Caracas|Bogota|Medellin|Quito|Lima|Cusco|La Paz|Santa Cruz|Cochabamba|Asuncion|"
    "Montevideo|Buenos Aires|Santiago|Brasilia|Sao Paulo|Rio de Janeiro|Manaus"
).split("|")
COUNTRIES = (
    "Kenya|Ethiopia|Uganda|Rwanda|Nigeria|Ghana|Senegal|Mali|Niger|Sudan|South Sudan|Egypt|Libya|Tunisia|Morocco|"
    "Algeria|Chad|South Africa|Zimbabwe|Zambia|Mozambique|Angola|Somalia|DR Congo|Congo|Lebanon|Syria|Jordan|"
    "Iraq|Iran|Saudi Arabia|Qatar|Yemen|Israel|Turkey|Ukraine|Russia|Belarus|Poland|Lithuania|Latvia|Estonia|"
    "Finland|Sweden|Norway|Denmark|Iceland|Ireland|Britain|Scotland|France|Belgium|Germany|Austria|Switzerland|"
    "Hungary|Slovakia|Romania|Bulgaria|Serbia|Kosovo|Greece|Italy|Spain|Portugal|Georgia|Armenia|Azerbaijan|"
    "Kazakhstan|Uzbekistan|Kyrgyzstan|Afghanistan|Pakistan|India|Bangladesh|Nepal|Sri Lanka|Myanmar|Thailand|"
    "Vietnam|Cambodia|Malaysia|Indonesia|East Timor|China|Taiwan|South Korea|North Korea|Japan|Australia|"
    "New Zealand|Fiji|Papua New Guinea|Tonga|Nauru|Canada|Mexico|Guatemala|Honduras|Cuba|Haiti|Jamaica|Venezuela|"
    "Colombia|Ecuador|Peru|Bolivia|Paraguay|Uruguay|Argentina|Chile|Brazil|Java|Sumatra|Samar|Crimea|Kursk|"
    "Donetsk|South Kivu|Antioquia|Bavaria|Catalonia|Punjab|Kashmir|Tigray|Darfur|Gaza|Sicily|Okinawa|Queensland|"
    "Quebec|Ontario|Ohio|Texas|Nevada"
).split("|")
ACRONYMS = (
    "NATO UN EU WHO IAEA IMF UNICEF UNESCO UNHCR OPEC ASEAN ECOWAS OSCE WTO WFP FIFA UEFA IOC WADA CAF ICC ECB "
    "BBC AFP TASS NHK DPA ANSA EFE Xinhua Kyodo Reuters AP UPI Roscosmos NASA ESA JAXA ISRO CNSA Kremlin Interpol "
    "Europol Frontex MSF OCHA UNRWA IGAD Samsung Toyota Siemens Airbus Boeing Gazprom Rosatom Petrobras Codelco "
    "Pemex Huawei TSMC Maersk Lufthansa Ryanair Hamas Hezbollah Fidesz Likud Syriza Podemos Eskom Safaricom "
    "Reliance Tata Adani Tesla Google Meta Volkswagen Nestle Shell"
).split()
BODIES = (
    "World Health Organization|World Bank|Red Cross|Amnesty International|Human Rights Watch|"
    "Doctors Without Borders|Greenpeace|International Monetary Fund|International Atomic Energy Agency|"
    "International Criminal Court|European Commission|African Union|European Central Bank|European Union|"
    "United Nations|Arab League|World Food Programme|International Olympic Committee|National Bank of Hungary|"
    "Bank of England|Bank of Japan|Central Bank of Iceland|Reserve Bank of India|Federal Reserve|"
    "Foreign Ministry|Defence Ministry|Health Ministry|Interior Ministry|Finance Ministry|Ministry of Transport|"
    "Supreme Court|Ministry of Foreign Affairs|Constitutional Court|Supreme Electoral Tribunal|National Police|"
    "Coast Guard|Border Guard Service|State Emergency Service|National Disaster Management Agency|"
    "Kenya Wildlife Service|Athletics Integrity Unit|Athletics Kenya|Workers' Party|Conservative Party|"
    "Labour Party|Democratic Party|Social Democrats|Justice and Development Party|National Assembly|"
    "Security Council|International Seabed Authority|Japan Meteorological Agency|"
    "China National Space Administration|Nikkei|Financial Times|New York Times|Le Monde|Der Spiegel|El Pais|"
    "Al Jazeera|Kyodo News|Deutsche Bank|Air France|Korean Air|Andina Copper|Caspian Meridian|"
    "University of Nairobi|University of Oxford|University of Indonesia|Charles University|Metalworkers' Union|"
    "National Union of Teachers|Farmers' Federation|Port Authority|Rapid Support Forces|Tribal Council|"
    "Norfolk Southern|Pacific Minerals|Philippine Coast Guard|Mexican Navy|Royal Navy|Bundesbank|Bundeswehr|"
    "Knesset|Duma"
).split("|")
PEOPLES = (
    "Kenyan Ethiopian Ugandan Rwandan Nigerian Ghanaian Senegalese Malian Sudanese Egyptian Libyan Tunisian "
    "Moroccan Algerian Congolese Lebanese Syrian Iraqi Iranian Saudi Qatari Yemeni Israeli Palestinian Turkish "
    "Ukrainian Russian Belarusian Polish Lithuanian Latvian Estonian Finnish Swedish Norwegian Danish Icelandic "
    "Irish British French Belgian Dutch German Austrian Swiss Czech Slovak Hungarian Romanian Bulgarian Serbian "
    "Greek Italian Spanish Portuguese Georgian Armenian Kazakh Afghan Pakistani Indian Bangladeshi Nepali Burmese "
    "Thai Vietnamese Malaysian Indonesian Filipino Chinese Taiwanese Japanese Australian Fijian Canadian Mexican "
    "Guatemalan Cuban Haitian Venezuelan Colombian Peruvian Bolivian Argentine Chilean US UN EU"
).split()
TITLES = (
    "President|Prime Minister|Foreign Minister|Health Minister|Defence Minister|Finance Minister|"
    "Interior Minister|Chancellor|King|Governor|Gov.|Sen.|Rep.|Mayor|Justice|Judge|Archbishop|Gen.|Lt. Gen.|Col.|"
    "Capt.|Dr.|Mr.|Mrs.|Ms.|Prof.|Police Chief|Secretary-General|Transport Minister|Energy Minister|"
    "Vice President|central bank governor|union leader|opposition leader|lawmaker|spokesman|spokeswoman|"
    "government spokesperson|army chief|foreign minister|lawyer|farmer|analyst|economist|envoy|special envoy|"
    "former president|ambassador|coach|striker|marathon runner|physicist|climate scientist|fisherman|survivor|"
    "prosecutor|rights activist|chief executive|CEO|chairwoman|director|health official|rescue chief|aid worker|"
    "leader|chief"
).split("|")
# bodies named for a place, a people or a person: C city, L country, N people, P surname
FORMS = (
    "C Times|C Post|C Star|C Herald|C Morning Herald|C Tribune|Daily C|C Police|C University|University of C|"
    "C City Council|C District Court|C Stock Exchange|C Chamber of Commerce|C General Hospital|C United|FC C|"
    "C Airlines|Bank of L|L Today|National Bank of L|Environment L|Transport L|Amnesty L|Statistics L|Radio L|"
    "Air L|Supreme Court of L|Football L|N Red Cross|N Foreign Ministry|N Navy|N Army|N Central Bank|"
    "N Football Federation|N Medical Association|N Space Agency|N Olympic Committee|N Farmers Union|"
    "N Interior Ministry|P Foundation|P Group|P Holdings|P & P|P Corp.|P Inc.|P Institute|P Mining|P Energy|"
    "P Shipping Lines|P Motors|P Pharma|Grupo P|Banco P|P Steel|P Capital Management|P and Sons"
).split("|")
_WORD = re.compile(r"[^\W_]+\.|[^\W_]+(?:['’][^\W_]+)*|[^\w\s]")
AGENCIES = "AFP Reuters AP UPI dpa Xinhua TASS Kyodo ANSA EFE PA".split()
_CALENDAR = "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec.".split()


def words(text: str) -> list[str]:
    """Cut a name into tokens as the corpora do: hyphens stand apart, abbreviations keep their full stop."""
    return _WORD.findall(text)


def tagged(text: str, label: str) -> list[Token]:
    """Return the tokens of ``text`` as one mention of ``label``, or outside of any for an empty label."""
    return [
        {"text": word, "ner": f"{'I' if number else 'B'}-{label}" if label else "O"}
        for number, word in enumerate(words(text))
    ]


class World:
    """Draw names from many naming customs."""

    def __init__(self, seed: int) -> None:
        from faker import Faker

        self.rng = random.Random(seed)
        # most of all the hand-made lists, which cover what faker lacks
        self.given, self.family = GIVEN * 3, FAMILY * 3
        self.towns: list[str] = []
        self.firms: list[str] = []
        for locale in LOCALES:
            Faker.seed(seed)
            fake = Faker(locale)
            self.given += sorted({fake.first_name() for _ in range(60)})
            self.family += sorted({fake.last_name() for _ in range(90)})
            if locale[:2] not in ("en", "it", "pt", "yo", "zu", "tw", "az"):  # these have no towns, or made-up ones
                self.towns += sorted({fake.city() for _ in range(60)})
            self.firms += sorted({fake.company() for _ in range(20)})

    def person(self, length: int) -> str:
        """Return a name of about ``length`` words."""
        rng = self.rng
        if length == 1:
            return rng.choice(self.family if rng.random() < 0.85 else self.given)
        dice = rng.random()
        if rng.random() < 0.08:
            return f"{rng.choice(KOREANS)} {rng.choice(SYLLABLES)}-{rng.choice(SYLLABLES).lower()}"
        if rng.random() < 0.05:
            return " ".join(rng.sample(SOUTHEAST, rng.choice((2, 3, 3, 4))))
        if rng.random() < 0.05:
            return f"{rng.choice('ABCDEGHJKLMNPRSTV')}. {rng.choice(self.family)}"
        if dice < 0.1:  # surname first, as in Korea, China and Vietnam
            return f"{rng.choice(self.family)} {rng.choice(self.given)}"
        if length > 2 or dice < 0.16:
            initial = rng.choice("ABCDEFGHJKLMNPRSTVW") + "."
            middle = rng.choice((rng.choice(self.given), rng.choice(self.family), initial))
            junior = " Jr." if rng.random() < 0.03 else ""
            return f"{rng.choice(self.given)} {middle} {rng.choice(self.family)}{junior}"
        return f"{rng.choice(self.given)} {rng.choice(self.family)}"

    def place(self) -> str:
        """Return a city, region or country."""
        dice = self.rng.random()
        return self.rng.choice(CITIES if dice < 0.35 else self.towns if dice < 0.65 else COUNTRIES)

    def body(self) -> str:
        """Return an organisation."""
        rng = self.rng
        dice = rng.random()
        if dice < 0.6:
            return rng.choice(BODIES if dice < 0.45 else self.firms)
        drawn = {"C": CITIES if rng.random() < 0.7 else self.towns, "L": COUNTRIES, "N": PEOPLES[:-3], "P": self.family}
        return re.sub(r"\b[CLNP]\b", lambda m: rng.choice(drawn[m.group()]), rng.choice(FORMS))

    def role(self) -> list[Token]:
        """Return what stands before a name: a people's name and a title, or one of them."""
        rng = self.rng
        people = tagged(rng.choice(PEOPLES), "") if rng.random() < 0.6 else []
        title = tagged(rng.choice(TITLES), "") if not people or rng.random() < 0.85 else []
        if people and people[0]["text"] in ("US", "EU", "UN"):
            people = tagged(people[0]["text"], "PLACE" if people[0]["text"] == "US" else "ORG")
        return people + title

    def dateline(self) -> list[Token]:
        """Return a dateline in one of the agencies' styles."""
        rng = self.rng
        place, agency = rng.choice(CITIES), rng.choice(AGENCIES)
        city = tagged(place.upper() if rng.random() < 0.6 else place, "PLACE")
        if rng.random() < 0.25:
            city += [*tagged(",", ""), *tagged(rng.choice(COUNTRIES), "PLACE")]
        source = [*tagged("(", ""), *tagged(agency, "ORG"), *tagged(")", "")]
        day = tagged(f"{rng.choice(_CALENDAR)} {rng.randint(1, 30)}", "")
        dash = [{"text": rng.choice(("-", "--", "—", "–")), "ner": "O"}]
        year = tagged(f", {rng.randint(2019, 2026)}", "")
        comma = tagged(",", "")
        forms = ([*city, *source], [*city, *comma, *day, *source], [*city, *source, *day, *year])
        return [*rng.choice(forms), *dash]


def mentions(sentence: Sequence[Token]) -> list[tuple[int, int, str]]:
    """Return (start, end, label) of every mention, label empty for what lies between them."""
    found: list[tuple[int, int, str]] = []
    for number, token in enumerate(sentence):
        label = token["ner"][2:]
        if found and found[-1][2] == label and not token["ner"].startswith("B-"):
            found[-1] = (found[-1][0], number + 1, label)
        else:
            found.append((number, number + 1, label))
    return found


def translated(sentence: Sequence[Token], world: World, share: float) -> list[Token]:
    """Return the sentence with about ``share`` of its names replaced.

    Now and then a title, a body or a dateline is put in besides.
    """
    rng, out = world.rng, list[Token]()
    for start, end, label in mentions(sentence):
        old = list(sentence[start:end])
        plain = all(re.fullmatch(r"[A-Z][\w.’'-]*|[A-Z]+|-|of|and|the", t["text"]) for t in old)
        previous = out[-1]["text"] if out else ""
        if not label or rng.random() > share:
            out += old
        elif label == "PERSON":
            free = len(old) > 1 and not previous[:1].isupper() and previous not in ("the", "-", "and")
            if free and rng.random() < 0.3:
                out += world.role()
            out += tagged(world.person(len(old)), label)
            if len(old) > 1 and end < len(sentence) and rng.random() < 0.06:
                body = tagged(rng.choice((world.body(), rng.choice(ACRONYMS))), "ORG")
                out += [*tagged(f", {rng.choice(TITLES[-20:])} of the", ""), *body, *tagged(",", "")]
        elif label == "PLACE" and plain and previous != "the" and old[0]["text"] != "the":
            new = tagged(world.place(), label)
            capitals = len(old[0]["text"]) > 3 and old[0]["text"].isupper()
            out += [{**t, "text": t["text"].upper()} for t in new] if capitals else new
        elif label == "ORG" and plain:
            head, rest = (old[:1], old[1:]) if old[0]["text"].lower() == "the" and len(old) > 1 else ([], old)
            short = len(rest) == 1 and rest[0]["text"].isupper()
            new = tagged(rng.choice(ACRONYMS) if short else world.body(), label)
            out += [*head, *({**t, "ner": "I-" + label} for t in new)] if head else new
        else:
            out += old
    return [*world.dateline(), *out] if rng.random() < 0.06 * share else out
