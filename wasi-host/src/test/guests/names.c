// Making, removing, moving and linking names.
#include "guest.h"

static char buffer[8192];
static filestat stat;

static int read_link(int fd, const char *path, uint32_t size) {
    memset(buffer, '?', sizeof buffer);
    return path_readlink(fd, path, strlen(path), buffer, size, &done);
}

static void link_is(int fd, const char *path, const char *target) {
    EXPECT(OK, read_link(fd, path, sizeof buffer));
    EQUAL(strlen(target), done);
    CHECK(memcmp(buffer, target, done) == 0);
}

CASE(directories_are_made_and_removed) {
    EXPECT(OK, make_directory(ROOT, "d"));
    EXPECT(OK, make_directory(ROOT, "d/e/"));
    EXPECT(E_EXIST, make_directory(ROOT, "d"));
    EXPECT(E_EXIST, make_directory(ROOT, "."));
    EXPECT(E_NOENT, make_directory(ROOT, "none/d"));
    EXPECT(E_NOENT, make_directory(ROOT, ""));
    make_file(ROOT, "f", "");
    EXPECT(E_NOTDIR, make_directory(ROOT, "f/d"));
    EXPECT(E_EXIST, make_directory(ROOT, "f"));
    EXPECT(E_NOTEMPTY, remove_directory(ROOT, "d"));
    EXPECT(E_NOTDIR, remove_directory(ROOT, "f"));
    EXPECT(E_NOENT, remove_directory(ROOT, "none"));
    EXPECT(OK, remove_directory(ROOT, "d/e/"));
    EXPECT(OK, remove_directory(ROOT, "d"));
}

CASE(files_are_removed) {
    make_file(ROOT, "f", "");
    EXPECT(OK, make_directory(ROOT, "d"));
    EXPECT(OK, symbolic_link("d", ROOT, "l"));
    EXPECT(E_NOTDIR, unlink_file(ROOT, "f/"));
    EXPECT(E_ISDIR, unlink_file(ROOT, "d"));
    EXPECT(E_NOENT, unlink_file(ROOT, "none"));
    EXPECT(E_NOTDIR, remove_directory(ROOT, "l"));
    EXPECT(OK, unlink_file(ROOT, "l"));
    EXPECT(OK, unlink_file(ROOT, "d/../f"));
    EXPECT(OK, remove_directory(ROOT, "d"));
    EXPECT(E_BADF, unlink_file(77, "f"));
    EXPECT(E_NOTDIR, unlink_file(STDIN, "f"));
}

CASE(a_rename_replaces_what_it_may) {
    make_file(ROOT, "a", "a");
    make_file(ROOT, "b", "b");
    EXPECT(OK, move(ROOT, "a", ROOT, "b"));
    FILE_IS(ROOT, "b", "a");
    EXPECT(E_NOENT, move(ROOT, "a", ROOT, "c"));
    EXPECT(OK, make_directory(ROOT, "d"));
    EXPECT(OK, make_directory(ROOT, "e"));
    EXPECT(E_ISDIR, move(ROOT, "b", ROOT, "d"));
    EXPECT(E_NOTDIR, move(ROOT, "d", ROOT, "b"));
    EXPECT(OK, move(ROOT, "d", ROOT, "e"));
    make_file(ROOT, "e/f", "");
    EXPECT(OK, make_directory(ROOT, "g"));
    EXPECT(E_NOTEMPTY, move(ROOT, "g", ROOT, "e"));
    EXPECT(E_INVAL, move(ROOT, "e", ROOT, "e/inside"));
    EXPECT(OK, move(ROOT, "b", ROOT, "b"));
    EXPECT(E_NOTDIR, move(ROOT, "b/", ROOT, "c"));
    EXPECT(OK, hard_link(ROOT, 0, "b", ROOT, "same"));
    EXPECT(OK, move(ROOT, "b", ROOT, "same"));
    FILE_IS(ROOT, "b", "a");
}

CASE(a_rename_goes_across_directories_and_preopens) {
    EXPECT(OK, make_directory(ROOT, "d"));
    EXPECT(OK, make_directory(ROOT, "d/tree"));
    make_file(ROOT, "d/tree/f", "moved");
    EXPECT(OK, open_directory(ROOT, "d"));
    int directory = opened;
    EXPECT(OK, move(directory, "tree", ROOT, "t"));
    EXPECT(OK, move(ROOT, "t", OTHER, "t2"));
    FILE_IS(OTHER, "t2/f", "moved");
    EXPECT(OK, move(OTHER, "t2/f", directory, "back"));
    FILE_IS(ROOT, "d/back", "moved");
    EXPECT(E_XDEV, move(ROOT, "d/back", SMALL, "f"));
    EXPECT(E_XDEV, hard_link(ROOT, 0, "d/back", SMALL, "f"));
    FILE_IS(ROOT, "d/back", "moved");
}

