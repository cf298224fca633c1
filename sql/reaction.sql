-- Likes.

-- name: insert
INSERT INTO reaction (target, reader, created_at) VALUES (:target, :reader, :created_at)
ON CONFLICT (target, reader) DO NOTHING

-- name: delete
DELETE FROM reaction WHERE target = :target AND reader = :reader

-- name: is_there
-- gives: id number
SELECT id FROM reaction WHERE target = :target AND reader = :reader

-- name: add_to_work
-- gives: likes number
INSERT INTO work_likes (target, likes) VALUES (:target, :more)
ON CONFLICT (target) DO UPDATE SET likes = work_likes.likes + :more
RETURNING likes

-- name: of_work
-- gives: likes number
SELECT likes FROM work_likes WHERE target = :target

-- name: all_works
-- gives: target text, likes number
SELECT target, likes FROM work_likes WHERE likes > 0 ORDER BY target

-- name: move
UPDATE reaction SET target = :to
WHERE target = :from AND NOT EXISTS (SELECT 1 FROM reaction AS r WHERE r.target = :to AND r.reader = reaction.reader)

-- name: delete_target
DELETE FROM reaction WHERE target = :target

-- name: delete_work
DELETE FROM work_likes WHERE target = :target
