"""Mail to applicants. `writing` writes it in the transaction that causes it, `posting` sends it."""
