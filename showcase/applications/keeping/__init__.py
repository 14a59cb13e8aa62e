"""Whose data it is and how long it stays; what runs by itself each day; the team's figures."""
