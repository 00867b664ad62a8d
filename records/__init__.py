"""Records: what the platform keeps. Quarters, projects, filings; Markdown in Git."""
