"""The JSON form of a pipeline, of a fitted object and the columns of its rows."""

import json

from .answer import Answer, Answers
from .attributes import told
from .columns import columns, is_frame
from .families import read
from .line import Line, plain_list
from .refused import Refused


def document(model, rows, target, card, command=None):
    """The document, the columns that it has, and the answer that it gives. `command` is where
    the command is, for what needs it to be read."""
    line = Line(columns(rows), command)
    names_agree(model, rows, line.columns)
    answer = read(line, model, line.features())
    if not isinstance(answer, (Answer, Answers)):
        raise Refused(f"{type(model).__name__} ends with no model", "save the pipeline with its model")
    for one in answer.each if isinstance(answer, Answers) else [answer]:
        one.slots = line.answered(one.slots, one.precision)
    answer.tolerance = line.tolerance()
    nodes = line.finish()
    targets = named(answer, target)
    # What answers the same to every row still has rows.
    used = [column for column in line.columns if column.is_read] or line.columns
    for column in used:
        column.permit()
    kept = renumbered(line.columns, used, line.slots)
    written = {
        "format": "windowbox/0",
        "columns": [column.document() for column in used],
        "nodes": [moved(node, kept) for node in nodes],
        "targets": [one.target(name, kept) for name, one in targets],
        "card": {**card, "target": ", ".join(name for name, _ in targets)},
    }
    return written, used, line.columns, answer


def named(answer, target):
    """Each target with its name; several are numbered where they have one name in common."""
    answers = answer.each if isinstance(answer, Answers) else [answer]
    many = isinstance(target, str) and len(answers) > 1
    names = [f"{target}_{i + 1}" for i in range(len(answers))] if many else target
    names = [names] if isinstance(names, str) else list(names)
    if len(names) != len(answers):
        raise Refused(f"target names {len(names)} targets, and the model has {len(answers)}")
    return list(zip(names, answers))


def text(document):
    """The document as JSON; its long lists are arrays until here."""
    return json.dumps(document, default=plain_list)


def names_agree(model, rows, columns):
    """The columns are those of training, in their order."""
    names = told(model, "feature_names_in_")
    if names is None or not is_frame(rows):
        return
    if list(names) != [column.name for column in columns]:
        raise Refused("the columns of X are not those of training", f"they were {', '.join(map(str, names))}")


def renumbered(columns, used, slots):
    """New numbers of all slots, without those of columns that nothing reads."""
    gone = {column.position for column in columns} - {column.position for column in used}
    return {slot: i for i, slot in enumerate(slot for slot in range(slots) if slot not in gone)}


def moved(node, kept):
    """A node over the slots that are kept."""
    return {**node, "reads": [kept[slot] for slot in node["reads"]], "writes": [kept[slot] for slot in node["writes"]]}
