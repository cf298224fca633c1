-- Builds ask for these two: what the author chose, and what answers it.
CREATE INDEX comment_featured ON comment (thread, featured) WHERE featured IS NOT NULL;
CREATE INDEX comment_parent ON comment (parent, thread) WHERE parent IS NOT NULL;
