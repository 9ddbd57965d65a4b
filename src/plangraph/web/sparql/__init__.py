"""The SPARQL 1.1 Protocol over a built graph, read-only and bounded.

endpoint (request → reply) ─► protocol (parameters, bodies) ─► negotiation, formats
                           ─► scan (what a query may not hold: SERVICE, updates, too deep a nesting)
                           ─► workers (a pool of processes) ⇢ worker (one process) ─► confinement
                           ─► description (SPARQL 1.1 Service Description)

Plain values come in and go out; `web.server` alone knows the web framework. An engine cannot be stopped from
inside (docs/decisions/0009), so a query runs in a process that is killed when its time is over.
"""
