"""Recognises an absence notice that a machine wrote in somebody's name: it answers nothing and tells nothing.

A notice says that somebody is away, and besides that only what such notices say: thanks for a message, when they are
back, whom to ask meanwhile. One clause of anything else makes it somebody's answer.
"""

import re
from collections.abc import Iterator

from connectors.jira.inbound.jira_payload import Json
from connectors.jira.inbound.name_spelling import bare

_EDGES = " \t*_\"'«»[](){}<>#|-–—"
_MARKUP = re.compile(r"\{[a-z]+(?::[^}\n]*)?\}|&[lg]t;|^[>\s]+", re.MULTILINE)
_CLAUSES = re.compile(r"[.!?](?=\s|$)|[;:,\n()\[\]]|\b(?:mais|toutefois|cependant|but|however)\b| [-–—] ")
_PREFIX = re.compile(r"(?:re|tr|fw|fwd|objet|subject|auto|h[1-6]\.)\s*[:.]\s*")
_GREETING = re.compile(
    r"(?:bonjour|bonsoir|madame|monsieur|chere?s?|hello|hi|dear|good (?:morning|afternoon|evening))\b[^\n,.!?:]{0,40}"
)

# A title stands by itself: "out of office hours" is about something else.
_TITLE = re.compile(
    r"(?:(?:ceci|cela) est un(?:e)? |this is an? )?"
    r"(?:reponse automatique(?: d'absence| en cas d'absence)?|reponse d'absence(?: automatique)?|auto[- ]?reponse"
    r"|(?:message|notification|avis)(?: automatique)? d'absence(?: du bureau)?|message automatique"
    r"|absence (?:du|de) bureau|absente? du bureau|hors du bureau"
    r"|automat(?:ic|ed) (?:reply|response|answer|message)|auto[- ]?(?:reply|response|responder)"
    r"|out[- ]of[- ](?:the[- ])?office(?: (?:reply|message|notification|notice|auto-?reply))?|ooo"
    r"|(?:absence|vacation) (?:reply|message|notice|response))"
    r"\s*(?:[:;.!)\]*_»\"–—-]|,\s*(?:merci|ne pas|please|do not)|(?=re\s*:)|$)",
    re.MULTILINE,
)
# What such a title may be about, where it begins somebody's own words.
_VERB = re.compile(
    r"\b(?:est|sont|etait|a|ont|fait|s'appelle|part|arrive|fonctionne|marche|is|are|was|has|have|does|works|fails)\b"
)
_REFERENCE = re.compile(r"\b[a-z][a-z0-9_]+-\d+\b|\bre\s*:")

