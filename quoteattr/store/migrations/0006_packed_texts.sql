-- Texts are packed by zstd. What DuckDB chose for them by itself took four times as long to write, most of what storing
-- an article took, and a third more room. Statements' words stay as they are: a few of them are looked up at once.

CREATE TABLE articles_6 (
    id VARCHAR NOT NULL,
    number BIGINT NOT NULL,         -- 1, 2, ... in the order of storing; holds in this database only
    text VARCHAR USING COMPRESSION zstd NOT NULL,
    outlet VARCHAR,
    title VARCHAR,
    url VARCHAR,
    byline VARCHAR,
    place VARCHAR,
    site VARCHAR,                   -- the site or feed that it was found on
    language VARCHAR,               -- such as en; none where it could not be told
    published TIMESTAMP,            -- UTC; midnight where only the day is known
    published_as VARCHAR,           -- as it was given (ISO 8601): the id derives from it
    day DATE,
    record VARCHAR,                 -- the input that it was first read from
    record_offset BIGINT NOT NULL,  -- where it begins in that input
    sections VARCHAR NOT NULL,      -- JSON: [[role, start, end], ...]
    notes VARCHAR NOT NULL          -- JSON: what reading did on the way to the text
);
INSERT INTO articles_6 BY NAME FROM articles ORDER BY articles.number;
DROP TABLE articles;
ALTER TABLE articles_6 RENAME TO articles;
