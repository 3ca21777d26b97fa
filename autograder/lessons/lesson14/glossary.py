"""Terms that lesson 14 introduces."""

from __future__ import annotations

TERMS: dict[str, str] = {
    "LeNet-5": (
        "LeCun, Bottou, Bengio and Haffner's digit reader of 1998: two convolutions, two poolings and "
        "three more layers. Today's form has 61,706 parameters, the original 60,000."
    ),
    "Subsampling layer": (
        "The pooling of 1998: it adds four cells, multiplies by a learned coefficient, adds a learned "
        "bias and applies an activation."
    ),
    "Connection table": (
        "Which input maps each output map of a layer reads. LeNet-5's C3 has one, with 60 of 96 pairs; "
        "groups are the tables that are used today."
    ),
    "Scaled tanh": (
        "1.7159 tanh(2x/3), the activation of LeNet-5: it takes 1 to 1 and -1 to -1, where it still "
        "has slope."
    ),
    "RBF output": (
        "The last layer of LeNet-5 in 1998: for each class the squared distance to a drawn code of 84 "
        "numbers. The smallest distance wins. RBF stands for radial basis function."
    ),
    "Forward hook": (
        "A function of yours that PyTorch calls after a module's forward, with the module, its inputs "
        "and its output. It stays until its handle removes it."
    ),
    "Leaf module": (
        "A module without children, such as a convolution; a Sequential is a container, no leaf."
    ),
    "Fashion-MNIST": (
        "70,000 grey pictures of clothes, 28x28, in ten classes: as large as MNIST, and harder."
    ),
    "Learning-rate schedule": (
        "A rule by which the learning rate changes while a net is trained. Most let it fall towards "
        "the end."
    ),
}
