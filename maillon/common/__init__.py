"""Tools with no table and no business word: errors, identifiers, PDF, geography, numbers and dates in French."""
