"""What a link of the decision log covers of its decision, as SQL.

The migrations write it into triggers, and links were made with it: it is never changed.  A column
that is to be covered too needs an expression of its own, and links that say which one they have.
The moderator's note goes in as a digest.  `{row}` stands for the row's name.
"""

DIGEST = {
    "postgresql": """encode(sha256(convert_to(concat(
        {row}.id, '|', {row}.comment_id, '|', {row}.action, '|', {row}.clause_id, '|',
        encode(sha256(convert_to({row}.note, 'UTF8')), 'hex'), '|', {row}.moderator_id, '|',
        {row}.release_id, '|', {row}.policy_version_id, '|', {row}.scores_seen, '|',
        {row}.status_before, '|', {row}.status_after, '|', {row}.review_item_id, '|',
        {row}.undoes_id, '|', {row}.batch, '|', extract(epoch FROM {row}.decided_at)
    ), 'UTF8')), 'hex')""",
    # SHA256 is a function that Django adds.
    "sqlite": """SHA256(
        {row}.id || '|' || {row}.comment_id || '|' || {row}.action || '|' ||
        coalesce({row}.clause_id, '') || '|' || SHA256({row}.note) || '|' ||
        coalesce({row}.moderator_id, '') || '|' || coalesce({row}.release_id, '') || '|' ||
        coalesce({row}.policy_version_id, '') || '|' || coalesce({row}.scores_seen, '') || '|' ||
        {row}.status_before || '|' || {row}.status_after || '|' ||
        coalesce({row}.review_item_id, '') || '|' || coalesce({row}.undoes_id, '') || '|' ||
        coalesce({row}.batch, '') || '|' || {row}.decided_at
    )""",
}
