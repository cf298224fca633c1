-- Letters: what waits, who carries it, what became of it.

-- name: insert
-- gives: id number
INSERT INTO letter (letter_key, purpose, state, person, address, inbox, network, subject, body, stop_url, created_at, due_at,
                    claimed_until, attempts, fault)
VALUES (:letter_key, :purpose, :state, :person, :address, :inbox, :network, :subject, :body, :stop_url, :created_at,
        :created_at, 0, 0, '')
ON CONFLICT (letter_key) DO NOTHING
RETURNING id

-- name: of_inbox
-- gives: letters number
SELECT count(*) FROM letter WHERE inbox = :inbox AND purpose = :purpose AND created_at > :since

-- name: of_network
-- gives: letters number
SELECT count(*) FROM letter WHERE network = :network AND purpose = :purpose AND created_at > :since

-- name: of_purpose
-- gives: letters number
SELECT count(*) FROM letter WHERE purpose = :purpose AND created_at > :since

-- name: waiting
-- gives: letters number
SELECT count(*) FROM letter WHERE state = 'waiting'

-- name: next
-- When the next one may be carried; nothing when none waits.
-- gives: due_at number
SELECT CASE WHEN claimed_until > due_at THEN claimed_until ELSE due_at END AS may_go FROM letter
WHERE state = 'waiting' ORDER BY may_go LIMIT 1

-- name: claim
-- gives: id number, purpose text, address text, subject text, body text, stop_url text, created_at number, attempts number
-- gives: inbox text
UPDATE letter SET claimed_until = :until, attempts = attempts + 1
WHERE id = (SELECT id FROM letter WHERE state = 'waiting' AND due_at <= :now AND claimed_until <= :now
            ORDER BY due_at, id LIMIT 1)
RETURNING id, purpose, address, subject, body, stop_url, created_at, attempts, inbox

-- name: sent
-- Who it went to and what it said is not kept.
UPDATE letter SET state = 'sent', address = '', subject = '', body = '', stop_url = '', fault = ''
WHERE id = :id AND claimed_until = :until

-- name: failed
-- What it said is kept while it is remembered at all: its author may want it tried again.
UPDATE letter SET state = 'failed', fault = :fault WHERE id = :id AND claimed_until = :until

-- name: bounced
-- The mail server refuses the reader: so it would with what waits for the same one.
UPDATE letter SET state = 'bounced', fault = :fault WHERE (id = :id AND claimed_until = :until) OR (inbox = :inbox AND state = 'waiting')

-- name: is_bounced
-- gives: letters number
SELECT count(*) FROM letter WHERE inbox = :inbox AND state IN ('bounced', 'stopped')

-- name: put_off
UPDATE letter SET due_at = :due_at, claimed_until = 0, fault = :fault WHERE id = :id AND claimed_until = :until

-- name: hurry
UPDATE letter SET due_at = :now WHERE state = 'waiting' AND due_at > :now

-- name: failures
-- gives: id number, purpose text, state text, address text, subject text, fault text, created_at number
SELECT id, purpose, state, address, subject, fault, created_at FROM letter WHERE state IN ('failed', 'bounced')
ORDER BY id DESC LIMIT :most

-- name: failure_count
-- gives: letters number
SELECT count(*) FROM letter WHERE state IN ('failed', 'bounced')

-- name: retry
-- gives: inbox text
UPDATE letter SET state = 'waiting', due_at = :now, created_at = :now, claimed_until = 0, attempts = 0
WHERE id = :id AND state IN ('failed', 'bounced') AND body <> ''
RETURNING inbox

-- name: retry_inbox
-- What else was stopped on the way to the same reader.
UPDATE letter SET state = CASE WHEN state = 'bounced' AND body <> '' THEN 'waiting' ELSE 'dropped' END, due_at = :now,
                  created_at = :now, claimed_until = 0, attempts = 0
WHERE inbox = :inbox AND state IN ('bounced', 'stopped')

-- name: drop
-- Who was refused stays so, without being named.
UPDATE letter SET state = CASE WHEN state = 'bounced' THEN 'stopped' ELSE 'dropped' END, address = '', subject = '', body = '',
                  stop_url = '', fault = ''
WHERE id = :id AND state IN ('failed', 'bounced')

-- name: withdraw
DELETE FROM letter WHERE person = :person AND state = 'waiting' AND purpose = :purpose

-- name: forget_person
-- That a letter was sent stays for a while, so that it is counted and not sent again; to whom does not.
UPDATE letter SET state = CASE state WHEN 'waiting' THEN 'withdrawn' WHEN 'failed' THEN 'dropped' WHEN 'bounced' THEN 'stopped'
                                  ELSE state END, person = NULL, address = '',
                  subject = '', body = '', stop_url = ''
WHERE person = :person

-- name: move_person
UPDATE letter SET person = :to WHERE person = :from

-- name: prune
DELETE FROM letter WHERE state <> 'waiting' AND created_at < :before

-- name: refuse
INSERT INTO letter_refusal (inbox, refused_at) VALUES (:inbox, :refused_at) ON CONFLICT (inbox) DO NOTHING

-- name: is_refused
-- gives: refused_at number
SELECT refused_at FROM letter_refusal WHERE inbox = :inbox AND refused_at > :since

-- name: prune_refusals
DELETE FROM letter_refusal WHERE refused_at < :before

-- name: untold_answers
-- Published answers to readers who want to hear of them, and have not.
-- gives: id number, thread text, body text, name text, person number, email text
SELECT c.id, c.thread, c.body, w.name, r.id, r.email
FROM person AS r JOIN comment AS a ON a.person = r.id JOIN comment AS c ON c.parent = a.id JOIN person AS w ON w.id = c.person
WHERE r.wants_mail = 1 AND r.verified_at IS NOT NULL AND r.role = 'reader' AND c.state = 'published' AND c.kind = 'comment'
  AND c.person <> r.id AND c.created_at > :since AND (:thread = '' OR c.thread = :thread)
  AND NOT EXISTS (SELECT 1 FROM letter AS l WHERE l.letter_key = 'answer:' || c.id)
ORDER BY c.id LIMIT :most

-- name: untold_waiting
-- What waits for the author, and no letter has told of.
-- gives: id number, thread text, kind text, body text, name text
SELECT c.id, c.thread, c.kind, c.body, p.name FROM comment AS c JOIN person AS p ON p.id = c.person
WHERE c.state = 'held' AND c.id > :after ORDER BY c.id LIMIT :most

-- name: held
-- gives: comments number
SELECT count(*) FROM (SELECT 1 FROM comment WHERE state = 'held' LIMIT 1000) AS counted

-- name: newest_held
-- gives: id number
SELECT id FROM comment WHERE state = 'held' ORDER BY id DESC LIMIT 1
