// Reading, writing and describing files.
#include "guest.h"

static _Alignas(8) char block[1 << 20];
static _Alignas(8) char other[1 << 20];

static uint64_t position(int fd) {
    uint64_t at = 99;
    EXPECT(OK, fd_tell(fd, &at));
    return at;
}

static uint64_t size_of(int fd) {
    filestat stat;
    EXPECT(OK, fd_filestat_get(fd, &stat));
    return stat.size;
}

static void seek(int fd, int64_t offset, int whence, uint64_t expected) {
    uint64_t at = 99;
    EXPECT(OK, fd_seek(fd, offset, whence, &at));
    EQUAL(expected, at);
}

CASE(written_bytes_are_read_back) {
    int fd = create(ROOT, "f");
    iovec vectors[3] = {{"hel", 3}, {"", 0}, {"lo world", 8}};
    EXPECT(OK, fd_write(fd, vectors, 3, &done));
    EQUAL(11, done);
    EQUAL(11, position(fd));
    seek(fd, 0, SEEK_SET, 0);
    char a[4], b[16];
    iovec into[2] = {{a, 4}, {b, 16}};
    EXPECT(OK, fd_read(fd, into, 2, &done));
    EQUAL(11, done);
    CHECK(memcmp(a, "hell", 4) == 0 && memcmp(b, "o world", 7) == 0);
    EXPECT(OK, fd_read(fd, into, 2, &done));
    EQUAL(0, done);
}

CASE(seeking_goes_from_start_here_and_end) {
    make_file(ROOT, "f", "0123456789");
    EXPECT(OK, open_to_write(ROOT, "f", 0));
    int fd = opened;
    seek(fd, 4, SEEK_SET, 4);
    seek(fd, -2, SEEK_CUR, 2);
    seek(fd, 0, SEEK_CUR, 2);
    seek(fd, -1, SEEK_END, 9);
    seek(fd, 5, SEEK_END, 15);
    char c;
    EXPECT(OK, get(fd, &c, 1));
    EQUAL(0, done);
    uint64_t at;
    EXPECT(E_INVAL, fd_seek(fd, -16, SEEK_CUR, &at));
    EXPECT(E_INVAL, fd_seek(fd, -1, SEEK_SET, &at));
    EXPECT(E_INVAL, fd_seek(fd, 0, 3, &at));
    EXPECT(E_INVAL, fd_seek(fd, 0, 255, &at));
    EQUAL(15, position(fd));
}

CASE(holes_are_zeros) {
    int fd = create(ROOT, "f");
    seek(fd, 100000, SEEK_SET, 100000);
    EXPECT(OK, put(fd, "x"));
    EQUAL(100001, size_of(fd));
    seek(fd, 99998, SEEK_SET, 99998);
    EXPECT(OK, get(fd, block, 10));
    EQUAL(3, done);
    CHECK(block[0] == 0 && block[1] == 0 && block[2] == 'x');
}

CASE(reading_and_writing_at_an_offset_leaves_the_position) {
    int fd = create(ROOT, "f");
    EXPECT(OK, put(fd, "0123456789"));
    seek(fd, 3, SEEK_SET, 3);
    iovec vector = {"AB", 2};
    EXPECT(OK, fd_pwrite(fd, &vector, 1, 8, &done));
    EQUAL(2, done);
    char buffer[8];
    iovec into[2] = {{buffer, 2}, {buffer + 2, 6}};
    EXPECT(OK, fd_pread(fd, into, 2, 6, &done));
    EQUAL(4, done);
    CHECK(memcmp(buffer, "67AB", 4) == 0);
    EXPECT(OK, fd_pread(fd, into, 2, 10, &done));
    EQUAL(0, done);
    EXPECT(E_INVAL, fd_pread(fd, into, 2, UINT64_MAX, &done));
    EXPECT(E_INVAL, fd_pwrite(fd, into, 2, INT64_MIN, &done));
    EQUAL(3, position(fd));
}

