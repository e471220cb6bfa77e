"""Pictures of what a course, a goal or a skill needs, and of what it opens."""
