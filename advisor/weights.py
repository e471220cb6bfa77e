"""What a plan is judged by, as plain values: how many minutes of study each thing that a learner dislikes is worth."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProductWeights:
    """Points, of which a minute of study costs one. The defaults give sound advice with the shipped facts.

    `gentle_load_points` are for a heavy load of maths or coding, a moderate one counts half of that.
    """

    help_points: int = 300  # five hours of struggling for each helpful prerequisite that is not held
    # ten hours for a course that is not in the wished style, practice or without a wished certificate
    wish_points: int = 600
    # "Gentlest" dreads struggling four times as much, and counts a heavy load like a missed wish.
    gentle_help_factor: int = 4
    gentle_load_points: int = 600
    # "Cheapest" takes an hour more to save a cent; no course costs so little that time would decide before money.
    cheapest_cent_points: int = 60

    @property
    def gentle_help_points(self) -> int:
        return self.help_points * self.gentle_help_factor

    def load_points(self, load: str) -> int:
        """What "gentlest" counts for a load of maths or coding."""
        match load:
            case "heavy":
                return self.gentle_load_points
            case "moderate":
                return self.gentle_load_points // 2
            case _:
                return 0
