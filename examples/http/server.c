// An HTTP/1.1 server on WasmEdge's socket extension of WASI: one thread, one poll, as many clients as
// there are descriptors. A client that is slow, silent or gone costs the others nothing.
//
//   GET  /            a greeting
//   GET  /count       how many requests were answered
//   POST /echo        what was sent
//   GET  /files/NAME  a file of the directory given with --files
//
//   server.wasm [--port PORT] [--files DIRECTORY] [--clients MOST] [--patience SECONDS]
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <wasi/api.h>

#define IMPORT(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name)))

// The second version of the extension.
typedef struct {
    uint8_t *buffer;
    uint32_t length;
} address_t;

IMPORT(sock_open) int sock_open(uint32_t family, uint32_t type, int *fd);
IMPORT(sock_bind) int sock_bind(int fd, address_t *address, uint32_t port);
IMPORT(sock_listen) int sock_listen(int fd, uint32_t backlog);
IMPORT(sock_accept) int sock_accept_flags(int fd, uint32_t flags, int *connection);
IMPORT(sock_setsockopt)
int sock_setsockopt(int fd, uint32_t level, uint32_t name, int32_t *value, uint32_t length);

enum { INET4 = 1, STREAM = 2, SOL_SOCKET = 0, SO_REUSEADDR = 0, NONBLOCK = 4 };
enum { REQUEST_BYTES = 16384, HEAD_BYTES = 512, MAX_CLIENTS = 4000 };

typedef struct {
    int fd;                  // 0 when the place is free
    int file;                // what is sent after the head, or 0
    uint64_t deadline;       // when the server's patience with this client ends, in ns
    size_t received, sent, answered;
    int closes;              // after this answer
    char *request;           // REQUEST_BYTES
    char *answer;            // head and body
    size_t answer_bytes;
} client_t;

static client_t *clients;
static unsigned most_clients = 1000;
static unsigned long long requests;
static uint64_t patience = 10000000000ull;
static const char *files;

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000ull + time.tv_nsec;
}

static void drop(client_t *client) {
    close(client->fd);
    if (client->file) close(client->file);
    free(client->request);
    free(client->answer);
    memset(client, 0, sizeof *client);
}

static void answer(client_t *client, const char *status, const char *type, const void *body,
                   size_t size, size_t follows) {
    free(client->answer);
    client->answer = malloc(HEAD_BYTES + size);
    if (!client->answer) {
        client->closes = 1;
        client->answer_bytes = 0;
        return;
    }
    int head = snprintf(client->answer, HEAD_BYTES,
                        "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n%s\r\n", status,
                        type, size + follows, client->closes ? "Connection: close\r\n" : "");
    memcpy(client->answer + head, body, size);
    client->answer_bytes = head + size;
    client->sent = 0;
    requests++;
}

static void refuse(client_t *client, const char *status) {
    client->closes = 1;
    answer(client, status, "text/plain", status, strlen(status), 0);
}

static void send_file(client_t *client, const char *name) {
    char path[1024];
    struct stat status;
    int size = snprintf(path, sizeof path, "%s/%s", files ? files : "", name);
    int fd = files && size < (int)sizeof path && !strstr(name, "..") ? open(path, O_RDONLY) : -1;
    if (fd < 0 || fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        if (fd >= 0) close(fd);
        answer(client, "404 Not Found", "text/plain", "no such file\n", 13, 0);
        return;
    }
    client->file = fd;
    answer(client, "200 OK", "application/octet-stream", "", 0, status.st_size);
}

// Finds a header's value in a head that ends in an empty line.
static const char *header(const char *head, const char *name) {
    size_t size = strlen(name);
    for (const char *line = strstr(head, "\r\n"); line; line = strstr(line + 2, "\r\n")) {
        if (!strncasecmp(line + 2, name, size) && line[2 + size] == ':') {
            const char *value = line + 3 + size;
            while (*value == ' ') value++;
            return value;
        }
    }
    return NULL;
}

// Answers a request that is there as a whole; returns its size, 0 when more has to come.
static size_t serve(client_t *client) {
    char *end = strstr(client->request, "\r\n\r\n");
    if (!end) {
        if (client->received >= REQUEST_BYTES - 1) refuse(client, "431 Request Header Fields Too Large");
        return client->answer_bytes ? client->received : 0;
    }
    char method[8], path[1024];
    if (sscanf(client->request, "%7s %1023s HTTP/1.", method, path) != 2) {
        refuse(client, "400 Bad Request");
        return client->received;
    }
    end[2] = 0; // The head, for the search of headers.
    const char *length_text = header(client->request, "Content-Length");
    const char *connection = header(client->request, "Connection");
    size_t head = end + 4 - client->request;
    size_t length = length_text ? strtoul(length_text, NULL, 10) : 0;
    client->closes = connection && !strncasecmp(connection, "close", 5);
    end[2] = '\r';
    if (length > REQUEST_BYTES - 1 - head) {
        refuse(client, "413 Content Too Large");
        return client->received;
    }
    if (client->received < head + length) return 0;
    if (!strcmp(method, "GET") && !strcmp(path, "/")) {
        answer(client, "200 OK", "text/plain", "Hello from WebAssembly!\n", 24, 0);
    } else if (!strcmp(method, "GET") && !strcmp(path, "/count")) {
        char text[32];
        answer(client, "200 OK", "text/plain", text, snprintf(text, sizeof text, "%llu\n", requests), 0);
    } else if (!strcmp(method, "POST") && !strcmp(path, "/echo")) {
        answer(client, "200 OK", "application/octet-stream", client->request + head, length, 0);
    } else if (!strcmp(method, "GET") && !strncmp(path, "/files/", 7)) {
        send_file(client, path + 7);
    } else {
        answer(client, "404 Not Found", "text/plain", "nothing here\n", 13, 0);
    }
    return head + length;
}

