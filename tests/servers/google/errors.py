"""The error bodies that the services send, word for word where they are recorded."""

from __future__ import annotations

from typing import Any

JSON = dict[str, Any]

TYPES = "type.googleapis.com/google.rpc."
PROTECTED = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to "
    "remove protection if you need to edit."
)
NAMES = {"sheets.googleapis.com": "Google Sheets API", "drive.googleapis.com": "Google Drive API"}


class ApiError(Exception):
    """An answer that is an error: its HTTP status, JSON body and extra headers."""

    def __init__(self, status: int, body: JSON, headers: dict[str, str] | None = None) -> None:
        super().__init__(str(body))
        self.status = status
        self.body = body
        self.headers = headers or {}


def _error(code: int, status: str, message: str, details: list[JSON] | None = None) -> ApiError:
    error: JSON = {"code": code, "message": message, "status": status}
    if details:
        error["details"] = details
    return ApiError(code, {"error": error})


def _info(reason: str, metadata: JSON) -> JSON:
    return {
        "@type": TYPES + "ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": metadata,
    }


def _help(description: str, url: str) -> JSON:
    return {"@type": TYPES + "Help", "links": [{"description": description, "url": url}]}


def _legacy(code: int, message: str, domain: str, reason: str, **more: str) -> ApiError:
    entry = {"domain": domain, "reason": reason, "message": message, **more}
    return ApiError(code, {"error": {"errors": [entry], "code": code, "message": message}})


def invalid(message: str) -> ApiError:
    return _error(400, "INVALID_ARGUMENT", message)


def bad_field(field: str, message: str) -> ApiError:
    violation = {"field": field, "description": message}
    detail = {"@type": TYPES + "BadRequest", "fieldViolations": [violation]}
    return _error(400, "INVALID_ARGUMENT", message, [detail])


def unparsable(text: str) -> ApiError:
    return invalid(f"Unable to parse range: {text}")


def office_file() -> ApiError:
    return _error(400, "FAILED_PRECONDITION", "This operation is not supported for this document")


def unauthenticated() -> ApiError:
    message = (
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login "
        "cookie or other valid authentication credential. See "
        "https://developers.google.com/identity/sign-in/web/devconsole-project."
    )
    error = _error(401, "UNAUTHENTICATED", message, [_info("ACCESS_TOKEN_EXPIRED", {})])
    error.headers["WWW-Authenticate"] = (
        'Bearer realm="https://accounts.google.com/", error="invalid_token"'
    )
    return error


def no_credentials() -> ApiError:
    message = (
        "Method doesn't allow unregistered callers (callers without established identity). "
        "Please use API Key or other form of API consumer identity to call this API."
    )
    return _error(403, "PERMISSION_DENIED", message)


def no_permission() -> ApiError:
    return _error(403, "PERMISSION_DENIED", "The caller does not have permission")


def not_found() -> ApiError:
    return _error(404, "NOT_FOUND", "Requested entity was not found.")


def service_disabled(service: str, project: str) -> ApiError:
    url = f"https://console.developers.google.com/apis/api/{service}/overview?project={project}"
    message = (
        f"{NAMES[service]} has not been used in project {project} before or it is disabled. "
        f"Enable it by visiting {url} then retry. If you enabled this API recently, wait a few "
        "minutes for the action to propagate to our systems and retry."
    )
    metadata = {"service": service, "consumer": f"projects/{project}"}
    details = [
        _help("Google developers console API activation", url),
        _info("SERVICE_DISABLED", metadata),
    ]
    return _error(403, "PERMISSION_DENIED", message, details)


def insufficient_scopes(service: str, method: str) -> ApiError:
    message = "Request had insufficient authentication scopes."
    info = _info("ACCESS_TOKEN_SCOPE_INSUFFICIENT", {"service": service, "method": method})
    error = _error(403, "PERMISSION_DENIED", message, [info])
    error.headers["WWW-Authenticate"] = (
        'Bearer realm="https://accounts.google.com/", error="insufficient_scope"'
    )
    if service.startswith("drive"):
        legacy = {"message": "Insufficient Permission", "domain": "global"}
        error.body["error"]["errors"] = [legacy | {"reason": "insufficientPermissions"}]
    return error


def rate_limited(kind: str, per: str, limit: int, project: str) -> ApiError:
    """429. `kind` is Read or Write, `per` is user or project."""
    name = f"{kind} requests per minute" + (" per user" if per == "user" else "")
    message = (
        f"Quota exceeded for quota metric '{kind} requests' and limit '{name}' of service "
        f"'sheets.googleapis.com' for consumer 'project_number:{project}'."
    )
    user = per == "user"
    metadata = {
        "quota_limit_value": str(limit),
        "quota_unit": "1/min/{project}/{user}" if user else "1/min/{project}",
        "quota_location": "global",
        "quota_metric": f"sheets.googleapis.com/{kind.lower()}_requests",
        "quota_limit": f"{kind}RequestsPerMinutePer{'User' if user else 'Project'}",
        "service": "sheets.googleapis.com",
        "consumer": f"projects/{project}",
    }
    url = "https://cloud.google.com/docs/quotas/help/request_increase"
    details = [_info("RATE_LIMIT_EXCEEDED", metadata), _help("Request a higher quota limit.", url)]
    return _error(429, "RESOURCE_EXHAUSTED", message, details)


def rate_limited_403(reason: str = "userRateLimitExceeded") -> ApiError:
    """The old form that Drive still uses; `reason` may be rateLimitExceeded."""
    words = {"userRateLimitExceeded": "User Rate Limit Exceeded"}
    return _legacy(403, words.get(reason, "Rate Limit Exceeded"), "usageLimits", reason)


def storage_full() -> ApiError:
    message = "The user's Drive storage quota has been exceeded."
    return _legacy(403, message, "usageLimits", "storageQuotaExceeded")


def file_not_found(file_id: str) -> ApiError:
    message = f"File not found: {file_id}."
    more = {"locationType": "parameter", "location": "fileId"}
    return _legacy(404, message, "global", "notFound", **more)


def internal() -> ApiError:
    return _error(500, "INTERNAL", "Internal error encountered.")


def unavailable() -> ApiError:
    return _error(503, "UNAVAILABLE", "The service is currently unavailable.")


def oauth(error: str, description: str, status: int = 400) -> ApiError:
    """What the token endpoint says; another shape than the services'."""
    return ApiError(status, {"error": error, "error_description": description})
