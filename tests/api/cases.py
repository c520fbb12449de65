"""Makes cases of the OpenAPI document with schemathesis, in process."""

from __future__ import annotations

import copy
import json
from typing import Any

import schemathesis
from schemathesis.specs.openapi.schemas import OpenApiSchema

from geopol.wsgi import application
from relations.api.docs import document
from relations.api.lists import JSON_LINES


@schemathesis.deserializer(JSON_LINES)
def _lines(ctx: Any, response: Any) -> Any:
    """Read JSON Lines as the document has them: an array."""
    return [json.loads(line) for line in response.content.splitlines()]


def api() -> OpenApiSchema:
    """Give the document, to be asked of the application itself."""
    schema = schemathesis.openapi.from_dict(copy.deepcopy(document()))
    schema.app = application
    return schema
