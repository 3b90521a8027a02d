"""How things come in."""
