"""`SplineTransformer`: a basis of splines, as polynomials in each piece between two knots."""

import numpy as np

from ..attributes import attribute, checked, named, option
from ..refused import Refused
from .function import constants
from .intervals import pieces

BEYOND = ["error", "constant", "linear", "continue", "periodic"]


def spline(line, estimator, features):
    """The values of all splines of each feature; the last one is left out where there is no bias."""
    beyond = option(estimator, "extrapolation", BEYOND)
    refuse_shifted(estimator, beyond, features)
    # Versions without the option refuse missing cells.
    fills = getattr(estimator, "handle_missing", "error") == "zeros"
    if not fills:
        line.present(features)
    bases = attribute(estimator, "bsplines_")
    if len(bases) != len(features):
        raise Refused(f"{named(estimator, 'bsplines_')} has {len(bases)} splines for {len(features)} features")
    made = []
    for i, (feature, basis) in enumerate(zip(features, bases)):
        basis = Basis(basis, attribute(estimator, "degree"), f"{named(estimator, 'bsplines_')}[{i}]")
        if refuses_above(estimator, beyond):
            line.refuse(line.flags("less", [basis.last], [feature]))
        columns = basis.columns(line, feature, beyond)
        columns = line.fill(columns, [0.0] * len(columns)) if fills else columns
        made += columns if attribute(estimator, "include_bias") else columns[:-1]
    return made


def refuse_shifted(estimator, beyond, features):
    """From the second feature on, scikit-learn then takes knots for the ends that are none."""
    if beyond == "linear" and attribute(estimator, "degree") <= 1 and len(features) > 1:
        raise Refused(
            f"{named(estimator, 'extrapolation')} is 'linear' with a degree below 2 and several features",
            "give each feature a SplineTransformer of its own",
        )


def refuses_above(estimator, beyond):
    """Whether it fails above the last knot: on constants also where all splines are steps."""
    steps = beyond == "constant" and attribute(estimator, "degree") == 0
    return beyond == "error" or steps and not getattr(estimator, "sparse_output", False)


class Basis:
    """The knots of a feature, and how splines are put together to columns."""

    def __init__(self, basis, degree, place):
        self.degree = degree
        self.knots = checked(attribute(basis, "t"), f"{place}.t", (None,))
        self.parts = checked(attribute(basis, "c"), f"{place}.c", (len(self.knots) - degree - 1, None))
        self.first, self.last = self.knots[degree], self.knots[-degree - 1]
        if (np.diff(self.knots) < 0).any() or self.first == self.last:
            raise Refused(f"{place}.t does not ascend", "a feature with one value has no splines")
        intervals = range(degree, len(self.knots) - degree - 1)
        self.intervals = [i for i in intervals if self.knots[i] < self.knots[i + 1]]

    def columns(self, line, feature, beyond):
        """The values of all splines; the outer pieces go on where nothing else is said."""
        inside, centers = [self.polynomials(i) for i in self.intervals], self.knots[self.intervals]
        if beyond == "error":
            line.refuse(line.flags("less", [feature], [self.first]))
        if beyond == "periodic":
            feature = self.turned(line, feature)
        if beyond not in ("constant", "linear"):
            return pieces(line, feature, centers[1:], "right", centers, inside)
        count = self.degree + (beyond == "linear" and self.degree <= 1)
        below = end(inside[0], 0.0, beyond, slice(0, count))
        # Where all splines are steps and the count is 0, these are all.
        above = end(inside[-1], self.last - centers[-1], beyond, slice(-count, None))
        polynomials, around = [below, *inside, above], [self.first, *centers, self.last]
        return pieces(line, feature, [*centers, self.last], "right", around, polynomials)

    def turned(self, line, feature):
        """The feature turned back to between the first and the last knot."""
        feature = constants(line, "subtract", [feature], self.first)
        return constants(line, "add", constants(line, "modulo", feature, self.last - self.first), self.first)[0]

    def polynomials(self, at):
        """For each column a polynomial of the distance from knot `at`, in the piece behind it."""
        splines = {at: np.ones(1)}
        for degree in range(1, self.degree + 1):
            splines = {i: self.raised(splines, i, degree, self.knots[at]) for i in range(at - degree, at + 1)}
        return sum(np.outer(self.parts[i], polynomial) for i, polynomial in splines.items())

    def raised(self, lower, i, degree, center):
        """A spline of two of a lower degree, by the recursion of de Boor and Cox."""
        knots, nothing = self.knots, np.zeros(degree)
        rising = product(lower.get(i, nothing), center - knots[i], 1.0, knots[i + degree] - knots[i])
        last = knots[i + degree + 1]
        return rising + product(lower.get(i + 1, nothing), last - center, -1.0, last - knots[i + 1])


def product(polynomial, constant, factor, divisor):
    """`polynomial * (constant + factor * x) / divisor`; nothing where knots are equal."""
    if divisor == 0:
        return np.zeros(len(polynomial) + 1)
    by_constant, by_x = np.append(polynomial, 0.0) * constant, np.append(0.0, polynomial) * factor
    return (by_constant + by_x) / divisor


def end(polynomials, at, beyond, some):
    """What some columns are beyond an end: their value there, and with lines their slope; others are 0."""
    made = np.zeros_like(polynomials)
    powers = at ** np.arange(polynomials.shape[1])
    made[some, 0] = (polynomials @ powers)[some]
    if beyond == "linear" and polynomials.shape[1] > 1:
        slopes = polynomials[:, 1:] @ (np.arange(1, polynomials.shape[1]) * powers[:-1])
        made[some, 1] = slopes[some]
    return made


READERS = {"SplineTransformer": spline}
