"""A project under another published frame, by a mapping that editors keep.

`models` hold the frames, their categories and the mapping; `facts` says which facts of a sheet may be
mapped; `reading` works out what of a project falls under which category.
"""
