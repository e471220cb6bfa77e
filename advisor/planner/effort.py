"""How much searching is allowed, counted in nodes so that a run can be repeated exactly."""


class LimitReached(Exception):
    """The search has used up its nodes."""


USUAL_SIZE = 16
"""What a node looks at counts as one node for each so many entries: 200,000 nodes stay within seconds."""


class Effort:
    def __init__(self, node_limit: int) -> None:
        self.left = node_limit

    def spend(self, size: int) -> None:
        """Count a node that looks at `size` entries. Raises LimitReached when no node is left."""
        if self.left <= 0:
            raise LimitReached
        self.left -= 1 + size // USUAL_SIZE
