"""The questions as data, their order, and how an answer changes the answers kept so far.

Answers are plain dicts in the shape of the first interface. A question that was left out is absent from them, so a
trail of the keys dealt with is kept beside them: it tells a skipped question from one not put yet, and the way back.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, assert_never

from django.utils.translation import get_language_info

Answers = Mapping[str, Any]

LEVEL_PREFIX = "level-"
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

    `held` are the levels that finished courses give.
    """

    goals: Sequence[Choice] = ()
    skills: Sequence[SkillWords] = ()
    languages: Sequence[str] = ()
    held: Mapping[str, int] = field(default_factory=dict)


def always(answers: Answers) -> bool:
    return True


def has_aim(answers: Answers) -> bool:
    return bool(answers.get("goal") or answers.get("targets"))


@dataclass(frozen=True, slots=True)
class Question:
    """One decision. `fields` are the answers' fields it sets; for a level it is the skill within `levels`.

    `assumed` says what holds when it is left out; only the goal can't be.
    """

    key: str
    text: str
    kind: Kind
    fields: tuple[str, ...]
    hint: str = ""
    assumed: str = ""
    choices: tuple[Choice, ...] = ()
    skill: str = ""
    asked_if: Callable[[Answers], bool] = always

    @property
    def can_be_skipped(self) -> bool:
        return bool(self.assumed)


def questions(material: Material) -> tuple[Question, ...]:
    """Every question that can come up, in the order of the full form."""
    return (
        goal_question(material.goals),
        TAKEN,
        *(level_question(skill, material.held.get(skill.slug, 0)) for skill in material.skills),
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
        text="What do you want to be able to do?",
        hint="Pick the closest one. You can change it later and keep every other answer.",
        kind=Kind.CHOICE,
        fields=("goal",),
        choices=tuple(goals),
    )


def level_question(skill: SkillWords, held: int) -> Question:
    """`held` is the level that finished courses give; it stands when the learner leaves the question out."""
    return Question(
        key=f"{LEVEL_PREFIX}{skill.slug}",
        text=f"{skill.name}: which of these sounds like you?",
        hint="Between two of them, take the lower one."
        if not held
        else "Filled in from the courses you have finished.",
        kind=Kind.CHOICE,
        fields=("levels",),
        skill=skill.slug,
        assumed=f"we go by “{skill.descriptors[held]}”",
        choices=tuple(
            Choice(str(level), words, meaning=level, hint=name)
            for level, (words, name) in enumerate(
                zip(skill.descriptors, ("none", "basics", "working", "strong"), strict=True)
            )
        ),
        asked_if=has_aim,
    )