CASE(a_megabyte_is_moved_whole) {
    int fd = create(ROOT, "f");
    uint64_t *written = (uint64_t *)block, *read = (uint64_t *)other;
    for (uint32_t i = 0; i < sizeof block / 8; i++) written[i] = i * UINT64_C(0x9e3779b97f4a7c15);
    iovec from[3] = {{block, 100001}, {block + 100001, 7}, {block + 100008, sizeof block - 100008}};
    EXPECT(OK, fd_write(fd, from, 3, &done));
    EQUAL(sizeof block, done);
    iovec into[2] = {{other, 5}, {other + 5, sizeof other - 5}};
    EXPECT(OK, fd_pread(fd, into, 2, 0, &done));
    EQUAL(sizeof block, done);
    for (uint32_t i = 0; i < sizeof block / 8; i++) CHECK(read[i] == written[i]);
}

CASE(a_thousand_vectors_are_taken_and_more_refused) {
    int fd = create(ROOT, "f");
    static iovec vectors[1025];
    for (int i = 0; i < 1025; i++) vectors[i] = (iovec){"x", 1};
    EXPECT(OK, fd_write(fd, vectors, 1024, &done));
    EQUAL(1024, done);
    EXPECT(E_INVAL, fd_write(fd, vectors, 1025, &done));
    EXPECT(OK, fd_write(fd, vectors, 0, &done));
    EQUAL(0, done);
    EQUAL(1024, size_of(fd));
}

CASE(append_writes_at_the_end_until_it_is_taken_away) {
    make_file(ROOT, "f", "one");
    EXPECT(OK, open_path(ROOT, "f", 0, READING | WRITING, APPEND));
    int fd = opened;
    fdstat stat;
    EXPECT(OK, fd_fdstat_get(fd, &stat));
    EQUAL(APPEND, stat.flags);
    seek(fd, 0, SEEK_SET, 0);
    EXPECT(OK, put(fd, "two"));
    FILE_IS(ROOT, "f", "onetwo");
    EXPECT(OK, fd_fdstat_set_flags(fd, 0));
    seek(fd, 0, SEEK_SET, 0);
    EXPECT(OK, put(fd, "X"));
    FILE_IS(ROOT, "f", "Xnetwo");
    EXPECT(OK, fd_fdstat_set_flags(fd, APPEND));
    EXPECT(OK, put(fd, "!"));
    FILE_IS(ROOT, "f", "Xnetwo!");
}

CASE(flags_are_kept_and_unknown_ones_refused) {
    int fd = create(ROOT, "f");
    fdstat stat;
    EXPECT(OK, fd_fdstat_set_flags(fd, NONBLOCK));
    EXPECT(OK, fd_fdstat_get(fd, &stat));
    EQUAL(NONBLOCK, stat.flags);
    EQUAL(T_REGULAR, stat.type);
    EXPECT(E_INVAL, fd_fdstat_set_flags(fd, 32));
    EXPECT(E_NOTSUP, fd_fdstat_set_flags(fd, SYNC));
    EXPECT(OK, open_path(ROOT, "f", 0, READING | WRITING, SYNC | DSYNC | RSYNC));
    EXPECT(OK, fd_fdstat_get(opened, &stat));
    EQUAL(SYNC | DSYNC | RSYNC, stat.flags);
    EXPECT(OK, put(opened, "synchronous"));
    EXPECT(E_INVAL, open_path(ROOT, "f", 0, READING, 32));
    EXPECT(E_INVAL, open_path(ROOT, "f", 16, READING, 0));
}

CASE(sync_and_datasync_succeed) {
    int fd = create(ROOT, "f");
    EXPECT(OK, put(fd, "kept"));
    EXPECT(OK, fd_datasync(fd));
    EXPECT(OK, fd_sync(fd));
    EXPECT(OK, open_directory(ROOT, "."));
    EXPECT(OK, fd_datasync(opened));
    EXPECT(OK, fd_sync(opened));
    EXPECT(E_BADF, fd_sync(77));
    EXPECT(E_BADF, fd_datasync(77));
}

CASE(size_is_cut_and_grown) {
    int fd = create(ROOT, "f");
    EXPECT(OK, put(fd, "0123456789"));
    EXPECT(OK, fd_filestat_set_size(fd, 4));
    EQUAL(4, size_of(fd));
    EXPECT(OK, fd_filestat_set_size(fd, 6));
    seek(fd, 0, SEEK_SET, 0);
    EXPECT(OK, get(fd, block, 100));
    EQUAL(6, done);
    CHECK(memcmp(block, "0123\0\0", 6) == 0);
    EXPECT(E_INVAL, fd_filestat_set_size(fd, UINT64_MAX));
    EXPECT(OK, fd_close(fd));
    EXPECT(OK, open_to_write(ROOT, "f", TRUNC));
    EQUAL(0, size_of(opened));
}

