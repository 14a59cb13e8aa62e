"""The showcase in figures: charts drawn on the server, each with its numbers as a table and as data."""
