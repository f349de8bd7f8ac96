"""Start with ``streamlit run app.py``."""

import streamlit as st

from ptm_graph.dashboard.serving import PAGE, lifespan

app = st.App(PAGE, lifespan=lifespan())
