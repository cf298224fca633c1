-- Who may enter the studio.
CREATE TABLE account (
    id @key@,
    name @text@ NOT NULL UNIQUE,
    password @text@ NOT NULL,
    one_time_secret @text@ NOT NULL,
    one_time_step @number@ NOT NULL,
    created_at @number@ NOT NULL
) @strict@;

-- Who is in: the digest of what the browser holds.
CREATE TABLE session (
    id @key@,
    account @number@ NOT NULL REFERENCES account (id) @refer@,
    token @text@ NOT NULL UNIQUE,
    created_at @number@ NOT NULL,
    expires_at @number@ NOT NULL
) @strict@;
CREATE INDEX session_account ON session (account);

-- Attempts to enter, by network and by name, for as long as they count.
CREATE TABLE entry_attempt (
    id @key@,
    whence @text@ NOT NULL,
    attempted_at @number@ NOT NULL
) @strict@;
CREATE INDEX entry_attempt_whence ON entry_attempt (whence, attempted_at);
