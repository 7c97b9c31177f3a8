// SQLite on a database in memory: SIZE rows inserted, indexed, searched, joined, sorted, changed, deleted, checked.
#include "kernel.h"

#include "sqlite3.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- what SQLite asks of an operating system; nothing is ever opened

static int full_path(sqlite3_vfs *vfs, const char *name, int room, char *out) {
    (void)vfs;
    sqlite3_snprintf(room, out, "%s", name);
    return SQLITE_OK;
}

static int random_bytes(sqlite3_vfs *vfs, int count, char *out) {
    (void)vfs;
    memset(out, 42, (size_t)count);
    return count;
}

static int current_time(sqlite3_vfs *vfs, double *julian) {
    (void)vfs;
    *julian = 2460000.5;
    return SQLITE_OK;
}

static int cannot_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
    (void)vfs, (void)name, (void)file, (void)flags, (void)out;
    return SQLITE_CANTOPEN;
}

int sqlite3_os_init(void) {
    static sqlite3_vfs vfs = {.iVersion = 1, .szOsFile = 64, .mxPathname = 64, .zName = "none", .xOpen = cannot_open,
                              .xFullPathname = full_path, .xRandomness = random_bytes, .xCurrentTime = current_time};
    return sqlite3_vfs_register(&vfs, 1);
}

int sqlite3_os_end(void) {
    return SQLITE_OK;
}

// ---- the work

static uint64_t sum;

static void check(sqlite3 *db, int status, const char *sql) {
    if (status != SQLITE_OK && status != SQLITE_ROW && status != SQLITE_DONE) {
        fprintf(stderr, "sqlite: %s: %s\n", sqlite3_errmsg(db), sql);
        exit(1);
    }
}

// Runs a statement once for each number below `count`, bound to its parameter, and sums up all columns of all rows.
static void each(sqlite3 *db, unsigned count, const char *sql) {
    sqlite3_stmt *statement;
    check(db, sqlite3_prepare_v2(db, sql, -1, &statement, NULL), sql);
    uint32_t random = 9;
    for (unsigned i = 0; i < count; i++) {
        sqlite3_bind_int(statement, 1, (int)i);
        sqlite3_bind_int(statement, 2, (int)(next_random(&random) % 1000000));
        int status;
        while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
            for (int column = 0; column < sqlite3_column_count(statement); column++) {
                const unsigned char *text = sqlite3_column_text(statement, column);
                for (; text != NULL && *text != 0; text++) {
                    sum = sum * 31 + *text;
                }
            }
        }
        check(db, status, sql);
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
}

static void once(sqlite3 *db, const char *sql) {
    each(db, 1, sql);
}

uint64_t kernel(unsigned size) {
    sqlite3 *db;
    sum = HASH_START;
    check(NULL, sqlite3_open(":memory:", &db), "open");
    once(db, "CREATE TABLE item(id INTEGER PRIMARY KEY, number INTEGER, name TEXT)");
    once(db, "CREATE TABLE class(id INTEGER PRIMARY KEY, title TEXT)");
    once(db, "BEGIN");
    each(db, size, "INSERT INTO item VALUES(?1, ?2, 'item ' || (?2 % 97) || ' of ' || ?1)");
    each(db, 50, "INSERT INTO class VALUES(?1, 'class ' || ?2)");
    once(db, "COMMIT");
    each(db, size / 2, "SELECT name FROM item WHERE id = (?1 * 7919) % 1000");
    each(db, 20, "SELECT count(*), avg(number) FROM item WHERE number BETWEEN ?1 * 1000 AND ?1 * 1000 + 100000");
    once(db, "CREATE INDEX by_number ON item(number)");
    each(db, size / 4, "SELECT count(*), min(name) FROM item WHERE number BETWEEN ?2 AND ?2 + 2000");
    once(db, "SELECT title, count(*), sum(number) FROM item JOIN class ON class.id = item.number % 50 GROUP BY title ORDER BY 2, 1");
    once(db, "SELECT name FROM item WHERE name LIKE '%7 of 1%' ORDER BY name DESC LIMIT 50");
    once(db, "BEGIN");
    each(db, size / 2, "UPDATE item SET number = number + 1, name = upper(name) WHERE id = ?1");
    each(db, size / 4, "DELETE FROM item WHERE number BETWEEN ?2 AND ?2 + 10");
    once(db, "COMMIT");
    once(db, "SELECT count(*), sum(number), group_concat(substr(name, 1, 1)) FROM item WHERE id % 50 = 0");
    once(db, "PRAGMA integrity_check");
    sqlite3_close(db);
    return sum;
}
