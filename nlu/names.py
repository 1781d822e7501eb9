"""What a text says when it answers "what is your company called?" or "who are you?".

Both are candidates: whether the question was asked is not known here. `read_names` gives None where the text
cannot be such a name.
"""

import re
from dataclasses import dataclass

from nlu.text import same_length_lower

MAX_COMPANY, MAX_PERSON_WORDS = 80, 7

_LEGAL = r"(?:b\.?v\.?b?a?|n\.?v\.?|v\.?o\.?f\.?|c\.?v\.?|bvba|srl|holding|gmbh|u\.?a\.?|eenmanszaak|vof)"
_SMALL_TALK = (
    r"(?:(?:nou|nou ja|eh+m?|uh+m?|euh|tja|ja|hallo|hoi|goedemorgen|goedemiddag|dag|ok[eé]?|oh|welnu|even kijken|"
    r"gewoon|uiteraard|sorry|nee|correctie)[,.! ]+)*"
)
_COMPANY_CUE = re.compile(
    rf"^\s*{_SMALL_TALK}(?:(?:"
    r"(?:de |onze |mijn |het |ons )?(?:bedrijfsnaam|handelsnaam|firmanaam|firma naam|naam van (?:het|"
    r"ons|mijn|de|onze) (?:bedrijf|zaak|firma|onderneming|toko|tent)|naam|statutaire naam|"
    r"officiële naam|officieel)"
    r"(?: (?:is|luidt|wordt|was|moet))?(?: niet .{2,60}? maar)?(?: officieel| voluit| gewoon| dan)?\s*[:=]?"
    r"|(?:wij|we|ik|wie) (?:heten|heet|hieten|zijn|noemen ons|staan bekend als|opereren als|"
    r"werken onder de naam|handelen onder de naam|ben)(?: officieel| voluit| gewoon| sinds kort|"
    r" tegenwoordig| nu)?"
    r"|(?:ons|mijn|het|onze|de|dit) (?:bedrijf|bedrijfje|zaak|firma|onderneming|toko|tent|club|"
    r"zaakje) (?:heet|is|hiet|noemt zich|heet gewoon|heet officieel|gaat onder de naam)(?: gewoon|"
    r" officieel| nu| tegenwoordig)?"
    r"|(?:het|dat|dit) (?:is|heet|moet zijn|betreft)(?: gewoon)?|(?:het )?gaat (?:om|over)|zeg maar|"
    r"schrijf maar op|zet maar|noteer(?: maar)?|u spreekt met|je spreekt met|bedrijf|firma naam)"
    r"\s*[:=,]?\s+)",
    re.IGNORECASE,
)
_COMPANY_TAIL = re.compile(
    r"(?:\s*[,;]\s*|\s+(?=(?:en )?(?:wij|we|ik) ))(?:en )?(?:wij|we|ik|dat|gevestigd|hier|sinds|"
    r"met (?:een|twee|hoofd|kleine)|al|zonder|gewoon|geschreven|in de volksmond|maar|een |het |waar|"
    r"die|uit|te|in|voorheen|afgekort|kortweg|onderdeel|een)\b.*$"
    r"|\s+(?:hoor|denk ik|alstublieft|aub|dus|heten we|heten wij|is de naam|is onze naam|heet het|"
    r"heet ik|heet de zaak|heet ons bedrijf|is het|zijn wij|zijn we)\s*[.!]*$"
    r"|\s+uit \S+$|\s+(?:zijn|worden)$"
    r"|\s+gevestigd (?:in|te) .*$|\s+met een \w$|\s+(?:is|dat is) (?:de|onze|mijn) (?:naam|bedrijfsnaam).*$",
    re.IGNORECASE,
)
_LEGAL_END = re.compile(rf"\b{_LEGAL}$", re.IGNORECASE)
_HAS_LEGAL = re.compile(rf"(?<!\w){_LEGAL}(?!\w)", re.IGNORECASE)

