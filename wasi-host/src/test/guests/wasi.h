// Every function of WASI preview 1, by its own name, with nothing between the guest and the host.
//
// Built with -DUNSTABLE the same sources import wasi_unstable, with the layouts and numbers of snapshot 0.
// Specification: https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md and legacy/preview0/docs.md
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef UNSTABLE
#define WASI_MODULE "wasi_unstable"
#else
#define WASI_MODULE "wasi_snapshot_preview1"
#endif
#define IMPORT(name) __attribute__((import_module(WASI_MODULE), import_name(#name)))

typedef struct {
    const void *bytes;
    uint32_t length;
} iovec;

typedef struct {
    uint8_t type;
    uint8_t unused_;
    uint16_t flags;
    uint32_t unused2_;
    uint64_t rights;
    uint64_t inheriting;
} fdstat;

#ifdef UNSTABLE
typedef struct {
    uint64_t device;
    uint64_t inode;
    uint8_t type;
    uint32_t links; // 32 bits, at offset 20
    uint64_t size;
    uint64_t accessed;
    uint64_t modified;
    uint64_t changed;
} filestat;
_Static_assert(sizeof(filestat) == 56, "snapshot 0: filestat");
#else
typedef struct {
    uint64_t device;
    uint64_t inode;
    uint8_t type;
    uint64_t links;
    uint64_t size;
    uint64_t accessed;
    uint64_t modified;
    uint64_t changed;
} filestat;
_Static_assert(sizeof(filestat) == 64, "preview 1: filestat");
#endif

typedef struct {
    uint64_t next;
    uint64_t inode;
    uint32_t name_length;
    uint8_t type;
} dirent;
_Static_assert(sizeof(dirent) == 24, "dirent");

typedef struct {
    uint64_t userdata;
    uint8_t type;
    union {
        struct {
#ifdef UNSTABLE
            uint64_t identifier;
#endif
            uint32_t id;
            uint64_t timeout;
            uint64_t precision;
            uint16_t flags;
        } clock;
        uint32_t fd;
    };
} subscription;
#ifdef UNSTABLE
_Static_assert(sizeof(subscription) == 56, "snapshot 0: subscription");
#else
_Static_assert(sizeof(subscription) == 48, "preview 1: subscription");
#endif

typedef struct {
    uint64_t userdata;
    uint16_t error;
    uint8_t type;
    uint64_t bytes;
    uint16_t flags;
} event;
_Static_assert(sizeof(event) == 32, "event");

typedef struct {
    uint8_t tag;
    uint32_t name_length;
} prestat;
_Static_assert(sizeof(prestat) == 8, "prestat");

IMPORT(args_get) int args_get(char **args, char *bytes);
IMPORT(args_sizes_get) int args_sizes_get(uint32_t *count, uint32_t *size);
IMPORT(environ_get) int environ_get(char **strings, char *bytes);
IMPORT(environ_sizes_get) int environ_sizes_get(uint32_t *count, uint32_t *size);
IMPORT(clock_res_get) int clock_res_get(uint32_t id, uint64_t *resolution);
IMPORT(clock_time_get) int clock_time_get(uint32_t id, uint64_t precision, uint64_t *time);
IMPORT(fd_advise) int fd_advise(uint32_t fd, uint64_t offset, uint64_t length, int advice);
IMPORT(fd_allocate) int fd_allocate(uint32_t fd, uint64_t offset, uint64_t length);
IMPORT(fd_close) int fd_close(uint32_t fd);
IMPORT(fd_datasync) int fd_datasync(uint32_t fd);
IMPORT(fd_fdstat_get) int fd_fdstat_get(uint32_t fd, fdstat *stat);
IMPORT(fd_fdstat_set_flags) int fd_fdstat_set_flags(uint32_t fd, int flags);
IMPORT(fd_fdstat_set_rights) int fd_fdstat_set_rights(uint32_t fd, uint64_t rights, uint64_t inheriting);
IMPORT(fd_filestat_get) int fd_filestat_get(uint32_t fd, filestat *stat);
IMPORT(fd_filestat_set_size) int fd_filestat_set_size(uint32_t fd, uint64_t size);
IMPORT(fd_filestat_set_times) int fd_filestat_set_times(uint32_t fd, uint64_t accessed, uint64_t modified, int flags);
IMPORT(fd_pread) int fd_pread(uint32_t fd, const iovec *vectors, uint32_t count, uint64_t offset, uint32_t *done);
IMPORT(fd_prestat_get) int fd_prestat_get(uint32_t fd, prestat *stat);
IMPORT(fd_prestat_dir_name) int fd_prestat_dir_name(uint32_t fd, char *name, uint32_t length);
IMPORT(fd_pwrite) int fd_pwrite(uint32_t fd, const iovec *vectors, uint32_t count, uint64_t offset, uint32_t *done);
IMPORT(fd_read) int fd_read(uint32_t fd, const iovec *vectors, uint32_t count, uint32_t *done);
IMPORT(fd_readdir) int fd_readdir(uint32_t fd, void *buffer, uint32_t size, uint64_t cookie, uint32_t *used);
IMPORT(fd_renumber) int fd_renumber(uint32_t from, uint32_t to);
IMPORT(fd_seek) int fd_seek(uint32_t fd, int64_t offset, int whence, uint64_t *position);
IMPORT(fd_sync) int fd_sync(uint32_t fd);
IMPORT(fd_tell) int fd_tell(uint32_t fd, uint64_t *position);
IMPORT(fd_write) int fd_write(uint32_t fd, const iovec *vectors, uint32_t count, uint32_t *done);
IMPORT(path_create_directory) int path_create_directory(uint32_t fd, const char *path, uint32_t length);
IMPORT(path_filestat_get)
int path_filestat_get(uint32_t fd, int lookup, const char *path, uint32_t length, filestat *stat);
IMPORT(path_filestat_set_times)
int path_filestat_set_times(uint32_t fd, int lookup, const char *path, uint32_t length, uint64_t accessed,
                            uint64_t modified, int flags);
