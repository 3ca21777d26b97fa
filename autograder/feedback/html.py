"""Feedback as HTML: one `<div>`, inert, readable without its style, good in any theme."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.exercise import Exercise, Question
from autograder.feedback import Page, text
from autograder.feedback.clean import one_line, tidy
from autograder.feedback.content import STEPS, Content, content, hints_of, step_name
from autograder.feedback.drawing import drawn
from autograder.feedback.markup import code, escape, inline, markdown
from autograder.feedback.style import ROOT, STYLE
from autograder.verdict import Verdict

MARKS = {"passed": "\u2713"}
"""What stands in the ring before the headline, which says the same in words."""


def verdict_page(verdict: Verdict, task: Exercise | Question, hints_taken: int) -> Page:
    """Feedback on an answer.

    Parameters
    ----------
    verdict : Verdict
    task : Exercise or Question
        The task the verdict is about.
    hints_taken : int
        How many hints the student has seen; the next one is offered, folded.
    """
    said = content(verdict, task, hints_taken)
    label = f"Feedback on {said.task}: {said.headline}"
    parts = [_top(said)]
    if said.remark:
        parts.append(f'<p class="tex2jax_process mathjax_process">{inline(said.remark)}</p>')
    parts += [_rows(said), _folds(said)]
    return Page(_root(said.status, label, parts), text.verdict_text(said))


def hint_page(task: Exercise, step: int) -> Page:
    """The first `step` hints of an exercise."""
    hints = hints_of(task)[: max(0, step)]
    if not hints:
        return sentence_page(f"There are no hints for {task.id}.")
    count = len(hints_of(task))
    parts = [f'<p class="top">{code(task.id)} <span>hints</span></p>', '<dl class="rows">']
    for number, (hint, kind) in enumerate(zip(hints, STEPS, strict=False), start=1):
        title = f"{number} of {count}: {kind}"
        parts.append(_row(title, f'<div class="md tex2jax_process">{markdown(hint)}</div>'))
    parts += ["</dl>", f'<p class="small" style="margin-top:.7em">{_after(task, len(hints))}</p>']
    return Page(_root("hints", f"Hints for {task.id}", parts), text.hint_text(task, len(hints)))


def sentence_page(sentence: str) -> Page:
    """One sentence."""
    parts = [f"<p>{inline(tidy(sentence))}</p>"]
    return Page(_root("sentence", "", parts), tidy(sentence))


def _root(kind: str, label: str, parts: Iterable[str]) -> str:
    # Mathematics is typeset only where we wrote it: a student's text must not reach MathJax.
    named = f' role="group" aria-label="{escape(one_line(label))}"' if label else ""
    classes = f"{ROOT} {kind} tex2jax_ignore mathjax_ignore"
    return f'<div class="{classes}"{named}>{STYLE}{"".join(parts)}</div>'


def _top(said: Content) -> str:
    mark = f'<i aria-hidden="true">{MARKS.get(said.status, "")}</i>'
    return (
        f'<div class="top">{mark} {code(said.task)} <span>{escape(said.headline)}</span>'
        f"{_meter(said)}</div>"
    )


def _meter(said: Content) -> str:
    if len(said.shares) < 2:
        return ""
    passed = ", ".join(share.name for share in said.shares if share.passed) or "none"
    missing = ", ".join(share.name for share in said.shares if not share.passed) or "none"
    label = f"Parts passed: {passed}. Not yet: {missing}."
    bars = "".join(
        f'<span style="flex:{share.percent}"{" class=on" if share.passed else ""}></span>'
        for share in said.shares
    )
    return f'<div class="meter" role="img" aria-label="{escape(label)}">{bars}</div>'


def _rows(said: Content) -> str:
    rows: list[str] = []
    if said.saw:
        where = f'<p class="small">{inline(said.on)}</p>' if said.on not in ("", said.probe) else ""
        lines = "\n".join(said.lines)
        own = f"<pre>{escape(lines)}</pre>" if len(said.lines) > 1 else ""
        rows.append(_row("What I saw", f"<p>{inline(said.saw)}</p>{where}{own}"))
    if said.says:
        names = [f"{code(bug)} " for bug in said.bugs] or [""] * len(said.says)
        says = "".join(
            f"<p>{name}{inline(words)}</p>" for name, words in zip(names, said.says, strict=False)
        )
        guess = f'<p class="small">{escape(said.guess)}</p>' if said.guess else ""
        title = "What it looks like" if said.shares else "Why not"
        rows.append(_row(title, f'<div class="tex2jax_process">{says}</div>{guess}'))
    if said.picture is not None:
        rows.append(_row("What to look at", drawn(said.picture, said.probe)))
    elif said.look:
        rows.append(_row("What to look at", f"<p>{inline(said.look)}</p>"))
    if said.play:
        rows.append(_row("Where to play", f"<pre><code>{escape(said.play)}</code></pre>"))
    return f'<dl class="rows">{"".join(rows)}</dl>' if rows else ""


def _row(title: str, body: str) -> str:
    return f"<div><dt>{escape(title)}</dt><dd>{body}</dd></div>"


def _folds(said: Content) -> str:
    folds: list[str] = []
    if said.hint is not None:
        number, hint = said.hint
        then = ", and then the next" if number < said.hints else ""
        more = f'<p class="small">{code(_call(said.task))} shows it too{then}.</p>'
        body = f'<div class="md tex2jax_process">{markdown(hint)}{more}</div>'
        folds.append(_fold(f"Hint {number} of {said.hints}: {step_name(number)}", body))
    if said.signs:
        rows = "".join(f"<li>{inline(sees)}: {inline(look)}</li>" for sees, look in said.signs)
        folds.append(_fold("Signs, and where to look", f"<ul>{rows}</ul>"))
    if said.shares:
        passed = sum(share.passed for share in said.shares)
        folds.append(_fold(f"Parts: {passed} of {len(said.shares)} passed", _shares(said)))
    if said.others:
        folds.append(_fold("What else was seen", _others(said)))
    if said.printed:
        folds.append(_fold("What your function printed", f"<pre>{escape(said.printed)}</pre>"))
    return f'<div class="folds">{"".join(folds)}</div>' if folds else ""


def _fold(title: str, body: str) -> str:
    return f"<details><summary>{escape(title)}</summary>{body}</details>"


def _shares(said: Content) -> str:
    rows = "".join(
        f'<tr><th scope="row">{share.name}</th><td>{share.percent} %</td>'
        f"<td>{'passed' if share.passed else 'not yet'}</td></tr>"
        for share in said.shares
    )
    head = "".join(f'<th scope="col">{word}</th>' for word in ("Part", "Of the points", "State"))
    caption = '<caption class="sr">Parts of the exercise</caption>'
    return (
        f"<table class=parts>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _others(said: Content) -> str:
    rows = "".join(
        f"<li>{inline(saw)}{f' <span class=small>({inline(on)})</span>' if on else ''}</li>"
        for on, saw in said.others
    )
    more = f"<li>... and {said.more} more.</li>" if said.more else ""
    return f"<ul>{rows}{more}</ul>"


def _after(task: Exercise, shown: int) -> str:
    if shown < len(hints_of(task)):
        return f"{code(_call(task.id))} once more shows the next."
    return "These are all the hints."


def _call(task_id: str) -> str:
    return f'hint("{task_id}")'
