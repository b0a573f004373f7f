"""The error bodies that Notion sends: recorded ones word for word, the rest as documented."""

from __future__ import annotations

from typing import Any

JSON = dict[str, Any]

SAVED = (
    "The change was saved, but the response could not be built in time. Read the object again "
    "instead of repeating the write."
)
GUIDANCE = ["Read the object again to confirm the saved change.", "Do not repeat the write."]
CAPABILITY = "Insufficient permissions for this endpoint."
RATE = "public_api_request_rate_limit"


class ApiError(Exception):
    """An answer that is an error: its HTTP status, JSON body and extra headers."""

    def __init__(self, status: int, body: JSON, headers: dict[str, str] | None = None) -> None:
        super().__init__(str(body))
        self.status = status
        self.body = body
        self.headers = headers or {}


def _error(status: int, code: str, message: str, more: JSON | None = None) -> ApiError:
    body: JSON = {"object": "error", "status": status, "code": code, "message": message}
    if more:
        body["additional_data"] = more
    return ApiError(status, body)


def invalid(message: str) -> ApiError:
    return _error(400, "validation_error", message)


def bad_body(place: str, problem: str) -> ApiError:
    """`body.properties.Name.number should be …` and its like."""
    return invalid(f"body failed validation: body.{place} {problem}")


def bad_id(kind: str, text: str) -> ApiError:
    message = f'path.{kind} should be a valid uuid, instead was `"{text}"`.'
    return invalid(f"path failed validation: {message}")


def bad_json() -> ApiError:
    return _error(400, "invalid_json", "Error parsing JSON body.")


def bad_cursor() -> ApiError:
    return invalid("The start_cursor provided is invalid")


def no_such_url() -> ApiError:
    return _error(400, "invalid_request_url", "Invalid request URL.")


def missing_version() -> ApiError:
    message = "Notion-Version header failed validation: Notion-Version header should be defined."
    return _error(400, "missing_version", message)


def unauthorized() -> ApiError:
    return _error(401, "unauthorized", "API token is invalid.")


def restricted(message: str = CAPABILITY) -> ApiError:
    """403: a missing capability, or a free workspace's block limit."""
    return _error(403, "restricted_resource", message)


def not_found(kind: str, ident: str, integration: str, name: str) -> ApiError:
    """404; `kind` is page, database, data source, block or property."""
    message = (
        f"Could not find {kind} with ID: {ident}. Make sure the relevant pages and databases are "
        f'shared with your integration "{name}".'
    )
    return _error(404, "object_not_found", message, {"integration_id": integration})


def no_user(ident: str, integration: str) -> ApiError:
    message = (
        f"Could not find user with ID: {ident}. Make sure your integration has capabilities to "
        "read user information. With those capabilities, only members and guests in the "
        "integration's workspace are visible."
    )
    return _error(404, "object_not_found", message, {"integration_id": integration})


def conflict() -> ApiError:
    return _error(409, "conflict_error", "Conflict occurred while saving. Please try again.")


def too_large() -> ApiError:
    return _error(413, "validation_error", "Request body is too large.")


def rate_limited(retry_after: int | None, reason: str = RATE) -> ApiError:
    message = "You have been rate limited. Please try again in a few minutes."
    error = _error(429, "rate_limited", message, {"rate_limit_reason": reason})
    return _later(error, retry_after)


def overloaded(retry_after: int | None) -> ApiError:
    message = "Notion is overloaded. Please try again later."
    return _later(_error(529, "service_overload", message), retry_after)


def _later(error: ApiError, retry_after: int | None) -> ApiError:
    if retry_after is not None:
        error.body.setdefault("additional_data", {})["retry_after"] = str(retry_after)
        error.headers["Retry-After"] = str(retry_after)
    return error


def internal() -> ApiError:
    return _error(500, "internal_server_error", "Unexpected error occurred.")


def unavailable() -> ApiError:
    return _error(503, "service_unavailable", "Public API service is temporarily unavailable.")


def gateway_timeout() -> ApiError:
    return _error(504, "gateway_timeout", "The request took too long. Please try again.")


def committed(resource: str | None) -> ApiError:
    """503 after the write was saved; a create's tells the id of the page that was made."""
    more: JSON = {
        "from": "publicApi.pageObjectPointerToPageObject.beforePreload",
        "elapsed_ms": "55012",
        "deadline_ms": "55000",
        "retry_guidance": GUIDANCE,
    }
    if resource is not None:
        more["committed_resource_id"] = resource
    return _error(503, "service_unavailable", SAVED, more)
