// Rights: what was not granted is refused, and what was given away does not come back.
#include "guest.h"

static char buffer[64];

static int open_with(uint64_t rights) {
    EXPECT(OK, open_path(ROOT, "f", 0, rights, 0));
    return (int)opened;
}

CASE(nothing_is_done_without_its_right) {
    make_file(ROOT, "f", "content");
    int fd = open_with(0);
    uint64_t at;
    filestat stat;
    EXPECT(E_NOTCAPABLE, get(fd, buffer, 1));
    EXPECT(E_NOTCAPABLE, put(fd, "x"));
    EXPECT(E_NOTCAPABLE, fd_pread(fd, &(iovec){buffer, 1}, 1, 0, &done));
    EXPECT(E_NOTCAPABLE, fd_pwrite(fd, &(iovec){buffer, 1}, 1, 0, &done));
    EXPECT(E_NOTCAPABLE, fd_seek(fd, 1, SEEK_SET, &at));
    EXPECT(E_NOTCAPABLE, fd_tell(fd, &at));
    EXPECT(E_NOTCAPABLE, fd_advise(fd, 0, 1, 0));
    EXPECT(E_NOTCAPABLE, fd_allocate(fd, 0, 1));
    EXPECT(E_NOTCAPABLE, fd_sync(fd));
    EXPECT(E_NOTCAPABLE, fd_datasync(fd));
    EXPECT(E_NOTCAPABLE, fd_filestat_get(fd, &stat));
    EXPECT(E_NOTCAPABLE, fd_filestat_set_size(fd, 0));
    EXPECT(E_NOTCAPABLE, fd_filestat_set_times(fd, 1, 1, MTIM));
    EXPECT(E_NOTCAPABLE, fd_fdstat_set_flags(fd, 0));
    subscription poll = {.userdata = 1, .type = EVENT_FD_READ, .fd = (uint32_t)fd};
    event ready;
    uint32_t count;
    EXPECT(OK, poll_oneoff(&poll, &ready, 1, &count));
    EQUAL(E_NOTCAPABLE, ready.error);
    FILE_IS(ROOT, "f", "content");
}

CASE(reading_alone_does_not_write) {
    make_file(ROOT, "f", "content");
    int fd = open_with(R(FD_READ));
    EXPECT(OK, get(fd, buffer, 7));
    EXPECT(E_NOTCAPABLE, put(fd, "x"));
    fd = open_with(R(FD_WRITE));
    EXPECT(OK, put(fd, "x"));
    EXPECT(E_NOTCAPABLE, get(fd, buffer, 1));
}

CASE(an_offset_takes_the_right_to_seek) {
    make_file(ROOT, "f", "content");
    iovec vector = {buffer, 1};
    int fd = open_with(R(FD_READ) | R(FD_WRITE) | R(FD_TELL));
    uint64_t at;
    EXPECT(E_NOTCAPABLE, fd_pread(fd, &vector, 1, 0, &done));
    EXPECT(E_NOTCAPABLE, fd_pwrite(fd, &vector, 1, 0, &done));
    EXPECT(OK, fd_tell(fd, &at));
    EXPECT(OK, fd_seek(fd, 0, SEEK_CUR, &at));
    EXPECT(E_NOTCAPABLE, fd_seek(fd, 1, SEEK_CUR, &at));
    fd = open_with(R(FD_READ) | R(FD_SEEK));
    EXPECT(OK, fd_pread(fd, &vector, 1, 0, &done));
    EXPECT(OK, fd_seek(fd, 1, SEEK_CUR, &at));
}

