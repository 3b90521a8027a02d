"""Things: what they are, where they stand, what they weigh."""
