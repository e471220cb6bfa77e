"""Whether the addresses that the catalogue names still answer."""
