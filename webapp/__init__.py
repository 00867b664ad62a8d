"""The web application: how people reach it."""
