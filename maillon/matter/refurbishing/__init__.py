"""The bench: installing a system, testing each function, grading by an editable and versioned table of rules."""
