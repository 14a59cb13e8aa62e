"""Mail to applicants. `writing` writes it in the transaction that causes it, `posting` sends it;
`team` writes to the team about a file.
"""
