"""E-mails that leave: each is written in the transaction of the act it follows from, then sent by the worker."""
