-- What the site remembers about itself, by name.

-- name: get
-- gives: value text
SELECT value FROM setting WHERE name = :name

-- name: put
INSERT INTO setting (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- name: put_if_absent
INSERT INTO setting (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING

-- name: delete
DELETE FROM setting WHERE name = :name
