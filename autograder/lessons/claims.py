"""What introductions to convolutional networks often say, and what holds instead.

The ids are ours: a letter for the kind of text in which we met the claim, and a number. Each lesson
says in its module `seeds` where it treats which; the instructor's guide shows them side by side.
"""

from __future__ import annotations

CLAIMS: dict[str, tuple[str, str]] = {
    "A1": (
        "a pixel is a number from 0 to 1",
        "files store 0 to 255; dividing by 255 scales them, and standardised ones may be negative",
    ),
    "A2": (
        "a colour image is a matrix",
        "a 3-D array; files and Matplotlib keep channels last, PyTorch keeps them first",
    ),
    "A3": (
        "there is one kernel for each channel",
        "a filter has a slice for each input channel, summed; there are as many filters as outputs",
    ),
    "A4": ("padding keeps the size", "only with stride 1 and as much padding as the kernel loses"),
    "A5": (
        "recent networks have no pooling layers",
        "most end with global average pooling, and many begin with a max-pool; some replace the "
        "inner ones by stride",
    ),
    "A6": (
        "layers learn by linear regression",
        "by gradient descent on a loss; with one linear layer and squared error the two coincide",
    ),
    "A7": (
        "layer 1 sees edges, layer 2 eyes and noses, layer 3 faces",
        "those pictures come from a network trained on faces alone, without labels; in "
        "classifiers parts and objects emerge over many layers",
    ),
    "A8": (
        "what a filter will learn depends on the random start",
        "which filter learns it does; that first layers become edge and colour filters does not",
    ),
    "A9": (
        "a convolutional network reduces an image to a vector",
        "a classifier does; fully convolutional networks give maps",
    ),
    "A10": (
        "the last layer gives the probabilities",
        "it gives logits; softmax makes positive numbers of them that sum to one",
    ),
    "A11": (
        "blocks of convolution and ReLU shrink the image",
        "stride, pooling or missing padding shrinks it; ReLU never changes a size",
    ),
    "A12": (
        "no activation is needed between the last convolution and the linear layer",
        "two linear maps in a row are one linear map: the second adds nothing",
    ),
    "A13": (
        "leaving out the bias makes a network better",
        "it changes nothing where BatchNorm follows, and elsewhere it takes something away",
    ),
    "A14": (
        "the image is shrunk to 7 x 7 since 7 is odd",
        "7 is 224 halved five times; that it is odd has no consequence",
    ),
    "A15": (
        "91 % after 30 epochs is what such a network can do",
        "on which data? On MNIST a small network passes 98 % after one epoch",
    ),
    "B1": (
        "the first successful convolutional network is from 1998",
        "handwritten zip codes were read by one in 1989; 1998 is LeNet-5",
    ),
    "B2": ("AlexNet is from 2002", "2012"),
    "B3": (
        "GoogLeNet has 4 million parameters",
        "about 7 million as it is counted today without its auxiliary heads; AlexNet has 61",
    ),
    "B4": (
        "neurons of the visual cortex respond to lines or curves",
        "Hubel and Wiesel found oriented bars and edges, simple and complex cells",
    ),
    "B5": ("32 pixels, a kernel of 5 and stride 2 give 28", "stride 1 gives 28; stride 2 gives 14"),
    "B6": (
        "without padding the size stays",
        "without padding it shrinks by one less than the kernel",
    ),
    "B7": (
        "a filter works on each channel apart",
        "its slices work on the channels, and their results are summed into one map",
    ),
    "B8": (
        "deeper layers see more detail",
        "they see larger and more abstract things; detail in space is lost",
    ),
    "B9": (
        "where the image does not match the kernel, the result is near zero",
        "it can be strongly negative, and a bright flat patch can score above a match",
    ),
    "B10": (
        "the weights change with each new input",
        "with each step, for which the gradients of a mini-batch are averaged",
    ),
    "B11": (
        "softmax is one of the activations of hidden layers",
        "it is not elementwise, and belongs at the output",
    ),
    "B12": (
        "with nonlinearities a network can learn any function",
        "a wide enough network can represent it; whether training finds it is another question",
    ),
    "B13": (
        "ReLU is chosen because it is cheap",
        "mainly because it does not saturate for positive inputs",
    ),
    "B14": (
        "pooling saves weights",
        "it has none and changes none of later convolutions; only a linear layer behind it gets "
        "smaller",
    ),
    "B15": ("pooling is there against overfitting", "at best indirectly"),
    "B16": ("pooling halves the size", "a window of 2 with stride 2 does"),
    "B17": ("a fully connected layer gives the classes", "the last one does"),
    "B18": (
        "a pooling layer with window 1 belongs into the network",
        "with stride 1 it returns its input",
    ),
    "B19": (
        "code from 2018 shows how it is done",
        "it does not run any more: names have moved, arguments were renamed",
    ),
    "B20": ("more complex networks reach 95 % on CIFAR-10", "more than 99 % by now"),
    "C1": ("a 3 x 3 convolution keeps 32 x 32", "with padding 1; without it 30 x 30 remain"),
    "C2": (
        "the output size is a fraction for convolution, and floored for pooling",
        "floored in both",
    ),
    "C3": (
        "what layers compute is called convolution",
        "it is cross-correlation; convolution flips the kernel",
    ),
    "C4": (
        "sizes are given as width, height",
        "arrays are height, width: the swap that nobody notices on square images",
    ),
    "C5": (
        "padding preserves what is at the edge",
        "border pixels are used more often, but zeros also draw an edge of their own",
    ),
    "C6": (
        "pooling makes a network invariant to position",
        "a little: a shift by one pixel can move a maximum over a window's border and change "
        "the output",
    ),
    "C7": (
        "there are two kinds of pooling",
        "maximum, average, L2, weighted, global, stochastic, adaptive and more",
    ),
    "C8": ("pooling usually comes with padding", "usually with none"),
    "C9": (
        "the padding that keeps the size is half of one less than the kernel",
        "for odd kernels at stride 1; even kernels need one more on one side",
    ),
    "C10": (
        "dividing by 255 is a normalisation layer",
        "it scales the input; a normalisation layer is another thing",
    ),
    "C11": ("one divides by 255 because there are 256 values", "because the largest value is 255"),
    "C12": (
        "the fully connected layer turns maps into a vector",
        "flattening does; the maps are a block of three dimensions",
    ),
    "C13": ("convolution is invariant to position", "it is equivariant: the output moves along"),
    "C14": (
        "such networks need large amounts of labelled data",
        "less with transfer, augmentation and learning without labels",
    ),
    "C15": (
        "`log_softmax` at the end is the softmax",
        "it gives log-probabilities, for a loss that expects those; softmax before "
        "`cross_entropy` keeps the loss above 1.461 for ten classes",
    ),
    "C16": (
        "the convolutions hold most of the parameters",
        "in small networks the first linear layer does: 95 % of 421,642",
    ),
    "C17": (
        "the accuracy on the test set says which epoch to keep",
        "a validation set says so; the test set is looked at once",
    ),
    "C18": (
        "ReLU comes before pooling",
        "for the maximum the order does not matter; for the average it does",
    ),
    "D1": (
        "a convolution takes the sum or the average",
        "the sum; the average is one particular kernel",
    ),
    "D2": ("a fractional size is rounded up", "down, unless one asks for the ceiling"),
    "D3": ("stride 2 skips two columns", "it moves by two and skips one"),
    "D4": ("a filter may have any depth", "the depth of its input (groups aside)"),
    "D5": (
        "an activation decides whether a neuron fires",
        "it makes the network nonlinear; that ReLU's outputs are not negative is a side effect",
    ),
    "D6": (
        "zero padding and padding zero are one",
        "the first pads with zeros, the second does not pad",
    ),
    "D7": (
        "LeNet-5 has ReLU, average pooling and a softmax",
        "the one of 1998 has a scaled tanh, pooling with two weights for each map, a table of "
        "connections in C3, and another output: 60 000 weights, not 61 706",
    ),
    "D8": ("weights are shared by the inputs", "by the output positions of one map"),
    "D9": (
        "a convolutional layer has poor connectivity",
        "sparse: each output is connected to a few inputs, on purpose",
    ),
    "D10": ("only some inputs are activated", "connected: sparse connections are meant"),
    "D11": ("LeNet was tested on ImageNet", "it read digits, eleven years before ImageNet"),
    "D12": (
        "the cape before the grouping has a trigger function",
        "translations went astray: layer, pooling, activation function",
    ),
    "D13": (
        "the formulas can be left out",
        "sizes and parameter counts are formulas; here they are functions, and tested",
    ),
    "D14": (
        "after flattening it is an ordinary network, so before it was something else",
        "it is a feed-forward network all along, with shared and missing connections",
    ),
    "D15": (
        "softmax gives probabilities",
        "positive numbers that sum to one; 0.99 need not be right 99 times in 100",
    ),
    "E1": ("a convolutional network has three layers", "three kinds of layer, each many times"),
    "E2": ("a kernel is deeper than the image", "exactly as deep as its input"),
    "E3": (
        "the kernel meets a restricted part of the receptive field",
        "it meets a patch, and for this output that patch is the receptive field",
    ),
    "E4": ("the size formulas need no rounding", "they are floored"),
    "E5": (
        "whatever happens to the input happens to the output",
        "for shifts, away from borders, at stride 1; not for rotation or scale",
    ),
    "E6": ("pooling recognises an object wherever it is", "see C6"),
    "E7": (
        "images are not linear, so the network must not be",
        "the useful sentence: a stack of linear layers is one linear layer",
    ),
    "E8": (
        "after a sigmoid everything has one sign",
        "its outputs are positive; what gets one sign is the gradient of the next neuron's weights",
    ),
    "E9": ("ReLU makes training six times faster", "in one experiment with one network"),
    "E10": (
        "BatchNorm makes every distribution a unit Gaussian",
        "mean 0 and variance 1 in each channel, then a learned scale and shift; the shape stays",
    ),
    "E11": (
        "R-CNN is the leading way to detect objects",
        "detectors of one stage and those with transformers came since",
    ),
    "E12": (
        "YouTube's captions come from such networks",
        "those are speech recognition; captions of images are another task",
    ),
    "E13": ("`self_conv1`, `1/(1+e^-k)`", "scanned text: `self.conv1`, and the sigmoid of x"),
    "E14": (
        "an image is a grid of binary numbers",
        "of numbers of some dtype, which is worth naming",
    ),
    "E15": (
        "a convolutional layer has four hyperparameters",
        "there are dilation, groups, padding mode and bias too",
    ),
}
