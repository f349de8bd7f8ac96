"""Start with ``streamlit run app.py``."""

import streamlit as st

from ptm_graph.dashboard.serving import PAGE, gate, lifespan

app = st.App(PAGE, lifespan=lifespan(), middleware=gate(st.get_option("server.allowedHosts")))
