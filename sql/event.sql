-- What changed, for every process that works on the store: see docs/store.md, "Events".

-- name: insert
INSERT INTO event (topic, subject) VALUES (:topic, :subject)

-- name: prune
-- Keeps the newest.
DELETE FROM event WHERE id < (SELECT coalesce(max(id), 0) - :kept FROM event)

-- name: last
-- gives: id number
SELECT coalesce(max(id), 0) FROM event

-- name: after
-- gives: id number, topic text, subject text
SELECT id, topic, subject FROM event WHERE id > :id ORDER BY id LIMIT :most

-- name: first
-- gives: id number
SELECT coalesce(min(id), 0) FROM event
