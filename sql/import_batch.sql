-- What was imported at once.

-- name: insert
-- gives: id number
INSERT INTO import_batch (source, created_at) VALUES (:source, :created_at) RETURNING id

-- name: by_id
-- gives: source text, created_at number, undone_at number
SELECT source, created_at, undone_at FROM import_batch WHERE id = :id

-- name: set_undone
UPDATE import_batch SET undone_at = :undone_at WHERE id = :id
