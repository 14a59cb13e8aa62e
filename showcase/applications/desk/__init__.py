"""The applicant's desk: sections, sending, where the file stands, questions and answers."""
