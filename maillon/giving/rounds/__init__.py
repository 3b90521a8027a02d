"""Rounds: accepted offers become stops, vehicles and drivers collect them, and each stop ends as a weighed, signed lot.

`roads` measures distances and `solver` shares the stops out; neither knows the database. What is estimated before a visit
(load, hours, place) is a `Collection`; what is planned a `Round` of `Stop`s; what happened is the stop itself and its lot.
"""
