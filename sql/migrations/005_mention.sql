-- What others told of: pages elsewhere that are said to mention one of ours, and what became of looking at them.
CREATE TABLE mention_arrival (
    id @key@,
    arrival_key @text@ NOT NULL UNIQUE,
    source @text@ NOT NULL,
    target @text@ NOT NULL,
    thread @text@ NOT NULL,
    network @text@ NOT NULL,
    host @text@ NOT NULL,
    state @text@ NOT NULL,
    told_at @number@ NOT NULL,
    due_at @number@ NOT NULL,
    claimed_until @number@ NOT NULL,
    attempts @number@ NOT NULL
) @strict@;
CREATE INDEX mention_arrival_due ON mention_arrival (state, due_at);
CREATE INDEX mention_arrival_network ON mention_arrival (network, told_at);
CREATE INDEX mention_arrival_host ON mention_arrival (host, told_at);

-- Our pages as they were when their links were last looked at.
CREATE TABLE mention_page (
    id @key@,
    page @text@ NOT NULL UNIQUE,
    digest @text@ NOT NULL
) @strict@;

-- Links of ours to pages elsewhere, and whether those were told.
CREATE TABLE mention_link (
    id @key@,
    page @text@ NOT NULL,
    target @text@ NOT NULL,
    state @text@ NOT NULL,
    is_there @number@ NOT NULL,
    due_at @number@ NOT NULL,
    claimed_until @number@ NOT NULL,
    attempts @number@ NOT NULL,
    fault @text@ NOT NULL,
    UNIQUE (page, target)
) @strict@;
CREATE INDEX mention_link_due ON mention_link (state, due_at);
