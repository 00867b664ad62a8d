"""Forms: one module for each kind of visit, in the words that people read."""
