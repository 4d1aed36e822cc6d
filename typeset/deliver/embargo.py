"""Nothing leaves before its hour."""

from datetime import datetime

from typeset.article import Article
from typeset.errors import DeliveryError


def hold(article: Article, now: datetime) -> None:
    """Raise DeliveryError while the article's embargo lasts; `now` has a zone.

    An embargo without a zone is meant in that of this machine, and one without an hour lasts to the end of its day.
    """
    if article.embargo is None:
        return
    until = article.embargo.until
    end = until if article.embargo.has_hour else until.replace(hour=23, minute=59, second=59)
    if end.astimezone() > now:
        raise DeliveryError(
            f"The release is under embargo until {end.isoformat(sep=' ', timespec='minutes')}.",
            hint="Send it after that, or with --embargoed to newsrooms that keep embargoes; nothing was sent.",
        )
