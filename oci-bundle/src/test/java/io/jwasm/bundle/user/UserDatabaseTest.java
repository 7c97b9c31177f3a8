package io.jwasm.bundle.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.spec.UserSpec;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.io.Fifo;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserDatabaseTest {

    private static final String PASSWD =
            """
            root:x:0:0:root:/root:/bin/sh
            # app:x:1:1::/:
            app:x:1000:1001:an application:/home/app:/bin/sh
            broken
            7:x:70:71::/:
            ünï:x:1002:1002::/:
            minus:x:-5:1::/:
            huge:x:4294967295:1::/:
            """;

    private static final String GROUP =
            """
            root:x:0:
            staff:x:50:app,other
            app:x:1001:app
            wheel:x:10:other,app
            """;

    @TempDir Path root;

    private HostFd directory;
    private UserDatabase users;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectory(root.resolve("etc"));
        Files.writeString(root.resolve("etc/passwd"), PASSWD);
        Files.writeString(root.resolve("etc/group"), GROUP);
        directory = Descriptors.open(root.toString(), OpenFlags.O_PATH, 0);
        users = new UserDatabase(directory);
    }

    @AfterEach
    void close() {
        directory.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "app         | 1000 | 1001 | 50,10",
                "1000        | 1000 | 1001 | 50,10",
                "app:wheel   | 1000 | 10   | ",
                "app:77      | 1000 | 77   | ",
                "1234        | 1234 | 0    | ",
                "1234:staff  | 1234 | 50   | ",
                ":staff      | 0    | 50   | ",
                "7           | 70   | 71   | ",
                "ünï         | 1002 | 1002 | ",
            })
    void aUserIsFoundByNameOrNumber(String text, long uid, long gid, String groups)
            throws Exception {
        List<Long> further =
                groups == null
                        ? List.of()
                        : List.of(groups.split(",")).stream().map(Long::valueOf).toList();

        assertThat(users.resolve(text)).isEqualTo(new ResolvedUser(uid, gid, further));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bob        | user \"bob\" is not in /etc/passwd of the root filesystem",
                "app:bobs   | group \"bobs\" is not in /etc/group of the root filesystem",
                "minus      | user \"minus\" is not in /etc/passwd of the root filesystem",
                "huge       | user \"huge\" is not in /etc/passwd of the root filesystem",
                "4294967295 | user \"4294967295\" is not in /etc/passwd of the root filesystem",
                "-1         | user \"-1\" is not in /etc/passwd of the root filesystem",
            })
    void anUnknownUserIsNamed(String text, String message) {
        assertThatThrownBy(() -> users.resolve(text))
                .isInstanceOf(BundleException.class)
                .hasMessage(message);
    }

    @Test
    void numbersNeedNoFiles() throws Exception {
        Files.delete(root.resolve("etc/passwd"));
        Files.delete(root.resolve("etc/group"));

        assertThat(users.resolve("5:6")).isEqualTo(new ResolvedUser(5, 6, List.of()));
        assertThat(users.resolve("5")).isEqualTo(new ResolvedUser(5, 0, List.of()));
    }

    @Test
    void idsOfTheSpecificationAreTakenAsTheyAre() throws Exception {
        UserSpec spec = new UserSpec(1000, 5, 022, List.of(9L));

        assertThat(users.resolve(spec)).isEqualTo(new ResolvedUser(1000, 5, List.of(9L)));
    }

    @Test
    void aFifoInPlaceOfAFileHoldsNobodyUp() throws Exception {
        Files.delete(root.resolve("etc/passwd"));
        Fifo.make(root.resolve("etc/passwd").toString(), 0600);

        assertThat(users.resolve("5")).isEqualTo(new ResolvedUser(5, 0, List.of()));
    }

    @Test
    void aFileOfAnySizeIsReadToItsLimit() throws Exception {
        try (RandomAccessFile passwd =
                new RandomAccessFile(root.resolve("etc/passwd").toFile(), "rw")) {
            passwd.setLength(2L << 30); // a hole behind the entries
        }

        assertThat(users.resolve("app").uid()).isEqualTo(1000);
        assertThatThrownBy(() -> users.resolve("bob")).isInstanceOf(BundleException.class);
    }

    @Test
    @Timeout(60)
    void aUserOfVeryManyGroupsHasNoMoreThanTheKernelTakes() throws Exception {
        StringBuilder groups = new StringBuilder();
        for (int i = 0; groups.length() < 4 << 20; i++) {
            groups.append(":x:").append(i).append(":app\n");
        }
        Files.writeString(root.resolve("etc/group"), groups);

        assertThat(users.resolve("app").groups()).hasSize(65_536).doesNotHaveDuplicates();
    }

    @Test
    @Timeout(60)
    void aFileOfNothingButSeparatorsHoldsNoEntries() throws Exception {
        Files.writeString(root.resolve("etc/passwd"), ":".repeat(4 << 20));
        Files.writeString(root.resolve("etc/group"), ":::\n".repeat(1 << 20));

        assertThatThrownBy(() -> users.resolve("app")).isInstanceOf(BundleException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/outside", "../../../../../../../../etc/outside"})
    void aLinkStaysInTheRoot(String target) throws Exception {
        Files.move(root.resolve("etc/passwd"), root.resolve("etc/outside"));
        Files.createSymbolicLink(root.resolve("etc/passwd"), Path.of(target));

        assertThat(users.resolve("app").uid()).isEqualTo(1000);
    }

    @Test
    void bytesThatAreNoTextAreSkipped() throws Exception {
        byte[] line =
                "\u00ff\u00fe:x:6:7::/:\napp:x:8:9::/:\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(root.resolve("etc/passwd"), line);

        assertThat(users.resolve("app").uid()).isEqualTo(8);
    }
}
