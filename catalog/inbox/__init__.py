"""What a curator should look at: reports of wrong facts, links that fail or moved, facts not checked for long."""