_AWAY = re.compile(
    r"(?P<who>(?:je|nous|i|we|s?he|il|elle|on)\b\s*)?(?:(?:suis|serai|sommes|serons|sera|seront|etant|am|are|is|'m"
    r"|'re|will be|being)\b\s*|ne )*"
    r"(?P<now>(?:actuellement|presentement|donc|moi-meme|en ce moment|currently|presently|now|also)\s+)*"
    r"(?:absente?s?|indisponibles?|injoignables?|fermee?s?|hors (?:du bureau|connexion)|en (?:conges?|vacances|rtt"
    r"|arret|deplacement|formation|repos|voyage)|out of (?:the )?office|ooo|unavailable|out sick"
    r"|away|on (?:(?:annual|parental|maternity|paternity|sick|medical|holiday|family) )?leave"
    r"|on (?:vacation|holidays?|pto|break|a business trip)|travell?ing|pas (?:disponible|joignable|la|au bureau)"
    r"|not (?:available|in(?: the office)?|at my desk))\b"
)
_UNTIL = re.compile(r"jusqu|\bau\b|retour|until|till|through|\bto\b|back|return")
_DATE = re.compile(r"\d{1,4}(?:er|st|nd|rd|th)?(?:[/.-]\d{1,4}){0,2}|\d{1,2}\s?(?:h|am|pm)(?:\d{2})?")
_TIMES = re.compile(
    r"""
    a | acces | access | after | all | am | and | annuel | annuels | any | aout | apr | apres | apres-midi |
    april | at | au | aug | august | aujourd'hui | automatic | aux | avant | avec | avril | back | be | before |
    beginning | between | bureau | bureaux | by | ce | ces | cet | cette | compris | compter | conge | conges |
    courant | courriels | d | d'annee | dans | day | days | de | debut | dec | december | decembre | demain |
    deplacement | depuis | des | desk | dimanche | du | due | duree | during | e-mail | e-mails | email | emails
    | en | encore | end | entre | est | estivaux | et | ete | familial | feb | february | fetes | fevrier | fin
    | following | for | formation | friday | from | hiver | holiday | holidays | i | i'll | in | inclus |
    inclusive | indeterminee | intermittent | is | j | jan | january | janvier | jeudi | jour | journee | jours
    | juillet | juin | jul | july | jun | june | jusqu'a | jusqu'au | jusque | l'annee | la | le | leave | les |
    limite | limited | lundi | ma | mai | mail | mails | maladie | mar | march | mardi | mars | maternite |
    matin | may | medicale | medicales | meme | mercredi | mes | messagerie | messages | midi | mois | moment |
    mon | monday | my | ne | next | no | noon | not | nov | november | novembre | oct | october | octobre | of |
    office | on | out | parental | partir | passe | paternite | pendant | periode | personnelle | personnelles |
    pm | point | pour | prochain | prochaine | professionnel | professionnelle | qu'au | que | quelques | raison
    | raisons | reply | reprise | rest | retour | return | returning | rtt | samedi | sans | saturday | semaine
    | semaines | sep | sept | september | septembre | serai | serons | soir | sporadic | starting | sunday |
    that | the | then | this | through | throughout | thursday | till | time | to | today | tomorrow | tout |
    toute | travail | tuesday | until | upon | vacances | vacation | vendredi | wednesday | week | weeks | while
    | will | with | work | working | year
    """,
    re.VERBOSE,
)
_USUAL = re.compile(
    r"\b(?:"
    r"merci (?:pour|de) (?:votre|ton|vos|m'avoir|nous|ne pas|contacter|adresser|vous adresser|joindre)"
    r"|(?:bien |a bien ete )recue?s?|bien pris connaissance|en mon absence|pendant (?:mon|cette|notre) absence"
    r"|de retour|(?:mon|notre|des|son) retour|reviens|reviendrai|rentre le|reprendrai"
    r"|serai (?:de nouveau|joignable)|(?:vous|te|y|leur) repond\w+|repondrai|pas repondre|pas acces"
    r"|pour toute (?:question|demande)|ne pas (?:y )?repondre|sera traitee?|seront traites"
    r"|prendrai connaissance|(?:consulte|consulterai|lirai|releve|releverai) (?:mes|ma|peu|pas)"
    r"|acces (?:limite|restreint|reduit)|urgen(?:ce|ces|t|te|tes)\b"
    r"|(?:contacte[rz]|contact|joindre|joignez|appele[rz]|adresse[rz]|ecri(?:re|vez)|tourne[rz]) "
    r"|transmi(?:s|se)|transfere|thank(?:s| you) for (?:your|contacting|reaching|the)|received your"
    r"|your (?:e-?mail|message) (?:has been|was|will)|(?:be|am|is|are|get|come) back|back (?:on|in|at)\b"
    r"|return(?:ing|s)? (?:on|in|to|at|from)?|upon my return|my absence"
    r"|(?:reply|respond|answer|get back) (?:to|as|when|upon|on|after|once)|do not reply|urgent|immediate"
    r"|emergenc\w+|assistance|please (?:contact|call|reach|email|e-mail|refer|direct)|limited access|no access"
    r"|checking (?:my )?e-?mail|apologi[sz]e|inconvenience"
    r")"
)
_CLOSING = re.compile(
    r"(?:bien |tres )?(?:cordialement|respectueusement|sincerement|bien a vous|bonne (?:journee|fin|reception|semaine)"
    r"|belle journee|a bientot|salutations|(?:kind |best |warm )?regards|best wishes|sincerely"
    r"|cheers|many thanks|merci)\b"
)
_ADDRESS = re.compile(r"\S+@\S+|\+?[\d .()/-]{6,}")
_SHORT = 4  # words of a name or a title under a notice
_NO_NAME = re.compile(
    r"\d|[:?!]|\b(?:oui|non|ok|yes|no|voici|voir|ci-joint|le|la|les|un|une|the|an?|here|see|vous|nous|you)\b"
)
_ELIDED = re.compile(r"\b[dl]'")

