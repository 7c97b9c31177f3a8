// One WASI call in a loop; the host says which and how often. Imports are declared here, so that no C library lies between.
//
// clang --target=wasm32-wasi -O2 -nostdlib -Wl,--no-entry -Wl,--export=_start -s -o calls.wasm calls.c
#include <stdint.h>

#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))
#define WASI(name) IMPORT("wasi_snapshot_preview1", name)

// The next order: the call in the low half, how many of them in the high one.
IMPORT("bench", "next") int64_t next(void);

WASI("path_open")
int32_t path_open(int32_t directory, int32_t lookup, const char *path, int32_t length, int32_t oflags, int64_t rights,
                  int64_t inheriting, int32_t flags, int32_t *fd);
WASI("path_filestat_get")
int32_t path_filestat_get(int32_t directory, int32_t lookup, const char *path, int32_t length, void *status);
WASI("fd_close") int32_t fd_close(int32_t fd);
WASI("fd_pread") int32_t fd_pread(int32_t fd, const void *vectors, int32_t count, int64_t offset, int32_t *done);
WASI("fd_pwrite") int32_t fd_pwrite(int32_t fd, const void *vectors, int32_t count, int64_t offset, int32_t *done);
WASI("fd_write") int32_t fd_write(int32_t fd, const void *vectors, int32_t count, int32_t *done);
WASI("fd_readdir") int32_t fd_readdir(int32_t fd, void *buffer, int32_t size, int64_t cookie, int32_t *used);
WASI("clock_time_get") int32_t clock_time_get(int32_t clock, int64_t precision, int64_t *time);

enum { STOP, OPEN_CLOSE, STAT, PREAD, PWRITE, READDIR, CLOCK, WRITE };
enum { STDOUT = 1, PREOPEN = 3, FOLLOW = 1, OPEN_DIRECTORY = 2, MONOTONIC = 1, BLOCK = 4096, BLOCKS = 16, LINE = 64 };
enum { READ = 1 << 1, SEEK = 1 << 2, WRITE_RIGHT = 1 << 6, READDIR_RIGHT = 1 << 14 };

static char block[BLOCK];
static char entries[16 * 1024];
static char status[64];
static const struct {
    const void *bytes;
    int32_t length;
} whole = {block, BLOCK}, line = {block, LINE};

static void check(int32_t error) {
    if (error != 0) {
        __builtin_trap();
    }
}

static int32_t open(const char *path, int32_t length, int32_t oflags, int64_t rights) {
    int32_t fd;
    check(path_open(PREOPEN, FOLLOW, path, length, oflags, rights, 0, 0, &fd));
    return fd;
}

static void loop(int32_t call, int32_t count, int32_t file, int32_t many) {
    for (int32_t i = 0; i < count; i++) {
        int32_t done;
        int64_t time, offset = (i % BLOCKS) * BLOCK;
        switch (call) {
        case OPEN_CLOSE: check(fd_close(open("file", 4, 0, READ | SEEK))); break;
        case STAT: check(path_filestat_get(PREOPEN, FOLLOW, "file", 4, status)); break;
        case PREAD: check(fd_pread(file, &whole, 1, offset, &done)); break;
        case PWRITE: check(fd_pwrite(file, &whole, 1, offset, &done)); break;
        case READDIR: check(fd_readdir(many, entries, sizeof entries, 0, &done)); break;
        case CLOCK: check(clock_time_get(MONOTONIC, 0, &time)); break;
        case WRITE: check(fd_write(STDOUT, &line, 1, &done)); break;
        default: __builtin_trap();
        }
    }
}

void _start(void) {
    int32_t file = open("file", 4, 0, READ | SEEK | WRITE_RIGHT);
    int32_t many = open("many", 4, OPEN_DIRECTORY, READDIR_RIGHT);
    for (int64_t order = next(); (int32_t)order != STOP; order = next()) {
        loop((int32_t)order, (int32_t)(order >> 32), file, many);
    }
}
