"""Small components with their scripts beside them."""