CASE(rights_are_shown_and_only_narrowed) {
    make_file(ROOT, "f", "content");
    int fd = open_with(R(FD_READ) | R(FD_SEEK));
    fdstat stat;
    EXPECT(OK, fd_fdstat_get(fd, &stat));
    EQUAL(R(FD_READ) | R(FD_SEEK), stat.rights);
    EXPECT(E_NOTCAPABLE, fd_fdstat_set_rights(fd, R(FD_READ) | R(FD_WRITE), 0));
    EXPECT(OK, fd_fdstat_set_rights(fd, R(FD_SEEK), 0));
    EXPECT(E_NOTCAPABLE, get(fd, buffer, 1));
    EXPECT(E_NOTCAPABLE, fd_fdstat_set_rights(fd, R(FD_READ), 0));
    EXPECT(OK, fd_fdstat_get(fd, &stat));
    EQUAL(R(FD_SEEK), stat.rights);
}

CASE(what_is_opened_inherits_no_more) {
    make_file(ROOT, "f", "content");
    EXPECT(OK, path_open(ROOT, FOLLOW, ".", 1, DIRECTORY, ALL_RIGHTS & ~WRITING, R(FD_READ), 0, &opened));
    int directory = opened;
    EXPECT(OK, path_open(directory, FOLLOW, "f", 1, 0, R(FD_READ), 0, 0, &opened));
    EXPECT(OK, get(opened, buffer, 7));
    EXPECT(E_NOTCAPABLE, path_open(directory, FOLLOW, "f", 1, 0, R(FD_READ) | R(FD_SEEK), 0, 0, &opened));
    EXPECT(E_NOTCAPABLE, path_open(directory, FOLLOW, "f", 1, 0, R(FD_READ), R(FD_WRITE), 0, &opened));
    EXPECT(E_NOTCAPABLE, path_open(directory, FOLLOW, "f", 1, 0, R(FD_READ), 0, SYNC, &opened));
}

// A directory descriptor with every right but one.
static int without(int right) {
    EXPECT(OK, open_directory(ROOT, "."));
    int directory = (int)opened;
    fdstat stat;
    EXPECT(OK, fd_fdstat_get(directory, &stat));
    CHECK((stat.rights & R(right)) != 0);
    EXPECT(OK, fd_fdstat_set_rights(directory, stat.rights & ~R(right), stat.inheriting));
    return directory;
}

CASE(each_right_of_a_directory_counts) {
    make_file(ROOT, "f", "content");
    EXPECT(OK, make_directory(ROOT, "d"));
    EXPECT(OK, symbolic_link("f", ROOT, "l"));
    filestat stat;
    EXPECT(E_NOTCAPABLE, make_directory(without(PATH_CREATE_DIRECTORY), "new"));
    EXPECT(E_NOTCAPABLE, open_to_write(without(PATH_CREATE_FILE), "new", CREAT));
    EXPECT(E_NOTCAPABLE, hard_link(without(PATH_LINK_SOURCE), 0, "f", ROOT, "new"));
    EXPECT(E_NOTCAPABLE, hard_link(ROOT, 0, "f", without(PATH_LINK_TARGET), "new"));
    EXPECT(E_NOTCAPABLE, open_to_read(without(PATH_OPEN), "f"));
    EXPECT(E_NOTCAPABLE, fd_readdir(without(FD_READDIR), buffer, sizeof buffer, 0, &done));
    EXPECT(E_NOTCAPABLE, path_readlink(without(PATH_READLINK), "l", 1, buffer, sizeof buffer, &done));
    EXPECT(E_NOTCAPABLE, move(without(PATH_RENAME_SOURCE), "f", ROOT, "new"));
    EXPECT(E_NOTCAPABLE, move(ROOT, "f", without(PATH_RENAME_TARGET), "new"));
    EXPECT(E_NOTCAPABLE, status(without(PATH_FILESTAT_GET), 0, "f", &stat));
    EXPECT(E_NOTCAPABLE, open_to_write(without(PATH_FILESTAT_SET_SIZE), "f", TRUNC));
    EXPECT(E_NOTCAPABLE, set_times(without(PATH_FILESTAT_SET_TIMES), 0, "f", 1, 1, MTIM));
    EXPECT(E_NOTCAPABLE, symbolic_link("f", without(PATH_SYMLINK), "new"));
    EXPECT(E_NOTCAPABLE, remove_directory(without(PATH_REMOVE_DIRECTORY), "d"));
    EXPECT(E_NOTCAPABLE, unlink_file(without(PATH_UNLINK_FILE), "f"));
    EXPECT(E_NOTCAPABLE, fd_filestat_get(without(FD_FILESTAT_GET), &stat));
    EXPECT(E_NOTCAPABLE, fd_filestat_set_times(without(FD_FILESTAT_SET_TIMES), 1, 1, MTIM));
    EXPECT(E_NOTCAPABLE, fd_sync(without(FD_SYNC)));
    EXPECT(E_NOTCAPABLE, fd_datasync(without(FD_DATASYNC)));
    EXPECT(E_NOTCAPABLE, fd_fdstat_set_flags(without(FD_FDSTAT_SET_FLAGS), 0));
    EXPECT(E_NOENT, status(ROOT, 0, "new", &stat));
    FILE_IS(ROOT, "f", "content");
}

