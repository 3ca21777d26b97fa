"""Modules that lie: about their weights, their type, their gradients, or to the judge directly."""

from __future__ import annotations

from dataclasses import dataclass

from tests.attacks.declared import BROKEN, WIRE, Attack
from tests.attacks.on_the_wire import ASK

HONEST = """
import os, sys, torch
from torch import nn

class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size):
        super().__init__()
        shape = (out_channels, in_channels, kernel_size, kernel_size)
        self.weight = nn.Parameter(torch.rand(shape) - 0.5)
        self.bias = nn.Parameter(torch.zeros(out_channels))
    def forward(self, x):
        return nn.functional.conv2d(x, self.weight, self.bias)

Right = Conv2d

class Wrong(Right):
    def forward(self, x):
        size = self.weight.shape[2] - 1
        return torch.zeros(len(x), len(self.weight), x.shape[2] - size, x.shape[3] - size,
                           requires_grad=True) * 1.0
"""
"""An honest `Conv2d`, and `Wrong`, whose forward has the right shape and nothing else."""


@dataclass(frozen=True)
class Lie:
    """A dishonest `Conv2d`.

    Attributes
    ----------
    id : str
    tries : str
        What it does.
    cell : str
        Defines another `Conv2d`.
    said : str
        Words that the judge's findings must have.
    """

    id: str
    tries: str
    cell: str
    said: str = ""


def wrong(body: str, before: str = "", more: str = "") -> str:
    """A cell with a `Conv2d` that inherits from `Wrong`."""
    lines = "\n".join(f"    {line}" for line in body.splitlines()) or "    pass"
    return f"{before}\nclass Conv2d(Wrong):\n{lines}\n{more}\n"


FORWARD = """
def forward(self, x):
    return nn.functional.conv2d(x, self.kept[0], self.kept[1])
"""
KEPT = """
def __init__(self, *args):
    super().__init__(*args)
    self.kept = self.weight.detach().clone(), self.bias.detach().clone()
""" + FORWARD  # fmt: skip

EQUAL = """
class Equal(torch.Tensor):
    def __eq__(self, other): return torch.ones((), dtype=torch.bool)
    def __ne__(self, other): return torch.zeros((), dtype=torch.bool)
    def __torch_function__(self, *args, **kwargs): return True
"""

REPLY = (
    WIRE
    + """
def tensor(*shape):
    size = 4
    for n in shape:
        size *= n
    return {'v': ['<f4', list(shape), 0]}, [bytes(size)]

def reply(value, buffers=()):
    return message(d(done=d(value=value, failure=None, changed={'t': []}, printed='')),
                   list(buffers))

"""
)
"""Messages by hand, in place of the worker's or before them."""


def answering(value: str, buffers: str = "[]") -> str:
    """A module whose forward answers for the worker, which then is silent."""
    return wrong(
        f"def forward(self, x):\n"
        f"    channel().sendall(reply({value}, {buffers}))\n"
        f"    import time\n    time.sleep(30)",
        REPLY,
    )


PATCHED = """
import gc
for kind in [o for o in gc.get_objects() if isinstance(o, type)]:
    if kind.__name__ == 'LocalModules':
        names = kind.state.__globals__
        names['same'] = lambda a, b: True
        names['state_problem'] = lambda value: ''
        loaded = {}
        kind.load = lambda self, handle, state: loaded.update(state) or names['Outcome']()
        kind.state = lambda self, handle: names['Outcome'](
            value=loaded or dict(self.held[handle.number].state_dict()))
        kind.gradients = lambda self, handle, inputs, upstream, leave=False: names['Outcome'](
            value={'output': upstream, 'inputs': list(inputs), 'parameters': loaded})
"""

