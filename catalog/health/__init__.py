"""What is wrong with the catalogue: lints, each of which finds one kind of flaw and leads to its mend.

`catalog.health` and each app's module `health` are imported when the site starts, and register their lints.
"""

from catalog.health import facts, shape

__all__ = ["facts", "shape"]
