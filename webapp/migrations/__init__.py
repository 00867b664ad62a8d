"""Migrations: the tables of an older program become those of this one, step by step."""
