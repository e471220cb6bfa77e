"""How much searching is allowed, counted in nodes so that a run can be repeated exactly."""


class LimitReached(Exception):
    """The search has used up its nodes."""


class Effort:
    def __init__(self, node_limit: int) -> None:
        self.left = node_limit

    def spend(self) -> None:
        """Raises LimitReached when no node is left."""
        if self.left <= 0:
            raise LimitReached
        self.left -= 1
