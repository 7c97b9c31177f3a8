package io.jwasm.wasi.preview1.socket;

import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.testing.TestGuest;

/// A call of `sock_getaddrinfo` with room for one result.
///
/// @param guest the guest that calls
record LookUp(TestGuest guest) {

    static final int HINT = 2048;
    static final int INFO = 2112;
    static final int SOCKADDR = 2176;
    static final int SOCKADDR_DATA = 2240;

    /// Where the pointer to the first record is.
    static final int FIRST = 2304;

    Errno find(String node, String service) {
        prepare();
        return call(node, service, 1);
    }

    /// Puts the records where they belong.
    void prepare() {
        guest.memory().putInt(HINT, SocketScene.INET4 << 16);
        guest.memory().putInt(HINT + 4, 0);
        guest.memory().putInt(INFO + 12, SOCKADDR);
        guest.memory().putInt(INFO + 24, 0);
        guest.memory().putInt(SOCKADDR + 4, 26);
        guest.memory().putInt(SOCKADDR + 8, SOCKADDR_DATA);
        guest.memory().putInt(FIRST, INFO);
    }

    Errno call(String node, String service, int most) {
        return guest.call(
                "sock_getaddrinfo",
                TestGuest.PATH,
                guest.put(TestGuest.PATH, node + "\0"),
                TestGuest.SECOND_PATH,
                guest.put(TestGuest.SECOND_PATH, service + "\0"),
                HINT,
                FIRST,
                most,
                TestGuest.RESULT);
    }
}
