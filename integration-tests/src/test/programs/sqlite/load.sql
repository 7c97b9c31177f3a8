CREATE TABLE reading(id INTEGER PRIMARY KEY, station TEXT NOT NULL, value REAL);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
INSERT INTO reading SELECT i, 'station ' || (i % 13), i * 1.5 FROM n;
CREATE INDEX by_station ON reading(station);
UPDATE reading SET value = value + 1 WHERE id % 7 = 0;
DELETE FROM reading WHERE id % 11 = 0;
BEGIN;
DELETE FROM reading;
ROLLBACK;
.import --csv /data/stations.csv station
SELECT station.title, count(*), round(sum(value), 2) FROM reading JOIN station USING (station) GROUP BY 1 ORDER BY 1;
PRAGMA integrity_check;
VACUUM;
.output /data/dump.sql
.dump
.output
.backup /data/copy.db
