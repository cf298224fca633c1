-- The log of moderation.

-- name: insert
INSERT INTO decision (action, comment, before, after, who, reason, decided_at)
VALUES (:action, :comment, :before, :after, :who, :reason, :decided_at)

-- name: of_comment
-- gives: action text, before text, after text, who text, reason text, decided_at number
SELECT action, before, after, who, reason, decided_at FROM decision WHERE comment = :comment ORDER BY id

-- name: of_action
-- gives: comment number, before text, after text
SELECT comment, before, after FROM decision WHERE action = :action ORDER BY id

-- name: delete_of_batch
DELETE FROM decision WHERE comment IN (SELECT id FROM comment WHERE batch = :batch)
