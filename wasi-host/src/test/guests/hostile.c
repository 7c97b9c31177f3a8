// A guest that wants out. Each case tries what no honest program would; nothing of it may succeed, crash or hang the
// host. What it is given, see HostileFixture.java: descriptor 3 is a tree full of links that lead out, 4 a directory
// that is read-only because the grant says so, 5 one that is because its mount says so; beside the first lies
// `outside` with a file whose content is "secret".
#include "guest.h"

enum { TREE = 3, GRANTED_READ_ONLY = 4, KERNEL_READ_ONLY = 5 };

static const char *const WAYS[] = {
    "..", "../", "../outside/secret", "dir/../../outside/secret", "./../outside/secret", "dir/./..//../outside/secret",
    "dir/../dir/../../outside", ".././outside/secret", "/", "//", "/etc/passwd", "/../outside/secret",
    "/proc/self/root/etc/passwd", "/proc/self/fd/3/../outside/secret", "final", "final/", "chained", "absolute", "magic",
    "magic-fd/../outside/secret", "magic-cwd/etc/passwd", "sub", "sub/", "sub/.", "sub/secret", "sub/new",
    "sub/../outside/secret", "dir/up", "dir/up/outside/secret", "dir/up/new", "dir/up/../outside/secret", "loop", "loop/x",
    "two-loops", "deep-chain", "abs-up", "abs-up/outside/secret", "dangling-out", "dangling-out/",
    "proc/self/root/etc/passwd", "proc/1/root/etc/passwd", "proc/self/cwd", "proc/thread-self/root/", "proc-root/etc/passwd",
    "..\\outside\\secret", "%2e%2e/outside/secret", "\xc0\xae\xc0\xae/outside/secret",
    "dir/up/outside/secret/", ".//..//outside", "dir//..//..//outside//secret", "...", "dir/.../secret",
};
#define COUNT(array) (sizeof(array) / sizeof *(array))

static char buffer[4096];
static filestat stat;

static const char *operation;
static const char *way;
static int lookup_flag;

// One line for each probe: its error number, what was tried, and on what.
static void report(int error) {
    char line[320];
    uint32_t at = 0;
    if (error >= 100) fail(__FILE_NAME__, __LINE__, "an error number of two digits");
    line[at++] = (char)('0' + error / 10);
    line[at++] = (char)('0' + error % 10);
    line[at++] = ' ';
    for (const char *c = operation; *c != 0; c++) line[at++] = *c;
    line[at++] = ' ';
    line[at++] = (char)('0' + lookup_flag);
    line[at++] = ' ';
    for (const char *c = way; *c != 0; c++) line[at++] = *c;
    line[at++] = '\n';
    line[at] = 0;
    say(STDOUT, line);
}

// What was opened is not the secret, nor the directory that it lies in.
static void look(uint32_t fd) {
    if (get(fd, buffer, sizeof buffer) == OK) {
        CHECK(done < 6 || memcmp(buffer, "secret", 6) != 0);
        CHECK(done < 5 || memcmp(buffer, "root:", 5) != 0);
    }
    walk entries;
    if (fd_readdir(fd, buffer, sizeof buffer, 0, &done) == OK) {
        start_walk(&entries, fd, buffer, sizeof buffer);
        while (next_entry(&entries)) CHECK(!equal(entries.name, "secret"));
    }
}

static void try_to_open(uint32_t length, int oflags, uint64_t rights) {
    int error = path_open(TREE, lookup_flag, way, length, oflags, rights, rights, 0, &opened);
    report(error);
    if (error == OK) {
        look(opened);
        EXPECT(OK, fd_close(opened));
    }
}

