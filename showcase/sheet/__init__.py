"""The sheet of a project beyond its page: what is near it, the same on one printed page, and the picture that
a social network shows of it.

`alike` finds related projects and says why; `figures` tells targets from results; `excerpts` shortens texts;
`paper` makes the PDF, `picture` the social image, `badge_shapes`, `brush` and `fonts` are what they draw
with; `ready` keeps both; `views` gives them their addresses.
"""
