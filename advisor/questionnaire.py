"""The questions as data, in the order of the full form. `advisor.inquiry` chooses which are put."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language_info

Answers = Mapping[str, Any]

LEVEL_PREFIX = "level-"
LEVEL_NAMES = ("none", "basics", "working", "strong")
# The contract's defaults, in the learner's words.
DEFAULT_HOURS = 5


class Kind(StrEnum):
    """How a question is put; each kind has a fragment in templates/advisor/questions/."""

    CHOICE = "choice"
    COURSES = "courses"
    HOURS = "hours"
    DATES = "dates"
    BUDGET = "budget"
    LANGUAGES = "languages"


@dataclass(frozen=True, slots=True)
class Choice:
    """`value` is what a form sends, `meaning` what is kept."""

    value: str
    label: str
    hint: str = ""
    meaning: Any = None


@dataclass(frozen=True, slots=True)
class SkillWords:
    """A skill and what a learner at level 0, 1, 2 and 3 would say of themselves."""

    slug: str
    name: str
    descriptors: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Material:
    """What the questions are made from: goals, skills worth asking about, languages of the catalogue.

    `held` are the levels that finished courses give, `implied` those that follow from other answers too.
    """

    goals: Sequence[Choice] = ()
    skills: Sequence[SkillWords] = ()
    languages: Sequence[str] = ()
    held: Mapping[str, int] = field(default_factory=dict)
    implied: Mapping[str, int] = field(default_factory=dict)


def always(answers: Answers) -> bool:
    return True


def has_aim(answers: Answers) -> bool:
    return bool(answers.get("goal") or answers.get("targets"))


@dataclass(frozen=True, slots=True)
class Question:
    """One decision; `label` names it where it stands in a list.

    `fields` are the answers' fields it sets; for a level it is the skill within `levels`.

    `assumed` says what holds when it is left out; only the goal can't be. `held` is the level of the skill that
    finished courses give.
    """

    key: str
    label: str
    text: str
    kind: Kind
    fields: tuple[str, ...]
    hint: str = ""
    assumed: str = ""
    choices: tuple[Choice, ...] = ()
    skill: str = ""
    held: int = 0
    asked_if: Callable[[Answers], bool] = always

    @property
    def can_be_skipped(self) -> bool:
        return bool(self.assumed)


def questions(material: Material) -> tuple[Question, ...]:
    """Every question that can come up, in the order of the full form."""
    return (
        goal_question(material.goals),
        TAKEN,
        *(
            level_question(skill, material.held.get(skill.slug, 0), material.implied.get(skill.slug, 0))
            for skill in material.skills
        ),
        HOURS,
        START,
        BUDGET,
        *([language_question(material.languages)] if len(material.languages) > 1 else []),
        CERTIFICATE,
        STYLE,
        PRACTICE,
        PREFER,
    )


def goal_question(goals: Sequence[Choice]) -> Question:
    return Question(
        key="goal",
        label="Goal",
        text="What do you want to be able to do?",
        hint="Pick the closest one. You can change it later and keep every other answer.",
        kind=Kind.CHOICE,
        fields=("goal",),
        choices=tuple(goals),
    )


def level_question(skill: SkillWords, held: int, implied: int) -> Question:
    """When the learner leaves it out, `held` by finished courses stands, or `implied` by other answers if higher."""
    hint = "Between two of them, take the lower one."
    if implied > held:
        hint = "Filled in from your other answers; choose another answer where it is not true of you."
    elif held:
        hint = "Filled in from the courses you have finished; choose another answer where it is not true of you."
    return Question(
        key=f"{LEVEL_PREFIX}{skill.slug}",
        label=skill.name,
        text=f"{skill.name}: which of these sounds like you?",
        hint=hint,
        kind=Kind.CHOICE,
        fields=("levels",),
        skill=skill.slug,
        held=held,
        assumed=f"“{skill.descriptors[max(held, implied)]}”",
        choices=tuple(
            # Some skills have no better words for a level than its name; once is enough.
            Choice(str(level), words, meaning=level, hint="" if words.lower() == name else name.capitalize())
            for level, (words, name) in enumerate(zip(skill.descriptors, LEVEL_NAMES, strict=True))
        ),
        asked_if=has_aim,
    )


def language_question(languages: Sequence[str]) -> Question:
    return Question(
        key="language",
        label="Languages",
        text="In which languages can you study?",
        hint="The language of the teaching; subtitles don't count.",
        kind=Kind.LANGUAGES,
        fields=("languages",),
        assumed="English only",
        choices=tuple(Choice(code, language_name(code), meaning=code) for code in languages),
        asked_if=has_aim,
    )


TAKEN = Question(
    key="taken",
    label="Finished courses",
    text="Which courses have you finished?",
    hint="They come off your path, and what they teach counts as known.",
    kind=Kind.COURSES,
    fields=("taken",),
    assumed="none of them",
    asked_if=has_aim,
)
HOURS = Question(
    key="hours",
    label="Time",
    text="How many hours a week can you study?",
    hint="An average that holds in a busy month, not the best week you ever had.",
    kind=Kind.HOURS,
    fields=("hours_per_week",),
    assumed=f"{DEFAULT_HOURS} hours a week",
    asked_if=has_aim,
)
START = Question(
    key="start",
    label="Start and deadline",
    text="When do you want to start?",
    hint="Give a day to finish by as well if there is one; the plan says whether it holds.",
    kind=Kind.DATES,
    fields=("start", "finish_by"),
    assumed="next Monday, with no deadline",
    asked_if=has_aim,
)
BUDGET = Question(
    key="budget",
    label="Budget",
    text="What may it cost?",
    hint="Much of the catalogue can be followed free of charge.",
    kind=Kind.BUDGET,
    fields=("budget",),
    assumed="no limit",
    choices=(
        Choice("any", "No limit", "The path may use paid courses where they save time."),
        Choice("free", "Free only", "Nothing that asks for money, not even for a month."),
        Choice("capped", "Up to an amount", "In all, a month, or both."),
    ),
    asked_if=has_aim,
)
CERTIFICATE = Question(
    key="certificate",
    label="Certificates",
    text="Do you want certificates?",
    hint="Some courses are free to follow and charge for the certificate only.",
    kind=Kind.CHOICE,
    fields=("certificate",),
    assumed="no certificates",
    choices=(
        Choice("no", "No, learning is enough", "Courses that can be followed free of charge cost nothing.", False),
        Choice("yes", "Yes, where a course has one", "The cost includes what certificates cost.", True),
    ),
    asked_if=has_aim,
)
STYLE = Question(
    key="style",
    label="Explanations",
    text="How do you like things explained?",
    kind=Kind.CHOICE,
    fields=("style",),
    assumed="no preference",
    choices=(
        Choice("any", "Either way", "Whatever gets you there soonest."),
        Choice("intuitive", "By intuition", "Pictures and examples first, few formulas.", "intuitive"),
        Choice("mathematical", "By mathematics", "Definitions, derivations and why it holds.", "mathematical"),
    ),
    asked_if=has_aim,
)
PRACTICE = Question(
    key="practice",
    label="Practice",
    text="How do you like to practise?",
    kind=Kind.CHOICE,
    fields=("practice",),
    assumed="no preference",
    choices=(
        Choice("any", "Any way", "Whatever gets you there soonest."),
        Choice("scaffolded", "Fill in the gaps", "Notebooks that are mostly written, checked as you go.", "scaffolded"),
        Choice("guided", "Follow, then vary", "Worked examples, then exercises of your own.", "guided"),
        Choice("from-scratch", "From an empty file", "You write all of it, and find your own bugs.", "from-scratch"),
    ),
    asked_if=has_aim,
)
PREFER = Question(
    key="prefer",
    label="Preference",
    text="When several paths lead there, which one do you want?",
    kind=Kind.CHOICE,
    fields=("prefer",),
    assumed="the balanced one",
    choices=(
        Choice("balanced", "Balanced", "Short, without skipping what makes later courses easier.", "balanced"),
        Choice("fastest", "The fastest", "Fewest hours, even where it gets steep.", "fastest"),
        Choice("cheapest", "The cheapest", "Least money, even where it takes longer.", "cheapest"),
        Choice("gentlest", "The gentlest", "Every course is prepared by the ones before it.", "gentlest"),
    ),
    asked_if=has_aim,
)


def language_name(code: str) -> str:
    """The English name of an ISO 639-1 code; the code itself when it is not known."""
    try:
        return str(get_language_info(code)["name"])
    except KeyError:
        return code
