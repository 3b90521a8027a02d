"""How a network lives with its members: who asks to enter it, and under which rules it works."""
