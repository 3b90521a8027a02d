"""Networks, their territories, the organisations that take part, their sites, and who acts for them.

A network is the tenant. The actor of every act is a `Member`: a person, for an organisation, in a network.
"""
