"""Do two descriptions speak of one farm? Pure comparison, without the database."""
