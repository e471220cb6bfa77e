"""Which questions are open, and how an answer changes the answers kept so far.

Answers are plain dicts in the shape of the first interface. A question that was left out is absent from them, so a
trail of the keys dealt with is kept beside them: it tells a skipped question from one not put yet, and the way back.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, assert_never

from advisor.questionnaire import Answers, Choice, Kind, Question, has_aim, language_name

# Answers that are lists of slugs, where more than one source may add to them.
LISTS = ("taken", "pinned", "exclude", "exclude_teaching", "dismissed")


def open_questions(every: Sequence[Question], answers: Answers) -> tuple[Question, ...]:
    """Those that make sense with the answers so far; without a goal that is the goal alone."""
    return tuple(question for question in every if question.asked_if(answers))


def question_before(every: Sequence[Question], answers: Answers, trail: Sequence[str], key: str) -> Question | None:
    """Where Back leads from `key`: the question dealt with before it; None at the beginning."""
    by_key = {question.key: question for question in open_questions(every, answers)}
    walked = [name for name in trail if name in by_key]
    earlier = walked[: walked.index(key)] if key in walked else walked
    return by_key[earlier[-1]] if earlier else None


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
    if question.skill:
        return with_level(answers, question.skill, value, held=question.held)
    kept = without_answer(question, answers)
    if len(question.fields) == 1:
        kept[question.fields[0]] = value
    else:
        kept.update(value)
    if question.key == "goal":
        kept.pop("targets", None)
    return kept


def with_level(answers: Answers, skill: str, level: int, *, held: int = 0) -> dict[str, Any]:
    """The answers with the level said; below `held`, what finished courses give, it is an override as well."""
    kept = without_level(answers, skill)
    kept["levels"] = {**kept.get("levels", {}), skill: level}
    if level < held:
        kept["overrides"] = {**kept.get("overrides", {}), skill: level}
    return kept


def without_level(answers: Answers, skill: str) -> dict[str, Any]:
    kept = dict(answers)
    for field in ("levels", "overrides"):
        if field in kept:
            kept[field] = {slug: level for slug, level in kept[field].items() if slug != skill}
    if not kept.get("overrides"):
        kept.pop("overrides", None)
    return kept


def without_answer(question: Question, answers: Answers) -> dict[str, Any]:
    if question.skill:
        return without_level(answers, question.skill)
    kept = dict(answers)
    for name in question.fields:
        kept.pop(name, None)
    return kept


def merged(older: Answers, newer: Answers) -> dict[str, Any]:
    """Both as one: the newer ones win where they differ, and what either says of courses and skills stays."""
    kept = {**older, **newer}
    replaced = newer.get("levels", {})
    older_overrides = {slug: level for slug, level in older.get("overrides", {}).items() if slug not in replaced}
    joined = {
        "levels": {**older.get("levels", {}), **replaced},
        "overrides": {**older_overrides, **newer.get("overrides", {})},
        **{name: sorted({*(older.get(name) or ()), *(newer.get(name) or ())}) for name in LISTS},
    }
    kept |= {name: value for name, value in joined.items() if name in kept}
    if has_aim(newer):
        kept.pop("targets" if newer.get("goal") else "goal", None)
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
