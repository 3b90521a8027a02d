"""The mass balance: categories of equipment with their weights, and every movement in units and grams.

A movement goes from one account to another; some accounts are stock, the others are the world outside. What is in stock
at any time, and the balance of any period, are sums of movements: nothing can disappear from them. Locations say where
things stand in a site; they weigh nothing.
"""
