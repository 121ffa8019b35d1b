"""What a reader asks: text in, a question out that the full-text index and the tables can answer.

One language for the search page, its addresses and the watches. No text of any kind is an error: what does not fit is
read as plain words or left out, and said in a sentence where it looked like an operator.
"""

from parsing.questions.conditions import conditions
from parsing.questions.reading import Filter, Question, fts_query, read_question
from parsing.questions.tokens import MAX_LENGTH, tidy
from parsing.questions.values import NAMES

__all__ = ["MAX_LENGTH", "NAMES", "Filter", "Question", "conditions", "fts_query", "read_question", "tidy"]
