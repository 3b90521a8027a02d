"""What donors offer, how the coordinator answers, under which regime, and the lots that came of it."""
