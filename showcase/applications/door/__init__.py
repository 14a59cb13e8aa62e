"""Before a file: what is asked, the first check, the link by e-mail, one's files."""