_PERSON_CUE = re.compile(
    rf"^\s*{_SMALL_TALK}(?:(?:"
    r"(?:mijn|m'n|de|onze) (?:volledige )?(?:naam|contactpersoon)(?: is| luidt|:)?|ik heet|"
    r"ik ben(?: het)?|ben|dat ben ik(?: zelf)?|dat is|u spreekt met|je spreekt met|spreekt u met|"
    r"(?:u kunt|je kunt|je kan|kunt u) (?:vragen naar|contact opnemen met|bellen met|terecht bij)|"
    r"vraag (?:maar )?naar|contact(?:persoon)?(?: is|:)?|naam(?: is|:)?|met|zeg maar|noem me maar|"
    r"noem mij maar|ze noemen me|t\.a\.v\.?|ter attentie van|(?:bel|mail) maar met|doe maar|"
    r"schrijf maar op|zet maar op)"
    r"\s*[:,]?\s+)+",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"^(?:(?:de )?heer|dhr\.?|hr\.?|meneer|mijnheer|mevrouw|mevr\.?|mw\.?|mej\.?|juffrouw|mr\.?|ir\.?|"
    r"ing\.?|dr\.?|drs\.?|prof\.?|bc\.?|bacc\.?|ds\.?|lic\.?|arch\.?|mrs\.?|ms\.?|herr|frau|sir|"
    r"madame|monsieur)(?:\s+|$|(?<=\.))",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"[\s,]+(?:m\.?sc\.?|b\.?sc\.?|m\.?b\.?a\.?|ph\.?d\.?|b\.?a\.?|m\.?a\.?|b\.?eng\.?|l\.?l\.?m\.?|"
    r"r\.?a\.?|emim|mba|msc|bsc|beng|aa|bba)\.?$",
    re.IGNORECASE,
)
_JOB = (
    r"(?:algemeen |technisch |commercieel |financieel |operationeel |mede-?|adjunct-?|bedrijfs|"
    r"productie|werkplaats|project|kwaliteits|inkoop|verkoop|vestigings|plant|office |operations |"
    r"sales |account|hoofd )*"
    r"(?:directeur(?:/| |-)?(?:eigenaar|grootaandeelhouder)?|directrice|eigenaar|eigenares|dga|"
    r"d\.g\.a\.?|ondernemer|zaakvoerder|bedrijfsleider|bedrijfsleidster|manager|leider|chef|ceo|cto|"
    r"coo|cfo|hoofd \w+|engineer|"
    r"werkvoorbereider|controller|boekhouder|administrateur|secretaresse|compagnon|vennoot|firmant|"
    r"mede-eigenaar|zzp'?er|oprichter|baas|voorman|teamleider|procesengineer|procestechnoloog|"
    r"calculator|planner|adviseur|"
    r"lasser|constructeur|tekenaar|leidinggevende|general manager|owner|holding|smid|metaalbewerker|"
    r"inkoper|verkoper|vertegenwoordiger|medewerker \w+|procuratiehouder|bestuurder|"
    r"bestuursvoorzitter|voorzitter|hrm?)"
)
_JOB_TAIL = re.compile(
    rf"(?:\s*[,;(–-]\s*|\s+|\s+als\s+|,?\s+(?:ik ben |en )?(?:de|een|onze|tevens|ook)\s+)(?:de |een |"
    rf"onze |hun )?{_JOB}\b.*$",
    re.IGNORECASE,
)
_PERSON_TAIL = re.compile(
    r"\s*[,;(].*$|\s+(?:is (?:de|mijn) naam|is het|heet ik|hoor|denk ik|graag|aub|alstublieft|"
    r"en (?:mijn|ik|u|je|het|de)\b.*|maar\b.*|bel\b.*|te bereiken\b.*|op nummer\b.*|met (?:een|dubbel|"
    r"dt|ij|lange)\b.*|zonder\b.*)$"
    r"|\s+(?:van|namens|bij|v\.?d\.?) (?:(?:de|het|onze|ons) )?(?:afdeling|bedrijf|zaak|firma|"
    r"directie|kantoor|inkoop|verkoop|administratie|constructie\w*|metaal\w*|staal\w*|lasbedrijf|"
    r"machinefabriek|draaierij)\b.*$",
    re.IGNORECASE,
)
_PREFIXES = frozenset(
    [
        "van",
        "de",
        "der",
        "den",
        "het",
        "'t",
        "ten",
        "ter",
        "te",
        "in",
        "op",
        "aan",
        "bij",
        "'s",
        "d'",
        "la",
        "le",
        "du",
        "von",
        "zu",
        "zur",
        "vd",
        "v/d",
        "v.d.",
        "vander",
        "vanden",
        "el",
        "al",
        "ben",
        "da",
        "di",
        "des",
        "onder",
        "over",
        "uit",
        "tot",
        "voor",
        "toe",
        "el-",
        "y",
    ]
)
_NAME_WORD = re.compile(r"(?:[^\W\d_]\.-?)+|[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?|'[ts]|d'[^\W\d_]+|v[./]d\.?", re.UNICODE)
_NOT_NAMES = frozenset(
    [
        "ik",
        "je",
        "jij",
        "u",
        "wij",
        "we",
        "jullie",
        "ze",
        "zij",
        "hij",
        "het",
        "een",
        "en",
        "of",
        "maar",
        "niet",
        "geen",
        "wel",
        "ja",
        "nee",
        "nog",
        "al",
        "wat",
        "wie",
        "waar",
        "waarom",
        "hoe",
        "hoeveel",
        "welke",
        "wanneer",
        "is",
        "was",
        "ben",
        "bent",
        "zijn",
        "heb",
        "heeft",
        "hebben",
        "kan",
        "kunt",
        "kunnen",
        "wil",
        "wilt",
        "willen",
        "mag",
        "moet",
        "weet",
        "denk",
        "doe",
        "doen",
        "gaat",
        "gaan",
        "zeg",
        "zeggen",
        "dat",
        "dit",
        "deze",
        "die",
        "dan",
        "als",
        "naar",
        "om",
        "voor",
        "over",
        "mijn",
        "uw",
        "jouw",
        "ons",
        "onze",
        "hier",
        "daar",
        "terug",
        "stop",
        "skip",
        "sla",
        "overslaan",
        "anoniem",
        "niemand",
        "iedereen",
        "iemand",
        "liever",
        "graag",
        "volgende",
        "vorige",
        "vraag",
        "antwoord",
        "robot",
        "bot",
        "naam",
        "telefoon",
        "mail",
        "adres",
        "bedrijf",
        "script",
        "select",
        "drop",
        "table",
        "hallo",
        "hoi",
        "dank",
        "bedankt",
        "prima",
        "goed",
        "oke",
        "okay",
        "geheim",
        "prive",
        "privé",
        "help",
        "pauze",
        "verder",
    ]
)