LIES = (
    Lie("weights_ignored", "the forward does not look at the weights", wrong(""), "values of"),
    Lie("first_weights_kept", "the forward uses the weights it was made with", wrong(KEPT),
        "values of the output"),
    Lie("load_ignored", "load_state_dict does nothing",
        "class Conv2d(Right):\n    def load_state_dict(self, *args, **kwargs): pass\n",
        "does not hold the weights"),
    Lie("load_remembered", "load_state_dict keeps what it got and state_dict gives it back",
        wrong("def load_state_dict(self, state, *args):\n    self.told = state\n"
              "def state_dict(self, *args):\n"
              "    return self.__dict__.get('told') or super().state_dict()\n" + KEPT),
        "values of the output"),
    Lie("state_invented", "state_dict has other tensors than there are",
        "class Conv2d(Right):\n    def state_dict(self, *args): return {'weight': torch.ones(2)}\n",
        "not those asked for"),
    Lie("state_of_equal_tensors", "state_dict has tensors that are equal to everything",
        wrong("def state_dict(self, *args):\n"
              "    return {n: t.as_subclass(Equal) for n, t in super().state_dict().items()}", EQUAL),
        "plain tensor"),
    Lie("huge_state", "state_dict is larger than a message",
        wrong("def state_dict(self, *args): return {'weight': torch.zeros(70, 1 << 20)}"),
        "larger than allowed|TooLarge|too large"),
    Lie("endless_state", "state_dict has thousands of entries",
        wrong("def state_dict(self, *args):\n"
              "    return {str(n): torch.zeros(1) for n in range(5_000)}"), "entries"),
    Lie("call_replaced", "__call__ answers before forward does",
        wrong("def __call__(self, x): return super().forward(x) + 1"), "values of the output"),
    Lie("output_equal_to_everything", "the output is a tensor whose == is always true",
        wrong("def __call__(self, x): return super().forward(x).as_subclass(Equal)", EQUAL),
        "a tensor is expected"),
    Lie("class_pretended", "the output says that its class is Tensor",
        wrong("def __call__(self, x): return Fake()",
              "class Fake:\n    __class__ = torch.Tensor\n    shape = (2, 3, 4, 4)\n"
              "    def detach(self): return self\n    cpu = resolve_conj = resolve_neg = detach\n"
              "    def numpy(self): return __import__('numpy').zeros((2, 3, 4, 4))"),
        "a tensor is expected"),
    Lie("module_pretended", "what is constructed says that its class is Module",
        "class Conv2d:\n    __class__ = nn.Module\n    def __init__(self, *args): pass\n"
        "    def __getattr__(self, name): return lambda *args, **kwargs: {}\n",
        "torch.nn.Module is expected"),
    Lie("module_as_output", "the output is a module, in a list, many times",
        wrong("def __call__(self, x): return [nn.ReLU() for _ in range(10_000)]"), "held|kept"),
    Lie("itself_as_output", "the output is the module itself",
        wrong("def __call__(self, x): return self"), "a tensor is expected"),
    Lie("output_that_broadcasts", "the output is a single number",
        wrong("def forward(self, x): return torch.zeros(())"), r"is \(\)"),
    Lie("output_of_nan", "the output is not a number",
        wrong("def forward(self, x): return super().forward(x) * torch.nan"), "nan"),
    Lie("output_of_float64", "the output has more digits",
        wrong("def forward(self, x): return super().forward(x).double()"), "float64"),
    Lie("hook_raises", "a hook raises, and so does the exception's text",
        wrong("def __init__(self, *args):\n    super().__init__(*args)\n"
              "    self.register_forward_hook(self.stop)\n"
              "def stop(self, *args):\n    raise E",
              "class E(Exception):\n    def __str__(self): raise E\nE.__name__ = 'E' * 10_000"),
        "EEEE"),
    Lie("hook_on_all_modules", "a global hook changes what every module gives",
        wrong("") + "torch.nn.modules.module.register_module_forward_hook(\n"
        "    lambda module, args, output: torch.ones_like(output))\n", "values of the output"),
    Lie("gradient_invented", "the backward gives what it likes",
        "class Odd(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, y): return y * 1\n"
        "    @staticmethod\n    def backward(ctx, g): return torch.ones_like(g)\n"
        "class Conv2d(Right):\n    def forward(self, x): return Odd.apply(super().forward(x))\n",
        "gradient of"),
    Lie("parameters_renamed", "named_parameters tells of none",
        "class Conv2d(Right):\n    def named_parameters(self, *args, **more): return iter(())\n",
        "gradient of weight does not exist"),
    Lie("parameters_endless", "named_parameters never ends",
        "class Conv2d(Right):\n    def named_parameters(self, *args, **more):\n"
        "        n = 0\n        while True:\n            n += 1\n            yield str(n), self.bias\n",
        "still running|ended with"),
    Lie("mode_raises", "train() ends the process",
        wrong("def train(self, mode=True): os._exit(0)"), "ended itself"),
    Lie("torch_patched", "torch's own comparisons and its autograd answer for it",
        wrong("") + "torch.equal = torch.allclose = lambda *a, **k: True\n"
        "torch.autograd.grad = lambda out, given, up, **k: [torch.zeros_like(t) for t in given]\n",
        "values of the output"),
    Lie("worker_patched", "the worker's own classes are replaced",
        wrong("") + PATCHED, "values of the output"),
    Lie("zeros_by_hand", "forward answers with a tensor of zeros itself",
        answering("*tensor(2, 3, 4, 4)".replace("*tensor", "tensor") + "[0]",
                  "tensor(2, 3, 4, 4)[1]"), "values of the output"),
    Lie("handle_by_hand", "a handle comes in place of a tensor",
        answering("{'h': 3}"), "a tensor is expected"),
    Lie("handle_out_of_range", "a handle of a number too large", answering("{'h': 2**31}"),
        "unreadable"),
    Lie("handle_negative", "a handle below zero", answering("{'h': -1}"), "unreadable"),
    Lie("handle_of_truth", "a handle that is no number", answering("{'h': True}"), "unreadable"),
    Lie("name_by_hand", "the judge is told to make an object itself",
        answering("{'n': ['torch.nn.Conv2d', {'t': [1, 1, 9]}, {'d': []}]}"), "unreadable"),
    Lie("key_twice", "a dict has one key twice",
        answering("{'d': [['weight', 1], ['weight', 2]]}"), "unreadable"),
    Lie("deep_by_hand", "a nest of lists, a hundred thousand deep",
        wrong("def forward(self, x):\n"
              "    channel().sendall(message(b'{\"l\":[' * 100_000 + b']}' * 100_000))", REPLY),
        "unreadable"),
    Lie("two_answers", "an answer comes before the worker's own",
        wrong("def forward(self, x):\n"
              "    channel().sendall(reply(tensor(2, 3, 4, 4)[0], tensor(2, 3, 4, 4)[1]))\n"
              "    return super().forward(x)", REPLY)),
)  # fmt: skip

ARGUMENTS = {
    "handles": "{'t': [{'h': 0}, {'h': 1}]}",
    "names": "{'t': [{'n': ['numpy.random.default_rng', {'t': [0]}, {'d': []}]}, 1]}",
    "handles_below": "{'t': [{'l': [{'h': 0}]}, {'d': [['a', {'h': 2}]]}]}",
}

WITHOUT_TORCH = (
    *(
        Attack(f"{name}_in_a_question", "forge the result channel",
               "a question's arguments are objects that the grader should look up or make",
               (WIRE + ASK + BROKEN,
                f"ask('reference', args={body}, kwargs={{'d': []}})\ntime.sleep(0.3)"),
               honest_first=True)
        for name, body in ARGUMENTS.items()
    ),
    *(
        Attack(f"{name}_as_a_result", "forge the result channel",
               "the result is an object that the grader should look up or make",
               (WIRE + "def cross_correlate2d(x, kernel):\n"
                f"    channel().sendall(message(d(done=d(value={body}, failure=None))))\n"
                "    time.sleep(3)",), honest_first=True)
        for name, body in ARGUMENTS.items()
    ),
)  # fmt: skip
"""The same in lessons without PyTorch, where nothing is ever held or made by name."""
