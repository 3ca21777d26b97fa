"""Mistakes in `layer_table`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_LEAVES = "for name, m in model.named_modules() if not list(m.children())"
_REMOVE = "        for handle in handles:\n            handle.remove()\n"
_RESTORE = "        for m, training in modes:\n            m.training = training\n"
_EVAL = "        model.eval()\n"
_PICTURE = "torch.zeros(1, *input_shape)"
_PARAMETERS = "sum(p.numel() for p in layer.parameters())"
_MACS = "output.numel() * layer.weight[0].numel()"
_WHICH = "isinstance(layer, (nn.Conv2d, nn.Linear))"
_SHAPE = "tuple(output.shape[1:])"
_ROW = "LayerRow(name, type(layer).__name__, shape, parameters, macs)"
_RETURN = "    return rows\n"

LEFT_BEHIND = (
    Bug(
        "hooks_left",
        "The hooks are still on the model: each later forward calls them, and the next table comes "
        "out twice. Take them off by their handles.",
        {_REMOVE: "        pass\n"},
    ),
    Bug(
        "hooks_left_after_an_error",
        "When the model's forward raises, the hooks stay on it, and it stays in evaluation mode. "
        "What stands in a `finally` happens either way.",
        {
            "    try:\n": "    if True:\n",
            "    finally:\n": "    if True:\n",
        },
    ),
    Bug(
        "swallows_the_error",
        "A picture that does not fit gave a table, as if nothing had happened. Let the error through "
        "after tidying up.",
        {"    finally:\n": "    except RuntimeError:\n        pass\n    if True:\n"},
    ),
    Bug(
        "one_hook_removed",
        "Only one hook was taken off. Every layer has one.",
        {_REMOVE: "        handles[0].remove()\n"},
    ),
    Bug(
        "left_in_evaluation_mode",
        "The model stays in evaluation mode. Whoever trains it next has lost dropout and batch "
        "statistics without a word. Remember the mode, and give it back.",
        {_RESTORE: ""},
    ),
    Bug(
        "left_in_training_mode",
        "The model is in training mode afterwards, however it came.",
        {_RESTORE: "        model.train()\n"},
    ),
    Bug(
        "runs_in_training_mode",
        "The picture went through in training mode: it changed the running statistics of the "
        "normalisations, or could not be normalised at all.",
        {_EVAL: "        model.train()\n"},
    ),
    Bug(
        "keeps_the_mode",
        "The picture went through in whatever mode the model was. In training mode it changes the "
        "running statistics.",
        {_EVAL: ""},
    ),
    Bug(
        "builds_a_graph",
        "A graph was built for gradients that nobody asks for: `torch.no_grad()` keeps it away.",
        {"with torch.no_grad():": "with torch.enable_grad():"},
    ),
)

WHICH = (
    Bug(
        "containers_counted",
        "A Sequential has a row, and so have the layers in it: their parameters are counted twice. "
        "Take modules without children only.",
        {_LEAVES: "for name, m in model.named_modules()"},
    ),
    Bug(
        "all_but_the_root",
        "Only the model itself was left out; a Sequential inside it still has a row of its own.",
        {_LEAVES: "for name, m in model.named_modules() if name"},
    ),
    Bug(
        "direct_children_only",
        "Only the model's direct children have rows. What stands in a Sequential inside it is one "
        "row, and should be one for each layer.",
        {_LEAVES: "for name, m in model.named_children()"},
    ),
    Bug(
        "forgets_a_single_layer",
        "A model that is itself a layer has no row. Its name in `named_modules()` is empty, and it "
        "counts.",
        {_LEAVES: f"{_LEAVES} and name"},
    ),
    Bug(
        "layers_with_parameters_only",
        "Layers without parameters are missing: activations, poolings, flattening.",
        {_LEAVES: f"{_LEAVES} and list(m.parameters())"},
    ),
    Bug(
        "convolutions_and_linear_only",
        "Only convolutions and linear layers have rows. All modules without children do.",
        {_LEAVES: f"{_LEAVES} and isinstance(m, (nn.Conv2d, nn.Linear))"},
    ),
    Bug(
        "backwards",
        "The rows come in reverse order. The first layer called comes first.",
        {_RETURN: "    return rows[::-1]\n"},
    ),
)

SHAPES = (
    Bug(
        "shape_of_the_input",
        "The shape is that of what went in. What comes out is asked for.",
        {_SHAPE: "tuple(inputs[0].shape[1:])"},
    ),
    Bug(
        "keeps_the_batch_axis",
        "The shapes begin with the batch axis of 1. Leave it out.",
        {_SHAPE: "tuple(output.shape)"},
    ),
    Bug(
        "shape_without_channels",
        "The channels are missing in the shapes: only height and width are left.",
        {_SHAPE: "tuple(output.shape[2:])"},
    ),
    Bug(
        "shape_is_a_list",
        "The shapes are lists. A shape is a tuple.",
        {_SHAPE: "list(output.shape[1:])"},
    ),
    Bug(
        "no_batch_axis",
        "The picture went in without a batch axis, and the first axis that was cut off was the "
        "channels. Send a batch of one.",
        {_PICTURE: "torch.zeros(input_shape)"},
    ),
)

COUNTS = (
    Bug(
        "forgets_bias",
        "Only weights were counted. Biases are parameters too.",
        {_PARAMETERS: 'sum(p.numel() for n, p in layer.named_parameters() if n == "weight")'},
    ),
    Bug(
        "needs_a_bias",
        "It fails for a layer without bias. Ask the layer for its parameters, whatever they are.",
        {
            _PARAMETERS: 'layer.weight.numel() + layer.bias.numel() if hasattr(layer, "weight") else 0'
        },
    ),
    Bug(
        "counts_buffers",
        "The running statistics were counted as parameters. They are measured, not learned.",
        {_PARAMETERS: "sum(t.numel() for t in layer.state_dict().values())"},
    ),
    Bug(
        "parameters_of_the_model",
        "Every row has the parameters of the whole model. Ask the layer for its own.",
        {_PARAMETERS: "sum(p.numel() for p in model.parameters())"},
    ),
    Bug(
        "counts_tensors",
        "The parameters were counted as tensors: 2 for a weight and a bias. Count their numbers.",
        {_PARAMETERS: "sum(1 for p in layer.parameters())"},
    ),
    Bug(
        "macs_without_kernel",
        "The products within a kernel are missing: an output value takes one for each channel *and* "
        "each cell of the kernel.",
        {_MACS: "output.numel() * layer.weight.shape[1]"},
    ),
    Bug(
        "macs_ignore_groups",
        "Groups have no effect on the multiply-accumulates. A filter sees only the channels of its "
        "own group.",
        {_MACS: f'{_MACS} * getattr(layer, "groups", 1)'},
    ),
    Bug(
        "macs_at_one_position",
        "These are the products at one position. A filter visits all of them.",
        {_MACS: "layer.weight.numel()"},
    ),
    Bug(
        "macs_at_input_positions",
        "The positions were counted on the input. There are as many as the output has cells.",
        {_MACS: "layer.weight.numel() * inputs[0].shape[2:].numel()"},
    ),
    Bug(
        "macs_of_one_filter",
        "These are the products of one filter. Every filter visits every position.",
        {_MACS: f"{_MACS} // layer.weight.shape[0]"},
    ),
    Bug(
        "macs_with_bias",
        "Adding the bias was counted as a product. It multiplies nothing.",
        {_MACS: f"{_MACS} + (0 if layer.bias is None else output.numel())"},
    ),
    Bug(
        "twice_the_macs",
        "The multiply-accumulates are twice as many: two pictures went through, or the additions "
        "were counted as well.",
        {_MACS: f"2 * {_MACS}"},
    ),
    Bug(
        "macs_of_convolutions_only",
        "Linear layers have no multiply-accumulates here. Every weight of theirs is a product.",
        {_WHICH: "isinstance(layer, nn.Conv2d)"},
    ),
    Bug(
        "macs_of_linear_only",
        "Convolutions have no multiply-accumulates here.",
        {_WHICH: "isinstance(layer, nn.Linear)"},
    ),
    Bug(
        "normalisation_has_macs",
        "The normalisations have multiply-accumulates here. By this table's rule only nn.Conv2d and "
        "nn.Linear do.",
        {_WHICH: 'hasattr(layer, "weight")'},
    ),
    Bug(
        "linear_counted_once",
        "A linear layer that is applied to several rows of one picture was counted once.",
        {"output.numel() *": "(output.numel() if layer.weight.ndim > 2 else len(layer.weight)) *"},
    ),
)

ROWS = (
    Bug(
        "parameters_and_macs_exchanged",
        "Parameters and multiply-accumulates are exchanged.",
        {_ROW: _ROW.replace("parameters, macs", "macs, parameters")},
    ),
    Bug(
        "name_and_type_exchanged",
        "Name and type are exchanged.",
        {_ROW: _ROW.replace("name, type(layer).__name__", "type(layer).__name__, name")},
    ),
    Bug(
        "last_part_of_the_name",
        "Only the last part of the name is there. The whole one leads to the layer: "
        '`model.get_submodule("2.0")`.',
        {_ROW: _ROW.replace("(name,", '(name.rpartition(".")[2],')},
    ),
    Bug(
        "type_as_printed",
        "The type is the class as Python prints it, with its module. Its name alone is asked for: "
        "`__name__`.",
        {_ROW: _ROW.replace("type(layer).__name__", "str(type(layer))")},
    ),
    Bug(
        "type_in_small_letters",
        "The type is in small letters. The class's own name is asked for.",
        {_ROW: _ROW.replace("__name__", "__name__.lower()")},
    ),
    Bug(
        "last_name_for_all",
        "All rows have the name of the last layer: a hook made in a loop looks the name up when it "
        "is called, and the loop has ended by then.",
        {_ROW: _ROW.replace("(name,", "(layers[-1][0],")},
    ),
    Bug(
        "returns_dict",
        "It returned a dict of rows. A list is expected: a module may be called twice.",
        {_RETURN: "    return {row.name: row for row in rows}\n"},
    ),
    Bug(
        "returns_dicts",
        "The rows are dicts. Make each a LayerRow.",
        {_RETURN: "    return [row._asdict() for row in rows]\n"},
    ),
    Bug(
        "returns_a_tuple",
        "It returned a tuple of rows. A list is expected.",
        {_RETURN: "    return tuple(rows)\n"},
    ),
)

BUGS = (*LEFT_BEHIND, *WHICH, *SHAPES, *COUNTS, *ROWS)
