-- What was imported at once.

-- name: insert
-- gives: id number
INSERT INTO import_batch (source, created_at) VALUES (:source, :created_at) RETURNING id

-- name: by_id
-- gives: source text, created_at number, undone_at number
SELECT source, created_at, undone_at FROM import_batch WHERE id = :id

-- name: set_undone
UPDATE import_batch SET undone_at = :undone_at WHERE id = :id

-- name: list
-- The newest first.
-- gives: id number, source text, created_at number, undone_at number, comments number
SELECT b.id, b.source, b.created_at, b.undone_at, (SELECT count(*) FROM comment AS c WHERE c.batch = b.id)
FROM import_batch AS b ORDER BY b.id DESC LIMIT :most