IMPORT(path_link)
int path_link(uint32_t old_fd, int lookup, const char *old_path, uint32_t old_length, uint32_t new_fd,
              const char *new_path, uint32_t new_length);
IMPORT(path_open)
int path_open(uint32_t fd, int lookup, const char *path, uint32_t length, int oflags, uint64_t rights,
              uint64_t inheriting, int fdflags, uint32_t *opened);
IMPORT(path_readlink)
int path_readlink(uint32_t fd, const char *path, uint32_t length, char *buffer, uint32_t size, uint32_t *used);
IMPORT(path_remove_directory) int path_remove_directory(uint32_t fd, const char *path, uint32_t length);
IMPORT(path_rename)
int path_rename(uint32_t old_fd, const char *old_path, uint32_t old_length, uint32_t new_fd, const char *new_path,
                uint32_t new_length);
IMPORT(path_symlink)
int path_symlink(const char *target, uint32_t target_length, uint32_t fd, const char *path, uint32_t length);
IMPORT(path_unlink_file) int path_unlink_file(uint32_t fd, const char *path, uint32_t length);
IMPORT(poll_oneoff) int poll_oneoff(const subscription *in, event *out, uint32_t count, uint32_t *events);
IMPORT(proc_exit) _Noreturn void proc_exit(int code);
IMPORT(proc_raise) int proc_raise(int signal);
IMPORT(random_get) int random_get(void *buffer, uint32_t length);
IMPORT(sched_yield) int sched_yield(void);
#ifndef UNSTABLE
IMPORT(sock_accept) int sock_accept(uint32_t fd, int flags, uint32_t *accepted);
#endif
IMPORT(sock_recv)
int sock_recv(uint32_t fd, const iovec *vectors, uint32_t count, int flags, uint32_t *done, uint16_t *out_flags);
IMPORT(sock_send) int sock_send(uint32_t fd, const iovec *vectors, uint32_t count, int flags, uint32_t *done);
IMPORT(sock_shutdown) int sock_shutdown(uint32_t fd, int how);

enum errno_number {
    OK = 0,
    E_ACCES = 2,
    E_AGAIN = 6,
    E_BADF = 8,
    E_BUSY = 10,
    E_EXIST = 20,
    E_FAULT = 21,
    E_FBIG = 22,
    E_INVAL = 28,
    E_ISDIR = 31,
    E_LOOP = 32,
    E_MFILE = 33,
    E_NAMETOOLONG = 37,
    E_NOENT = 44,
    E_NOSPC = 51,
    E_NOTCONN = 53,
    E_NOTDIR = 54,
    E_NOTEMPTY = 55,
    E_NOTSOCK = 57,
    E_NOTSUP = 58,
    E_NXIO = 60,
    E_PERM = 63,
    E_PIPE = 64,
    E_ROFS = 69,
    E_SPIPE = 70,
    E_XDEV = 75,
    E_NOTCAPABLE = 76,
};

enum { CREAT = 1, DIRECTORY = 2, EXCL = 4, TRUNC = 8 };                     // oflags
enum { APPEND = 1, DSYNC = 2, NONBLOCK = 4, RSYNC = 8, SYNC = 16 };         // fdflags
enum { NOFOLLOW = 0, FOLLOW = 1 };                                          // lookupflags
enum { ATIM = 1, ATIM_NOW = 2, MTIM = 4, MTIM_NOW = 8 };                    // fstflags
enum { REALTIME, MONOTONIC, PROCESS_CPUTIME, THREAD_CPUTIME };              // clockid
enum { EVENT_CLOCK, EVENT_FD_READ, EVENT_FD_WRITE };                        // eventtype
enum { ABSTIME = 1 };                                                       // subclockflags
enum { HANGUP = 1 };                                                        // eventrwflags
enum { T_UNKNOWN, T_BLOCK, T_CHARACTER, T_DIRECTORY, T_REGULAR, T_DATAGRAM, T_STREAM, T_LINK }; // filetype
#ifdef UNSTABLE
enum { SEEK_CUR, SEEK_END, SEEK_SET };
#else
enum { SEEK_SET, SEEK_CUR, SEEK_END };
#endif

#define R(bit) (UINT64_C(1) << (bit))
enum { // the bits of rights
    FD_DATASYNC, FD_READ, FD_SEEK, FD_FDSTAT_SET_FLAGS, FD_SYNC, FD_TELL, FD_WRITE, FD_ADVISE, FD_ALLOCATE,
    PATH_CREATE_DIRECTORY, PATH_CREATE_FILE, PATH_LINK_SOURCE, PATH_LINK_TARGET, PATH_OPEN, FD_READDIR,
    PATH_READLINK, PATH_RENAME_SOURCE, PATH_RENAME_TARGET, PATH_FILESTAT_GET, PATH_FILESTAT_SET_SIZE,
    PATH_FILESTAT_SET_TIMES, FD_FILESTAT_GET, FD_FILESTAT_SET_SIZE, FD_FILESTAT_SET_TIMES, PATH_SYMLINK,
    PATH_REMOVE_DIRECTORY, PATH_UNLINK_FILE, POLL_FD_READWRITE, SOCK_SHUTDOWN, SOCK_ACCEPT,
};
#define ALL_RIGHTS ((UINT64_C(1) << 30) - 1)