// Everything that takes a path, on one path.
static void try_all(uint32_t length) {
    for (lookup_flag = 0; lookup_flag < 2; lookup_flag++) {
        operation = "open";
        try_to_open(length, 0, READING);
        operation = "open-write";
        try_to_open(length, 0, READING | WRITING);
        operation = "open-create";
        try_to_open(length, CREAT, READING | WRITING);
        operation = "open-exclusive";
        try_to_open(length, CREAT | EXCL, READING | WRITING);
        operation = "open-truncate";
        try_to_open(length, TRUNC, READING | WRITING);
        operation = "open-directory";
        try_to_open(length, DIRECTORY, READING | R(FD_READDIR));
        operation = "stat";
        report(path_filestat_get(TREE, lookup_flag, way, length, &stat));
        operation = "times";
        report(path_filestat_set_times(TREE, lookup_flag, way, length, 1, 1, ATIM | MTIM));
        operation = "link-from";
        report(path_link(TREE, lookup_flag, way, length, TREE, "stolen", 6));
        unlink_file(TREE, "stolen");
    }
    lookup_flag = 0;
    operation = "readlink";
    report(path_readlink(TREE, way, length, buffer, sizeof buffer, &done));
    operation = "mkdir";
    report(path_create_directory(TREE, way, length));
    operation = "symlink";
    report(path_symlink("x", 1, TREE, way, length));
    operation = "link-to";
    report(path_link(TREE, 0, "usr/lib/data", 12, TREE, way, length));
    operation = "rename-to";
    int bait = create(TREE, "bait");
    EXPECT(OK, fd_close(bait));
    report(path_rename(TREE, "bait", 4, TREE, way, length));
    operation = "rename-from";
    report(path_rename(TREE, way, length, TREE, "taken", 5));
    operation = "rmdir";
    report(path_remove_directory(TREE, way, length));
    operation = "unlink";
    report(path_unlink_file(TREE, way, length));
}

CASE(every_way_out_of_the_tree) {
    for (uint32_t i = 0; i < COUNT(WAYS); i++) {
        way = WAYS[i];
        try_all(strlen(way));
    }
}

// As above, from a directory of the tree instead of the preopen.
CASE(every_way_out_of_a_directory) {
    EXPECT(OK, open_directory(TREE, "dir"));
    EXPECT(OK, fd_renumber(opened, TREE));
    for (uint32_t i = 0; i < COUNT(WAYS); i++) {
        way = WAYS[i];
        lookup_flag = 1;
        operation = "open";
        try_to_open(strlen(way), 0, READING);
        operation = "open-create";
        try_to_open(strlen(way), CREAT, READING | WRITING);
        operation = "stat";
        report(path_filestat_get(TREE, lookup_flag, way, strlen(way), &stat));
        operation = "unlink";
        report(path_unlink_file(TREE, way, strlen(way)));
    }
}

// Links that the guest makes itself.
CASE(links_made_by_the_guest) {
    const char *const targets[] = {
        "..", "../outside", "../outside/secret", "dir/../../outside", "../../../../../../../../etc", "./../outside/.",
        "sub/secret", "made-before/../../outside", "../outside/new", "dir/up/outside",
    };
    char name[] = "made-0";
    const char *const behind[] = {"", "/secret", "/new", "/outside/secret", "/..", "/passwd"};
    for (uint32_t i = 0; i < COUNT(targets); i++) {
        name[5] = (char)('0' + i);
        for (uint32_t j = 0; j < COUNT(behind); j++) {
            symbolic_link(targets[i], TREE, name);
            char path[64];
            uint32_t length = strlen(name);
            memcpy(path, name, length);
            memcpy(path + length, behind[j], strlen(behind[j]) + 1);
            way = path;
            try_all(strlen(path));
        }
    }
    for (const char *const *target = (const char *const[]){"/", "/etc/passwd", "/../outside", NULL}; *target; target++) {
        EXPECT(E_PERM, symbolic_link(*target, TREE, "absolute-link"));
    }
}

static void stays(int directory) {
    const char *const itself[] = {".", "./", "./.", "dir/..", "dir/../", "usr/lib/../..", "././"};
    for (uint32_t i = 0; i < COUNT(itself); i++) {
        CHECK(remove_directory(directory, itself[i]) != OK);
        CHECK(unlink_file(directory, itself[i]) != OK);
        CHECK(move(directory, itself[i], directory, "moved") != OK);
        CHECK(move(directory, itself[i], directory, "dir/moved") != OK);
        CHECK(move(directory, "dir", directory, itself[i]) != OK);
        CHECK(hard_link(directory, 0, itself[i], directory, "linked") != OK);
        CHECK(make_directory(directory, itself[i]) != OK);
        CHECK(symbolic_link("x", directory, itself[i]) != OK);
    }
    EXPECT(OK, status(directory, 0, "dir", &stat));
}

