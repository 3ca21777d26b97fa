"""Terms that lesson 13 introduces."""

from __future__ import annotations

TERMS: dict[str, str] = {
    "Module": (
        "PyTorch's word for a layer, a network or a part of one: an `nn.Module`, which knows its "
        "parameters, its buffers and the modules inside it."
    ),
    "nn.Parameter": (
        "A number that training changes. In PyTorch an `nn.Parameter` is a tensor that its module "
        "registers, so that optimizers find it and `state_dict` saves it."
    ),
    "Buffer": (
        "A tensor that belongs to a module's state and is saved with it, and that is not learned by "
        "gradients: the running statistics of batch normalisation are buffers."
    ),
    "State dict": (
        "All parameters and buffers of a module by name. Weights are saved and loaded as one, so the "
        "names must agree."
    ),
    "Autograd": (
        "The part of PyTorch that notes down each operation of the forward pass, and computes all "
        "gradients from the notes when `backward` is called."
    ),
    "Computational graph": (
        "The notes autograd takes: which tensor was made from which, and by what operation. Under "
        "`torch.no_grad()` none are taken."
    ),
    "Optimizer": (
        "The object that changes parameters by their gradients, one `step` at a time: SGD, with or "
        "without momentum, or Adam."
    ),
    "Adam": (
        "An optimizer that divides each parameter's averaged gradient by the average size of that "
        "gradient, so that all parameters move at a similar pace."
    ),
    "Epoch": "One pass over the training set, in batches.",
    "Training mode, evaluation mode": (
        "The two states of a module, set by `train()` and `eval()`. Dropout and batch normalisation "
        "behave differently in the two; gradients have nothing to do with it."
    ),
    "Validation set": (
        "A part of the training data that is kept back, to choose by: when to stop, which net to "
        "keep. The test set is not for choosing."
    ),
    "Checkpoint": (
        "A file with a network's state dict, written during or after training, from which the network "
        "can be had again."
    ),
}
