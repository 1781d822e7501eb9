"""The interview: which question is next, what an answer means, what to say. Plain Python, no Rasa."""
