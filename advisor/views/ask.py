"""The question box: a question in plain words, how it was read, and the answer."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from advisor.answers import AnswerError
from advisor.ask.amending import LEVELS, ONE_VALUE, STYLES, address, amended
from advisor.ask.library import Library, current_library
from advisor.ask.limits import describe_one
from advisor.ask.parsing import MAX_QUESTION, UnusableQuestion, check_question, parse
from advisor.ask.query import INTENTS, Item, Query
from advisor.ask.replies import Reply, reply_to
from advisor.ask.sayings import KIND_WORDS, LANGUAGE_WORDS
from advisor.drafts import read_draft
from advisor.limits import asking
from catalog.views.library import wants_fragment

INTENT_WORDS = {
    "find": "Find courses",
    "compare": "Compare",
    "order": "Which first",
    "cost": "What it costs",
    "time": "How long it takes",
    "path": "A path to a goal",
    "about": "About a course",
    "none": "Nothing of these",
}
EXAMPLES = (
    "Best Python course for beginners",
    "Which first, machine learning or deep learning?",
    "How do I become a data engineer?",
    "How much is the Deep Learning Specialization?",
    "Is CS229 worth it after the Machine Learning Specialization?",
    "Free maths course under 20 hours on Khan Academy",
)


@login_not_required
@require_safe
@vary_on_headers("HX-Request")
@asking
def ask(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {"examples": EXAMPLES, "question": request.GET.get("q", "")[:MAX_QUESTION]}
    if context["question"].strip():
        context |= answered(request)
    return render(request, "advisor/_ask_answer.html" if wants_fragment(request) else "advisor/ask.html", context)


def answered(request: HttpRequest) -> dict[str, Any]:
    try:
        text = check_question(request.GET["q"])
    except UnusableQuestion as error:
        return {"problem": f"{str(error)[:1].upper()}{str(error)[1:]}."}
    library = current_library()
    query = amended(parse(text, library.lexicon), request.GET, library)
    reply = reply_for(request, query, library)
    page = reverse("advisor:ask")
    clarify = reply.answer.clarify
    return {
        "reply": reply,
        "rows": [row(item, library) for item in reply.answer.items],
        "chips": chips(query, library, page),
        "controls": controls(query, library),
        "options": [(option.label, address(query, page, change=option.change)) for option in clarify.options]
        if clarify
        else [],
        "intents": [(intent, INTENT_WORDS[intent]) for intent in INTENTS],
    }


def reply_for(request: HttpRequest, query: Query, library: Library) -> Reply:
    """With the learner's own answers where there are some; a draft that can't be used counts as none."""
    draft = read_draft(request).answers or None
    today = timezone.localdate()
    try:
        return reply_to(query, library, data=draft, today=today)
    except AnswerError:
        return reply_to(query, library, today=today)


def row(item: Item, library: Library) -> dict[str, str]:
    url = reverse("catalog:course_detail", args=[item.course]) if item.course and item.title else ""
    return {"title": item.title, "text": item.text, "url": url}


def chips(query: Query, library: Library, page: str) -> list[dict[str, str]]:
    """What was read, each with the address of the same question without it."""
    filters = query.filters
    pairs = [("skill", skill) for skill in filters.skills] + [("word", word) for word in filters.words]
    for key in ONE_VALUE:
        pairs += [(key, value)] if (value := getattr(filters, key)) else []
    pairs += [(key, "1") for key in ("free", "certificate") if getattr(filters, key)]
    pairs += [("max_hours", str(filters.max_hours))] if filters.max_hours else []
    pairs += [("max_price", str(filters.max_price))] if filters.max_price else []
    pairs += [("not", f"{key}:{value}") for key, values in filters.exclude.items() for value in values]
    pairs += [("hours_per_week", f"{filters.hours_per_week:g}")] if filters.hours_per_week else []
    pairs += [("course", mention.courses[0]) for mention in query.mentions if len(mention.courses) == 1]
    found = [
        {"label": describe_one(key, value, library), "url": address(query, page, without=(key, value))}
        for key, value in pairs
    ]
    for skill, level in filters.levels.items():
        others = ",".join(f"{other}:{held}" for other, held in filters.levels.items() if other != skill)
        label = describe_one("known", f"{skill}:{level}", library)
        found.append({"label": label, "url": address(query, page, change={"levels": others})})
    return found


def controls(query: Query, library: Library) -> list[dict[str, Any]]:
    """The selects with which a reading is corrected."""
    filters, shelf = query.filters, library.shelf
    used = {library.profile(slug).extra.platform for slug in library.listed}
    makers = {library.profile(slug).extra.provider for slug in library.listed}
    skills = [(skill.slug, skill.name) for skill in library.catalogue.skills.values()]
    goals = [(goal.slug, goal.title) for goal in library.catalogue.goals.values()]
    return [
        {"key": "skill", "label": "Topic", "value": filters.skills[0] if filters.skills else "", "choices": skills},
        {"key": "level", "label": "Level", "value": filters.level, "choices": named(LEVELS)},
        {"key": "platform", "label": "Platform", "value": filters.platform, "choices": of(shelf.platforms, used)},
        {"key": "provider", "label": "Provider", "value": filters.provider, "choices": of(shelf.providers, makers)},
        {"key": "kind", "label": "Kind", "value": filters.kind, "choices": list(KIND_WORDS.items())},
        {"key": "style", "label": "Style", "value": filters.style, "choices": named(STYLES)},
        {"key": "language", "label": "Language", "value": filters.language, "choices": list(LANGUAGE_WORDS.items())},
        {"key": "goal", "label": "Goal", "value": filters.goal, "choices": goals},
    ]


def named(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, value.capitalize()) for value in values]


def of(names: Any, used: set[str]) -> list[tuple[str, str]]:
    return sorted(((slug, name) for slug, name in names.items() if slug in used), key=lambda pair: pair[1].casefold())
