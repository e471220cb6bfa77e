"""Pictures that stand beside a shared address: a title, metro lines with their stations, and a few figures."""

import json
import unicodedata
from bisect import bisect_left
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
# Raised whenever the drawing changes, so that no old picture is taken for the new one.
DRAWING = 1
# As in the style sheet's tokens for light pages.
PAPER, INK, SOFT, ACCENT = "#fbfbf8", "#15181d", "#4d545e", "#1a4bc4"
LINES = ("#1f5fd6", "#d9660a", "#0b5d3b", "#c2187f", "#1a9aa0", "#49033f", "#2b1f7a", "#6b1220")

MARGIN = 72
FACTS_TOP = 548
MOST_STATIONS = 6
# More is never drawn; measuring stops there.
LONGEST_TEXT = 300
COLOURS_KEPT = 96
# Circles are drawn larger and shrunk, since Pillow draws them with hard edges.
FINENESS = 4
# Pillow's own font has these beside ASCII; other letters lose their accents or are left out.
DRAWABLE = {chr(code) for code in range(32, 127)} | set("°±·«»‘’“”")
REPLACED = str.maketrans({"–": "-", "—": "-", "−": "-", "×": "x", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"})


@dataclass(frozen=True, slots=True)
class Track:
    """A line with the names of its stations; `colour` is 1 to 8 as in the style sheet."""

    stations: tuple[str, ...]
    colour: int = 1


@dataclass(frozen=True, slots=True)
class Poster:
    """What a picture says. `kicker` stands above the title, and in its place when no letter of it can be drawn."""

    title: str
    kicker: str
    tracks: tuple[Track, ...] = ()
    facts: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """The same for the same picture, in every process."""
        return sha256(json.dumps([DRAWING, asdict(self)]).encode()).hexdigest()[:16]

    @property
    def alternative(self) -> str:
        """The picture in words."""
        lines = "; ".join(", ".join(track.stations) for track in self.tracks if track.stations)
        return ". ".join(text for text in (self.title, self.kicker, lines, ", ".join(self.facts)) if text)


def draw_poster(poster: Poster) -> bytes:
    """A PNG of WIDTH times HEIGHT."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw_name(image, draw)
    is_double = len(poster.tracks) > 1
    size, most_lines = (52, 2) if is_double else (64, 3)
    kicker = drawable(poster.kicker)
    title = drawable(poster.title)
    draw.text((MARGIN, 122), cut(kicker if title else "", font(28), WIDTH - 2 * MARGIN), SOFT, font(28))
    top = 166
    for line in wrap(title or kicker, font(size), WIDTH - 2 * MARGIN, most_lines):
        draw.text((MARGIN, top), line, INK, font(size), stroke_width=1, stroke_fill=INK)
        top += round(size * 1.17)
    for place, track in enumerate(poster.tracks[:2]):
        draw_track(image, draw, track, top=(336 + 108 * place) if is_double else 434)
    facts = " · ".join(drawable(fact) for fact in poster.facts)
    draw.text((MARGIN, FACTS_TOP), cut(facts, font(32), WIDTH - 2 * MARGIN), INK, font(32))
    buffer = BytesIO()
    image.quantize(COLOURS_KEPT, Image.Quantize.FASTOCTREE).save(buffer, "PNG")
    return buffer.getvalue()


def draw_name(image: Image.Image, draw: ImageDraw.ImageDraw) -> None:
    """The site's name behind a station, and the accent along the upper edge."""
    draw.rectangle((0, 0, WIDTH, 12), ACCENT)
    draw.line((0, 76, MARGIN + 16, 76), ACCENT, 10)
    put_station(image, MARGIN + 16, 76, 15, ACCENT)
    draw.text((MARGIN + 48, 58), "Which First", INK, font(32))


def draw_track(image: Image.Image, draw: ImageDraw.ImageDraw, track: Track, *, top: int) -> None:
    colour = LINES[(track.colour - 1) % len(LINES)]
    draw.line((MARGIN, top, WIDTH, top), colour, 14)
    labels = shown_stations(track.stations)
    width = (WIDTH - 2 * MARGIN) // max(3, len(labels))
    for place, label in enumerate(labels):
        left = MARGIN + place * width
        put_station(image, left + 16, top, 18, INK)
        for row, line in enumerate(wrap(drawable(label), font(22), width - 20, 2)):
            draw.text((left, top + 27 + 26 * row), line, SOFT, font(22))


def shown_stations(stations: tuple[str, ...]) -> tuple[str, ...]:
    if len(stations) <= MOST_STATIONS:
        return stations
    shown = stations[: MOST_STATIONS - 1]
    return (*shown, f"and {len(stations) - len(shown)} more")


def put_station(image: Image.Image, x: int, y: int, radius: int, edge: str) -> None:
    """A ring around paper, its middle at `x`, `y`."""
    ring = station(radius, edge)
    image.paste(ring, (x - radius, y - radius), ring)


@lru_cache(maxsize=8)
def station(radius: int, edge: str) -> Image.Image:
    side = 2 * radius * FINENESS
    ring = Image.new("RGBA", (side, side))
    ImageDraw.Draw(ring).ellipse((0, 0, side - 1, side - 1), PAPER, edge, 6 * FINENESS)
    return ring.resize((2 * radius, 2 * radius), Image.Resampling.LANCZOS)


@lru_cache(maxsize=8)
def font(size: int) -> ImageFont.FreeTypeFont:
    found = ImageFont.load_default(size)
    if not isinstance(found, ImageFont.FreeTypeFont):
        raise TypeError("Pillow was built without FreeType, so no text can be drawn at this size")
    return found


def drawable(text: str) -> str:
    """The text in characters that the font has; empty when there are none."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST_TEXT].translate(REPLACED))
    kept = "".join(c if c in DRAWABLE else " " if c.isspace() else "" for c in plain)
    return " ".join(kept.split())


def wrap(text: str, face: ImageFont.FreeTypeFont, width: int, most_lines: int) -> list[str]:
    """Lines no wider than `width` pixels; what does not fit in the last one is cut."""
    lines: list[str] = []
    words = text.split()
    while words:
        if len(lines) == most_lines - 1:
            return [*lines, cut(" ".join(words), face, width)]
        count = 1
        while count < len(words) and face.getlength(" ".join(words[: count + 1])) <= width:
            count += 1
        lines.append(cut(" ".join(words[:count]), face, width))
        words = words[count:]
    return lines


def cut(text: str, face: ImageFont.FreeTypeFont, width: int) -> str:
    """The text, or as much of it as fits with three dots."""
    if face.getlength(text) <= width:
        return text
    fitting = bisect_left(range(len(text)), True, key=lambda end: face.getlength(f"{text[: end + 1]}...") > width)
    return f"{text[:fitting].rstrip()}..."
