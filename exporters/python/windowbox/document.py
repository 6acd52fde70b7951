"""The JSON form of a pipeline, of a fitted object and the columns of its rows."""

from .answer import Answer
from .columns import columns, is_frame
from .families import read
from .line import Line
from .refused import Refused


def document(model, rows, target, card):
    """The document, the columns that it has, and the answer that it gives."""
    line = Line(columns(rows))
    names_agree(model, rows, line.columns)
    answer = read(line, model, line.features())
    if not isinstance(answer, Answer):
        raise Refused(f"{type(model).__name__} ends with no model", "save the pipeline with its model")
    nodes = line.finish()
    used = [column for column in line.columns if column.is_read_as_number or column.levels or column.grams]
    kept = renumbered(line.columns, used, line.slots)
    written = {
        "format": "windowbox/0",
        "columns": [column.document() for column in used],
        "nodes": [moved(node, kept) for node in nodes],
        "targets": [answer.target(target, kept)],
        "card": {**card, "target": target},
    }
    return written, used, line.columns, answer


def names_agree(model, rows, columns):
    """The columns are those of training, in their order."""
    names = getattr(model, "feature_names_in_", None)
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