def language_question(languages: Sequence[str]) -> Question:
    return Question(
        key="language",
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
    text="Which courses have you finished?",
    hint="They come off your path, and what they teach counts as known.",
    kind=Kind.COURSES,
    fields=("taken",),
    assumed="none of them",
    asked_if=has_aim,
)
HOURS = Question(
    key="hours",
    text="How many hours a week can you study?",
    hint="An average that holds in a busy month, not the best week you ever had.",
    kind=Kind.HOURS,
    fields=("hours_per_week",),
    assumed=f"{DEFAULT_HOURS} hours a week",
    asked_if=has_aim,
)
START = Question(
    key="start",
    text="When do you want to start?",
    hint="Give a day to finish by as well if there is one; the plan says whether it holds.",
    kind=Kind.DATES,
    fields=("start", "finish_by"),
    assumed="next Monday, with no deadline",
    asked_if=has_aim,
)
BUDGET = Question(
    key="budget",
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


def open_questions(every: Sequence[Question], answers: Answers) -> tuple[Question, ...]:
    """Those that make sense with the answers so far; without a goal that is the goal alone."""
    return tuple(question for question in every if question.asked_if(answers))


def next_question(every: Sequence[Question], answers: Answers, trail: Iterable[str]) -> Question | None:
    """The question to put now, or None when there is nothing left to ask."""
    dealt_with = set(trail)
    for question in open_questions(every, answers):
        if question.key not in dealt_with and not is_answered(question, answers):
            return question
    return None


def question_before(every: Sequence[Question], answers: Answers, trail: Sequence[str], key: str) -> Question | None:
    """Where Back leads from `key`: the question dealt with before it; None at the beginning."""
    by_key = {question.key: question for question in open_questions(every, answers)}
    walked = [name for name in trail if name in by_key]
    earlier = walked[: walked.index(key)] if key in walked else walked
    return by_key[earlier[-1]] if earlier else None


def progress(every: Sequence[Question], answers: Answers, trail: Sequence[str], key: str) -> tuple[int, int | None]:
    """The number of the question `key` in this learner's run, and how many there are at most; None before the goal."""
    keys = [question.key for question in open_questions(every, answers)]
    walked = [name for name in trail if name in keys]
    number = walked.index(key) + 1 if key in walked else len(walked) + 1
    return number, max(number, len(keys)) if has_aim(answers) else None


def is_answered(question: Question, answers: Answers) -> bool:
    if question.skill:
        return question.skill in answers.get("levels", {})
    if question.key == "goal" and answers.get("targets"):
        return True
    return any(name in answers for name in question.fields)


def stored(question: Question, answers: Answers) -> Any:
    """What is kept for the question: one value, or for several fields a dict; None when it was left out."""
    if question.skill:
        return answers.get("levels", {}).get(question.skill)
    if len(question.fields) == 1:
        return answers.get(question.fields[0])
    return {name: answers[name] for name in question.fields if name in answers} or None


def with_answer(question: Question, answers: Answers, value: Any) -> dict[str, Any]:
    """The answers with `value` (in the shape of `stored`) put in; the ones given stay as they are."""
    kept = without_answer(question, answers)
    if question.skill:
        kept["levels"] = {**kept.get("levels", {}), question.skill: value}
    elif len(question.fields) == 1:
        kept[question.fields[0]] = value
    else:
        kept.update(value)
    if question.key == "goal":
        kept.pop("targets", None)
    return kept


def without_answer(question: Question, answers: Answers) -> dict[str, Any]:
    kept = dict(answers)
    if question.skill:
        kept["levels"] = {slug: level for slug, level in kept.get("levels", {}).items() if slug != question.skill}
        return kept
    for name in question.fields:
        kept.pop(name, None)
    return kept


def with_step(trail: Sequence[str], key: str) -> list[str]:
    """The trail after `key` was dealt with; one that comes up again keeps its place."""
    return list(trail) if key in trail else [*trail, key]


def chosen(question: Question, answers: Answers) -> Choice | None:
    """The choice that the kept answer means."""
    if not is_answered(question, answers):
        return None
    kept = stored(question, answers)
    return next((choice for choice in question.choices if choice.meaning == kept), None)


def said(question: Question, answers: Answers, titles: Mapping[str, str]) -> str:
    """The kept answer in words, empty when it was left out; `titles` names courses by slug."""
    if not is_answered(question, answers):
        return ""
    kept = stored(question, answers)
    match question.kind:
        case Kind.CHOICE:
            choice = chosen(question, answers)
            return choice.label if choice else ""
        case Kind.COURSES:
            return ", ".join(titles.get(slug, slug) for slug in kept or ()) or "None"
        case Kind.LANGUAGES:
            return ", ".join(language_name(code) for code in kept or ())
        case Kind.HOURS:
            return f"{kept:g} hours a week" if kept else ""
        case Kind.DATES:
            return dates_said(kept)
        case Kind.BUDGET:
            return budget_said(kept or {})
        case _:
            assert_never(question.kind)


def language_name(code: str) -> str:
    """The English name of an ISO 639-1 code; the code itself when it is not known."""
    try:
        return str(get_language_info(code)["name"])
    except KeyError:
        return code


def dates_said(kept: Mapping[str, str | None]) -> str:
    start, finish_by = (
        date.fromisoformat(day).strftime("%-d %B %Y") if day else ""
        for day in (kept.get("start"), kept.get("finish_by"))
    )
    return " ".join(part for part in (start and f"From {start}", finish_by and f"to finish by {finish_by}") if part)


def budget_said(budget: Mapping[str, Any]) -> str:
    if budget.get("free_only"):
        return "Free only"
    currency = budget.get("currency") or "USD"
    caps = [
        f"{budget[name]:g} {currency} {span}"
        for name, span in (("total", "in all"), ("monthly", "a month"))
        if budget.get(name) is not None
    ]
    return f"Up to {' and '.join(caps)}" if caps else "No limit"
