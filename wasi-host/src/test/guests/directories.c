// Reading directories, and descriptors of them.
#include "guest.h"

static char buffer[4096];
static walk entries;

static void make_many(int fd, int count) {
    char name[] = "file-with-a-longer-name-000";
    for (int i = 0; i < count; i++) {
        name[24] = (char)('0' + i / 100);
        name[25] = (char)('0' + i / 10 % 10);
        name[26] = (char)('0' + i % 10);
        make_file(fd, name, "");
    }
}

static int count_entries(int fd, uint32_t size) {
    int count = 0;
    start_walk(&entries, fd, buffer, size);
    while (next_entry(&entries)) count++;
    return count;
}

CASE(names_types_and_inodes_are_listed) {
    make_file(ROOT, "file", "");
    EXPECT(OK, make_directory(ROOT, "directory"));
    EXPECT(OK, symbolic_link("file", ROOT, "link"));
    int seen = 0;
    start_walk(&entries, ROOT, buffer, sizeof buffer);
    while (next_entry(&entries)) {
        filestat stat;
        EXPECT(OK, equal(entries.name, "..") ? OK : status(ROOT, NOFOLLOW, entries.name, &stat));
        if (equal(entries.name, "..")) {
            EQUAL(T_DIRECTORY, entries.entry.type);
            EXPECT(OK, fd_filestat_get(ROOT, &stat));
        }
        EQUAL(stat.inode, entries.entry.inode);
        EQUAL(stat.type, entries.entry.type);
        seen++;
    }
    EQUAL(5, seen);
}

CASE(short_buffers_lose_nothing) {
    make_many(ROOT, 100);
    const uint32_t sizes[] = {51, 52, 60, 75, 100, 152, 1000, 4096};
    for (uint32_t i = 0; i < sizeof sizes / sizeof *sizes; i++) EQUAL(102, count_entries(ROOT, sizes[i]));
    // A buffer too short for one entry is filled, which says that there is more.
    for (uint32_t size = 0; size <= 24; size += 8) {
        EXPECT(OK, fd_readdir(ROOT, buffer, size, 0, &done));
        EQUAL(size, done);
    }
}

CASE(deleting_while_reading_loses_nothing) {
    make_many(ROOT, 200);
    int deleted = 0;
    start_walk(&entries, ROOT, buffer, 300);
    while (next_entry(&entries)) {
        if (entries.name[0] == 'f') {
            EXPECT(OK, unlink_file(ROOT, entries.name));
            deleted++;
        }
    }
    EQUAL(200, deleted);
    EQUAL(2, count_entries(ROOT, sizeof buffer));
}

CASE(creating_while_reading_comes_to_an_end) {
    make_many(ROOT, 20);
    int seen = 0;
    char name[] = "new-00";
    start_walk(&entries, ROOT, buffer, 100);
    while (next_entry(&entries) && seen < 1000) {
        if (seen < 50) {
            name[4] = (char)('0' + seen / 10);
            name[5] = (char)('0' + seen % 10);
            make_file(ROOT, name, "");
        }
        seen++;
    }
    CHECK(seen >= 22 && seen <= 72);
}

CASE(a_cookie_goes_on_where_it_was_got) {
    make_many(ROOT, 30);
    EXPECT(OK, open_directory(ROOT, "."));
    int directory = opened;
    static char names[40][256];
    static uint64_t cookies[40];
    int count = 0;
    start_walk(&entries, directory, buffer, sizeof buffer);
    while (next_entry(&entries)) {
        memcpy(names[count], entries.name, sizeof entries.name);
        cookies[count++] = entries.cookie;
    }
    EQUAL(32, count);
    for (int i = count - 2; i >= 0; i -= 3) {
        start_walk(&entries, directory, buffer, 200);
        entries.cookie = cookies[i];
        CHECK(next_entry(&entries));
        CHECK(equal(names[i + 1], entries.name));
    }
    start_walk(&entries, directory, buffer, sizeof buffer);
    entries.cookie = cookies[count - 1];
    CHECK(!next_entry(&entries));
}

CASE(cookies_never_given_are_harmless) {
    make_many(ROOT, 10);
    const uint64_t cookies[] = {1, 12345, UINT64_MAX, UINT64_MAX >> 1, UINT64_C(1) << 63, 0x7fffffff};
    for (uint32_t i = 0; i < sizeof cookies / sizeof *cookies; i++) {
        int error = fd_readdir(ROOT, buffer, sizeof buffer, cookies[i], &done);
        CHECK(error == OK || error == E_INVAL || error == E_NOENT);
    }
    EQUAL(12, count_entries(ROOT, 100));
}

CASE(links_that_lead_nowhere_are_listed_as_links) {
    EXPECT(OK, symbolic_link("loop", ROOT, "loop"));
    EXPECT(OK, symbolic_link("no/such/file", ROOT, "dangling"));
    EXPECT(OK, symbolic_link("../../outside", ROOT, "outward"));
    int links = 0;
    start_walk(&entries, ROOT, buffer, sizeof buffer);
    while (next_entry(&entries)) links += entries.entry.type == T_LINK;
    EQUAL(3, links);
}

