"""Outside links: where they are used, how they are asked, what the answers mean."""
