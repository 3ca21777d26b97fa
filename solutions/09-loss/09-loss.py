# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 09 From scores to a loss
#
# A network ends in a few numbers. Here they become shares, the shares a loss, and the loss a step downhill.
#
# When you are done, you can
#
# - write softmax and its logarithm without overflow;
# - write a classifier's loss with its gradient;
# - take a step with momentum;
# - say what a 0.99 is worth.
#
# Time: about 2 hours.

# %%
import numpy as np

from autograder import check, failing_case, hint, use
from course import data, plots
from course.widgets import LogitsToLoss, choose

# %% [markdown]
# ## Before you start
#
# Three one-minute questions on earlier lessons, without points.

# %% [markdown] question="recall_exp_far_out"

# %% [markdown] question="recall_global_average_shape"

# %% [markdown] question="recall_back_through_relu"

# %% [markdown]
# ## 1. Scores
#
# A noisy 7, and ten templates: each digit minus the mean of all ten. How well does each fit? A template as large as the picture has one position, so your `cross_correlate2d` gives one number.

# %%
cross_correlate2d = use("cross_correlate2d")
digits = np.array([data.digit(number, size=14) for number in range(10)])
templates = digits - digits.mean(axis=0)
noisy = digits[7] + 0.5 * np.random.default_rng(1).standard_normal((14, 14))
plots.show(
    noisy,
    templates[7],
    titles=["a noisy 7", "template of the 7"],
    share=False,
    alt="A 7 with much noise over it, and the template of the 7: bright on its strokes, dark where "
    "other digits have ink.",
)

# %%
scores = np.array([cross_correlate2d(noisy, template)[0, 0] for template in templates])
for number, score in enumerate(scores):
    print(number, f"{score:6.2f}")

# %% [markdown]
# The last layer of a network does this too: a *linear layer*, one template for each class, learned instead of drawn. Its outputs are called **logits**, or scores. The largest belongs to the 7, and that is the prediction.

# %% [markdown]
# > **Myth.** *“The fully connected layer generates the probabilities.”*
#
# It generates logits. Probabilities are not negative, and add up to 1. (And only the *last* such layer has one output for each class; a network may have others before it.)

# %%
print("smallest:", scores.min().round(2), " largest:", scores.max().round(2))
print("sum:", abs(scores.sum().round(6)))

# %% [markdown]
# (The sum is 0 because the ten templates add up to 0.) How to make shares of such numbers? Make them positive first, and keep their order: $e^z$ does both. Then divide by the sum. This is **softmax**, for C classes:
#
# $$p_k = \frac{e^{z_k}}{e^{z_0} + e^{z_1} + \dots + e^{z_{C-1}}}$$

# %% [markdown]
# **Predict.** Two scores are 0 and log 3. (Here log is the natural logarithm, `np.log`, which undoes `np.exp`.) What are their shares? And those of 1000 and 1000 + log 3?
#
# <details><summary>Answer</summary>
#
# The powers are 1 and 3: shares 1/4 and 3/4. With 1000 more, both powers have the same factor e¹⁰⁰⁰, above and below the line. It cancels: 1/4 and 3/4 again. On paper, that is.
#
# </details>

# %% [markdown]
# In float64 nothing cancels: e¹⁰⁰⁰ is infinity, and infinity over infinity is `nan`. But you may choose what to add to all scores of a row. Which number makes every power harmless?


# %% exercise="softmax"
def softmax(z: np.ndarray, axis: int = -1) -> np.ndarray:
    """Turn scores into positive numbers that add up to 1: `exp(z) / sum(exp(z))`.

    Parameters
    ----------
    z : np.ndarray, any shape
        Scores (logits); floats or whole numbers, as large as you like: scores near 1000 or -1000
        give no nan. A score of -inf beside finite ones is allowed, and gets 0.
    axis : int
        The axis of the classes. Along it the results add up to 1; may be negative.

    Returns
    -------
    np.ndarray, float64, the shape of z
        A new array.

    Examples
    --------
    In the first row exp(z) is 1, 3 and 4, with the sum 8; in the second all are alike:

    >>> softmax(np.array([[0.0, np.log(3), np.log(4)], [1000, 1000, -np.inf]]))
    array([[0.125, 0.375, 0.5  ],
           [0.5  , 0.5  , 0.   ]])
    """
    ### BEGIN SOLUTION
    z = z.astype(np.float64)
    powers = np.exp(z - z.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)
    ### END SOLUTION


