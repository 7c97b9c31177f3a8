package io.jwasm.core.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.Stdio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerStreamsTest {

    @TempDir Path directory;

    @Test
    void bothOutputsMayGoToOnePlace() throws Exception {
        String log = directory.resolve("log").toUri().toString();
        try (ContainerStreams streams = ContainerStreams.open(new Stdio("", log, log, false))) {
            assertThat(streams.stderr()).isSameAs(streams.stdout());
        }
    }

    @Test
    void aMissingFifoIsNamed() {
        String path = directory.resolve("gone").toString();

        assertThatThrownBy(() -> ContainerStreams.open(new Stdio("", path, "", false)))
                .isInstanceOf(ShimException.NotFound.class)
                .hasMessageStartingWith("stdout \"%s\": ".formatted(path));
    }

    @Test
    void aDirectoryIsRefused() {
        String path = directory.toString();

        assertThatThrownBy(() -> ContainerStreams.open(new Stdio("", path, "", false)))
                .isInstanceOf(ShimException.InvalidArgument.class)
                .hasMessageContaining("EISDIR");
    }

    @Test
    void aFailureLeavesNoDescriptorOpen() throws Exception {
        String log = directory.resolve("log").toUri().toString();
        long before = openHere();

        assertThatThrownBy(
                        () -> ContainerStreams.open(new Stdio("", log, directory + "/gone", false)))
                .isInstanceOf(ShimException.NotFound.class);

        assertThat(openHere()).isEqualTo(before);
    }

    @Test
    void closingTwiceIsHarmless() {
        ContainerStreams streams = ContainerStreams.open(Stdio.NONE);
        streams.closeStdin();
        streams.close();
        streams.close();

        assertThat(streams.stdin().isOpen()).isFalse();
    }

    /// How many of this process's descriptors lead below the test's directory.
    private long openHere() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(
                            fd -> {
                                try {
                                    return Files.readSymbolicLink(fd).startsWith(directory);
                                } catch (IOException _) {
                                    return false; // Closed meanwhile.
                                }
                            })
                    .count();
        }
    }
}
