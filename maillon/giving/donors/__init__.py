"""What a donor gets back: the outcome of each thing given, line by line, and the evidence that its obligations ask for."""
