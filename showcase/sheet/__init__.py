"""The sheet of a project beyond its page: what is near it, the same on one printed page, and the picture that
a social network shows of it.

`alike` finds related projects and says why; `figures` tells targets from results; `excerpts` shortens texts;
`paper` makes the PDF, `picture` the social image, `badge_shapes` and `brush` draw their badges; `ready` keeps
both; `views` gives them their addresses.
"""
