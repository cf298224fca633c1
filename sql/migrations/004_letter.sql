-- Letters that wait for a mail server, and, for a while, what became of them.
CREATE TABLE letter (
    id @key@,
    letter_key @text@ NOT NULL UNIQUE,
    purpose @text@ NOT NULL,
    state @text@ NOT NULL,
    person @number@ REFERENCES person (id) @refer@,
    address @text@ NOT NULL,
    inbox @text@ NOT NULL,
    network @text@ NOT NULL,
    subject @text@ NOT NULL,
    body @text@ NOT NULL,
    stop_url @text@ NOT NULL,
    created_at @number@ NOT NULL,
    due_at @number@ NOT NULL,
    claimed_until @number@ NOT NULL,
    attempts @number@ NOT NULL,
    fault @text@ NOT NULL
) @strict@;
CREATE INDEX letter_due ON letter (state, due_at);
CREATE INDEX letter_inbox ON letter (inbox, created_at);
CREATE INDEX letter_network ON letter (network, created_at);
CREATE INDEX letter_person ON letter (person);

-- Addresses that want no letters from here, as keyed digests.
CREATE TABLE letter_refusal (
    id @key@,
    inbox @text@ NOT NULL UNIQUE,
    refused_at @number@ NOT NULL
) @strict@;
