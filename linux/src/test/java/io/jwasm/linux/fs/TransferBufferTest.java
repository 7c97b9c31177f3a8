package io.jwasm.linux.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.linux.Errno;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.io.Pipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferBufferTest {

    @TempDir Path directory;

    @Test
    void offsetsLeaveThePositionAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "abcdef");
        try (HostFd fd = Descriptors.open(file.toString(), OpenFlags.O_RDWR, 0);
                TransferBuffer buffer = new TransferBuffer(128)) {
            assertThat(buffer.pread(fd.number(), 100, 3)).isEqualTo(3);
            assertThat(buffer.memory().getByte(0)).isEqualTo((byte) 'd');
            assertThat(buffer.pwrite(fd.number(), 1, 0)).isEqualTo(1);
            assertThat(buffer.read(fd.number(), 4)).isEqualTo(4);
            assertThat(buffer.write(fd.number(), 2)).isEqualTo(2);
            assertThat(FileCalls.lseek(fd.number(), 0, FileCalls.SEEK_CUR)).isEqualTo(6);
            assertThat(FileCalls.ftruncate(fd.number(), 1)).isZero();
            assertThat(FileCalls.fallocate(fd.number(), 0, 9)).isZero();
        }
        assertThat(file).hasSize(9).content().startsWith("d\0");
    }

    @Test
    void availableIsWhatAPipeHolds() throws IOException {
        try (Pipe pipe = Descriptors.pipe(0);
                TransferBuffer buffer = new TransferBuffer(128)) {
            assertThat(buffer.write(pipe.writeEnd().number(), 5)).isEqualTo(5);
            assertThat(buffer.available(pipe.readEnd().number())).isEqualTo(5);
        }
    }

    @Test
    void randomBytesAreNotZero() {
        try (TransferBuffer buffer = new TransferBuffer(128)) {
            assertThat(buffer.getrandom(64)).isEqualTo(64);
            byte[] bytes = new byte[64];
            buffer.memory().get(0, bytes, 0, 64);
            assertThat(bytes).isNotEqualTo(new byte[64]);
        }
    }

    @Test
    void positionOfAPipeIsRefused() throws IOException {
        try (Pipe pipe = Descriptors.pipe(0);
                TransferBuffer buffer = new TransferBuffer(128)) {
            assertThat(buffer.pread(pipe.readEnd().number(), 1, 0)).isEqualTo(-Errno.ESPIPE);
        }
    }
}
