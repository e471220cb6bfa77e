"""What a question wants, told from its shape.

A shape is the question with C for each course it names, K for what may be a course or just a topic and who teaches it,
S for each skill, G for a goal, P for a provider, platform or person, U for what is not known, a tilde for a time limit,
a per cent sign for a weekly pace and bars for other limits that were read already. The first rule that fits decides.
"""

import re

from advisor.ask.query import Aspect, Intent

THING = r"[CKSU]"
# Questions for money or time name their goal with the same verbs.
NO_AMOUNT = r"^(?!.*\b(?:long|much|many|cost|price|total|fast|when|time|expensive|duration)\b)"
# What only a single course has.
TELLING = (
    r"(?:level|difficulty|syllabus|content|downside|drawback|weak point|strength|instructor|teacher|teaching|teach"
    r"|outcome)"
)
HARD_WORK = r"(?:hard|difficulty|difficult|tough|challenging|easy|advanced)"

# A course that is to be easier than one that is named, or another one.
ANOTHER = (
    r"\b(?:anything|something|course|class) (?:\S+er|more \S+|less \S+) than (?:the )?[CK]\b"
    r"|[CK]\b.* , .*\b(?:similar|other|different|another) (?:course|class|one|option)\b"
    r"|[CK]\b.* , .*\b(?:a|an|any|some) (?:\S+ )?(?:gentler|easier|simpler|similar|different|other|another|\|+) "
    r"(?:\S+ )?(?:course|class|one|option|alternative|version)\b"
)
LIKE = (
    r"\b(?:like|similar to|alternative to|alternative for|instead of|comparable to) (?:the )?[CK]\b"
    rf"|{ANOTHER}"
)

