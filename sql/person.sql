-- Who writes comments.

-- name: insert
-- gives: id number
INSERT INTO person (name, name_key, email, website, face, role, created_at, verified_at, wants_mail)
VALUES (:name, :name_key, :email, :website, :face, :role, :created_at, :verified_at, 0)
RETURNING id

-- name: by_id
-- gives: id number, name text, name_key text, email text, website text, face text, role text, created_at number
-- gives: verified_at number, wants_mail number, published number
SELECT p.id, p.name, p.name_key, p.email, p.website, p.face, p.role, p.created_at, p.verified_at, p.wants_mail,
       (SELECT count(*) FROM comment AS c WHERE c.person = p.id AND c.state = 'published')
FROM person AS p WHERE p.id = :id

-- name: verified_by_name
-- gives: id number
SELECT id FROM person WHERE name_key = :name_key AND verified_at IS NOT NULL

-- name: verified_by_email
-- gives: id number
SELECT id FROM person WHERE email = :email AND verified_at IS NOT NULL

-- name: unverified
-- The same name and address, unverified: one person in lists, though nothing follows from it.
-- gives: id number
SELECT id FROM person
WHERE name_key = :name_key AND email = :email AND website = :website AND verified_at IS NULL AND role = 'reader'
ORDER BY id LIMIT 1

-- name: verify
UPDATE person SET verified_at = :verified_at WHERE id = :id AND verified_at IS NULL

-- name: rename
UPDATE person SET name = :name, name_key = :name_key, website = :website WHERE id = :id

-- name: set_face
-- For who has none yet.
UPDATE person SET face = :face WHERE id = :id AND face = ''

-- name: set_mail
UPDATE person SET wants_mail = :wants_mail WHERE id = :id

-- name: erase
UPDATE person SET name = '', name_key = :name_key, email = '', website = '', face = '', verified_at = NULL, wants_mail = 0
WHERE id = :id

-- name: move_comments
UPDATE comment SET person = :to WHERE person = :from

-- name: list
-- The newest first; ids below `before`.
-- gives: id number, name text, email text, website text, role text, verified_at number, comments number, published number
-- gives: spam number, threads number, first_at number, last_at number
SELECT p.id, p.name, p.email, p.website, p.role, p.verified_at, count(c.id),
       coalesce(sum(CASE WHEN c.state = 'published' THEN 1 ELSE 0 END), 0),
       coalesce(sum(CASE WHEN c.state = 'spam' THEN 1 ELSE 0 END), 0),
       count(DISTINCT c.thread), coalesce(min(c.created_at), 0), coalesce(max(c.created_at), 0)
FROM person AS p LEFT JOIN comment AS c ON c.person = p.id
WHERE p.id < :before
GROUP BY p.id, p.name, p.email, p.website, p.role, p.verified_at
ORDER BY p.id DESC LIMIT :most

-- name: threads
-- gives: thread text, comments number, last_at number
SELECT thread, count(*), max(created_at) FROM comment WHERE person = :person GROUP BY thread ORDER BY max(created_at) DESC, thread
LIMIT 1000

-- name: author
-- gives: id number
SELECT id FROM person WHERE name_key = :name_key AND role = 'author'

-- name: faces_of_batch
-- gives: face text
SELECT DISTINCT p.face FROM comment AS c JOIN person AS p ON p.id = c.person WHERE c.batch = :batch AND p.face <> '' ORDER BY 1

-- name: forget_face
-- Where nobody who has it says anything any more.
UPDATE person SET face = ''
WHERE face = :face AND NOT EXISTS (SELECT 1 FROM comment AS c JOIN person AS p ON p.id = c.person
                                   WHERE p.face = :face AND c.state <> 'erased')
