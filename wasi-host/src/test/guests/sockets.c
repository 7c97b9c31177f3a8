// The sock_ functions of preview 1, on a socket that listens already. The fixture connects once the guest has said so,
// sends "0123456789", waits for "pong", reads to the end, and leaves.
#include "guest.h"

static char buffer[64];
static uint16_t flags;

#ifndef UNSTABLE // snapshot 0 accepts nothing
CASE(a_connection_is_accepted_and_served) {
    uint32_t connection;
    EXPECT(E_AGAIN, (EXPECT(OK, fd_fdstat_set_flags(LISTENER, NONBLOCK)), sock_accept(LISTENER, 0, &connection)));
    EXPECT(OK, fd_fdstat_set_flags(LISTENER, 0));
    make_file(ROOT, "ready", "");
    EXPECT(OK, sock_accept(LISTENER, 0, &connection));

    fdstat stat;
    EXPECT(OK, fd_fdstat_get(connection, &stat));
    EQUAL(T_STREAM, stat.type);
    subscription poll = {.userdata = 5, .type = EVENT_FD_READ, .fd = connection};
    event ready;
    uint32_t count;
    EXPECT(OK, poll_oneoff(&poll, &ready, 1, &count));
    EQUAL(OK, ready.error);

    iovec vectors[2] = {{buffer, 3}, {buffer + 3, 4}};
    EXPECT(OK, sock_recv(connection, vectors, 1, 1, &done, &flags)); // peek
    EQUAL(3, done);
    EXPECT(OK, sock_recv(connection, vectors, 2, 2, &done, &flags)); // wait for all
    EQUAL(7, done);
    CHECK(memcmp(buffer, "0123456", 7) == 0);
    EQUAL(0, flags);
    EXPECT(OK, get(connection, buffer, 3));
    EQUAL(3, done);

    iovec pong[2] = {{"po", 2}, {"ng", 2}};
    EXPECT(OK, sock_send(connection, pong, 2, 0, &done));
    EQUAL(4, done);
    EXPECT(E_INVAL, sock_send(connection, pong, 2, 1, &done));
    EXPECT(E_INVAL, sock_recv(connection, vectors, 1, 4, &done, &flags));
    EXPECT(E_INVAL, sock_shutdown(connection, 0));
    EXPECT(OK, sock_shutdown(connection, 2));
    EXPECT(E_PIPE, sock_send(connection, pong, 2, 0, &done));
    EXPECT(OK, sock_recv(connection, vectors, 1, 0, &done, &flags));
    EQUAL(0, done); // the peer has left
    EXPECT(OK, fd_close(connection));
}
#endif

CASE(what_is_no_socket_is_refused) {
#ifndef UNSTABLE
    uint32_t connection;
    EXPECT(E_NOTSOCK, sock_accept(STDIN, 0, &connection));
    EXPECT(E_NOTSOCK, sock_accept(ROOT, 0, &connection));
    EXPECT(E_BADF, sock_accept(77, 0, &connection));
#endif
    iovec vector = {buffer, 1};
    int file = create(ROOT, "f");
    const int fds[] = {STDIN, ROOT, file};
    for (int i = 0; i < 3; i++) {
        EXPECT(E_NOTSOCK, sock_recv(fds[i], &vector, 1, 0, &done, &flags));
        EXPECT(E_NOTSOCK, sock_send(fds[i], &vector, 1, 0, &done));
        EXPECT(E_NOTSOCK, sock_shutdown(fds[i], 3));
    }
    EXPECT(E_BADF, sock_recv(77, &vector, 1, 0, &done, &flags));
    EXPECT(E_BADF, sock_send(77, &vector, 1, 0, &done));
    EXPECT(E_BADF, sock_shutdown(77, 3));
}
