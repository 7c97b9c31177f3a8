// What the guests check with. A guest is a module whose exported functions are its cases: each ends by returning, or
// says on descriptor 2 which line failed and exits with 1. No C library: what is called is what the host is asked.
#pragma once
#include "wasi.h"

#define CASE(name) __attribute__((export_name(#name))) void name(void)

// What every guest is given, see GuestFixture.java.
enum { STDIN, STDOUT, STDERR, ROOT, OTHER, SMALL, READ_ONLY, MOUNTED_READ_ONLY, LISTENER };

void *memcpy(void *to, const void *from, size_t length);
void *memset(void *to, int value, size_t length);
int memcmp(const void *a, const void *b, size_t length);
size_t strlen(const char *text);

static inline int equal(const char *a, const char *b) {
    return strlen(a) == strlen(b) && memcmp(a, b, strlen(a)) == 0;
}

void say(int fd, const char *text);
void say_number(int fd, int64_t number);
_Noreturn void fail(const char *file, int line, const char *what);
void expect(int expected, int actual, const char *file, int line, const char *what);
void expect_number(int64_t expected, int64_t actual, const char *file, int line, const char *what);

// The call answers with that error number.
#define EXPECT(expected, call) expect(expected, call, __FILE_NAME__, __LINE__, #call)
// The numbers are the same.
#define EQUAL(expected, actual) \
    expect_number((int64_t)(expected), (int64_t)(actual), __FILE_NAME__, __LINE__, #actual)
#define CHECK(condition) \
    do { \
        if (!(condition)) fail(__FILE_NAME__, __LINE__, #condition); \
    } while (0)

// Paths as C strings.
static inline int make_directory(int fd, const char *path) { return path_create_directory(fd, path, strlen(path)); }
static inline int remove_directory(int fd, const char *path) { return path_remove_directory(fd, path, strlen(path)); }
static inline int unlink_file(int fd, const char *path) { return path_unlink_file(fd, path, strlen(path)); }
static inline int status(int fd, int lookup, const char *path, filestat *stat) {
    return path_filestat_get(fd, lookup, path, strlen(path), stat);
}
static inline int set_times(int fd, int lookup, const char *path, uint64_t accessed, uint64_t modified, int flags) {
    return path_filestat_set_times(fd, lookup, path, strlen(path), accessed, modified, flags);
}
static inline int symbolic_link(const char *target, int fd, const char *path) {
    return path_symlink(target, strlen(target), fd, path, strlen(path));
}
static inline int hard_link(int old_fd, int lookup, const char *old_path, int new_fd, const char *new_path) {
    return path_link(old_fd, lookup, old_path, strlen(old_path), new_fd, new_path, strlen(new_path));
}
static inline int move(int old_fd, const char *old_path, int new_fd, const char *new_path) {
    return path_rename(old_fd, old_path, strlen(old_path), new_fd, new_path, strlen(new_path));
}

#define READING (R(FD_READ) | R(FD_SEEK) | R(FD_TELL) | R(FD_FILESTAT_GET) | R(FD_FDSTAT_SET_FLAGS) | \
                 R(FD_ADVISE) | R(FD_SYNC) | R(FD_DATASYNC) | R(FD_FILESTAT_SET_TIMES) | R(POLL_FD_READWRITE))
#define WRITING (R(FD_WRITE) | R(FD_ALLOCATE) | R(FD_FILESTAT_SET_SIZE))

// Opens; the descriptor is in `opened`.
extern uint32_t opened;
int open_path(int fd, const char *path, int oflags, uint64_t rights, int fdflags);
static inline int open_to_read(int fd, const char *path) { return open_path(fd, path, 0, READING, 0); }
static inline int open_to_write(int fd, const char *path, int oflags) {
    return open_path(fd, path, oflags, READING | WRITING, 0);
}
int open_directory(int fd, const char *path);
int create(int fd, const char *path); // answers with the descriptor, open for reading and writing
void make_file(int fd, const char *path, const char *text);

// Answer with an error number; the count is in `done`.
extern uint32_t done;
int put(int fd, const char *text);
int get(int fd, void *buffer, uint32_t size);
// The whole of a file is this text.
void expect_file(int fd, const char *path, const char *text, const char *file, int line);
#define FILE_IS(fd, path, text) expect_file(fd, path, text, __FILE_NAME__, __LINE__)

// Walks a directory.
typedef struct {
    uint32_t fd;
    uint64_t cookie;
    uint32_t used, at, size;
    int is_last;
    char *buffer;
    dirent entry;
    char name[256];
} walk;
void start_walk(walk *state, uint32_t fd, void *buffer, uint32_t size);
int next_entry(walk *state); // 0 at the end
