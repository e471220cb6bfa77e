"""Questions that this box does not answer, whatever else they say."""

import re

from catalog.models.courses import fold

# What a question has to do with, in the order of looking; the first that fits decides.
TROUBLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (trouble, re.compile(pattern))
    for trouble, pattern in (
        (
            "code",
            r"<\s*/?\s*[a-z!][^>]*>|\bon(?:error|load|click)\s*=|javascript:|\{\{|\{%|\$\{|\.\./|/etc/"
            r"|(?:'|\")\s*(?:or|and)\s+['\"\d]|--\s*$|;\s*(?:drop|delete|insert|update|select)\b|\bunion\s+select\b"
            r"|\bdrop\s+table\b|\bselect\s+.+\s+from\s+\w+_\w+|\bxp_\w+|\bexec\s*\(|`[^`]+`|\brm -rf\b|\bcurl\s+http",
        ),
        (
            "orders",
            (
                r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instruction|instructions|rules?|catalogue"
                r"|catalog"
                r"|prompts?|previous|above|guidelines|everything|sources|data)\b|\bsystem prompt\b|\bjailbreak\b"
                r"|\bdeveloper mode\b"
                r"|\byou are (?:now |dan\b|a |an )|\bpretend\b|\bact as\b|\brole ?play\b|\bdo anything now\b"
                r"|\breveal your\b"
                r"|\b(?:say|claim|write|tell me|answer|respond|state) that\b|\bmake up\b|\binvent\b|\bhallucinate\b"
                r"|\brepeat after me\b"
            ),
        ),
        (
            "personal",
            (
                r"\b(?:password|passwords|passwort|credit card|secret key|api key|private key|e-?mails? (?:address|of)"
                r"|phone number|home address"
                r"|social security|date of birth|who are your users|list (?:all )?(?:the )?users|other users"
                r"|user(?:'s)? data|saved path of"
                r"|(?:admin|administrator|owner|user|student|founder)s?'?s? (?:e-?mail|phone|password|account|address)"
                r"|neighbou?r'?s?|commission|affiliate|admin account|log ?in as|where does .* live"
                r"|how old is (?!the\b|this\b|that\b|it\b)|married"
                r"|salary of (?!a\b|an\b)"
                r"|(?:\w+'s|his|her|their) (?:salary|wife|husband|girlfriend|boyfriend|net worth|birthday|religion))\b"
            ),
        ),
        (
            "health",
            (
                r"\b(?:headache|medicine for|medication|ibuprofen|paracetamol|aspirin|antidepressants?|symptoms?"
                r"|diagnose me|dosage|dose of|suicide|suicidal"
                r"|kill (?:myself|someone|him|her|me)|self.harm|chest pain|pregnant|fever|doctor should|hurt myself"
                r"|overdose|depressed)\b"
            ),
        ),
        (
            "elsewhere",
            (
                r"\b(?:(?:tell|make|know) (?:me |us )?(?:a |any |some )?jokes?|jokes? about|poem|haiku|write me"
                r"|write (?:an? |my |the |some )?(?:\w+ )?(?:essay|query|script|code|program|function"
                r"|story|letter|song|poem|novel|speech)|compose|translate"
                r"|lyrics|bomb|weapons?|explosives?|hack|hacking|crack|pirated?|torrents?|steal"
                r"|(?:do|write|solve|finish|complete|make) (?:my|our|this) (?:\w+ ){0,2}(?:homework"
                r"|quiz|quizzes|assignments?|exams?|tests?|coursework)"
                r"|weather forecast for|world cup|football|recipe|restaurant|hotel|horoscope|president"
                r"|election|bitcoin price"
                r"|capital of|what time is it|meaning of life|who are you|are you (?:human|a bot|an ai)|how are you"
                r"|what is your name|solve (?:this|for)|\d+\s*[*/+x^]\s*\d+)\b"
            ),
        ),
    )
)


def trouble_of(text: str) -> str:
    """Which kind of trouble the text is; empty for a question that may be about courses."""
    plain = fold(text.replace("’", "'"))
    found = next((trouble for trouble, pattern in TROUBLES if pattern.search(plain)), "")
    return found or ("language" if _is_other_script(text) else "")


def _is_other_script(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    # Latin letters with their accents end here.
    foreign = sum(ord(c) > 0x24F for c in letters)
    return foreign * 3 > len(letters)
