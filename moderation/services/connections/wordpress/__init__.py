"""WordPress: its comments read through its REST API, and decisions written back.

The shapes are those of the REST API's version wp/v2, as WordPress 6.1 answers.
"""
