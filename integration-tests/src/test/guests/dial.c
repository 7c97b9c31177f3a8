// A guest that calls out, on WasmEdge's socket extension of WASI.
//
//   dial PORT HOLD   connects HOLD sockets to 127.0.0.1:PORT, one after the other, sends a line over each and reads one
//                    back; prints the last, and ends without closing any
//
// Rebuild with Debian's clang, lld, wasi-libc and libclang-rt-14-dev-wasm32:
//   clang --target=wasm32-wasi -Oz -s -o ../resources/guests/dial.wasm dial.c
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define IMPORT(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name)))

// The second version of the extension.
typedef struct {
    uint8_t *buffer;
    uint32_t length;
} address_t;

IMPORT(sock_open) int sock_open(uint32_t family, uint32_t type, int *fd);
IMPORT(sock_connect) int sock_connect(int fd, address_t *address, uint32_t port);

enum { INET4 = 1, STREAM = 2 };

static int fail(const char *what, int error) {
    fprintf(stderr, "%s: error %d\n", what, error);
    return 1;
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    uint8_t loopback[4] = {127, 0, 0, 1};
    address_t address = {loopback, sizeof loopback};
    char answer[64];
    ssize_t size = 0;
    for (int i = atoi(argv[2]); i > 0; i--) {
        int fd, error;
        if ((error = sock_open(INET4, STREAM, &fd))) return fail("sock_open", error);
        if ((error = sock_connect(fd, &address, (uint32_t)atoi(argv[1])))) return fail("sock_connect", error);
        if (write(fd, "ping\n", 5) != 5) return fail("write", 0);
        size = read(fd, answer, sizeof answer);
        if (size <= 0) return fail("read", (int)size);
    }
    return write(1, answer, (size_t)size) == size ? 0 : 1;
}
