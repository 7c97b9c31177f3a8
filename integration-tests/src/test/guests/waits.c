// A guest that waits or works in one way until it is killed; it says "ready" before. Its sockets are those of WasmEdge's
// extension of WASI.
//
// Rebuild with Debian's clang, lld, wasi-libc and libclang-rt-14-dev-wasm32:
//   clang --target=wasm32-wasi -O2 -s -o ../resources/guests/waits.wasm waits.c
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define IMPORT(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name)))

typedef struct {
    uint8_t *buffer;
    uint32_t length;
} address_t;

IMPORT(sock_open) int sock_open(uint32_t family, uint32_t type, int *fd);
IMPORT(sock_bind) int sock_bind(int fd, address_t *address, uint32_t port);
IMPORT(sock_listen) int sock_listen(int fd, uint32_t backlog);
IMPORT(sock_accept) int sock_accept_next(int fd, uint32_t flags, int *connection);
IMPORT(sock_connect) int sock_connect(int fd, address_t *address, uint32_t port);

enum { INET4 = 1, STREAM = 2, FIRST_PORT = 20000, PORTS = 40000 };

static unsigned state = 1;

__attribute__((noinline)) static void work(void) {
    for (unsigned i = 0; i < 1000; i++) state = state * 1664525u + 1013904223u;
}

static void flood(void) {
    static char block[65536];
    memset(block, 'x', sizeof block);
    while (write(1, block, sizeof block) > 0) {}
}

static uint8_t loopback[4] = {127, 0, 0, 1};
static address_t here = {loopback, sizeof loopback};

// Listens with room for one connection, and gives the port.
static uint32_t listen_somewhere(int *listener) {
    for (;;) {
        uint16_t random;
        if (getentropy(&random, sizeof random)) return 0;
        uint32_t port = FIRST_PORT + random % PORTS;
        if (sock_open(INET4, STREAM, listener)) return 0;
        if (!sock_bind(*listener, &here, port) && !sock_listen(*listener, 0)) return port;
        close(*listener);
    }
}

static int connect_to(uint32_t port) {
    int fd;
    return sock_open(INET4, STREAM, &fd) || sock_connect(fd, &here, port);
}

int main(int argc, char **argv) {
    const char *verb = argc > 1 ? argv[1] : "";
    char byte;
    int listener = -1;
    uint32_t port = 0;
    int accepts = !strcmp(verb, "accept"), connects = !strcmp(verb, "connect");
    if ((accepts || connects) && !(port = listen_somewhere(&listener))) return 3;
    if (connects && connect_to(port)) return 3;
    puts("ready");
    fflush(stdout);
    if (accepts) return sock_accept_next(listener, 0, &listener);
    if (connects) return connect_to(port); // there is no room for it, so its first packet is dropped
    if (!strcmp(verb, "loop")) {
        for (volatile unsigned i = 0;; i++) {}
    }
    if (!strcmp(verb, "call")) {
        for (;;) work();
    }
    if (!strcmp(verb, "read")) return (int)read(0, &byte, 1);
    if (!strcmp(verb, "poll")) {
        struct pollfd input = {.fd = 0, .events = POLLIN};
        return poll(&input, 1, -1);
    }
    if (!strcmp(verb, "sleep")) {
        struct timespec long_time = {100000, 0};
        return nanosleep(&long_time, NULL);
    }
    if (!strcmp(verb, "write")) flood();
    return 2;
}
