"""What a model answers: where its margins are, and what makes probabilities of them."""

from dataclasses import dataclass

from .line import Number, slots_of
from .refused import Refused


@dataclass
class Answer:
    """The answer of a model that was read."""

    slots: list
    """Slots of the margins."""
    link: object = "identity"
    """What makes values or probabilities of them."""
    classes: list | None = None
    """The labels; without them the answer is a number."""
    decision: object = None
    """How probabilities become a class, where the usual way is not the library's."""
    scores: str | None = None
    """The method of the original that gives probabilities or margins beside the class."""
    margins: list | None = None
    """Slots of the original's `decision_function`, where they are others than `slots`."""
    handed_on: list | None = None
    """Slots of what `transform` gives, where the model may stand before another."""
    original: object = None
    """What is asked in place of a model that does not answer as those of scikit-learn."""
    tolerance: dict | None = None
    """How far answers may be from the original's, where the usual 1e-12 is not kept: see `Line.allow`."""

    @property
    def precision(self):
        """What the link's margins are exact in."""
        return "f32" if any(word in str(self.link) for word in ("single", "f32")) else "f64"

    def target(self, name, kept):
        """The target as the JSON form writes it; `kept` are the new numbers of slots."""
        target = {"name": name, "slots": [kept[slot] for slot in self.slots], "link": self.link}
        if self.classes is not None:
            target["classes"] = self.classes
        if self.decision is not None:
            coded = self.decision.get("coded") if isinstance(self.decision, dict) else None
            target["decision"] = {"coded": {"slot": kept[coded["slot"]]}} if coded else self.decision
        return target


@dataclass
class Answers:
    """The answers of a model that was read and has several targets."""

    each: list
    scores: str | None = None
    """The method of the original that gives probabilities or margins of all of them."""
    tolerance: dict | None = None
    """As that of `Answer`."""


def several(answers, scores=None):
    """The answers of a model, of which there may be one."""
    return answers[0] if len(answers) == 1 else Answers(answers, scores)


def value(line, answer):
    """The number that a regression answers."""
    if answer.classes is not None or len(answer.slots) != 1:
        raise Refused("a model answers classes where a number is due", "this is a fault of windowbox")
    return linked(line, answer)[0]


def probabilities(line, answer):
    """A probability for each class, where the original gives any."""
    if answer.scores != "predict_proba":
        raise Refused("a model has no probabilities where they are due")
    shares = linked(line, answer)
    return shares if len(shares) > 1 else [*opposite(line, shares), *shares]


def decisions(answer):
    """What `decision_function` of the original gives: one margin for two classes, else one a class."""
    return [Number(slot) for slot in answer.margins or answer.slots]


def labels(line, answer):
    """The position of the class that is answered, as a number: 0 for the first of `classes`."""
    decision, count = answer.decision, len(answer.classes)
    if isinstance(decision, dict) and "coded" in decision:
        return position(line, decision["coded"]["slot"], count)
    if decision == "smallest":
        return extreme(line, "least-at", answer.slots)
    if len(answer.slots) > 1 and decision in (None, "largest"):
        return extreme(line, "most-at", answer.slots)
    return above(line, answer, (decision or {}).get("above", {"positive": 1, "threshold": 0.5}))


def above(line, answer, rule):
    """The position of the one of two classes whose probability may be above a threshold."""
    shares = linked(line, answer)
    shares = shares if len(shares) > 1 else [*opposite(line, shares), *shares]
    [flag] = line.arithmetic("less", [rule["threshold"]], [shares[rule["positive"]]])
    return flag if rule["positive"] == 1 else line.flags("not", [flag])[0]


def linked(line, answer):
    """The margins behind their link."""
    if answer.link == "identity" or isinstance(answer.link, dict) and "given" in answer.link:
        return [Number(slot) for slot in answer.slots]
    return [Number(slot) for slot in line.node("link", answer.link, answer.slots, len(answer.slots))]


def opposite(line, shares):
    """What each lacks of 1."""
    return line.arithmetic("subtract", [1.0] * len(shares), shares)


def extreme(line, reduction, slots):
    """The position of the smallest or largest, the first of equals."""
    return position(line, coded(line, reduction, slots), len(slots))


def coded(line, reduction, slots):
    """The slot with the code of the smallest or largest, the first of equals."""
    return line.node("reduce", {"reduction": reduction, "precision": "f64", "width": len(slots)}, slots, 1)[0]


def position(line, slot, count):
    """A code as a number."""
    keys = {"levels": [float(i) for i in range(count)], "missing": "NaN", "unseen": 0.0}
    return Number(line.node("encode", keys, [slot], 1)[0])


def chosen(line, score, threshold):
    """The second of two classes where a score is above a threshold, however little."""
    return either(line, *line.flags("at-most", [score], [threshold]))


def either(line, first):
    """The first of two classes where a flag is 1, else the second."""
    both = [first, *line.flags("not", [first])]
    return {"coded": {"slot": coded(line, "most-at", slots_of(both))}}


def code(line, feature, count):
    """The slot with the code that a number from 0 to `count - 1` means: the other way round."""
    flags = line.flags("equal", [feature] * count, range(count))
    return coded(line, "most-at", slots_of(flags))
