"""Scoring texts, whatever happens to the classifier."""

import logging
from collections.abc import Sequence
from traceback import extract_tb

from moderation.classifiers.base import Classifier, NotScored, ReleaseError, Scores
from moderation.services.judging.outcomes import Readable

logger = logging.getLogger(__name__)


def scores_of(
    comments: Sequence[Readable],
    classifier: Classifier,
    texts: Sequence[str] | None = None,
    *,
    in_bulk: bool = False,
) -> Sequence[Scores | None]:
    """Score all at once, or one by one if a text makes the classifier fail.

    `texts` are what is read of the comments, their whole texts if not given.  Raises
    ReleaseError where the classifier cannot be used for any text at the moment.
    """
    texts = [comment.text for comment in comments] if texts is None else texts
    score = classifier.score_in_bulk if in_bulk else classifier.score
    try:
        return score(texts)
    except ReleaseError:
        raise
    except NotScored as error:
        _log_missing(comments, error)
        return error.scores
    except Exception as error:  # noqa: BLE001 -- no failure may lose the comments
        if len(comments) == 1:
            _log_failure(comments[0], error)
            return [None]
        one_by_one = (
            scores_of([comment], classifier, [text], in_bulk=in_bulk)
            for comment, text in zip(comments, texts, strict=True)
        )
        return [scores for (scores,) in one_by_one]


def _log_missing(comments: Sequence[Readable], error: NotScored) -> None:
    missing = [c.pk for c, own in zip(comments, error.scores, strict=True) if own is None]
    logger.error("%s (%d comments, the first is %s)", error, len(missing), missing[0])


def _log_failure(comment: Readable, error: Exception) -> None:
    """Log the comment and the place, but not the error's message, which may quote the text."""
    place = extract_tb(error.__traceback__)[-1]
    logger.error(
        "The classifier failed on comment %s: %s in %s, line %s",
        comment.pk,
        type(error).__name__,
        place.filename,
        place.lineno,
        extra={"comment": comment.pk, "error": type(error).__name__},
    )
