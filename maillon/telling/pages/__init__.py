"""What a network tells in words: legal notices, personal data, accessibility, and the messages that visitors write to it."""
