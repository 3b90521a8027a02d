"""What the demonstration networks are made of: organisations, people, deliveries, workshops, requests and sessions.

Sizes are given in `ogo`, `bdn` and `rebincoop`; everything else is drawn. All names, addresses and numbers are invented,
but for the communes and for the names of the three networks.
"""

from maillon.demo.networks import bdn, ogo, rebincoop

NETWORKS = (ogo, bdn, rebincoop)