CASE(allocate_grows_and_never_shrinks) {
    int fd = create(ROOT, "f");
    EXPECT(OK, put(fd, "abc"));
    EXPECT(OK, fd_allocate(fd, 0, 4096));
    EQUAL(4096, size_of(fd));
    EXPECT(OK, fd_allocate(fd, 0, 10));
    EXPECT(OK, fd_allocate(fd, 8192, 100));
    EQUAL(8292, size_of(fd));
    EXPECT(OK, fd_pread(fd, &(iovec){block, 4}, 1, 0, &done));
    CHECK(memcmp(block, "abc\0", 4) == 0);
    EXPECT(E_INVAL, fd_allocate(fd, 0, 0));
    EXPECT(E_INVAL, fd_allocate(fd, UINT64_MAX, 1));
    EXPECT(E_FBIG, fd_allocate(fd, INT64_MAX, 1));
}

CASE(advice_is_taken) {
    int fd = create(ROOT, "f");
    for (int advice = 0; advice <= 5; advice++) EXPECT(OK, fd_advise(fd, 0, 100, advice));
    EXPECT(OK, fd_advise(fd, 0, 0, 0));
    EXPECT(E_INVAL, fd_advise(fd, 0, 100, 6));
    EXPECT(E_INVAL, fd_advise(fd, 0, UINT64_MAX, 1));
    EXPECT(E_BADF, fd_advise(77, 0, 100, 0));
}

CASE(status_is_the_same_by_path_and_by_descriptor) {
    int fd = create(ROOT, "f");
    EXPECT(OK, put(fd, "12345"));
    filestat by_fd, by_path, of_root;
    EXPECT(OK, fd_filestat_get(fd, &by_fd));
    EXPECT(OK, status(ROOT, NOFOLLOW, "f", &by_path));
    EQUAL(T_REGULAR, by_fd.type);
    EQUAL(5, by_fd.size);
    EQUAL(1, by_fd.links);
    CHECK(by_fd.inode != 0);
    EQUAL(by_fd.inode, by_path.inode);
    EQUAL(by_fd.device, by_path.device);
    EQUAL(by_fd.modified, by_path.modified);
    EQUAL(by_fd.changed, by_path.changed);
    EXPECT(OK, fd_filestat_get(ROOT, &of_root));
    EQUAL(T_DIRECTORY, of_root.type);
    EXPECT(OK, status(ROOT, NOFOLLOW, ".", &by_path));
    EQUAL(of_root.inode, by_path.inode);
}

CASE(a_file_outlives_its_name) {
    int fd = create(ROOT, "f");
    EXPECT(OK, put(fd, "still "));
    EXPECT(OK, unlink_file(ROOT, "f"));
    filestat stat;
    EXPECT(OK, fd_filestat_get(fd, &stat));
    EQUAL(0, stat.links);
    EXPECT(OK, put(fd, "here"));
    seek(fd, 0, SEEK_SET, 0);
    EXPECT(OK, get(fd, block, 100));
    EQUAL(10, done);
    EXPECT(E_NOENT, status(ROOT, NOFOLLOW, "f", &stat));
    EXPECT(E_NOENT, open_to_read(ROOT, "f"));
}

