"""Nothing leaves before its hour."""

from datetime import datetime

from typeset.article import Article
from typeset.errors import DeliveryError


def hold(article: Article, now: datetime) -> None:
    """Raise DeliveryError while the article's embargo lasts; `now` has a zone."""
    if article.embargo and article.embargo.until > now:
        raise DeliveryError(
            f"The release is under embargo until {article.embargo.until.isoformat(sep=' ', timespec='minutes')}.",
            hint="Send it after that, or with --embargoed to newsrooms that keep embargoes; nothing was sent.",
        )
