package io.jwasm.linux.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.testing.OpenDescriptors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FifoTest {

    @TempDir Path directory;
    private String path;

    @BeforeEach
    void makeFifo() throws Exception {
        path = directory.resolve("fifo").toString();
        Fifo.make(path, 0600);
    }

    @Test
    void madeFifoIsItsOwnersAloneAndIsNotMadeTwice() throws Exception {
        assertThat(Fifo.isFifo(path)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(path))))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> Fifo.make(path, 0600))
                .extracting(failure -> ((ErrnoException) failure).errno())
                .isEqualTo(Errno.EEXIST);
    }

    @Test
    void openingWithoutAClientDoesNotBlock() throws Exception {
        try (Fifo in = Fifo.forReading(path);
                Poll poll = new Poll(1);
                IoBuffer buffer = new IoBuffer(16)) {
            poll.set(0, in.end().number(), Poll.POLLIN);
            assertThat(poll.await(1, 0)).isZero();
            assertThat(buffer.readRaw(in.end().number(), new byte[1], 0, 1))
                    .isEqualTo(-Errno.EAGAIN);
        }
    }

    @Test
    void readerSeesTheEndWhenKeeperAndClientAreGone() throws Exception {
        try (Fifo in = Fifo.forReading(path);
                IoBuffer buffer = new IoBuffer(16)) {
            HostFd client = Descriptors.open(path, OpenFlags.O_WRONLY, 0);
            buffer.write(client, new byte[] {7}, 0, 1);
            in.keeper().close();
            assertThat(buffer.read(in.end(), new byte[4], 0, 4)).isEqualTo(1);
            assertThat(buffer.readRaw(in.end().number(), new byte[4], 0, 4))
                    .isEqualTo(-Errno.EAGAIN);
            client.close();
            assertThat(buffer.read(in.end(), new byte[4], 0, 4)).isZero();
        }
    }

    @Test
    void outputWaitsForALateClient() throws Exception {
        byte[] text = "late".getBytes(StandardCharsets.UTF_8);
        try (Fifo out = Fifo.forWriting(path);
                IoBuffer buffer = new IoBuffer(16)) {
            buffer.write(out.end(), text, 0, text.length);
            try (HostFd client = Descriptors.open(path, OpenFlags.O_RDONLY, 0)) {
                byte[] read = new byte[8];
                assertThat(buffer.read(client, read, 0, 8)).isEqualTo(4);
                out.keeper().close();
                out.end().close();
                assertThat(buffer.read(client, read, 0, 8)).isZero();
            }
        }
    }

    @Test
    void clientThatLeavesDoesNotBreakTheWriter() throws Exception {
        try (Fifo out = Fifo.forWriting(path);
                IoBuffer buffer = new IoBuffer(1 << 16)) {
            Descriptors.open(path, OpenFlags.O_RDONLY, 0).close();
            assertThat(buffer.write(out.end(), new byte[1 << 16], 0, 1 << 16)).isEqualTo(1 << 16);
            assertThat(buffer.writeRaw(out.end().number(), new byte[1], 0, 1))
                    .isEqualTo(-Errno.EAGAIN);
        }
    }

    @Test
    void fifoIsToldFromFileAndAbsence() throws Exception {
        assertThat(Fifo.isFifo(path)).isTrue();
        assertThat(Fifo.isFifo(directory.toString())).isFalse();
        assertThatThrownBy(() -> Fifo.isFifo(path + "x"))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
    }

    @Test
    void failedOpenLeavesNoDescriptor() {
        Map<Integer, String> before = OpenDescriptors.list();
        assertThatThrownBy(() -> Fifo.forWriting(directory.toString()))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EISDIR));
        assertThat(OpenDescriptors.since(before)).isEmpty();
    }
}
