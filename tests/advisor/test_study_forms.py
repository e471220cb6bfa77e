"""What a learner types, as values."""

import pytest

from advisor.study_forms import parse_minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1:30", 90),
        ("0:05", 5),
        ("1.5 h", 90),
        ("1,5h", 90),
        ("2 hours", 120),
        ("45 min", 45),
        ("45m", 45),
        (" 1 H 30 Min ", 90),
        ("24 h", 1440),
        ("1440 min", 1440),
    ],
)
def test_time_is_read_in_the_usual_ways(text: str, minutes: int) -> None:
    assert parse_minutes(text) == minutes


@pytest.mark.parametrize(
    "text", ["", "h", "1:60", "1:5", "90", "1.5", "0 min", "-1 h", "24:01", "25 h", "1 h 2 h", "ten"]
)
def test_time_that_is_none_or_unclear_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"[.]$"):
        parse_minutes(text)
