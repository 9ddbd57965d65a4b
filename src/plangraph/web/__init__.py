"""Reader pages in a browser, linked data, and the SPARQL endpoint.

server (the only import of fastapi and uvicorn) ─► views (SPARQL rows → frozen page models)
                                                ─► pages (the only import of jinja2; templates and messages)
                                                ─► downloads (answers and tables as CSV and JSON)
                                                ─► linked (one thing as RDF)
                                                ─► sparql (the endpoint, its limits and processes)

Views keep nothing between requests: each takes the store that it reads.
"""