RULES: tuple[tuple[Intent, str], ...] = (
    ("find", ANOTHER),
    ("about", rf"\b(?:worth|redundant|worthwhile|useful|still need|need)\b.*{THING}.*\bafter\b.*{THING}"),
    ("about", rf"{THING}.*\b(?:worth|redundant|worthwhile|useful|add)\b.*\bafter\b.*{THING}"),
    ("about", rf"\bafter\b.*{THING}.*\b(?:worth|redundant|worthwhile|useful)\b.*{THING}"),
    (
        "about",
        r"\b(?:done|finished|finish|completed|complete|took|taken)\b.*[CK].*\b(?:should|worth|next|need)\b.*[CK]",
    ),
    ("order", rf"{THING}.*{THING}.*\b(?:first|order|vice versa|reverse|other way)\b"),
    ("order", r"\b[CK]\b.*\b(?:required|needed|necessary|prerequisite) (?:for|to|before)\b.*\b[CK]\b"),
    ("order", r"\bS\b.*\b(?:required|needed|necessary|prerequisite|need)\b (?:for|to (?:learn|start|do)) .*\bS\b"),
    ("order", r"\bneed (?:to (?:know|learn) )?S (?:for|to (?:learn|start|do|understand)) .*S\b"),
    ("order", r"\bneed (?:the )?[CK] (?:for|before) .*[CK]\b"),
    ("order", rf"\b(?:first|order)\b.*{THING}.*{THING}"),
    (
        "order",
        r"^(?:is|are|will|would) (?:the )?[CK] .*\b(?:enough|sufficient|preparation)\b.*\b(?:for|to|before) .*[CK]",
    ),
    ("order", rf"\b(?:start|begin) with\b.*{THING}.*\bor\b.*{THING}"),
    ("order", rf"^(?:\S+ )?before\b.*{THING}.*{THING}"),
    ("path", rf"{NO_AMOUNT}.*\b(?:become|get into|break into|roadmap)\b"),
    ("order", rf"{THING} .*\b(?:before|prior to)\b.*[CKS]"),
    ("order", rf"{THING} .*\bwithout\b.*[CKS]"),
    ("order", rf"{THING} .*\bor after\b.*{THING}"),
    ("order", rf"\b(?:skip|skipping)\b.*{THING}.*\b(?:straight|directly|go|start|jump|do|take)\b.*{THING}"),
    ("order", rf"{THING}.*\b(?:straight|directly|right away)\b.*\b(?:skip|skipping|without)\b.*{THING}"),
    ("order", rf"\b(?:straight|directly|jump)\b.*{THING}.*\b(?:skip|without|instead of)\b.*{THING}"),
    (
        "order",
        (
            rf"\b(?:should|can|must|do) (?:i|we|you)\b.* (?:take|do|start|learn|study)\b.*{THING}.*\b(?:after"
            rf"|directly)\b.*{THING}"
        ),
    ),
    (
        "compare",
        (
            r"\b(?:compare|compared|comparison|comparing|difference|differ|different|distinguish|contrast|rank|vs|versus"
            r"|choose between|decide between|torn between)\b.*[CKSUGP]"
        ),
    ),
    ("compare", rf"{THING}.*\b(?:vs|versus|compared|differ|compare|better than)\b"),
    ("compare", r"\bS or S (?:more|less|\w+er)\b"),
    ("compare", r"\b(?:beat|outperform|superior to|inferior to)\b.*[CK]"),
    ("compare", r"[CK]\b.*[CK]\b.*\b(?:who|which) (?:one )?(?:is|of them|should|would|to|do)\b"),
    ("compare", rf"{THING}.*{THING}.*\b(?:common|overlap|share)\b|\b(?:overlap|share)\b.*{THING}.*{THING}"),
    ("compare", r"[CKSUG]\b.*\b(?:\w+er|(?:more|less) \S+) than\b.*\b[CKSUG]\b"),
    ("compare", rf"\bbetween (?:the )?{THING} (?:and|or) (?:the )?{THING}"),
    ("compare", r"[CK] , (?:and |or )?[CK].*\b(?:which|best|better|compare)\b|\bwhich\b.*[CK] , (?:or )?[CK]"),
    ("compare", r"\b(?:vs|versus)\b"),
    ("compare", r"\bS\b.*\bP (?:\S+ )?(?:or|and) (?:\S+ ){0,3}?P\b|\bP or (?:\S+ ){0,2}?P\b.*\bS\b"),
    ("about", r"^(?:doe|do) (?:the )?[CK] (?:use|cover|teach|include)\b(?!.*\b[CK]\b)"),
    (
        "compare",
        r"[CK] (?:\S+ ){0,4}?(?:or|against) (?:\S+ ){0,3}?[CK]|[CK] (?:\S+ ){0,2}?(?:or|against) (?:the |a )?U",
    ),
    ("compare", r"U (?:\S+ ){0,1}?(?:or|against) (?:\S+ ){0,1}?[CK]"),
    (
        "compare",
        (
            rf"{THING} (?:\S+ )?or (?:\S+ )?{THING}.*\bbetter\b|\bbetter\b.*{THING} or (?:\S+ )?{THING}"
            rf"|{THING} or {THING} ,?$"
        ),
    ),
    ("order", rf"{THING}.*{THING}.*\bother way\b"),
    (
        "cost",
        r"\b(?:how much|total) (?:money|to|for|of)\b|\b(?:money|sum) (?:needed|necessary|required|for)\b|\brefund\b"
        r"|\bhow (?:expensive|pricey|costly)\b",
    ),
    ("time", r"[~%].*\benough\b|\benough\b.*[~%]|^(?:hour|week|month|time) (?:for|of|in) (?:the )?[CK]"),
    ("time", r"\b(?:hour|week|month|day) (?:needed|required|to (?:complete|finish|learn|study|do))\b"),
    (
        "time",
        (
            r"\bhow long\b|\bhow many (?:total )?(?:hour|week|month|day|year)\b|\bhow much time\b|\bduration\b"
            r"|\bhow fast\b"
        ),
    ),
    (
        "time",
        (
            r"\btime (?:to|for|until|needed|required|commitment|does|do)\b|\bhow (?:quickly|soon)\b"
            r"|\b(?:number of|total) hour\b|\b[CK] (?:course )?(?:hour|week)\b ?,?$"
            r"|\bwhen (?:will|would|could|can|am|do) i (?:finish|be done|done|complete|be finished)"
        ),
    ),
    ("time", r"[~%].*\b(?:doable|possible|feasible|realistic|manageable)\b"),
    ("time", r"\b(?:can|could|will) (?:i|you|one|someone) (?:\S+ )?(?:finish|complete)\b.*\b[CK]"),
    ("time", r"\b(?:finish|complete|done|do|learn)\b.*[CKSG].* ~|~.*\b(?:finish|complete|be done with)\b.*[CKSG]"),
    (
        "time",
        r"[CKSG].*\b(?:doable|possible|feasible|realistic|manageable|enough)\b.*[~%]|\blength of\b|\bworkload\b"
        r"|\b(?:take|last|run) (?:\S+ ){0,2}?long\b|\blong (?:course|to (?:do|finish|complete))\b.*[CK]",
    ),
    (
        "cost",
        r"\bhow much (?:is|are|doe|does|do|did|for|will|would|money|it|to pay)\b(?!.*\bi (?:need|have to know|know)\b)",
    ),
    ("cost", r"\b(?:cost|price|pricing|fee|expensive|pay|afford|paying|paid|subscription|refund|audit|auditing)\b"),
    ("cost", r"\bfinancial (?:aid|help)\b|\bscholarship\b"),
    ("cost", r"\b(?:is|are)\b.*\b[CKUP]\b.*\bfree\b|\bC (?:is )?free\b|\bK free ,?$|\bfree\b ?,? ?\b(?:is|to) [CKU]"),
    ("time", r"~.*\b(?:can|could|would|will|do) (?:i|you|one|we)\b.*[CK]"),
    ("cost", r"\b[CK] for free\b|\bget [CK] free\b"),
    ("find", r"^(?:i )?(?:need|want|would like) (?:an? )?K\b"),
    ("about", r"\bhow much (?:\S+ )?(?:math|python|coding|experience|S)\b.*[CK]"),
    (
        "about",
        (
            r"\b(?:prerequisite|require|requirement|need|know)\b.*\b[CK]\b|\b[CK]\b.*\b(?:prerequisite|require"
            r"|requirement|need)\b"
        ),
    ),
    (
        "about",
        r"\b[CK]\b.*\b(?:worth|skip|hard|outdated|good|certificate|rating|review|weakness|teach|cover|useful|helpful"
        r"|suitable|enough|right)\b",
    ),
    ("about", r"\bwhat (?:do|will|can|would|could) (?:you|i|one|we) (?:\S+ )?(?:learn|get|gain|expect)\b.*\b[CK]\b"),
    ("about", rf"\b{TELLING}\b.*\b[CK]\b|\b[CK]\b.*\b{TELLING}\b"),
    ("about", r"\b(?:benefit|gain|profit) from\b.*\b[CK]\b"),
    ("cost", r"\bbudget (?:for|of|needed)\b"),
    ("path", r"\b(?:get me|take me|go|come) from\b.*\bto\b.*[SG]|[~%].*\bhow far\b|\bhow far\b.*[~%]"),
    ("path", r"\bwhat\b (?:\S+ ){0,3}?(?:after|follow) (?:the )?[CK]\b"),
    ("path", r"\bnext (?:step|course|thing)\b|\b(?:what|which|where)\b[^,]*\b(?:next|now)\b"),
    ("path", r"\bfollow up (?:to|of|for|after) (?:the )?[CK]\b"),
    ("find", LIKE),
    ("about", r"\bU\b.*\b(?:worth|skip|hard|outdated)\b"),
    ("about", r"\b(?:worth|skip|hard|difficult|outdated|rating|review|weakness|teach|cover|who teach)\b.*\b[CK]\b"),
    ("path", r"\b(?:roadmap|learning path|study plan|learning plan|curriculum|career path)\b"),
    ("path", r"\b(?:path|route|journey|step|way) (?:to|into|for|toward)\b|\bS path\b"),
    (
        "path",
        (
            r"\b(?:how|where|what)\b.*\b(?:do|can|could|should|would|to|shall)\b.*\b(?:become|get into|get to|get a"
            r"|get started|get hired|start|begin|master|break into|transition|switch|move into|land|go from)\b"
        ),
    ),
    ("path", r"\bhow (?:do|can|could|should|would|to|shall)\b.*\b(?:learn|study|teach myself|work in|work a)\b"),
    ("path", r"\blearn (?:\S+ )?[SG] how\b"),
    ("path", r"\bhow (?:(?:do|can|could|should|would|shall) (?:i|we|you)|to) (?:go|do|get|build|make)\b.*\b[SCKG]?"),
    ("path", r"\b(?:become|becoming|get into|break into|transition into|transition to|switch to|career in)\b"),
    ("path", r"\bwhat (?:\S+ ){0,2}(?:should|do|must|shall) (?:i|we) (?:\S+ )?(?:learn|study|take|do|start)\b"),
    (
        "path",
        (
            r"\bwhat (?:next|now|to (?:learn|take|study|do))\b|\bwhere (?:to|do i|should i|can i) (?:start|begin)\b"
            r"|\bwhich course (?:should i take )?(?:first|next)\b"
        ),
    ),
    (
        "path",
        (
            r"\b(?:i|and|to) (?:want|would like|plan|hope|aim|wish|need) to (?:learn|become|get|go|move|switch"
            r"|transition|work|be|build"
            r"|understand|master|start|use|lead|study)\b"
        ),
    ),
    (
        "about",
        r"^(?:so |and |but )?(?:do|will|must|would|should) (?:i|you|we|one) (?:\S+ ){0,3}?(?:need|know)\b[^,]*\bS ?,?$",
    ),
    ("about", r"^how (?:much|good) (?:\S+ ){0,2}?S (?:\S+ ){0,3}?(?:need|required|necessary|be)\b"),
    ("find", r"^S for (?:an? )?G ,?$"),
    ("find", r"\bG (?:course|class|certificate|book)\b|\b(?:course|class|certificate|book) for (?:an? )?G\b"),
    (
        "find",
        r"^(?!.*\b(?:become|goal|order|sequence|next|to G)\b)"
        r".*\b(?:course|class|book|tutorial|program|lecture)\b.*\bG\b"
        r"|^(?:an? )?G (?:book|tutorial|program)\b",
    ),
    ("path", r"\b(?:want|need|like) to (?:do|go for|get good at) (?:\S+ )?[SG]\b"),
    ("path", r"\b(?:switch|move|transition|change) (?:\S+ ){0,2}?(?:to|into) (?:a |an )?[SG]\b"),
    ("path", r"\bhelp me (?:to )?(?:learn|become|get|start|study)\b"),
    ("path", r"\bmy (?:goal|aim|target|dream)\b|\bgoal is\b|\bG\b"),
    (
        "about",
        (
            r"^(?:\S+ )?what (?:is|are|exactly is|doe) (?:a |an |the )?S(?: ,)?(?: (?:about|mean|used for|for|good for"
            r"|exactly))*(?: ,)?$"
        ),
    ),
    (
        "about",
        r"^(?:explain|define|describe|tell me about|tell me more about) (?:\S+ ){0,3}S(?: (?:is|are|mean|doe))* ?,?$",
    ),
    ("about", r"\b(?:what is|what about|tell me about|tell me more about|explain|describe) (?:the |this |a )?K ?,?$"),
    ("path", r"\b(?:done|did|took|finished|completed) (?:the )?[CK]\b.*\b(?:which|what)\b.*\b[SG]\b"),
    ("about", r"^(?:is|are|was|doe|ha) (?:the )?K\b"),
    ("about", r"\b(?:can|could|will|would|may|should) (?:i|we|you|one|someone) (?:\S+ ){0,3}?[CK]\b"),
    ("about", r"\bC\b"),
)
COMPILED = tuple((intent, re.compile(pattern)) for intent, pattern in RULES)
FINDING = re.compile(
    r"\b(?:course|class|best|good|free|recommend|recommendation|suggest|find|tutorial|lecture|resource|top|any"
    r"|which"
    r"|book|list|option|learn|teach|certificate|program|project|training)\b"
)
# A wish for a list: courses are looked for although the wording has a word of another intent.
LISTING = re.compile(
    r"(?:^|, )(?:\S+ ){0,5}?(?:best|good|free|recommend|recommended|top|cheapest|any|some|which) (?:\S+ ){0,3}?"
    r"(?:course|class|book|tutorial|lecture|program)\b"
)
ASPECTS: tuple[tuple[Aspect, str], ...] = (
    ("who", r"\bwho (?:is |doe )?(?:teach|teaching|taught)\b"),
    ("worth", r"\b(?:worth|worthwhile|redundant|add|useful)\b"),
    ("current", r"\b(?:outdated|old|current|up to date|still relevant|updated|new)\b"),
    ("maths", r"\bmath\b"),
    ("tools", r"\b(?:use|using|tool|framework|software|which language|programming language)\b"),
    (
        "needs",
        (
            r"\b(?:prerequisite|need|needed|require|requirement|required|necessary|know before|know first|assume"
            r"|without)\b"
        ),
    ),
    ("skip", r"\b(?:skip|avoid|not take|not for)\b"),
    ("hard", rf"\b{HARD_WORK}\b|\bhow hard\b|\bcoding\b"),
    (
        "who",
        r"\b(?:who (?:is the|made|run)|teacher|instructor|taught by|professor|lecturer)\b",
    ),
    ("certificate", r"\b(?:certificate|certification|credential|diploma)\b"),
    ("rating", r"\b(?:rating|rated|review|star|score)\b"),
    ("weak", r"\b(?:weakness|weak point|downside|drawback|con|bad|problem|criticism|missing|leave out)\b"),
    (
        "fit",
        r"\b(?:can|could|will|may) (?:i|we|someone|my|an?) (?:\S+ ){0,2}?(?:do|take|manage|handle|cope|follow|start)\b"
        r"|\b(?:good for|right for|ready for|suitable|suited|for whom|who is|should take|who should)\b|\|\|",
    ),
    ("teaches", r"\b(?:teach|cover|learn|content|syllabus|topic|outcome|skill)\b"),
)
COMPILED_ASPECTS = tuple((aspect, re.compile(pattern)) for aspect, pattern in ASPECTS)