CASE(a_directory_descriptor_follows_a_rename) {
    EXPECT(OK, make_directory(ROOT, "a"));
    EXPECT(OK, make_directory(ROOT, "sub"));
    EXPECT(OK, open_directory(ROOT, "a"));
    int directory = opened;
    make_file(directory, "first", "");
    EXPECT(OK, move(ROOT, "a", ROOT, "sub/b"));
    make_file(directory, "second", "");
    FILE_IS(ROOT, "sub/b/first", "");
    FILE_IS(ROOT, "sub/b/second", "");
    EQUAL(4, count_entries(directory, sizeof buffer));
    filestat stat;
    EXPECT(E_NOENT, status(ROOT, NOFOLLOW, "a", &stat));
}

CASE(a_removed_directory_is_empty) {
    EXPECT(OK, make_directory(ROOT, "d"));
    EXPECT(OK, open_directory(ROOT, "d"));
    int directory = opened;
    EXPECT(OK, remove_directory(ROOT, "d"));
    EXPECT(E_NOENT, open_to_write(directory, "f", CREAT));
    EXPECT(E_NOENT, make_directory(directory, "e"));
    int error = fd_readdir(directory, buffer, sizeof buffer, 0, &done);
    CHECK(error == E_NOENT || (error == OK && done == 0));
    filestat stat;
    EXPECT(OK, fd_filestat_get(directory, &stat));
    EQUAL(T_DIRECTORY, stat.type);
}

CASE(names_are_bytes) {
    const char *names[] = {"n\xff\xfe", "\x01\x02", "a b\n", "\xc3\xa4", "\xf0\x9f\x8d\xb0", "\\", "*"};
    for (int i = 0; i < 7; i++) make_file(ROOT, names[i], "bytes");
    int found = 0;
    start_walk(&entries, ROOT, buffer, sizeof buffer);
    while (next_entry(&entries)) {
        for (int i = 0; i < 7; i++) found += equal(names[i], entries.name);
    }
    EQUAL(7, found);
    EXPECT(OK, move(ROOT, names[0], ROOT, "\xfe"));
    EXPECT(OK, symbolic_link("\xfe", ROOT, "\xfd"));
    FILE_IS(ROOT, "\xfd", "bytes");
    EXPECT(OK, path_readlink(ROOT, "\xfd", 1, buffer, sizeof buffer, &done));
    CHECK(done == 1 && buffer[0] == '\xfe');
}

CASE(names_have_255_bytes_and_no_more) {
    static char name[257];
    memset(name, 'n', 256);
    EXPECT(E_NAMETOOLONG, open_to_write(ROOT, name, CREAT));
    EXPECT(E_NAMETOOLONG, make_directory(ROOT, name));
    name[255] = 0;
    make_file(ROOT, name, "long");
    start_walk(&entries, ROOT, buffer, sizeof buffer);
    int found = 0;
    while (next_entry(&entries)) found += equal(name, entries.name);
    EQUAL(1, found);
    EQUAL(3, count_entries(ROOT, 280));
}

// As `rm -r` does it, one level after the other.
static void remove_all(int parent, const char *name, int depth) {
    EXPECT(OK, open_directory(parent, name));
    int directory = opened;
    static walk walks[8];
    static char buffers[8][200 + 24 + 256];
    walk *state = &walks[depth];
    start_walk(state, directory, buffers[depth], sizeof buffers[depth]);
    while (next_entry(state)) {
        if (equal(state->name, ".") || equal(state->name, "..")) continue;
        if (state->entry.type == T_DIRECTORY) {
            remove_all(directory, state->name, depth + 1);
        } else {
            EXPECT(OK, unlink_file(directory, state->name));
        }
    }
    EXPECT(OK, fd_close(directory));
    EXPECT(OK, remove_directory(parent, name));
}

CASE(a_tree_is_removed_as_rm_does_it) {
    EXPECT(OK, make_directory(ROOT, "tree"));
    char path[] = "tree/0";
    for (path[5] = '0'; path[5] < '8'; path[5]++) {
        EXPECT(OK, make_directory(ROOT, path));
        EXPECT(OK, open_directory(ROOT, path));
        int directory = opened;
        make_many(directory, 25);
        EXPECT(OK, make_directory(directory, "deep"));
        EXPECT(OK, symbolic_link("../..", directory, "deep/link"));
        EXPECT(OK, fd_close(directory));
    }
    remove_all(ROOT, "tree", 0);
    EQUAL(2, count_entries(ROOT, sizeof buffer));
}

CASE(what_is_no_directory_is_not_listed) {
    EXPECT(E_NOTDIR, fd_readdir(create(ROOT, "f"), buffer, sizeof buffer, 0, &done));
    EXPECT(E_NOTDIR, fd_readdir(STDIN, buffer, sizeof buffer, 0, &done));
    EXPECT(E_BADF, fd_readdir(77, buffer, sizeof buffer, 0, &done));
}