CASE(a_link_is_moved_and_not_its_target) {
    make_file(ROOT, "f", "target");
    EXPECT(OK, symbolic_link("f", ROOT, "l"));
    EXPECT(OK, move(ROOT, "l", ROOT, "m"));
    link_is(ROOT, "m", "f");
    FILE_IS(ROOT, "f", "target");
}

CASE(hard_links_share_the_file) {
    make_file(ROOT, "f", "one");
    EXPECT(OK, make_directory(ROOT, "d"));
    EXPECT(OK, hard_link(ROOT, 0, "f", ROOT, "d/g"));
    EXPECT(OK, hard_link(ROOT, 0, "f", OTHER, "h"));
    EXPECT(OK, status(ROOT, 0, "f", &stat));
    EQUAL(3, stat.links);
    EXPECT(OK, open_to_write(ROOT, "d/g", 0));
    EXPECT(OK, put(opened, "two"));
    FILE_IS(OTHER, "h", "two");
    EXPECT(E_EXIST, hard_link(ROOT, 0, "f", ROOT, "d/g"));
    EXPECT(E_NOENT, hard_link(ROOT, 0, "none", ROOT, "x"));
    EXPECT(E_NOENT, hard_link(ROOT, 0, "f", ROOT, "none/x"));
    EXPECT(E_NOENT, hard_link(ROOT, 0, "f", ROOT, "x/"));
    EXPECT(E_PERM, hard_link(ROOT, 0, "d", ROOT, "x"));
    EXPECT(OK, unlink_file(ROOT, "f"));
    EXPECT(OK, status(ROOT, 0, "d/g", &stat));
    EQUAL(2, stat.links);
}

CASE(hard_links_of_links_follow_when_asked) {
    make_file(ROOT, "f", "");
    EXPECT(OK, symbolic_link("f", ROOT, "l"));
    EXPECT(OK, symbolic_link("none", ROOT, "dangling"));
    EXPECT(OK, hard_link(ROOT, NOFOLLOW, "l", ROOT, "link"));
    EXPECT(OK, hard_link(ROOT, FOLLOW, "l", ROOT, "file"));
    EXPECT(OK, status(ROOT, NOFOLLOW, "link", &stat));
    EQUAL(T_LINK, stat.type);
    EXPECT(OK, status(ROOT, NOFOLLOW, "file", &stat));
    EQUAL(T_REGULAR, stat.type);
    EXPECT(E_NOENT, hard_link(ROOT, FOLLOW, "dangling", ROOT, "x"));
    EXPECT(OK, hard_link(ROOT, NOFOLLOW, "dangling", ROOT, "x"));
}

CASE(links_say_what_they_were_given) {
    EXPECT(OK, make_directory(ROOT, "d"));
    make_file(ROOT, "f", "found");
    EXPECT(OK, symbolic_link("../f", ROOT, "d/up"));
    EXPECT(OK, symbolic_link("no/such/file", ROOT, "dangling"));
    link_is(ROOT, "d/up", "../f");
    link_is(ROOT, "dangling", "no/such/file");
    FILE_IS(ROOT, "d/up", "found");
    EXPECT(OK, open_directory(ROOT, "d"));
    link_is(opened, "up", "../f");
    FILE_IS(opened, "up", "found");
    EXPECT(OK, read_link(ROOT, "dangling", 3));
    EQUAL(3, done);
    CHECK(memcmp(buffer, "no/?", 4) == 0);
    EXPECT(OK, read_link(ROOT, "dangling", 0));
    EQUAL(0, done);
    EXPECT(E_INVAL, read_link(ROOT, "f", 10));
    EXPECT(E_INVAL, read_link(ROOT, "d", 10));
    EXPECT(E_NOENT, read_link(ROOT, "none", 10));
    EXPECT(E_PERM, symbolic_link("/f", ROOT, "absolute"));
    EXPECT(E_NOENT, symbolic_link("", ROOT, "empty"));
    EXPECT(E_EXIST, symbolic_link("f", ROOT, "dangling"));
    EXPECT(E_EXIST, symbolic_link("f", ROOT, "d"));
    EXPECT(E_NOENT, symbolic_link("f", ROOT, "none/l"));
}

CASE(links_are_followed_when_asked) {
    make_file(ROOT, "f", "found");
    EXPECT(OK, symbolic_link("f", ROOT, "l"));
    EXPECT(OK, status(ROOT, NOFOLLOW, "l", &stat));
    EQUAL(T_LINK, stat.type);
    EQUAL(1, stat.size);
    EXPECT(OK, status(ROOT, FOLLOW, "l", &stat));
    EQUAL(T_REGULAR, stat.type);
    EXPECT(OK, path_open(ROOT, FOLLOW, "l", 1, 0, READING, 0, 0, &opened));
    EXPECT(E_LOOP, path_open(ROOT, NOFOLLOW, "l", 1, 0, READING, 0, 0, &opened));
}

