"""Networks of three published articles trained as the articles say, beside faster recipes.

Run: python -m benchmarks.published

`nets` has the networks, `articles` the articles' way of training, `recipe` ours, `race` runs them
side by side and `tables` shows who needed what.
"""
