"""Reader pages in a browser: documents with their evidence marked, entities, named queries, search.

server (the only import of fastapi and uvicorn) ─► views (SPARQL rows → frozen page models)
                                                ─► pages (the only import of jinja2; templates and messages)
                                                ─► downloads (answers and tables as CSV and JSON)

Nothing is kept between requests: every view takes the store that it reads.
"""