# %%
softmax = use("softmax", softmax)
shares = softmax(scores)
for number, share in enumerate(shares):
    print(number, f"{share:.3f}", "#" * round(50 * share))

# %% [markdown]
# **What happened.** 8.7 against 5.7 became 94 % against 5 %: powers of e turn a lead of 3 into a factor of 20. Every class keeps a share, however small.

# %% [markdown]
# Every share depends on all scores of a picture. The curves of lesson 08 took each number by itself. One of them is a relative, though: with two classes, the second share is the sigmoid of the lead, the second score minus the first.

# %%
sigmoid = use("sigmoid")
for lead in (0.0, 2.0, -5.0):
    pair = softmax(np.array([0.0, lead]))
    print(f"lead {lead:4}: {pair[1]:.6f} {sigmoid(np.array([lead]))[0]:.6f}")

# %% [markdown]
# Only differences count. Add what you like to all scores; the shares stay.

# %%
for added in (0, 5, -1000, 1000):
    print(f"{added:6}", softmax(scores + added)[5:].round(3))

# %% [markdown]
# Differences count by their size, though. Divide all scores by a number first, the **temperature**, and the shares become more even or more extreme.
#
# **Predict.** Which temperature puts nearly everything on the 7: 0.2 or 5?
#
# <details><summary>Answer</summary>
#
# 0.2. Dividing by 0.2 makes every difference five times as large.
#
# </details>

# %%
for temperature in (0.2, 1, 5, 1000):
    print(f"{temperature:6}", softmax(scores / temperature)[5:].round(3))

# %% [markdown]
# The name is from physics: in great heat all states are about equally likely. At 1000 each class has about a tenth. The order never changes, so neither does the prediction.

# %% [markdown] question="shift_of_scores"

# %% [markdown]
# ## 2. The logarithm, first
#
# The loss that comes next needs the *logarithm* of a share. That is one line with what you have. On scores that are far apart it fails:

# %%
far_apart = np.array([0.0, 1000.0])
with np.errstate(divide="ignore"):
    print(softmax(far_apart), np.log(softmax(far_apart)))

# %% [markdown]
# The share of the first class is e⁻¹⁰⁰⁰: too small for float64, so 0, and log 0 is minus infinity. A training run that meets it is over. And yet the answer is no monster.
#
# **Predict.** What is log(e⁻¹⁰⁰⁰)?
#
# <details><summary>Answer</summary>
#
# −1000. The logarithm undoes the power: nobody needed to compute the power.
#
# </details>

# %% [markdown]
# So take the logarithm on paper. The fraction becomes a difference, and its first part is z itself:
#
# $$\log p_k = z_k - \log\left(e^{z_0} + \dots + e^{z_{C-1}}\right)$$
#
# What is subtracted is called **log-sum-exp**. It is safe once the maximum is taken out of it, as in `softmax`.


# %% exercise="log_softmax"
def log_softmax(z: np.ndarray, axis: int = -1) -> np.ndarray:
    """Take the logarithm of `softmax(z, axis)`, exactly even where softmax itself is 0.

    Parameters
    ----------
    z : np.ndarray, any shape
        Scores (logits); floats or whole numbers, as large as you like. A score of -inf beside
        finite ones is allowed, and gets -inf.
    axis : int
        The axis of the classes; may be negative.

    Returns
    -------
    np.ndarray, float64, the shape of z
        A new array of log-probabilities: 0 or below. They are as far apart as the scores were.

    Examples
    --------
    In the first row the sum of exp(z) is 1 + 3 = 4, so log 4 is taken from each score; in the
    second, softmax would give 0 for the score 0, and its logarithm is -1000:

    >>> log_softmax(np.array([[0.0, np.log(3)], [0, 1000]])).round(3)
    array([[-1.386e+00, -2.880e-01],
           [-1.000e+03,  0.000e+00]])
    """
    ### BEGIN SOLUTION
    z = z.astype(np.float64)
    shifted = z - z.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))
    ### END SOLUTION


