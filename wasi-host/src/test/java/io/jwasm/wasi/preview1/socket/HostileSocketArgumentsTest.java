package io.jwasm.wasi.preview1.socket;

import static io.jwasm.wasi.testing.TestGuest.BYTES;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.errno.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Arguments that no sound program gives.
@Timeout(240)
class HostileSocketArgumentsTest extends SocketScene {

    @ParameterizedTest(name = "family {0}, type {1}: {2}")
    @CsvSource({
        "0,2,AFNOSUPPORT",
        "3,2,AFNOSUPPORT",
        "-1,2,AFNOSUPPORT",
        "1,0,INVAL",
        "1,3,INVAL",
        "2,-1,INVAL"
    })
    void strangeSocketsAreRefused(int family, int type, Errno errno) {
        assertThat(guest.call("sock_open", family, type, RESULT)).isEqualTo(errno);
    }

    @ParameterizedTest(name = "address of {0} bytes, port {1}: {2}")
    @CsvSource({
        "0,80,INVAL",
        "5,80,INVAL",
        "127,80,INVAL",
        "-1,80,INVAL",
        "4,65536,INVAL",
        "4,-1,INVAL",
        "128,80,AFNOSUPPORT"
    })
    void strangeAddressesAreRefused(int length, int port, Errno errno) {
        int fd = open(INET4, STREAM);
        guest.memory().putInt(ADDRESS, ADDRESS_BYTES);
        guest.memory().putInt(ADDRESS + 4, length);
        for (String call : new String[] {"sock_bind", "sock_connect"}) {
            assertThat(guest.call(call, fd, ADDRESS, port)).isEqualTo(errno);
        }
    }

    @Test
    void pointersBeyondTheMemoryAreFaults() {
        int fd = open(INET4, DATAGRAM);
        guest.memory().putInt(ADDRESS, -16);
        guest.memory().putInt(ADDRESS + 4, 128);
        assertThat(guest.call("sock_open", INET4, STREAM, -2)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("sock_bind", fd, ADDRESS, 0)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("sock_getlocaladdr", fd, ADDRESS, PORT)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("sock_getsockopt", fd, 0, 0, -1, RESULT))
                .isIn(Errno.FAULT, Errno.INVAL);
        assertThat(guest.call("sock_getaddrinfo", -1, 100, -1, 100, -1, -1, 10, -1))
                .isEqualTo(Errno.FAULT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 99, -1})
    void whatIsNoSocketIsTold(int fd) {
        Errno expected = fd == 0 ? Errno.NOTSOCK : Errno.BADF;
        address(loopback(), 4);
        assertThat(guest.call("sock_bind", fd, ADDRESS, 0)).isEqualTo(expected);
        assertThat(guest.call("sock_connect", fd, ADDRESS, 0)).isEqualTo(expected);
        assertThat(guest.call("sock_listen", fd, 1)).isEqualTo(expected);
        assertThat(guest.call("sock_getlocaladdr", fd, ADDRESS, PORT)).isEqualTo(expected);
        assertThat(guest.call("sock_setsockopt", fd, 0, 0, BYTES, 4)).isEqualTo(expected);
    }
}
