"""The website: pages rendered on the server, and the chat in them."""
