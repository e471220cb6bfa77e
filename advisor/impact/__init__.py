"""What an edit of the catalogue would do to learners, worked out before it is published."""
