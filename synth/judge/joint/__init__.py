"""Joint: do whole rows, all columns at once, look as the real ones do?

| file | what |
|---|---|
| `sides` | samples of rows from two tables, and the folds that a learner is tested on |
| `trial` | a learner tries to tell two samples apart |
| `detection` | how well it tells synthetic rows from the training rows, and from rows never seen |
| `giveaways` | by which columns it tells them, in words |
"""
