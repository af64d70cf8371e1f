"""Neural networks for tables: on the matrix of `synth.make.matrix`, trained with torch, drawn from with numpy.

- `trained`: what a trained network that makes rows keeps to.
- `closeness`: how near made rows come to rows held back, and whether they lie nearer to learned ones.
- `decoder`: a trained decoder as plain arrays, whose outputs are rows.
- `training`: what all loops share: rows held back, the best state so far, when to stop, one thread and its seed.
- `vae`: the ctgan package's TVAE networks, in a loop of ours. `vaegan`: the same with a discriminator beside it.
- `shape`, `cost`: what either will take.
"""
