"""What the pages cost, measured: `make bench`.

`scenarios.py` says what is filled and what is asked; `measure.py` asks it, in a process of its own for each size;
`server.py` starts the real server and weighs it. Each measure is one line of JSON:
`{"name", "value", "unit", "against", "ratio"}`, where `against` is the goal, and `ratio` is value / goal: under 1 it is met.
"""
