"""Words as the comparison of wordings sees them: tokens, folded forms, spelling variants, stems."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import attrs

from quoteattr.spans import Span

# In order: initials (U.S.), per cent, figures with an ending, words with inner apostrophes, long marks, any other sign.
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|per\s+cent\b|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|bn|mn|tn|m|k|s)?\b|\d+(?:[.,:]\d+)*"
    r"|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*|''|``|\.{2,}|--+|\S",
    re.IGNORECASE,
)
QUOTES = frozenset("\"“”„‟«»'‘’‚‛") | {"''", "``"}
DASHES = frozenset("-–—‒−‐‑") | {"--", "---"}
_PUNCTUATION = frozenset(".,;:!?()[]…/") | {"...", ".."} | QUOTES | DASHES


def listed(names: str) -> tuple[str, ...]:
    """Return the words of a list written as one text, parted by blanks."""
    return tuple(names.split())


# Words whose British form no rule below turns into the American one.
_PAIRS = dict(
    pair.split("=")
    for pair in listed(
        "programme=program programmes=programs grey=gray tyre=tire tyres=tires kerb=curb cheque=check cheques=checks "
        "aluminium=aluminum sceptic=skeptic sceptics=skeptics sceptical=skeptical scepticism=skepticism mould=mold "
        "plough=plow ploughed=plowed pyjamas=pajamas judgement=judgment ageing=aging acknowledgement=acknowledgment "
        "enrol=enroll fulfil=fulfill instalment=installment instalments=installments skilful=skillful wilful=willful "
        "learnt=learned burnt=burned spelt=spelled dreamt=dreamed leapt=leaped leant=leaned spoilt=spoiled "
        "towards=toward afterwards=afterward backwards=backward forwards=forward upwards=upward amongst=among "
        "amidst=amid whilst=while artefact=artifact artefacts=artifacts cosy=cozy draught=draft draughts=drafts "
        "sulphur=sulfur aeroplane=airplane mum=mom mums=moms practise=practice practised=practiced "
        "practising=practicing gaol=jail defence=defense defences=defenses offence=offense offences=offenses "
        "licence=license licences=licenses pretence=pretense catalogue=catalog dialogue=dialog analogue=analog "
        "manoeuvre=maneuver manoeuvres=maneuvers jewellery=jewelry marvellous=marvelous woollen=woolen "
        "moustache=mustache omelette=omelet speciality=specialty orientated=oriented advisor=adviser advisors=advisers "
        "okay=ok focussed=focused focussing=focusing benefitted=benefited "
        "metre=meter metres=meters centre=center centres=centers centred=centered "
        "litre=liter litres=liters kilometre=kilometer kilometres=kilometers theatre=theater theatres=theaters "
        "fibre=fiber fibres=fibers calibre=caliber sombre=somber spectre=specter meagre=meager sabre=saber "
        "lustre=luster centimetre=centimeter centimetres=centimeters millimetre=millimeter millimetres=millimeters "
        "anaemia=anemia foetus=fetus oestrogen=estrogen diarrhoea=diarrhea haemorrhage=hemorrhage "
        "haemorrhages=hemorrhages leukaemia=leukemia paediatric=pediatric paediatrician=pediatrician "
        "paediatricians=pediatricians gynaecologist=gynecologist anaesthetic=anesthetic orthopaedic=orthopedic "
        "encyclopaedia=encyclopedia archaeologist=archeologist archaeologists=archeologists archaeology=archeology"
    )
)
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
SMALL = {word: value for value, word in enumerate(f"{_UNITS} eighteen nineteen".split())} | {
    word: 10 * value for value, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}
_SIGNS = {"%": "percent", "&": "and", "pct": "percent"}
_OUR = re.compile(
    r"(col|fav|hon|lab|neighb|behavi|harb|hum|rum|vap|endeav|rig|vig|od|tum|arm|cand|parl|savi|splend|val|clam|"
    r"ferv|ard|succ|demean)our"
)
_ISE = re.compile(r"(?<=[^\W\d_]{3})is(e|es|ed|ing|er|ers|ation|ations|ational)$")
_YSE = re.compile(r"(?<=[^\W\d_]{3})ys(e|es|ed|ing)$")
_LL = re.compile(r"(?<=[^\W\d_]{2}[aeiou])ll(ed|ing|er|ers|or|ors|able)$")
# Words that grammar asks for and that say little by themselves.
FUNCTION = frozenset(
    listed(
        "a an the of to in on at by for from with as into onto over under about after before between through during "
        "than and or but nor so yet if whether that which who whom whose what when where why how this these those "
        "there here it its it's he him his she her hers they them their theirs we us our ours i me my mine you your "
        "yours one ones is am are was were be been being do does did done has have had having will would shall "
        "should may might can could must also just very too then now only even still already such some any all each "
        "every both own same other more most up out off down s re ve ll d m t says said say told while because since"
        " until upon within"
    )
)
PRONOUNS = frozenset(
    listed(
        "he him his she her hers they them their theirs we us our ours i me my mine you your yours it its who which "
        "that this himself herself themselves myself ourselves itself"
    )
)
_IRREGULAR = dict(
    pair.split("=")
    for pair in listed(
        "was=be were=be is=be are=be am=be been=be being=be has=have had=have did=do does=do done=do said=say "
        "says=say told=tell went=go gone=go came=come took=take taken=take gave=give given=give got=get made=make "
        "knew=know known=know thought=think saw=see seen=see found=find left=leave felt=feel brought=bring "
        "began=begin begun=begin kept=keep held=hold wrote=write written=write stood=stand heard=hear meant=mean "
        "met=meet ran=run paid=pay sat=sit spoke=speak spoken=speak lay=lie lain=lie led=lead grew=grow grown=grow "
        "lost=lose fell=fall fallen=fall sent=send built=build drew=draw drawn=draw broke=break broken=break "
        "spent=spend rose=rise risen=rise drove=drive driven=drive bought=buy wore=wear chose=choose chosen=choose "
        "sold=sell fought=fight threw=throw thrown=throw caught=catch dealt=deal won=win forgot=forget "
        "forgotten=forget shook=shake flew=fly flown=fly stole=steal stolen=steal struck=strike sought=seek "
        "taught=teach died=die dying=die dead=die death=die deaths=die children=child kids=kid people=people men=man"
        " women=woman lives=life better=good best=good worse=bad worst=bad clung=cling dug=dig sank=sink sunk=sink "
        "shot=shoot hid=hide hidden=hide withdrew=withdraw withdrawn=withdraw ruled=rule rules=rule ruling=rule "
        "forgave=forgive forgiven=forgive swam=swim sang=sing sung=sing rang=ring "
        "rung=ring tore=tear torn=tear woke=wake bit=bite bitten=bite blew=blow blown=blow ate=eat eaten=eat "
        "hung=hang slept=sleep fed=feed fled=flee shut=shut cut=cut bound=bind laid=lay froze=freeze frozen=freeze "
        "swore=swear sworn=swear"
    )
)
_ENDINGS = (
    ("iveness", "ive"), ("fulness", "ful"), ("ations", "ate"), ("ation", "ate"), ("ments", "ment"), ("ities", "ity"),
    ("ically", "ic"), ("ingly", ""), ("edly", ""), ("iest", "y"), ("ies", "y"), ("ied", "y"), ("sses", "ss"),
    ("ing", ""), ("ed", ""), ("es", "e"), ("ly", ""), ("s", ""),
)  # fmt: skip


@attrs.frozen
class Word:
    """One token of a text.

    Args:
        span: Where it stands.
        text: As it stands.
        key: Folded: case, marks, dashes and British spelling levelled.
        plain: Whether it is a word or a figure, and no punctuation.
        bracketed: Whether it stands in square brackets, so that it is the editor's.
    """

    span: Span
    text: str
    key: str
    plain: bool
    bracketed: bool = False


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """Return the word with case, apostrophes, quotation marks and dashes levelled."""
    if word in QUOTES:
        return '"'
    if word in DASHES:
        return "-"
    if word == "…":
        return "..."
    word = unicodedata.normalize("NFKC", word).casefold().replace("’", "'").replace("ʼ", "'")
    return word.replace(".", "") if re.fullmatch(r"(?:[^\W\d_]\.){2,}", word) else word


@lru_cache(maxsize=65536)
def spelled(word: str) -> str:
    """Return the folded word in American spelling, so that both spellings of it come out alike.

    The result is a key to compare by, not always a word: "otherwise" becomes "otherwize" in every text.

    >>> spelled("travelled"), spelled("favourable"), spelled("organised"), spelled("Defence")
    ('traveled', 'favorable', 'organized', 'defense')
    """
    word = folded(word)
    if word in _SIGNS or (word.startswith("per") and word[3:].strip() == "cent"):
        return _SIGNS.get(word, "percent")
    if word in SMALL:
        return str(SMALL[word])
    if word[:1].isdigit():
        return word.replace(",", "")
    if word.endswith("'s") and len(word) > 3:
        return spelled(word[:-2]) + "'s" if word[:-2] not in SMALL else word
    if word in _PAIRS:
        return _PAIRS[word]
    word = _OUR.sub(r"\1or", word)
    word = _ISE.sub(r"iz\1", word)
    word = _YSE.sub(r"yz\1", word)
    return _LL.sub(r"l\1", word)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the word without its ending, so that forms of one word mostly meet.

    A few suffix rules in the manner of Porter (1980), after a table of irregular forms.

    >>> stem("reported") == stem("reports") == stem("reporting")
    True
    """
    word = spelled(word)
    if word.endswith("'s"):
        word = word[:-2]
    word = word.rstrip("'")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if not word.isalpha() or len(word) < 4:
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + instead
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] in "bdgkmnprt":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


# 4096: what a few thousand pairs of one day ask for again and again, some 40 MB.
@lru_cache(maxsize=4096)
def words(text: str) -> tuple[Word, ...]:
    """Cut ``text`` into words, figures and punctuation, each with its offsets and folded form.

    >>> [w.key for w in words("The U.S. said “no” — twice…")]
    ['the', 'us', 'said', '"', 'no', '"', '-', 'twice', '...']
    """
    found = []
    inside = False
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token == "[":
            inside = "]" in text[match.end() :]
        elif token == "]":
            inside = False
        plain = token not in _PUNCTUATION and any(c.isalnum() for c in token)
        found.append(Word(Span(match.start(), match.end()), token, spelled(token), plain, inside))
    return tuple(found)


def plain_words(text: str) -> tuple[str, ...]:
    """Return the folded words and figures of ``text``, without punctuation."""
    return tuple(w.key for w in words(text) if w.plain)