CASE(the_preopen_cannot_be_removed_or_moved) {
    stays(TREE);
    walk entries;
    filestat own;
    EXPECT(OK, fd_filestat_get(TREE, &own));
    start_walk(&entries, TREE, buffer, sizeof buffer);
    while (next_entry(&entries)) {
        if (equal(entries.name, "..")) EQUAL(own.inode, entries.entry.inode); // its own parent, as a root is
    }
}

CASE(a_read_only_file_is_not_linked_into_a_writable_directory) {
    const int from[] = {GRANTED_READ_ONLY, KERNEL_READ_ONLY};
    for (uint32_t i = 0; i < COUNT(from); i++) {
        for (int lookup = 0; lookup < 2; lookup++) {
            EXPECT(E_XDEV, hard_link(from[i], lookup, "file", TREE, "writable"));
            EXPECT(E_XDEV, hard_link(from[i], lookup, "dir/../file", TREE, "dir/writable"));
        }
        int error = move(from[i], "file", TREE, "writable");
        CHECK(error == E_ROFS || error == E_XDEV);
        EXPECT(E_ROFS, open_to_write(from[i], "file", 0));
        EXPECT(E_ROFS, open_path(from[i], "file", TRUNC, READING, 0));
        EXPECT(OK, open_to_read(from[i], "file"));
        EXPECT(E_NOTCAPABLE, put(opened, "x"));
        EXPECT(E_NOTCAPABLE, fd_fdstat_set_rights(opened, ALL_RIGHTS, ALL_RIGHTS));
        EXPECT(E_ROFS, fd_filestat_set_times(opened, 1, 1, MTIM));
        EXPECT(OK, fd_close(opened));
    }
    EXPECT(E_NOENT, status(TREE, NOFOLLOW, "writable", &stat));
}

// Devices of the host: reading memory or the kernel's log would be out.
CASE(devices_are_not_opened) {
    const char *const devices[] = {"memory", "kernel-log", "disk", "terminal", "to-device", "dir/../memory"};
    for (uint32_t i = 0; i < COUNT(devices); i++) {
        for (int flags = 0; flags <= NONBLOCK; flags += NONBLOCK) {
            EXPECT(E_ACCES, open_path(TREE, devices[i], 0, READING, flags));
            EXPECT(E_ACCES, open_path(TREE, devices[i], 0, READING | WRITING, flags));
            EXPECT(E_ACCES, open_path(TREE, devices[i], CREAT | TRUNC, READING | WRITING, flags));
        }
        EXPECT(E_ACCES, open_path(TREE, devices[i], 0, 0, 0));
    }
    EXPECT(E_ACCES, open_path(KERNEL_READ_ONLY, "memory", 0, READING, 0)); // `nodev`
}

static const uint32_t NUMBERS[] = {99, 1024, 4095, 4096, 4097, 65536, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff};

