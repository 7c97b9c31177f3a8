package io.jwasm.linux.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.fs.TransferBuffer;
import io.jwasm.linux.io.IoBuffer;
import io.jwasm.linux.io.Poll;
import io.jwasm.linux.testing.OpenDescriptors;
import io.jwasm.linux.testing.Root;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PseudoTerminalTest {

    private final byte[] bytes = new byte[256];
    private final IoBuffer buffer = new IoBuffer(bytes.length);
    private PseudoTerminal terminal;

    @BeforeEach
    void open() throws Exception {
        terminal = PseudoTerminal.open();
    }

    @AfterEach
    void close() {
        terminal.close();
        buffer.close();
    }

    @Test
    void slaveIsATerminalAndShowsWhatIsTyped() throws Exception {
        try (TransferBuffer asks = new TransferBuffer(256)) {
            assertThat(asks.isTerminal(terminal.slave().number())).isTrue();
        }
        write(terminal.master(), "over\n");

        assertThat(read(terminal.slave())).isEqualTo("over\n");
        assertThat(read(terminal.master())).as("echo").isEqualTo("over\r\n");
    }

    @Test
    void anUnfinishedLineIsNotThereYet() throws Exception {
        write(terminal.master(), "ov");

        assertThatThrownBy(() -> buffer.read(terminal.slave(), bytes, 0, bytes.length))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EAGAIN));
    }

    @Test
    void endOfInputIsAKey() throws Exception {
        write(terminal.master(), "\004");

        assertThat(read(terminal.slave())).isEmpty();
    }

    @Test
    void masterGivesWhatIsLeftAfterTheSlave() throws Exception {
        write(terminal.slave(), "the last words\n");
        terminal.slave().close();

        assertThat(read(terminal.master())).isEqualTo("the last words\r\n");
        assertThatThrownBy(() -> buffer.read(terminal.master(), bytes, 0, bytes.length))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EIO));
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "0, 0", "65535, 65535"})
    void sizeIsWhatWasSet(int columns, int rows) throws Exception {
        terminal.resize(new WindowSize(columns, rows));

        assertThat(terminal.size()).isEqualTo(new WindowSize(columns, rows));
    }

    @Test
    void aNewOneHasNoSize() throws Exception {
        assertThat(terminal.size()).isEqualTo(new WindowSize(0, 0));
    }

    @ParameterizedTest
    @CsvSource({"65536, 24", "80, 65536", "-1, 24", "80, -1"})
    void sizeBeyondTheKernelsIsRefused(int columns, int rows) {
        assertThatThrownBy(() -> new WindowSize(columns, rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "window of %d columns and %d rows: neither may be more than 65535"
                                .formatted(columns, rows));
    }

    @Test
    void slaveBecomesItsUsersAlone() throws Exception {
        Root.assumed("chown");
        terminal.giveTo(1234);

        Path slave = slave();
        assertThat(Files.getAttribute(slave, "unix:uid")).isEqualTo(1234);
        assertThat((int) Files.getAttribute(slave, "unix:mode") & 07777).isEqualTo(0620);
    }

    @Test
    void doesNotBecomeTheControllingTerminal() throws Exception {
        assertThat(Files.readString(Path.of("/proc/self/stat")).split(" ", -1)[6])
                .isNotEqualTo(
                        Integer.toString(
                                136 << 8 | Integer.parseInt(slave().getFileName().toString())));
    }

    @Test
    void bothEndsAreClosedOnExec() throws Exception {
        for (HostFd end : new HostFd[] {terminal.master(), terminal.slave()}) {
            String flags =
                    Files.readString(Path.of("/proc/self/fdinfo/" + end.number()))
                            .lines()
                            .filter(line -> line.startsWith("flags:"))
                            .findFirst()
                            .orElseThrow();
            int value = Integer.parseInt(flags.substring("flags:".length()).strip(), 8);
            assertThat(value & 02000000).as("O_CLOEXEC of %s", flags).isNotZero();
            assertThat(value & 04000).as("O_NONBLOCK of %s", flags).isNotZero();
        }
    }

    @Test
    void closingLeavesNoDescriptor() throws Exception {
        Map<Integer, String> before = OpenDescriptors.list();
        PseudoTerminal other = PseudoTerminal.open();
        other.close();
        other.close();

        assertThat(OpenDescriptors.since(before)).isEmpty();
    }

    private Path slave() throws Exception {
        return Files.readSymbolicLink(Path.of("/proc/self/fd/" + terminal.slave().number()));
    }

    private void write(HostFd fd, String text) throws ErrnoException {
        byte[] all = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(buffer.write(fd, all, 0, all.length)).isEqualTo(all.length);
    }

    /// The kernel hands over from one end to the other on a thread of its own.
    private String read(HostFd fd) throws ErrnoException {
        try (Poll poll = new Poll(1)) {
            poll.set(0, fd.number(), Poll.POLLIN);
            assertThat(poll.await(1, TimeUnit.SECONDS.toNanos(60))).isEqualTo(1);
        }
        int length = buffer.read(fd, bytes, 0, bytes.length);
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }
}
