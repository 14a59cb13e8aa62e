"""Finding projects: by words, by facets, on a map, however many there are.

`models` keeps a narrow row per published project; `keeping` writes it when a page is published;
`facets` says what a reader may choose by; `selection` reads what was chosen from an address; `search`
asks the rows.
"""
