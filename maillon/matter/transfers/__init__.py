"""Transfers between members: equipment that one member of a network hands on to another, under an agreement.

A list is made by scan and in bulk, sent with a numbered waybill, received by scan and compared with it. The sender holds
everything until reception; then the ledger moves it, unit by unit, to the gram. What did not arrive, what arrived
damaged or was not on the list has its reason before the transfer is closed. A transfer is not a collection.
"""
