"""Usefulness: does what is learned from synthetic rows hold on real rows that nobody saw?

| file | what |
|---|---|
| `usefulness` | what a model loses by being trained on synthetic rows instead of real ones |
| `models` | the table of models: learner by arm by figure |
| `augmenting` | whether synthetic rows beside the real ones make a model better |
| `importance` | whether both models rest on the same columns |
| `curve` | on demand: what more and more synthetic rows add to the real ones |

`trial` draws the rows to train and to test on, `study` fits all models once; `cells` names what the table is made of.
"""
