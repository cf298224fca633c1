-- Webmentions: what came in and is to be looked at, and what is to be told to others.

-- name: arrival
-- gives: id number, state text, told_at number
SELECT id, state, told_at FROM mention_arrival WHERE arrival_key = :arrival_key

-- name: insert_arrival
-- gives: id number
INSERT INTO mention_arrival (arrival_key, source, target, thread, network, host, state, told_at, due_at, claimed_until, attempts)
VALUES (:arrival_key, :source, :target, :thread, :network, :host, 'waiting', :now, :now, 0, 0)
RETURNING id

-- name: arrive_again
UPDATE mention_arrival SET state = 'waiting', network = :network, told_at = :now, due_at = :due_at, attempts = 0 WHERE id = :id

-- name: of_network
-- gives: arrivals number
SELECT count(*) FROM mention_arrival WHERE network = :network AND told_at > :since

-- name: of_host
-- gives: arrivals number
SELECT count(*) FROM mention_arrival WHERE host = :host AND told_at > :since

-- name: arrivals_waiting
-- gives: arrivals number
SELECT count(*) FROM mention_arrival WHERE state = 'waiting'

-- name: arrival_state
-- gives: state text
SELECT state FROM mention_arrival WHERE id = :id

-- name: next_arrival
-- gives: due_at number
SELECT CASE WHEN claimed_until > due_at THEN claimed_until ELSE due_at END AS may_go FROM mention_arrival
WHERE state = 'waiting' ORDER BY may_go LIMIT 1

-- name: claim_arrival
-- gives: id number, source text, target text, thread text, attempts number
UPDATE mention_arrival SET claimed_until = :until, attempts = attempts + 1
WHERE id = (SELECT id FROM mention_arrival WHERE state = 'waiting' AND due_at <= :now AND claimed_until <= :now
            ORDER BY due_at, id LIMIT 1)
RETURNING id, source, target, thread, attempts

-- name: settle_arrival
UPDATE mention_arrival SET state = :state, due_at = :due_at, claimed_until = 0 WHERE id = :id AND claimed_until = :until

-- name: prune_arrivals
DELETE FROM mention_arrival WHERE state <> 'waiting' AND told_at < :before

-- name: page
-- gives: digest text
SELECT digest FROM mention_page WHERE page = :page

-- name: pages
-- gives: page text
SELECT page FROM mention_page ORDER BY page

-- name: put_page
INSERT INTO mention_page (page, digest) VALUES (:page, :digest) ON CONFLICT (page) DO UPDATE SET digest = excluded.digest

-- name: delete_page
DELETE FROM mention_page WHERE page = :page

-- name: links
-- gives: id number, target text, state text, is_there number
SELECT id, target, state, is_there FROM mention_link WHERE page = :page ORDER BY id

-- name: insert_link
INSERT INTO mention_link (page, target, state, is_there, due_at, claimed_until, attempts, fault)
VALUES (:page, :target, :state, 1, :due_at, 0, 0, '')
ON CONFLICT (page, target) DO NOTHING

-- name: set_link
UPDATE mention_link SET state = :state, is_there = :is_there, due_at = :due_at, attempts = 0 WHERE id = :id

-- name: delete_link
DELETE FROM mention_link WHERE id = :id

-- name: tell_known
UPDATE mention_link SET state = 'waiting', due_at = :now WHERE state = 'known'

-- name: next_link
-- gives: due_at number
SELECT CASE WHEN claimed_until > due_at THEN claimed_until ELSE due_at END AS may_go FROM mention_link
WHERE state = 'waiting' ORDER BY may_go LIMIT 1

-- name: claim_link
-- gives: id number, page text, target text, is_there number, attempts number
UPDATE mention_link SET claimed_until = :until, attempts = attempts + 1
WHERE id = (SELECT id FROM mention_link WHERE state = 'waiting' AND due_at <= :now AND claimed_until <= :now
            ORDER BY due_at, id LIMIT 1)
RETURNING id, page, target, is_there, attempts

-- name: settle_link
UPDATE mention_link SET state = :state, due_at = :due_at, fault = :fault, claimed_until = 0
WHERE id = :id AND claimed_until = :until

-- name: links_waiting
-- gives: page text, target text, is_there number
SELECT page, target, is_there FROM mention_link WHERE state = 'waiting' ORDER BY page, id LIMIT :most

-- name: move_thread
UPDATE mention_arrival SET thread = :to WHERE thread = :from
