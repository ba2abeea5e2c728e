"""The discovery document, from which Google's client libraries build their methods."""

from typing import Any

Schema = dict[str, Any]


def document(root: str) -> dict[str, Any]:
    """Describe the API as it is found at `root`, an absolute URL with a slash at its end."""
    return {
        "kind": "discovery#restDescription",
        "discoveryVersion": "v1",
        "id": "commentanalyzer:v1alpha1",
        "name": "commentanalyzer",
        "version": "v1alpha1",
        "title": "Perspective Comment Analyzer API, answered by Comity",
        "protocol": "rest",
        "rootUrl": root,
        "servicePath": "",
        "baseUrl": root,
        "basePath": "",
        "batchPath": "batch",
        "parameters": {
            "key": _parameter("The API key."),
            "alt": _parameter("The form of the answer: json."),
            "prettyPrint": {**_parameter("Ignored."), "type": "boolean"},
            "quotaUser": _parameter("Ignored."),
            "fields": _parameter("Ignored."),
        },
        "schemas": SCHEMAS,
        "resources": {
            "comments": {
                "methods": {
                    "analyze": _method("analyze", "AnalyzeComment"),
                    "suggestscore": _method("suggestscore", "SuggestCommentScore"),
                }
            }
        },
    }


def _method(name: str, schema: str) -> dict[str, Any]:
    return {
        "id": f"commentanalyzer.comments.{name}",
        "path": f"v1alpha1/comments:{name}",
        "flatPath": f"v1alpha1/comments:{name}",
        "httpMethod": "POST",
        "parameters": {},
        "parameterOrder": [],
        "request": {"$ref": f"{schema}Request"},
        "response": {"$ref": f"{schema}Response"},
    }


def _parameter(told: str) -> Schema:
    return {"type": "string", "location": "query", "description": told}


def _schema(name: str, **properties: Schema) -> Schema:
    return {"id": name, "type": "object", "properties": properties}


def _ref(name: str) -> Schema:
    return {"$ref": name}


def _each(schema: Schema) -> Schema:
    return {"type": "object", "additionalProperties": schema}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


STRING, BOOLEAN = {"type": "string"}, {"type": "boolean"}
INTEGER = {"type": "integer", "format": "int32"}
FLOAT = {"type": "number", "format": "float"}

SCHEMAS = {
    schema["id"]: schema
    for schema in (
        _schema("TextEntry", text=STRING, type=STRING),
        _schema(
            "ArticleAndParentComment", article=_ref("TextEntry"), parentComment=_ref("TextEntry")
        ),
        _schema(
            "Context",
            entries=_list(_ref("TextEntry")),
            articleAndParentComment=_ref("ArticleAndParentComment"),
        ),
        _schema("AttributeParameters", scoreType=STRING, scoreThreshold=FLOAT),
        _schema("Score", value=FLOAT, type=STRING),
        _schema("SpanScore", begin=INTEGER, end=INTEGER, score=_ref("Score")),
        _schema("Span", begin=INTEGER, end=INTEGER),
        _schema(
            "ReleaseScore", release=STRING, score=_ref("Score"), scoreWithoutEvidence=_ref("Score")
        ),
        _schema(
            "Explanation",
            releases=_list(_ref("ReleaseScore")),
            evidence=_list(_ref("Span")),
            threshold=FLOAT,
            verified=BOOLEAN,
        ),
        _schema(
            "AttributeScores",
            summaryScore=_ref("Score"),
            spanScores=_list(_ref("SpanScore")),
            explanation=_ref("Explanation"),
        ),
        _schema(
            "AnalyzeCommentRequest",
            comment=_ref("TextEntry"),
            context=_ref("Context"),
            requestedAttributes=_each(_ref("AttributeParameters")),
            spanAnnotations=BOOLEAN,
            explainScores=BOOLEAN,
            languages=_list(STRING),
            doNotStore=BOOLEAN,
            dropUnsupportedAttributes=BOOLEAN,
            clientToken=STRING,
            sessionId=STRING,
            communityId=STRING,
        ),
        _schema(
            "AnalyzeCommentResponse",
            attributeScores=_each(_ref("AttributeScores")),
            languages=_list(STRING),
            detectedLanguages=_list(STRING),
            clientToken=STRING,
        ),
        _schema(
            "SuggestCommentScoreRequest",
            comment=_ref("TextEntry"),
            context=_ref("Context"),
            attributeScores=_each(_ref("AttributeScores")),
            languages=_list(STRING),
            communityId=STRING,
            clientToken=STRING,
            sessionId=STRING,
        ),
        _schema(
            "SuggestCommentScoreResponse",
            detectedLanguages=_list(STRING),
            requestedLanguages=_list(STRING),
            clientToken=STRING,
        ),
    )
}
