-- What is said below pages.

-- name: insert
-- gives: id number
INSERT INTO comment (thread, parent, depth, person, kind, state, body, html, html_version, created_at, likes, featured,
                     featured_note, network, body_digest, verdict, submission, source, batch)
VALUES (:thread, :parent, :depth, :person, :kind, :state, :body, :html, :html_version, :created_at, :likes, :featured,
        :featured_note, :network, :body_digest, :verdict, :submission, :source, :batch)
ON CONFLICT (submission) DO NOTHING
RETURNING id

-- name: by_submission
-- gives: id number, state text, depth number
SELECT id, state, depth FROM comment WHERE submission = :submission

-- name: by_id
-- gives: id number, thread text, parent number, depth number, person number, kind text, state text, body text
-- gives: created_at number, likes number, featured number, featured_note text, verdict text, source text
SELECT id, thread, parent, depth, person, kind, state, body, created_at, likes, featured, featured_note, verdict, source
FROM comment WHERE id = :id

-- name: by_thread
-- What readers see, and what stands above it: where something was taken out, only its place.
-- gives: id number, parent number, depth number, state text, kind text, html text, html_version number
-- gives: created_at number, edited_at number, likes number, featured number, featured_note text, source text
-- gives: person number, name text, website text, face text, role text, verified_at number
SELECT c.id, c.parent, c.depth, c.state, c.kind, c.html, c.html_version, c.created_at, c.edited_at, c.likes,
       c.featured, c.featured_note, c.source, p.id, p.name, p.website, p.face, p.role, p.verified_at
FROM comment AS c JOIN person AS p ON p.id = c.person
WHERE c.thread = :thread
ORDER BY c.id LIMIT :most

-- name: set_state
UPDATE comment SET state = :state WHERE id = :id

-- name: set_body
UPDATE comment SET body = :body, html = :html, html_version = :html_version, body_digest = :body_digest,
                   edited_at = :edited_at, source = :source
WHERE id = :id

-- name: set_featured
UPDATE comment SET featured = :featured, featured_note = :note WHERE id = :id

-- name: add_likes
-- gives: likes number
UPDATE comment SET likes = likes + :more WHERE id = :id RETURNING likes

-- name: before_posting
-- All that a decision about a new comment asks, at once: each question of its own would be a way to the server and back.
-- gives: before number, before_state text, in_thread number, minute number, day number, spam number, times number
-- gives: owner number, writer number
SELECT (SELECT id FROM comment WHERE submission = :submission), (SELECT state FROM comment WHERE submission = :submission),
       (SELECT count(*) FROM comment WHERE thread = :thread), recent.minute, recent.day, recent.spam,
       (SELECT count(*) FROM (SELECT 1 FROM comment WHERE body_digest = :body_digest AND created_at > :since LIMIT 10) AS same),
       (SELECT id FROM person WHERE name_key = :name_key AND verified_at IS NOT NULL),
       (SELECT id FROM person WHERE name_key = :name_key AND email = :email AND website = :website AND verified_at IS NULL
                              AND role = 'reader' ORDER BY id LIMIT 1)
FROM (SELECT coalesce(sum(CASE WHEN created_at > :minute THEN 1 ELSE 0 END), 0) AS minute, count(*) AS day,
             coalesce(sum(CASE WHEN state = 'spam' THEN 1 ELSE 0 END), 0) AS spam
      FROM comment WHERE network = :network AND created_at > :day) AS recent

-- name: crowd_of_thread
-- gives: published number, others number
SELECT coalesce(sum(CASE WHEN state = 'published' THEN 1 ELSE 0 END), 0),
       coalesce(sum(CASE WHEN state <> 'published' AND created_at > :since THEN 1 ELSE 0 END), 0)
FROM comment WHERE thread = :thread

-- name: repeated_elsewhere
-- The same text from another source.
-- gives: times number
SELECT count(*) FROM (SELECT 1 FROM comment WHERE body_digest = :body_digest AND created_at > :since AND source <> :source
                      LIMIT 10) AS same

-- name: set_mention
-- What its page says now; who wrote it may be named otherwise.
UPDATE comment SET kind = :kind, person = :person, verdict = :verdict WHERE id = :id

-- name: queue
-- gives: id number, thread text, parent number, person number, kind text, state text, body text, created_at number, verdict text
-- gives: source text, name text, email text, website text, verified_at number, published number, role text, likes number
-- gives: featured number, featured_note text, edited_at number
SELECT c.id, c.thread, c.parent, c.person, c.kind, c.state, c.body, c.created_at, c.verdict, c.source, p.name, p.email, p.website,
       p.verified_at, (SELECT count(*) FROM comment AS o WHERE o.person = p.id AND o.state = 'published'), p.role, c.likes,
       c.featured, c.featured_note, c.edited_at
FROM comment AS c JOIN person AS p ON p.id = c.person
WHERE (:state = '' OR c.state = :state) AND (:thread = '' OR c.thread = :thread) AND (:kind = '' OR c.kind = :kind)
  AND (CAST(:person AS @number@) = 0 OR c.person = :person) AND c.id < :before
