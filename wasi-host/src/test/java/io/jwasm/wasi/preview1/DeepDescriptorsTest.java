package io.jwasm.wasi.preview1;

import static io.jwasm.wasi.testing.TestGuest.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.wasi.Grant;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.testing.TestGuest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Directories opened from directories, through links that lead nowhere else, so that the words of
/// all the paths together grow for ever: nobody keeps them.
@Timeout(120)
class DeepDescriptorsTest {

    /// As many links as Linux follows in one path.
    private static final int LINKS = 40;

    @TempDir Path host;

    private String round() throws IOException {
        String name = "l".repeat(100);
        Files.createSymbolicLink(host.resolve(name), Path.of("."));
        return (name + "/").repeat(LINKS - 1) + name;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theyCostNoMoreThanOthers(boolean hasFile) throws IOException {
        String round = round();
        Files.writeString(host.resolve("given"), "given");
        try (HostFd root = Descriptors.open(host.toString(), OpenFlags.O_DIRECTORY, 0);
                HostFd file =
                        Descriptors.open(host.resolve("given").toString(), OpenFlags.O_PATH, 0);
                TestGuest guest = TestGuest.with(grants(root, file, hasFile))) {
            int directory = ROOT;
            for (int i = 0; i < 2000; i++) {
                directory = guest.openDirectory(directory, round);
            }
            assertThat(guest.open(directory, "given", 0, TestGuest.READ)).isEqualTo(Errno.SUCCESS);
        }
    }

    private static List<Grant> grants(HostFd root, HostFd file, boolean hasFile) {
        List<Grant> grants = new ArrayList<>();
        grants.add(new Grant.Directory("/", root, false));
        if (hasFile) {
            grants.add(new Grant.File("/etc/given", file, false));
        }
        return grants;
    }

    @Test
    void aFileIsStillFoundFromADirectoryNearby() throws IOException {
        String round = round();
        Files.createDirectory(host.resolve("etc"));
        Files.writeString(host.resolve("given"), "given");
        try (HostFd root = Descriptors.open(host.toString(), OpenFlags.O_DIRECTORY, 0);
                HostFd file =
                        Descriptors.open(host.resolve("given").toString(), OpenFlags.O_PATH, 0);
                TestGuest guest = TestGuest.with(grants(root, file, true))) {
            int etc = guest.openDirectory(guest.openDirectory(ROOT, "etc"), ".");
            assertThat(guest.open(etc, "given", 0, TestGuest.READ)).isEqualTo(Errno.SUCCESS);
            int far = guest.openDirectory(guest.openDirectory(ROOT, round), round);
            assertThat(guest.open(far, "etc/given", 0, TestGuest.READ)).isEqualTo(Errno.NOENT);
        }
    }
}
