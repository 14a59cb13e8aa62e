"""The applicant's desk: sections, preview, sending, where it stands, questions, people."""
