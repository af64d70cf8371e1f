"""The steward's own questions, answered on the real and on the synthetic table: a figure by groups, in a small grammar.

`query` is what is asked, typed or chosen in a form; `groups` parts the rows, `figures` takes a figure of some of them;
`ask` answers.
"""

from synth.judge.questions.ask import ask
from synth.judge.questions.query import Condition, Query

__all__ = ["Condition", "Query", "ask"]
