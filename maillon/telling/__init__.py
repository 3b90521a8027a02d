"""What it all did."""
