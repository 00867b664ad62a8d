"""Records: what the platform keeps. Quarters, projects, filings; Markdown with front matter; Git."""