CASE(descriptors_that_are_not_open_are_bad) {
    iovec vector = {buffer, 1};
    uint64_t at;
    uint16_t out_flags;
    fdstat of_fd;
    prestat of_preopen;
    for (uint32_t i = 0; i < COUNT(NUMBERS); i++) {
        uint32_t fd = NUMBERS[i];
        EXPECT(E_BADF, fd_advise(fd, 0, 1, 0));
        EXPECT(E_BADF, fd_allocate(fd, 0, 1));
        EXPECT(E_BADF, fd_close(fd));
        EXPECT(E_BADF, fd_datasync(fd));
        EXPECT(E_BADF, fd_fdstat_get(fd, &of_fd));
        EXPECT(E_BADF, fd_fdstat_set_flags(fd, 0));
        EXPECT(E_BADF, fd_fdstat_set_rights(fd, 0, 0));
        EXPECT(E_BADF, fd_filestat_get(fd, &stat));
        EXPECT(E_BADF, fd_filestat_set_size(fd, 0));
        EXPECT(E_BADF, fd_filestat_set_times(fd, 0, 0, 0));
        EXPECT(E_BADF, fd_pread(fd, &vector, 1, 0, &done));
        EXPECT(E_BADF, fd_prestat_get(fd, &of_preopen));
        EXPECT(E_BADF, fd_prestat_dir_name(fd, buffer, 1));
        EXPECT(E_BADF, fd_pwrite(fd, &vector, 1, 0, &done));
        EXPECT(E_BADF, fd_read(fd, &vector, 1, &done));
        EXPECT(E_BADF, fd_readdir(fd, buffer, 100, 0, &done));
        EXPECT(E_BADF, fd_renumber(fd, TREE));
        EXPECT(E_BADF, fd_renumber(TREE, fd));
        EXPECT(E_BADF, fd_seek(fd, 0, SEEK_SET, &at));
        EXPECT(E_BADF, fd_sync(fd));
        EXPECT(E_BADF, fd_tell(fd, &at));
        EXPECT(E_BADF, fd_write(fd, &vector, 1, &done));
        EXPECT(E_BADF, make_directory(fd, "x"));
        EXPECT(E_BADF, status(fd, 0, "x", &stat));
        EXPECT(E_BADF, set_times(fd, 0, "x", 0, 0, 0));
        EXPECT(E_BADF, hard_link(fd, 0, "dir", TREE, "x"));
        EXPECT(E_BADF, hard_link(TREE, 0, "dir", fd, "x"));
        EXPECT(E_BADF, open_to_read(fd, "x"));
        EXPECT(E_BADF, path_readlink(fd, "x", 1, buffer, 10, &done));
        EXPECT(E_BADF, remove_directory(fd, "x"));
        EXPECT(E_BADF, move(fd, "dir", TREE, "x"));
        EXPECT(E_BADF, move(TREE, "dir", fd, "x"));
        EXPECT(E_BADF, symbolic_link("x", fd, "x"));
        EXPECT(E_BADF, unlink_file(fd, "x"));
        EXPECT(E_BADF, sock_accept(fd, 0, &opened));
        EXPECT(E_BADF, sock_recv(fd, &vector, 1, 0, &done, &out_flags));
        EXPECT(E_BADF, sock_send(fd, &vector, 1, 0, &done));
        EXPECT(E_BADF, sock_shutdown(fd, 3));
        subscription poll = {.type = EVENT_FD_READ, .fd = fd};
        event ready;
        uint32_t count;
        EXPECT(OK, poll_oneoff(&poll, &ready, 1, &count));
        EQUAL(E_BADF, ready.error);
    }
}

static const uint32_t PLACES[] = {0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff, 0x10000000};
#define AT(place) ((void *)(place))

