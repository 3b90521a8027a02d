"""What each person meets first: home, navigation, search, scan, a device's public page, the public site.

Composes the other rooms; owns no table.
"""