# %%
log_softmax = use("log_softmax", log_softmax)
print(log_softmax(far_apart))
print("exp gives the shares back:", np.allclose(np.exp(log_softmax(scores)), shares))

# %% [markdown]
# Log-sum-exp is a maximum with soft corners: a little above the largest score, and never more than log C above it.

# %%
for row in ([0.0, 0.0], [0.0, 1.0], [0.0, 5.0], [0.0, 1000.0]):
    z = np.array(row)
    print(row, "log-sum-exp:", (z - log_softmax(z))[0].round(4))

# %% [markdown]
# What if `log_softmax` is applied to its own result? There the powers of e are the shares, which add up to 1, and log 1 is 0: nothing more is subtracted. The second time does nothing. Softmax twice is another matter.

# %%
once = log_softmax(scores)
print("log_softmax, once and twice:", np.abs(log_softmax(once) - once).max().round(12))
print("softmax, once: ", softmax(scores)[5:].round(3))
print("softmax, twice:", softmax(softmax(scores))[5:].round(3))

# %% [markdown]
# ## 3. The loss
#
# The true class is 7 and its share is p. How bad is that? If p is 1, not at all. **Cross-entropy** charges −log p: nothing for certainty in the true class, and more and more for a share near 0.

# %%
for p in (1.0, 0.94, 0.5, 0.1, 0.001):
    print(f"p = {p:5}   loss = {-np.log(p) + 0:.3f}")

# %% [markdown]
# **Predict.** A network of ten classes knows nothing: all its logits are 0. What is its loss?
#
# <details><summary>Answer</summary>
#
# Every share is 1/10, whatever the label: −log(1/10) = log 10 = 2.303. Remember it. It is the first thing to look at when training starts.
#
# </details>

# %% [markdown]
# Why not count mistakes instead? Nudge a score a little, and the count stays the same: its gradient is 0 nearly everywhere. The loss answers to every nudge.
#
# **Predict.** Which scores should go up, and which down?
#
# <details><summary>Answer</summary>
#
# That of the true class up, all others down. The formula of section 2 says so: −log p is log-sum-exp minus the true score.
#
# </details>

# %% [markdown]
# By how much? Raise $z_k$ a little. The sum S of the powers grows at the rate $e^{z_k}$, and log S at 1/S times that: $e^{z_k} / S = p_k$. The true score is subtracted, at the rate 1. So the loss grows with $z_k$ at the rate
#
# $$\frac{\partial\,\text{loss}}{\partial z_k} = p_k - y_k$$
#
# where y is **one-hot**: 1 at the true class, 0 elsewhere. For a batch of N pictures the loss is a mean, so divide by N.


# %% exercise="cross_entropy"
def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    """Compute the mean cross-entropy of a batch, and its gradient with respect to the logits.

    Parameters
    ----------
    logits : np.ndarray, shape (N, C)
        Scores of N pictures for C classes, straight from the last layer: floats or whole numbers,
        finite, as large as you like. Softmax has not been applied to them.
    labels : np.ndarray, whole numbers, shape (N,)
        The true class of each picture, from 0 to C - 1.

    Returns
    -------
    loss : float
        The mean over the batch of `-log_softmax(logits)[n, labels[n]]`.
    dlogits : np.ndarray, float64, shape (N, C)
        How fast the loss grows with each logit: `(p - y) / N`, where p is the softmax of each row,
        and y is 1 at the true class and 0 elsewhere. A new array.

    Examples
    --------
    One picture with p = [1/4, 3/4], whose true class is the first: the loss is log 4, and the
    gradient is [1/4 - 1, 3/4]:

    >>> loss, dlogits = cross_entropy(np.array([[0.0, np.log(3)]]), np.array([0]))
    >>> round(loss, 3), dlogits.round(3)
    (1.386, array([[-0.75,  0.75]]))
    """
    ### BEGIN SOLUTION
    rows = np.arange(len(labels))
    log_p = log_softmax(logits, axis=1)
    loss = -np.mean(log_p[rows, labels])
    dlogits = np.exp(log_p)
    dlogits[rows, labels] -= 1
    return float(loss), dlogits / len(labels)
    ### END SOLUTION