# A sentence that asks, beside others that tell.
ASKING = re.compile(
    r"^(?:so |and |but )?(?:what|which|where|how|who|when|should|is|are|am|can|could|do|did|doe|ha|will|would|may"
    r"|must|any)\b"
)
# A word that stands for the one course named before it.
REFERENCE = re.compile(
    r"\b(?:it|(?:this|that) (?:one|course)|(?:this|that)(?= ,|$| (?:worth|free|hard|enough)))(?= |$)"
)
# A sentence that asks whether something can be done; then a time limit of another sentence is the question.
POSSIBLE = re.compile(r"^(?:so |and |but )?(?:can|could|will|would) (?:i|we|you|one)\b")
AMOUNTS: frozenset[Intent | None] = frozenset({"cost", "time"})
# Two things are set beside each other, in whichever sentences they are named.
OF_TWO: frozenset[Intent | None] = frozenset({"compare", "order"})


def referred(shape: str) -> str:
    """The shape where the one course that is named and the "it" of a later sentence that asks have changed places."""
    clauses = shape.split(" , ")
    place = next((at for at, clause in enumerate(clauses) if re.search(r"\b[CKS]\b", clause)), 0)
    named = re.findall(r"\b[CKSUGP]\b", " ".join(clauses[: place + 1]))
    if named not in (["C"], ["K"], ["S"]):
        return shape
    for at, clause in enumerate(clauses[place + 1 :], start=place + 1):
        if ASKING.search(clause) and REFERENCE.search(clause):
            clauses[place] = re.sub(r"\b[CKS]\b", "it", clauses[place])
            clauses[at] = REFERENCE.sub(named[0], clause, count=1)
            break
    return " , ".join(clauses)


