"""Files that applicants add: taken by their content, kept apart, handed to those who may."""
