"""Public facts in the words of schema.org, for search engines and other programs."""

from collections.abc import Iterable

from catalog.facts import SkillAt
from catalog.markdown import render_markdown
from catalog.models import Course, Guide, Question
from catalog.wording import level_word

OFFERS = {
    Course.PriceModel.FREE: "Free",
    Course.PriceModel.AUDIT: "Partially Free",
    Course.PriceModel.SUBSCRIPTION: "Subscription",
    Course.PriceModel.ONE_OFF: "Paid",
}


def course_data(
    course: Course, *, address: str, teaches: Iterable[SkillAt], required: Iterable[SkillAt]
) -> dict[str, object]:
    """Only what a source supports: estimates and other people's ratings stay on the page, where they are marked."""
    instance: dict[str, object] = {"@type": "CourseInstance", "courseMode": "online"}
    if course.official_hours is not None and not course.is_estimate("official_hours"):
        instance["courseWorkload"] = f"PT{round(course.official_hours * 60)}M"
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": course.title,
        "description": course.summary,
        "url": address,
        "sameAs": course.url,
        "provider": {"@type": "Organization", "name": course.provider.name},
        "inLanguage": course.language,
        "teaches": [held.skill.name for held in teaches],
        "coursePrerequisites": [f"{need.skill.name}: {level_word(need.level)}" for need in required],
        "hasCourseInstance": instance,
    }
    if not course.is_estimate("level"):
        data["educationalLevel"] = course.get_level_display()
    if not course.is_estimate("price"):
        data["offers"] = {"@type": "Offer", "category": OFFERS[Course.PriceModel(course.price_model)]}
    return data


def guide_data(guide: Guide, *, address: str) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": guide.title,
        "description": guide.summary,
        "url": address,
        "dateModified": guide.updated_at.isoformat(),
        "timeRequired": f"PT{guide.reading_minutes}M",
    }


def trail_data(*steps: tuple[str, str]) -> dict[str, object]:
    """The way to a page from the first list that holds it; each step is a name and an address."""
    return listed("BreadcrumbList", steps)


def list_data(pages: Iterable[tuple[str, str]]) -> dict[str, object]:
    """Pages in the order in which they are shown; each is a name and an address."""
    return listed("ItemList", pages)


def listed(kind: str, pages: Iterable[tuple[str, str]]) -> dict[str, object]:
    page_key = "item" if kind == "BreadcrumbList" else "url"
    return {
        "@context": "https://schema.org",
        "@type": kind,
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, page_key: address}
            for position, (name, address) in enumerate(pages, start=1)
        ],
    }


def questions_data(questions: Iterable[Question]) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": each.text,
                "acceptedAnswer": {"@type": "Answer", "text": render_markdown(each.answer, top_heading=3)},
            }
            for each in questions
        ],
    }
