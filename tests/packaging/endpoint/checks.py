"""What schemathesis asks of answers besides its own checks."""

import jsonschema_rs
import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import negative_data_rejection


@schemathesis.check
def bad_data_is_refused(ctx, response, case):
    """A list's rows are good or bad one by one: where some are answered, the bad ones are named. A data frame, which
    no schema can describe, may have no rows. All else is refused."""
    answered = response.status_code == 200 and not is_bad(case, ParameterLocation.QUERY)
    if answered and isinstance(case.body, list):
        name_bad_rows(case, response.json())
    elif answered and is_frame_without_rows(case.body):
        assert response.json()["prediction"] in ([], "[]"), response.text
    else:
        negative_data_rejection(ctx, response, case)


def is_bad(case, part):
    """Whether a part of the request was made to be refused."""
    made = case.meta.components.get(part)
    return made is not None and made.mode.is_negative


def is_frame_without_rows(body):
    return isinstance(body, dict) and bool(body) and all(cells in ([], {}) for cells in body.values())


def name_bad_rows(case, answer):
    """Each has an error and no answer, each other an answer and no error."""
    schema = case.operation.schema.raw_schema
    row = jsonschema_rs.validator_for({"$ref": "#/components/schemas/Row", "components": schema["components"]})
    bad = {i for i, of in enumerate(case.body) if not row.is_valid(of)}
    assert bad == {error["row"] for error in answer["errors"]}, f"rows {sorted(bad)} are bad: {answer}"
    if isinstance(answer["prediction"], list):
        assert bad == {i for i, of in enumerate(answer["prediction"]) if of is None}, answer
