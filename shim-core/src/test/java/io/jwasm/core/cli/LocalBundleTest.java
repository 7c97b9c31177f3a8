package io.jwasm.core.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.bundle.spec.RuntimeSpec;
import io.jwasm.bundle.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalBundleTest {

    private static final byte[] EMPTY_MODULE = {0, 'a', 's', 'm', 1, 0, 0, 0};

    @TempDir private Path directory;
    private Path module;

    @BeforeEach
    void writeModule() throws IOException {
        module = Files.write(directory.resolve("app.wasm"), EMPTY_MODULE);
    }

    private static LocalBundle create(String... words) throws CommandFailure {
        return LocalBundle.create(RunArguments.parse(List.of(words), Map.of()));
    }

    private static RuntimeSpec spec(LocalBundle bundle) throws Exception {
        return SpecReader.readConfig(Files.readAllBytes(bundle.directory().resolve("config.json")));
    }

    @Test
    void moduleIsTheEntrypointAndItsArgumentsFollow() throws Exception {
        try (LocalBundle bundle = create("-e", "A=1", module.toString(), "one", "two")) {
            assertThat(spec(bundle).process().args()).containsExactly("/app.wasm", "one", "two");
            assertThat(spec(bundle).process().env()).containsExactly("A=1");
        }
    }

    @Test
    void namesThatAreNoTextReachTheConfiguration() throws Exception {
        try (LocalBundle bundle =
                create("-e", "A=\udcff", "-w", "/w\udc80", module.toString(), "x\udcfey")) {
            assertThat(spec(bundle).process().args()).containsExactly("/app.wasm", "x\udcfey");
            assertThat(spec(bundle).process().env()).containsExactly("A=\udcff");
            assertThat(spec(bundle).process().cwd()).isEqualTo("/w\udc80");
        }
    }

    @Test
    void whatIsTakenAwayIsInTheConfiguration() throws Exception {
        try (LocalBundle bundle =
                create("-u", "app:staff", "--read-only", "--network", "none", module.toString())) {
            assertThat(spec(bundle).process().user().username()).isEqualTo("app:staff");
            assertThat(spec(bundle).root().isReadonly()).isTrue();
            assertThat(spec(bundle).annotations()).containsEntry("jwasm.io/network", "none");
        }
    }

    @Test
    void guestHasThePowerOverFilesThatContainersHave() throws Exception {
        try (LocalBundle bundle = create(module.toString())) {
            assertThat(spec(bundle).process().capabilities().effective())
                    .contains("CAP_DAC_OVERRIDE")
                    .doesNotContain("CAP_SYS_ADMIN", "CAP_NET_RAW");
        }
    }

    @Test
    void guestThatWritesToItsModuleDoesNotReachTheUsersFile() throws Exception {
        try (LocalBundle bundle = create(module.toString())) {
            Files.writeString(bundle.directory().resolve("rootfs/app.wasm"), "overwritten");
        }

        assertThat(module).hasBinaryContent(EMPTY_MODULE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-suffix", "a b.wasm", "app#main.wasm", "é.wasm"})
    void anyNameWillDoForAModule(String name) throws Exception {
        Path other = Files.copy(module, directory.resolve(name));

        try (LocalBundle bundle = create(other.toString())) {
            String entry = spec(bundle).process().args().getFirst();
            assertThat(entry).doesNotContain("#");
            assertThat(bundle.directory().resolve("rootfs" + entry)).hasBinaryContent(EMPTY_MODULE);
        }
    }

    @Test
    void imageGivesEntrypointEnvironmentAndFiles() throws Exception {
        Path archive = directory.resolve("image.tar");
        PackageCommand.run(List.of("-o", archive.toString(), module.toString()));

        try (LocalBundle bundle = create("-e", "B=2", archive.toString(), "word")) {
            assertThat(spec(bundle).process().args()).containsExactly("/app.wasm", "word");
            assertThat(bundle.directory().resolve("rootfs/app.wasm"))
                    .hasBinaryContent(EMPTY_MODULE);
        }
    }

    @Test
    void fileThatIsNeitherModuleNorImageIsNamed() throws IOException {
        Path text = Files.writeString(directory.resolve("notes.txt"), "hello");

        assertThatThrownBy(() -> create(text.toString()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("notes.txt");
    }

    @Test
    void nothingIsLeftEvenOfDirectoriesThatTheirOwnerCannotWriteTo() throws Exception {
        LocalBundle bundle = create(module.toString());
        Path locked = Files.createDirectory(bundle.directory().resolve("rootfs/locked"));
        Files.createFile(locked.resolve("file"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-x------"));

        bundle.close();

        assertThat(bundle.directory()).doesNotExist();
    }
}