CASE(pointers_outside_of_the_memory_are_faults) {
    int fd = create(TREE, "f");
    iovec vector = {buffer, 4};
    uint16_t out_flags;
    for (uint32_t i = 0; i < COUNT(PLACES); i++) {
        uint32_t p = PLACES[i];
        EXPECT(E_FAULT, args_get(AT(p), buffer));
        EXPECT(E_FAULT, args_get((char **)buffer, AT(p)));
        EXPECT(E_FAULT, args_sizes_get(AT(p), &done));
        EXPECT(E_FAULT, args_sizes_get(&done, AT(p)));
        EXPECT(E_FAULT, environ_sizes_get(AT(p), &done));
        EXPECT(E_FAULT, environ_sizes_get(&done, AT(p)));
        for (uint32_t clock = 0; clock < 4; clock++) {
            EXPECT(E_FAULT, clock_res_get(clock, AT(p)));
            EXPECT(E_FAULT, clock_time_get(clock, 0, AT(p)));
        }
        EXPECT(E_FAULT, fd_fdstat_get(fd, AT(p)));
        EXPECT(E_FAULT, fd_filestat_get(fd, AT(p)));
        EXPECT(E_FAULT, fd_prestat_get(TREE, AT(p)));
        EXPECT(E_FAULT, fd_prestat_dir_name(TREE, AT(p), 100));
        EXPECT(E_FAULT, fd_read(fd, AT(p), 1, &done));
        EXPECT(E_FAULT, fd_read(fd, &vector, 1, AT(p)));
        EXPECT(E_FAULT, fd_write(fd, AT(p), 1, &done));
        EXPECT(E_FAULT, fd_write(fd, &vector, 1, AT(p)));
        EXPECT(E_FAULT, fd_pread(fd, AT(p), 1, 0, &done));
        EXPECT(E_FAULT, fd_pread(fd, &vector, 1, 0, AT(p)));
        EXPECT(E_FAULT, fd_pwrite(fd, AT(p), 1, 0, &done));
        EXPECT(E_FAULT, fd_pwrite(fd, &vector, 1, 0, AT(p)));
        EXPECT(E_FAULT, fd_readdir(TREE, AT(p), 100, 0, &done));
        EXPECT(E_FAULT, fd_readdir(TREE, buffer, 100, 0, AT(p)));
        EXPECT(E_FAULT, fd_readdir(TREE, buffer, p, 0, &done));
        EXPECT(E_FAULT, fd_seek(fd, 0, SEEK_SET, AT(p)));
        EXPECT(E_FAULT, fd_tell(fd, AT(p)));
        EXPECT(E_FAULT, path_create_directory(TREE, AT(p), 4));
        EXPECT(E_FAULT, path_create_directory(TREE, "d", p));
        EXPECT(E_FAULT, path_filestat_get(TREE, 0, AT(p), 4, &stat));
        EXPECT(E_FAULT, path_filestat_get(TREE, 0, "f", 1, AT(p)));
        EXPECT(E_FAULT, path_filestat_set_times(TREE, 0, AT(p), 4, 0, 0, 0));
        EXPECT(E_FAULT, path_link(TREE, 0, AT(p), 4, TREE, "x", 1));
        EXPECT(E_FAULT, path_link(TREE, 0, "f", 1, TREE, AT(p), 4));
        EXPECT(E_FAULT, path_open(TREE, 0, AT(p), 4, CREAT, READING, 0, 0, &opened));
        EXPECT(E_FAULT, path_open(TREE, 0, "made", 4, CREAT, READING, 0, 0, AT(p)));
        EXPECT(E_FAULT, path_readlink(TREE, AT(p), 4, buffer, 10, &done));
        EXPECT(E_FAULT, path_readlink(TREE, "final", 5, AT(p), 10, &done));
        EXPECT(E_FAULT, path_readlink(TREE, "final", 5, buffer, 10, AT(p)));
        EXPECT(E_FAULT, path_remove_directory(TREE, AT(p), 4));
        EXPECT(E_FAULT, path_rename(TREE, AT(p), 4, TREE, "x", 1));
        EXPECT(E_FAULT, path_rename(TREE, "f", 1, TREE, AT(p), 4));
        EXPECT(E_FAULT, path_symlink(AT(p), 4, TREE, "x", 1));
        EXPECT(E_FAULT, path_symlink("x", 1, TREE, AT(p), 4));
        EXPECT(E_FAULT, path_unlink_file(TREE, AT(p), 4));
        subscription poll = {.type = EVENT_CLOCK};
        event ready;
        EXPECT(E_FAULT, poll_oneoff(AT(p), &ready, 1, &done));
        EXPECT(E_FAULT, poll_oneoff(&poll, AT(p), 1, &done));
        EXPECT(E_FAULT, poll_oneoff(&poll, &ready, 1, AT(p)));
        EXPECT(E_FAULT, random_get(AT(p), 4));
        EXPECT(E_NOTSOCK, sock_recv(fd, AT(p), 1, 0, AT(p), &out_flags));
        EXPECT(E_NOTSOCK, sock_send(fd, AT(p), 1, 0, AT(p)));
        EXPECT(E_NOTSOCK, sock_accept(fd, 0, AT(p)));
    }
    EXPECT(E_NOENT, status(TREE, NOFOLLOW, "made", &stat));
    EXPECT(OK, fd_filestat_get(fd, &stat));
    EQUAL(0, stat.size);
}

