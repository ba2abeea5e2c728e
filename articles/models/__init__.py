from articles.models.article import Article
from articles.models.attempts import Attempts
from articles.models.author import AccountName, Author, PaperName
from articles.models.comment import Comment, CommentQuerySet
from articles.models.email_proof import EmailProof
from articles.models.reaction import Reaction
from articles.models.signed_out_token import SignedOutToken

__all__ = [
    "AccountName",
    "Article",
    "Attempts",
    "Author",
    "Comment",
    "CommentQuerySet",
    "EmailProof",
    "PaperName",
    "Reaction",
    "SignedOutToken",
]
