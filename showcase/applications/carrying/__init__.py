"""From an accepted file to its page, and from year to year: preview, approval, still true."""
