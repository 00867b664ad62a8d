"""Checks: rules that find what a careful reader would ask about; one module a family."""