# %%
cross_entropy = use("cross_entropy", cross_entropy)
loss, dlogits = cross_entropy(scores[np.newaxis], np.array([7]))
print(f"loss: {loss:.4f}   -log p: {-np.log(shares[7]):.4f}")
print("gradient:", dlogits[0].round(3))

# %% [markdown]
# Is the gradient the slope of *this* loss? Nudge each score and measure, as in lesson 08.

# %%
step = 1e-5
for k in range(5, 10):
    nudge = step * (np.arange(10) == k)
    above = cross_entropy((scores + nudge)[np.newaxis], np.array([7]))[0]
    below = cross_entropy((scores - nudge)[np.newaxis], np.array([7]))[0]
    print(k, f"{(above - below) / (2 * step):9.5f} {dlogits[0, k]:9.5f}")

# %% [markdown]
# And the first ritual of training, on 50 pictures of which nothing is known:

# %%
nothing = np.zeros((50, 10))
loss, _ = cross_entropy(nothing, np.arange(50) % 10)
print(f"{loss:.4f} = {np.log(10):.4f}")

# %% [markdown]
# Below, the same 7 is labelled 9. Which bars of the gradient point left? Press the button that takes a step, several times: which two classes trade places, and what do the others do? Then raise the temperature. *Your* function's loss and gradient are compared with what is drawn.

# %%
LogitsToLoss(scores, label=9, names=[str(n) for n in range(10)], function=cross_entropy)

# %% [markdown]
# **What happened.** The step pushes the 9 up by what it lacks and every rival down by its share. A class with a share near 0 is left alone. When p and y agree there is nothing to do.

# %% [markdown] question="loss_before_training"

# %% [markdown]
# PyTorch has the two halves apart as well: `log_softmax`, then `nll_loss` (*negative log-likelihood*), which picks −log p at the label. Together they are `cross_entropy`.


# %%
def nll_loss(log_p, labels):
    return -log_p[np.arange(len(labels)), labels].mean()


z, labels = np.random.default_rng(3).standard_normal((4, 10)), np.array([3, 1, 4, 1])
loss, _ = cross_entropy(z, labels)
print(f"{nll_loss(log_softmax(z), labels):.6f} {loss:.6f}")

# %% [markdown]
# > **Myth.** *“`return F.log_softmax(x)  # Softmax`”*
#
# The comment is mistaken: what comes out are log-probabilities, none of them above 0. It matters when somebody acts on the comment.

# %%
perfect = 1000.0 * np.eye(10)  # ten pictures; each true class leads by 1000
for name, last in (("log_softmax", log_softmax), ("softmax", softmax)):
    loss, _ = cross_entropy(last(perfect), np.arange(10))
    print(f"loss after {name:11}: {abs(loss):.3f}")

# %% [markdown]
# **What happened.** A perfect network has the shares [1, 0, …, 0]. Taken for scores, they are nearly alike: softmax of them gives e / (e + 9) = 0.232 to the true class. The loss cannot fall below −log 0.232 = **1.461**, whatever the network learns.

# %% [markdown]
# See the floor: the switch for the second softmax is on. Drag the true score as high as it goes, and watch loss and gradient. Then switch it off.

# %%
names = [str(number) for number in range(10)]
LogitsToLoss(scores, label=7, names=names, function=cross_entropy, twice=True)

# %% [markdown] question="harmful_softmax"

# %% [markdown]
# ## 4. Downhill, with a memory
#
# The gradient of the loss says which way is up; in lesson 02 you stepped the other way, a *learning rate* times the gradient. (*Stochastic* gradient descent, SGD, takes each step by the gradient of one batch.) Long, narrow valleys are hard on that rule: across, every step overshoots; along, it creeps.

# %% [markdown]
# **Momentum** remembers. A velocity keeps a part of what it was and adds the new gradient; the step goes along the velocity. Across the valley gradients alternate and cancel; along it they add up.
#
# **Predict.** The gradient is 1 at every step, momentum 0.9. Where does the velocity end?
#
# <details><summary>Answer</summary>
#
# At 1 + 0.9 + 0.81 + … = 1 / (1 − 0.9) = 10. Momentum 0.9 makes a steady step ten times as long.
#
# </details>

