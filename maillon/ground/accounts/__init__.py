"""People who sign in: an e-mail address, a name, a password."""
