"""Internal reuse: what a public body first offers to its sister services; what none of them takes is then given."""