CASE(vectors_cannot_take_the_hosts_memory) {
    int fd = create(TREE, "f");
    const uint32_t lengths[] = {0x70000000, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff};
    for (uint32_t i = 0; i < COUNT(lengths); i++) {
        iovec vectors[2] = {{buffer, 4}, {buffer, lengths[i]}};
        EXPECT(E_FAULT, fd_read(fd, vectors, 2, &done));
        EXPECT(E_FAULT, fd_write(fd, vectors, 2, &done));
        EXPECT(E_FAULT, fd_pread(fd, vectors, 2, 0, &done));
        EXPECT(E_FAULT, fd_pwrite(fd, vectors, 2, 0, &done));
        EXPECT(E_FAULT, fd_read(STDIN, vectors, 2, &done));
        vectors[1] = (iovec){AT(lengths[i]), lengths[i]};
        EXPECT(E_FAULT, fd_write(fd, vectors, 2, &done));
        vectors[1] = (iovec){AT(lengths[i]), 1};
        EXPECT(E_FAULT, fd_read(fd, vectors, 2, &done));
    }
    const uint32_t counts[] = {1025, 0x10000, 0x20000000, 0x20000001, 0x7fffffff, 0x80000000, 0xffffffff};
    for (uint32_t i = 0; i < COUNT(counts); i++) {
        iovec vector = {buffer, 1};
        EXPECT(E_INVAL, fd_read(fd, &vector, counts[i], &done));
        EXPECT(E_INVAL, fd_write(fd, &vector, counts[i], &done));
        EXPECT(E_INVAL, fd_pread(fd, &vector, counts[i], 0, &done));
        EXPECT(E_INVAL, fd_pwrite(fd, &vector, counts[i], 0, &done));
        event ready;
        EXPECT(E_INVAL, poll_oneoff((subscription *)buffer, &ready, counts[i] < 0x4001 ? 0x4001 : counts[i], &done));
    }
    EXPECT(OK, fd_filestat_get(fd, &stat));
    EQUAL(0, stat.size);
    // Each vector the same bytes: 4 MiB of 4 KiB.
    static iovec same[1024];
    for (uint32_t i = 0; i < 1024; i++) same[i] = (iovec){buffer, sizeof buffer};
    EXPECT(OK, fd_write(fd, same, 1024, &done));
    EQUAL(4 << 20, done);
    EXPECT(OK, fd_filestat_set_size(fd, 0));
}

CASE(random_bytes_do_not_leave_the_memory) {
    EXPECT(E_FAULT, random_get(buffer, 512 << 20));
    EXPECT(E_FAULT, random_get(buffer, 0x7fffffff));
    EXPECT(E_FAULT, random_get(buffer, 0xffffffff));
    EXPECT(E_FAULT, random_get(0, 0xffffffff));
    uint32_t pages = __builtin_wasm_memory_grow(0, 512); // 32 MiB
    CHECK(pages != UINT32_MAX);
    EXPECT(OK, random_get(AT(pages << 16), 512u << 16));
    EXPECT(E_FAULT, random_get(AT(pages << 16), (512u << 16) + 1));
}

