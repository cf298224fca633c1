-- Who writes. A name that was verified by a link belongs to one.
CREATE TABLE person (
    id @key@,
    name @text@ NOT NULL,
    name_key @text@ NOT NULL,
    email @text@ NOT NULL,
    website @text@ NOT NULL,
    face @text@ NOT NULL,
    role @text@ NOT NULL,
    created_at @number@ NOT NULL,
    verified_at @number@,
    wants_mail @number@ NOT NULL
) @strict@;
CREATE UNIQUE INDEX person_verified_name ON person (name_key) WHERE verified_at IS NOT NULL;
CREATE UNIQUE INDEX person_verified_email ON person (email) WHERE verified_at IS NOT NULL;
CREATE INDEX person_name ON person (name_key, email);

-- What others bring in at once, and may take out again.
CREATE TABLE import_batch (
    id @key@,
    source @text@ NOT NULL,
    created_at @number@ NOT NULL,
    undone_at @number@
) @strict@;

-- What was said below a page: comments, and what came from elsewhere (mentions).
CREATE TABLE comment (
    id @key@,
    thread @text@ NOT NULL,
    parent @number@ REFERENCES comment (id) @refer@,
    depth @number@ NOT NULL,
    person @number@ NOT NULL REFERENCES person (id) @refer@,
    kind @text@ NOT NULL,
    state @text@ NOT NULL,
    body @text@ NOT NULL,
    html @text@ NOT NULL,
    html_version @number@ NOT NULL,
    created_at @number@ NOT NULL,
    edited_at @number@,
    likes @number@ NOT NULL,
    featured @number@,
    featured_note @text@ NOT NULL,
    network @text@ NOT NULL,
    body_digest @text@ NOT NULL,
    verdict @text@ NOT NULL,
    submission @text@ NOT NULL UNIQUE,
    source @text@ NOT NULL,
    batch @number@ REFERENCES import_batch (id) @refer@
) @strict@;
CREATE INDEX comment_thread ON comment (thread, id);
CREATE INDEX comment_state ON comment (state, id);
CREATE INDEX comment_person ON comment (person, id);
CREATE INDEX comment_network ON comment (network, created_at);
CREATE INDEX comment_batch ON comment (batch);
CREATE INDEX comment_body ON comment (body_digest, created_at);
CREATE INDEX comment_source ON comment (source, thread);

-- Who changed what, when and why: rows are added, never changed.
CREATE TABLE decision (
    id @key@,
    action @text@ NOT NULL,
    comment @number@ NOT NULL REFERENCES comment (id) @refer@,
    before @text@ NOT NULL,
    after @text@ NOT NULL,
    who @text@ NOT NULL,
    reason @text@ NOT NULL,
    decided_at @number@ NOT NULL
) @strict@;
CREATE INDEX decision_comment ON decision (comment, id);
CREATE INDEX decision_action ON decision (action);

-- One row for each reader and thing: a keyed digest, from which nobody is found.
CREATE TABLE reaction (
    id @key@,
    target @text@ NOT NULL,
    reader @text@ NOT NULL,
    created_at @number@ NOT NULL,
    UNIQUE (target, reader)
) @strict@;

-- How many like a work.
CREATE TABLE work_likes (
    id @key@,
    target @text@ NOT NULL UNIQUE,
    likes @number@ NOT NULL
) @strict@;
