"""What Streamlit runs for every visitor and at every interaction.

It has a folder of its own: of a folder ``pages`` beside the script, Streamlit would make
pages by itself.
"""

from ptm_graph.dashboard.app import main

main()
