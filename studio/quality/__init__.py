"""What an editor should know before publishing, and what has aged since. See docs/quality.md."""
