"""Public pages read copies of the database, which PostgreSQL streams from the primary.

``health`` knows which of them are well, ``choice`` takes one for a request, ``router`` tells
Django, ``middleware`` tries another where one breaks and keeps in a cookie what a client wrote.
"""