CASE(times_have_nanoseconds) {
    const uint64_t a = UINT64_C(1000000000123456789), m = UINT64_C(1100000000987654321);
    int fd = create(ROOT, "f");
    filestat before, stat;
    EXPECT(OK, fd_filestat_get(fd, &before));
    EXPECT(OK, fd_filestat_set_times(fd, a, m, ATIM | MTIM));
    EXPECT(OK, fd_filestat_get(fd, &stat));
    EQUAL(a, stat.accessed);
    EQUAL(m, stat.modified);
    CHECK(stat.changed >= before.changed);
    EXPECT(OK, fd_filestat_set_times(fd, 5, 7, MTIM));
    EXPECT(OK, fd_filestat_get(fd, &stat));
    EQUAL(a, stat.accessed);
    EQUAL(7, stat.modified);
    EXPECT(OK, set_times(ROOT, NOFOLLOW, "f", m, a, ATIM | MTIM));
    EXPECT(OK, status(ROOT, NOFOLLOW, "f", &stat));
    EQUAL(m, stat.accessed);
    EQUAL(a, stat.modified);
    EXPECT(OK, fd_filestat_set_times(fd, 0, 0, ATIM_NOW | MTIM_NOW));
    EXPECT(OK, fd_filestat_get(fd, &stat));
    CHECK(stat.accessed >= before.modified && stat.modified >= before.modified);
    EXPECT(OK, fd_filestat_set_times(fd, 1, 1, 0));
    EXPECT(E_INVAL, fd_filestat_set_times(fd, 1, 1, ATIM | ATIM_NOW));
    EXPECT(E_INVAL, set_times(ROOT, NOFOLLOW, "f", 1, 1, MTIM | MTIM_NOW));
    EXPECT(E_INVAL, set_times(ROOT, NOFOLLOW, "f", 1, 1, 16));
    EXPECT(E_NOENT, set_times(ROOT, NOFOLLOW, "none", 1, 1, MTIM));
}

CASE(times_of_a_link_are_its_own) {
    make_file(ROOT, "f", "");
    EXPECT(OK, symbolic_link("f", ROOT, "l"));
    filestat stat;
    EXPECT(OK, set_times(ROOT, NOFOLLOW, "l", 11, 12, ATIM | MTIM));
    EXPECT(OK, status(ROOT, NOFOLLOW, "l", &stat));
    EQUAL(T_LINK, stat.type);
    EQUAL(12, stat.modified);
    EXPECT(OK, status(ROOT, FOLLOW, "l", &stat));
    CHECK(stat.modified != 12);
    EXPECT(OK, set_times(ROOT, FOLLOW, "l", 21, 22, ATIM | MTIM));
    EXPECT(OK, status(ROOT, NOFOLLOW, "f", &stat));
    EQUAL(22, stat.modified);
}

CASE(times_of_a_directory_can_be_set) {
    filestat stat;
    EXPECT(OK, make_directory(ROOT, "d"));
    EXPECT(OK, open_directory(ROOT, "d"));
    EXPECT(OK, fd_filestat_set_times(opened, 31, 32, ATIM | MTIM));
    EXPECT(OK, status(ROOT, NOFOLLOW, "d", &stat));
    EQUAL(32, stat.modified);
}

CASE(open_says_what_is_wrong) {
    make_file(ROOT, "f", "");
    EXPECT(OK, make_directory(ROOT, "d"));
    EXPECT(E_EXIST, open_to_write(ROOT, "f", CREAT | EXCL));
    EXPECT(E_NOENT, open_to_read(ROOT, "none"));
    EXPECT(E_NOENT, open_to_read(ROOT, ""));
    EXPECT(E_NOENT, open_to_write(ROOT, "none/f", CREAT));
    EXPECT(E_NOTDIR, open_to_read(ROOT, "f/g"));
    EXPECT(E_NOTDIR, open_to_read(ROOT, "f/"));
    EXPECT(E_NOTDIR, open_directory(ROOT, "f"));
    EXPECT(E_ISDIR, open_to_write(ROOT, "d", 0));
    EXPECT(E_ISDIR, open_to_write(ROOT, "d", CREAT));
    EXPECT(E_ISDIR, open_to_write(ROOT, "d", TRUNC));
    EXPECT(E_NOTDIR, open_to_read(create(ROOT, "g"), "h"));
    EXPECT(E_BADF, open_to_read(77, "f"));
    EXPECT(E_PERM, open_to_read(ROOT, "/f"));
    EXPECT(E_PERM, open_to_read(ROOT, ".."));
    EXPECT(E_INVAL, path_open(ROOT, 0, "f\0g", 3, 0, READING, 0, 0, &opened));
}

CASE(a_directory_is_neither_read_nor_written) {
    EXPECT(E_ISDIR, get(ROOT, block, 1));
    EXPECT(E_ISDIR, put(ROOT, "x"));
    EXPECT(E_ISDIR, fd_pread(ROOT, &(iovec){block, 1}, 1, 0, &done));
    EXPECT(E_ISDIR, fd_pwrite(ROOT, &(iovec){block, 1}, 1, 0, &done));
    EXPECT(E_ISDIR, fd_filestat_set_size(ROOT, 0));
    EXPECT(E_BADF, fd_allocate(ROOT, 0, 1));
    uint64_t at;
    EXPECT(E_ISDIR, fd_tell(ROOT, &at));
}

