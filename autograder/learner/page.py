"""Progress as a panel in a notebook."""

from __future__ import annotations

from autograder.feedback import Page
from autograder.feedback.markup import code, escape
from autograder.learner.overview import LessonLine, Overview, TaskLine
from autograder.learner.table import lesson_text

MARKS = {"done": "\u2713", "begun": "\u25d0", "open": "\u25cb"}
WORDS = {"done": "done", "begun": "begun", "open": "open"}

_STYLE = """<style>
.cnn-progress{--fg:var(--jp-content-font-color1,var(--vscode-editor-foreground,#1f1f1f));
--line:var(--jp-border-color2,var(--vscode-panel-border,#d5d5d5));--tone:#0b7a5f;color:var(--fg);
background:var(--jp-layout-color1,var(--vscode-editor-background,#fff));max-width:58rem;
border:1px solid var(--line);border-left:5px solid var(--tone);border-radius:4px;box-sizing:border-box;
padding:.6em 1.1em .7em;margin:.4em 0;
font:14px/1.5 var(--jp-content-font-family,system-ui,-apple-system,"Segoe UI",sans-serif)}
.cnn-progress p,.cnn-progress ul{margin:0;padding:0;color:inherit}
.cnn-progress ul{list-style:none;display:flex;flex-wrap:wrap;gap:.15em 1.1em;margin-top:.4em}
.cnn-progress li{margin:0;white-space:nowrap}
.cnn-progress code{font:.93em/1.45 var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace);
color:inherit;background:none;border:0;padding:0}
.cnn-progress .bar{display:block;height:.6em;border:1.5px solid var(--tone);border-radius:3px;
margin:.45em 0 0;overflow:hidden}
.cnn-progress .bar span{display:block;height:100%;background:var(--tone)}
.cnn-progress .small{font-size:.9em;opacity:.85;margin-top:.45em}
</style>"""


def panel(seen: Overview, slug: str, problem: str = "") -> Page:
    """The panel at the top of a lesson: what is done, points, hints, where to go on.

    Parameters
    ----------
    seen : Overview
    slug : str
        The lesson; where there is no such lesson the whole course is summed up.
    problem : str
        Why progress can't be kept, if so.
    """
    line = seen.lesson(slug)
    text = lesson_text(seen, line)
    notes = [f"<p class=small>{escape(problem)}</p>"] if problem else []
    if line is None:
        said = f"{seen.points:g} of {seen.most:g} points in the course."
        body = [f"<p>{said}</p>", _bar(seen.points, seen.most, said), *notes]
        return Page(_root(body), text)
    hints = f" \u00b7 {_count(line.hints, 'hint')} used" if line.hints else ""
    said = f"{line.done} of {len(line.tasks)} done \u00b7 {line.points:g} of {line.most:g} points"
    tasks = "".join(_task(task) for task in line.tasks if task.kind == "exercise")
    quiz = [task for task in line.tasks if task.kind != "exercise"]
    if quiz:
        right = sum(task.state == "done" for task in quiz)
        state = "done" if right == len(quiz) else "begun" if right else "open"
        tasks += f"<li>{_mark(state)} questions <span>{right} of {len(quiz)}</span></li>"
    body = [
        f"<p><b>{escape(line.slug[:2])} {escape(line.title)}</b> \u00b7 {said}{hints}</p>",
        _bar(line.points, line.most, said),
        f"<ul>{tasks}</ul>",
        f"<p class=small>{_next(seen, line)}</p>",
        *notes,
    ]
    return Page(_root(body), f"{text}\n{problem}".rstrip())


def _root(body: list[str]) -> str:
    label = 'role="group" aria-label="Your progress"'
    return f'<div class="cnn-progress tex2jax_ignore" {label}>{_STYLE}{"".join(body)}</div>'


def _bar(part: float, whole: float, label: str) -> str:
    width = 100 * part / whole if whole else 0
    return (
        f'<span class="bar" role="img" aria-label="{escape(label)}">'
        f'<span style="width:{width:.1f}%"></span></span>'
    )


def _mark(state: str) -> str:
    return f'<span role="img" aria-label="{WORDS[state]}">{MARKS[state]}</span>'


def _task(task: TaskLine) -> str:
    points = f"{task.points:g} of {task.most:g}"
    return f"<li>{_mark(task.state)} {code(task.id)} <span>{points}</span></li>"


def _next(seen: Overview, line: LessonLine) -> str:
    if line.next is not None:
        return f"Go on with {code(line.next.id)}."
    there = seen.next
    if there is None:
        return "Everything that earns points is done, in every lesson."
    lesson, task = there
    return f"This lesson is done. Go on with {code(task.id)} in {escape(lesson.slug)}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
