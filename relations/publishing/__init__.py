"""The public pages as files, which any web server can serve.

``decisions`` says of every address of the project whether it is a file, ``asking`` gets from
the site what it answers there, ``crawling`` follows the links, ``trees`` puts the files in
their place, ``publish`` does all of it.
"""
