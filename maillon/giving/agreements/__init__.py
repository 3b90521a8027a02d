"""The agreements under which equipment is given: their texts, version by version, and the framework agreements over years."""
