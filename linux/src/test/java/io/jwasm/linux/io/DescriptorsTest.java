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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorsTest {

    @TempDir Path directory;

    @Test
    void writtenBytesAreReadBack() throws Exception {
        String path = directory.resolve("file").toString();
        byte[] text = "x hello".getBytes(StandardCharsets.UTF_8);
        try (HostFd out = Descriptors.open(path, OpenFlags.O_CREAT | OpenFlags.O_WRONLY, 0600);
                HostFd in = Descriptors.open(path, OpenFlags.O_RDONLY, 0);
                IoBuffer buffer = new IoBuffer(4)) {
            assertThat(buffer.write(out, text, 2, 5)).isEqualTo(4);
            assertThat(buffer.write(out, text, 6, 1)).isEqualTo(1);
            byte[] read = new byte[8];
            assertThat(buffer.read(in, read, 1, 7)).isEqualTo(4);
            assertThat(buffer.read(in, read, 5, 3)).isEqualTo(1);
            assertThat(buffer.read(in, read, 6, 2)).isZero();
            assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo("\0hello\0\0");
        }
    }

    @Test
    void failureNamesCallNumberAndPath() {
        assertThatThrownBy(() -> Descriptors.open("/no/such", OpenFlags.O_RDONLY, 0))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT))
                .hasMessage("openat /no/such: ENOENT (No such file or directory)");
    }

    @Test
    void pathWithNulIsInvalid() {
        assertThatThrownBy(() -> Descriptors.open("/etc\0x", OpenFlags.O_RDONLY, 0))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
    }

    @Test
    void everyDescriptorIsClosedOnExec() throws Exception {
        try (Pipe pipe = Descriptors.pipe(0);
                HostFd copy = Descriptors.duplicate(pipe.readEnd());
                HostFd file = Descriptors.open("/dev/null", OpenFlags.O_RDWR, 0);
                EventFd event = EventFd.create()) {
            for (int number :
                    new int[] {
                        pipe.readEnd().number(),
                        pipe.writeEnd().number(),
                        copy.number(),
                        file.number(),
                        event.number()
                    }) {
                String info = Files.readString(Path.of("/proc/self/fdinfo/" + number));
                assertThat(info).containsPattern("flags:\\t0[2-7]\\d{6}\n");
            }
        }
    }

    @Test
    void statusFlagsAreSharedByDuplicates() throws Exception {
        try (Pipe pipe = Descriptors.pipe(0);
                HostFd copy = Descriptors.duplicate(pipe.readEnd())) {
            Descriptors.setStatusFlags(copy, OpenFlags.O_NONBLOCK);
            assertThat(Descriptors.statusFlags(pipe.readEnd()) & OpenFlags.O_NONBLOCK).isNotZero();
        }
    }

    @Test
    void writingToAPipeThatNobodyReadsIsAnErrorAndNoSignal() throws Exception {
        try (Pipe pipe = Descriptors.pipe(0);
                IoBuffer buffer = new IoBuffer(16)) {
            pipe.readEnd().close();
            assertThatThrownBy(() -> buffer.write(pipe.writeEnd(), new byte[1], 0, 1))
                    .isInstanceOfSatisfying(
                            ErrnoException.class,
                            e -> assertThat(e.errno()).isEqualTo(Errno.EPIPE));
            assertThat(buffer.writeRaw(pipe.writeEnd().number(), new byte[1], 0, 1))
                    .isEqualTo(-Errno.EPIPE);
        }
    }

    @Test
    void closingLeavesNoDescriptorOpen() throws Exception {
        Map<Integer, String> before = OpenDescriptors.list();
        for (int i = 0; i < 50; i++) {
            try (Pipe pipe = Descriptors.pipe(0);
                    HostFd copy = Descriptors.duplicate(pipe.readEnd());
                    EventFd event = EventFd.create()) {
                event.signal();
                assertThat(copy.isOpen()).isTrue();
            }
        }
        assertThat(OpenDescriptors.since(before)).isEmpty();
    }
}