def intent_of(shape: str) -> Intent | None:
    """None when no rule fits; then the question names what to find, or nothing.

    What the sentences that ask are about counts before what the others tell.
    """
    intent = _intent_of(shape)
    clauses = shape.split(" , ")
    asking = [clause for clause in clauses if ASKING.search(clause) and re.search(r"\b[CKSUGP]\b", clause)]
    if intent in OF_TWO or not asking or len(clauses) == 1:
        return intent
    intents = [_intent_of(clause) for clause in clauses if ASKING.search(clause)]
    if intent in intents:
        return intent
    limit = " ~" if "~" in shape and POSSIBLE.search(asking[0]) else ""
    return _intent_of(f"{asking[0]}{limit}") or (None if intent in AMOUNTS else intent)


def _intent_of(shape: str) -> Intent | None:
    if LISTING.search(shape) and not re.search(r"\b(?:vs|versus|first|after|C|U)\b", shape):
        return "find"
    return next((intent for intent, pattern in COMPILED if pattern.search(shape)), None)


def aspect_of(shape: str) -> Aspect:
    """What of a course is asked for, first by the sentences that ask about one."""
    asking = [clause for clause in shape.split(" , ") if ASKING.search(clause) and re.search(r"\b[CK]\b", clause)]
    return next((found for text in (*asking, shape) if (found := _aspect_of(text)) != "facts"), "facts")


def _aspect_of(shape: str) -> Aspect:
    return next((aspect for aspect, pattern in COMPILED_ASPECTS if pattern.search(shape)), "facts")