CASE(truncating_takes_no_right_of_the_file) {
    make_file(ROOT, "f", "content");
    EXPECT(OK, open_path(ROOT, "f", TRUNC, R(FD_READ), 0));
    FILE_IS(ROOT, "f", "");
}

CASE(standard_streams_have_their_direction_only) {
    EXPECT(E_NOTCAPABLE, put(STDIN, "x"));
    EXPECT(E_NOTCAPABLE, get(STDOUT, buffer, 1));
    EXPECT(E_NOTCAPABLE, get(STDERR, buffer, 1));
}

// Nothing in a read-only directory can be changed, whether our code refuses it or the kernel.
static void cannot_be_changed(int directory) {
    FILE_IS(directory, "file", "data");
    EXPECT(OK, open_path(directory, "file", CREAT, READING, 0));
    EXPECT(E_ROFS, fd_filestat_set_times(opened, 1, 1, ATIM | MTIM));
    EXPECT(E_ROFS, open_to_write(directory, "file", 0));
    EXPECT(E_ROFS, open_path(directory, "file", TRUNC, READING, 0));
    EXPECT(E_ROFS, open_path(directory, "new", CREAT, READING, 0));
    EXPECT(E_ROFS, make_directory(directory, "new"));
    EXPECT(E_ROFS, remove_directory(directory, "dir"));
    EXPECT(E_ROFS, unlink_file(directory, "file"));
    EXPECT(E_ROFS, symbolic_link("file", directory, "new"));
    EXPECT(E_ROFS, set_times(directory, FOLLOW, "file", 1, 1, MTIM));
    EXPECT(E_ROFS, set_times(directory, NOFOLLOW, "dir", 1, 1, MTIM));
    EXPECT(E_ROFS, fd_filestat_set_times(directory, 1, 1, MTIM));
    EXPECT(E_ROFS, move(directory, "file", directory, "new"));
    EXPECT(E_ROFS, hard_link(directory, 0, "file", directory, "new"));
    int out = move(directory, "file", ROOT, "taken");
    CHECK(out == E_ROFS || out == E_XDEV);
    make_file(ROOT, "mine", "mine");
    int in = move(ROOT, "mine", directory, "given");
    CHECK(in == E_ROFS || in == E_XDEV);
    in = hard_link(ROOT, 0, "mine", directory, "given");
    CHECK(in == E_ROFS || in == E_XDEV);
    EXPECT(E_XDEV, hard_link(directory, 0, "file", ROOT, "taken"));
    EXPECT(OK, open_directory(directory, "dir"));
    EXPECT(E_ROFS, open_to_write(opened, "new", CREAT));
    EXPECT(E_ROFS, fd_filestat_set_times(opened, 1, 1, MTIM));
    FILE_IS(directory, "file", "data");
}

CASE(a_read_only_grant_stays_as_it_is) { cannot_be_changed(READ_ONLY); }

CASE(a_read_only_mount_stays_as_it_is) { cannot_be_changed(MOUNTED_READ_ONLY); }
