CREATE INDEX articles_by_date ON articles(modified);
CREATE INDEX events_by_id ON events(event_id);
CREATE INDEX events_by_source ON events(source COLLATE NOCASE, event_id);
CREATE INDEX error_codes_by_value ON error_codes(value) WHERE value IS NOT NULL;
CREATE INDEX error_codes_by_code ON error_codes(code COLLATE NOCASE);
CREATE INDEX files_by_name ON files(name COLLATE NOCASE, version_key);
CREATE INDEX file_names_by_name ON file_names(name COLLATE NOCASE);
CREATE INDEX references_by_target ON "references"(target);
CREATE INDEX keywords_by_value ON keywords(value COLLATE NOCASE, list);

-- Which articles name this event? ... WHERE event_id = 4058
CREATE VIEW articles_by_event AS
SELECT e.event_id, e.source, e.type, e.log, e.description, a.number, a.id, a.title, a.modified
FROM events e JOIN articles a ON a.number = e.article;

-- Which articles name this code, in whatever notation? ... WHERE value = 0xc00203e5
CREATE VIEW articles_by_code AS
SELECT c.value, printf('0x%08x', c.value) AS hex, c.kind, c.code, c.message,
       a.number, a.id, a.title, a.modified
FROM error_codes c JOIN articles a ON a.number = c.article;

-- Which articles ship this file? ... WHERE name = 'ntdll.dll' COLLATE NOCASE ORDER BY version_key
CREATE VIEW articles_by_file AS
SELECT f.name, f.version, f.version_key, f.date, f.platform, f.component,
       a.number, a.id, a.title, a.modified
FROM files f JOIN articles a ON a.number = f.article;

-- What refers to what; target_title is null where the archive lacks the target.
CREATE VIEW links AS
SELECT r.article, a.title, r.target, t.title AS target_title
FROM "references" r
JOIN articles a ON a.number = r.article
LEFT JOIN articles t ON t.number = r.target;

-- The text of each article by kind of section: what the full-text table is made of.
-- (`group_concat(… ORDER BY …)` would shut out every sqlite3 older than 3.44.)
CREATE VIEW texts AS
SELECT a.number, a.title,
  (SELECT group_concat(text, char(10)) FROM (SELECT s.text FROM sections s
   WHERE s.article = a.number AND s.kind = 'symptoms' ORDER BY s.position)) AS symptoms,
  (SELECT group_concat(text, char(10)) FROM (SELECT s.text FROM sections s
   WHERE s.article = a.number AND s.kind = 'cause' ORDER BY s.position)) AS cause,
  (SELECT group_concat(text, char(10)) FROM (SELECT s.text FROM sections s
   WHERE s.article = a.number AND s.kind IN ('resolution', 'workaround') ORDER BY s.position)) AS resolution,
  (SELECT group_concat(text, char(10)) FROM (SELECT s.text FROM sections s
   WHERE s.article = a.number
     AND s.kind NOT IN ('symptoms', 'cause', 'resolution', 'workaround') ORDER BY s.position)) AS other
FROM articles a;

-- ... WHERE search MATCH 'cluster symptoms:stops' ORDER BY bm25(search, 8, 4, 3, 2, 1)
CREATE VIRTUAL TABLE search USING fts5(
  title, symptoms, cause, resolution, other,
  content = 'texts', content_rowid = 'number',
  tokenize = "porter unicode61 remove_diacritics 2 tokenchars '_'"
);
INSERT INTO search(search) VALUES ('rebuild');
INSERT INTO search(search) VALUES ('optimize');
ANALYZE;
