package io.jwasm.wasi.preview1.socket;

import static io.jwasm.wasi.testing.TestGuest.BYTES;
import static io.jwasm.wasi.testing.TestGuest.PATH;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static io.jwasm.wasi.testing.TestGuest.VECTORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.testing.TestGuest;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A guest and what it calls sockets by, in the layouts of WasmEdge's extension.
abstract class SocketScene {

    static final int INET4 = 1;
    static final int INET6 = 2;
    static final int DATAGRAM = 1;
    static final int STREAM = 2;

    /// Where an address record is, and the bytes that it points to.
    static final int ADDRESS = 512;

    static final int ADDRESS_BYTES = 544;
    static final int PORT = 700;
    static final int SUBSCRIPTIONS = 40960;
    static final int EVENTS = 49152;

    TestGuest guest;

    @BeforeEach
    void start() throws IOException {
        guest = TestGuest.with(List.of());
    }

    @AfterEach
    void end() {
        guest.close();
    }

    int open(int family, int type) {
        assertThat(guest.call("sock_open", family, type, RESULT)).isEqualTo(Errno.SUCCESS);
        return guest.result();
    }

    /// Points the address record at room of a length and puts an address there.
    void address(InetAddress address, int length) {
        byte[] bytes = address.getAddress();
        guest.memory().putInt(ADDRESS, ADDRESS_BYTES);
        guest.memory().putInt(ADDRESS + 4, length);
        int start = ADDRESS_BYTES;
        if (length == 128) {
            guest.memory().putShort(ADDRESS_BYTES, (short) (bytes.length == 4 ? INET4 : INET6));
            start += 2;
        }
        guest.put(start, bytes);
    }

    byte[] bytes(int at, int length) {
        byte[] bytes = new byte[length];
        guest.memory().get(at, bytes, 0, length);
        return bytes;
    }

    int listening(InetAddress address, int length) {
        int fd = open(address.getAddress().length == 4 ? INET4 : INET6, STREAM);
        address(address, length);
        assertThat(guest.call("sock_bind", fd, ADDRESS, 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.call("sock_listen", fd, 10)).isEqualTo(Errno.SUCCESS);
        return fd;
    }

    int port(int fd) {
        assertThat(guest.call("sock_getlocaladdr", fd, ADDRESS, PORT)).isEqualTo(Errno.SUCCESS);
        return guest.memory().getInt(PORT);
    }

    Errno send(int fd, String text) {
        guest.vector(0, BYTES, guest.put(BYTES, text));
        return guest.call("sock_send", fd, VECTORS, 1, 0, RESULT);
    }

    Errno receive(int fd, int length) {
        guest.vector(0, BYTES, length);
        return guest.call("sock_recv", fd, VECTORS, 1, 0, RESULT, PATH);
    }

    /// Subscribes to reading (1) or writing (2) of a descriptor.
    void subscribe(int fd, int type) {
        for (int i = 0; i < 48; i++) {
            guest.memory().putByte(SUBSCRIPTIONS + i, (byte) 0);
        }
        guest.memory().putByte(SUBSCRIPTIONS + 8, (byte) type);
        guest.memory().putInt(SUBSCRIPTIONS + 16, fd);
    }

    static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }
}
