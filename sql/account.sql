-- Who may enter the studio, and who is in.

-- name: count
-- gives: accounts number
SELECT count(*) FROM account

-- name: insert
-- gives: id number
INSERT INTO account (name, password, one_time_secret, one_time_step, created_at)
VALUES (:name, :password, '', 0, :created_at)
RETURNING id

-- name: by_name
-- gives: id number, name text, password text, one_time_secret text, one_time_step number
SELECT id, name, password, one_time_secret, one_time_step FROM account WHERE name = :name

-- name: by_id
-- gives: id number, name text, password text, one_time_secret text, one_time_step number
SELECT id, name, password, one_time_secret, one_time_step FROM account WHERE id = :id

-- name: set_password
UPDATE account SET password = :password WHERE id = :id

-- name: set_one_time
UPDATE account SET one_time_secret = :secret, one_time_step = :step WHERE id = :id

-- name: use_step
-- Once only: nothing is written when another one has used this code already.
UPDATE account SET one_time_step = :step WHERE id = :id AND one_time_step < :step

-- name: forget_all_sessions
DELETE FROM session

-- name: forget_all
DELETE FROM account

-- name: insert_session
INSERT INTO session (account, token, created_at, expires_at) VALUES (:account, :token, :created_at, :expires_at)

-- name: by_session
-- gives: id number, name text, one_time_secret text
SELECT a.id, a.name, a.one_time_secret FROM session AS s JOIN account AS a ON a.id = s.account
WHERE s.token = :token AND s.expires_at > :now

-- name: end_session
DELETE FROM session WHERE token = :token

-- name: end_sessions
DELETE FROM session WHERE account = :account

-- name: forget_sessions
DELETE FROM session WHERE expires_at <= :now

-- name: insert_attempt
INSERT INTO entry_attempt (whence, attempted_at) VALUES (:whence, :attempted_at)

-- name: attempts
-- gives: attempts number
SELECT count(*) FROM entry_attempt WHERE whence = :whence AND attempted_at > :since

-- name: forget_attempts_of
DELETE FROM entry_attempt WHERE whence = :whence

-- name: forget_attempts
DELETE FROM entry_attempt WHERE attempted_at <= :until