@dataclass(frozen=True)
class Names:
    """Candidate names in a text; `company_cued` and `person_cued` when the text says that it gives a name."""

    company: str | None
    person: str | None
    company_cued: bool
    person_cued: bool


def read_names(text: str) -> Names:
    """The company name and the person's name that this text would give as an answer."""
    company_cue = _COMPANY_CUE.match(same_length_lower(text))
    person_cue = _PERSON_CUE.match(same_length_lower(text))
    company = company_name(text)
    cued = company is not None and (
        _HAS_LEGAL.search(company) is not None
        or (company_cue is not None and re.search(r"heten|heet|bedrijfsnaam|handelsnaam", company_cue[0]) is not None)
    )
    person = person_name(text)
    person_cued = (
        person is not None
        and person_cue is not None
        and re.search(r"naam|heet|spreekt|contactpersoon", person_cue[0]) is not None
    )
    return Names(company, person, cued, person_cued)


def company_name(text: str) -> str | None:
    """The company name in a text without "wij heten" and what follows it, or None."""
    name = " ".join(text.replace("\u00a0", " ").split())
    if cue := _COMPANY_CUE.match(same_length_lower(name)):
        name = name[cue.end() :]
    for _ in range(3):
        shorter = _COMPANY_TAIL.sub("", name).strip()
        if shorter == name or not shorter:
            break
        name = shorter
    name = name.strip(" \"'“”„‘’`*_<>«»!,;:")
    if not _LEGAL_END.search(name.rstrip(".")) or not name.endswith("."):
        name = name.rstrip(" .")
    if not name or len(name) > MAX_COMPANY or not any(c.isalnum() for c in name):
        return None
    return name


def person_name(text: str) -> str | None:
    """The name of a person without form of address, title or job, in normal capitals, or None."""
    name = " ".join(text.replace("’", "'").split())
    if cue := _PERSON_CUE.match(same_length_lower(name)):
        name = name[cue.end() :]
    while match := _ADDRESS.match(name):
        name = name[match.end() :]
    name = _JOB_TAIL.sub("", name)
    while _DEGREE.search(name):
        name = _DEGREE.sub("", name)
    name = _PERSON_TAIL.sub("", name).strip(" \"'“”.,;:!?-")
    while match := _ADDRESS.match(name):
        name = name[match.end() :]
    words = name.split()
    if not 1 <= len(words) <= MAX_PERSON_WORDS or not all(_NAME_WORD.fullmatch(w) for w in words):
        return None
    if any(w.lower() in _NOT_NAMES for w in words) or not any(
        sum(c.isalpha() for c in w) > 1 and w.lower() not in _PREFIXES for w in words
    ):
        return None
    return _capitals(words)


def _capitals(words: list[str]) -> str:
    """Names typed in small letters or capitals get the usual ones: "jan van der berg" is "Jan van der Berg"."""
    text = " ".join(words)
    letters = [c for c in text if c.isalpha()]
    if not (all(c.islower() for c in letters) or (all(c.isupper() for c in letters) and len(letters) > 4)):
        return text
    capital = []
    for i, word in enumerate(words):
        low = word.lower()
        if i and low in _PREFIXES:
            capital.append(low)
        elif ("." in word and len(word.replace(".", "")) <= 4) or (
            len(word) <= 2 and i == 0 and len(words) > 1 and not any(c in "aeiouy" for c in low)
        ):
            capital.append(word.upper())
        else:
            capital.append(re.sub(r"(^|[-'])([^\W\d_])", lambda m: m[1] + m[2].upper(), low))
    return re.sub(r"\bIj", "IJ", " ".join(capital))
