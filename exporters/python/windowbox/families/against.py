"""One class against others: each against the rest, each against each, codes."""

from dataclasses import replace

import numpy as np

from ..answer import Answer, Answers, chosen, code, coded, decisions, extreme, labels, opposite, probabilities, value
from ..attributes import attribute, classes, named, numbers, since
from ..line import Number, slots_of
from ..refused import Refused
from .linear import weighted
from .machines import squeezed
from .meta import AS_IT_IS, divided, members


def binary(line, estimator, answer):
    """The score of the second of two classes, and from where on it is chosen."""
    if answer.classes is None:
        return value(line, answer), 0.5
    if hasattr(estimator, "decision_function"):
        return decisions(answer)[0], 0.0
    return probabilities(line, answer)[1], 0.5


def one_vs_rest(line, estimator, features):
    """`OneVsRestClassifier`: the class with the largest score; each label on its own where rows have several."""
    found = members(line, estimator, features)
    method = next((name for name in ("predict_proba", "decision_function") if hasattr(estimator, name)), None)
    scores = [binary(line, *one) for one in found]
    if attribute(estimator, "multilabel_"):
        return each_label(line, found, scores, method)
    known = classes(estimator)
    if len(found) != (1 if len(known) == 2 else len(known)):
        raise Refused(f"{named(estimator, 'estimators_')} has {len(found)} models for {len(known)} classes")
    margins = slots_of(score for score, _ in scores)
    rule = chosen(line, *scores[0]) if len(known) == 2 else largest(line, margins)
    if method != "predict_proba":
        return Answer(margins, sign(known, scores[0][1]), known, rule, method)
    shares = [probabilities(line, answer)[1] for _, answer in found]
    shares = [*opposite(line, shares), *shares] if len(known) == 2 else shares
    answer = Answer(slots_of(divided(line, shares, 0.0)), AS_IT_IS, known, rule, method)
    return replace(answer, margins=margins if hasattr(estimator, "decision_function") else None)


def largest(line, margins):
    """The class with the largest score: the first of equals, and the last before scikit-learn 1.8."""
    if since(1, 8):
        return {"coded": {"slot": coded(line, "most-at", margins)}}
    back, count = extreme(line, "most-at", margins[::-1]), len(margins)
    [at] = line.arithmetic("subtract", line.constants([count - 1.0]), [back])
    return {"coded": {"slot": code(line, at, count)}}


def sign(known, threshold):
    """The link of margins: their sign, where that decides between two classes."""
    return "step" if len(known) == 2 and threshold == 0 else AS_IT_IS


def each_label(line, found, scores, method):
    """A target a label: is it there?"""
    if method == "predict_proba":
        each = [[x] for x in slots_of(probabilities(line, answer)[1] for _, answer in found)]
    else:
        each = [[score.slot] for score, _ in scores]
    rules = [chosen(line, *score) for score in scores]
    link = AS_IT_IS if method == "predict_proba" else "step"
    return Answers([Answer(one, link, [0, 1], rule, method) for one, rule in zip(each, rules)], method)


def one_vs_one(line, estimator, features):
    """`OneVsOneClassifier`: votes, and in between them the confidences."""
    known, found = classes(estimator), members(line, estimator, features)
    if getattr(estimator, "pairwise_indices_", None) is not None:
        raise Refused(f"{named(estimator, 'pairwise_indices_')} are not read")
    pairs = [(i, j) for i in range(len(known)) for j in range(i + 1, len(known))]
    if len(found) != len(pairs) or any(answer.classes is None for _, answer in found):
        raise Refused(f"{named(estimator, 'estimators_')} are not {len(pairs)} classifiers")
    signs = np.array([[(c == j) - float(c == i) for i, j in pairs] for c in range(len(known))])
    scores = [binary(line, *one) for one in found]
    confidences = [Number(x) for x in weighted(line, [s for s, _ in scores], signs, np.zeros(len(known)))]
    ballots = [labels(line, answer) for _, answer in found]
    sums = line.arithmetic("add", counted(line, ballots, signs), squeezed(line, confidences))
    if len(known) > 2:
        return Answer(slots_of(sums), AS_IT_IS, known, scores="decision_function")
    threshold = scores[0][1]
    rule = chosen(line, sums[1], threshold)
    return Answer([sums[1].slot], sign(known, threshold), known, rule, "decision_function")


def counted(line, ballots, signs):
    """The votes of each class: a ballot of 1 is for the second of a pair, of 0 for the first."""
    # A vote for the first is 1 - ballot: whole numbers, so that the order is of no account.
    return [Number(x) for x in weighted(line, ballots, signs, (signs < 0).sum(axis=1).astype(float))]


def output_code(line, estimator, features):
    """`OutputCodeClassifier`: the class whose code is nearest."""
    known, found = classes(estimator), members(line, estimator, features)
    book = numbers(estimator, "code_book_", len(known), len(found))
    scores = [binary(line, *one)[0] for one in found]
    # Of squared distances what differs between classes, and negative.
    nearness = weighted(line, scores, 2 * book, -(book**2).sum(axis=1))
    return Answer(nearness, AS_IT_IS, known)


READERS = {
    "OneVsRestClassifier": one_vs_rest,
    "OneVsOneClassifier": one_vs_one,
    "OutputCodeClassifier": output_code,
}
