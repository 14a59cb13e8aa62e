"""Two to four projects side by side, at an address that can be shared.

`asked` reads which projects an address names, `table` lays them out, `views` answers.
"""
