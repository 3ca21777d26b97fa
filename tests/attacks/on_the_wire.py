"""Attacks on our own design: the socket to the grader, its messages, and what may be asked."""

from __future__ import annotations

from tests.attacks.declared import BROKEN, WIRE, Attack
from tests.attacks.stage import Played, Stage


def _honest_time(stage: Stage, played: Played) -> None:
    assert "time" in " ".join(played.notes)


ASK = """
def ask(what, task="cross_correlate2d", **more):
    channel().sendall(message(d(ask=d(what=what, task=task, **more))))
"""

SEND = {
    "answer_before_the_call": (
        "forty answers lie ready before anything is asked",
        "for _ in range(40):\n"
        "    channel().sendall(message(d(done=d(target=0, problem='', points=8.0, passed=True,\n"
        "        value={'a': ['<f8', [2, 3], 0]}, failure=None)), [bytes(48)]))",
    ),
    "garbage": (
        "bytes that are no message",
        "channel().sendall(os.urandom(10_000))",
    ),
    "giant_lengths": (
        "a message that says it is endless",
        "channel().sendall(struct.pack('<4sII', b'CNN1', 0xFFFFFFFF, 0xFFFFFFFF))",
    ),
    "giant_buffer": (
        "a buffer of a terabyte is announced",
        "channel().sendall(struct.pack('<4sIIQ', b'CNN1', 2, 1, 1 << 40) + b'{}')",
    ),
    "many_parts": (
        "thirty megabytes of empty lists, each of them an object in the grader",
        "channel().sendall(message(b'[' + b'[],' * 10_000_000 + b'[]]'))",
    ),
    "deep_message": (
        "a message nested a hundred thousand deep",
        "channel().sendall(message(b'[' * 100_000))",
    ),
    "unknown_tags": (
        "tags that name other things of the decoder",
        "channel().sendall(message({'__init__': 1}))",
    ),
    "no_answer_at_all": (
        "the answer is a number",
        "channel().sendall(message(d(done=3)))",
    ),
    "outputs_of_no_form": (
        "outputs that are no outputs",
        "channel().sendall(outputs(3, None, d(output_type='stream', name={'l': []}), d(\n"
        "    output_type='execute_result', execution_count=-5, data=d(**{'text/plain': 7}))))",
    ),
    "huge_integer_in_an_output": (
        "a number too long to be written out, as the name of an exception",
        "channel().sendall(outputs(d(output_type='error', ename={'i': '0x' + 'f' * 4090})))",
    ),
    "half_characters": (
        "half of a surrogate pair, which no file in UTF-8 can hold",
        "channel().sendall(outputs(d(output_type='stream', name='stdout', text='\\ud800')))",
    ),
    "impossible_shape": (
        "an array without elements, but larger than memory",
        "channel().sendall(message(d(done={'a': ['<f8', [0, 2**39, 2**39], 0]}), [b'']))",
    ),
    "huge_integer_in_a_question": (
        "a number too long to be written out, as the name of an exercise",
        "ask('check', {'i': '0x' + 'f' * 4090})\ntime.sleep(0.5)",
    ),
    "long_name_in_a_question": (
        "a name too long for any file, as the name of an exercise",
        "ask('check', 'a' * 10_000)\ntime.sleep(0.5)",
    ),
    "question_about_a_file": (
        "the name of an exercise is a path",
        "ask('reference', '../../../../etc/passwd')\ntime.sleep(0.3)",
    ),
    "huge_question": (
        "the reference is given more work than it can do in time",
        "ask('reference', args={'t': [{'a': ['<f8', [1400, 1400], 0]},\n"
        "    {'a': ['<f8', [10**9, 0], 1]}]}, kwargs={'d': []})\ntime.sleep(0.3)",
    ),
    "endless_array_in_a_question": (
        "an array without elements makes the reference take all memory",
        "channel().sendall(message(d(ask=d(what='reference', task='cross_correlate2d',\n"
        "    args={'t': [{'a': ['<f8', [2**36, 0], 0]}, {'a': ['<f8', [1, 0], 0]}]},\n"
        "    kwargs={'d': []})), [b'']))\ntime.sleep(0.3)",
    ),
    "closed_channel": (
        "the line to the grader is cut",
        "os.closerange(3, 256)",
    ),
}  # fmt: skip

