"""Running the product: the environment file, the processes and their start."""
