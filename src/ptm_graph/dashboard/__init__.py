"""The dashboard: one thin module for each page, over the library's own functions.

``streamlit run app.py`` at the top of the repository, or ``ptm-graph app``, starts it.
Nothing here computes a result; pages ask the rooms below and show what they say.
"""
