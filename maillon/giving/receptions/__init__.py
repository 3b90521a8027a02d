"""What came, against what should have: the donor's list, the round's note, the seals; each difference with its reason.

A lot that something describes is compared unit by unit (serial number, the donor's number, then model and count), weighed
again, and its balance is given once each difference is explained. The donor reads the result in plain words.
"""