CASE(long_and_strange_paths_are_errors) {
    static char path[70000];
    memset(path, 'a', sizeof path);
    const uint32_t lengths[] = {256, 4095, 4096, 4097, 65536, sizeof path};
    for (uint32_t i = 0; i < COUNT(lengths); i++) {
        EXPECT(E_NAMETOOLONG, path_open(TREE, 1, path, lengths[i], CREAT, READING, 0, 0, &opened));
        EXPECT(E_NAMETOOLONG, path_filestat_get(TREE, 1, path, lengths[i], &stat));
        EXPECT(E_NAMETOOLONG, path_symlink("x", 1, TREE, path, lengths[i]));
        EXPECT(E_NAMETOOLONG, path_rename(TREE, "dir", 3, TREE, path, lengths[i]));
    }
    for (uint32_t i = 0; i + 1 < sizeof path; i += 2) memcpy(path + i, "a/", 2);
    EXPECT(E_NOENT, path_open(TREE, 1, path, 4000, CREAT, READING, 0, 0, &opened));
    EXPECT(E_NAMETOOLONG, path_open(TREE, 1, path, sizeof path, CREAT, READING, 0, 0, &opened));
    for (uint32_t i = 0; i + 3 < 4000; i += 3) memcpy(path + i, "../", 3);
    EXPECT(E_PERM, path_open(TREE, 1, path, 3999, 0, READING, 0, 0, &opened));
    memset(path, '/', 4000);
    EXPECT(E_PERM, path_open(TREE, 1, path, 4000, 0, READING, 0, 0, &opened));
    EXPECT(E_INVAL, path_open(TREE, 1, "dir\0/../x", 9, 0, READING, 0, 0, &opened));
    EXPECT(E_PERM, path_open(TREE, 1, "dir\0/../..", 10, 0, READING, 0, 0, &opened));
    EXPECT(E_INVAL, path_open(TREE, 1, "\0", 1, CREAT, READING, 0, 0, &opened));
    EXPECT(E_INVAL, path_symlink("x\0y", 3, TREE, "nul", 3));
    EXPECT(E_INVAL, path_rename(TREE, "dir", 3, TREE, "n\0l", 3));
    const char *const names[] = {"\xff\xfe", "\xc3", "\xed\xa0\x80", "\xf8\x88\x80\x80\x80", "\x7f\x1b[2J", "a\nb"};
    for (uint32_t i = 0; i < COUNT(names); i++) {
        make_file(TREE, names[i], "bytes");
        FILE_IS(TREE, names[i], "bytes");
        EXPECT(OK, unlink_file(TREE, names[i]));
    }
}

static uint32_t flood(const char *path, int oflags, uint64_t rights) {
    uint32_t count = 0;
    int error;
    while ((error = open_path(TREE, path, oflags, rights, 0)) == OK) {
        if (oflags == DIRECTORY) EXPECT(OK, fd_readdir(opened, buffer, sizeof buffer, 0, &done));
        count++;
    }
    EQUAL(E_MFILE, error);
    for (uint32_t fd = 6; fd < 6 + count; fd++) EXPECT(OK, fd_close(fd));
    return count;
}

CASE(floods_of_descriptors_end) {
    uint32_t files = flood("usr/lib/data", 0, READING);
    CHECK(files >= 100 && files <= 65536);
    EQUAL(files, flood("dir", DIRECTORY, R(FD_READDIR)));
    EQUAL(files, flood("null", 0, READING));
}

CASE(polls_of_everything_end) {
    static subscription many[16384];
    static event events[16384];
    for (uint32_t i = 0; i < 16384; i++) {
        many[i] = (subscription){.userdata = i, .type = (uint8_t)(i % 3), .fd = i};
        if (many[i].type == EVENT_CLOCK) {
            many[i] = (subscription){.userdata = i, .type = EVENT_CLOCK};
            many[i].clock.id = i % 5;
            many[i].clock.timeout = i * 7919;
        }
    }
    EXPECT(OK, poll_oneoff(many, events, 16384, &done));
    CHECK(done > 0 && done <= 16384);
    // In and out at one place.
    for (uint32_t i = 0; i < 100; i++) many[i] = (subscription){.userdata = i, .type = EVENT_FD_WRITE, .fd = i};
    EXPECT(OK, poll_oneoff(many, (event *)many, 100, &done));
    CHECK(done <= 100);
    for (int type = 3; type < 256; type++) {
        many[0].type = (uint8_t)type;
        EXPECT(E_INVAL, poll_oneoff(many, events, 1, &done));
    }
}

CASE(results_may_overlap_the_arguments) {
    int fd = create(TREE, "f");
    static iovec vectors[4];
    for (uint32_t i = 0; i < 4; i++) vectors[i] = (iovec){vectors, sizeof vectors};
    EXPECT(OK, fd_write(fd, vectors, 4, (uint32_t *)vectors));
    for (uint32_t i = 0; i < 4; i++) vectors[i] = (iovec){vectors, sizeof vectors};
    EXPECT(OK, fd_pread(fd, vectors, 4, 0, (uint32_t *)&vectors[1]));
    static char path[64] = "usr/lib/data";
    EXPECT(OK, path_open(TREE, 0, path, 12, 0, READING, 0, 0, (uint32_t *)path));
    EXPECT(OK, path_readlink(TREE, "final", 5, buffer, sizeof buffer, (uint32_t *)buffer));
    EXPECT(OK, fd_readdir(TREE, buffer, sizeof buffer, 0, (uint32_t *)buffer));
}