_MARKS = frozenset({"autosubmitted", "autoreply", "autoreplied", "autoresponse", "automaticreply", "outofoffice"})


def is_automatic(comment: Json, text: str) -> bool:
    """Whether a comment is such a notice: by its words, or by a mark that Jira keeps on it."""
    return is_notice(text) or any(mark in _MARKS for mark in _marks(comment))


def is_notice(text: str) -> bool:
    """Whether a text is such a notice, in French or in English."""
    words = _MARKUP.sub("", "\n".join(bare(line) for line in text.strip().splitlines()))
    words = words.replace("(e)", "e").strip(_EDGES + "\n")
    words = _unprefixed(words)
    first, _, rest = words.partition("\n")
    if _GREETING.fullmatch(first.rstrip(_EDGES + ",.!")):
        words = _unprefixed(rest.lstrip(_EDGES + "\n"))
    elif greeted := re.match(rf"{_GREETING.pattern}[,!.]\s*", words):
        words = _unprefixed(words[greeted.end() :].lstrip(_EDGES + "\n"))
    if title := _TITLE.match(words):
        return not _is_about(words[title.end() :])
    return _says_only_so(words)


def _unprefixed(words: str) -> str:
    while found := _PREFIX.match(words):
        words = words[found.end() :].lstrip(_EDGES)
    return words


def _is_about(words: str) -> bool:
    """Whether what follows a title makes a sentence with it, instead of a notice under it."""
    usual = any(_is_away(one) or _USUAL.search(one) for one in _clauses(words))
    return not usual and _VERB.search(words) is not None and not _REFERENCE.search(words)


def _says_only_so(words: str) -> bool:
    """Whether somebody is away, and nothing else is said."""
    away = False
    for line in words.splitlines():
        if away and _signs(line):
            continue
        for clause in _clauses(line):
            if away and _CLOSING.match(clause):
                return True
            if _is_away(clause):
                away = True
            elif not _is_usual(clause):
                return False
    return away


def _is_usual(clause: str) -> bool:
    """Whether it is what such notices say besides."""
    said = _USUAL.search(clause) or _GREETING.fullmatch(clause) or _ADDRESS.fullmatch(clause)
    return said is not None or _is_of_time(clause)


def _clauses(words: str) -> Iterator[str]:
    every = (one.strip(_EDGES) for one in _CLAUSES.split(words))
    return (one for one in every if one)


def _is_away(clause: str) -> bool:
    found = _AWAY.match(clause)
    if found is None or not _is_of_time(clause[found.end() :]):
        return False
    # "Unavailable since Monday" is said of the application.
    return bool(found["who"] or found["now"]) or _UNTIL.search(clause[found.end() :]) is not None


def _is_of_time(words: str) -> bool:
    """Whether nothing is said but a time, or why and how somebody is away."""
    return all(_TIMES.fullmatch(one) or _DATE.fullmatch(one) for one in _ELIDED.sub("", words).split())


def _signs(line: str) -> bool:
    """Whether a line is a name, as it stands under a notice."""
    return len(line.split()) <= _SHORT and _NO_NAME.search(line) is None and _VERB.search(line) is None


def _marks(comment: Json) -> Iterator[str]:
    """The names of what is set on a comment: its properties, and within each the flags that are true."""
    listed = comment.get("properties")
    for one in listed if isinstance(listed, list) else ():
        if not isinstance(one, dict):
            continue
        value = one.get("value")
        if value not in (None, False, "", "no", "false"):
            yield _plain(one.get("key"))
        if isinstance(value, dict):
            yield from (_plain(name) for name, held in value.items() if held not in (None, False, "", "no", "false"))


def _plain(name: object) -> str:
    """A name without what sets its words apart, nor what stands before its last dot."""
    return re.sub(r"[^a-z]", "", str(name).casefold().rpartition(".")[2])
