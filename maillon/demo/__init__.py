"""The demonstration networks, built from individual fictional records, and the one-click sign-in."""
