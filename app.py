"""Start with ``streamlit run app.py``."""

from ptm_graph.dashboard.app import main

main()
