-- What tables a store has, for backups.

-- name: columns
-- gives: table text, column text, kind text
-- store: sqlite
SELECT m.name, c.name, lower(c.type)
FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\'
ORDER BY m.name, c.cid
-- store: postgresql
SELECT table_name, column_name, data_type
FROM information_schema.columns
WHERE table_schema = current_schema()
ORDER BY table_name COLLATE "C", ordinal_position

-- name: last_migration
-- gives: number number
SELECT coalesce(max(number), 0) FROM migration
