"""Workflows: what people do with the records. File, review, import, compile."""
