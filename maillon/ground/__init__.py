"""Who is here, and what is remembered."""
