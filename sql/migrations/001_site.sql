-- What changed, in the order in which it became visible.
CREATE TABLE event (
    id @key@,
    topic @text@ NOT NULL,
    subject @text@ NOT NULL
) @strict@;

-- What the site remembers about itself: its keys, and what the studio sets.
CREATE TABLE setting (
    id @key@,
    name @text@ NOT NULL UNIQUE,
    value @text@ NOT NULL
) @strict@;
