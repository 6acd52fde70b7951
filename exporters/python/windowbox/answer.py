"""What a model answers: where its margins are, and what makes probabilities of them."""

from dataclasses import dataclass


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
    tolerance: dict | None = None
    """How far answers may be from the original's, where the usual 1e-12 is not kept: see `Line.allow`."""

    def target(self, name, kept):
        """The target as the JSON form writes it; `kept` are the new numbers of slots."""
        target = {"name": name, "slots": [kept[slot] for slot in self.slots], "link": self.link}
        if self.classes is not None:
            target["classes"] = self.classes
        if self.decision is not None:
            coded = self.decision.get("coded")
            target["decision"] = {"coded": {"slot": kept[coded["slot"]]}} if coded else self.decision
        return target
