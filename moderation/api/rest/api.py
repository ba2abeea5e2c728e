"""The API: its parts, its errors and its OpenAPI document."""

from typing import Any

from ninja import NinjaAPI, Swagger
from ninja.openapi.schema import OpenAPISchema

from config.version import VERSION
from moderation.api.rest import articles, authors, comments, policies, problems, queue


class RestApi(NinjaAPI):
    """States in its document that errors are problem documents."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for described in operations.values():
                for status, response in described["responses"].items():
                    if int(status) >= 400 and "application/json" in response.get("content", {}):
                        content = response["content"].pop("application/json")
                        response["content"][problems.MEDIA_TYPE] = content
        return schema


api = RestApi(
    title="Comity",
    version=VERSION,
    urls_namespace="rest",
    description="Articles, comments, the queue, authors, policies and scores of a Comity site. "
    "Errors are problem documents (RFC 9457), times are in ISO 8601, unknown fields are refused.",
    docs=Swagger(),
    docs_url="/docs",
    openapi_url="/openapi.json",
)
for part in (articles, comments, queue, authors, policies):
    api.add_router("", part.router)
problems.register(api)
