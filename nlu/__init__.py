"""Understanding Dutch: training data, and plain readers wrapped as Rasa graph components."""