FORGED = tuple(
    Attack(name, "forge the result channel", tries, (WIRE + ASK + BROKEN, body),
           honest_first=True, megabytes=300)
    for name, (tries, body) in SEND.items()
)  # fmt: skip

FLOOD = """
def cross_correlate2d(x, kernel):
    pass
while True:
    ask("check")
"""

REFERENCE_WHILE_JUDGED = """
def cross_correlate2d(x, kernel):
    try:
        return proxy(x, kernel)
    except BaseException:
        return None
"""

THREAD = """
import queue, threading
asked, answered = queue.Queue(), queue.Queue()
def serve():
    while True:
        arguments = asked.get()
        try:
            answered.put(proxy(*arguments))
        except BaseException:
            answered.put(None)
threading.Thread(target=serve, daemon=True).start()
def cross_correlate2d(x, kernel):
    asked.put((x, kernel))
    return answered.get(timeout=2)
"""

ASKED = (
    Attack("reference_while_judged", "forge the result channel",
           "a reference handed out earlier answers for the function that is judged",
           (BROKEN, 'proxy = use("cross_correlate2d", cross_correlate2d)', REFERENCE_WHILE_JUDGED)),
    Attack("reference_itself", "forge the result channel",
           "the reference is handed in as the function",
           (BROKEN, 'cross_correlate2d = use("cross_correlate2d", cross_correlate2d)')),
    Attack("reference_in_a_thread", "forge the result channel",
           "a thread asks for the reference while the function is judged",
           (BROKEN, 'proxy = use("cross_correlate2d", cross_correlate2d)', THREAD),
           honest_first=True),
    Attack("question_by_hand_while_judged", "forge the result channel",
           "the socket is asked directly, under another name for the same exercise",
           (WIRE + ASK + "def cross_correlate2d(x, kernel):\n"
            "    ask('reference', args={'t': [{'l': []}]}, kwargs={'d': []})\n"
            "    try:\n        return json.loads(channel().recv(10_000)[12:])\n"
            "    except ValueError:\n        return None",), honest_first=True),
    Attack("judgement_while_judged", "forge the result channel",
           "the function asks to be judged, while it is judged",
           ("def cross_correlate2d(x, kernel):\n"
            "    try:\n        return check('cross_correlate2d', cross_correlate2d)\n"
            "    except RuntimeError:\n        return None",)),
    Attack("judgement_within_judgement", "exhaust",
           "use calls a function that calls use, without end",
           ("def cross_correlate2d(x, kernel):\n"
            "    return use('cross_correlate2d', cross_correlate2d)(x, kernel)",
            "cross_correlate2d(np.ones((2, 2)), np.ones((1, 1)))"), honest_first=True),
    Attack("flood_of_questions", "exhaust", "questions without end, none of the answers read",
           (WIRE + ASK + FLOOD,), honest_first=True, cell_seconds=2.0),
    Attack("slow_drip", "exhaust", "a message that comes one byte every half second",
           (WIRE + BROKEN,
            "channel().sendall(struct.pack('<4sII', b'CNN1', 1 << 20, 0))\n"
            "for _ in range(24):\n    channel().send(b' ')\n    time.sleep(0.5)"),
           honest_first=True, cell_seconds=2.0, seconds=6.0, holds=_honest_time),
    Attack("target_out_of_range", "crash", "targets that were never handed over",
           (WIRE + ASK + BROKEN, "ask('check', target=10**15)\ntime.sleep(0.3)",
            "ask('use', target=-1)\ntime.sleep(0.3)"), honest_first=True),
)  # fmt: skip

SHORTCUTS = (
    Attack("shape_of_a_later_reference", "skip the work",
           "the reference of a later exercise gives an earlier one away",
           ("def cross_correlate2d(x, kernel):\n    return None",
            'correlate = use("cross_correlate2d", cross_correlate2d)',
            "def valid_output_shape(input_shape, kernel_shape):\n"
            "    return correlate(np.zeros(input_shape), np.zeros(kernel_shape)).shape"),
           exercise="valid_output_shape"),
)  # fmt: skip

ATTACKS = (*FORGED, *ASKED, *SHORTCUTS)
