"""What the app does and computes, without Streamlit."""