CASE(loops_and_dangling_links_say_so) {
    EXPECT(OK, symbolic_link("loop", ROOT, "loop"));
    EXPECT(OK, symbolic_link("b", ROOT, "a"));
    EXPECT(OK, symbolic_link("a", ROOT, "b"));
    EXPECT(OK, symbolic_link("new", ROOT, "dangling"));
    EXPECT(E_LOOP, open_to_read(ROOT, "loop"));
    EXPECT(E_LOOP, open_to_read(ROOT, "a/f"));
    EXPECT(E_LOOP, status(ROOT, FOLLOW, "a", &stat));
    EXPECT(OK, status(ROOT, NOFOLLOW, "a", &stat));
    EXPECT(E_LOOP, make_directory(ROOT, "loop/d"));
    EXPECT(E_EXIST, make_directory(ROOT, "loop"));
    EXPECT(E_NOENT, open_to_read(ROOT, "dangling"));
    EXPECT(E_NOENT, status(ROOT, FOLLOW, "dangling", &stat));
    EXPECT(E_EXIST, open_to_write(ROOT, "dangling", CREAT | EXCL));
    EXPECT(OK, open_to_write(ROOT, "dangling", CREAT));
    EXPECT(OK, status(ROOT, NOFOLLOW, "new", &stat));
    EXPECT(OK, unlink_file(ROOT, "loop"));
    EXPECT(OK, unlink_file(ROOT, "a"));
}

CASE(paths_are_read_as_linux_reads_them) {
    EXPECT(OK, make_directory(ROOT, "d"));
    EXPECT(OK, make_directory(ROOT, "d/e"));
    make_file(ROOT, "f", "top");
    make_file(ROOT, "d/f", "in d");
    EXPECT(OK, symbolic_link("d/e", ROOT, "l"));
    FILE_IS(ROOT, "./f", "top");
    FILE_IS(ROOT, ".//f", "top");
    FILE_IS(ROOT, "d/../f", "top");
    FILE_IS(ROOT, "d/./e/..//f", "in d");
    FILE_IS(ROOT, "l/../f", "in d"); // the parent of what the link leads to
    EXPECT(E_NOENT, status(ROOT, 0, "none/../f", &stat));
    EXPECT(E_NOTDIR, status(ROOT, 0, "f/../f", &stat));
    EXPECT(OK, status(ROOT, 0, "d/", &stat));
    EXPECT(E_NOTDIR, status(ROOT, 0, "f/", &stat));
    EXPECT(E_NOENT, status(ROOT, 0, "", &stat));
    EXPECT(E_PERM, status(ROOT, 0, "../f", &stat));
    EXPECT(E_PERM, status(ROOT, 0, "d/../../f", &stat));
    EXPECT(E_PERM, status(ROOT, 0, "/f", &stat));
}

CASE(paths_have_4095_bytes_and_no_more) {
    static char path[6000];
    for (int i = 0; i < 6000; i += 2) memcpy(path + i, "./", 2);
    make_file(ROOT, "f", "far");
    path[4094] = 'f';
    EXPECT(OK, path_filestat_get(ROOT, 0, path, 4095, &stat));
    path[4095] = 'f';
    EXPECT(E_NAMETOOLONG, path_filestat_get(ROOT, 0, path, 4096, &stat));
    EXPECT(E_NAMETOOLONG, path_open(ROOT, 0, path, 6000, CREAT, READING, 0, 0, &opened));
    EXPECT(E_NAMETOOLONG, path_create_directory(ROOT, path, 6000));
    EXPECT(E_NAMETOOLONG, path_rename(ROOT, "f", 1, ROOT, path, 6000));
    EXPECT(E_NAMETOOLONG, path_link(ROOT, 0, path, 6000, ROOT, "x", 1));
    EXPECT(E_NAMETOOLONG, path_symlink(path, 6000, ROOT, "x", 1));
    EXPECT(E_NAMETOOLONG, path_readlink(ROOT, path, 6000, buffer, 10, &done));
}

CASE(trees_are_deeper_than_a_path) {
    static char name[201];
    memset(name, 'n', 200);
    int levels[31] = {ROOT};
    for (int i = 0; i < 30; i++) {
        EXPECT(OK, make_directory(levels[i], name));
        EXPECT(OK, open_directory(levels[i], name));
        levels[i + 1] = opened;
    }
    make_file(levels[30], "bottom", "deep");
    EXPECT(OK, symbolic_link("bottom", levels[30], "l"));
    FILE_IS(levels[30], "l", "deep");
    EXPECT(OK, unlink_file(levels[30], "l"));
    EXPECT(OK, unlink_file(levels[30], "bottom"));
    for (int i = 29; i >= 0; i--) EXPECT(OK, remove_directory(levels[i], name));
}
