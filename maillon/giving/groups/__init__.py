"""Groups of donors: an organisation that follows the gifts of others, its services or its schools, from a day to another."""