# %% [markdown]
# Libraries differ here. PyTorch keeps lr out of the velocity: v = momentum · v + gradient, then p − lr · v, where p is now a parameter, no share. Others put lr inside, or scale the gradient by 1 − momentum. With a steady lr, suitably scaled, all take the same path. We follow PyTorch.
#
# **Weight decay** pulls each weight towards 0: it adds a bit of the weight to its own gradient.


# %% exercise="sgd_momentum_step"
def sgd_momentum_step(
    p: np.ndarray,
    grad: np.ndarray,
    velocity: np.ndarray,
    lr: float,
    momentum: float,
    weight_decay: float = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Take one step of stochastic gradient descent with momentum, by PyTorch's rule.

    Parameters
    ----------
    p : np.ndarray, any shape
        Parameters of a network; float64 or whole numbers.
    grad : np.ndarray, the shape of p
        The gradient of the loss with respect to p; float64 or whole numbers.
    velocity : np.ndarray, the shape of p
        What the previous step returned; zeros before the first. float64 or whole numbers.
    lr : float
        The learning rate, above 0.
    momentum : float
        From 0 to below 1. With 0 this is plain gradient descent.
    weight_decay : float
        0 or above. `weight_decay * p` is added to the gradient before anything else.

    Returns
    -------
    p, velocity : np.ndarray, float64, the shape of p
        Both after the step, in new arrays: first the velocity becomes
        `momentum * velocity + gradient`, then p becomes `p - lr * velocity`, with the new one.

    Examples
    --------
    The velocity becomes 0.5 * 4 + 3 = 5, and p becomes 10 - 0.1 * 5:

    >>> sgd_momentum_step(np.array([10.0]), np.array([3.0]), np.array([4.0]), 0.1, 0.5)
    (array([9.5]), array([5.]))

    With weight_decay=0.2 the gradient counts as 3 + 0.2 * 10 = 5:

    >>> sgd_momentum_step(np.array([10.0]), np.array([3.0]), np.array([4.0]), 0.1, 0.5, 0.2)
    (array([9.3]), array([7.]))
    """
    ### BEGIN SOLUTION
    grad = grad + weight_decay * p
    velocity = momentum * velocity + grad
    return p - lr * velocity, velocity
    ### END SOLUTION


# %%
sgd_momentum_step = use("sgd_momentum_step", sgd_momentum_step)


def steps_to_the_bottom(momentum, lr=0.03):
    """How long until the bottom of a valley 50 times as steep across as along."""
    p, velocity = np.array([10.0, 1.0]), np.zeros(2)
    for step in range(1000):
        if np.linalg.norm(p) < 0.01:
            return step
        p, velocity = sgd_momentum_step(p, p * [1, 50], velocity, lr, momentum)


# %% [markdown]
# In this valley the loss is (p₀² + 50 p₁²) / 2, so its gradient is `p * [1, 50]`; the bottom is at (0, 0).
#
# **Predict.** Is more momentum always better? Guess the best of 0, 0.5, 0.7, 0.9 and 0.95 before you run the cell.

# %%
for momentum in (0.0, 0.5, 0.7, 0.9, 0.95):
    print(momentum, "takes", steps_to_the_bottom(momentum), "steps")

# %% [markdown]
# **What happened.** With 0.7 it takes a sixth of the steps. With more, p rolls through the bottom and up the other side, again and again. The usual 0.9 is a habit, no law.

# %% [markdown]
# Now learn the ten templates instead of drawing them. A hundred noisy digits to learn from; two thousand more for later, in two parts.


# %%
def messy(count, rng):
    labels = rng.integers(0, 10, size=count)
    noise = rng.standard_normal((count, 14, 14))
    return (digits[labels] + noise).reshape(count, -1), labels


rng = np.random.default_rng(9)
x, y = messy(100, rng)
x_choose, y_choose = messy(1000, rng)
x_test, y_test = messy(1000, rng)
plots.show(*x[:5].reshape(5, 14, 14), titles=[str(n) for n in y[:5]], alt="Five digits in noise.")

# %% [markdown]
# The scores of all pictures are one matrix product, `x @ weight`, a column for each template. Back through it goes `x.T @ dlogits`: each picture adds itself to the templates, weighted by how much their scores should move. (Lesson 10 derives it.)

# %%
weight, velocity = np.zeros((196, 10)), np.zeros((196, 10))
for step in range(200):
    loss, dlogits = cross_entropy(x @ weight, y)
    weight, velocity = sgd_momentum_step(weight, x.T @ dlogits, velocity, lr=0.3, momentum=0.9)
    if step in (0, 1, 2, 5, 10, 50, 199):
        print(f"step {step:3}: loss {loss:.4f}")

# %% [markdown]
# **What happened.** It starts at log 10, as it must, and ends near 0. What was learned? Each column of `weight` is a picture.

# %%
plots.show(
    *weight.T.reshape(10, 14, 14)[[0, 1, 7]],
    titles=["learned 0", "learned 1", "learned 7"],
    alt="Three noisy templates: bright about where the digit has ink, dark where others have.",
)

# %% [markdown]
# ## 5. Who is taken for whom
#
# A loss near 0, on pictures it has seen. On new ones? **Accuracy** is the share of right predictions: the class with the largest score. No softmax is needed for that, since it keeps the order.

# %%
logits = x_test @ weight
predictions = logits.argmax(axis=1)
print("same without softmax:", np.array_equal(predictions, softmax(logits).argmax(axis=1)))
print("accuracy, seen:", np.mean((x @ weight).argmax(axis=1) == y))
print("accuracy, new: ", np.mean(predictions == y_test))

# %% [markdown]
# About half. A hundred pictures are few, and the noise is loud. *Which* digits are mixed up? A **confusion matrix** counts: a row for each true class, a column for each prediction.
#
# **Predict.** What does the sum of a row count, and what that of the diagonal?
#
# <details><summary>Answer</summary>
#
# The pictures of one class; and all that were predicted right.
#
# </details>


# %% exercise="confusion_matrix"
def confusion_matrix(labels: np.ndarray, predictions: np.ndarray, num_classes: int) -> np.ndarray:
    """Count how often each class was taken for each.

    Parameters
    ----------
    labels : np.ndarray, whole numbers, shape (N,)
        The true class of each picture, from 0 to num_classes - 1.
    predictions : np.ndarray, whole numbers, shape (N,)
        The class that was predicted for it, from 0 to num_classes - 1.
    num_classes : int
        There may be classes that occur in neither.

    Returns
    -------
    np.ndarray, int64, shape (num_classes, num_classes)
        Rows are the truth, columns the prediction: cell [a, b] counts the pictures of class a that
        were taken for b. The diagonal counts what was right.

    Examples
    --------
    Two pictures of class 0 were taken for class 2:

    >>> confusion_matrix(np.array([0, 1, 0, 2]), np.array([2, 1, 2, 2]), 3)
    array([[0, 0, 2],
           [0, 1, 0],
           [0, 0, 1]])
    """
    ### BEGIN SOLUTION
    counts = np.zeros((num_classes, num_classes), dtype=np.int64)
    for label, prediction in zip(labels, predictions, strict=True):
        counts[label, prediction] += 1
    return counts
    ### END SOLUTION


# %%
confusion_matrix = use("confusion_matrix", confusion_matrix)
counts = confusion_matrix(y_test, predictions, 10)
print(counts)
print("accuracy:", np.trace(counts) / counts.sum())

# %%
mistakes = counts * (1 - np.eye(10, dtype=int))
truth, taken = np.unravel_index(mistakes.argmax(), mistakes.shape)
print(f"most frequent: a {truth} taken for a {taken}, {mistakes[truth, taken]} times")
print(f"the other way round: {mistakes[taken, truth]} times")

# %% [markdown]
# **What happened.** One number, 51 %, hides a table: five of six 7s are found, and one of six 3s. Too much is called an 8. Mistakes need not be mutual, so say which way your table goes: some books put the truth in columns.

# %% [markdown]
# ## 6. What is a 0.99 worth?
#
# > **Myth.** *“Softmax gives probabilities.”*
#
# It gives positive numbers that add up to 1. Whether they are anybody's *chances* is a matter of counting. **Predict.** Of the new pictures with a top share of 0.99 or more, how many are predicted right?

# %%
p = softmax(logits)
confidence, right = p.max(axis=1), predictions == y_test
for low, high in ((0.0, 0.6), (0.6, 0.9), (0.9, 0.99), (0.99, 1.01)):
    chosen = (low <= confidence) & (confidence < high)
    claimed, counted = confidence[chosen].mean(), right[chosen].mean()
    print(f"{chosen.sum():4} pictures: claims {claimed:.1%}, {counted:.1%} are right")

# %% [markdown]
# **What happened.** Where it claims 99 % and more, it is right in four cases of five. It is not **calibrated**. That would mean: right as often as it claims. Why? On the hundred pictures it knows by heart, the loss falls further only if the scores grow, and so they grew: sure of everything, the new pictures included.

# %% [markdown]
# The differences are too large, then. You have a slider for that: the temperature. Choose it on the first thousand pictures, by the loss, and count on the other thousand. (On the hundred it learned from, it would find nothing to mend.)

# %%
losses = {t: cross_entropy(x_choose @ weight / t, y_choose)[0] for t in (1, 2, 3, 4, 6)}
for t, loss in losses.items():
    print(f"temperature {t}: loss {loss:.3f}")
best = min(losses, key=losses.get)
for t in (1, best):
    claimed = softmax(logits / t).max(axis=1).mean()
    print(f"temperature {t}: claims {claimed:.0%} on average, {right.mean():.0%} are right")

# %% [markdown]
# **What happened.** No prediction changed, no accuracy either. The claims came down to what is counted. Many large networks claim too much as well, and this cure, *temperature scaling*, is a usual one.

# %% [markdown] question="chance_of_099"

# %% [markdown]
# ## 7. Break it
#
# This one-liner is on many pages. It passed its author's tests, which were small numbers.


# %%
def as_it_stands(z):
    with np.errstate(all="ignore"):
        return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


print(np.allclose(as_it_stands(scores), softmax(scores)))


# %% exercise="break_unstable_softmax"
def break_unstable_softmax() -> np.ndarray:
    """Return scores on which `np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)` is not softmax.

    Returns
    -------
    np.ndarray, at least one axis
        Scores, finite ones; floats or whole numbers. The classes are on the last axis. There are
        many right answers.

    Examples
    --------
    These do not show it, since both ways give [0., 1.]: np.array([-1000.0, 3.0]).
    """
    ### BEGIN SOLUTION
    return np.array([1000.0, 0.0])
    ### END SOLUTION


# %%
break_unstable_softmax = use("break_unstable_softmax", break_unstable_softmax)
found = break_unstable_softmax()
print("as it stands:", as_it_stands(found))
print("yours:       ", softmax(found))

# %% [markdown]
# Could such scores occur? Forget to divide pictures by 255, as in lesson 00, and take *one* step.

# %%
unscaled = 255 * x
_, dlogits = cross_entropy(unscaled @ np.zeros((196, 10)), y)
after_one_step = unscaled @ (-0.3 * unscaled.T @ dlogits)
print("largest score:", round(after_one_step.max()))
print("your loss:", round(float(cross_entropy(after_one_step, y)[0])))
print("nan in the one-liner:", bool(np.isnan(as_it_stands(after_one_step)).any()))

# %% [markdown]
# **What happened.** Your loss stays finite, says how bad it is, and its gradient leads back. The one-liner's `nan` fills whole templates in the next step, and everything in the step after. Nothing brings a network back from that.

# %% [markdown]
# ## Recap
#
# - A network's last layer gives logits. Only their differences count.
# - Softmax: subtract the maximum, `exp`, divide by the sum.
# - Log-softmax: score minus log-sum-exp. Twice is harmless; softmax twice is not.
# - Cross-entropy: mean of −log p at the true class. Gradient: (p − y) / N. Start: log C.
# - Momentum adds up what agrees.
# - 0.99 is a claim. Count.

# %% [markdown]
# ## Words
#
# - **logit**: a score before softmax.
# - **softmax**, **log-softmax**, **log-sum-exp**.
# - **temperature**: what scores are divided by.
# - **cross-entropy**: −log p at the true class.
# - **one-hot**: 1 at one class, 0 elsewhere.
# - **momentum**, **weight decay**: memory, and a pull to 0.
# - **confusion matrix**: truth in rows, predictions in columns.
# - **calibrated**: right as often as claimed.

# %% [markdown]
# ## What comes next
#
# Here the gradient had one layer to pass. In **10 Backpropagation by hand** you send `dlogits` on, through pooling, ReLU and convolution, and train a whole network in NumPy.
