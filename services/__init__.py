"""The use cases and computations of the app, without Streamlit."""
