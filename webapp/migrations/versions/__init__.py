"""The steps, oldest first; each says what it comes after."""