CASE(closed_descriptors_are_bad_and_the_lowest_is_given_again) {
    int first = create(ROOT, "a"), second = create(ROOT, "b");
    EXPECT(OK, fd_close(first));
    EXPECT(E_BADF, fd_close(first));
    EXPECT(E_BADF, get(first, block, 1));
    EXPECT(E_BADF, put(first, "x"));
    fdstat stat;
    EXPECT(E_BADF, fd_fdstat_get(first, &stat));
    EQUAL(first, create(ROOT, "c"));
    EXPECT(OK, fd_close(second));
}

CASE(renumber_moves_a_descriptor) {
    int first = create(ROOT, "a"), second = create(ROOT, "b");
    EXPECT(OK, put(first, "A"));
    EXPECT(OK, fd_renumber(first, second));
    EXPECT(E_BADF, put(first, "x"));
    EXPECT(OK, put(second, "B"));
    FILE_IS(ROOT, "a", "AB");
    FILE_IS(ROOT, "b", "");
    EXPECT(OK, fd_renumber(second, second));
    EXPECT(E_BADF, fd_renumber(second, 77));
    EXPECT(E_BADF, fd_renumber(77, second));
    EXPECT(OK, fd_renumber(second, STDIN));
    EXPECT(OK, fd_pread(STDIN, &(iovec){block, 2}, 1, 0, &done));
    EQUAL(2, done);
}

CASE(a_preopen_has_a_name) {
    prestat stat = {9, 9};
    char name[8] = "???????";
    EXPECT(OK, fd_prestat_get(OTHER, &stat));
    EQUAL(0, stat.tag);
    EQUAL(6, stat.name_length);
    EXPECT(OK, fd_prestat_dir_name(OTHER, name, 6));
    CHECK(memcmp(name, "/other??", 7) == 0);
    EXPECT(E_NAMETOOLONG, fd_prestat_dir_name(OTHER, name, 5));
    EXPECT(E_BADF, fd_prestat_get(STDIN, &stat));
    EXPECT(E_BADF, fd_prestat_get(create(ROOT, "f"), &stat));
    EXPECT(E_BADF, fd_prestat_dir_name(77, name, 6));
    EXPECT(OK, open_directory(OTHER, "."));
    EXPECT(E_BADF, fd_prestat_get(opened, &stat));
}

CASE(descriptors_run_out_and_come_back) {
    make_file(ROOT, "f", "x");
    uint32_t first = 0, count = 0;
    int error;
    while ((error = open_to_read(ROOT, "f")) == OK) {
        if (count++ == 0) first = opened;
    }
    EQUAL(E_MFILE, error);
    CHECK(count >= 100);
    EXPECT(E_MFILE, open_directory(ROOT, "."));
    for (uint32_t fd = first; fd < first + count; fd++) EXPECT(OK, fd_close(fd));
    FILE_IS(ROOT, "f", "x");
}

CASE(a_full_disk_says_so) {
    int fd = create(SMALL, "f");
    EXPECT(E_NOSPC, fd_allocate(fd, 0, 1 << 20));
    uint32_t total = 0;
    int error;
    while ((error = fd_write(fd, &(iovec){block, 10000}, 1, &done)) == OK) total += done;
    EQUAL(E_NOSPC, error);
    EQUAL(65536, total);
    EXPECT(OK, fd_filestat_set_size(fd, 0));
    EXPECT(OK, put(fd, "room again"));
}

CASE(two_descriptors_of_a_file_have_two_positions) {
    make_file(ROOT, "f", "0123456789");
    EXPECT(OK, open_to_read(ROOT, "f"));
    int first = opened;
    EXPECT(OK, open_to_write(ROOT, "f", 0));
    int second = opened;
    EXPECT(OK, get(first, block, 5));
    EQUAL(0, position(second));
    EXPECT(OK, put(second, "abcdefgh"));
    EXPECT(OK, get(first, block, 5));
    CHECK(memcmp(block, "fgh89", 5) == 0);
}
