"""Open data: the projects as files (CSV, JSON, GeoJSON), as a feed and by the API.

`records` says what is told of a project; `columns` lays it out flat and says what each column means;
`extract` reads the projects that an address asks for, a batch at a time; `formats` writes them; `views` and
`feed` answer; `api` holds the endpoints that the project's configuration puts together.
"""

LICENCE = "CC BY-SA 4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by-sa/4.0/"
