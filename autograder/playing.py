"""From a failed check, one key opens the widget of the exercise on the failing case.

A button under the feedback evaluates the exercise's `play` line in the notebook's own names, so
that the widget has the student's function in it, as it is by then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LABEL = "Play with this case"


def offer(code: str, names: Mapping[str, Any]) -> Any:
    """The button, and the place below it where the widget opens.

    Parameters
    ----------
    code : str
        An expression whose value is shown, such as `KernelSlider(**failing_case("conv2d"))`.
    names : mapping of str to object
        The notebook's names; looked up when the button is pressed.

    Returns
    -------
    ipywidgets.VBox
        Display it in a live notebook.
    """
    from ipywidgets import Button, Layout, Output, VBox

    place = Output()
    button = Button(
        description=LABEL,
        icon="play",
        tooltip=f"Opens {code.partition('(')[0]} on the case that failed, with your function",
        layout=Layout(width="auto", align_self="flex-start"),
    )

    def open_it(pressed: Any) -> None:
        place.outputs = ()
        try:
            place.append_display_data(eval(code, dict(names)))
        except Exception as error:
            place.append_stdout(
                f"{code}\ndoes not open here ({type(error).__name__}: {error}).\n"
                "Run the cell that imports the widget and the cell with your function, then try again.\n"
            )

    button.on_click(open_it)
    return VBox([button, place])
