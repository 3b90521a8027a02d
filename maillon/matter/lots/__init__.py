"""What was received: who gave it, under which regime, what was counted and weighed, what could not be explained.

The regime of a lot follows each of its devices for ever: it says where they may go, and at which price at most.
"""
