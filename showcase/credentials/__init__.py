"""What a project shows of its findings elsewhere: a drawing, and a credential that anybody can verify."""