static void serve_next(client_t *client) {
    size_t used = serve(client);
    memmove(client->request, client->request + used, client->received - used);
    client->received -= used;
    client->request[client->received] = 0;
}

// Returns 0 when the client is to be dropped.
static int receive(client_t *client) {
    ssize_t size = read(client->fd, client->request + client->received,
                        REQUEST_BYTES - 1 - client->received);
    if (size <= 0) return size < 0 && errno == EAGAIN;
    client->received += size;
    client->request[client->received] = 0;
    serve_next(client);
    return 1;
}

// Reads the next piece of the file into the place of what was sent.
static int refill(client_t *client) {
    ssize_t size = 0;
    if (client->file) {
        char *block = realloc(client->answer, REQUEST_BYTES);
        if (!block) return 0;
        client->answer = block;
        size = read(client->file, block, REQUEST_BYTES);
        if (size <= 0) {
            close(client->file);
            client->file = 0;
        }
    }
    client->sent = 0;
    client->answer_bytes = size > 0 ? size : 0;
    return size >= 0;
}

static int transmit(client_t *client) {
    while (client->answer_bytes) {
        ssize_t size = write(client->fd, client->answer + client->sent,
                             client->answer_bytes - client->sent);
        if (size < 0) return errno == EAGAIN;
        client->sent += size;
        client->deadline = now() + patience;
        if (client->sent == client->answer_bytes) {
            if (!refill(client)) return 0;
            if (!client->answer_bytes) {
                if (client->closes) return 0;
                serve_next(client); // What came behind the last request.
            }
        }
    }
    return 1;
}

static void welcome(int listener) {
    int fd;
    while (sock_accept_flags(listener, NONBLOCK, &fd) == 0) {
        client_t *free_place = NULL;
        for (unsigned i = 0; i < most_clients && !free_place; i++) {
            if (!clients[i].fd) free_place = &clients[i];
        }
        char *request = free_place ? calloc(1, REQUEST_BYTES) : NULL;
        if (!request) {
            close(fd); // Full: whoever comes later may have more luck.
            continue;
        }
        *free_place = (client_t){.fd = fd, .request = request, .deadline = now() + patience};
    }
}

static int listen_on(unsigned port) {
    uint8_t any[4] = {0, 0, 0, 0};
    address_t address = {any, sizeof any};
    int fd, one = 1, error;
    if ((error = sock_open(INET4, STREAM, &fd)) || (error = sock_setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one)) ||
        (error = sock_bind(fd, &address, port)) || (error = sock_listen(fd, 1024))) {
        fprintf(stderr, "cannot listen on port %u: error %d\n", port, error);
        exit(1);
    }
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

static void subscribe(__wasi_subscription_t *to, uint64_t data, int fd, int writes) {
    memset(to, 0, sizeof *to);
    to->userdata = data;
    to->u.tag = writes ? __WASI_EVENTTYPE_FD_WRITE : __WASI_EVENTTYPE_FD_READ;
    to->u.u.fd_write.file_descriptor = fd;
}

static size_t subscribe_all(__wasi_subscription_t *all, int listener) {
    size_t count = 0;
    subscribe(&all[count++], most_clients, listener, 0);
    for (unsigned i = 0; i < most_clients; i++) {
        if (clients[i].fd) subscribe(&all[count++], i, clients[i].fd, clients[i].answer_bytes > 0);
    }
    memset(&all[count], 0, sizeof *all);
    all[count].userdata = most_clients + 1;
    all[count].u.tag = __WASI_EVENTTYPE_CLOCK;
    all[count].u.u.clock.id = __WASI_CLOCKID_MONOTONIC;
    all[count].u.u.clock.timeout = 500000000;
    return count + 1;
}

int main(int argc, char **argv) {
    unsigned port = 8080;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--port")) port = atoi(argv[i + 1]);
        else if (!strcmp(argv[i], "--files")) files = argv[i + 1];
        else if (!strcmp(argv[i], "--clients")) most_clients = atoi(argv[i + 1]);
        else if (!strcmp(argv[i], "--patience")) patience = atoi(argv[i + 1]) * 1000000000ull;
    }
    if (most_clients < 1 || most_clients > MAX_CLIENTS) most_clients = MAX_CLIENTS;
    clients = calloc(most_clients, sizeof *clients);
    __wasi_subscription_t *all = calloc(most_clients + 2, sizeof *all);
    __wasi_event_t *events = calloc(most_clients + 2, sizeof *events);
    int listener = listen_on(port);
    printf("listening on port %u\n", port);
    fflush(stdout);
    uint64_t last_look = now();
    for (;;) {
        size_t count = subscribe_all(all, listener), happened;
        if (__wasi_poll_oneoff(all, events, count, &happened) != 0) return 1;
        for (size_t i = 0; i < happened; i++) {
            uint64_t who = events[i].userdata;
            if (who == most_clients) {
                welcome(listener);
            } else if (who < most_clients && clients[who].fd) {
                client_t *client = &clients[who];
                int lives = client->answer_bytes ? transmit(client) : receive(client);
                if (lives && client->answer_bytes && !client->sent) lives = transmit(client);
                if (!lives) drop(client);
            }
        }
        uint64_t time = now();
        if (time - last_look > 500000000ull) {
            last_look = time;
            for (unsigned i = 0; i < most_clients; i++) {
                if (clients[i].fd && clients[i].deadline < time) drop(&clients[i]);
            }
        }
    }
}
