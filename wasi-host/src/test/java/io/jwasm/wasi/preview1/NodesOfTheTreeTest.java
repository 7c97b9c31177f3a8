package io.jwasm.wasi.preview1;

import static io.jwasm.wasi.testing.TestGuest.BYTES;
import static io.jwasm.wasi.testing.TestGuest.PATH;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static io.jwasm.wasi.testing.TestGuest.ROOT;
import static io.jwasm.wasi.testing.TestGuest.VECTORS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.fs.FileStatus;
import io.jwasm.linux.fs.PathCalls;
import io.jwasm.linux.io.Fifo;
import io.jwasm.linux.process.CurrentProcess;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.testing.TestGuest;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What in a tree is neither file nor directory nor link: opening it in whatever manner neither
/// waits nor does anything. Needs root for the nodes.
@Timeout(240)
class NodesOfTheTreeTest {

    private static final int AT_FDCWD = -100;
    private static final int MEMORY_DEVICES = 1;
    private static final int FULL = 7;
    private static final int KERNEL_LOG = 11;
    private static final int NONBLOCK = 4;
    private static final long READ = 1L << 1;
    private static final long WRITE = 1L << 6;
    private static final long[] ACCESSES = {0, READ, WRITE, READ | WRITE};

    @TempDir Path host;

    private ServerSocketChannel listener;
    private TestGuest guest;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(CurrentProcess.effectiveUserId() == 0, "device nodes need root");
        node("full", FULL);
        node("log", KERNEL_LOG);
        Fifo.make(host.resolve("fifo").toString(), 0600);
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(host.resolve("socket")));
        guest = TestGuest.with(host);
    }

    private void node(String name, int minor) throws ErrnoException {
        byte[] path = host.resolve(name).toString().getBytes(StandardCharsets.UTF_8);
        try (PathCalls calls = new PathCalls()) {
            long made =
                    calls.mknodAt(
                            AT_FDCWD,
                            path,
                            FileStatus.S_IFCHR | 0600,
                            PathCalls.device(MEMORY_DEVICES, minor));
            ErrnoException.check("mknodat", made, name);
        }
    }

    @AfterEach
    void end() throws IOException {
        if (guest != null) {
            guest.close();
            listener.close();
        }
    }

    private Errno open(String path, int oflags, long rights, int fdflags) {
        int length = guest.put(PATH, path);
        return guest.call("path_open", ROOT, 1, PATH, length, oflags, rights, 0L, fdflags, RESULT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, NONBLOCK})
    void aSocketIsOpenedInNoManner(int fdflags) {
        for (long rights : ACCESSES) {
            for (int oflags : new int[] {0, 1, 8, 9}) {
                assertThat(open("socket", oflags, rights, fdflags)).isEqualTo(Errno.NXIO);
            }
            assertThat(open("socket", 5, rights, fdflags)).isEqualTo(Errno.EXIST);
            assertThat(open("socket", 2, rights, fdflags)).isEqualTo(Errno.NOTDIR);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, NONBLOCK})
    void aDeviceIsOpenedInNoManner(int fdflags) {
        for (long rights : ACCESSES) {
            for (int oflags : new int[] {0, 1, 2, 5, 8, 9}) {
                assertThat(open("log", oflags, rights, fdflags)).isEqualTo(Errno.ACCES);
            }
        }
    }

    @Test
    void aFifoIsOpenedWithoutWaitingButForWritingAlone() {
        for (int oflags : new int[] {0, 1, 8, 9}) {
            assertThat(open("fifo", oflags, READ, 0)).isEqualTo(Errno.SUCCESS);
            guest.call("fd_close", guest.result());
            assertThat(open("fifo", oflags, READ | WRITE, 0)).isEqualTo(Errno.SUCCESS);
            guest.call("fd_close", guest.result());
            assertThat(open("fifo", oflags, WRITE, NONBLOCK)).isEqualTo(Errno.NXIO);
        }
        assertThat(open("fifo", 5, WRITE, 0)).isEqualTo(Errno.EXIST);
        assertThat(open("fifo", 2, WRITE, 0)).isEqualTo(Errno.NOTDIR);
    }

    @Test
    void aFullDeviceHasNoRoomAndGivesZeros() {
        assertThat(open("full", 0, READ | WRITE, 0)).isEqualTo(Errno.SUCCESS);
        int fd = guest.result();
        assertThat(guest.write(fd, "x")).isEqualTo(Errno.NOSPC);
        assertThat(guest.read(fd, 3)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.readText()).isEqualTo("\0\0\0");
    }

    @Test
    void aFileEndsWhereTheFileSystemEndsIt() {
        assertThat(guest.open(ROOT, "file", 1)).isEqualTo(Errno.SUCCESS);
        int fd = guest.result();
        guest.vector(0, BYTES, 1);
        for (long offset : new long[] {Long.MAX_VALUE, Long.MAX_VALUE - 1}) {
            assertThat(guest.call("fd_pwrite", fd, VECTORS, 1, offset, RESULT))
                    .isIn(Errno.FBIG, Errno.INVAL, Errno.OVERFLOW);
        }
        assertThat(guest.call("fd_filestat_set_size", fd, Long.MIN_VALUE)).isEqualTo(Errno.INVAL);
        assertThat(guest.call("fd_allocate", fd, Long.MAX_VALUE, Long.MAX_VALUE))
                .isIn(Errno.FBIG, Errno.INVAL);
        assertThat(guest.call("fd_seek", fd, Long.MAX_VALUE, 0, RESULT))
                .isIn(Errno.SUCCESS, Errno.INVAL);
        assertThat(guest.call("fd_seek", fd, Long.MAX_VALUE, 2, RESULT))
                .isIn(Errno.SUCCESS, Errno.INVAL, Errno.OVERFLOW);
        assertThat(host.resolve("file")).hasSize(0);
    }
}