ORDER BY c.id DESC LIMIT :most

-- name: counts
-- gives: state text, comments number
SELECT state, count(*) FROM comment GROUP BY state ORDER BY state

-- name: conversations
-- Pages that somebody wrote on, by the newest.
-- gives: thread text, published number, held number, newest number, last_at number
SELECT thread, coalesce(sum(CASE WHEN state = 'published' THEN 1 ELSE 0 END), 0),
       coalesce(sum(CASE WHEN state = 'held' THEN 1 ELSE 0 END), 0), max(id), max(created_at)
FROM comment WHERE state <> 'erased' GROUP BY thread HAVING max(id) < :before ORDER BY max(id) DESC LIMIT :most

-- name: featured_of_thread
-- gives: id number, featured number, featured_note text
SELECT id, featured, featured_note FROM comment
WHERE thread = :thread AND featured IS NOT NULL AND state = 'published' ORDER BY featured, id

-- name: of_person
-- gives: id number, thread text, parent number, state text, body text, created_at number, likes number
SELECT id, thread, parent, state, body, created_at, likes FROM comment WHERE person = :person ORDER BY id

-- name: erase_of_person
-- The place stays where others have answered.
UPDATE comment SET state = 'erased', body = '', html = '', network = '', body_digest = '', source = '', featured = NULL,
                   featured_note = ''
WHERE person = :person

-- name: threads
-- gives: thread text
SELECT DISTINCT thread FROM comment WHERE state = 'published' ORDER BY thread

-- name: featured
-- What the author chose, of all threads, with how many answer it.
-- gives: thread text, id number, html text, html_version number, body text, created_at number, likes number
-- gives: featured_note text, answers number, person number, name text, website text, face text, role text, verified_at number
SELECT c.thread, c.id, c.html, c.html_version, c.body, c.created_at, c.likes, c.featured_note,
       (SELECT count(*) FROM comment AS a
        WHERE a.parent = c.id AND a.thread = c.thread AND a.state = 'published' AND a.kind NOT IN ('like', 'repost')),
       p.id, p.name, p.website, p.face, p.role, p.verified_at
FROM comment AS c JOIN person AS p ON p.id = c.person
WHERE c.featured IS NOT NULL AND c.state = 'published' AND c.kind NOT IN ('like', 'repost')
ORDER BY c.thread, c.featured, c.id LIMIT :most

-- name: sizes_of_featured
-- How much is said in each thread in which something was chosen.
-- gives: thread text, comments number
SELECT thread, count(*) FROM comment
WHERE state = 'published' AND kind NOT IN ('like', 'repost')
  AND thread IN (SELECT thread FROM comment WHERE featured IS NOT NULL AND state = 'published')
GROUP BY thread ORDER BY thread

-- name: by_source
-- gives: id number, state text, person number
SELECT id, state, person FROM comment WHERE source = :source AND thread = :thread AND kind <> 'comment'

-- name: said_before
-- The same words of the same name at the same moment, from before: said here, or by another import under another key, because
-- the page had another address then.
-- gives: id number, depth number
SELECT c.id, c.depth FROM comment AS c JOIN person AS p ON p.id = c.person
WHERE c.body_digest = :body_digest AND c.created_at = :created_at AND c.thread = :thread AND p.name_key = :name_key
  AND coalesce(c.batch, 0) <> :batch
ORDER BY c.id LIMIT 1

-- name: undo_batch
-- The places stay where others have answered. The same file may bring the comments again, but none that its writer erased.
UPDATE comment SET state = 'erased', body = '', html = '', body_digest = '', source = '', featured = NULL, featured_note = '',
                   submission = 'undone:' || id
WHERE batch = :batch AND state <> 'erased'

-- name: answered_of_batch
-- Comments of others that answer one of the batch.
-- gives: comments number
SELECT count(*) FROM comment AS c JOIN comment AS p ON p.id = c.parent
WHERE p.batch = :batch AND (c.batch IS NULL OR c.batch <> :batch)

-- name: delete_batch
DELETE FROM comment WHERE batch = :batch

-- name: threads_of_batch
-- gives: thread text
SELECT DISTINCT thread FROM comment WHERE batch = :batch ORDER BY thread

-- name: all
-- gives: id number, thread text, parent number, kind text, state text, body text, created_at number, edited_at number
-- gives: likes number, featured number, featured_note text, source text, name text, email text, website text, face text
-- gives: role text, verified_at number
SELECT c.id, c.thread, c.parent, c.kind, c.state, c.body, c.created_at, c.edited_at, c.likes, c.featured, c.featured_note,
       c.source, p.name, p.email, p.website, p.face, p.role, p.verified_at
FROM comment AS c JOIN person AS p ON p.id = c.person
WHERE c.id > :after
ORDER BY c.id LIMIT :most

-- name: addresses
-- What was said of, or is liked.
-- gives: thread text
SELECT thread FROM comment UNION SELECT target FROM work_likes ORDER BY 1

-- name: move_thread
UPDATE comment SET thread = :to WHERE thread = :from
