"""Why a request brought nothing, told in words."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from scrapers.replay import NOT_THERE

_NO_ANSWER: dict[type[BaseException], str] = {
    CannotResolveHostError: "its host is not known",
    DownloadConnectionRefusedError: "its host refuses connections",
    DownloadFailedError: "the connection failed",
    DownloadTimeoutError: "no answer came in time",
}
_ANSWERED: dict[type[BaseException], str] = {
    ResponseDataLossError: "only a part of it came",
    DownloadCancelledError: "it is larger than is ever fetched",
}


def describe_failure(failure: Failure) -> str:
    """Why a request brought nothing, as half a sentence for behind its address."""
    error = failure.value
    if isinstance(error, HttpError):
        return f"answers {error.response.status}"
    if isinstance(error, IgnoreRequest):
        return f"not fetched: {error}"
    return next(
        (words for kind, words in (_NO_ANSWER | _ANSWERED).items() if isinstance(error, kind)),
        f"could not be fetched ({type(error).__name__})",
    )


def was_answered(failure: Failure) -> bool:
    """Whether the publisher was reached, or was not asked for a reason of ours; False for trouble on the way."""
    return not isinstance(failure.value, tuple(_NO_ANSWER))


def is_missing(failure: Failure) -> bool:
    """Whether a snapshot, or a run that was kept, simply has no such page."""
    return isinstance(failure.value, HttpError) and NOT_THERE in failure.value.response.headers