// The fixture swaps the directory `race/inner` with a link that leads out, over and over.
CASE(a_race_of_a_directory_with_a_link) {
    uint32_t inside = 0, outside = 0, refused = 0;
    for (int i = 0; i < 20000; i++) {
        if (open_to_read(TREE, "race/inner/secret") != OK) {
            refused++;
            continue;
        }
        if (get(opened, buffer, 6) == OK && memcmp(buffer, "inside", 6) == 0) {
            inside++;
        } else {
            outside++;
        }
        EXPECT(OK, fd_close(opened));
    }
    say_number(STDOUT, inside);
    say(STDOUT, " inside, ");
    say_number(STDOUT, refused);
    say(STDOUT, " refused, ");
    say_number(STDOUT, outside);
    say(STDOUT, " outside\n");
    EQUAL(0, outside);
}

// The same for what changes names: whatever is made, renamed or removed through the link would be outside.
CASE(a_race_of_changes) {
    for (int i = 0; i < 4000; i++) {
        if (open_to_write(TREE, "race/inner/new", CREAT) == OK) EXPECT(OK, fd_close(opened));
        unlink_file(TREE, "race/inner/new");
        make_directory(TREE, "race/inner/new");
        remove_directory(TREE, "race/inner/new");
        symbolic_link("x", TREE, "race/inner/new");
        move(TREE, "race/inner/new", TREE, "race/inner/new2");
        unlink_file(TREE, "race/inner/new2");
        set_times(TREE, FOLLOW, "race/inner/secret", 1, 1, MTIM);
        if (hard_link(TREE, FOLLOW, "race/inner/secret", TREE, "race/stolen") == OK) {
            FILE_IS(TREE, "race/stolen", "inside");
            EXPECT(OK, unlink_file(TREE, "race/stolen"));
        }
    }
}

// The fixture swaps the file `race/inner` with the node of a device.
CASE(a_race_of_a_file_with_a_device) {
    uint32_t opens = 0;
    for (int i = 0; i < 10000; i++) {
        if (open_to_read(TREE, "race/inner") != OK) continue;
        EXPECT(OK, fd_filestat_get(opened, &stat));
        EQUAL(T_REGULAR, stat.type);
        opens++;
        EXPECT(OK, fd_close(opened));
    }
    CHECK(opens > 0);
}

// The ways to wait for ever; the fixture stops each.
static void about_to_wait(void) { say(STDERR, "waiting\n"); }

CASE(waits_for_input) {
    about_to_wait();
    get(STDIN, buffer, 1);
}

CASE(waits_for_room) {
    about_to_wait();
    while (1) fd_write(STDOUT, &(iovec){buffer, sizeof buffer}, 1, &done);
}

CASE(waits_for_a_writer) {
    EXPECT(OK, open_path(TREE, "fifo", 0, READING, 0));
    about_to_wait();
    get(opened, buffer, 1);
}

CASE(waits_for_a_reader) {
    about_to_wait();
    open_path(TREE, "fifo", 0, R(FD_WRITE), 0);
}

CASE(waits_for_a_clock) {
    subscription poll = {.type = EVENT_CLOCK};
    poll.clock.id = MONOTONIC;
    poll.clock.timeout = UINT64_MAX;
    event ready;
    about_to_wait();
    poll_oneoff(&poll, &ready, 1, &done);
}

CASE(waits_for_an_event) {
    subscription poll = {.type = EVENT_FD_READ, .fd = STDIN};
    event ready;
    about_to_wait();
    poll_oneoff(&poll, &ready, 1, &done);
}

CASE(works_without_end) {
    about_to_wait();
    for (volatile uint32_t i = 0;; i++) {}
}

CASE(calls_without_end) {
    about_to_wait();
    while (1) sched_yield();
}

CASE(draws_random_bytes_without_end) {
    uint32_t pages = __builtin_wasm_memory_grow(0, 1024);
    about_to_wait();
    while (1) random_get(AT(pages << 16), 1024u << 16);
}
